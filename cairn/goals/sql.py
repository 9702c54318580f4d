"""The statements of the hot path, a check-in and its roll-up, by hand.

Each does what the ORM would do in the same place; a test compares the results.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cairn.cycles.models import Cycle
from cairn.goals.models import KeyResult, Objective, Participant, Visibility
from cairn.goals.progress import Part
from cairn.goals.ties import lock_line_of_key_result
from cairn.organization.models import Member, Organization, Team
from cairn.storage.fields import plain
from cairn.storage.ids import new_id
from cairn.storage.rows import (
    Answer,
    Columns,
    amount,
    ask,
    execute,
    fetch,
    kept_day,
    kept_percent,
    on_postgresql,
    split,
    travelling_together,
)

JOINED = (
    Columns(KeyResult, "k"),
    Columns(Objective, "o"),
    Columns(Cycle, "c", "id", "name", "phase", "starts_on", "ends_on"),
    Columns(Organization, "g", "id", "time_zone", "cadence_days", "behind_points"),
    Columns(Team, "v", "id", "name", "path"),
    Columns(Member, "m", "id", "name", "manager_id"),
)
LOCKED = (
    f"SELECT {', '.join(part.text for part in JOINED)} FROM goals_keyresult k "
    "JOIN goals_objective o ON o.id = k.objective_id "
    "JOIN cycles_cycle c ON c.id = o.cycle_id "
    "JOIN organization_organization g ON g.id = o.organization_id "
    "LEFT JOIN organization_team v ON v.id = o.visible_team_id "
    "LEFT JOIN organization_member m ON m.id = o.owner_id "
    "WHERE k.id = %s AND k.organization_id = %s"
)
PARTICIPANT = Columns(Participant, "p")
PARTICIPANTS = (
    f"SELECT {PARTICIPANT.text} FROM goals_participant p WHERE p.objective_id = "
    "(SELECT k.objective_id FROM goals_keyresult k WHERE k.id = %s) ORDER BY p.id"
)


def lock_key_result(organization_id: int, key_result_id: int) -> KeyResult | None:
    """A key result with everything that policy and roll-up read; its objective's line is locked."""
    with travelling_together():
        lock_line_of_key_result(organization_id, key_result_id)
        asked = ask(LOCKED, [key_result_id, organization_id])
        named = ask(PARTICIPANTS, [key_result_id])
    rows, participants = asked(), [PARTICIPANT.build(row) for row in named()]
    return _join(participants, *split(rows[0], JOINED)) if rows else None


def _join(
    participants: Sequence[Participant | None],
    key_result: KeyResult,
    objective: Objective,
    cycle: Cycle,
    organization: Organization,
    visible_team: Team | None,
    owner: Member | None,
) -> KeyResult:
    objective._state.fields_cache |= {
        "cycle": cycle,
        "organization": organization,
        "visible_team": visible_team,
        "owner": owner,
    }
    objective._prefetched_objects_cache = {"participants": participants}  # type: ignore[attr-defined]
    key_result._state.fields_cache["objective"] = objective
    return key_result


SUPPORTED = JOINED[1:4]
TARGETS = (
    f"SELECT {', '.join(part.text for part in SUPPORTED)} FROM goals_objective o "
    "JOIN cycles_cycle c ON c.id = o.cycle_id "
    "JOIN organization_organization g ON g.id = o.organization_id "
    "WHERE o.id IN ({holes}) ORDER BY o.id"
)


def lock_targets(objective_ids: Sequence[int]) -> list[Objective]:
    """Objectives for the roll-up, with cycle and organization, locked in the order of their ids."""
    holes = ", ".join(["%s"] * len(objective_ids))
    lock = " FOR NO KEY UPDATE OF o" if on_postgresql() else ""
    found = []
    for row in fetch(TARGETS.format(holes=holes) + lock, objective_ids):
        objective, cycle, organization = split(row, SUPPORTED)
        objective._state.fields_cache |= {"cycle": cycle, "organization": organization}
        found.append(objective)
    return found


@dataclass(frozen=True, slots=True)
class Measure:
    """What has to be known of a key result to read a value typed for it."""

    kind: str
    unit: str


def measure_of(organization_id: int, key_result_id: int) -> Measure | None:
    """Says nothing of who may see it: a refusal that follows must ask that first."""
    rows = fetch(
        "SELECT k.kind, k.unit FROM goals_keyresult k WHERE k.id = %s AND k.organization_id = %s",
        [key_result_id, organization_id],
    )
    return Measure(*rows[0]) if rows else None


def _json_list(items: Sequence[str | int]) -> str:
    """Ids and small numbers need no escaping."""
    return "[" + ", ".join(f'"{one}"' if isinstance(one, str) else str(one) for one in items) + "]"


def ask_latest_values(key_result_id: int, most: int) -> Answer[list[Decimal]]:
    """Readings that nobody corrected or took back, the latest first."""
    rows = ask(
        "SELECT r.value FROM goals_reading r WHERE r.key_result_id = %s "
        "AND r.value IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM goals_reading n WHERE n.corrects_id = r.id) "
        "ORDER BY r.effective_on DESC, r.recorded_at DESC, r.id DESC LIMIT %s",
        [key_result_id, most],
    )
    return lambda: [plain(Decimal(value)) for (value,) in rows()]


def write_key_result(key_result: KeyResult) -> None:
    """The derived columns of a key result."""
    json = "%s::jsonb" if on_postgresql() else "%s"
    execute(
        "UPDATE goals_keyresult SET current = %s, previous = %s, own_progress = %s, progress = %s, "
        f"confidence = %s, confidences = {json}, said_status = %s, checked_in_on = %s, behind_on = %s, "
        "at_risk_on = %s, outdated_on = %s WHERE id = %s",
        [
            amount(key_result.current),
            amount(key_result.previous),
            amount(key_result.own_progress),
            amount(key_result.progress),
            key_result.confidence,
            _json_list(key_result.confidences),
            str(key_result.said_status),
            key_result.checked_in_on,
            key_result.behind_on,
            key_result.at_risk_on,
            key_result.outdated_on,
            key_result.id,
        ],
    )


def parts_of(objective_id: int) -> list[Part]:
    """The key results of an objective as parts of its sum, in their order."""
    rows = fetch(
        "SELECT k.weight, k.progress, k.checked_in_on, k.confidence, k.cadence_days "
        "FROM goals_keyresult k "
        "WHERE k.objective_id = %s AND k.deleted_at IS NULL ORDER BY k.position, k.id",
        [objective_id],
    )
    return [
        Part(
            kept_percent(weight),
            None if done is None else Decimal(done),
            kept_day(day),
            None if day is None else confidence,
            cadence,
        )
        for weight, done, day, confidence, cadence in rows
    ]


def write_objective(objective: Objective) -> None:
    """The derived columns of an objective."""
    execute(
        "UPDATE goals_objective SET progress = %s, measured = %s, counted = %s, confidence = %s, "
        "checked_in_on = %s, behind_on = %s, at_risk_on = %s, outdated_on = %s WHERE id = %s",
        [
            amount(objective.progress),
            objective.measured,
            objective.counted,
            objective.confidence,
            objective.checked_in_on,
            objective.behind_on,
            objective.at_risk_on,
            objective.outdated_on,
            objective.id,
        ],
    )


STANDING = (
    *("id", "objective_id", "stood_on", "cycle_id", "team_id", "owner_id", "is_draft"),
    *("is_deleted", "closed_as", "due_on", "progress", "measured", "counted", "confidence"),
    *("checked_in_on", "behind_on", "at_risk_on", "outdated_on", "audience", "audience_line"),
)
STAND = (
    f"INSERT INTO goals_standing ({', '.join(STANDING)}) "
    f"VALUES ({', '.join('%s' for _ in STANDING)}) ON CONFLICT (objective_id, stood_on) "
    f"DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in STANDING[3:])}"
)

AUDIENCE = (
    "SELECT p.member_id, v.path FROM (SELECT 1 AS one) x "
    "LEFT JOIN organization_team v ON v.id = %s LEFT JOIN goals_participant p ON p.objective_id = %s"
)


def write_standing(objective: Objective, on: date) -> None:
    """How an objective stands on a day; the last word of that day counts."""
    execute(
        STAND,
        [
            new_id(),
            objective.id,
            on,
            objective.cycle_id,
            objective.team_id,
            objective.owner_id,
            objective.is_draft,
            objective.is_deleted,
            str(objective.closed_as),
            objective.due_on,
            amount(objective.shown_progress),
            objective.measured,
            objective.counted,
            objective.confidence,
            objective.checked_in_on,
            objective.behind_on,
            objective.at_risk_on,
            objective.outdated_on,
            *audience_of(objective),
        ],
    )


def audience_of(objective: Objective) -> tuple[str | None, str | None]:
    """Who may see an objective, as a standing keeps it. One query where that is not everybody."""
    if objective.visibility == Visibility.ORGANIZATION:
        return None, None
    rows = fetch(AUDIENCE, [objective.visible_team_id, objective.id])
    return by_name([objective.owner_id, *(id for id, _ in rows)]), rows[0][1]


def by_name(member_ids: Iterable[int | None]) -> str:
    """`,id,id,`, in order; a comma alone is nobody."""
    ids = sorted({id for id in member_ids if id})
    return f",{','.join(map(str, ids))}," if ids else ","


KEY_RESULT = JOINED[0]
KEY_RESULTS = (
    f"SELECT {KEY_RESULT.text}, m.name, h.name, h.measured_on FROM goals_keyresult k "
    "LEFT JOIN organization_member m ON m.id = k.owner_id "
    "LEFT JOIN kpis_kpi h ON h.id = k.kpi_id "
)


def key_results_of(objective_ids: Sequence[int]) -> list[dict[str, Any]]:
    """The key results of objectives in their order: every column, `owner__name` and of the KPI that
    gives the readings `kpi__name` and `kpi__measured_on`."""
    if not objective_ids:
        return []
    holes = ", ".join(["%s"] * len(objective_ids))
    return _key_result_values(
        f"WHERE k.objective_id IN ({holes}) AND k.deleted_at IS NULL "
        "ORDER BY k.objective_id, k.position, k.id",
        objective_ids,
    )


def _key_result_values(where: str, values: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        KEY_RESULT.as_values(row[:-3])
        | {"owner__name": row[-3], "kpi__name": row[-2], "kpi__measured_on": kept_day(row[-1])}
        for row in fetch(KEY_RESULTS + where, values)
    ]


def key_results_for_rollup(key_result_ids: Sequence[int]) -> list[KeyResult]:
    """With every column, in the order of their ids."""
    if not key_result_ids:
        return []
    holes = ", ".join(["%s"] * len(key_result_ids))
    rows = fetch(
        f"SELECT {KEY_RESULT.text} FROM goals_keyresult k WHERE k.id IN ({holes}) ORDER BY k.id",
        key_result_ids,
    )
    return [one for row in rows if (one := KEY_RESULT.build(row))]


def milestones_in(
    key_result_ids: Sequence[int],
) -> list[tuple[int, int, str, Decimal, date | None]]:
    """(key result, id, title, weight, reached on) of milestones, in their order."""
    holes = ", ".join(["%s"] * len(key_result_ids)) or "NULL"
    rows = fetch(
        "SELECT s.key_result_id, s.id, s.title, s.weight, s.reached_on FROM goals_milestone s "
        f"WHERE s.key_result_id IN ({holes}) ORDER BY s.position, s.id",
        key_result_ids,
    )
    return [
        (key_result_id, id, title, kept_percent(weight), kept_day(reached_on))
        for key_result_id, id, title, weight, reached_on in rows
    ]
