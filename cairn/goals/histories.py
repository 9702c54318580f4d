"""Which events of the ledger somebody may read: both ends of what ties two objectives, or none."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from cairn.events.ledger import events_of
from cairn.events.models import Event
from cairn.events.queries import of_objective
from cairn.goals.queries import visible_objectives
from cairn.organization.actor import Actor


def seen_events(viewer: Actor) -> Q:
    """Events whose objectives, near end and far end, the viewer sees now or that have none."""
    return _sees(viewer, "objective_id") & _sees(viewer, "other_objective_id")


def _sees(viewer: Actor, end: str) -> Q:
    theirs = visible_objectives(viewer).filter(pk=OuterRef(end))
    return Q(**{f"{end}__isnull": True}) | Q(Exists(theirs))


def events_about(viewer: Actor, objective_id: int) -> QuerySet[Event]:
    """An objective's events from either end, newest first, as far as the viewer may read them."""
    return events_of(viewer.organization_id).filter(of_objective(objective_id), seen_events(viewer))
