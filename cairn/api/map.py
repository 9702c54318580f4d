"""The map over REST: the same nodes as the page's, and the same branches."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.gzip import gzip_page
from ninja import Router
from ninja.decorators import decorate_view

from cairn.api.documents import extra, parameter
from cairn.api.requests import ApiRequest, QueryIntake, answer, or_none, read_query
from cairn.api.schemas.map import NODE_ID, MapBranch, MapOut
from cairn.api.schemas.types import ID, one_of
from cairn.cycles.models import Cycle
from cairn.cycles.queries import choose_current, cycles
from cairn.errors import NotFound
from cairn.goals.finding import LONGEST_QUERY
from cairn.goals.map.alignment import draw_alignment
from cairn.goals.map.branches import draw_any_branch
from cairn.goals.map.days import Days, days_of
from cairn.goals.map.filters import DRAFT, GROWTH, Filters
from cairn.goals.map.nodes import ROOT
from cairn.goals.map.scope import Scope, scope_of
from cairn.goals.map.teams import draw_teams
from cairn.goals.models import Status, Type
from cairn.organization.actor import Actor
from cairn.organization.queries import find_organization
from cairn.storage import clock

router = Router(tags=["map"])

VIEWS = ["alignment", "teams"]
STATUSES, TYPES = [*Status.values, DRAFT], [*Type.values, GROWTH]
WHERE = [
    parameter("cycle", "A cycle's id, or `current` (the default)."),
    parameter("view", "By alignment, or by the tree of teams.", one_of(VIEWS)),
    parameter(
        "on", "A past day of the cycle; today without it.", {"type": "string", "format": "date"}
    ),
]
NARROWED = [
    parameter("team", "A team's id; those below it count too.", ID),
    parameter("owner", "A member's id, or `me`."),
    parameter("status", "What it shows on that day.", one_of(STATUSES)),
    parameter("type", "What kind of objective.", one_of(TYPES)),
    parameter("q", "Words of the objective or its key results."),
    parameter("focus", "An objective whose line up and down is shown.", ID),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """What every address of the map is asked for."""

    scope: Scope
    days: Days
    by_team: bool


@router.get(
    "/map",
    response=MapOut,
    summary="The map of alignment, as far as a first look goes",
    openapi_extra=extra(*WHERE, *NARROWED),
)
@decorate_view(gzip_page)
def show_map(request: ApiRequest) -> HttpResponse:
    """Level after level while no more than 150 nodes are sent; ask for the rest by branch."""
    actor = request.auth
    intake = _intake(request, *(one["name"] for one in [*WHERE, *NARROWED]))
    asked, filters = _asked(actor, intake), _filters(actor, intake)
    focus = or_none(intake.id("focus"))
    intake.settle()
    draw = draw_teams if asked.by_team else draw_alignment
    drawn = draw(asked.scope, find_organization(actor), filters, focus)
    return answer(
        {
            "nodes": [node.as_json() for node in drawn.nodes],
            "root": ROOT,
            "on": asked.days.on,
            "first_on": asked.days.first_on,
            "last_on": asked.days.last_on,
            "matches": drawn.matches,
            "more": drawn.more,
        }
    )


@router.get(
    "/map/branch",
    response=MapBranch,
    summary="What hangs on a node of the map",
    openapi_extra=extra(
        parameter("of", "The id of a node.", NODE_ID, required=True),
        parameter("after", "`next` of the page before."),
        *WHERE,
    ),
)
@decorate_view(gzip_page)
def show_branch(request: ApiRequest) -> HttpResponse:
    """At most 200 at once."""
    actor = request.auth
    intake = _intake(request, "of", "after", *(one["name"] for one in WHERE))
    asked, after = _asked(actor, intake), or_none(intake.id("after"))
    of = or_none(intake.line("of", 40)) or ""
    if "of" not in intake.fields:
        intake.refuse("of", _("This is needed."))
    intake.settle()
    drawn = draw_any_branch(asked.scope, of, by_team=asked.by_team, after=after)
    if drawn is None:
        raise NotFound
    following = str(drawn.after) if drawn.after else None
    return answer({"nodes": [node.as_json() for node in drawn.nodes], "next": following})


def _intake(request: ApiRequest, *names: str) -> QueryIntake:
    """The parameters; an empty one is as good as none."""
    intake = read_query(request, *names)
    intake.fields = {name: value for name, value in intake.fields.items() if value}
    return intake


def _asked(actor: Actor, intake: QueryIntake) -> Asked:
    """One query, for the cycles."""
    known = list(cycles(actor))
    today = clock.today(actor.time_zone)
    chosen = _cycle(intake, known, today)
    days = days_of(chosen, today, or_none(intake.day("on")))
    if days.refused:
        intake.refuse("on", _("This day lies outside the cycle."))
    view = or_none(intake.choice("view", VIEWS))
    scope = scope_of(actor, known, chosen, today, days.chosen)
    return Asked(scope, days, by_team=view == "teams")


def _cycle(intake: QueryIntake, known: list[Cycle], today: date) -> Cycle | None:
    if intake.fields.get("cycle", "current") == "current":
        return choose_current(known, today)
    asked = or_none(intake.id("cycle"))
    chosen = next((one for one in known if one.id == asked), None)
    if chosen is None:
        intake.refuse("cycle", _("This does not exist, or you may not see it."))
    return chosen


def _filters(actor: Actor, intake: QueryIntake) -> Filters:
    if intake.fields.get("owner") == "me":
        intake.fields = {**intake.fields, "owner": str(actor.member_id)}
    return Filters(
        team=or_none(intake.id("team")),
        owner=or_none(intake.id("owner")),
        status=or_none(intake.choice("status", STATUSES)) or "",
        type=or_none(intake.choice("type", TYPES)) or "",
        q=or_none(intake.line("q", LONGEST_QUERY, required=False)) or "",
    )
