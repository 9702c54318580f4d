"""What a search finds: of everything that says all its words, what the viewer may see."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from cairn.checkins.finding import FoundUpdate
from cairn.exchange.tables.asked import SORTS, Asked
from cairn.exchange.tables.kpis import state_cell
from cairn.exchange.tables.words import id_cell, status_cell, unit_cell
from cairn.goals.finding import (
    Found,
    FoundKeyResult,
    FoundKpi,
    FoundObjective,
    FoundPerson,
    FoundTeam,
    find_everything,
)
from cairn.measures.table import Cell, Column, Sheet, Word, share
from cairn.meetings.finding import FoundMinute, find_minutes_and_updates
from cairn.meetings.models import EntryKind
from cairn.okr_templates.queries import find_titles
from cairn.okr_templates.templates import Template, language_of
from cairn.okr_templates.words import Department
from cairn.organization.actor import Actor
from cairn.reviews.lessons import LessonRow, find_lessons
from cairn.storage import clock

FILTERS: Final = ("q", "sort")
MOST: Final = 1_000
"""More than a search finds of any sort: the index gives the newest hundred, and fewer templates ship."""
WORDS: Final[Mapping[str, str | Promise]] = {
    "objective": gettext_lazy("Objective"),
    "key_result": gettext_lazy("Key result"),
    "kpi": gettext_lazy("KPI"),
    "member": gettext_lazy("Person"),
    "team": pgettext_lazy("column", "Team"),
    "minute": gettext_lazy("Minutes"),
    "update": gettext_lazy("Weekly update"),
    "lesson": pgettext_lazy("column", "Lesson"),
    "template": pgettext_lazy("column", "Template"),
}

type Row = dict[str, Cell]
"""A row's cells by the keys of their columns; those it has not are empty."""


def search_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """Sort by sort, each in the order of the page; nothing without words. Of a sort at most the newest
    hundred, as of every search; of what was taken down in meetings, as many again of their summaries.
    Eight queries."""
    columns = [
        Column("sort", pgettext("column", "Kind"), 14),
        Column("title", pgettext("column", "Found"), 60),
        Column("detail", pgettext("column", "About"), 44),
        Column("owner", pgettext("column", "Who"), 18),
        Column("team", pgettext("column", "Team"), 20),
        Column("cycle", _("Cycle"), 14),
        Column("status", pgettext("column", "Status"), 13),
        Column("progress", _("Progress"), 11, "right"),
        Column("value", _("Value"), 12, "right", brief=False),
        Column("unit", _("Unit"), 10, brief=False),
        Column("on", pgettext("column", "Day"), 12),
        Column("id", _("Id"), 22, brief=False),
        Column("objective_id", _("Id of the objective"), 22, brief=False),
        Column("url", _("Link"), 40, brief=False),
    ]
    return Sheet("search", _("What was found"), columns, _cells(viewer, asked, columns))


def _cells(viewer: Actor, asked: Asked, columns: Sequence[Column]) -> Iterator[Sequence[Cell]]:
    for sort, row in _rows(viewer, asked):
        if asked.sort in ("", sort):
            row["sort"] = Word(sort, str(WORDS[sort]))
            yield tuple(row.get(column.key) for column in columns)


def _rows(viewer: Actor, asked: Asked) -> Iterator[tuple[str, Row]]:
    wanted = {asked.sort} if asked.sort else {*SORTS}
    if wanted & {"objective", "key_result", "kpi", "member", "team"}:
        yield from _named(find_everything(viewer, asked.q, clock.today(viewer.time_zone), MOST))
    if wanted & {"minute", "update"}:
        minutes, updates = find_minutes_and_updates(viewer, asked.q, MOST)
        yield from (("minute", _minute(viewer, one)) for one in minutes)
        yield from (("update", _update(one)) for one in updates)
    if "lesson" in wanted:
        yield from (("lesson", _lesson(viewer, one)) for one in find_lessons(viewer, asked.q, MOST))
    if "template" in wanted and asked.q.strip():
        yield from (("template", _template(one)) for one in find_titles(viewer, asked.q, MOST))


def _named(found: Found) -> Iterator[tuple[str, Row]]:
    parts: tuple[tuple[str, Sequence[Any], Callable[[Any], Row]], ...] = (
        ("objective", found.objectives, _objective),
        ("key_result", found.key_results, _key_result),
        ("kpi", found.kpis, _kpi),
        ("member", found.people, _person),
        ("team", found.teams, _team),
    )
    for sort, ones, row in parts:
        yield from ((sort, row(one)) for one in ones)


def _row(id: int, title: str, url: str, **cells: Cell) -> Row:
    return {"id": str(id), "title": title, "url": url} | {
        name: cell for name, cell in cells.items() if cell != ""
    }


def _measured(status: str, progress: Decimal | None) -> Row:
    return {"status": status_cell(status), "progress": share(progress)}


def _objective(one: FoundObjective) -> Row:
    said = _measured(one.status, one.progress) | {"objective_id": str(one.id)}
    belongs: Row = {"owner": one.owner, "team": one.team, "cycle": one.cycle}
    return _row(one.id, one.title, one.url, **belongs, **said)


def _key_result(one: FoundKeyResult) -> Row:
    said = _measured(one.status, one.progress) | {"objective_id": str(one.objective_id)}
    return _row(one.id, one.title, one.url, owner=one.owner, detail=one.objective, **said)


def _kpi(one: FoundKpi) -> Row:
    state = state_cell(one.health.state, one.health.side)
    belongs: Row = {"owner": one.owner, "team": one.team}
    value: Row = {"value": one.current, "unit": unit_cell(one.unit)}
    return _row(one.id, one.name, one.url, **belongs, status=state, **value)


def _person(one: FoundPerson) -> Row:
    return _row(one.id, one.name, one.url, detail=one.title)


def _team(one: FoundTeam) -> Row:
    return _row(one.id, one.name, one.url, owner=one.lead, detail=one.above)


def _minute(viewer: Actor, one: FoundMinute) -> Row:
    kind = _("Summary") if one.kind == "summary" else str(EntryKind(one.kind).label)
    on: date = one.at.astimezone(viewer.time_zone).date()
    return _row(one.id, one.title, one.url, detail=kind, team=one.team, on=on)


def _update(one: FoundUpdate) -> Row:
    return _row(one.id, one.text, one.url, owner=one.member, on=one.week_on)


def _lesson(viewer: Actor, one: LessonRow) -> Row:
    about = id_cell(one.objective_id)
    belongs: Row = {"team": one.team.name if one.team else None, "cycle": one.cycle}
    on: date = one.created_at.astimezone(viewer.time_zone).date()
    who: Row = {"owner": one.author.name, "objective_id": about}
    return _row(one.id, one.body, one.url, detail=one.about, on=on, **belongs, **who)


def _template(one: Template) -> Row:
    language = one.title.language(language_of(get_language() or "en"))
    department = str(Department(one.department).label) if one.department else None
    row: Row = {"id": one.key, "title": one.title.written(language), "detail": department}
    return row | {"url": f"/templates/{one.key}"}
