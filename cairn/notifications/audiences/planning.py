"""Who hears of planning rounds and of their steps."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import F, Q

from cairn.events.models import Event
from cairn.notifications.asked import lead_of
from cairn.notifications.audience import Audience, because
from cairn.notifications.models import Topic
from cairn.organization.actor import Role
from cairn.organization.models import Member, Team, TeamMember
from cairn.planning.models import Room, Round, Seat, Stage, Step, StepKind
from cairn.planning.rounds import IN_A_ROOM

TOPIC: Final = Topic.CONFIRMATIONS


def round_started(event: Event) -> Audience | None:
    """Everybody who may propose, with the link to it."""
    found = _round(event)
    room = _first_room(found) if found else None
    if found is None or room is None:
        return None
    collects = found.steps.filter(kind=StepKind.COLLECT).first()
    facts = {"team": found.team.name, "day": (collects or found).ends_on}
    heard = because("member", _people(found.team))
    return Audience(TOPIC, heard, f"/rooms/{room.id}/propose", facts)


def room_opened(event: Event) -> Audience | None:
    """Who may propose there, while it collects. The round's own mail asked for its first room; whom a
    room over key results concerns sits in the one that it came from."""
    rooms = Room.objects.select_related("team", "round__team", "round__cycle")
    room = rooms.filter(id=event.subject_id, stage=Stage.COLLECTING, about__isnull=True).first()
    if room is None or _first_room(room.round) == room:
        return None
    facts = {
        "team": room.team.name,
        "title": room.round.cycle.name,
        "day": _last_day(room),
    }
    return Audience(TOPIC, because("team", _asked_in(room)), f"/rooms/{room.id}/propose", facts)


def _first_room(held: Round) -> Room | None:
    """The one that was opened with the round."""
    return held.rooms.filter(team=held.team_id, about__isnull=True).order_by("id").first()


def _last_day(room: Room) -> date:
    """Of the step that the team takes in its room, the one begun last before those to come; else of
    the round."""
    open_ones = room.round.steps.filter(
        team=room.team, kind__in=IN_A_ROOM, done_at__isnull=True, skipped_at__isnull=True
    )
    latest_begun = F("begun_at").desc(nulls_last=True)
    return (open_ones.order_by(latest_begun, "starts_on", "id").first() or room.round).ends_on


def _asked_in(room: Room) -> Iterable[int]:
    if room.is_invited:
        seats = Seat.objects.filter(room=room, left_at__isnull=True)
        return seats.values_list("member_id", flat=True)
    return _people(room.team)


def round_announced(event: Event) -> Audience | None:
    found = _round(event)
    if found is None:
        return None
    everybody = _people(found.team, with_viewers=True)
    return Audience(TOPIC, because("team", everybody), f"/rounds/{found.id}")


def round_cancelled(event: Event) -> Audience | None:
    """Those who had a step to take."""
    found = _round(event)
    if found is None:
        return None
    leads = Team.objects.open().under(found.team).values_list("lead_id", flat=True)
    return Audience(TOPIC, because("lead", [*leads, found.started_by_id]), f"/rounds/{found.id}")


def _round(event: Event) -> Round | None:
    return Round.objects.select_related("team").filter(id=event.subject_id).first()


def _people(team: Team, *, with_viewers: bool = False) -> Iterable[int]:
    """Of the team and of those below, with their leads; of the company everybody. Who only looks is
    asked nothing."""
    people = Member.objects.filter(organization_id=team.organization_id, left_at__isnull=True)
    if not with_viewers:
        people = people.exclude(role=Role.VIEWER)
    if not team.is_company:
        teams = Team.objects.open().under(team)
        sits = TeamMember.objects.filter(team__in=teams).values("member")
        people = people.filter(Q(id__in=sits) | Q(id__in=teams.values("lead")))
    return people.values_list("id", flat=True)


def step_done(event: Event) -> Audience | None:
    """A team has its set: whoever confirms it, the lead above."""
    step = _step(event)
    if step is None or step.kind not in (StepKind.HAND_ON, StepKind.CASCADE):
        return None
    above = step.team.parent
    asked = lead_of(above) if above is not None else None
    return Audience(TOPIC, because("asked", [asked]), f"/rounds/{step.round_id}#{step.kind}")


def step_wanted(event: Event) -> Audience | None:
    """A step is to be done again, or goes on for another hour: the team's lead."""
    step = _step(event)
    if step is None:
        return None
    here = f"/rounds/{step.round_id}"
    place = (
        f"{here}#{step.kind}"
        if step.team_id == step.round.team_id
        else f"{here}/teams/{step.team_id}"
    )
    return Audience(TOPIC, because("lead", [lead_of(step.team)]), place)


def _step(event: Event) -> Step | None:
    steps = Step.objects.select_related("team__parent", "round")
    return steps.filter(id=event.subject_id).first()
