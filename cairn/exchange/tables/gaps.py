"""Where the lines of alignment have holes, all three lists in one table."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import batched
from typing import Final

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.counting import counted
from cairn.exchange.tables.words import status_cell, yes_cell
from cairn.goals.gap_rows import GapRow, gap_rows
from cairn.goals.gaps import LISTS, ORDERS, SKIPPED, UNALIGNED, UNSUPPORTED, Within, find_gaps
from cairn.measures.table import Cell, Column, Sheet, Word, share
from cairn.organization.actor import Actor
from cairn.storage import clock

FILTERS: Final = ("cycle", "team")
AT_A_TIME: Final = 500


def gaps_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """List by list, as the page has them. Three queries, and up to three for each five hundred
    rows."""
    columns = [
        Column("gap", pgettext("column", "Gap"), 18),
        Column("objective", pgettext("column", "Objective"), 44),
        Column("key_result", pgettext("column", "Key result"), 44),
        Column("owner", pgettext("column", "Owner"), 18),
        Column("team", pgettext("column", "Team"), 20),
        Column("cycle", _("Cycle"), 14, brief=False),
        Column("status", pgettext("column", "Status"), 13),
        Column("progress", _("Progress"), 11, "right"),
        Column("target", pgettext("column", "Supports"), 44),
        Column("target_key_result", pgettext("column", "Its key result"), 44, brief=False),
        Column("passed_over", _("Teams passed over"), 30),
        Column("asked", _("An alignment waits for its answer"), 14, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("objective_id", _("Id of the objective"), 22, brief=False),
    ]
    within = Within(() if asked.cycle is None else (asked.cycle,), asked.team)
    found = {name: find_gaps(viewer, name, within) for name in LISTS}
    rows, count = _rows(viewer, found), counted(*found.values())
    return Sheet("gaps", _("Gaps in the alignment"), columns, rows, count)


def _rows(viewer: Actor, found: Mapping[str, QuerySet[Model]]) -> Iterator[Sequence[Cell]]:
    words = {
        UNALIGNED: _("Unaligned"),
        UNSUPPORTED: _("Supported by nobody"),
        SKIPPED: _("Levels skipped"),
    }
    on = clock.today(viewer.time_zone)
    for name, rows in found.items():
        gap = Word(name, words[name])
        for some in batched(rows.order_by(*ORDERS[name]).iterator(), AT_A_TIME):
            for row in gap_rows(viewer, name, some, on):
                yield _row(row, gap, yes_cell(row.is_asked))


def _row(row: GapRow, gap: Word, asked: Word) -> Sequence[Cell]:
    above, below, target = row.objective, row.key_result, row.target
    owner = below.owner if below else above.owner
    return (
        gap,
        above.title,
        below.title if below else None,
        owner.name if owner else None,
        above.team.name if above.team else None,
        above.cycle_name,
        status_cell(below.status if below else above.status),
        share(below.progress if below else above.progress),
        target.title if target else None,
        row.target_key_result.title if row.target_key_result else None,
        " › ".join(team.name for team in row.passed_over) or None,
        asked,
        str(row.id),
        str(above.id),
    )
