"""Which cycles there are, and which one runs now."""

from datetime import date

from django.db.models import FETCH_RAISE, QuerySet

from cairn.cycles.models import Cycle, Length, Phase
from cairn.errors import NotFound
from cairn.organization.actor import Actor
from cairn.storage import clock


def cycles(actor: Actor) -> QuerySet[Cycle]:
    """Newest first; of those that start on one day, the longest first."""
    return (
        Cycle.objects.filter(organization_id=actor.organization_id)
        .order_by("-starts_on", "-ends_on")
        .fetch_mode(FETCH_RAISE)
    )


def find_cycle(actor: Actor, cycle_id: int | None) -> Cycle:
    found = None if cycle_id is None else cycles(actor).filter(id=cycle_id).first()
    if found is None:
        raise NotFound
    return found


def current_cycle(actor: Actor, on: date | None = None) -> Cycle | None:
    """The cycle that a person means by "now": of those that hold the day, short before long and
    running before any other phase; before the first, the next to start; after the last, the last.
    """
    day = on or clock.today(actor.time_zone)
    return choose_current(list(cycles(actor)), day)


def choose_current(known: list[Cycle], day: date) -> Cycle | None:
    """The choice that `current_cycle` makes among cycles already read."""
    holding = [one for one in known if one.starts_on <= day <= one.ends_on]
    if holding:
        return min(
            holding,
            key=lambda one: (one.length == Length.YEAR, one.phase != Phase.RUNNING, one.days),
        )
    ahead = [one for one in known if one.starts_on > day]
    return min(ahead, key=lambda one: one.starts_on) if ahead else (known[0] if known else None)


def nested(known: list[Cycle]) -> list[Cycle]:
    """Each year before the cycles inside it, newest first."""
    inside: dict[int | None, list[Cycle]] = {}
    ids = {one.id for one in known}
    for one in known:
        inside.setdefault(one.parent_id if one.parent_id in ids else None, []).append(one)
    ordered: list[Cycle] = []
    for year in inside.get(None, []):
        ordered += [year, *inside.get(year.id, [])]
    return ordered
