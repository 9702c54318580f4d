"""The rows behind a number: the same conditions that count, as lists to read page by page."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from cairn.goals.map.nodes import Node
from cairn.goals.map.reading import read_nodes
from cairn.insights.changes import Change, changed
from cairn.insights.discipline import theirs, was_checked_in, was_due, week_of
from cairn.insights.frame import SHOWN, Frame, in_group, status_is
from cairn.insights.hygiene import Finding, found_at, is_aligned, key_results_of, should_align
from cairn.insights.participation import FLAGS, takers
from cairn.insights.scores import KINDS, STEPS, has_score
from cairn.storage.pieces import Piece, every, weave

ALL: Final = "all"
OBJECTIVES: Final = "objectives"
KEY_RESULTS: Final = "key_results"
PEOPLE: Final = "people"
COVERS: Final = ("all", "aligned", "unaligned")
KEEPINGS: Final = ("due", "kept", "missed")
NAMES = (
    " LEFT JOIN organization_member m ON m.id = k.owner_id "
    "LEFT JOIN organization_team t ON t.id = {row}.team_id"
)
KEY_RESULT = (
    "SELECT k.id, k.title, o.id, o.title, COALESCE(m.name, ''), COALESCE(t.name, '') FROM {found} "
    "AND {behind} ORDER BY k.id DESC LIMIT {most}"
)


@dataclass(frozen=True, slots=True)
class Number:
    """Which number: `show` says of what, `value` which of its parts. `group` narrows it to the team
    by which it is told; `since` belongs to a change."""

    show: str
    value: str
    group: int | None = None
    since: date | None = None

    @property
    def text(self) -> str:
        """What `read_number` reads."""
        return f"{self.show}.{self.value}" if self.value else self.show

    @property
    def kind(self) -> str:
        """What its rows are: objectives, key results or people."""
        if self.show == PEOPLE:
            return PEOPLE
        of_key_results = self.show in KEEPINGS or (
            self.show == "finding" and Finding(self.value).is_of_key_result
        )
        return KEY_RESULTS if of_key_results else OBJECTIVES


@dataclass(frozen=True, slots=True)
class FoundKeyResult:
    id: int
    title: str
    objective_id: int
    objective: str
    owner: str
    team: str

    @property
    def url(self) -> str:
        return f"/objectives/{self.objective_id}#kr-{self.id}"


def read_number(text: str, group: int | None = None, since: date | None = None) -> Number | None:
    """`all`, `status.at_risk`, `finding.heavy`, `cover.aligned`, `score.committed.0.7`, `change.worse`,
    `kept.2026-11-20`, `people.with`; None where there is no such number."""
    show, _, value = text.partition(".")
    is_known = {
        ALL: not value,
        "status": value in SHOWN,
        "finding": value in list(Finding),
        "cover": value in COVERS,
        "score": _is_score(value),
        "change": value in list(Change) and since is not None,
        PEOPLE: value in FLAGS,
    }.get(show, show in KEEPINGS and _day(value) is not None)
    return Number(show, value, group, since) if is_known else None


def _is_score(value: str) -> bool:
    kind, _, score = value.partition(".")
    return kind in KINDS and (not score or _score(score) in STEPS)


def _score(text: str) -> Decimal | None:
    try:
        return Decimal(text) if len(text) <= len("0.7") else None
    except InvalidOperation:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def objectives_behind(
    frame: Frame, number: Number, after: int | None = None, most: int = 50
) -> list[Node]:
    """As they stood on the day, newest first. Two statements."""
    if number.show == "change":
        assert number.since is not None
        ids = changed(frame, number.since, Change(number.value), after, most)
    else:
        found = frame.these(_condition(frame, number), _grouped(frame, number), _below("o", after))
        rows = weave(
            "SELECT o.id FROM {found} ORDER BY o.id DESC LIMIT {most}", found=found, most=most
        ).rows()
        ids = [id for (id,) in rows]
    return list(read_nodes(frame.scope, ids).values())


def key_results_behind(
    frame: Frame, number: Number, after: int | None = None, most: int = 50
) -> list[FoundKeyResult]:
    """Newest first, by the names of today. One statement."""
    grouped, names = _grouped(frame, number), NAMES.format(row=frame.scope.row("o").text)
    if number.show == "finding":
        found = key_results_of(frame, found_at(frame, Finding(number.value)), grouped, beside=names)
    else:
        week = week_of(frame, _day(number.value))
        if week is None:
            return []
        due, checked = was_due(frame, week), was_checked_in(frame, week)
        kept = {
            "due": due,
            "kept": every(due, checked),
            "missed": every(due, weave("NOT {checked}", checked=checked)),
        }[number.show]
        found = theirs(frame, kept, grouped, beside=names)
    rows = weave(KEY_RESULT, found=found, behind=_below("k", after), most=most).rows()
    return [FoundKeyResult(*one) for one in rows]


def people_behind(
    frame: Frame, number: Number, after: tuple[str, int] | None = None, most: int = 50
) -> list[tuple[int, str]]:
    """As (id, name), by name. One statement."""
    return takers(frame, number.value, number.group, after, most)


def _condition(frame: Frame, number: Number) -> Piece:
    """On an objective `o`."""
    match number.show:
        case "all":
            return Piece("1 = 1")
        case "status":
            return status_is(frame, number.value)
        case "finding":
            return every(frame.going(), found_at(frame, Finding(number.value)))
        case "score":
            kind, _, score = number.value.partition(".")
            return has_score(frame, kind, _score(score))
    should, aligned = should_align(frame), is_aligned(frame)
    return {
        "all": should,
        "aligned": every(should, aligned),
        "unaligned": every(should, weave("NOT {aligned}", aligned=aligned)),
    }[number.value]


def _grouped(frame: Frame, number: Number) -> Piece:
    if number.group is None or not frame.subject.groups:
        return Piece("1 = 1")
    row = frame.scope.row("o").text
    return in_group(frame.subject, number.group, Piece(f"{row}.team_id"), Piece(f"{row}.owner_id"))


def _below(at: str, after: int | None) -> Piece:
    return (
        Piece("1 = 1") if after is None else weave("{at}.id < {after}", at=Piece(at), after=after)
    )
