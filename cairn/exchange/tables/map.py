"""The map as a table: each objective under what it supports, as of today or a past day."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.words import id_cell, list_cell, status_cell, type_cell, yes_cell
from cairn.goals.map.asking import asked_scope
from cairn.goals.map.filters import Filters
from cairn.goals.map.listing import Listing, count_listed, list_lines
from cairn.measures.table import Cell, Column, Sheet, share
from cairn.organization.actor import Actor

FILTERS: Final = ("cycle", "team", "owner", "status", "type", "q", "focus", "on")


def map_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """Line after line from the top; what fits the filters, and what leads up from there. `Invalid`
    as `asked_scope`. A query for the cycles, one for each level and thousand, and one, of a past day
    two, for each thousand rows."""
    columns = [
        Column("level", _("Level"), 8, "right"),
        Column("objective", pgettext("column", "Objective"), 44),
        Column("owner", pgettext("column", "Owner"), 18),
        Column("team", pgettext("column", "Team"), 20),
        Column("status", pgettext("column", "Status"), 13),
        Column("progress", _("Progress"), 11, "right"),
        Column("confidence", _("Confidence"), 11, "right"),
        Column("supports", pgettext("column", "Supports"), 44),
        Column("also", _("Supports this too"), 44, brief=False),
        Column("loose", _("On no line"), 12, brief=False),
        Column("fits", _("Fits the filters"), 12, brief=False),
        Column("type", pgettext("column", "Type"), 14, brief=False),
        Column("on", _("As of"), 12, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("supports_id", _("Id of what it supports"), 22, brief=False),
    ]
    filters = Filters(asked.team, asked.owner, asked.status, asked.type, asked.q)
    scope = asked_scope(viewer, asked.cycle, asked.on)

    @cache
    def listing() -> Listing:
        return list_lines(scope, filters, asked.focus)

    def count(most: int) -> int:
        whole = not filters and not asked.focus
        return count_listed(scope, most) if whole else min(most, len(listing()))

    return Sheet("map", _("Map"), columns, _rows(listing, scope.on), count)


def _rows(listing: Callable[[], Listing], on: date) -> Iterator[Sequence[Cell]]:
    for one in listing().entries():
        node = one.node
        yield (
            *(one.level, node.title, node.owner or None, node.team or None),
            *(status_cell(node.status), share(node.progress), node.confidence),
            *(one.under or None, list_cell(one.also)),
            *(yes_cell(one.loose), yes_cell(one.fits)),
            *(type_cell(node.type, is_growth=node.is_growth), on, node.id),
            id_cell(one.under_id),
        )
