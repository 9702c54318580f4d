"""Where an objective comes from: what was proposed, voted and said for it in the planning round."""

from dataclasses import dataclass

from cairn.organization.actor import Actor
from cairn.planning.board import Card, read_cards
from cairn.planning.models import Choice, Room


@dataclass(frozen=True, slots=True)
class ObjectiveOrigin:
    """The room with its round and team, and the proposal with its origins, votes and arguments."""

    room: Room
    card: Card


def origin_of(viewer: Actor, objective_id: int) -> ObjectiveOrigin | None:
    """None for an objective that no room chose; one query then, else five. The caller has seen to it
    that the viewer may see the objective."""
    choice = (
        Choice.objects.filter(
            objective=objective_id,
            key_result__isnull=True,
            proposal__room__organization_id=viewer.organization_id,
        )
        .select_related("proposal__room__team", "proposal__room__round__cycle")
        .first()
    )
    if choice is None:
        return None
    room = choice.proposal.room
    card = next((one for one in read_cards(room) if one.id == choice.proposal_id), None)
    return ObjectiveOrigin(room, card) if card is not None else None
