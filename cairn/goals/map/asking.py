"""The cycle and the day of what is asked as of a day, for whoever is told what cannot be asked."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cairn.cycles.models import Cycle
from cairn.cycles.queries import choose_current, cycles
from cairn.errors import Invalid, Words
from cairn.goals.map.days import Days, days_of
from cairn.goals.map.scope import Scope, scope_of
from cairn.organization.actor import Actor
from cairn.storage import clock


@dataclass(frozen=True, slots=True)
class When:
    """`known` are all cycles of the organization; `chosen` is None where it has none yet."""

    known: tuple[Cycle, ...]
    chosen: Cycle | None
    days: Days


def asked_when(viewer: Actor, cycle: int | None = None, on: date | None = None) -> When:
    """The current cycle and today where nothing is said. `Invalid` where there is no such cycle, or
    the day lies outside it. One query."""
    known, today = tuple(cycles(viewer)), clock.today(viewer.time_zone)
    chosen = choose_current(list(known), today)
    faults: dict[str, Words] = {}
    if cycle is not None:
        chosen = next((one for one in known if one.id == cycle), None)
        if chosen is None:
            faults["cycle"] = _("This does not exist, or you may not see it.")
    days = days_of(chosen, today, on)
    if days.refused:
        faults["on"] = _("This day lies outside the cycle.")
    if faults:
        raise Invalid(faults)
    return When(known, chosen, days)


def asked_scope(viewer: Actor, cycle: int | None = None, on: date | None = None) -> Scope:
    """The scope of a map; `Invalid` as `asked_when`. One query."""
    when = asked_when(viewer, cycle, on)
    return scope_of(viewer, when.known, when.chosen, when.days.today, when.days.chosen)
