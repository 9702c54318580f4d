"""Neutral rows → rows that Cairn can hold: whatever hangs elsewhere than it could here is hung where it
can, with a note that says so. Pure.

Notes are by (sort, key); `dropped` are rows of which nothing becomes, with the reason.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from cairn.exchange.rows import (
    Alignment,
    CheckIn,
    Comment,
    Initiative,
    KeyResult,
    Milestone,
    Objective,
    Rows,
)

type Note = tuple[str, dict[str, str]]
type Id = tuple[str, str]
"""A row's sort and key."""

LARGEST: Final = Decimal(10) ** 15
PLACES: Final = Decimal("0.000001")


LONGEST_KEY: Final = 180


def kept_key(key: str) -> str:
    """As the database keeps it: what is longer is cut and told apart by its digest."""
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[: LONGEST_KEY - 20]}#{hashlib.sha256(key.encode()).hexdigest()[:19]}"


@dataclass
class Shaped:
    """`parents` are the objectives of key results, by key, those known from before among them."""

    objectives: dict[str, Objective] = field(default_factory=dict)
    key_results: dict[str, KeyResult] = field(default_factory=dict)
    initiatives: dict[str, Initiative] = field(default_factory=dict)
    alignments: dict[str, Alignment] = field(default_factory=dict)
    check_ins: dict[str, CheckIn] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    notes: dict[Id, list[Note]] = field(default_factory=lambda: defaultdict(list))
    dropped: list[tuple[str, Any, Note]] = field(default_factory=list)
    known: Collection[Id] = ()
    unsaid: Collection[str] = ()
    """Facts of which the file says nothing."""
    heard_out: Collection[str] = ()
    """Keys of what all comments of are in the file."""

    @cached_property
    def kept_comments(self) -> set[str]:
        return {kept_key(key) for key in self.comments}

    def note(self, sort: str, row_key: str, code: str, /, **values: str) -> None:
        self.notes[sort, row_key].append((code, values))

    def drop(self, sort: str, row: Any, code: str, /, **values: str) -> None:
        self.dropped.append((sort, row, (code, values)))

    def has(self, sort: str, key: str) -> bool:
        """In the file, or brought in before."""
        return self.reads(sort, key) or (sort, kept_key(key)) in self.known

    def reads(self, sort: str, key: str) -> bool:
        """In the file."""
        return key in (self.objectives if sort == "objective" else self.key_results)


def shape(rows: Rows, known: Collection[Id], today: date, left_out: Collection[str] = ()) -> Shaped:
    """`known` are the rows that were brought in before, `left_out` the labels that are not wanted."""
    made = Shaped(known=known, unsaid=frozenset(rows.unsaid), heard_out=rows.heard_out)
    wanted = {one for one in left_out if one}
    made.objectives = _once(made, "objective", rows.objectives, wanted)
    made.key_results = _once(made, "key_result", rows.key_results, wanted)
    made.initiatives = _once(made, "initiative", rows.initiatives, wanted)
    made.alignments = _once(made, "alignment", rows.alignments, set())
    made.check_ins = _once(made, "check_in", rows.check_ins, set())
    made.comments = _once(made, "comment", rows.comments, set())
    _weigh_by_alignments(made)
    _hang_key_results(made)
    _hang_initiatives(made, today)
    _measure(made)
    _align(made)
    _say(made)
    return made


def _once(made: Shaped, sort: str, rows: Iterable[Any], left_out: set[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in rows:
        if row.key in found:
            made.drop(sort, row, "twice")
        elif getattr(row, "label", "") in left_out:
            made.drop(sort, row, "left_out")
        else:
            found[row.key] = row
    return found


def _weigh_by_alignments(made: Shaped) -> None:
    """An alignment between a key result and its own objective says its weight."""
    for key, row in list(made.alignments.items()):
        child = made.key_results.get(row.child)
        if child is not None and child.objective == row.parent:
            if child.weight is None and row.weight is not None:
                made.key_results[child.key] = replace(child, weight=row.weight)
            del made.alignments[key]
            made.drop("alignment", row, "part_of_it")


def _hang_key_results(made: Shaped) -> None:
    """Below a key result: beside it. Below nothing: in an objective made of it."""
    for key, row in list(made.key_results.items()):
        above, seen = row.objective, {key}
        while above in made.key_results and not made.has("objective", above):
            if above in seen:
                break
            seen.add(above)
            above = made.key_results[above].objective
        if made.has("objective", above):
            if above != row.objective:
                made.note("key_result", key, "moved_up")
                made.key_results[key] = replace(row, objective=above, weight=Decimal(0))
            continue
        if row.objective:
            made.note("objective", key, "unaligned", key=row.objective)
        made.note("objective", key, "became_objective")
        made.key_results[key] = replace(row, objective=key, weight=None, ending=None)
        made.objectives[key] = Objective(
            key=key,
            title=row.title,
            owners=row.owners,
            description=row.description,
            starts_on=row.starts_on,
            due_on=row.due_on,
            ending=row.ending,
            label=row.label,
            place=row.place,
        )


def _hang_initiatives(made: Shaped, today: date) -> None:
    """On a key result they stay; on an objective they are a milestone that does not count."""
    for key, row in list(made.initiatives.items()):
        if made.has("key_result", row.under):
            continue
        del made.initiatives[key]
        if not made.has("objective", row.under) or key in made.key_results:
            made.drop("initiative", row, "on_nothing")
            continue
        reached = min(row.due_on or today, today) if row.is_done else None
        made.note("key_result", key, "became_key_result")
        made.key_results[key] = KeyResult(
            key=key,
            objective=row.under,
            title=row.title,
            owners=row.owners,
            kind="milestones",
            milestones=(Milestone(row.title, Decimal(1), reached),),
            weight=Decimal(0),
            due_on=row.due_on,
            description=row.description,
            label=row.label,
            place=row.place,
        )


def _measure(made: Shaped) -> None:
    for key, row in made.key_results.items():
        made.key_results[key] = _fitting(made, row)
        if row.description and not made.notes.get(("objective", key)):
            words = f"{key}/description"
            made.comments[words] = Comment(
                words, key, row.description, row.owners[0] if row.owners else "", place=row.place
            )


def _fitting(made: Shaped, row: KeyResult) -> KeyResult:
    """A measure that its kind can have."""
    row = replace(
        row,
        start=_kept(made, row.key, row.start),
        target=_kept(made, row.key, row.target),
        ceiling=_kept(made, row.key, row.ceiling),
        current=_kept(made, row.key, row.current),
    )
    start, target = row.start, row.target
    if row.kind in ("increase", "decrease") and start is not None and target is not None:
        if start == target:
            made.note("key_result", row.key, "start_is_target")
            return replace(row, kind="maintain", start=None, ceiling=None)
        if row.kind == "increase" and target < start:
            made.note("key_result", row.key, "turned_decrease")
            return replace(row, kind="decrease")
        if row.kind == "decrease" and target > start:
            made.note("key_result", row.key, "turned_increase")
            return replace(row, kind="increase")
    if row.kind == "maintain" and target is None and row.ceiling is None:
        made.note("key_result", row.key, "no_band")
        row = replace(row, kind="milestones", current=None)
    if row.kind == "maintain" and None not in (target, row.ceiling):
        low, high = sorted(one for one in (target, row.ceiling) if one is not None)
        return replace(row, target=low, ceiling=high)
    if row.kind == "milestones" and not row.milestones:
        return replace(row, milestones=(Milestone(row.title),))
    return row


def _kept(made: Shaped, key: str, value: Decimal | None) -> Decimal | None:
    if value is None:
        return None
    if not value.is_finite() or abs(value) >= LARGEST:
        made.note("key_result", key, "too_large", value=str(value)[:30])
        return None
    return value.quantize(PLACES) if abs(value.as_tuple().exponent) > 6 else value  # type: ignore[arg-type]


def _align(made: Shaped) -> None:
    """Only an objective supports something here."""
    for key, row in list(made.alignments.items()):
        fault = _misaligned(made, row)
        if fault:
            del made.alignments[key]
            made.drop("alignment", row, fault, key=row.parent)


def _misaligned(made: Shaped, row: Alignment) -> str:
    if not made.has("objective", row.child):
        if row.child in made.key_results or row.child in made.initiatives:
            return "part_of_it" if _is_part(made, row) else "one_objective"
        return "on_nothing"
    if not (made.has("objective", row.parent) or made.has("key_result", row.parent)):
        return "absent_parent"
    above = made.key_results.get(row.parent)
    at = row.parent if above is None or made.has("objective", row.parent) else above.objective
    return "to_itself" if at == row.child else ""


def _is_part(made: Shaped, row: Alignment) -> bool:
    """Says again where something hangs already, now or in the source."""
    if row.child in made.initiatives:
        return made.initiatives[row.child].under == row.parent
    mine = made.key_results[row.child]
    return row.parent in (mine.objective, *_above(made, mine.objective)) or bool(
        made.notes.get(("key_result", row.child))
    )


def _above(made: Shaped, objective: str) -> list[str]:
    return [key for key, one in made.key_results.items() if one.objective == objective]


def key_of_words(check_in: str) -> str:
    """The key of the comment that becomes of a check-in on what is no key result."""
    return f"{check_in}/check-in"


def _say(made: Shaped) -> None:
    """Of an objective or an initiative nobody checks in: what was said is kept as a comment."""
    for key, row in list(made.check_ins.items()):
        if made.has("key_result", row.on):
            if row.value is None and not (row.note or row.status or row.confidence is not None):
                del made.check_ins[key]
                made.drop("check_in", row, "says_nothing")
            continue
        del made.check_ins[key]
        under = made.initiatives.get(row.on)
        on = under.under if under else row.on
        if not (made.has("objective", on) or made.has("key_result", on)):
            made.drop("check_in", row, "on_nothing")
        elif not row.note:
            made.drop("check_in", row, "says_nothing")
        else:
            words = key_of_words(key)
            at = row.at or datetime.combine(row.day, time(12), UTC)
            made.comments[words] = Comment(words, on, row.note, row.by, at, place=row.place)
            made.note("comment", words, "as_comment")
    for key, said in list(made.comments.items()):
        under = made.initiatives.get(said.on)
        on = under.under if under else said.on
        if not (made.has("objective", on) or made.has("key_result", on)):
            del made.comments[key]
            made.drop("comment", said, "on_nothing")
        elif not said.body.strip():
            del made.comments[key]
            made.drop("comment", said, "says_nothing")
        else:
            made.comments[key] = replace(said, on=on)
