"""Progress records: of a key result its check-ins that say something, of an objective its comments.

A record keeps the id of the first check-in, however often it is corrected. What both versions tell
of one, and finding it again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from cairn.checkins.chains import Word, checkins_by_id, find_word, first_of, words_of
from cairn.checkins.commands.comments import known_names
from cairn.checkins.models import CheckIn, Comment
from cairn.checkins.queries import comments_of, find_comment
from cairn.errors import NotFound
from cairn.goals.models import KeyResult, Kind, Objective, Status
from cairn.goals.progress import progress_of
from cairn.open_apis.blocks import Paragraph, paragraphs_of
from cairn.open_apis.calls import Call
from cairn.open_apis.content import split_source
from cairn.open_apis.numbers import NORMAL, SLIPPING
from cairn.storage.ids import read_id

OBJECTIVE, KEY_RESULT = 2, 3
"""Feishu's numbers for what something hangs on."""
DONE = 2
"""The status of a record that was written with version 1; what was read is late with this number."""
WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Record:
    """`checkin` or `comment` is the row that counts now; `progress` and `status` are what was said
    with it, None for what was not."""

    id: int
    entity_type: int
    entity_id: int
    author_id: int
    text: str
    made_at: datetime
    changed_at: datetime
    checkin: CheckIn | None = None
    comment: Comment | None = None
    progress: Decimal | None = None
    status: str = ""

    @property
    def status_number(self) -> int | None:
        match self.status:
            case Status.ON_TRACK:
                return NORMAL
            case Status.BEHIND | Status.AT_RISK:
                return SLIPPING
        return DONE if self.progress is not None and self.progress >= WHOLE else None

    def paragraphs(self, people: dict[str, int]) -> list[Paragraph]:
        return paragraphs_of(split_source(self.text)[0], people)


def find_record(call: Call, text: str) -> Record:
    """By the id of any of its rows; `NotFound` for what is taken back, deleted or not to be seen."""
    id = read_id(text)
    if id is None:
        raise NotFound
    try:
        checkin, key_result = find_word(call.actor, id)
    except NotFound:
        return record_of_comment(_own_comment(call, id))
    if not (checkin.note or checkin.blockers):
        raise NotFound
    head = first_of(id, key_result.id)
    made_at = checkins_by_id([head])[head].recorded_at
    return _record(head, made_at, checkin, key_result)


def _own_comment(call: Call, id: int) -> Comment:
    """A comment on an objective itself, which answers no other one."""
    comment = find_comment(call.actor, id)
    if comment.key_result_id is not None or comment.parent_id is not None:
        raise NotFound
    return comment


def _record(id: int, made_at: datetime, checkin: CheckIn, key_result: KeyResult) -> Record:
    return Record(
        id=id,
        entity_type=KEY_RESULT,
        entity_id=key_result.id,
        author_id=checkin.author_id,
        text="\n\n".join(text for text in (checkin.note, checkin.blockers) if text),
        made_at=made_at,
        changed_at=checkin.recorded_at,
        checkin=checkin,
        progress=_progress(checkin, key_result),
        status=checkin.status,
    )


def _progress(checkin: CheckIn, key_result: KeyResult) -> Decimal | None:
    if checkin.reading is None:
        return None
    if key_result.kind == Kind.MILESTONES:
        return checkin.reading.value
    start, target = key_result.start, key_result.target
    return progress_of(key_result.kind, start, target, checkin.reading.value)


def record_of_comment(comment: Comment) -> Record:
    return Record(
        id=comment.id,
        entity_type=OBJECTIVE,
        entity_id=comment.objective_id,
        author_id=comment.author_id,
        text=comment.body,
        made_at=comment.created_at,
        changed_at=comment.edited_at or comment.created_at,
        comment=comment,
    )


def ids_of_key_result(key_result: KeyResult) -> list[Word]:
    """Its words, the latest first; the caller has checked who may see."""
    return [word for word in words_of([key_result.id])[key_result.id] if word.says]


def records_of_words(key_result: KeyResult, words: Sequence[Word]) -> list[Record]:
    found = checkins_by_id(word.now for word in words)
    return [_record(word.id, word.first_at, found[word.now], key_result) for word in words]


def comments_on(objective: Objective) -> list[Comment]:
    """Those on an objective itself, the latest first."""
    found = comments_of(objective.id).filter(
        key_result__isnull=True, parent__isnull=True, deleted_at__isnull=True
    )
    return list(found.order_by("-id"))


def people_in(call: Call, records: Iterable[Record]) -> dict[str, int]:
    texts = (record.text for record in records)
    return known_names(texts, call.actor.organization_id)


def value_at(key_result: KeyResult, percent: Decimal) -> Decimal | None:
    """The value at which a key result has come so far; None where it has no line to go along."""
    start, target = key_result.start, key_result.target
    if key_result.kind not in (Kind.INCREASE, Kind.DECREASE) or start is None or target is None:
        return None
    return round(start + (target - start) * percent / 100, 6)


def spoken(**values: Any) -> dict[str, Any] | None:
    """A part of an answer that is left out where nothing of it is known."""
    known = {name: value for name, value in values.items() if value is not None}
    return known or None
