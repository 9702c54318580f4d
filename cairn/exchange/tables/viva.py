"""Our objectives as the CSV file that Viva Goals' explorer wrote, for tools that read that.

One row for each objective, key result and initiative; check-ins stand one in a cell, from "Checkins"
on into columns without a name. What is theirs in English stays in English, dates are ISO dates.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.db.models import Count, Max, QuerySet, Sum
from django.utils.translation import gettext as _

from cairn.errors import Conflict
from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.check_ins import valid_check_ins
from cairn.exchange.tables.objectives import fitting, lines_of, portions
from cairn.exchange.writing.limits import too_many
from cairn.goals.aligning import seen_alignments
from cairn.goals.models import (
    Answer,
    Initiative,
    InitiativeState,
    Objective,
    Part,
    Participant,
    Type,
)
from cairn.goals.models import Kind as Measure
from cairn.goals.queries import objective_rows
from cairn.goals.rows import KeyResultRow, ObjectiveRow
from cairn.goals.status import Shown
from cairn.measures.amounts import plain_amount
from cairn.measures.table import Cell, Column, Sheet
from cairn.organization.actor import Actor
from cairn.storage import clock

COLUMNS: Final = (
    *("Id", "Title", "Team", "Creator", "Owner", "Period", "Start Date", "End Date"),
    *("Description", "Aligned To (weight, Objective ID)", "Metric Name", "Unit", "Target"),
    *("Object Type", "Goal Type", "Start", "Created At", "Last Check-in", "Progress %"),
    *("Actual Progress", "Status", "Last Check-in Note", "Score", "Checkins"),
)
STATUSES: Final = {
    "not_started": "Not Started",
    "on_track": "On Track",
    "behind": "Behind",
    "at_risk": "At Risk",
    "closed": "Closed",
    "postponed": "Postponed",
    "abandoned": "Closed",
}
GOAL_TYPES: Final = {
    Type.COMMITTED.value: "Committed Goal",
    Type.ASPIRATIONAL.value: "Aspirational Goal",
}
WHOLE: Final = Decimal(100)
AT_A_TIME: Final = 100
MOST_SAID: Final = 400_000
"""Check-ins in one file."""


class Said(NamedTuple):
    """A check-in, as its columns are read."""

    key_result_id: int
    on: date
    by: str
    note: str
    blockers: str
    status: str
    value: Decimal | None
    at: datetime

    @property
    def words(self) -> str:
        return "\n".join(text for text in (self.note, self.blockers) if text)


@dataclass(frozen=True, slots=True)
class Beside:
    """What hangs on a portion of objectives, by id: what the rows do not have of themselves."""

    head: Mapping[int, Mapping[str, Any]]
    owners: Mapping[int, list[str]]
    aligned: Mapping[int, list[str]]
    initiatives: Mapping[int, list[Initiative]]
    said: Mapping[int, list[Said]]


def viva_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """One query for the widest row, then ten for each hundred objectives."""
    on = clock.today(viewer.time_zone)
    found = fitting(viewer, asked, on)
    unnamed = [""] * max(0, _most_said(viewer, found) - 1)
    columns = [Column(name, name) for name in (*COLUMNS, *unnamed)]
    rows = _rows(viewer, found, on, columns)
    return Sheet("viva", _("Objectives as Viva Goals"), columns, rows, lines_of(found))


def _most_said(viewer: Actor, found: QuerySet[Objective]) -> int:
    """How many check-ins the row has that has the most of them."""
    counted = (
        valid_check_ins(viewer)
        .filter(key_result__objective__in=found.order_by().values("id"))
        .order_by()
        .values("key_result")
        .annotate(count=Count("id"))
    )
    told = counted.aggregate(most=Max("count"), all=Sum("count"))
    if (told["all"] or 0) > MOST_SAID:
        raise Conflict(too_many(MOST_SAID))
    return told["most"] or 0


def _rows(
    viewer: Actor, found: QuerySet[Objective], on: date, columns: Sequence[Column]
) -> Iterator[Sequence[Cell]]:
    for portion in portions(found, AT_A_TIME):
        rows = objective_rows(viewer, portion, on)
        beside = _beside(viewer, portion, rows)
        for row in rows:
            for cells in _whole(row, beside):
                yield (*cells, *(None,) * (len(columns) - len(cells)))


def _whole(row: ObjectiveRow, beside: Beside) -> Iterator[Sequence[Cell]]:
    yield _objective(row, beside)
    for below in row.key_results:
        yield _key_result(row, below, beside)
        for initiative in beside.initiatives.get(below.id, ()):
            yield _initiative(row, below, initiative, beside)


def _beside(viewer: Actor, portion: QuerySet[Objective], rows: Sequence[ObjectiveRow]) -> Beside:
    """Five queries."""
    ids = [row.id for row in rows]
    key_results = [one.id for row in rows for one in row.key_results]
    heads = portion.values("id", "created_by__name", "created_at", "cycle__starts_on")
    initiatives = Initiative.objects.filter(key_result__in=key_results, deleted_at__isnull=True)
    said = (
        valid_check_ins(viewer)
        .filter(key_result__in=key_results)
        .order_by("effective_on", "recorded_at", "id")
        .values_list(
            *("key_result_id", "effective_on", "author__name", "note", "blockers", "status"),
            *("reading__value", "recorded_at"),
        )
    )
    return Beside(
        head={one["id"]: one for one in heads},
        owners=_owners(rows, ids),
        aligned=_aligned(viewer, ids),
        initiatives=_by(
            initiatives.select_related("owner").order_by("position", "id"), "key_result_id"
        ),
        said=_by(itertools.starmap(Said, said), "key_result_id"),
    )


def _by(found: Iterable[Any], name: str) -> dict[int, list[Any]]:
    below: dict[int, list[Any]] = defaultdict(list)
    for one in found:
        below[getattr(one, name)].append(one)
    return below


def _owners(rows: Sequence[ObjectiveRow], ids: Sequence[int]) -> dict[int, list[str]]:
    """The owner first, then who works on it too."""
    named = {row.id: [row.owner.name] if row.owner else [] for row in rows}
    others = Participant.objects.filter(objective__in=ids, part=Part.COLLABORATOR)
    for objective, name in others.order_by("id").values_list("objective_id", "member__name"):
        named[objective].append(name)
    return named


def _aligned(viewer: Actor, ids: Sequence[int]) -> dict[int, list[str]]:
    found = seen_alignments(viewer).filter(objective__in=ids, state=Answer.ACCEPTED)
    below: dict[int, list[str]] = defaultdict(list)
    columns = ("objective_id", "target__title", "target_id", "key_result__title", "key_result_id")
    for objective, title, target, part, key_result, weight in found.order_by("id").values_list(
        *columns, "weight"
    ):
        named = (part, key_result) if key_result else (title, target)
        below[objective].append(_tie(*named, weight))
    return below


def _tie(title: str, id: int, weight: Decimal) -> str:
    return f"{title}(weight: {plain_amount(weight)}%, Id: {id})"


def _objective(row: ObjectiveRow, beside: Beside) -> Sequence[Cell]:
    head = beside.head[row.id]
    return (
        str(row.id),
        row.title,
        row.team.name if row.team else "",
        head["created_by__name"],
        ", ".join(beside.owners[row.id]),
        row.cycle_name,
        head["cycle__starts_on"],
        row.due_on,
        row.description,
        ", ".join(beside.aligned.get(row.id, ())),
        *("", "", None),
        "Objective",
        GOAL_TYPES.get(row.type, ""),
        None,
        _instant(head["created_at"]),
        row.last_checkin_on,
        _percent(row.progress),
        _percent(row.progress),
        _status(row.shown, is_draft=row.is_draft),
        "",
        row.score,
    )


def _key_result(above: ObjectiveRow, row: KeyResultRow, beside: Beside) -> Sequence[Cell]:
    head, said = beside.head[above.id], beside.said.get(row.id, [])
    start, target, current, unit = _metric(row)
    return (
        str(row.id),
        row.title,
        above.team.name if above.team else "",
        head["created_by__name"],
        row.owner.name if row.owner else "",
        above.cycle_name,
        row.starts_on,
        row.due_on,
        "",
        _tie(above.title, above.id, row.weight),
        row.title,
        unit,
        target,
        "Key result",
        GOAL_TYPES.get(above.type, ""),
        start,
        _instant(head["created_at"]),
        row.last_checkin_on,
        _percent(row.progress),
        current,
        _status(row.shown, is_draft=above.is_draft),
        said[-1].words if said else "",
        row.score,
        *(_told(one, row, unit) for one in said),
    )


def _metric(row: KeyResultRow) -> tuple[Decimal | None, Decimal | None, Decimal | None, str]:
    """Start, target, current and unit. Steps are a percentage there, and of a band one end."""
    if row.kind == Measure.MILESTONES:
        return Decimal(0), WHOLE, _percent(row.progress), "%"
    target = row.target
    if row.kind == Measure.MAINTAIN:
        target = row.lower if row.lower is not None else row.upper
    return row.start, target, row.current, _unit(row.unit)


def _unit(unit: str) -> str:
    return {"percent": "%", "number": ""}.get(unit, unit)


def _initiative(
    above: ObjectiveRow, below: KeyResultRow, one: Initiative, beside: Beside
) -> Sequence[Cell]:
    is_done = one.state == InitiativeState.DONE
    status = {InitiativeState.OPEN: "Not Started", InitiativeState.DOING: "On Track"}
    return (
        str(one.id),
        one.title,
        above.team.name if above.team else "",
        beside.head[above.id]["created_by__name"],
        one.owner.name if one.owner else "",
        above.cycle_name,
        below.starts_on,
        one.due_on or below.due_on,
        one.url,
        _tie(below.title, below.id, Decimal(0)),
        "",
        "%",
        WHOLE,
        "Project",
        "",
        Decimal(0),
        _instant(one.created_at),
        None,
        WHOLE if is_done else Decimal(0),
        WHOLE if is_done else Decimal(0),
        status.get(InitiativeState(one.state), "Closed"),
        "",
        None,
    )


def _percent(progress: Decimal | None) -> Decimal | None:
    return None if progress is None else round(progress * WHOLE, 2)


def _status(shown: Shown, *, is_draft: bool = False) -> str:
    """Theirs; what is silent has the one that it had last."""
    said = "not_started" if is_draft else shown.beside or shown.status
    return STATUSES.get(said, "Not Started")


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _told(one: Said, row: KeyResultRow, unit: str) -> str:
    value = one.value
    if value is not None and row.kind == Measure.MILESTONES:
        value = _percent(value)
    shown = "" if value is None else plain_amount(value) + ("%" if unit == "%" else "")
    return (
        f"Checkin Date: {one.on}; User: {one.by}; Note: {one.words}; "
        f"Metric Name: {row.title}; Status: {STATUSES.get(one.status, '')}; "
        f"Current Value: {shown}; Activity Date: {_instant(one.at)};"
    )
