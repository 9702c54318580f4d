"""Opening a room, moving it from stage to stage, who sits there, and its end."""

from datetime import timedelta

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict
from cairn.events.kinds import Kind as Event
from cairn.goals.commands.checks import find_members, find_team
from cairn.goals.queries import visible_objectives
from cairn.intake import Intake, refuse
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team
from cairn.planning.commands.holding import lock_round, require_open
from cairn.planning.commands.locking import (
    CLOCK,
    grow,
    lock_room,
    record_in_room,
    require_going,
    sit_down,
    stop_timer,
)
from cairn.planning.models import Ballot, Room, Round, Seat, Stage
from cairn.planning.policy import Within, rules
from cairn.storage import clock


@atomic
def open_room(
    actor: Actor,
    round_id: int,
    *,
    team: int | None,
    about: int | None = None,
    is_anonymous: bool | None = None,
    is_invited: bool = False,
    dots: int | None = None,
) -> Room:
    """A team's room in a round, facilitated by the actor; the one that is open, if one is.

    `about`: over the key results of this draft. What is not said is as in the round.
    """
    held = lock_round(actor, round_id)
    intake = Intake({})
    found = find_team(actor, team, intake)
    if found is None:
        intake.refuse("team", _("Choose a team."))
    elif held.team_id not in found.line:
        intake.refuse("team", _("This team is not in the round."))
    intake.settle()
    assert found is not None
    rules.require(actor, "room.open", Within(Room(team=found)))
    require_open(held)
    _check_about(actor, held, found, about)
    return open_locked(
        actor,
        held,
        found,
        about=about,
        is_anonymous=is_anonymous,
        is_invited=is_invited,
        dots=dots,
    )


def open_locked(
    actor: Actor,
    held: Round,
    team: Team,
    *,
    about: int | None = None,
    is_anonymous: bool | None = None,
    is_invited: bool = False,
    dots: int | None = None,
) -> Room:
    """`open_room` in the caller's transaction, with the round locked, by whatever right."""
    going = Room.objects.filter(round=held, team=team, about=about, ended_at__isnull=True)
    if room := going.select_related("team").first():
        return room
    room = Room.objects.create(
        organization_id=actor.organization_id,
        round=held,
        team=team,
        about_id=about,
        is_anonymous=held.is_anonymous if is_anonymous is None else is_anonymous,
        is_invited=is_invited,
        dots=held.dots if dots is None else dots,
        opened_by_id=actor.member_id,
        opened_at=clock.now(),
    )
    Seat.objects.create(
        room=room, member_id=actor.member_id, is_facilitator=True, joined_at=clock.now()
    )
    record_in_room(actor, Event.ROOM_OPENED, room)
    return room


def _check_about(actor: Actor, held: Round, team: Team, about: int | None) -> None:
    if about is None:
        return
    drafts = visible_objectives(actor).filter(published_at__isnull=True, cycle=held.cycle_id)
    if not drafts.filter(id=about, team=team).exists():
        refuse("about", _("Choose a draft of this team in the round's cycle."))


@atomic
def move_stage(actor: Actor, room_id: int, *, stage: str) -> Room:
    """Go on, go back or leave stages out. `ended` ends the room. The timer stops."""
    if stage == Stage.ENDED:
        return end_room(actor, room_id)
    within = lock_room(actor, room_id)
    room = within.room
    require_going(room)
    rules.require(actor, "room.facilitate", within)
    if room.stage != stage:
        room.stage = stage
        stop_timer(room)
        grow(room, "stage", *CLOCK)
    return room


@atomic
def set_timer(actor: Actor, room_id: int, *, minutes: int) -> Room:
    """Everybody sees the time run down; 0 stops it."""
    within = lock_room(actor, room_id)
    room = within.room
    require_going(room)
    rules.require(actor, "room.facilitate", within)
    stop_timer(room)
    if minutes:
        room.timer_ends_at = clock.now() + timedelta(minutes=minutes)
    grow(room, *CLOCK)
    return room


@atomic
def change_room(
    actor: Actor,
    room_id: int,
    *,
    dots: int | None = None,
    is_invited: bool | None = None,
    is_anonymous: bool | None = None,
) -> Room:
    """What is given. Whether proposals are anonymous can be changed while there are none."""
    within = lock_room(actor, room_id)
    room = within.room
    require_going(room)
    rules.require(actor, "room.facilitate", within)
    if is_anonymous is not None and is_anonymous != room.is_anonymous and room.proposals.exists():
        raise Conflict(_("Something was proposed already, and who did so counted on it."))
    room.dots = room.dots if dots is None else dots
    room.is_invited = room.is_invited if is_invited is None else is_invited
    room.is_anonymous = room.is_anonymous if is_anonymous is None else is_anonymous
    grow(room, "dots", "is_invited", "is_anonymous")
    return room


@atomic
def seat_members(
    actor: Actor, room_id: int, *, members: list[int], is_facilitator: bool | None = None
) -> Room:
    """Ask people in; with `is_facilitator` True they facilitate too, with False no longer."""
    within = lock_room(actor, room_id)
    room = within.room
    require_going(room)
    rules.require(actor, "room.facilitate", within)
    intake = Intake({})
    found = find_members(actor, members, intake, "members")
    intake.settle()
    _seat(room, found, is_facilitator)
    grow(room)
    return room


def _seat(room: Room, members: list[Member], is_facilitator: bool | None) -> None:
    known = {one.member_id: one for one in Seat.objects.filter(room=room, member__in=members)}
    for seat in known.values():
        seat.left_at = None
        seat.is_facilitator = seat.is_facilitator if is_facilitator is None else is_facilitator
    Seat.objects.bulk_update(known.values(), ["left_at", "is_facilitator"])
    Seat.objects.bulk_create(
        Seat(
            room=room,
            member=member,
            is_facilitator=bool(is_facilitator),
            joined_at=clock.now(),
        )
        for member in members
        if member.id not in known
    )


@atomic
def enter_room(actor: Actor, room_id: int) -> Room:
    """Take a seat; whoever left comes back. Twice changes nothing."""
    within = lock_room(actor, room_id)
    room = within.room
    require_going(room)
    rules.require(actor, "room.take_part", within)
    if sit_down(actor, within):
        grow(room)
    return room


@atomic
def leave_room(actor: Actor, room_id: int) -> Room:
    """Give one's seat up; what was given in a vote stays given."""
    within = lock_room(actor, room_id)
    rules.require(actor, "room.leave", within)
    room = within.room
    if within.seat is not None and within.seat.left_at is None:
        within.seat.left_at = clock.now()
        within.seat.save(update_fields=["left_at"])
        grow(room)
    return room


@atomic
def end_room(actor: Actor, room_id: int) -> Room:
    """Close it: everything stays to be read. Twice changes nothing; an open vote is revealed first."""
    within = lock_room(actor, room_id)
    room = within.room
    rules.require(actor, "room.facilitate", within)
    if room.ended_at is not None:
        return room
    if Ballot.objects.filter(room=room, revealed_at__isnull=True).exists():
        raise Conflict(_("A vote is open in this room. Reveal it first."))
    _end(actor, room)
    return room


def end_rooms(actor: Actor, held: Round) -> None:
    """Every room of a round that is over, in the caller's transaction, which has locked the round
    and nothing that comes after rooms. A vote that was never revealed stays secret."""
    open_ones = Room.objects.filter(round=held, ended_at__isnull=True).order_by("id")
    for room in open_ones.select_for_update(of=("self",), no_key=True).select_related("team"):
        _end(actor, room)


def _end(actor: Actor, room: Room) -> None:
    room.stage, room.ended_at = Stage.ENDED, clock.now()
    stop_timer(room)
    grow(room, "stage", "ended_at", *CLOCK)
    record_in_room(actor, Event.ROOM_ENDED, room)
