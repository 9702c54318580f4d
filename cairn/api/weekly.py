"""Weekly updates and asking for help over REST."""

from datetime import date

from django.http import HttpResponse
from ninja import Router

from cairn.api.documents import IDEMPOTENCY, PAGE, extra, parameter
from cairn.api.objectives import path_id
from cairn.api.paging import PAGE_PARAMETERS, read_page, take_page
from cairn.api.requests import (
    ApiRequest,
    answer,
    given,
    no_content,
    or_none,
    read_body,
    read_query,
    still_there,
    submission_of,
)
from cairn.api.schemas.types import ID, Id, one_of
from cairn.api.schemas.weekly import (
    HelpAnswer,
    HelpRequestOut,
    HelpRequestPage,
    NewHelpRequest,
    SnoozeIn,
    WeeklyUpdateIn,
    WeeklyUpdateOut,
    WeeklyUpdatePage,
    WeeklyUpdateWhole,
)
from cairn.api.shapes.weekly import help_shape, update_shape, whole_shape
from cairn.checkins.commands.helping import answer_help, ask_for_help, withdraw_help
from cairn.checkins.commands.snoozing import snooze_check_in, snooze_reading
from cairn.checkins.commands.weekly import save_update
from cairn.checkins.helping import OPEN, help_requests, help_row
from cairn.checkins.intake import read_answer, read_help, read_update
from cairn.checkins.weekly import (
    confidence_rows,
    find_update,
    kpis_beside,
    kpis_of_week,
    updates,
)
from cairn.errors import NotFound
from cairn.intake import Intake
from cairn.organization.models import TeamMember

router = Router(tags=["the week"])
DAY = {"type": "string", "format": "date"}


@router.get(
    "/weekly-updates",
    response=WeeklyUpdatePage,
    summary="Weekly updates, the newest week first",
    openapi_extra=extra(
        *PAGE,
        parameter("member", "Of this person.", ID),
        parameter("team", "Of this team's people and those below it.", ID),
        parameter("week_on", "Of the week that ends on this day.", DAY),
    ),
)
def list_weekly_updates(request: ApiRequest) -> HttpResponse:
    """What is published, and your own drafts."""
    intake = read_query(request, *PAGE_PARAMETERS, "member", "team", "week_on")
    asked, week_on = read_page(intake), or_none(intake.day("week_on"))
    member, team = or_none(intake.id("member")), or_none(intake.id("team"))
    intake.settle()
    found = updates(request.auth)
    if member is not None:
        found = found.filter(member=member)
    if week_on is not None:
        found = found.filter(week_on=week_on)
    if team is not None:
        within = TeamMember.objects.filter(
            team__organization_id=request.auth.organization_id, team__path__contains=f".{team}."
        )
        found = found.filter(member__in=within.values("member"))
    rows, following = take_page(found, ("-week_on", "-id"), asked)
    return answer({"items": [update_shape(row) for row in rows], "next": following})


@router.get(
    "/weekly-updates/{update_id}",
    response=WeeklyUpdateWhole,
    summary="One weekly update, with what was said of the key results and how the KPIs stood",
    openapi_extra=extra(),
)
def show_weekly_update(request: ApiRequest, update_id: Id) -> HttpResponse:
    update = find_update(request.auth, path_id(update_id))
    rows = confidence_rows(request.auth, update.member_id, update.week_on)
    kpis, _more = kpis_of_week(request.auth, kpis_beside(update.member_id), update.week_on)
    return answer(whole_shape(update, rows, kpis))


@router.put(
    "/me/weekly-updates/{week_on}",
    response=WeeklyUpdateOut,
    summary="Write or publish your own update of the week that a day lies in",
    openapi_extra=extra(body=WeeklyUpdateIn),
)
def write_weekly_update(request: ApiRequest, week_on: str) -> HttpResponse:
    try:
        day = date.fromisoformat(week_on)
    except ValueError:
        raise NotFound from None
    if not 1990 < day.year < 2200:
        raise NotFound
    sent = read_body(request, WeeklyUpdateIn)
    arguments = sent.read(read_update, given(sent.fields))
    made = save_update(request.auth, day, **arguments, publish=bool(sent.fields.get("publish")))
    return answer(update_shape(find_update(request.auth, made.id)))


@router.get(
    "/help-requests",
    response=HelpRequestPage,
    summary="Requests for help that you may read, newest first",
    openapi_extra=extra(
        *PAGE,
        parameter("state", "Only open ones.", one_of(["open"])),
        parameter("asked", "Of whom it is asked.", ID),
        parameter("objective", "About this objective.", ID),
    ),
)
def list_help_requests(request: ApiRequest) -> HttpResponse:
    intake = read_query(request, *PAGE_PARAMETERS, "state", "asked", "objective")
    page, state = read_page(intake), or_none(intake.choice("state", ("open",)))
    asked, objective = or_none(intake.id("asked")), or_none(intake.id("objective"))
    intake.settle()
    found = help_requests(request.auth)
    if state is not None:
        found = found.filter(OPEN)
    if asked is not None:
        found = found.filter(asked=asked)
    if objective is not None:
        found = found.filter(objective=objective)
    rows, following = take_page(found, ("-id",), page)
    items = [help_shape(help_row(request.auth, row)) for row in rows]
    return answer({"items": items, "next": following})


@router.post(
    "/help-requests",
    response={201: HelpRequestOut},
    summary="Ask a named person for help",
    openapi_extra=extra(IDEMPOTENCY, body=NewHelpRequest),
)
def create_help_request(request: ApiRequest) -> HttpResponse:
    sent = read_body(request, NewHelpRequest)
    arguments = sent.read(read_help, given(sent.fields))
    made = ask_for_help(request.auth, **{**arguments, "submission": submission_of(request)})
    return _help(request, made.id, 201)


@router.post(
    "/help-requests/{request_id}/answer",
    response=HelpRequestOut,
    summary="Answer a request for help",
    openapi_extra=extra(body=HelpAnswer),
)
def answer_help_request(request: ApiRequest, request_id: Id) -> HttpResponse:
    sent = read_body(request, HelpAnswer)
    made = answer_help(
        request.auth, path_id(request_id), **sent.read(read_answer, given(sent.fields))
    )
    return _help(request, made.id)


@router.post(
    "/help-requests/{request_id}/withdraw",
    response=HelpRequestOut,
    summary="Help is no longer needed",
    openapi_extra=extra(),
)
def withdraw_help_request(request: ApiRequest, request_id: Id) -> HttpResponse:
    return _help(request, withdraw_help(request.auth, path_id(request_id)).id)


def _help(request: ApiRequest, id: int, status: int = 200) -> HttpResponse:
    found = still_there(help_requests(request.auth), id)
    return answer(help_shape(help_row(request.auth, found)), status)


@router.put(
    "/key-results/{key_result_id}/snooze",
    response={204: None},
    summary="Be reminded of a check-in on a later day; it stays due",
    openapi_extra=extra(body=SnoozeIn),
)
def snooze(request: ApiRequest, key_result_id: Id) -> HttpResponse:
    sent = read_body(request, SnoozeIn)
    until_on = sent.read(_read_until, {"until_on": "", **given(sent.fields)})["until_on"]
    snooze_check_in(request.auth, path_id(key_result_id), until_on=until_on)
    return no_content()


def _read_until(fields: dict[str, object]) -> dict[str, date]:
    intake = Intake(fields)
    until_on = intake.day("until_on", required=True)
    intake.settle()
    return {"until_on": until_on}


@router.put(
    "/kpis/{kpi_id}/snooze",
    response={204: None},
    summary="Be reminded of a KPI's reading on a later day; it stays due",
    openapi_extra=extra(body=SnoozeIn),
)
def snooze_kpi(request: ApiRequest, kpi_id: Id) -> HttpResponse:
    sent = read_body(request, SnoozeIn)
    until_on = sent.read(_read_until, {"until_on": "", **given(sent.fields)})["until_on"]
    snooze_reading(request.auth, path_id(kpi_id), until_on=until_on)
    return no_content()


@router.delete(
    "/kpis/{kpi_id}/snooze",
    response={204: None},
    summary="Be reminded of a KPI's reading as usual",
    openapi_extra=extra(),
)
def unsnooze_kpi(request: ApiRequest, kpi_id: Id) -> HttpResponse:
    snooze_reading(request.auth, path_id(kpi_id), until_on=None)
    return no_content()


@router.delete(
    "/key-results/{key_result_id}/snooze",
    response={204: None},
    summary="Be reminded of a check-in as usual",
    openapi_extra=extra(),
)
def unsnooze(request: ApiRequest, key_result_id: Id) -> HttpResponse:
    snooze_check_in(request.auth, path_id(key_result_id), until_on=None)
    return no_content()
