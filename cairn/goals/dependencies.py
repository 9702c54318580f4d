"""What objectives need from other teams, as one viewer may know it.

A dependency is there for a viewer where its objective is, its key result included.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import FETCH_RAISE, Q, QuerySet

from cairn.goals.aligning import ends_of
from cairn.goals.models import PENDING, Dependency, Objective
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
    """The same, in their order, with what the viewer may do. Two queries."""
    found = list(found)
    near = {one.objective_id for one in found}
    ends = ends_of(near | {one.supplier_id for one in found if one.supplier_id})
    return tuple(_row(viewer, one, ends, on) for one in found)


def dependencies_of(viewer: Actor, objective_id: int, on: date) -> tuple[DependencyRow, ...]:
    """Of an objective, those that still have to come first, then by day. Three queries."""
    found = seen_dependencies(viewer).filter(objective_id=objective_id)
    rows = dependency_rows(viewer, found.order_by("needed_on", "id"), on)
    return tuple(sorted(rows, key=lambda one: not one.dependency.is_pending))


def _row(
    viewer: Actor, dependency: Dependency, ends: dict[int, Objective], on: date
) -> DependencyRow:
    dependency.objective = objective = ends[dependency.objective_id]
    supplier = ends.get(dependency.supplier_id or 0)
    if supplier is not None and (supplier.is_deleted or not can_see(viewer, supplier)):
        supplier = None
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
