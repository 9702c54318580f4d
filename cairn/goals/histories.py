"""Which events of the ledger somebody may read: both ends of what ties two objectives, or none."""

from django.db.models import Q, QuerySet

from cairn.events.ledger import events_of
from cairn.events.models import Event
from cairn.events.queries import of_objective
from cairn.goals.seeing import visible_at
from cairn.organization.actor import Actor
from cairn.storage.pieces import weave

NEAR, FAR = "events_event.objective_id", "events_event.other_objective_id"
SEEN = f"({NEAR} IS NULL OR {{near}}) AND ({FAR} IS NULL OR {{far}})"


def seen_events(viewer: Actor) -> Q:
    """Events whose objectives, near end and far end, the viewer sees now or that have none.

    By hand, since the feeds ask it on most pages; the table has to stand under its own name.
    """
    seen = weave(SEEN, near=visible_at(viewer, NEAR), far=visible_at(viewer, FAR))
    return Q(seen.as_filter())


def events_about(viewer: Actor, objective_id: int) -> QuerySet[Event]:
    """An objective's events from either end, newest first, as far as the viewer may read them."""
    return events_of(viewer.organization_id).filter(of_objective(objective_id), seen_events(viewer))
