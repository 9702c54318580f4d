"""The rows behind a number: the same conditions that count, as lists to read page by page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Final

from cairn.goals.map.nodes import WITHHELD, Node
from cairn.goals.map.reading import read_nodes
from cairn.insights.changes import Change, changed
from cairn.insights.discipline import theirs, was_checked_in, was_due, week_of
from cairn.insights.frame import Frame, in_group, status_is
from cairn.insights.hygiene import Finding, found_at, is_aligned, key_results_of, should_align
from cairn.insights.number import KEY_RESULTS, MEASURES, PEOPLE, Number
from cairn.insights.participation import takers
from cairn.insights.scores import has_score
from cairn.insights.trend import at_point, is_measured, is_sure
from cairn.storage.pieces import Piece, every, weave

NAMES = (
    " LEFT JOIN organization_member m ON m.id = k.owner_id "
    "LEFT JOIN organization_team t ON t.id = {row}.team_id"
)
KEY_RESULT = (
    "SELECT k.id, k.title, o.id, o.title, COALESCE(m.name, ''), COALESCE(t.name, '') FROM {found} "
    "AND {behind} ORDER BY k.id DESC LIMIT {most}"
)
COUNTED = "SELECT COUNT(*) FROM (SELECT k.id FROM {found} LIMIT {most}) n"
AT_A_TIME: Final = 1_000
"""Objectives that are read in one statement where all of them are."""


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


def objectives_behind(
    frame: Frame, number: Number, after: int | None = None, most: int = 50
) -> list[Node]:
    """As they stood on the day, newest first; what a point of a chart is made of, as it stood on the
    day of that point. Two statements."""
    then = _day_of(frame, number)
    if then is None:
        return []
    return list(read_nodes(then.scope, _objective_ids(then, number, after, most)).values())


def all_objectives_behind(frame: Frame, number: Number, most: int) -> Iterator[Node]:
    """The same, all of them up to so many. A statement, and one for each thousand."""
    then = _day_of(frame, number)
    if then is not None:
        for some in batched(_objective_ids(then, number, None, most), AT_A_TIME):
            yield from read_nodes(then.scope, some).values()


def _day_of(frame: Frame, number: Number) -> Frame | None:
    """The frame in which a number is told: a point of a chart has a day of its own."""
    return at_point(frame, number.day) if number.show in MEASURES else frame


def _objective_ids(frame: Frame, number: Number, after: int | None, most: int) -> Sequence[int]:
    if number.show == "change":
        assert number.since is not None
        return changed(frame, number.since, Change(number.value), after, most)
    found = frame.these(_condition(frame, number), _grouped(frame, number), _below("o", after))
    rows = weave(
        "SELECT o.id FROM {found} ORDER BY o.id DESC LIMIT {most}", found=found, most=most
    ).rows()
    return [id for (id,) in rows]


def key_results_behind(
    frame: Frame, number: Number, after: int | None = None, most: int = 50
) -> list[FoundKeyResult]:
    """Newest first, by the names of today. One statement."""
    names = NAMES.format(row=frame.scope.row("o").text)
    found = _key_results(frame, number, names)
    if found is None:
        return []
    rows = weave(KEY_RESULT, found=found, behind=_below("k", after), most=most).rows()
    return [FoundKeyResult(*one) for one in rows]


def _key_results(frame: Frame, number: Number, beside: str = "") -> Piece | None:
    """The tables and the condition; None where the round is none of the cycle's."""
    grouped = _grouped(frame, number)
    if number.show == "finding":
        found = found_at(frame, Finding(number.value))
        return key_results_of(frame, found, grouped, beside=beside)
    if number.show == "going":
        return key_results_of(frame, grouped, beside=beside)
    week = week_of(frame, number.day)
    if week is None:
        return None
    due, checked = was_due(frame, week), was_checked_in(frame, week)
    kept = {
        "due": due,
        "kept": every(due, checked),
        "missed": every(due, weave("NOT {checked}", checked=checked)),
    }[number.show]
    return theirs(frame, kept, grouped, beside=beside)


def people_behind(
    frame: Frame, number: Number, after: tuple[str, int] | None = None, most: int = 50
) -> list[tuple[int, str]]:
    """As (id, name), by name. One statement."""
    return takers(frame, number.value, number.group, after, most)


def count_behind(frame: Frame, number: Number, most: int) -> int:
    """How many rows there are, up to so many. One statement."""
    if number.kind == PEOPLE:
        return len(people_behind(frame, number, None, most))
    if number.kind == KEY_RESULTS:
        found = _key_results(frame, number)
        if found is None:
            return 0
        ((count,),) = weave(COUNTED, found=found, most=most).rows()
        return int(count)
    then = _day_of(frame, number)
    return 0 if then is None else len(_objective_ids(then, number, None, most))


def _condition(frame: Frame, number: Number) -> Piece:
    """On an objective `o`."""
    match number.show:
        case "all":
            return Piece("1 = 1")
        case "known":
            return weave("NOT {withheld}", withheld=status_is(frame, WITHHELD))
        case "going":
            return frame.going()
        case "measured":
            return is_measured(frame)
        case "sure":
            return is_sure(frame)
        case "status":
            return status_is(frame, number.value)
        case "finding":
            return every(frame.going(), found_at(frame, Finding(number.value)))
        case "score":
            return has_score(frame, *number.score)
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
