"""What a round's sets cover, as the API shows it."""

from typing import Any

from cairn.api.shapes.values import spelled
from cairn.goals.rows import KeyResultRow, ObjectiveRow
from cairn.planning.coverage import Coverage, Need, TeamSet, Wanted
from cairn.planning.models import PlannedAlignment


def planned_shape(planned: PlannedAlignment) -> dict[str, Any]:
    return {
        "id": str(planned.id),
        "objective": str(planned.objective_id),
        "target": str(planned.target_id),
        "key_result": spelled(planned.key_result_id),
    }


def coverage_shape(coverage: Coverage) -> dict[str, Any]:
    return {
        "needs": [one for wanted in coverage.wanted for one in _needs(wanted)],
        "teams": [_team(one) for one in coverage.teams],
    }


def _needs(wanted: Wanted) -> list[dict[str, Any]]:
    whole = [_need(wanted.whole, bool(wanted.whole.by))]
    return whole + [_need(part, wanted.is_covered(part)) for part in wanted.parts]


def _need(need: Need, is_covered: bool) -> dict[str, Any]:
    return {
        "objective": _titled(need.objective),
        "key_result": _titled(need.key_result) if need.key_result else None,
        "covered_by": [
            {
                "team": {"id": str(one.team.id), "name": one.team.name},
                "objective": str(one.objective.id),
                "planned": spelled(one.planned_id),
            }
            for one in need.by
        ],
        "is_covered": is_covered,
        "is_covered_twice": need.is_twice,
    }


def _titled(row: ObjectiveRow | KeyResultRow) -> dict[str, str]:
    return {"id": str(row.id), "name": row.title}


def _team(one: TeamSet) -> dict[str, Any]:
    return {
        "team": {"id": str(one.team.id), "name": one.team.name},
        "objectives": [_titled(row) for row in one.objectives],
        "confirmed": one.confirmed,
        "submitted": one.submitted,
    }
