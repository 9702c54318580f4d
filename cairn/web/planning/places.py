"""The room that an address is about."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Model

from cairn.organization.actor import Actor
from cairn.planning.models import Argument, Ballot, Group, Proposal
from cairn.planning.seen import seen_rooms

HOLDERS: Final[Mapping[str, tuple[type[Model], str]]] = {
    "proposal_id": (Proposal, "room"),
    "group_id": (Group, "room"),
    "ballot_id": (Ballot, "room"),
    "argument_id": (Argument, "proposal__room"),
}
"""What of a room an address names, and how its room is found."""


def room_about(viewer: Actor, named: Mapping[str, Any]) -> int | None:
    """The id of a room by what an address names of it; None where it names nothing of one, or of one
    that the viewer may not see. One query."""
    rooms = seen_rooms(viewer)
    for name, (model, room) in HOLDERS.items():
        if name in named:
            held = model._default_manager.filter(id=named[name])
            return rooms.filter(id__in=held.values(room)).values_list("id", flat=True).first()
    if "room_id" not in named:
        return None
    return rooms.filter(id=named["room_id"]).values_list("id", flat=True).first()
