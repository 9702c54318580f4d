"""Who hears of requests for help."""

from cairn.checkins.models import HelpRequest
from cairn.events.models import Event
from cairn.notifications.asked import standing_in
from cairn.notifications.audience import Audience, because
from cairn.notifications.models import Topic


def help_asked(event: Event) -> Audience:
    found = HelpRequest.objects.select_related("asked").filter(id=event.subject_id).first()
    if found is None:
        return Audience(Topic.HELP)
    heard = because("stand_in", standing_in(event.organization_id, found.asked_id))
    heard |= because("asked", [found.asked_id])
    return Audience(Topic.HELP, heard, "/inbox#help", {"asked": found.asked.name})


def help_handed_over(event: Event) -> Audience | None:
    """Whoever is asked now, and whoever asked: of them something else is to be expected. Or else
    whoever the request belongs to now."""
    found = HelpRequest.objects.filter(id=event.subject_id).first()
    if found is None:
        return None
    if "asked" in event.new:
        heard = because("requester", [found.asked_by_id]) | because("heir", [found.asked_id])
        facts = {"was": event.old.get("asked"), "now": event.new["asked"]}
        return Audience(Topic.HELP, heard, _place_of_help(found), facts, "wanted")
    facts = {"was": event.old.get("asked_by")}
    heard = because("heir", [found.asked_by_id])
    return Audience(Topic.HELP, heard, _place_of_help(found), facts)


def help_withdrawn(event: Event) -> Audience:
    """Whoever asked, where somebody else took it back."""
    found = HelpRequest.objects.filter(id=event.subject_id).first()
    heard = because("requester", [found.asked_by_id if found else None])
    return Audience(Topic.HELP, heard)


def _place_of_help(found: HelpRequest) -> str:
    return (
        f"/objectives/{found.objective_id}#help-{found.id}" if found.objective_id else "/inbox#help"
    )


def help_answered(event: Event) -> Audience:
    found = HelpRequest.objects.filter(id=event.subject_id).first()
    heard = because("requester", [found.asked_by_id if found else None])
    return Audience(Topic.HELP, heard, facts={"said": found.answer[:300] if found else ""})
