"""Who hears of a missing check-in, and on which day. Pure: no Django, no clock.

There are three steps: its owner when it is due, then the objective's owner, then the team's lead. At
each exactly one person is told, if there is anybody at all who could do something about it.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Step(StrEnum):
    OWNER = "owner"
    OBJECTIVE_OWNER = "objective_owner"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Ladder:
    """Days overdue after which the later steps come; None is never."""

    objective_owner_days: int | None
    lead_days: int | None

    def days(self, due_on: date) -> Iterator[tuple[Step, date]]:
        """Each step that will come, with its day."""
        yield Step.OWNER, due_on
        if self.objective_owner_days is not None:
            yield Step.OBJECTIVE_OWNER, due_on + timedelta(days=self.objective_owner_days)
        if self.lead_days is not None:
            yield Step.LEAD, due_on + timedelta(days=self.lead_days)


@dataclass(frozen=True, slots=True)
class Line:
    """Who is responsible for a key result: its owner, the objective's, and the leads, nearest first."""

    owner: int | None
    objective_owner: int | None
    leads: Sequence[int] = ()

    def of(self, step: Step) -> list[int]:
        """Those who are asked in turn at a step. A lead who owns the key result is asked last."""
        owners = [id for id in (self.owner, self.objective_owner) if id is not None]
        others = [id for id in self.leads if id != self.owner]
        match step:
            case Step.OWNER:
                line = [*owners, *self.leads]
            case Step.OBJECTIVE_OWNER:
                line = [*owners[1 if self.owner else 0 :], *self.leads, *owners]
            case Step.LEAD:
                line = [*others, *owners]
        return list(dict.fromkeys(line))

    def place_of(self, id: int) -> Step:
        """What one of them is to the key result, the nearest first."""
        if id == self.owner:
            return Step.OWNER
        return Step.OBJECTIVE_OWNER if id == self.objective_owner else Step.LEAD


def who_hears(line: Sequence[int], fit: Container[int], stand_ins: Mapping[int, int]) -> int | None:
    """The first of a line who is fit and there, or whose stand-in is; `stand_ins` are those of the
    people who are away on that day. If all are away, the first who is fit."""
    able = [id for id in line if id in fit]
    for id in able:
        if id not in stand_ins:
            return id
        if stand_ins[id] in fit and stand_ins[id] not in stand_ins:
            return stand_ins[id]
    return able[0] if able else None
