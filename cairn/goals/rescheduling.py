"""Letting statuses turn on other days, when the pace of the organization or of a team has changed."""

from collections.abc import Iterable, Mapping

from django.db.models import Min, QuerySet, Value
from django.db.models.functions import Coalesce

from cairn.goals.models import KeyResult, Objective
from cairn.goals.paces import cadences
from cairn.goals.rollup import stand, turn, turn_key_result, usual_cadence
from cairn.organization.models import Organization, Team

BATCH = 400
TURNS = ("behind_on", "at_risk_on", "outdated_on")


def reschedule_statuses(organization: Organization, team: Team | None = None) -> int:
    """Write the turning days of everything in the organization anew, or of what belongs to a team
    and those below it; how many rows differ."""
    key_results = (
        KeyResult.objects.select_for_update(of=("self",), no_key=True)
        .select_related("objective")
        .filter(organization=organization)
    )
    objectives = (
        Objective.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cycle", "organization")
        .filter(organization=organization)
    )
    if team is not None:
        below = Team.objects.under(team)
        objectives = objectives.filter(team__in=below)
        key_results = key_results.filter(objective__team__in=below)
    shortest = _shortest_cadences(key_results, organization)
    return _reschedule(Objective, objectives.order_by("id"), organization, shortest) + _reschedule(
        KeyResult, key_results.order_by("id"), organization, shortest
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


def refresh_cadences(organization: Organization, team: Team) -> None:
    """Let what belongs to a team and those below it follow their pace, which may be another now."""
    paces = cadences(organization.id)
    found = (
        Objective.objects.select_for_update(no_key=True)
        .filter(team__in=Team.objects.under(team))
        .order_by("id")
    )
    changed = [one for one in found if one.cadence_days != paces[one.team_id or 0]]
    for one in changed:
        one.cadence_days = paces[one.team_id or 0]
    Objective.objects.bulk_update(changed, ["cadence_days"], batch_size=BATCH)
    if changed:
        reschedule_statuses(organization, team)


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
