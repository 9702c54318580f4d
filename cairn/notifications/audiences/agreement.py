"""Who hears of what is submitted, confirmed and returned."""

from cairn.events.models import Event
from cairn.goals.models import Confirmation, Objective
from cairn.notifications.asked import standing_in, stewards_of
from cairn.notifications.audience import Audience, because
from cairn.notifications.models import Topic


def submitted(event: Event) -> Audience:
    waiting = Confirmation.objects.select_related("asked").filter(verdict="")
    found = waiting.filter(objective=event.subject_id).first()
    if found is None:
        return Audience(Topic.CONFIRMATIONS)
    asked = [found.asked_id] if found.asked_id else stewards_of(event.organization_id)
    heard = because("stand_in", standing_in(event.organization_id, found.asked_id))
    facts = {"said": found.note, "asked": found.asked.name if found.asked else None}
    return Audience(Topic.CONFIRMATIONS, heard | because("asked", asked), facts=facts)


def agreed(event: Event) -> Audience:
    """Confirmed or returned: whoever submitted it, and its owner."""
    last = Confirmation.objects.filter(objective=event.subject_id).order_by("-id").first()
    owner = Objective.objects.filter(id=event.subject_id).values_list("owner_id", flat=True).first()
    heard = because("owner", [owner]) | because(
        "requester", [last.submitted_by_id if last else None]
    )
    return Audience(Topic.CONFIRMATIONS, heard)


def withdrawn(event: Event) -> Audience:
    last = Confirmation.objects.filter(objective=event.subject_id).order_by("-id").first()
    return Audience(Topic.CONFIRMATIONS, because("asked", [last.asked_id if last else None]))
