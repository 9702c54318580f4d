"""Who hears of endings, scores and the phases of cycles."""

from cairn.events.models import Event
from cairn.goals.models import KeyResult, Objective, Part, Participant
from cairn.notifications.asked import stewards_of
from cairn.notifications.audience import Audience, because, objective_url
from cairn.notifications.models import Topic


def closed(event: Event) -> Audience:
    """Those who worked for it, and those who were named as its readers."""
    named = Participant.objects.filter(objective=event.subject_id)
    people: list[int | None] = [
        *KeyResult.objects.filter(objective=event.subject_id, deleted_at__isnull=True).values_list(
            "owner_id", flat=True
        ),
        *named.filter(part=Part.COLLABORATOR).values_list("member_id", flat=True),
    ]
    readers = because("reader", named.filter(part=Part.READER).values_list("member_id", flat=True))
    owner = Objective.objects.filter(id=event.subject_id).values_list("owner_id", flat=True).first()
    heard = readers | because("participant", people) | because("owner", [owner])
    return Audience(Topic.REVIEWS, heard)


def scored(event: Event) -> Audience:
    """The objective's owner, and whose key result it is."""
    owner = (
        Objective.objects.filter(id=event.objective_id or 0)
        .values_list("owner_id", flat=True)
        .first()
    )
    doer = KeyResult.objects.filter(id=event.subject_id).values_list("owner_id", flat=True).first()
    heard = because("key_result", [doer]) | because("owner", [owner])
    return Audience(Topic.REVIEWS, heard, objective_url(event))


def phase_moved(event: Event) -> Audience | None:
    """Scoring has begun: those who answer for something in the cycle. It is closed: those who look
    after cycles. Not where a closed cycle is opened again."""
    if event.new.get("phase") == "closed":
        return cycle_closed(event, variant="closed")
    if (event.old.get("phase"), event.new.get("phase")) != ("running", "scoring"):
        return None
    going = Objective.objects.filter(
        cycle=event.subject_id, closed_as="", deleted_at__isnull=True, published_at__isnull=False
    )
    owners = going.exclude(owner__isnull=True).values_list("owner_id", flat=True).distinct()
    return Audience(Topic.REVIEWS, because("owner", owners), "/reviews")


def cycle_closed(event: Event, variant: str = "") -> Audience:
    """Those who look after cycles; where it closed by itself, also the one of them who ended the last
    objective."""
    return Audience(
        Topic.REVIEWS,
        because("steward", stewards_of(event.organization_id)),
        f"/cycles/{event.subject_id}/close",
        variant=variant,
        tells_actor=not variant,
    )
