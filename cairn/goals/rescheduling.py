"""Letting statuses turn on other days, when the organization's pace has changed."""

from collections.abc import Iterable

from cairn.goals.models import KeyResult, Objective
from cairn.goals.rollup import stand, turn
from cairn.organization.models import Organization

BATCH = 400
TURNS = ("behind_on", "at_risk_on", "outdated_on")


def reschedule_statuses(organization: Organization) -> int:
    """Write the turning days of everything in the organization anew; how many rows differ."""
    key_results = KeyResult.objects.select_for_update(no_key=True).filter(organization=organization)
    objectives = (
        Objective.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cycle", "organization")
        .filter(organization=organization)
    )
    return _reschedule(Objective, objectives.order_by("id"), organization) + _reschedule(
        KeyResult, key_results.order_by("id"), organization
    )


def _reschedule(
    model: type[Objective] | type[KeyResult],
    rows: Iterable[Objective] | Iterable[KeyResult],
    organization: Organization,
) -> int:
    changed = [row for row in rows if _turn(row, organization)]
    model.objects.bulk_update(changed, TURNS, batch_size=BATCH)  # type: ignore[arg-type]
    for row in changed:
        if isinstance(row, Objective):
            stand(row)
    return len(changed)


def _turn(row: Objective | KeyResult, organization: Organization) -> bool:
    """Whether a day of the row changes."""
    old = [getattr(row, name) for name in TURNS]
    if isinstance(row, Objective):
        turn(row, row.shown_progress, row.cycle.starts_on, organization)
    else:
        turn(row, row.progress, row.starts_on, organization)
    return old != [getattr(row, name) for name in TURNS]
