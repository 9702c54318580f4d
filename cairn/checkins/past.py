"""Key results as they were at the end of a past day: what was known of them by then.

Their readings and check-ins are all kept, so values, confidence and status are exact. Title,
measure and weight come from taking back the changes that were recorded since; a weight that gave way
to another one while the objective was a draft is the one of today.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from cairn.checkins.models import CheckIn
from cairn.events.kinds import Kind as Event
from cairn.events.models import Event as Recorded
from cairn.goals.explaining import Fed
from cairn.goals.map.scope import Scope
from cairn.goals.models import KeyResult, Kind, Milestone, Objective, Reading
from cairn.goals.progress import fed_progress
from cairn.goals.rollup import reckon, turn_key_result
from cairn.goals.rows import KEY_RESULT_COLUMNS, KeyResultRow, MilestoneRow, key_result_row
from cairn.organization.models import Organization

AMOUNTS = ("start", "target", "lower", "upper", "weight")
UNDONE = (*AMOUNTS, "title", "kind", "unit", "due_on")
CONFIDENCES = 12


def past_key_results(
    scope: Scope,
    organization: Organization,
    closed_as: Mapping[int, str],
    fed: Mapping[int, Iterable[Fed]],
) -> dict[int, list[KeyResultRow]]:
    """By objective, in their order, on the day of the scope. Six queries.

    `closed_as` has how each of the objectives had ended, "" while it went on; the viewer sees them.
    `fed` is what counted into each.
    """
    objective_ids = list(closed_as)
    found = _there(scope, objective_ids)
    _undo_changes(scope, objective_ids, found)
    ids = [values["id"] for values in found]
    readings, words = _readings(scope, ids), _words(scope, ids)
    steps = _milestones(scope, ids)
    feeds: dict[int | None, list[Fed]] = defaultdict(list)
    for below in fed.values():
        for one in below:
            feeds[one.key_result_id].append(one)
    rows: dict[int, list[KeyResultRow]] = {id: [] for id in objective_ids}
    for values in found:
        id, above = values["id"], values["objective_id"]
        row = _row(
            scope,
            organization,
            values,
            readings[id],
            words[id],
            steps[id],
            feeds[id],
            closed_as[above],
        )
        rows[above].append(row)
    return rows


def _there(scope: Scope, objective_ids: Collection[int]) -> list[dict[str, Any]]:
    """Those that were added by then and not deleted."""
    rows = KeyResult.objects.filter(
        Q(deleted_at__isnull=True) | Q(deleted_at__gte=scope.until),
        objective_id__in=objective_ids,
        created_at__lt=scope.until,
    )
    beside = ("owner__name", "objective__cadence_days")
    found = rows.order_by("position", "id").values(*KEY_RESULT_COLUMNS, *beside)
    gone = _gone(scope, objective_ids)
    return [dict(one) for one in found if one["id"] not in gone]


def _gone(scope: Scope, objective_ids: Collection[int]) -> set[int]:
    """Those that were deleted on that day and have come back since."""
    events = Recorded.objects.filter(
        objective_id__in=objective_ids,
        kind__in=(Event.KEY_RESULT_DELETED, Event.KEY_RESULT_RESTORED),
        at__gte=scope.until,
    )
    first: dict[int, str] = {}
    for subject, kind in events.order_by("id").values_list("subject_id", "kind"):
        first.setdefault(subject, kind)
    return {subject for subject, kind in first.items() if kind == Event.KEY_RESULT_RESTORED}


def _undo_changes(
    scope: Scope, objective_ids: Collection[int], found: Collection[dict[str, Any]]
) -> None:
    """Take back what was recorded since, the latest first."""
    by_id = {values["id"]: values for values in found}
    sisters: dict[int | None, list[dict[str, Any]]] = defaultdict(list)
    for values in found:
        sisters[values["objective_id"]].append(values)
    events = Recorded.objects.filter(
        objective_id__in=objective_ids,
        kind__in=(Event.KEY_RESULT_CHANGED, Event.KEY_RESULT_WEIGHED, Event.KEY_RESULT_DELETED),
        at__gte=scope.until,
    )
    for kind, subject, above, old in events.order_by("-id").values_list(
        "kind", "subject_id", "objective_id", "old"
    ):
        if kind == Event.KEY_RESULT_WEIGHED:
            _undo_weights(sisters[above], old)
        elif subject in by_id:
            values = by_id[subject]
            values |= {name: _read(name, old[name]) for name in UNDONE if name in old}
            if "owner" in old:
                values["owner__name"] = old["owner"]


def _undo_weights(found: Iterable[dict[str, Any]], old: Mapping[str, Any]) -> None:
    """Weights are recorded together, by title."""
    for values in found:
        if weight := old.get(values["title"]):
            values["weight"] = Decimal(weight.rstrip("%"))


def _read(name: str, kept: Any) -> Any:
    """A value as the ledger keeps it."""
    if kept is None:
        return None
    if name in AMOUNTS:
        return Decimal(kept)
    return date.fromisoformat(kept) if name == "due_on" else kept


def _readings(scope: Scope, ids: Collection[int]) -> Mapping[int, list[Decimal]]:
    """The values recorded by then that nobody had corrected, the latest first."""
    rows = (
        Reading.objects.filter(key_result__in=ids, recorded_at__lt=scope.until)
        .exclude(corrected_by__recorded_at__lt=scope.until)
        .filter(value__isnull=False)
        .order_by("-effective_on", "-recorded_at", "-id")
    )
    found: dict[int, list[Decimal]] = defaultdict(list)
    for key_result_id, value in rows.values_list("key_result_id", "value"):
        if value is not None:
            found[key_result_id].append(value)
    return found


def _words(scope: Scope, ids: Collection[int]) -> Mapping[int, list[tuple[int, str, date]]]:
    """(confidence, status said, day) of the check-ins made by then, the latest first."""
    rows = (
        CheckIn.objects.filter(key_result__in=ids, recorded_at__lt=scope.until)
        .exclude(corrected_by__recorded_at__lt=scope.until)
        .order_by("-effective_on", "-recorded_at", "-id")
    )
    found: dict[int, list[tuple[int, str, date]]] = defaultdict(list)
    for key_result_id, confidence, status, day in rows.values_list(
        "key_result_id", "confidence", "status", "effective_on"
    ):
        found[key_result_id].append((confidence, status, day))
    return found


def _milestones(scope: Scope, ids: Collection[int]) -> Mapping[int, list[MilestoneRow]]:
    """With the day on which each was reached, if that had come by then."""
    rows = Milestone.objects.filter(key_result__in=ids).order_by("position", "id")
    found: dict[int, list[MilestoneRow]] = defaultdict(list)
    for key_result_id, id, title, weight, reached_on in rows.values_list(
        "key_result_id", "id", "title", "weight", "reached_on"
    ):
        by_then = reached_on if reached_on and reached_on <= scope.on else None
        found[key_result_id].append(MilestoneRow(id, title, weight, by_then))
    return found


def _row(
    scope: Scope,
    organization: Organization,
    values: dict[str, Any],
    readings: list[Decimal],
    words: list[tuple[int, str, date]],
    steps: list[MilestoneRow],
    feeds: list[Fed],
    closed_as: str,
) -> KeyResultRow:
    then = KeyResult(**{name: values[name] for name in KEY_RESULT_COLUMNS})
    then.objective = Objective(cadence_days=values["objective__cadence_days"])
    is_steps = then.kind == Kind.MILESTONES
    measured = reckon(then, readings, [(step.weight, step.reached_on) for step in steps])
    then.progress = fed_progress(measured.progress, feeds)
    then.checked_in_on = words[0][2] if words else None
    turn_key_result(then, organization)
    return key_result_row(
        values
        | {
            "current": measured.current,
            "previous": measured.previous,
            "progress": then.progress,
            "confidence": words[0][0] if words else 5,
            "confidences": [one[0] for one in reversed(words[:CONFIDENCES])],
            "said_status": words[0][1] if words else "",
            "checked_in_on": then.checked_in_on,
            "behind_on": then.behind_on,
            "at_risk_on": then.at_risk_on,
            "outdated_on": then.outdated_on,
        },
        scope.on,
        scope.viewer.locale,
        closed_as=closed_as,
        milestones=steps if is_steps else (),
    )
