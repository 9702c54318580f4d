"""What objectives need from other teams, as one viewer may know it.

A dependency is there for a viewer where its objective is, its key result included.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import FETCH_RAISE, Q, QuerySet

from cairn.errors import NotFound
from cairn.goals.ends import dependencies_on, dependencies_with_supplier
from cairn.goals.models import PENDING, Dependency, Objective
from cairn.goals.opening import open_objectives
from cairn.goals.policy import can_see, rules
from cairn.goals.queries import seen_through
from cairn.organization.actor import Actor

PEOPLE = ("requested_by", "answered_by", "ended_by")


@dataclass(frozen=True, slots=True)
class DependencyRow:
    """A dependency on a day. `dependency` has its people, team, key result and objective loaded;
    `supplier` is the objective that brings it, where the viewer may see it."""

    dependency: Dependency
    supplier: Objective | None
    is_late: bool
    may_answer: bool
    may_change: bool
    may_deliver: bool


def seen_dependencies(viewer: Actor) -> QuerySet[Dependency]:
    """Loaded but for the two objectives, which `dependency_rows` adds."""
    return (
        Dependency.objects.filter(
            seen_through(viewer),
            Q(key_result__isnull=True) | Q(key_result__deleted_at__isnull=True),
            organization_id=viewer.organization_id,
        )
        .select_related("team", "key_result", *PEOPLE)
        .fetch_mode(FETCH_RAISE)
    )


def late_on(on: date) -> Q:
    """`Dependency.is_late` as a filter."""
    return Q(state__in=PENDING, needed_on__lt=on, objective__closed_as="")


def dependency_rows(
    viewer: Actor, found: Iterable[Dependency], on: date
) -> tuple[DependencyRow, ...]:
    """The same, in their order, with what the viewer may do. One query."""
    found = list(found)
    near = {one.objective_id for one in found}
    ends = open_objectives(near | {one.supplier_id for one in found if one.supplier_id})
    rows = []
    for one in found:
        one.objective = ends[one.objective_id]
        rows.append(_row(viewer, one, _supplier(viewer, one, ends), on))
    return tuple(rows)


def dependencies_of(viewer: Actor, objective_id: int, on: date) -> tuple[DependencyRow, ...]:
    """Of an objective, those that still have to come first, then by day. Two queries."""
    found = seen_dependencies(viewer).filter(objective_id=objective_id)
    rows = dependency_rows(viewer, found.order_by("needed_on", "id"), on)
    return tuple(sorted(rows, key=lambda one: not one.dependency.is_pending))


def needed_from(viewer: Actor, team_id: int, on: date, most: int = 20) -> tuple[DependencyRow, ...]:
    """What others still need from a team, the next day first; for answering only. One query."""
    return tuple(_asked_row(viewer, one, on) for one in dependencies_on(viewer, team_id, most))


def _asked_row(viewer: Actor, dependency: Dependency, on: date) -> DependencyRow:
    is_open = not dependency.objective.cycle.is_closed
    may_answer = is_open and rules.can(viewer, "dependency.answer", dependency)
    return DependencyRow(
        dependency=dependency,
        supplier=None,
        is_late=dependency.is_late(on),
        may_answer=may_answer,
        may_change=False,
        may_deliver=may_answer,
    )


def find_dependency(viewer: Actor, dependency_id: int, on: date) -> DependencyRow:
    """One, with what the viewer may do, or `NotFound`. Two queries."""
    rows = dependency_rows(viewer, seen_dependencies(viewer).filter(id=dependency_id), on)
    if not rows:
        raise NotFound
    return rows[0]


def needs_of(viewer: Actor, objective: Objective, on: date) -> tuple[DependencyRow, ...]:
    """`dependencies_of` an objective that is loaded for the policy, without who asked and answered;
    its suppliers have their title alone. One query."""
    rows = [
        _row(viewer, one, one.supplier, on) for one in dependencies_with_supplier(viewer, objective)
    ]
    return tuple(sorted(rows, key=lambda row: not row.dependency.is_pending))


def _supplier(
    viewer: Actor, dependency: Dependency, ends: dict[int, Objective]
) -> Objective | None:
    supplier = ends.get(dependency.supplier_id or 0)
    if supplier is None or supplier.is_deleted or not can_see(viewer, supplier):
        return None
    return supplier


def _row(
    viewer: Actor, dependency: Dependency, supplier: Objective | None, on: date
) -> DependencyRow:
    objective = dependency.objective
    is_open = not objective.is_closed and not objective.cycle.is_closed
    may_change = is_open and rules.can(viewer, "dependency.change", dependency)
    settled = dependency.ended_at is not None
    return DependencyRow(
        dependency=dependency,
        supplier=supplier,
        is_late=dependency.is_late(on),
        may_answer=is_open
        and dependency.is_pending
        and rules.can(viewer, "dependency.answer", dependency),
        may_change=may_change and not settled,
        may_deliver=is_open
        and dependency.is_pending
        and rules.can(viewer, "dependency.deliver", dependency),
    )
