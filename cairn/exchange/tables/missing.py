"""Whose scores are missing at the end of a cycle, for stewards."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.cycles.models import Cycle
from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.asked_one import asked_cycle
from cairn.exchange.tables.counting import counted
from cairn.exchange.tables.words import id_cell
from cairn.measures.table import Cell, Column, Sheet
from cairn.organization.actor import Actor
from cairn.reviews.endings import missing_of, unscored_of
from cairn.reviews.policy import rules

FILTERS: Final = ("cycle",)


def missing_scores_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """People by name, a row for each of their objectives without a score; nobody of a closed cycle.
    `Forbidden` but for champions and administrators. Two queries."""
    rules.require(viewer, "cycle.see_missing", None)
    cycle = asked_cycle(viewer, asked)
    columns = [
        Column("name", pgettext("person", "Name"), 20),
        Column("objective", pgettext("column", "Objective"), 44),
        Column("cycle", _("Cycle"), 14, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("member_id", _("Id of the person"), 22, brief=False),
        Column("cycle_id", _("Id of the cycle"), 22, brief=False),
    ]
    unscored = unscored_of(cycle)
    count = counted(unscored.none() if cycle.is_closed else unscored)
    return Sheet("missing-scores", _("Who is missing"), columns, _rows(viewer, cycle), count)


def _rows(viewer: Actor, cycle: Cycle) -> Iterator[Sequence[Cell]]:
    for one in () if cycle.is_closed else missing_of(viewer, cycle):
        member = id_cell(one.id)
        for id, title in one.objectives:
            yield one.name, title, cycle.name, str(id), member, str(cycle.id)
