"""The whole organization as a file over REST: ask, look how far it has come, fetch the file."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Router

from cairn.api.documents import IDEMPOTENCY, extra
from cairn.api.objectives import path_id
from cairn.api.requests import ApiRequest, answer, no_content, submission_of
from cairn.api.schemas.types import Id
from cairn.api.schemas.whole import WholeList, WholeOut
from cairn.exchange.organizations.commands import ask_export, delete_export, open_export
from cairn.exchange.organizations.queries import ExportRow, export_rows, exports_of, find_export

router = Router(tags=["organization"])
ZIP = "application/zip"


def shape(row: ExportRow) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "state": row.state,
        "step": row.step,
        "steps": row.steps,
        "size": row.size,
        "asked_by": row.asked_by,
        "asked_at": row.asked_at,
        "kept_until": row.kept_until,
        "url": f"/api/v1/organization/exports/{row.id}/file",
    }


@router.get(
    "/organization/exports",
    response=WholeList,
    summary="The files of the whole organization, newest first",
    openapi_extra=extra(),
)
def list_organization_exports(request: ApiRequest) -> HttpResponse:
    """For administrators. Kept for seven days; there are never many."""
    return answer({"items": [shape(one) for one in export_rows(exports_of(request.auth))]})


@router.post(
    "/organization/exports",
    response={202: WholeOut},
    summary="Ask for a file of the whole organization",
    openapi_extra=extra(IDEMPOTENCY),
)
def create_organization_export(request: ApiRequest) -> HttpResponse:
    """The work is put down; 409 while another is being made. Ask again until its `state` is `made`."""
    made = ask_export(request.auth, submission=submission_of(request))
    return answer(shape(export_rows([made])[0]), 202)


@router.get(
    "/organization/exports/{export_id}",
    response=WholeOut,
    summary="A file of the whole organization, and how far it has come",
    openapi_extra=extra(),
)
def show_organization_export(request: ApiRequest, export_id: Id) -> HttpResponse:
    return answer(shape(export_rows([find_export(request.auth, path_id(export_id))])[0]))


@router.get(
    "/organization/exports/{export_id}/file",
    response={200: None},
    summary="The file itself, a ZIP of documented JSON",
    openapi_extra=extra(files=[ZIP]),
)
def download_organization_export(request: ApiRequest, export_id: Id) -> HttpResponse:
    """What it holds: docs/export-format.md. That it was fetched stands in the ledger. 409 while it is
    not made."""
    name, opened = open_export(request.auth, path_id(export_id))
    disposition = content_disposition_header(True, name) or "attachment"
    sent: HttpResponse = FileResponse(  # type: ignore[assignment]
        opened, content_type=ZIP, headers={"Content-Disposition": disposition}
    )
    return sent


@router.delete(
    "/organization/exports/{export_id}",
    response={204: None},
    summary="Delete a file of the whole organization",
    openapi_extra=extra(),
)
def remove_organization_export(request: ApiRequest, export_id: Id) -> HttpResponse:
    delete_export(request.auth, path_id(export_id))
    return no_content()
