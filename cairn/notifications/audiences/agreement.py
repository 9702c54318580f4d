"""Who hears of what is submitted, confirmed and returned, and of what vanishes before."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from cairn.events.models import Event
from cairn.goals.models import Confirmation, Objective
from cairn.goals.opening import open_objectives
from cairn.goals.policy import can_see
from cairn.notifications.asked import standing_in, stewards_of
from cairn.notifications.audience import Audience, because
from cairn.notifications.models import Topic
from cairn.organization.actor import Face
from cairn.organization.models import Member
from cairn.organization.signing import actor_for
from cairn.storage.ids import read_id


def submitted(event: Event) -> Audience:
    waiting = Confirmation.objects.select_related("asked").filter(verdict="")
    found = waiting.filter(objective=event.subject_id).first()
    if found is None:
        return Audience(Topic.CONFIRMATIONS)
    asked = [found.asked_id] if found.asked_id else stewards_of(event.organization_id)
    heard = because("stand_in", standing_in(event.organization_id, found.asked_id))
    facts = {"said": found.note, "asked": found.asked.name if found.asked else None}
    return Audience(Topic.CONFIRMATIONS, heard | because("asked", asked), facts=facts)


def asked_anew(event: Event) -> Audience:
    """Whoever is asked now, and whoever was asked until then."""
    now, last = submitted(event), _last(event.subject_id)
    former = Member.objects.filter(id=read_id(str(event.old.get("asked_id"))) or 0)
    before = former.select_related("organization").first()
    if last is None or before is None or before.id in now.heard:
        return now
    objective = open_objectives([event.subject_id or 0]).get(event.subject_id or 0)
    is_seen = objective is not None and can_see(actor_for(before, Face.TASK), objective)
    heard = because("was_asked", [before.id])
    gone = _gone(last, heard) if not is_seen else replace(now, heard=heard, variant="passed")
    return replace(now, others=(gone,))


def deleted(event: Event) -> Audience | None:
    """Whoever was to confirm it; restored, it asks them again."""
    last = _last(event.subject_id)
    if last is None or last.verdict:
        return None
    return _gone(last, _waited_for(event, last))


def _last(objective_id: int | None) -> Confirmation | None:
    said = Confirmation.objects.filter(objective=objective_id or 0)
    return said.select_related("submitted_by__organization").order_by("-id").first()


def _gone(last: Confirmation, heard: dict[int, str]) -> Audience:
    """What they may not see any more is not named to them."""
    by, topic = last.submitted_by, Topic.CONFIRMATIONS
    day = last.submitted_at.astimezone(ZoneInfo(by.organization.time_zone)).date()
    facts = {"submitter": by.name, "day": day}
    return Audience(topic, heard, facts=facts, variant="gone", is_nameless=True)


def _waited_for(event: Event, last: Confirmation) -> dict[int, str]:
    """Everybody who could have answered."""
    asked = [last.asked_id] if last.asked_id else stewards_of(event.organization_id)
    return because("was_asked", [*asked, *standing_in(event.organization_id, last.asked_id)])


def agreed(event: Event) -> Audience:
    """Confirmed or returned: whoever submitted it, and its owner."""
    last = Confirmation.objects.filter(objective=event.subject_id).order_by("-id").first()
    owner = Objective.objects.filter(id=event.subject_id).values_list("owner_id", flat=True).first()
    heard = because("owner", [owner]) | because(
        "requester", [last.submitted_by_id if last else None]
    )
    return Audience(Topic.CONFIRMATIONS, heard)


def withdrawn(event: Event) -> Audience:
    """Whoever was asked; who only stood in may no longer see what is a draft."""
    last = _last(event.subject_id)
    if last is None:
        return Audience(Topic.CONFIRMATIONS)
    stood_in = because("was_asked", standing_in(event.organization_id, last.asked_id))
    heard = _waited_for(event, last)
    asked = {member: "asked" for member in heard if member not in stood_in}
    return Audience(Topic.CONFIRMATIONS, asked, others=(_gone(last, stood_in),))
