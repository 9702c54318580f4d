"""Who hears of planning rounds and of their steps."""

from collections.abc import Iterable
from typing import Final

from cairn.events.models import Event
from cairn.notifications.asked import lead_of
from cairn.notifications.audience import Audience, because
from cairn.notifications.models import Topic
from cairn.organization.actor import Role
from cairn.organization.models import Member, Team, TeamMember
from cairn.planning.models import Round, Step, StepKind

TOPIC: Final = Topic.CONFIRMATIONS


def round_started(event: Event) -> Audience | None:
    """Everybody who may propose, with the link to it."""
    found = _round(event)
    room = found.rooms.filter(team=found.team_id, about__isnull=True).first() if found else None
    if found is None or room is None:
        return None
    collects = found.steps.filter(kind=StepKind.COLLECT).first()
    facts = {"team": found.team.name, "day": (collects or found).ends_on}
    return Audience(TOPIC, because("member", _people(found)), f"/rooms/{room.id}/propose", facts)


def round_announced(event: Event) -> Audience | None:
    found = _round(event)
    if found is None:
        return None
    everybody = _people(found, with_viewers=True)
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


def _people(held: Round, *, with_viewers: bool = False) -> Iterable[int]:
    """Of the round's team and of those below; of the company everybody. Who only looks is asked
    nothing."""
    people = Member.objects.filter(organization_id=held.organization_id, left_at__isnull=True)
    if not with_viewers:
        people = people.exclude(role=Role.VIEWER)
    if not held.team.is_company:
        teams = Team.objects.open().under(held.team)
        people = people.filter(id__in=TeamMember.objects.filter(team__in=teams).values("member"))
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
