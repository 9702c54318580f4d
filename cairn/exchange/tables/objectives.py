"""Objectives with their key results, one row each, and the initiatives below them."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.counting import counted
from cairn.exchange.tables.words import kind_cell, status_cell, type_cell, unit_cell
from cairn.goals.models import Initiative, InitiativeState, KeyResult, Objective
from cairn.goals.models import Kind as Measure
from cairn.goals.queries import DRAFT, Filters, filtered, objective_rows
from cairn.goals.rows import KeyResultRow, ObjectiveRow
from cairn.measures.table import Cell, Column, Sheet, Word, share
from cairn.organization.actor import Actor
from cairn.storage import clock

AT_A_TIME: Final = 500
FILTERS: Final = ("cycle", "team", "owner", "person", "objective", "status", "type", "tag", "q")


def fitting(viewer: Actor, asked: Asked, on: date) -> QuerySet[Objective]:
    """What the list of objectives shows under the same filters, newest first. `person`: what they
    own or answer for."""
    found = filtered(
        viewer,
        Filters(
            cycle=asked.cycle,
            team=asked.team,
            owner=asked.owner,
            status=asked.status,
            drafts=asked.status in ("", DRAFT),
            type=asked.type,
            tag=asked.tag,
            q=asked.q,
        ),
        on,
    )
    if asked.objective:
        found = found.filter(id=asked.objective)
    if asked.person:
        answers = KeyResult.objects.filter(
            owner=asked.person, objective=OuterRef("pk"), deleted_at__isnull=True
        )
        found = found.filter(Q(owner=asked.person) | Q(Exists(answers)))
    return found


def portions(found: QuerySet[Objective], most: int = AT_A_TIME) -> Iterator[QuerySet[Objective]]:
    """The newest first, so many at a time, until there are no more. One query for each."""
    last: int | None = None
    while True:
        behind = found if last is None else found.filter(id__lt=last)
        ids = list(behind.values_list("id", flat=True)[:most])
        if ids:
            last = ids[-1]
            yield Objective.objects.filter(id__in=ids).order_by("-id")
        if len(ids) < most:
            return


def objectives_sheet(viewer: Actor, asked: Asked) -> Sheet:
    on = clock.today(viewer.time_zone)
    found = fitting(viewer, asked, on)
    rows = _rows(viewer, found, on)
    return Sheet("objectives", _("Objectives"), _columns(), rows, lines_of(found))


def lines_of(found: QuerySet[Objective]) -> Callable[[int], int]:
    """Counts objectives and their key results."""
    below = KeyResult.objects.filter(
        objective__in=found.order_by().values("id"), deleted_at__isnull=True
    )
    return counted(found, below)


def _columns() -> list[Column]:
    return [
        Column("sort", pgettext("column", "Kind"), 14),
        Column("objective", pgettext("column", "Objective"), 44),
        Column("key_result", pgettext("column", "Key result"), 44),
        Column("owner", pgettext("column", "Owner"), 18),
        Column("team", pgettext("column", "Team"), 20),
        Column("cycle", _("Cycle"), 14, brief=False),
        Column("type", pgettext("column", "Type"), 14, brief=False),
        Column("status", pgettext("column", "Status"), 13),
        Column("progress", _("Progress"), 11, "right"),
        Column("expected", _("Expected"), 11, "right", brief=False),
        Column("confidence", _("Confidence"), 12, "right"),
        Column("start", _("Start"), 12, "right"),
        Column("current", _("Current"), 12, "right"),
        Column("target", _("Target"), 12, "right"),
        Column("lower", _("At least"), 12, "right", brief=False),
        Column("upper", _("At most"), 12, "right", brief=False),
        Column("unit", _("Unit"), 10),
        Column("kind", _("Kind of key result"), 14, brief=False),
        Column("weight", _("Weight"), 10, "right"),
        Column("score", _("Score"), 9, "right"),
        Column("due_on", pgettext("column", "Due"), 12),
        Column("checked_in_on", _("Last check-in"), 14, brief=False),
        Column("milestones", _("Milestones"), 34, brief=False),
        Column("supports", pgettext("column", "Supports"), 34, brief=False),
        Column("tags", _("Tags"), 16, brief=False),
        Column("visibility", _("Who can see it"), 20, brief=False),
        Column("why", _("Why this objective"), 44, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("objective_id", _("Id of the objective"), 22, brief=False),
    ]


def _rows(viewer: Actor, found: QuerySet[Objective], on: date) -> Iterator[Sequence[Cell]]:
    words = {
        "objective": Word("objective", pgettext("column", "Objective")),
        "key_result": Word("key_result", pgettext("column", "Key result")),
    }
    for portion in portions(found):
        for row in objective_rows(viewer, portion, on, with_served=True):
            yield _objective(row, words["objective"])
            for below in row.key_results:
                yield _key_result(row, below, words["key_result"])


def _objective(row: ObjectiveRow, sort: Word) -> Sequence[Cell]:
    return (
        sort,
        row.title,
        None,
        row.owner.name if row.owner else None,
        row.team.name if row.team else None,
        row.cycle_name,
        type_cell(row.type, is_growth=row.growth),
        status_cell(DRAFT if row.is_draft else row.status),
        share(row.progress),
        share(row.expected),
        *(None,) * 9,
        row.score,
        row.due_on,
        row.last_checkin_on,
        None,
        row.served,
        ", ".join(row.tags),
        Word(row.visibility, row.visibility_text),
        row.description,
        str(row.id),
        str(row.id),
    )


def _key_result(above: ObjectiveRow, row: KeyResultRow, sort: Word) -> Sequence[Cell]:
    steps = row.kind == Measure.MILESTONES
    return (
        sort,
        above.title,
        row.title,
        row.owner.name if row.owner else None,
        above.team.name if above.team else None,
        above.cycle_name,
        None,
        status_cell(DRAFT if above.is_draft else row.status),
        share(row.progress),
        share(row.expected),
        row.confidence,
        row.start,
        share(row.current) if steps else row.current,
        row.target,
        row.lower,
        row.upper,
        None if steps else unit_cell(row.unit),
        kind_cell(row.kind),
        row.weight,
        row.score,
        row.due_on,
        row.last_checkin_on,
        "\n".join(f"{'☑' if one.reached_on else '☐'} {one.title}" for one in row.milestones),
        None,
        None,
        None,
        None,
        str(row.id),
        str(above.id),
    )


def initiatives_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """Of the objectives that fit. One query."""
    on = clock.today(viewer.time_zone)
    columns = [
        Column("initiative", pgettext("column", "Initiative"), 44),
        Column("state", _("State"), 13),
        Column("owner", pgettext("column", "Owner"), 18),
        Column("due_on", pgettext("column", "Due"), 12),
        Column("key_result", pgettext("column", "Key result"), 44),
        Column("objective", pgettext("column", "Objective"), 44),
        Column("link", _("Link"), 30, brief=False),
        Column("created_at", pgettext("initiative", "Written at"), 17, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("key_result_id", _("Id of the key result"), 22, brief=False),
        Column("objective_id", _("Id of the objective"), 22, brief=False),
    ]
    found = _planned(fitting(viewer, asked, on))
    return Sheet("initiatives", _("Initiatives"), columns, _initiatives(found), counted(found))


def _planned(found: QuerySet[Objective]) -> QuerySet[Initiative]:
    return Initiative.objects.filter(
        deleted_at__isnull=True,
        key_result__deleted_at__isnull=True,
        key_result__objective__in=found.order_by().values("id"),
    ).order_by("-key_result__objective_id", "key_result__position", "position", "id")


def _initiatives(found: QuerySet[Initiative]) -> Iterator[Sequence[Cell]]:
    columns = ("title", "state", "owner__name", "due_on", "key_result__title")
    more = ("key_result__objective__title", "url", "created_at", "id", "key_result_id")
    for row in found.values_list(*columns, *more, "key_result__objective_id").iterator():
        title, state, *rest = row
        yield (
            title,
            Word(state, str(InitiativeState(state).label)),
            *rest[:-3],
            *map(str, rest[-3:]),
        )
