"""What each chart of a page is made from: a name, what is asked, its drawing and its table."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cairn.goals.map.nodes import Node
from cairn.goals.map.reading import read_nodes
from cairn.insights import tables
from cairn.insights.changes import Changes, Moved, changes_of, since_of
from cairn.insights.cover import cover_of
from cairn.insights.discipline import Round, discipline_of
from cairn.insights.hygiene import hygiene_of
from cairn.insights.participation import participation_of
from cairn.insights.scores import STEPS, scores_of
from cairn.insights.sheets import is_told
from cairn.insights.spread import spread_of
from cairn.insights.tables import Table
from cairn.insights.trend import Point, trend_of
from cairn.web.insights.asked import Insights
from cairn.web.insights.charts import Column, Lines, columns, lines


@dataclass(frozen=True, slots=True)
class Part:
    """One chart of a page. `found` is what was asked for; `drawing` what its template draws."""

    name: str
    found: Any
    drawing: Any
    table: Table


def status(shown: Insights) -> Part:
    spread = spread_of(shown.frame)
    return Part("status", spread, None, tables.spread_table(shown.frame.subject, spread))


def trends(shown: Insights) -> tuple[Part, Part]:
    """Progress and confidence. One statement."""
    points = trend_of(shown.frame)
    return (
        Part("progress", points, _pace(points), tables.trend_table(points)),
        Part("confidence", points, _sureness(points), tables.confidence_table(points)),
    )


def _pace(points: list[Point]) -> Lines | None:
    series = [
        ("expected", [one.expected for one in points]),
        ("progress", [one.progress for one in points]),
    ]
    ticks = [(Decimal(n) / 4, f"{n * 25}%") for n in range(5)]
    return lines([one.on for one in points], series, Decimal(1), ticks)


def _sureness(points: list[Point]) -> Lines | None:
    series = [("confidence", [one.confidence for one in points])]
    ticks = [(Decimal(n), str(n)) for n in (0, 5, 10)]
    return lines([one.on for one in points], series, Decimal(10), ticks)


@dataclass(frozen=True, slots=True)
class Told:
    """What changed, with the first of it by name; `talked`: since a meeting or a look back."""

    changes: Changes
    talked: bool
    first: tuple[tuple[Moved, Node], ...]


def changes(shown: Insights) -> Part:
    """Three statements at most."""
    since, talked = since_of(shown.frame, shown.asked.since)
    found = changes_of(shown.frame, since)
    nodes = read_nodes(shown.frame.scope, [one.id for one in found.first])
    first = tuple((one, nodes[str(one.id)]) for one in found.first if str(one.id) in nodes)
    told = Told(found, talked, first)
    return Part("changes", told, None, tables.changes_table(found))


def rhythm(shown: Insights) -> Part:
    rounds = discipline_of(shown.frame)
    return Part("rhythm", rounds, _kept(rounds), tables.discipline_table(rounds))


def _kept(rounds: list[Round]) -> tuple[tuple[Round, Column], ...]:
    made = columns([one.kept.share for one in rounds], Decimal(1))
    return tuple(zip(rounds, made, strict=True))


def participation(shown: Insights) -> Part:
    found = participation_of(shown.frame)
    return Part(
        "participation", found, None, tables.participation_table(shown.frame.subject, found)
    )


def hygiene(shown: Insights) -> Part:
    found = hygiene_of(shown.frame)
    return Part("hygiene", found, None, tables.hygiene_table(found))


def cover(shown: Insights) -> Part:
    found = cover_of(shown.frame)
    return Part("cover", found, None, tables.cover_table(shown.frame.subject, found))


def scores(shown: Insights) -> Part:
    found = scores_of(shown.frame)
    highest = max((n for one in found for n in one.counts.values()), default=0)
    drawn = tuple(
        (
            one,
            columns(
                [Decimal(one.counts.get(step, 0)) for step in STEPS],
                Decimal(max(highest, 1)),
            ),
        )
        for one in found
        if one.total
    )
    return Part("scores", found, drawn, tables.scores_table(found))


def parts_of(shown: Insights) -> dict[str, Part]:
    """The charts of the view that was asked for, by name."""
    frame = shown.frame
    match shown.asked.view:
        case "rhythm":
            made = [rhythm(shown)]
            if is_told(frame, "participation"):
                made.append(participation(shown))
        case "quality":
            made = [cover(shown), scores(shown)]
            if is_told(frame, "hygiene"):
                made.insert(0, hygiene(shown))
        case _:
            made = [status(shown), *trends(shown), changes(shown)]
    return {one.name: one for one in made}
