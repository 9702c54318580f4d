"""The two cells of a Viva table that hold more than a value: check-ins and parents. Pure."""

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from cairn.exchange.reading.items import Above

_HEAD: Final = ("Checkin Date", "User", "Note")
_TAIL: Final = ("Metric Name", "Status", "Current Value", "Activity Date")
_LABELS: Final = {label: re.compile(rf"(?:^|;)\s*{label}:") for label in _HEAD}
_ABOVE: Final = re.compile(
    r"\(\s*weight:\s*(?P<weight>\d{1,9}(?:\.\d{1,9})?)\s*%\s*,\s*Id:\s*(?P<id>\d{1,20})\s*\)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CheckInCell:
    """The texts of the seven labels."""

    date: str = ""
    user: str = ""
    note: str = ""
    metric: str = ""
    status: str = ""
    value: str = ""
    at: str = ""


def read_check_in(text: str) -> CheckInCell | None:
    """Labels in order. A note may hold semicolons, line breaks and even labels: what stands before it is
    looked for from the left, what stands behind it from the right."""
    begins, rest = [], 0
    for label in _HEAD:
        at = _find(text, label, rest)
        if at is None:
            return None
        begins.append(at)
        rest = at[1]
    ends: list[tuple[int, int]] = []
    last = len(text)
    for label in reversed(_TAIL):
        at = _find_last(text, label, rest, last)
        if at is None:
            return None
        ends.insert(0, at)
        last = at[0]
    marks = [*begins, *ends, (len(text.rstrip().removesuffix(";")), 0)]
    texts = (
        text[start:end].strip().removesuffix(";").strip()
        for (_before, start), (end, _after) in pairwise(marks)
    )
    return CheckInCell(*texts)


def _find(text: str, label: str, begin: int) -> tuple[int, int] | None:
    """Where a label begins and where its value does."""
    found = _LABELS[label].search(text, begin)
    return (found.start(), found.end()) if found else None


def _find_last(text: str, label: str, begin: int, end: int) -> tuple[int, int] | None:
    """The last one in between, behind a semicolon."""
    at = end
    while (at := text.rfind(f"{label}:", begin, at)) >= 0:
        before = text[begin:at].rstrip()
        if before.endswith(";"):
            return begin + len(before) - 1, at + len(label) + 1
        if not before:
            return at, at + len(label) + 1
    return None


def read_above(text: str) -> list[Above]:
    """Every `title(weight: 33.33%, Id: 3100399)`, however they are separated; titles may have brackets."""
    above, begin = [], 0
    for found in _ABOVE.finditer(text):
        title = text[begin : found.start()]
        title = title.lstrip(" ,;|\n") if begin else title.lstrip()
        weight = Decimal(found["weight"])
        above.append(Above(found["id"], weight if weight <= 100 else None, title.strip()))
        begin = found.end()
    return above
