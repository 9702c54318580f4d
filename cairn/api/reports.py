"""Reports for meetings over REST: ask, look how far it has come, fetch the file."""

from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from ninja import Router

from cairn.api.documents import IDEMPOTENCY, PAGE, extra
from cairn.api.objectives import path_id, today
from cairn.api.paging import PAGE_PARAMETERS, read_page, take_page
from cairn.api.requests import (
    ApiRequest,
    answer,
    given,
    no_content,
    read_body,
    read_query,
    submission_of,
)
from cairn.api.schemas.reports import NewReport, ReportList, ReportOut, ReportPage
from cairn.api.schemas.types import Id
from cairn.api.shapes.reports import report_shape
from cairn.errors import Conflict
from cairn.insights.reports.commands import NOT_MADE, ask_report, delete_report
from cairn.insights.reports.formats import WAYS
from cairn.insights.reports.intake import read_asking
from cairn.insights.reports.queries import content_of, find_report, report_rows, reports_of

router = Router(tags=["reports"])


@router.get(
    "/reports",
    response=ReportPage,
    summary="The reports that you asked for, newest first",
    openapi_extra=extra(*PAGE),
)
def list_reports(request: ApiRequest) -> HttpResponse:
    """Kept for thirty days."""
    intake = read_query(request, *PAGE_PARAMETERS)
    asked = read_page(intake)
    intake.settle()
    rows, following = take_page(reports_of(request.auth), ("-id",), asked)
    return answer({"items": [report_shape(one) for one in report_rows(rows)], "next": following})


@router.post(
    "/reports",
    response={202: ReportList},
    summary="Ask for a report; one file is made for each format",
    openapi_extra=extra(IDEMPOTENCY, body=NewReport),
)
def create_reports(request: ApiRequest) -> HttpResponse:
    """The work is put down. Ask for each file until its `state` is `made`."""
    sent = read_body(request, NewReport)
    fields: dict[str, Any] = given(sent.fields)
    if fields.get("cycle") == "current":
        del fields["cycle"]
    arguments = sent.read(read_asking, fields, today=today(request.auth))
    made = ask_report(request.auth, **arguments, submission=submission_of(request))
    rows = reports_of(request.auth).filter(id__in=[one.id for one in made]).order_by("id")
    return answer({"items": [report_shape(one) for one in report_rows(rows)]}, 202)


@router.get(
    "/reports/{report_id}",
    response=ReportOut,
    summary="One file of a report, and how far it has come",
    openapi_extra=extra(),
)
def show_report(request: ApiRequest, report_id: Id) -> HttpResponse:
    found = find_report(request.auth, path_id(report_id))
    return answer(report_shape(report_rows([found])[0]))


@router.get(
    "/reports/{report_id}/file",
    response={200: None},
    summary="The file itself; a page gives its contents as JSON",
    openapi_extra=extra(files=[way.media_type for way in WAYS.values()]),
)
def download_report(request: ApiRequest, report_id: Id) -> HttpResponse:
    """409 while it is not made."""
    found = find_report(request.auth, path_id(report_id))
    if found.made_at is None:
        raise Conflict(NOT_MADE)
    content = content_of(request.auth, found.id)[1]
    disposition = content_disposition_header(True, found.name) or "attachment"
    return HttpResponse(
        content,
        content_type=WAYS[found.format].media_type,
        headers={"Content-Disposition": disposition},
    )


@router.delete(
    "/reports/{report_id}",
    response={204: None},
    summary="Delete a file of a report",
    openapi_extra=extra(),
)
def remove_report(request: ApiRequest, report_id: Id) -> HttpResponse:
    delete_report(request.auth, path_id(report_id))
    return no_content()
