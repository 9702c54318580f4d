"""What somebody owes, sort by sort: the left side of the inbox, where each is the first of a longer
list, and the whole of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from cairn.checkins.helping import help_waiting
from cairn.checkins.owed import rows_owed
from cairn.goals.confirming import (
    WaitingConfirmations,
    asked_confirmations,
    waiting_confirmations,
)
from cairn.goals.waiting import Waiting, waiting_for
from cairn.notifications.waiting import Counts, ShortLists, short_lists
from cairn.organization.actor import Actor
from cairn.organization.models import Organization

A_FEW, ALL, EVERYTHING = 6, 50, 100_000
DUE = 12
SHORT: Final = ("returned", "mentions", "kpis", "actions", "scores", "week")
"""These come together in one query."""
SECTIONS: Final = (
    *("check-ins", "returned", "asks", "confirmations", "mentions", "help"),
    *("kpis", "actions", "scores", "week"),
)


@dataclass(frozen=True, slots=True)
class Section:
    """What waits of one sort; `more`: there are others than these. `whole`: so many there are, where
    they were all read."""

    name: str
    rows: Any
    more: bool = False
    whole: int = 0

    def __len__(self) -> int:
        return self.whole or len(self.rows)

    @property
    def owed(self) -> int:
        """Of the weekly update only where the reader keeps one up: nobody is bound to."""
        return len(self) if self.name != "week" else sum(one.is_kept_up for one in self.rows)


@dataclass(frozen=True, slots=True)
class Owed:
    """`counts` are read with what comes in short."""

    sections: dict[str, Section]
    counts: Counts | None = None


def owed_by(
    names: Iterable[str], actor: Actor, organization: Organization, on: date, most: int
) -> Owed:
    """In the order of the names."""
    wanted = list(names)
    short = short_lists(actor, organization, on, most + 1) if set(wanted) & set(SHORT) else None
    found = _short(short, most) if short else {}
    sections = {
        name: found[name] if name in found else _section(name, actor, organization, on, most)
        for name in wanted
    }
    return Owed(sections, short.counts if short else None)


def _short(found: ShortLists, most: int) -> dict[str, Section]:
    lists: dict[str, Sequence[Any]] = {
        "returned": found.returned,
        "mentions": found.mentions,
        "kpis": found.kpis,
        "actions": found.actions,
        "scores": found.scores,
    }
    return {
        **{name: _cut(name, rows, most) for name, rows in lists.items()},
        "week": Section("week", [found.week] if found.week else []),
    }


def _section(name: str, actor: Actor, organization: Organization, on: date, most: int) -> Section:
    """One query each, two for check-ins and for what is asked; `confirmations` with all that is to be
    read of them takes five, and `EVERYTHING` comes without."""
    match name:
        case "check-ins":
            due = [one for one in rows_owed(actor, organization, on) if one.is_due]
            shown = due[: max(most, DUE)]
            return Section(name, shown, len(due) > len(shown), len(due))
        case "asks":
            asks = waiting_for(actor, on, most)
            return Section(name, asks, asks.more)
        case "confirmations" if A_FEW < most <= ALL:
            whole = waiting_confirmations(actor, on, most)
            return Section(name, whole, whole.more)
        case "confirmations":
            submitted = asked_confirmations(actor).select_related(
                "objective__owner", "objective__team", "submitted_by"
            )
            return _cut(name, list(submitted[: most + 1]), most)
        case _:
            return _cut(name, help_waiting(actor, most + 1), most)


def _cut(name: str, found: Sequence[Any], most: int) -> Section:
    return Section(name, found[:most], len(found) > most)


PREFIXES: Final = {
    "mentions": "mention",
    "help": "help",
    "kpis": "kpi",
    "actions": "action",
    "scores": "score",
    "returned": "returned",
    "week": "week",
}


def names_of(section: Section) -> list[str]:
    """The names of its rows, by which answers say what they are about: `kpi-7`."""
    rows = section.rows
    if isinstance(rows, Waiting):
        return [
            *(f"alignment-{one.id}" for one in rows.alignments),
            *(f"dependency-{one.id}" for one in rows.dependencies),
        ]
    if isinstance(rows, WaitingConfirmations):
        return [f"confirm-{one.objective.id}" for one in rows.rows]
    prefix = PREFIXES.get(section.name)
    return [f"{prefix}-{one.id}" for one in rows] if prefix else []


def section_with(about: str) -> str:
    """The section in which a row stands by its name; empty for what is none."""
    kind = about.partition("-")[0]
    if kind in ("alignment", "dependency"):
        return "asks"
    if kind == "confirm":
        return "confirmations"
    return next((name for name, prefix in PREFIXES.items() if prefix == kind), "")
