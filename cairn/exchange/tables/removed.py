"""What was deleted: objectives that the viewer may restore, and key results of objectives that are
there."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.cycles.models import Phase
from cairn.exchange.tables.asked import Asked, known
from cairn.exchange.tables.counting import counted
from cairn.goals.models import KeyResult, Objective
from cairn.goals.removed import RESTORABLE, deleted_key_results, deleted_objectives
from cairn.measures.table import Cell, Column, Sheet
from cairn.organization.actor import Actor
from cairn.storage import clock

KEY_RESULT_FILTERS: Final = ("cycle", "team", "objective")


def deleted_objectives_sheet(viewer: Actor, _asked: Asked) -> Sheet:
    """Those that the viewer may restore, the latest first. One query."""
    columns = [
        Column("objective", pgettext("column", "Objective"), 44),
        Column("owner", pgettext("column", "Owner"), 18),
        Column("team", pgettext("column", "Team"), 20),
        Column("cycle", _("Cycle"), 14),
        Column("deleted_at", pgettext("column", "Deleted"), 17),
        Column("by", _("Deleted by"), 18),
        Column("until", _("Can be restored until"), 17),
        Column("id", _("Id"), 22, brief=False),
        Column("cycle_id", _("Id of the cycle"), 22, brief=False),
    ]
    found = deleted_objectives(viewer)
    name = _("Deleted objectives")
    return Sheet("deleted-objectives", name, columns, _objectives(found), counted(found))


def _objectives(found: QuerySet[Objective]) -> Iterator[Sequence[Cell]]:
    for one in found.iterator():
        yield (
            one.title,
            one.owner.name if one.owner else None,
            one.team.name if one.team else None,
            one.cycle.name,
            one.deleted_at,
            one.deleted_by.name if one.deleted_by else None,
            one.deleted_at + RESTORABLE if one.deleted_at else None,
            str(one.id),
            str(one.cycle_id),
        )


def deleted_key_results_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """The latest first, as each objective's history lists them; `until` only where somebody may still
    restore it. One query."""
    columns = [
        Column("key_result", pgettext("column", "Key result"), 44),
        Column("objective", pgettext("column", "Objective"), 44),
        Column("owner", pgettext("column", "Owner"), 18),
        Column("cycle", _("Cycle"), 14, brief=False),
        Column("deleted_at", pgettext("column", "Deleted"), 17),
        Column("by", _("Deleted by"), 18),
        Column("reason", _("Reason"), 40),
        Column("until", _("Can be restored until"), 17, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("objective_id", _("Id of the objective"), 22, brief=False),
    ]
    found = _fitting(viewer, asked)
    name = _("Deleted key results")
    return Sheet("deleted-key-results", name, columns, _key_results(found), counted(found))


def _fitting(viewer: Actor, asked: Asked) -> QuerySet[KeyResult]:
    said = known(
        objective=asked.objective, objective__cycle=asked.cycle, objective__team=asked.team
    )
    return deleted_key_results(viewer).filter(**said)


def _key_results(found: QuerySet[KeyResult]) -> Iterator[Sequence[Cell]]:
    lately = clock.now() - RESTORABLE
    columns = ("title", "objective__title", "owner__name", "objective__cycle__name", "deleted_at")
    more = ("deleted_by__name", "why", "id", "objective_id")
    ends = ("objective__closed_as", "objective__cycle__phase")
    for row in found.values_list(*columns, *more, *ends).iterator():
        *said, at, by, why, id, objective, closed_as, phase = row
        is_kept = at >= lately and not closed_as and phase != Phase.CLOSED
        until = at + RESTORABLE if is_kept else None
        yield (*said, at, by, why or None, until, str(id), str(objective))
