"""Letting statuses turn on other days, when the pace of the organization or of a team has changed."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import Min, QuerySet, Value
from django.db.models.functions import Coalesce

from cairn.goals.models import KeyResult, Objective
from cairn.goals.paces import cadences
from cairn.goals.rollup import stand, turn, turn_key_result, usual_cadence
from cairn.organization.models import Organization, Team

BATCH = 400
TURNS = ("behind_on", "at_risk_on", "outdated_on")


def reschedule_statuses(organization: Organization) -> int:
    """Write the turning days of everything in the organization anew; how many rows differ."""
    objectives = _loaded().select_for_update(of=("self",), no_key=True)
    locked = list(objectives.filter(organization=organization).order_by("id"))
    return _reschedule_all(locked, KeyResult.objects.filter(organization=organization))


def _loaded() -> QuerySet[Objective]:
    return Objective.objects.select_related("cycle", "organization")


def _reschedule_all(locked: Sequence[Objective], key_results: QuerySet[KeyResult]) -> int:
    """Of objectives that are locked, and of those key results that are theirs: what came meanwhile
    knows the new pace, and is somebody else's to lock."""
    if not locked:
        return 0
    ids, organization = {one.id for one in locked}, locked[0].organization
    shortest = _shortest_cadences(key_results, organization)
    below = key_results.select_related("objective").order_by("id")
    return _reschedule(Objective, locked, organization, shortest) + _reschedule(
        KeyResult, (one for one in below if one.objective_id in ids), organization, shortest
    )


def _shortest_cadences(
    key_results: QuerySet[KeyResult], organization: Organization
) -> dict[int, int]:
    """By objective what `progress.shortest_cadence` says of its key results. One query."""
    said = KeyResult.objects.filter(
        id__in=key_results.order_by().values("id"),
        deleted_at__isnull=True,
        checked_in_on__isnull=False,
    )
    usual = Coalesce("cadence_days", "objective__cadence_days", Value(organization.cadence_days))
    found = said.values("objective_id").annotate(shortest=Min(usual))
    return dict(found.values_list("objective_id", "shortest"))


def refresh_cadences(organization: Organization, team: Team, locked: Collection[int]) -> None:
    """Let what belongs to a team and those below it, as far as it is locked, follow their pace, which
    may be another now."""
    paces, below = cadences(organization.id), Team.objects.under(team)
    found = [one for one in _loaded().filter(team__in=below).order_by("id") if one.id in locked]
    changed = [one for one in found if one.cadence_days != paces[one.team_id or 0]]
    for one in changed:
        one.cadence_days = paces[one.team_id or 0]
    Objective.objects.bulk_update(changed, ["cadence_days"], batch_size=BATCH)
    if changed:
        _reschedule_all(found, KeyResult.objects.filter(objective__team__in=below))


def _reschedule(
    model: type[Objective] | type[KeyResult],
    rows: Iterable[Objective] | Iterable[KeyResult],
    organization: Organization,
    shortest: Mapping[int, int],
) -> int:
    changed = [row for row in rows if _turn(row, organization, shortest)]
    model.objects.bulk_update(changed, TURNS, batch_size=BATCH)  # type: ignore[arg-type]
    for row in changed:
        if isinstance(row, Objective):
            stand(row)
    return len(changed)


def _turn(
    row: Objective | KeyResult, organization: Organization, shortest: Mapping[int, int]
) -> bool:
    """Whether a day of the row changes."""
    old = [getattr(row, name) for name in TURNS]
    if isinstance(row, Objective):
        cadence = shortest.get(row.id, usual_cadence(row, organization))
        turn(row, row.shown_progress, row.cycle.starts_on, organization, cadence)
    else:
        turn_key_result(row, organization)
    return old != [getattr(row, name) for name in TURNS]
