"""Who hears of alignments, and of what teams need from each other."""

from cairn.events.models import Event
from cairn.goals.models import Alignment, Dependency
from cairn.notifications.asked import lead_of, stewards_of, who_answers_for
from cairn.notifications.audience import Audience, because
from cairn.notifications.models import Topic


def alignment_asked(event: Event) -> Audience:
    found = _alignment(event)
    if found is None:
        return Audience(Topic.ALIGNMENTS)
    owner = found.key_result.owner_id if found.key_result else None
    asked = [owner] if owner else who_answers_for(found.target)
    return Audience(Topic.ALIGNMENTS, because("asked", asked))


def alignment_answered(event: Event) -> Audience:
    found = _alignment(event)
    if found is None:
        return Audience(Topic.ALIGNMENTS)
    heard = because("owner", [found.objective.owner_id])
    heard |= because("requester", [found.requested_by_id])
    return Audience(Topic.ALIGNMENTS, heard, url=f"/objectives/{found.objective_id}")


def alignment_ended(event: Event) -> Audience:
    found = _alignment(event)
    if found is None:
        return Audience(Topic.ALIGNMENTS)
    owners = [found.objective.owner_id, found.target.owner_id]
    return Audience(Topic.ALIGNMENTS, because("owner", owners))


def _alignment(event: Event) -> Alignment | None:
    loaded = Alignment.objects.select_related("objective", "target__team", "key_result")
    return loaded.filter(id=event.subject_id).first()


def dependency_asked(event: Event) -> Audience:
    found = _dependency(event)
    if found is None:
        return Audience(Topic.ALIGNMENTS)
    lead = lead_of(found.team)
    asked = [lead] if lead else stewards_of(event.organization_id)
    return _of_dependency(found, because("asked", asked))


def dependency_answered(event: Event) -> Audience:
    found = _dependency(event)
    if found is None:
        return Audience(Topic.ALIGNMENTS)
    heard = because("owner", [found.objective.owner_id])
    return _of_dependency(found, heard | because("requester", [found.requested_by_id]))


def dependency_delivered(event: Event) -> Audience:
    """Either side may say so: the other one hears."""
    found = _dependency(event)
    if found is None:
        return Audience(Topic.ALIGNMENTS)
    heard = because("asked", [lead_of(found.team)]) | because("owner", [found.objective.owner_id])
    return _of_dependency(found, heard | because("requester", [found.requested_by_id]))


def _dependency(event: Event) -> Dependency | None:
    loaded = Dependency.objects.select_related("objective", "team")
    return loaded.filter(id=event.subject_id).first()


def _of_dependency(found: Dependency, heard: dict[int, str]) -> Audience:
    facts = {"team": found.team.name, "day": found.needed_on, "objective": found.objective.title}
    return Audience(Topic.ALIGNMENTS, heard, f"/dependencies/{found.id}", facts)
