"""What is kept, as the coach reads it. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from cairn.coach.draft import KeyResultDraft


def kept_line(
    title: str,
    *,
    weight: Decimal,
    owned: bool,
    kind: str,
    unit: str,
    start: Decimal | None,
    ends: Iterable[Decimal | None],
) -> KeyResultDraft:
    """A key result whose measure stands in fields of its own; `ends` are its target and its band. A
    band to keep needs no start, and milestones say how far it is only where the sentence does."""
    return KeyResultDraft(
        title,
        weight,
        owned,
        started=start is not None or kind == "maintain" or None,
        counted=unit != "number" or None,
        aimed=any(end is not None for end in ends) or None,
    )


def lines_of(lines: Iterable[KeyResultDraft]) -> tuple[KeyResultDraft, ...]:
    """Where aligned objectives hold a part of the 100 %, these weights are not judged by their sum."""
    every = tuple(lines)
    if sum(line.weight or 0 for line in every) == 100:
        return every
    return tuple(replace(line, weight=None) for line in every)
