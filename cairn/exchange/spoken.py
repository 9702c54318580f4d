"""What was said and brought in before, as it stands: so that it is known again, whatever its key."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import batched
from typing import Any, Final

from cairn.checkins.models import CheckIn, Comment
from cairn.exchange.models import Sort
from cairn.exchange.planning.planner import plain
from cairn.exchange.planning.steps import Thing, Word
from cairn.exchange.shaping import Id
from cairn.goals.models import Kind

A_TIME: Final = 5_000


@dataclass(frozen=True, slots=True)
class Spoken:
    """A row of the source, what it became, and the last row that an import wrote of it; of a comment
    that an import reworded, when."""

    row: Id
    id: int
    last: int
    edited_at: str = ""


def spelled_at(instant: datetime) -> str:
    """As it is kept of a comment that an import rewords: the same instant is spelled the same."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def words_of(things: dict[Id, Thing], spoken: Sequence[Spoken]) -> dict[Id, Word]:
    """Three queries for each five thousand; `things` learn of which objective they are. What is here no
    more has no words."""
    found: dict[Id, Word] = {}
    spoken = _agreeing(spoken)
    for some in batched((one for one in spoken if one.row[0] == Sort.CHECK_IN), A_TIME):
        found |= _check_ins(things, some)
    for some in batched((one for one in spoken if one.row[0] == Sort.COMMENT), A_TIME):
        found |= _comments(things, some)
    return found


def _agreeing(spoken: Sequence[Spoken]) -> list[Spoken]:
    """Of one row under several keys the newest correction holds for each of them."""
    newest: dict[int, tuple[int, str]] = {}
    for one in spoken:
        newest[one.id] = max(newest.get(one.id, (0, "")), (one.last, one.edited_at))
    return [replace(one, last=newest[one.id][0], edited_at=newest[one.id][1]) for one in spoken]


def _check_ins(things: dict[Id, Thing], spoken: Sequence[Spoken]) -> Iterator[tuple[Id, Word]]:
    ids = {one.last for one in spoken}
    names = ("key_result_id", "effective_on", "author_id", "note", "reading__value")
    more = ("status", "confidence", "key_result__kind", "key_result__objective_id")
    rows: dict[int, Any] = {
        id: rest
        for id, *rest in CheckIn.objects.filter(id__in=ids).values_list("id", *names, *more)
    }
    corrected = set(CheckIn.objects.filter(corrects__in=ids).values_list("corrects_id", flat=True))
    for one in spoken:
        if one.last not in rows:
            continue
        on, day, author, note, value, status, confidence, kind, objective = rows[one.last]
        wrote = {} if one.last == one.id else {"last": str(one.last)}
        things[one.row] = Thing(one.id, wrote, {}, "", objective)
        yield (
            one.row,
            Word(
                *(one.id, on, day, author, note, plain(value), status, confidence),
                is_corrected=one.last in corrected,
                takes_value=kind != Kind.MILESTONES,
                last=one.last,
            ),
        )


def _comments(things: dict[Id, Thing], spoken: Sequence[Spoken]) -> Iterator[tuple[Id, Word]]:
    names = ("objective_id", "key_result_id", "created_at", "author_id", "body")
    state = ("edited_at", "deleted_at")
    rows = {
        id: rest
        for id, *rest in Comment.objects.filter(id__in={one.id for one in spoken}).values_list(
            "id", *names, *state
        )
    }
    for one in spoken:
        if one.id not in rows:
            continue
        objective, key_result, at, author, body, edited_at, deleted_at = rows[one.id]
        things[one.row] = Thing(one.id, {}, {}, "", objective)
        is_reworded = edited_at is not None and spelled_at(edited_at) != one.edited_at
        yield (
            one.row,
            Word(
                *(one.id, key_result or objective, at.date(), author, body),
                is_corrected=is_reworded,
                is_gone=deleted_at is not None,
                last=one.id,
            ),
        )
