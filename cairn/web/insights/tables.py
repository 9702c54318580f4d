"""The numbers behind each chart as a table: for reading, for screen readers and for export."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.goals.map.nodes import WITHHELD
from cairn.goals.models import Status
from cairn.goals.tallies import Tally
from cairn.insights.changes import Change, Changes
from cairn.insights.cover import Cover, Part
from cairn.insights.discipline import Round
from cairn.insights.hygiene import Finding, Hygiene
from cairn.insights.number import ALL, KEY_RESULTS, KNOWN, OBJECTIVES
from cairn.insights.participation import ANSWERING, CHECKED_IN, WITH, Participation, Takers
from cairn.insights.participation import PEOPLE as EVERYBODY
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
from cairn.web.filters import day, percent, status_word
from cairn.web.insights.asked import Insights


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure that may lead to its rows, or a sentence (`is_words`)."""

    text: str
    url: str = ""
    is_words: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The first cell of a row names it; the others are figures."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def rows_by_group[T](subject: Subject, groups: Mapping[int, T]) -> Iterable[tuple[int, str, T]]:
    """(group, name, what it has), in the order of the teams; people without a team come last."""
    for id in (*subject.groups, NO_TEAM):
        if id in groups:
            yield id, group_name(subject, id), groups[id]


def _named(shown: Insights, group: int, name: str) -> Cell:
    """A team's name leads to its own insights."""
    is_below = group not in (NO_TEAM, shown.frame.subject.id)
    return Cell(name, shown.address(team=group) if is_below else "")


def _grouped[T](
    shown: Insights,
    whole: T,
    groups: Mapping[int, T],
    cells: Callable[[T, int | None], Sequence[Cell]],
) -> tuple[tuple[Cell, ...], ...]:
    rows = [
        (_named(shown, group, name), *cells(found, group))
        for group, name, found in rows_by_group(shown.frame.subject, groups)
    ]
    return (*rows, (Cell(_("All together")), *cells(whole, None)))


def spread_table(shown: Insights, spread: Spread) -> Table:
    statuses = [one.value for one in Status]

    def cells(tally: Tally, group: int | None) -> list[Cell]:
        counts = dict(tally.counts)
        shares = [_count(shown, counts.get(one, 0), f"status.{one}", group) for one in statuses]
        every = KNOWN if spread.withheld else ALL
        return [*shares, _count(shown, tally.total, every, group)]

    rows = _grouped(shown, spread.whole, spread.groups, cells)
    if spread.withheld:
        blank = [Cell("") for _one in statuses]
        count = _count(shown, spread.withheld, f"status.{WITHHELD}", None)
        rows = (*rows, (Cell(status_word(WITHHELD)), *blank, count))
    columns = (_("Team"), *map(status_word, statuses), pgettext("insights", "Together"))
    return Table("status", _("Status by team"), columns, rows)


def _count(shown: Insights, count: int, show: str, group: int | None) -> Cell:
    return Cell(str(count), shown.behind(show, group) if count else "")


def trend_table(shown: Insights, points: Sequence[Point]) -> Table:
    """The day leads to what was there on that day."""
    rows = tuple(
        (
            Cell(day(one.on), _as_of(shown, one)),
            Cell(percent(one.progress)),
            Cell(percent(one.expected)),
            Cell("" if one.gap is None else f"{-one.gap * 100:+.0f}"),
            _count(shown, one.measured, f"measured.{one.on}", None),
        )
        for one in points
    )
    columns = (_("On"), _("Progress"), _("Expected"), _("Points ahead"), _("Measured objectives"))
    return Table("progress", _("Progress against pace"), columns, rows)


def confidence_table(shown: Insights, points: Sequence[Point]) -> Table:
    rows = tuple(
        (
            Cell(day(one.on), _as_of(shown, one)),
            Cell("" if one.confidence is None else f"{one.confidence:.1f}"),
            _count(shown, one.sure, f"sure.{one.on}", None),
        )
        for one in points
    )
    columns = (_("On"), _("Confidence"), _("Objectives with a check-in"))
    return Table("confidence", _("Confidence"), columns, rows)


def _as_of(shown: Insights, point: Point) -> str:
    return shown.address(on=point.on, since=None) if point.on < shown.days.today else ""


def changes_table(shown: Insights, changes: Changes) -> Table:
    rows = tuple(
        (
            Cell(change_name(one)),
            Cell(str(count), _changed(shown, changes, one) if count else ""),
        )
        for one in Change
        for count in [changes.counts.get(one, 0)]
    )
    return Table(
        "changes", _("What changed"), (pgettext("insights", "Change"), _("Objectives")), rows
    )


def _changed(shown: Insights, changes: Changes, change: Change) -> str:
    return shown.behind(f"change.{change}", since=changes.since)


def discipline_table(shown: Insights, rounds: Sequence[Round]) -> Table:
    def row(one: Round) -> tuple[Cell, ...]:
        ends_on, kept = one.week.ends_on, one.kept
        missed = kept.of - kept.count
        return (
            Cell(day(ends_on) if one.is_over else _("%(day)s, so far") % {"day": day(ends_on)}),
            Cell(percent(kept.share)),
            _count(shown, kept.count, f"kept.{ends_on}", None),
            _count(shown, missed, f"missed.{ends_on}", None),
            _count(shown, kept.of, f"due.{ends_on}", None),
        )

    columns = (
        _("Round to"),
        _("In time"),
        pgettext("insights", "Checked in"),
        pgettext("insights", "Missed"),
        pgettext("insights", "Due"),
    )
    return Table("rhythm", _("Check-ins in time"), columns, tuple(map(row, rounds)))


def participation_table(shown: Insights, found: Participation) -> Table:
    def cells(takers: Takers, group: int | None) -> list[Cell]:
        return [
            _count(shown, takers.people, f"people.{EVERYBODY}", group),
            _count(shown, takers.with_objectives, f"people.{WITH}", group),
            Cell(percent(share(takers.with_objectives, takers.people))),
            _count(shown, takers.answering, f"people.{ANSWERING}", group),
            _count(shown, takers.checked_in, f"people.{CHECKED_IN}", group),
            Cell(percent(share(takers.checked_in, takers.answering))),
        ]

    columns = (
        *(
            _("Team"),
            _("People"),
            _("With OKRs"),
            pgettext("insights", "Share"),
            _("Answering for key results"),
        ),
        *(lately_words(), pgettext("insights", "Share")),
    )
    rows = _grouped(shown, found.whole, found.groups, cells)
    return Table("participation", _("Who takes part"), columns, rows)


def share(count: int, of: int) -> Decimal | None:
    return Part(count, of).share


def hygiene_table(shown: Insights, hygiene: Hygiene) -> Table:
    def row(one: Finding) -> tuple[Cell, ...]:
        count, of = hygiene.counts[one], hygiene.out_of(one)
        return (
            Cell(finding_name(one)),
            _count(shown, count, f"finding.{one}", None),
            _count(shown, of, f"going.{KEY_RESULTS if one.is_of_key_result else OBJECTIVES}", None),
            Cell(percent(share(count, of))),
            Cell(finding_rule(one), is_words=True),
        )

    columns = (
        pgettext("insights", "What"),
        _("How many"),
        _("Out of"),
        pgettext("insights", "Share"),
        _("The rule"),
    )
    return Table("hygiene", _("What to put in order"), columns, tuple(map(row, Finding)))


def cover_table(shown: Insights, cover: Cover) -> Table:
    def cells(part: Part, group: int | None) -> list[Cell]:
        return [
            Cell(percent(part.share)),
            _count(shown, part.count, "cover.aligned", group),
            _count(shown, part.of - part.count, "cover.unaligned", group),
            _count(shown, part.of, "cover.all", group),
        ]

    columns = (
        _("Team"),
        pgettext("insights", "Share"),
        _("Aligned"),
        _("Unaligned"),
        pgettext("insights", "Together"),
    )
    rows = _grouped(shown, cover.whole, cover.groups, cells)
    return Table("cover", _("Alignment"), columns, rows)


def scores_table(shown: Insights, scores: Sequence[Scores]) -> Table:
    def cells(step: Decimal | None) -> list[Cell]:
        """Of one score, or of all of them."""
        ends = "" if step is None else f".{step:.1f}"
        return [
            _count(
                shown,
                one.total if step is None else one.counts.get(step, 0),
                f"score.{one.kind}{ends}",
                None,
            )
            for one in scores
        ]

    rows = [(Cell(f"{step:.1f}"), *cells(step)) for step in STEPS]
    means = [Cell("" if one.mean is None else f"{one.mean:.2f}") for one in scores]
    rows += [(Cell(pgettext("insights", "Together")), *cells(None)), (Cell(_("Mean")), *means)]
    columns = (_("Score"), *(kind_name(one.kind) for one in scores))
    return Table("scores", _("Scores"), columns, tuple(rows))
