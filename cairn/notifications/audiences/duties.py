"""Who hears of what became theirs, and of absences."""

from typing import Any

from cairn.events.models import Event
from cairn.goals.models import KeyResult, Objective
from cairn.notifications.audience import Audience, because, objective_url
from cairn.notifications.models import Topic
from cairn.organization.models import Absence
from cairn.storage.ids import read_id


def handed_over(event: Event) -> Audience:
    """Whoever answers for it now."""
    of_key_result = event.kind.startswith("key_result")
    model: Any = KeyResult if of_key_result else Objective
    owner = model.objects.filter(id=event.subject_id).values_list("owner_id", flat=True).first()
    return Audience(Topic.CHECKINS, because("heir", [owner]), objective_url(event))


def template_given(event: Event) -> Audience | None:
    """Whoever answers for a draft that was handed out."""
    if not event.new.get("handed_out"):
        return None
    found = Objective.objects.filter(id=event.objective_id or 0, deleted_at__isnull=True)
    owner = found.values_list("owner_id", flat=True).first()
    facts = {"template": event.new.get("template")}
    return Audience(Topic.CONFIRMATIONS, because("heir", [owner]), facts=facts)


def absent(event: Event) -> Audience | None:
    """Who stands in, who did before, and the one who is away."""
    id = read_id(str(event.new.get("absence")))
    found = Absence.objects.select_related("member").filter(id=id or 0).first()
    if found is None:
        return None
    heard = because("away", [found.member_id])
    heard |= because("stood_in", [read_id(str(event.old.get("stand_in_id", "")))])
    heard |= because("stand_in", [found.stand_in_id])
    facts = {"away": found.member.name, "first": found.starts_on, "last": found.ends_on}
    return Audience(Topic.CHECKINS, heard, "/settings/absences", facts)
