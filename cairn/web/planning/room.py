"""What is done with a room as a whole: its stages, clock, people, groups and votes."""

from typing import Any, Final

from django.utils.translation import gettext as _

from cairn.errors import Invalid
from cairn.planning.commands.ballots import open_ballot, reveal_ballot
from cairn.planning.commands.groups import (
    delete_group,
    make_group,
    merge_proposals,
    move_group,
    move_proposal,
    rank_proposals,
    rename_group,
)
from cairn.planning.commands.rooms import (
    enter_room,
    leave_room,
    move_stage,
    seat_members,
    set_timer,
)
from cairn.planning.intake import (
    ballot_fields,
    group_fields,
    merging_fields,
    moving_fields,
    order_fields,
    place_fields,
    seat_fields,
    stage_fields,
    timer_fields,
)
from cairn.storage.ids import read_id
from cairn.web.objectives.names import person_named
from cairn.web.planning.acting import board_act
from cairn.web.sessions import WebRequest

FACILITATES: Final[dict[str, dict[str, bool]]] = {
    "seat": {},
    "name": {"is_facilitator": True},
    "dismiss": {"is_facilitator": False},
}


@board_act
def stage(request: WebRequest, room_id: int) -> int:
    return move_stage(request.actor, room_id, **stage_fields(request.POST.dict())).id


@board_act
def time(request: WebRequest, room_id: int) -> int:
    return set_timer(request.actor, room_id, **timer_fields(request.POST.dict())).id


@board_act
def sit(request: WebRequest, room_id: int) -> int:
    """`act`: enter or leave oneself; seat `to`, let `to` facilitate too, or no longer."""
    act = request.POST.get("act", "")
    if act == "enter":
        return enter_room(request.actor, room_id).id
    if act == "leave":
        return leave_room(request.actor, room_id).id
    asked: dict[str, Any] = {
        "members": [str(person_named(request.actor, "to", request.POST.get("to", "")))]
    }
    if act not in FACILITATES:
        choices = {"choices": ", ".join(["enter", "leave", *FACILITATES])}
        raise Invalid({"act": _("Choose one of: %(choices)s.") % choices})
    return seat_members(request.actor, room_id, **seat_fields(asked | FACILITATES[act])).id


@board_act
def vote(request: WebRequest, room_id: int) -> int:
    """Open a vote: among all, or among the `among` of a form with several."""
    given = {**request.POST.dict(), "among": request.POST.getlist("among")}
    return open_ballot(request.actor, room_id, **ballot_fields(given)).room_id


@board_act
def reveal(request: WebRequest, ballot_id: int) -> int:
    return reveal_ballot(request.actor, ballot_id).room_id


@board_act
def rank(request: WebRequest, room_id: int) -> int:
    """The order as it was shown, with one proposal (`up` or `down`) a place further."""
    order = order_fields({"order": request.POST.getlist("order")})["order"]
    for act, step in (("up", -1), ("down", 1)):
        moved = read_id(request.POST.get(act, ""))
        if moved in order:
            at = order.index(moved)
            order.insert(max(0, at + step), order.pop(at))
    return rank_proposals(request.actor, room_id, order=order).id


@board_act
def group(request: WebRequest, room_id: int) -> int:
    """A new group, with what is ticked in it."""
    made = make_group(request.actor, room_id, **group_fields(request.POST.dict()))
    _gather(request, str(made.id))
    return made.room_id


@board_act
def gather(request: WebRequest, room_id: int) -> int:
    """`act`: move what is ticked into a group, or make one of it: the first takes the others in."""
    if request.POST.get("act") == "merge":
        first, *others = request.POST.getlist("ticked") or [""]
        if not others:
            raise Invalid({"ticked": _("Tick at least two proposals.")})
        fields = merging_fields({"others": others})
        return merge_proposals(request.actor, _ticked_id(first), **fields).room_id
    if not request.POST.getlist("ticked"):
        raise Invalid({"ticked": _("Tick at least one proposal.")})
    _gather(request, request.POST.get("group", ""))
    return room_id


def _gather(request: WebRequest, group_id: str) -> None:
    for ticked in request.POST.getlist("ticked"):
        fields = moving_fields({"group": group_id or None})
        move_proposal(request.actor, _ticked_id(ticked), **fields)


def _ticked_id(text: str) -> int:
    found = read_id(text)
    if found is None:
        raise Invalid({"ticked": _("Tick at least one proposal.")})
    return found


@board_act
def change_group(request: WebRequest, group_id: int) -> int:
    """`act`: rename, delete, or move to `position`."""
    fields = request.POST.dict()
    match fields.get("act", ""):
        case "delete":
            return delete_group(request.actor, group_id).id
        case "move":
            return move_group(request.actor, group_id, **place_fields(fields)).room_id
        case _:
            return rename_group(request.actor, group_id, **group_fields(fields)).room_id
