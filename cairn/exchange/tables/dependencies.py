"""What objectives need from other teams, as far as the viewer sees the objective."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.counting import counted
from cairn.exchange.tables.objectives import fitting
from cairn.exchange.tables.words import yes_cell
from cairn.goals.dependencies import seen_dependencies
from cairn.goals.models import PENDING, Dependency, DependencyState
from cairn.goals.queries import visible_objectives
from cairn.measures.table import Cell, Column, Sheet, Word
from cairn.organization.actor import Actor
from cairn.storage import clock

COLUMNS = (
    *("need", "team__name", "needed_on", "state", "objective__closed_as", "objective__title"),
    *("objective__owner__name", "objective__team__name", "key_result__title", "brought_by"),
    *("answer_reason", "requested_by__name", "requested_at", "answered_by__name", "answered_at"),
    *("ended_at", "id", "objective_id"),
)


def dependencies_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """Of the objectives that fit, by day; of a team also what others need from it. What brings it is
    named where the viewer sees that too. One query."""
    columns = [
        Column("need", _("What is needed"), 44),
        Column("from_team", pgettext("column", "Needed from"), 20),
        Column("needed_on", _("Needed by"), 12),
        Column("state", _("State"), 13),
        Column("late", pgettext("dependency", "Late"), 9),
        Column("objective", pgettext("column", "Objective"), 44),
        Column("owner", pgettext("column", "Owner"), 18),
        Column("team", pgettext("column", "Team"), 20),
        Column("key_result", pgettext("column", "Key result"), 44, brief=False),
        Column("brought_by", _("Objective that brings it"), 44, brief=False),
        Column("reason", _("Reason"), 40, brief=False),
        Column("requested_by", _("Asked by"), 18, brief=False),
        Column("requested_at", _("Asked"), 17, brief=False),
        Column("answered_by", _("Answered by"), 18, brief=False),
        Column("answered_at", _("Answered"), 17, brief=False),
        Column("ended_at", pgettext("dependency", "Delivered or withdrawn"), 17, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("objective_id", _("Id of the objective"), 22, brief=False),
    ]
    on = clock.today(viewer.time_zone)
    found = _fitting(viewer, asked, on)
    name = _("Needs from other teams")
    return Sheet("dependencies", name, columns, _rows(found, on), counted(found))


def _fitting(viewer: Actor, asked: Asked, on: date) -> QuerySet[Dependency]:
    fit = Q(objective__in=fitting(viewer, asked, on).order_by().values("id"))
    if asked.team:
        whoever = fitting(viewer, replace(asked, team=None), on).order_by().values("id")
        fit |= Q(team=asked.team, objective__in=whoever)
    supplier = visible_objectives(viewer).filter(pk=OuterRef("supplier")).values("title")
    found = seen_dependencies(viewer).filter(fit)
    return found.annotate(brought_by=Subquery(supplier[:1])).order_by("needed_on", "id")


def _rows(found: QuerySet[Dependency], on: date) -> Iterator[Sequence[Cell]]:
    for row in found.values_list(*COLUMNS).iterator():
        needed_on, state, closed_as = row[2:5]
        is_late = state in PENDING and needed_on < on and not closed_as
        yield (
            *row[:3],
            Word(state, str(DependencyState(state).label)),
            yes_cell(is_late),
            *row[5:16],
            *map(str, row[16:]),
        )
