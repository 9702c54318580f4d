"""What supports what: only where the viewer may see both ends."""

from collections.abc import Iterator, Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.counting import counted
from cairn.exchange.tables.objectives import fitting
from cairn.exchange.tables.words import id_cell, yes_cell
from cairn.goals.aligning import seen_alignments
from cairn.goals.models import Alignment, Answer
from cairn.measures.table import Cell, Column, Sheet, Word
from cairn.organization.actor import Actor
from cairn.storage import clock


def alignments_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """Of the objectives that fit, upwards; of one objective both ways. One query."""
    columns = [
        Column("objective", pgettext("column", "Objective"), 44),
        Column("owner", pgettext("column", "Owner"), 18),
        Column("team", pgettext("column", "Team"), 20),
        Column("state", _("State"), 13),
        Column("target", pgettext("column", "Supports"), 44),
        Column("key_result", pgettext("column", "Its key result"), 44),
        Column("target_owner", _("Owner there"), 18, brief=False),
        Column("target_team", _("Team there"), 20, brief=False),
        Column("contribution", _("Contribution, %"), 14, "right"),
        Column("for_blocked", _("Because it is blocked"), 14, brief=False),
        Column("note", _("Note"), 40, brief=False),
        Column("requested_by", _("Asked by"), 18, brief=False),
        Column("requested_at", _("Asked"), 17, brief=False),
        Column("answered_by", _("Answered by"), 18, brief=False),
        Column("answered_at", _("Answered"), 17, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("objective_id", _("Id of the objective"), 22, brief=False),
        Column("target_id", _("Id of what it supports"), 22, brief=False),
        Column("key_result_id", _("Id of the key result"), 22, brief=False),
    ]
    found = _fitting(viewer, asked)
    return Sheet("alignments", _("Alignments"), columns, _rows(found), counted(found))


COLUMNS = (
    *("objective__title", "objective__owner__name", "objective__team__name", "state"),
    *("target__title", "key_result__title", "target__owner__name", "target__team__name"),
    *("weight", "is_for_blocked", "note", "requested_by__name", "requested_at"),
    *("answered_by__name", "answered_at", "id", "objective_id", "target_id", "key_result_id"),
)


def _fitting(viewer: Actor, asked: Asked) -> QuerySet[Alignment]:
    fit = fitting(viewer, asked, clock.today(viewer.time_zone)).order_by().values("id")
    ends = Q(objective__in=fit)
    if asked.objective:
        ends |= Q(target__in=fit)
    return seen_alignments(viewer).filter(ends)


def _rows(found: QuerySet[Alignment]) -> Iterator[Sequence[Cell]]:
    for row in found.order_by("-objective_id", "id").values_list(*COLUMNS).iterator():
        yield (
            *row[:3],
            Word(row[3], str(Answer(row[3]).label)),
            *row[4:9],
            yes_cell(row[9]),
            *row[10:15],
            *(id_cell(id) for id in row[15:]),
        )
