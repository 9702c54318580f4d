"""The numbers behind each chart as a table: for reading, for screen readers and for files."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.goals.map.nodes import WITHHELD, percent, status_text
from cairn.goals.models import Status
from cairn.goals.tallies import Tally
from cairn.insights.changes import Change, Changes
from cairn.insights.cover import Cover, Part
from cairn.insights.discipline import Round
from cairn.insights.hygiene import Finding, Hygiene
from cairn.insights.number import ALL, KEY_RESULTS, KNOWN, OBJECTIVES, Number
from cairn.insights.participation import ANSWERING, CHECKED_IN, PEOPLE, WITH, Participation, Takers
from cairn.insights.scores import STEPS, Scores
from cairn.insights.spread import Spread
from cairn.insights.subject import NO_TEAM, Subject
from cairn.insights.trend import Point
from cairn.insights.words import (
    change_name,
    finding_name,
    finding_rule,
    group_name,
    kind_name,
    lately_words,
)
from cairn.measures.table import Cell as Value
from cairn.measures.table import Column, Share

WIDE: Final = 40


@dataclass(frozen=True, slots=True)
class OfTeam:
    """Leads to the insights of a team."""

    id: int


@dataclass(frozen=True, slots=True)
class AsOf:
    """Leads to what was there on a day."""

    on: date


type Lead = Number | OfTeam | AsOf
"""Where a cell leads, for whoever has addresses: a number to the rows behind it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a file holds, and how people read it: as `text`, and a day that is the value in its
    place `%(day)s`, or alone where there is no text."""

    value: Value
    text: str
    lead: Lead | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The first cell of a row names it; the others are figures, or sentences in a wide column."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def rows_by_group[T](subject: Subject, groups: Mapping[int, T]) -> Iterable[tuple[int, str, T]]:
    """(group, name, what it has), in the order of the teams; people without a team come last."""
    for id in (*subject.groups, NO_TEAM):
        if id in groups:
            yield id, group_name(subject, id), groups[id]


def _grouped[T](
    subject: Subject,
    whole: T,
    groups: Mapping[int, T],
    cells: Callable[[T, int | None], Sequence[Cell]],
) -> tuple[tuple[Cell, ...], ...]:
    rows = [
        (_named(subject, group, name), *cells(found, group))
        for group, name, found in rows_by_group(subject, groups)
    ]
    return (*rows, (_words(_("All together")), *cells(whole, None)))


def _named(subject: Subject, group: int, name: str) -> Cell:
    """A team's name leads to its own insights."""
    is_below = group not in (NO_TEAM, subject.id)
    return _words(name, OfTeam(group) if is_below else None)


def _words(text: str, lead: Lead | None = None) -> Cell:
    return Cell(text or None, text, lead)


def _count(count: int, lead: Number) -> Cell:
    return Cell(count, str(count), lead if count else None)


def _share(fraction: Decimal | None) -> Cell:
    return Cell(None if fraction is None else Share(fraction), percent(fraction))


def _figure(value: Decimal | None, format: str) -> Cell:
    return Cell(value, "" if value is None else f"{value:{format}}")


def _columns(first: tuple[str, str], *others: tuple[str, str]) -> tuple[Column, ...]:
    """Each by its field name, which stays, and its words: names, then figures."""
    return (Column(*first, WIDE), *(Column(*one, side="right") for one in others))


def spread_table(subject: Subject, spread: Spread) -> Table:
    statuses = [one.value for one in Status]

    def cells(tally: Tally, group: int | None) -> list[Cell]:
        counts = dict(tally.counts)
        shares = [_count(counts.get(one, 0), Number("status", one, group)) for one in statuses]
        every = KNOWN if spread.withheld else ALL
        return [*shares, _count(tally.total, Number(every, "", group))]

    rows = _grouped(subject, spread.whole, spread.groups, cells)
    if spread.withheld:
        blank = [_words("") for _one in statuses]
        count = _count(spread.withheld, Number("status", WITHHELD))
        rows = (*rows, (_words(status_text(WITHHELD)), *blank, count))
    columns = _columns(
        ("team", _("Team")),
        *((one, status_text(one)) for one in statuses),
        ("together", pgettext("insights", "Together")),
    )
    return Table("status", _("Status by team"), columns, rows)


def trend_table(points: Sequence[Point]) -> Table:
    """The day leads to what was there on that day."""
    rows = tuple(
        (
            Cell(one.on, "", AsOf(one.on)),
            _share(one.progress),
            _share(one.expected),
            _figure(None if one.gap is None else -one.gap * 100, "+.0f"),
            _count(one.measured, Number("measured", str(one.on))),
        )
        for one in points
    )
    columns = _columns(
        ("on", _("On")),
        ("progress", _("Progress")),
        ("expected", _("Expected")),
        ("points_ahead", _("Points ahead")),
        ("measured_objectives", _("Measured objectives")),
    )
    return Table("progress", _("Progress against pace"), columns, rows)


def confidence_table(points: Sequence[Point]) -> Table:
    rows = tuple(
        (
            Cell(one.on, "", AsOf(one.on)),
            _figure(one.confidence, ".1f"),
            _count(one.sure, Number("sure", str(one.on))),
        )
        for one in points
    )
    columns = _columns(
        ("on", _("On")),
        ("confidence", _("Confidence")),
        ("objectives_with_a_check_in", _("Objectives with a check-in")),
    )
    return Table("confidence", _("Confidence"), columns, rows)


def changes_table(changes: Changes) -> Table:
    rows = tuple(
        (
            _words(change_name(one)),
            _count(changes.counts.get(one, 0), Number("change", one, since=changes.since)),
        )
        for one in Change
    )
    columns = _columns(("change", pgettext("insights", "Change")), ("objectives", _("Objectives")))
    return Table("changes", _("What changed"), columns, rows)


def discipline_table(rounds: Sequence[Round]) -> Table:
    """The round that goes on has its last day still before it."""

    def row(one: Round) -> tuple[Cell, ...]:
        ends_on, kept = one.week.ends_on, one.kept
        return (
            Cell(ends_on, "" if one.is_over else _("%(day)s, so far")),
            _share(kept.share),
            _count(kept.count, Number("kept", str(ends_on))),
            _count(kept.of - kept.count, Number("missed", str(ends_on))),
            _count(kept.of, Number("due", str(ends_on))),
        )

    columns = _columns(
        ("round_to", _("Round to")),
        ("in_time", _("In time")),
        ("checked_in", pgettext("insights", "Checked in")),
        ("missed", pgettext("insights", "Missed")),
        ("due", pgettext("insights", "Due")),
    )
    return Table("rhythm", _("Check-ins in time"), columns, tuple(map(row, rounds)))


def participation_table(subject: Subject, found: Participation) -> Table:
    def cells(takers: Takers, group: int | None) -> list[Cell]:
        return [
            _count(takers.people, Number("people", PEOPLE, group)),
            _count(takers.with_objectives, Number("people", WITH, group)),
            _share(share(takers.with_objectives, takers.people)),
            _count(takers.answering, Number("people", ANSWERING, group)),
            _count(takers.checked_in, Number("people", CHECKED_IN, group)),
            _share(share(takers.checked_in, takers.answering)),
        ]

    columns = _columns(
        ("team", _("Team")),
        ("people", _("People")),
        ("with_okrs", _("With OKRs")),
        ("share_with_okrs", pgettext("insights", "Share")),
        ("answering_for_key_results", _("Answering for key results")),
        ("checked_in_lately", lately_words()),
        ("share_checked_in_lately", pgettext("insights", "Share")),
    )
    rows = _grouped(subject, found.whole, found.groups, cells)
    return Table("participation", _("Who takes part"), columns, rows)


def share(count: int, of: int) -> Decimal | None:
    return Part(count, of).share


def hygiene_table(hygiene: Hygiene) -> Table:
    def row(one: Finding) -> tuple[Cell, ...]:
        count, of = hygiene.counts[one], hygiene.out_of(one)
        going = KEY_RESULTS if one.is_of_key_result else OBJECTIVES
        return (
            _words(finding_name(one)),
            _count(count, Number("finding", one)),
            _count(of, Number("going", going)),
            _share(share(count, of)),
            _words(finding_rule(one)),
        )

    figures = _columns(
        ("what", pgettext("insights", "What")),
        ("how_many", _("How many")),
        ("out_of", _("Out of")),
        ("share", pgettext("insights", "Share")),
    )
    columns = (*figures, Column("the_rule", _("The rule"), WIDE))
    return Table("hygiene", _("What to put in order"), columns, tuple(map(row, Finding)))


def cover_table(subject: Subject, cover: Cover) -> Table:
    def cells(part: Part, group: int | None) -> list[Cell]:
        return [
            _share(part.share),
            _count(part.count, Number("cover", "aligned", group)),
            _count(part.of - part.count, Number("cover", "unaligned", group)),
            _count(part.of, Number("cover", "all", group)),
        ]

    columns = _columns(
        ("team", _("Team")),
        ("share", pgettext("insights", "Share")),
        ("aligned", _("Aligned")),
        ("unaligned", _("Unaligned")),
        ("together", pgettext("insights", "Together")),
    )
    rows = _grouped(subject, cover.whole, cover.groups, cells)
    return Table("cover", _("Alignment"), columns, rows)


def scores_table(scores: Sequence[Scores]) -> Table:
    def cells(step: Decimal | None) -> list[Cell]:
        """Of one score, or of all of them."""
        ends = "" if step is None else f".{step:.1f}"
        return [
            _count(
                one.total if step is None else one.counts.get(step, 0),
                Number("score", f"{one.kind}{ends}"),
            )
            for one in scores
        ]

    rows = [(_figure(step, ".1f"), *cells(step)) for step in STEPS]
    means = [_figure(one.mean, ".2f") for one in scores]
    rows += [
        (_words(pgettext("insights", "Together")), *cells(None)),
        (_words(_("Mean")), *means),
    ]
    columns = _columns(
        ("score", _("Score")), *((str(one.kind), kind_name(one.kind)) for one in scores)
    )
    return Table("scores", _("Scores"), columns, tuple(rows))
