"""Lessons and retrospectives: those of objectives that the viewer may see, and of teams and cycles."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.counting import counted
from cairn.measures.table import Cell, Column, Sheet
from cairn.organization.actor import Actor
from cairn.reviews.lessons import fitting_lessons, library
from cairn.reviews.looking_back import seen_retrospectives
from cairn.reviews.models import Retrospective

LESSON_FILTERS: Final = ("q", "team", "cycle")
FILTERS: Final = ("team", "cycle", "objective")
AT_A_TIME: Final = 500


def lessons_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """The latest first. One query for each five hundred."""
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
    found = fitting_lessons(viewer, asked.q, team=asked.team, cycle=asked.cycle)
    return Sheet("lessons", _("Lessons"), columns, _lessons(viewer, asked), counted(found))


def _lessons(viewer: Actor, asked: Asked) -> Iterator[Sequence[Cell]]:
    before: int | None = None
    while True:
        narrowed = {"team": asked.team, "cycle": asked.cycle, "before": before}
        found = library(viewer, asked.q, **narrowed, most=AT_A_TIME)
        for one in found.rows:
            team = one.team.name if one.team else None
            about = str(one.objective_id) if one.objective_id else None
            yield (
                *(one.body, one.about, team, one.cycle, one.author.name, one.created_at),
                *(str(one.id), about),
            )
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
    narrowed = {"team": asked.team, "cycle": asked.cycle, "objective": asked.objective}
    return seen_retrospectives(viewer).filter(
        **{name: value for name, value in narrowed.items() if value is not None}
    )


def _retrospectives(found: QuerySet[Retrospective]) -> Iterator[Sequence[Cell]]:
    for one in found.iterator():
        whole = one.team.name if one.team else _("The whole cycle")
        yield (
            one.objective.title if one.objective else whole,
            one.cycle.name,
            *(one.why_missed, one.how_to_improve, one.what_is_needed),
            *(one.what_to_stop, one.what_to_keep, one.started_by.name),
            *(one.started_at, one.finished_at, str(one.id)),
            str(one.objective_id) if one.objective_id else None,
        )
