"""What a meeting goes through and in which order; no clock, no database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MOST = 300


class Why(StrEnum):
    """Why something is on the agenda, in the order in which it comes."""

    ACTIONS = "actions"
    CHANGED = "changed"
    AT_RISK = "at_risk"
    STALE = "stale"
    ASKED = "asked"
    REST = "rest"
    END = "end"


ORDER = tuple(Why)
MOST_TELLING = (Why.ASKED, Why.AT_RISK, Why.STALE, Why.CHANGED)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A key result of the team, or an objective that has none, and what holds for it."""

    objective_id: int
    key_result_id: int | None = None
    reasons: frozenset[Why] = frozenset()

    @property
    def why(self) -> Why:
        """The one reason that tells most: a call for help before a number, bad news before news."""
        return next((why for why in MOST_TELLING if why in self.reasons), Why.REST)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of an agenda as it is kept. `shown` is the revision at which the presenter last came
    to it, 0 for not yet; `minutes` how long they gave it, 0 for no timer."""

    why: Why
    objective_id: int | None = None
    key_result_id: int | None = None
    shown: int = 0
    minutes: int = 0

    @property
    def key(self) -> str:
        """What it is called in addresses: never a number in a row, so that nothing can be counted."""
        return str(self.key_result_id or self.objective_id or self.why)


def arrange(candidates: Iterable[Candidate], *, has_actions: bool) -> list[dict[str, Any]]:
    """The agenda to keep: what was agreed on, then the key results by reason, in the order in which
    they came within one, and at last room for anything else."""
    ordered = sorted(candidates, key=lambda one: ORDER.index(one.why))[:MOST]
    actions = [Item(Why.ACTIONS)] if has_actions else []
    between = [Item(one.why, one.objective_id, one.key_result_id) for one in ordered]
    return [kept(item) for item in (*actions, *between, Item(Why.END))]


def kept(item: Item) -> dict[str, Any]:
    """As JSON keeps it: ids as text, and only what says something."""
    given = {
        "why": str(item.why),
        "objective": str(item.objective_id) if item.objective_id else None,
        "key_result": str(item.key_result_id) if item.key_result_id else None,
        "shown": item.shown,
        "minutes": item.minutes,
    }
    return {name: value for name, value in given.items() if value}


def read_agenda(agenda: Iterable[Mapping[str, Any]]) -> list[Item]:
    """The same back again."""
    return [
        Item(
            Why(one["why"]),
            int(one["objective"]) if "objective" in one else None,
            int(one["key_result"]) if "key_result" in one else None,
            one.get("shown", 0),
            one.get("minutes", 0),
        )
        for one in agenda
    ]


def last_shown(items: Iterable[Item]) -> Item | None:
    """Where the presenter was last, among those that somebody may see."""
    return max((one for one in items if one.shown), key=lambda one: one.shown, default=None)
