"""Periods are our cycles; what we close before its last day is what Feishu calls invalid."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cairn.cycles.commands import create_cycle, move_cycle
from cairn.cycles.models import Cycle, Length, Phase
from cairn.cycles.proposals import MONTHS_OF, propose
from cairn.cycles.queries import cycles, find_cycle
from cairn.errors import Invalid
from cairn.intake import EARLIEST, LATEST, MISSING, refuse
from cairn.open_apis.calls import Call
from cairn.open_apis.codes import Code, Refused
from cairn.open_apis.instants import ms_of_end, ms_of_start
from cairn.open_apis.paging import one_page
from cairn.organization.queries import find_organization
from cairn.reviews.commands.cycles import close_cycle
from cairn.storage.ids import read_id

NORMAL, INVALID, HIDDEN = 0, 2, 3
SET_NORMAL, SET_INVALID, SET_HIDDEN = 1, 2, 3
"""What is written is counted from 1, what is read from 0."""
RULES = {str(months): length for length, months in MONTHS_OF.items()}
"""A rule goes by how many months its periods last."""
BEFORE_CLOSING = {
    Phase.DRAFTING: (Phase.RUNNING, Phase.SCORING),
    Phase.RUNNING: (Phase.SCORING,),
}
MONTH_LENGTH = len("2026-01")


def is_cut_short(cycle: Cycle, on: date) -> bool:
    """Closed although its time is not over."""
    return cycle.is_closed and on <= cycle.ends_on


def list_periods(call: Call) -> dict[str, Any]:
    page = one_page(call, list(cycles(call.actor)), lambda one: one.id)
    return page.answer([_period(call, one) for one in page.rows])


def _period(call: Call, cycle: Cycle) -> dict[str, Any]:
    zone = call.actor.time_zone
    return {
        "id": str(cycle.id),
        "zh_name": cycle.name,
        "en_name": cycle.name,
        "status": INVALID if is_cut_short(cycle, call.today) else NORMAL,
        "period_start_time": ms_of_start(cycle.starts_on, zone),
        "period_end_time": ms_of_end(cycle.ends_on, zone),
    }


def list_rules(call: Call) -> dict[str, Any]:
    first = find_organization(call.actor).fiscal_month
    return {
        "period_rules": [
            {
                "period_rule_id": id,
                "type": "year" if length == Length.YEAR else "month",
                "length": 1 if length == Length.YEAR else int(id),
                "first_month": first,
            }
            for id, length in RULES.items()
        ]
    }


def create_period(call: Call) -> dict[str, Any]:
    """The cycle of the rule that begins in the month."""
    length = RULES.get(str(call.sent("period_rule_id")))
    if length is None:
        refuse("period_rule_id", _("Choose one of: %(choices)s.") % {"choices": ", ".join(RULES)})
    first = _first_day(call)
    proposal = propose(length, first, find_organization(call.actor).fiscal_month)
    if proposal.starts_on != first:
        begins = f"{proposal.starts_on:%Y-%m}"
        refuse("start_month", _("A period of this rule begins in %(month)s.") % {"month": begins})
    alike = cycles(call.actor).filter(starts_on=proposal.starts_on, ends_on=proposal.ends_on)
    if alike.exists():
        raise Refused(Code.PERIOD_CONFLICT, _("There is such a period already."))
    return _created(call, proposal.name, length, proposal.starts_on, proposal.ends_on)


def _created(call: Call, name: str, length: str, first: date, last: date) -> dict[str, Any]:
    try:
        made = create_cycle(call.actor, name=name, length=length, starts_on=first, ends_on=last)
    except Invalid as error:
        if "name" in error.fields:
            raise Refused(Code.PERIOD_CONFLICT, error.fields["name"]) from None
        raise
    return {
        "period_id": str(made.id),
        "start_month": f"{first:%Y-%m}",
        "end_month": f"{last:%Y-%m}",
    }


def _first_day(call: Call) -> date:
    text = call.sent("start_month")
    try:
        if text is MISSING or len(str(text)) != MONTH_LENGTH:
            raise ValueError
        day = date.fromisoformat(f"{text}-01")
    except ValueError:
        refuse("start_month", _("Write a month, for example 2026-01."))
    if not EARLIEST <= day <= LATEST:
        refuse("start_month", _("This date is too far away."))
    return day


def change_period(call: Call, period_id: str) -> dict[str, Any]:
    """1 opens again what was closed, 2 closes what goes on; nothing of ours is hidden."""
    wanted = call.sent_choice("status", (SET_NORMAL, SET_INVALID, SET_HIDDEN))
    if wanted is MISSING:
        refuse("status", _("This is needed."))
    if wanted == SET_HIDDEN:
        refuse("status", _("Cairn hides no cycle: close it, or leave it."))
    cycle = find_cycle(call.actor, read_id(period_id))
    if wanted == SET_INVALID:
        _close(call, cycle)
    elif cycle.is_closed:
        _open(call, cycle)
    else:
        move_cycle(call.actor, cycle.id, phase=cycle.phase)
    return {"period_id": str(cycle.id), "status": wanted}


def _close(call: Call, cycle: Cycle) -> None:
    """On to the scoring phase first, whichever it is in."""
    for phase in BEFORE_CLOSING.get(Phase(cycle.phase), ()):
        move_cycle(call.actor, cycle.id, phase=phase, reason=call.reason)
    close_cycle(call.actor, cycle.id, anyway=True, reason=call.reason)


def _open(call: Call, cycle: Cycle) -> None:
    move_cycle(call.actor, cycle.id, phase=Phase.SCORING, reason=call.reason)
    if call.today <= cycle.ends_on:
        move_cycle(call.actor, cycle.id, phase=Phase.RUNNING, reason=call.reason)
