"""The activity feed: what happened, newest first, narrowed to what the reader may see."""

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from cairn.events.kinds import Kind
from cairn.events.ledger import events_of
from cairn.events.models import Event

UNTOLD = (Kind.TOKEN_CREATED, Kind.TOKEN_REVOKED, Kind.OBJECTIVE_ORDERED)
"""What the audit log keeps and no feed tells."""
BETWEEN = (
    *(Kind.HELP_ASKED, Kind.HELP_ANSWERED, Kind.HELP_HANDED_OVER),
    Kind.HELP_WITHDRAWN,
)
"""Without an objective these are between two people."""
OF_A_WEEK = (Kind.UPDATE_PUBLISHED, Kind.UPDATE_CHANGED)
"""They have no title: `week_on` names the week."""
MEASURED = (Kind.KPI_MEASURED, Kind.KPI_CORRECTED)
OF_A_KPI = (
    "kind IN ('kpi.created', 'kpi.changed', 'kpi.measured', 'kpi.corrected', 'kpi.archived', "
    "'kpi.restored')"
)
"""As the index `event_of_kpi` says it, so that both databases use that one."""
OF_A_CYCLE = "kind IN ('cycle.created', 'cycle.changed', 'cycle.moved', 'cycle.completed')"
"""As the index `event_of_cycle` says it."""


def of_objective(objective_id: int) -> Q:
    """Events of an objective, also those where it is the far end."""
    return Q(objective_id=objective_id) | Q(other_objective_id=objective_id)


def about_cycles(events: QuerySet[Event]) -> QuerySet[Event]:
    """What was done to cycles themselves."""
    return events.filter(RawSQL(OF_A_CYCLE, [], BooleanField()))


def about_cycle(events: QuerySet[Event], cycle_id: int) -> QuerySet[Event]:
    """The same of one cycle."""
    return about_cycles(events).filter(subject_id=cycle_id)


def feed(
    organization_id: int,
    seen: Q,
    *,
    actor_id: int | None = None,
    team_id: int | None = None,
    objective_id: int | None = None,
    kpi_id: int | None = None,
    cycle_id: int | None = None,
    kinds: tuple[str, ...] = (),
    before: int | None = None,
) -> QuerySet[Event]:
    """The events that fit `seen`, of one person, team, objective, KPI or cycle where it
    is named.

    What a KPI's reading did to an objective is told in the objective's own feed only.

    `before` is the id of the last event that the reader has; empty `kinds` means all that are told.
    """
    found = events_of(organization_id).filter(seen).exclude(kind__in=UNTOLD)
    about = {"actor_id": actor_id, "team_id": team_id}
    found = found.filter(**{name: id for name, id in about.items() if id is not None})
    if objective_id is not None:
        found = found.filter(of_objective(objective_id))
    else:
        found = found.exclude(kind__in=MEASURED, objective_id__isnull=False)
    found = found.exclude(kind__in=BETWEEN, objective_id__isnull=True)
    if kpi_id is not None:
        found = found.filter(RawSQL(OF_A_KPI, [], BooleanField()), subject_id=kpi_id)
    if cycle_id is not None:
        found = about_cycle(found, cycle_id)
    if kinds:
        found = found.filter(kind__in=kinds)
    return found.filter(id__lt=before) if before else found
