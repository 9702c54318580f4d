"""Who is away when, and who stands in: the viewer's own absences and those in which they stand in, or
those of somebody for whom they may plan."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.counting import counted
from cairn.measures.table import Cell, Column, Sheet, Word
from cairn.organization.actor import Actor
from cairn.organization.away import absences_of, clashes_of, standing_in, whose
from cairn.organization.models import Absence
from cairn.organization.policy import rules
from cairn.organization.queries import find_member
from cairn.storage import clock

FILTERS: Final = ("person",)


def absences_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """Those that are not over, soonest first. Two queries, of a person up to four; `Forbidden` for
    whoever may not plan for them."""
    columns = [
        Column("who", _("Who is away"), 20),
        Column("stand_in", _("Who stands in"), 20),
        Column("starts_on", _("First day away"), 14),
        Column("ends_on", _("Last day away"), 14),
        Column("state", _("State"), 12),
        Column("clash", _("The stand-in"), 24),
        Column("by", _("Planned by"), 20, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("member_id", _("Id of the person"), 22, brief=False),
        Column("stand_in_id", _("Id of the stand-in"), 22, brief=False),
    ]
    on = clock.today(viewer.time_zone)
    lists = _lists(viewer, asked.person, on)
    return Sheet("absences", _("Absences"), columns, _rows(lists, on), counted(*lists))


def _lists(viewer: Actor, person: int | None, on: date) -> tuple[QuerySet[Absence], ...]:
    if person in (None, viewer.member_id):
        own = absences_of(viewer, viewer.member_id, on)
        return (own, standing_in(viewer, on)) if person is None else (own,)
    member = find_member(viewer, person)
    rules.require(viewer, "absence.plan", whose(member))
    return (absences_of(viewer, member.id, on),)


def _rows(lists: Sequence[QuerySet[Absence]], on: date) -> Iterator[Sequence[Cell]]:
    now = Word("now", pgettext("absence", "Now"))
    planned = Word("planned", pgettext("absence", "Planned"))
    clash = {
        "left": Word("left", pgettext("stand-in", "has left")),
        "away": Word("away", pgettext("stand-in", "is away on some of these days too")),
    }
    for found in lists:
        for one, fault in clashes_of(found, on):
            yield (
                *(one.member.name, one.stand_in.name, one.starts_on, one.ends_on),
                *(now if one.starts_on <= on else planned, clash.get(fault)),
                *(one.created_by.name, str(one.id), str(one.member_id), str(one.stand_in_id)),
            )
