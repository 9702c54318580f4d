"""The rooms into which somebody may look."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from cairn.goals.models import Visibility
from cairn.goals.queries import visible_objectives
from cairn.organization.actor import Actor
from cairn.planning.models import Room, Seat


def seen_rooms(viewer: Actor) -> QuerySet[Room]:
    """All in the organization; those about a draft that is for a few only for these and for those
    who sit there."""
    seen = visible_objectives(viewer).filter(id=OuterRef("about"))
    sits = Seat.objects.filter(room=OuterRef("pk"), member=viewer.member_id, left_at__isnull=True)
    return Room.objects.filter(
        Q(about__isnull=True)
        | Q(about__visibility=Visibility.ORGANIZATION)
        | Exists(seen)
        | Exists(sits),
        organization_id=viewer.organization_id,
    )
