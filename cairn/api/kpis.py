"""KPIs and their readings over REST."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Router

from cairn.api.alignments import TRUTH
from cairn.api.documents import IDEMPOTENCY, PAGE, extra, parameter
from cairn.api.objectives import path_id, today, unless_null, with_own_id
from cairn.api.paging import PAGE_PARAMETERS, read_page, take_page
from cairn.api.requests import (
    ApiRequest,
    answer,
    given,
    no_content,
    or_none,
    read_body,
    read_query,
    submission_of,
)
from cairn.api.schemas.kpis import (
    KpiChange,
    KpiOut,
    KpiPage,
    KpiReadingOut,
    KpiReadingPage,
    NewKpi,
    NewKpiReading,
)
from cairn.api.schemas.types import ID, Id, one_of
from cairn.api.shapes.kpis import kpi_shape, reading_shape
from cairn.goals.commands.measuring import correct_kpi, measure_kpi
from cairn.intake import Intake
from cairn.kpis.commands import archive_kpi, create_kpi, edit_kpi
from cairn.kpis.health import State
from cairn.kpis.intake import read_kpi, read_reading
from cairn.kpis.models import Kpi
from cairn.kpis.queries import Filters, all_readings, filtered, find_kpi, kpis_owed
from cairn.organization.actor import Actor

router = Router(tags=["KPIs"])

BY_NAME = ("name", "id")
NEWEST = ("-effective_on", "-recorded_at", "-id")


@router.get(
    "/kpis",
    response=KpiPage,
    summary="KPIs by name",
    openapi_extra=extra(
        parameter("team", "The team that has them.", ID),
        parameter("owner", "Who measures them.", ID),
        parameter("state", "How they stand today.", one_of(list(State))),
        parameter("q", "Words of their names.", {"type": "string", "maxLength": 200}),
        parameter("due", "Those that wait for a reading of yours.", {"type": "boolean"}),
        parameter("archived", "Those that are archived instead.", {"type": "boolean"}),
        *PAGE,
    ),
)
def list_kpis(request: ApiRequest) -> HttpResponse:
    actor = request.auth
    on = today(actor)
    intake = read_query(request, "team", "owner", "state", "q", "due", "archived", *PAGE_PARAMETERS)
    asked = read_page(intake)
    filters = Filters(
        team=or_none(intake.id("team")),
        owner=or_none(intake.id("owner")),
        state=or_none(intake.choice("state", list(State))) or "",
        q=or_none(intake.line("q", 200, required=False)) or "",
        archived=or_none(intake.choice("archived", TRUTH)) == "true",
    )
    is_due = or_none(intake.choice("due", TRUTH)) == "true"
    intake.settle()
    found = _loaded(filtered(actor, filters, on))
    if is_due:
        found = found.filter(id__in=kpis_owed(actor, on).order_by().values("id"))
    rows, following = take_page(found, BY_NAME, asked)
    return answer({"items": [kpi_shape(actor, row, on) for row in rows], "next": following})


def _loaded(kpis: QuerySet[Kpi]) -> QuerySet[Kpi]:
    return kpis.select_related("team", "owner")


@router.post(
    "/kpis",
    response={201: KpiOut},
    summary="Create a KPI",
    openapi_extra=extra(IDEMPOTENCY, body=NewKpi),
)
def create(request: ApiRequest) -> HttpResponse:
    actor = request.auth
    sent = read_body(request, NewKpi)
    fields = {"name": "", **with_own_id(actor, given(sent.fields))}
    arguments = sent.read(read_kpi, fields, by_machine=True)
    made = create_kpi(actor, **arguments, submission=submission_of(request))
    return _answer(actor, made.id, 201, Location=f"/api/v1/kpis/{made.id}")


def _answer(actor: Actor, kpi_id: int, status: int = 200, **headers: str) -> HttpResponse:
    kpi = find_kpi(actor, kpi_id)
    return answer(kpi_shape(actor, kpi, today(actor)), status, **headers)


@router.get("/kpis/{kpi_id}", response=KpiOut, summary="Read a KPI", openapi_extra=extra())
def show_kpi(request: ApiRequest, kpi_id: Id) -> HttpResponse:
    return _answer(request.auth, path_id(kpi_id))


@router.patch(
    "/kpis/{kpi_id}",
    response=KpiOut,
    summary="Change a KPI",
    openapi_extra=extra(body=KpiChange),
)
def change_kpi(request: ApiRequest, kpi_id: Id) -> HttpResponse:
    actor, found = request.auth, path_id(kpi_id)
    sent = read_body(request, KpiChange)
    unit = find_kpi(actor, found).unit
    told = unless_null(sent.fields, "version", "unit", "direction", "cadence_days", "name")
    fields = with_own_id(actor, told)
    edit_kpi(actor, found, **sent.read(read_kpi, fields, unit=unit, by_machine=True))
    return _answer(actor, found)


@router.delete(
    "/kpis/{kpi_id}",
    response={204: None},
    summary="Archive a KPI; its readings stay",
    openapi_extra=extra(),
)
def remove_kpi(request: ApiRequest, kpi_id: Id) -> HttpResponse:
    archive_kpi(request.auth, path_id(kpi_id))
    return no_content()


@router.get(
    "/kpis/{kpi_id}/readings",
    response=KpiReadingPage,
    summary="The readings of a KPI, newest day first",
    openapi_extra=extra(*PAGE),
)
def list_readings(request: ApiRequest, kpi_id: Id) -> HttpResponse:
    intake = read_query(request, *PAGE_PARAMETERS)
    asked = read_page(intake)
    intake.settle()
    kpi = find_kpi(request.auth, path_id(kpi_id))
    rows, following = take_page(all_readings(kpi.id), NEWEST, asked)
    return answer({"items": [reading_shape(row) for row in rows], "next": following})


@router.post(
    "/kpis/{kpi_id}/readings",
    response={201: KpiReadingOut},
    summary="Measure a KPI, or correct a reading",
    openapi_extra=extra(IDEMPOTENCY, body=NewKpiReading),
)
def measure(request: ApiRequest, kpi_id: Id) -> HttpResponse:
    """Key results that take their readings from it follow in the same moment."""
    actor = request.auth
    kpi = find_kpi(actor, path_id(kpi_id))
    sent = read_body(request, NewKpiReading)
    fields = given(sent.fields)
    arguments = sent.read(_read, fields, unit=kpi.unit)
    corrects = arguments.pop("corrects", None)
    arguments["submission"] = submission_of(request)
    if corrects:
        made = correct_kpi(actor, kpi.id, corrects, **arguments)
    else:
        made = measure_kpi(actor, kpi.id, **{"value": None, **arguments})
    return answer(reading_shape(all_readings(kpi.id).get(id=made.id)), 201)


def _read(fields: dict[str, Any], unit: str) -> dict[str, Any]:
    """The arguments, with the id of what is corrected where one is given."""
    intake = Intake(fields)
    corrects = or_none(intake.id("corrects"))
    arguments = read_reading(fields, unit, by_machine=True)
    intake.settle()
    return {**arguments, **({"corrects": corrects} if corrects else {})}
