"""Lessons and retrospectives: those of objectives that the viewer may see, and of teams and cycles."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.tables.asked import Asked, known
from cairn.exchange.tables.counting import counted
from cairn.exchange.tables.words import id_cell
from cairn.measures.table import Cell, Column, Sheet
from cairn.organization.actor import Actor
from cairn.reviews.intake import TEXTS
from cairn.reviews.lessons import LessonRow, fitting_lessons, lessons_like, library
from cairn.reviews.looking_back import seen_retrospectives
from cairn.reviews.models import Lesson, Retrospective

LESSON_FILTERS: Final = ("q", "team", "cycle", "retrospective", "like")
FILTERS: Final = ("team", "cycle", "objective", "retrospective")
AT_A_TIME: Final = 500


def lessons_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """The latest first, or with `like` those that share the most words. One query for each five
    hundred."""
    columns = [
        Column("lesson", pgettext("column", "Lesson"), 60),
        Column("about", pgettext("column", "About"), 44),
        Column("team", pgettext("column", "Team"), 20),
        Column("cycle", _("Cycle"), 14),
        Column("by", pgettext("column", "Who"), 18),
        Column("at", pgettext("column", "When"), 17, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("objective_id", _("Id of the objective"), 22, brief=False),
    ]
    narrowed = {"team": asked.team, "cycle": asked.cycle, "retrospective": asked.retrospective}
    found = fitting_lessons(viewer, asked.q, **narrowed)
    if asked.like:
        return Sheet("lessons", _("Lessons"), columns, _like(viewer, asked.like, found))
    rows = _lessons(viewer, asked.q, narrowed)
    return Sheet("lessons", _("Lessons"), columns, rows, counted(found))


def _like(viewer: Actor, text: str, among: QuerySet[Lesson]) -> Iterator[Sequence[Cell]]:
    yield from map(_lesson, lessons_like(viewer, text, AT_A_TIME, among))


def _lesson(one: LessonRow) -> Sequence[Cell]:
    team = one.team.name if one.team else None
    about = id_cell(one.objective_id)
    return (
        *(one.body, one.about, team, one.cycle, one.author.name, one.created_at),
        *(str(one.id), about),
    )


def _lessons(
    viewer: Actor, query: str, narrowed: Mapping[str, int | None]
) -> Iterator[Sequence[Cell]]:
    before: int | None = None
    while True:
        found = library(viewer, query, **narrowed, before=before, most=AT_A_TIME)
        yield from map(_lesson, found.rows)
        if not found.has_more:
            return
        before = found.rows[-1].id


def retrospectives_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """The latest first. One query."""
    columns = [
        Column("about", pgettext("column", "About"), 40),
        Column("cycle", _("Cycle"), 14),
        Column("why_missed", _("Why did we miss what we missed?"), 44),
        Column("how_to_improve", _("How do we do it better?"), 44),
        Column("what_is_needed", _("What do we need for that?"), 44),
        Column("what_to_stop", _("What do we do less of, or stop?"), 44),
        Column("what_to_keep", _("What do we keep?"), 44),
        Column("by", _("Started by"), 18, brief=False),
        Column("at", _("Started"), 17, brief=False),
        Column("finished_at", _("Finished"), 17),
        Column("id", _("Id"), 22, brief=False),
        Column("objective_id", _("Id of the objective"), 22, brief=False),
    ]
    found = _fitting(viewer, asked)
    rows = _retrospectives(found)
    return Sheet("retrospectives", _("Retrospectives"), columns, rows, counted(found))


def _fitting(viewer: Actor, asked: Asked) -> QuerySet[Retrospective]:
    said = known(
        team=asked.team, cycle=asked.cycle, objective=asked.objective, id=asked.retrospective
    )
    return seen_retrospectives(viewer).filter(**said)


def _retrospectives(found: QuerySet[Retrospective]) -> Iterator[Sequence[Cell]]:
    for one in found.iterator():
        whole = one.team.name if one.team else _("The whole cycle")
        yield (
            one.objective.title if one.objective else whole,
            one.cycle.name,
            *(getattr(one, name) or None for name in TEXTS),
            *(one.started_by.name, one.started_at, one.finished_at, str(one.id)),
            id_cell(one.objective_id),
        )
