"""Where an objective comes from: what was proposed, voted and said for it in the planning round."""

from dataclasses import dataclass

from django.db.models import FETCH_RAISE, Q, Sum

from cairn.organization.actor import Actor
from cairn.planning.cards import Origin, Saying, origin_as_made, saying_of
from cairn.planning.models import Argument, Proposal, Room, Vote


@dataclass(frozen=True, slots=True)
class ObjectiveOrigin:
    """The room with its team and cycle; `proposals` are the chosen one and what was merged into it;
    `total` the dots of the last vote that was revealed, None where there was none."""

    room: Room
    proposals: tuple[Origin, ...]
    arguments: tuple[Saying, ...]
    total: int | None


def origin_of(viewer: Actor, objective_id: int) -> ObjectiveOrigin | None:
    """None for an objective that no room chose. Three queries. The caller has seen to it that the
    viewer may see the objective."""
    chosen = Q(choice__objective=objective_id, choice__key_result__isnull=True)
    merged = Q(
        merged_into__choice__objective=objective_id, merged_into__choice__key_result__isnull=True
    )
    proposals = list(
        Proposal.objects.filter(chosen | merged, room__organization_id=viewer.organization_id)
        .select_related("proposer", "room__team", "room__round__cycle")
        .order_by("merged_into", "position", "id")
        .fetch_mode(FETCH_RAISE)
    )
    first = next((one for one in proposals if not one.merged_into_id), None)
    if first is None:
        return None
    said = Argument.objects.filter(proposal__in=proposals, deleted_at__isnull=True)
    ordered = sorted(proposals, key=lambda one: one is not first)
    return ObjectiveOrigin(
        room=first.room,
        proposals=tuple(origin_as_made(one) for one in ordered),
        arguments=tuple(saying_of(one) for one in said.select_related("author").order_by("id")),
        total=_total(proposals),
    )


def _total(proposals: list[Proposal]) -> int | None:
    """In the last revealed ballot in which any of them had a dot."""
    votes = Vote.objects.filter(proposal__in=proposals, ballot__revealed_at__isnull=False)
    counted = votes.values("ballot__number").annotate(total=Sum("dots")).order_by("-ballot__number")
    found = counted.first()
    return int(found["total"]) if found else None
