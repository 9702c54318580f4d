"""Where alignment has holes, over REST."""

from typing import Any

from django.http import HttpResponse
from ninja import Router

from cairn.api.documents import PAGE, extra, parameter
from cairn.api.objectives import today
from cairn.api.paging import PAGE_PARAMETERS, read_page, take_page
from cairn.api.requests import ApiRequest, QueryIntake, answer, or_none, read_query
from cairn.api.schemas.gaps import GapPage
from cairn.api.schemas.types import ID
from cairn.api.shapes.gaps import gap_shape
from cairn.cycles.queries import current_cycle
from cairn.goals.gap_rows import gap_rows
from cairn.goals.gaps import ORDERS, SKIPPED, UNALIGNED, UNSUPPORTED, Within, find_gaps
from cairn.organization.actor import Actor

router = Router(tags=["alignments"])


WITHIN = (
    parameter("cycle", "A cycle's id, or `current`."),
    parameter("team", "A team, with those below it and what their people own alone.", ID),
)


@router.get(
    "/gaps/unaligned",
    response=GapPage,
    summary="Objectives that support nothing, newest first",
    openapi_extra=extra(*WITHIN, *PAGE),
)
def list_unaligned(request: ApiRequest) -> HttpResponse:
    """Published and open; the company's own and personal growth are left out."""
    return _list(request, UNALIGNED)


@router.get(
    "/gaps/unsupported",
    response=GapPage,
    summary="Key results of teams that no objective supports",
    openapi_extra=extra(*WITHIN, *PAGE),
)
def list_unsupported(request: ApiRequest) -> HttpResponse:
    """Those of published, open objectives."""
    return _list(request, UNSUPPORTED)


@router.get(
    "/gaps/skipped",
    response=GapPage,
    summary="Alignments that pass over a team",
    openapi_extra=extra(*WITHIN, *PAGE),
)
def list_skipped(request: ApiRequest) -> HttpResponse:
    """What supports lies more than one level below the target's team, on its line. What a person
    owns alone lies one level below their team."""
    return _list(request, SKIPPED)


def _list(request: ApiRequest, name: str) -> HttpResponse:
    actor = request.auth
    intake = read_query(request, "cycle", "team", *PAGE_PARAMETERS)
    within, asked = _within(actor, intake), read_page(intake)
    intake.settle()
    found, following = take_page(find_gaps(actor, name, within), ORDERS[name], asked)
    rows = gap_rows(actor, name, found, today(actor))
    return answer({"items": [gap_shape(row) for row in rows], "next": following})


def _within(actor: Actor, intake: QueryIntake) -> Within:
    fields: dict[str, Any] = dict(intake.fields)
    if fields.get("cycle") == "current":
        running = current_cycle(actor)
        fields["cycle"] = str(running.id) if running else "1"
    intake.fields = fields
    cycle, team = or_none(intake.id("cycle")), or_none(intake.id("team"))
    return Within((cycle,) if cycle else (), team)
