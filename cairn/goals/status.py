"""The status of a row on a day: closed, outdated, said by hand, or derived."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.db.models import Q

from cairn.goals import progress
from cairn.goals.models import Status


class Dated(Protocol):
    """The columns that a status is read from."""

    checked_in_on: date | None
    behind_on: date | None
    at_risk_on: date | None
    outdated_on: date | None


@dataclass(frozen=True, slots=True)
class Shown:
    """`status` is what the chip says; `derived` what the numbers say; `beside` is the last status
    before silence made the row outdated, else empty."""

    status: str
    derived: str
    beside: str = ""


def status_of(
    row: Dated, done: Decimal | None, on: date, *, said: str = "", closed_as: str = ""
) -> Shown:
    turns = progress.Turns(row.behind_on, row.at_risk_on, row.outdated_on)
    checked_in = row.checked_in_on is not None
    derived = progress.derived_status(turns, done, checked_in, on)
    if closed_as:
        return Shown(closed_as, derived)
    if derived != Status.OUTDATED:
        return Shown(said or derived, derived)
    fresh = progress.derived_status(turns, done, checked_in, on, outdated_too=False)
    return Shown(Status.OUTDATED, derived, beside=said or fresh)


def having_status(status: str, on: date) -> Q:
    """Objectives that show a status on a day; the same answer as `status_of`."""
    if status in (Status.CLOSED, Status.POSTPONED, Status.ABANDONED):
        return Q(closed_as=status)
    going = Q(closed_as="")
    started = Q(checked_in_on__isnull=False) & (
        Q(progress__isnull=False) | Q(override__isnull=False)
    )
    if status == Status.NOT_STARTED:
        return going & ~started
    fresh = going & started & (Q(outdated_on__isnull=True) | Q(outdated_on__gt=on))
    match status:
        case Status.OUTDATED:
            return going & started & Q(outdated_on__lte=on)
        case Status.AT_RISK:
            return fresh & Q(at_risk_on__lte=on)
        case Status.BEHIND:
            return (
                fresh & Q(behind_on__lte=on) & (Q(at_risk_on__isnull=True) | Q(at_risk_on__gt=on))
            )
    return fresh & (Q(behind_on__isnull=True) | Q(behind_on__gt=on))
