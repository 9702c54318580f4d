"""A cycle's agreeing for its champion: who has drafted, submitted and confirmed, and who has nothing."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cairn.cycles.models import Cycle
from cairn.cycles.policy import rules
from cairn.cycles.queries import cycles, find_cycle
from cairn.errors import NotFound
from cairn.goals.agreeing import (
    PAGE,
    Stage,
    branches_of,
    expects_people,
    sets_of,
    tally_of,
)
from cairn.intake import MISSING, Intake
from cairn.notifications.nudging import nudge
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.storage import clock
from cairn.storage.ids import read_id
from cairn.web.forms import see_other
from cairn.web.pages import flash, fragment, member_page, page
from cairn.web.paging import address, cut, id_in, wants_fragment
from cairn.web.sessions import WebRequest

KINDS = ("people", "teams")
TEMPLATE = "agreeing/cycle.html"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. `usual` is the kind that is expected to write in the cycle, and
    that reminders go to."""

    kind: str
    usual: str
    stage: str
    team: int | None

    def address(self, cycle: Cycle, **changes: Any) -> str:
        query = {"kind": self.kind, "stage": self.stage, "team": self.team, **changes}
        return address(f"/cycles/{cycle.id}/agreeing", query)

    def filters(self, cycle: Cycle) -> dict[str, Any]:
        """Of the files of what is shown."""
        return {"cycle": cycle.id, "of": self.kind, "stage": self.stage, "team": self.team}


def read_asked(request: WebRequest, cycle: Cycle) -> Asked:
    """What is no known value counts as not asked."""
    usual = "people" if expects_people(cycle) else "teams"
    kind, stage = request.GET.get("kind", ""), request.GET.get("stage", "")
    return Asked(
        kind if kind in KINDS else usual,
        usual,
        stage if stage in Stage else "",
        id_in(request, "team"),
    )


@require_safe
@member_page
def show(request: WebRequest, cycle_id: int) -> HttpResponse:
    actor = request.actor
    cycle = find_cycle(actor, cycle_id)
    rules.require(actor, "cycle.see_agreeing", cycle)
    asked = read_asked(request, cycle)
    team = _team(actor, asked.team)
    within = None if team.is_company else team
    rows = sets_of(
        actor,
        cycle,
        asked.kind,
        within=within,
        stage=asked.stage,
        after=after_row(request.GET.get("after", "")),
        most=PAGE + 1,
    )
    part = cut(rows, PAGE)
    last = part.rows[-1] if part.has_more else None
    context: dict[str, Any] = {
        "cycle": cycle,
        "asked": asked,
        "rows": part.rows,
        "more_url": asked.address(cycle, after=f"{last.id}.{last.name}") if last else "",
        "today": clock.today(actor.time_zone),
    }
    if wants_fragment(request) and "after" in request.GET:
        return fragment(request, TEMPLATE, "rows", context)
    return page(request, TEMPLATE, context | _whole(actor, cycle, asked, team, within))


def _whole(
    actor: Actor, cycle: Cycle, asked: Asked, team: Team, within: Team | None
) -> dict[str, Any]:
    """What stands around the rows: the tally, the teams below, the cycles. Three queries."""
    tally = tally_of(actor, cycle, asked.kind, within)
    known = [(one.id, one.name) for one in cycles(actor)]
    is_people = asked.kind == "people"
    return {
        "team": team,
        "tally": tally,
        "filters": asked.filters(cycle),
        "stages": [
            (
                stage.value,
                tally[stage],
                asked.address(cycle, stage=stage.value),
                stage == asked.stage,
            )
            for stage in Stage
        ],
        "branches": branches_of(actor, cycle, team) if is_people else [],
        "cycles": [
            (name, address(f"/cycles/{id}/agreeing", {}), id == cycle.id) for id, name in known
        ],
    }


def _team(actor: Actor, team_id: int | None) -> Team:
    """The team that is chosen, else the company, with its parent loaded."""
    teams = Team.objects.filter(organization_id=actor.organization_id).select_related("parent")
    chosen = teams.filter(id=team_id) if team_id else teams.filter(parent__isnull=True)
    found = chosen.first()
    if found is None:
        raise NotFound
    return found


def after_row(text: str) -> tuple[str, int] | None:
    """The row behind which a page of the list begins."""
    id, _dot, name = text.partition(".")
    found = read_id(id)
    return None if found is None else (name, found)


@require_POST
@member_page
def remind(request: WebRequest, cycle_id: int) -> HttpResponse:
    """Remind one person, or all who still have something to submit (`member` left out); once a day."""
    cycle = find_cycle(request.actor, cycle_id)
    intake = Intake(request.POST)
    member = intake.id("member")
    intake.settle()
    named = None if member in (MISSING, None) else [int(member)]
    count = nudge(request.actor, cycle, named)
    if count:
        words = ngettext("%(n)s person is reminded.", "%(n)s people are reminded.", count)
        flash(request, words % {"n": count})
    else:
        flash(
            request,
            _("Nobody to remind: they were reminded today, or have submitted everything."),
            level="warning",
        )
    return see_other(address(f"/cycles/{cycle_id}/agreeing", _kept(request)))


def _kept(request: WebRequest) -> dict[str, Any]:
    """The list that the button stood in."""
    sent = request.POST
    return {
        "kind": sent.get("kind") if sent.get("kind") in KINDS else None,
        "stage": sent.get("stage") if sent.get("stage") in Stage else None,
        "team": read_id(sent.get("team", "")),
    }


urlpatterns = [
    path("cycles/<int:cycle_id>/agreeing", show),
    path("cycles/<int:cycle_id>/agreeing/remind", remind),
]
