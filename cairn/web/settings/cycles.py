"""The cycles: years and what lies in them, their dates and phases."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cairn.cycles.commands import ORDER, create_cycle
from cairn.cycles.intake import read_cycle
from cairn.cycles.models import Cycle, Length, Phase
from cairn.cycles.policy import rules
from cairn.cycles.proposals import propose
from cairn.cycles.queries import choose_current, cycles, find_cycle, nested
from cairn.errors import NotFound
from cairn.goals.commands.cycles import edit_cycle, move_cycle
from cairn.intake import MISSING, Intake
from cairn.reviews.intake import LONGEST_REASON
from cairn.storage import clock
from cairn.web.forms import Form, answer, see_other
from cairn.web.pages import flash, member_page
from cairn.web.sessions import WebRequest
from cairn.web.settings.frame import filled, settings_page

HERE = "/settings/cycles"
NEEDED = {"name": "", "starts_on": "", "ends_on": ""}


@dataclass(frozen=True, slots=True)
class Row:
    """A cycle in the list with the phases that it may go to: back by one, on by one. The current
    one and its year are now, others that hold today are not."""

    cycle: Cycle
    inside: bool
    back: str
    on: str
    is_now: bool


@member_page
def list_cycles(request: WebRequest) -> HttpResponse:
    known = list(cycles(request.actor))
    current = choose_current(known, clock.today(request.actor.time_zone))
    now = {current.id, current.parent_id} if current else set()
    return settings_page(
        request,
        "cycles",
        rows=[row_of(one, one.id in now) for one in nested(known)],
        phases=dict(Phase.choices),
        may_create=rules.can(request.actor, "cycle.create", None),
        may_change=rules.can(request.actor, "cycle.change", None),
    )


def row_of(cycle: Cycle, is_now: bool) -> Row:
    place = ORDER.index(Phase(cycle.phase))
    return Row(
        cycle,
        inside=cycle.parent_id is not None,
        back=ORDER[place - 1] if place else "",
        on=ORDER[place + 1] if place + 1 < len(ORDER) else "",
        is_now=is_now,
    )


@member_page
def new_cycle(request: WebRequest) -> HttpResponse:
    rules.require(request.actor, "cycle.create", None)
    if request.method == "POST":
        return answer(request, lambda: create(request), lambda form: show(request, form))
    length = request.GET.get("length", "")
    chosen = next_of(request, length if length in Length.values else Length.QUARTER)
    return show(request, filled(request, **chosen))


def next_of(request: WebRequest, length: str) -> dict[str, Any]:
    """The first cycle of this length that is not there yet, from today on."""
    actor, month = request.actor, request.member.organization.fiscal_month
    known = list(cycles(actor).values_list("length", "starts_on", "ends_on", "name"))
    day = clock.today(actor.time_zone)
    for _attempt in range(50):
        one = propose(length, day, month)
        taken = any(
            kind == length and starts_on <= day <= ends_on for kind, starts_on, ends_on, _n in known
        )
        if not taken and one.name not in {name for *_rest, name in known}:
            break
        day = one.ends_on + timedelta(days=1)
    return {"name": one.name, "length": length, "starts_on": one.starts_on, "ends_on": one.ends_on}


def show(request: WebRequest, form: Form, cycle: Cycle | None = None) -> HttpResponse:
    years = [] if cycle else cycles(request.actor).filter(length=Length.YEAR)
    return settings_page(
        request,
        "cycles",
        form,
        template="cycle",
        cycle=cycle,
        lengths=Length.choices,
        parents=[("", _("The year that holds it")), *((one.id, one.name) for one in years)],
    )


def create(request: WebRequest) -> HttpResponse:
    cycle = create_cycle(
        request.actor, **read_cycle({"length": "", **NEEDED, **request.POST.dict()})
    )
    flash(request, _("%(name)s was created, in its drafting phase.") % {"name": cycle.name})
    return see_other(HERE)


@member_page
def cycle(request: WebRequest, cycle_id: int) -> HttpResponse:
    found = find_cycle(request.actor, cycle_id)
    rules.require(request.actor, "cycle.change", found)
    if request.method == "POST":
        return answer(
            request, lambda: save(request, cycle_id), lambda form: show(request, form, found)
        )
    shown = ("name", "length", "starts_on", "ends_on", "drafting_ends_on")
    kept = {name: getattr(found, name) for name in shown}
    return show(request, filled(request, **kept), found)


def save(request: WebRequest, cycle_id: int) -> HttpResponse:
    given = {name: request.POST.get(name, "") for name in NEEDED}
    if "drafting_ends_on" in request.POST:
        given["drafting_ends_on"] = request.POST["drafting_ends_on"]
    edit_cycle(request.actor, cycle_id, **read_cycle(given))
    flash(request, _("Saved."))
    return see_other(HERE)


@require_POST
@member_page
def move(request: WebRequest, cycle_id: int, phase: str) -> HttpResponse:
    if phase not in Phase.values:
        raise NotFound
    before = find_cycle(request.actor, cycle_id).phase
    if phase == Phase.CLOSED:
        rules.require(request.actor, "cycle.change", None)
        return see_other(f"/cycles/{cycle_id}/close")
    intake = Intake(request.POST)
    reason = intake.text("reason", LONGEST_REASON)
    intake.settle()
    moved = move_cycle(
        request.actor, cycle_id, phase=phase, reason="" if reason is MISSING else reason
    )
    words = _("%(name)s is now in its “%(phase)s” phase.") % {
        "name": moved.name,
        "phase": Phase(moved.phase).label,
    }
    flash(request, words, undo_url=f"{HERE}/{cycle_id}/phase/{before}")
    return see_other(HERE)
