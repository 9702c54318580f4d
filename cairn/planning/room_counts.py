"""What the head of a room counts, for many rooms at once."""

from django.db.models import Case, Count, Exists, F, Model, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from cairn.organization.actor import Actor
from cairn.planning.models import Ballot, Choice, Group, Proposal, Purse, Room, Seat, Stage
from cairn.planning.seen import seen_rooms


def counted_rooms(viewer: Actor) -> QuerySet[Room]:
    """The rooms that the viewer may look into, those of the newest round first, with what is there:
    `standing` proposals, `heaps` they are grouped in, `seated` people, how many were `picked`, and
    while a vote runs how many people have `finished` giving their dots (else None)."""
    standing = Proposal.objects.filter(withdrawn_at__isnull=True, merged_into__isnull=True)
    seats = Seat.objects.filter(left_at__isnull=True, member__left_at__isnull=True)
    picked = Choice.objects.filter(
        objective__deleted_at__isnull=True,
        proposal__withdrawn_at__isnull=True,
        proposal__merged_into__isnull=True,
    )
    runs = Ballot.objects.filter(room=OuterRef("pk"), revealed_at__isnull=True)
    spent = Purse.objects.filter(ballot__revealed_at__isnull=True, spent=F("ballot__dots"))
    return (
        seen_rooms(viewer)
        .annotate(
            standing=_count(standing, "room"),
            heaps=_count(Group.objects.all(), "room"),
            seated=_count(seats, "room"),
            picked=_count(picked, "proposal__room"),
            finished=Case(
                When(Exists(runs), stage=Stage.VOTING, then=_count(spent, "ballot__room"))
            ),
        )
        .order_by("-round_id", "id")
    )


def _count[Row: Model](found: QuerySet[Row], room: str) -> Coalesce:
    """Those of the room, whose field is named."""
    rows = found.filter(**{room: OuterRef("pk")}).order_by().values(room)
    return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), 0)
