"""Who hears of comments, check-ins and weekly updates."""

from typing import Final

from cairn.checkins.models import CheckIn, Comment
from cairn.events.models import Event
from cairn.notifications.audience import Audience, because
from cairn.notifications.models import Topic
from cairn.organization.models import Member

CONFIDENCE_FALL: Final = 3


def commented(event: Event) -> Audience:
    """Those who answer for what is talked about, those in the thread, and above all those named."""
    comment = (
        Comment.objects.select_related("objective", "key_result")
        .filter(id=event.subject_id)
        .first()
    )
    if comment is None:
        return Audience(Topic.TALK)
    owners = [comment.objective.owner_id]
    owners += [comment.key_result.owner_id] if comment.key_result else []
    heard = because("owner", owners)
    if comment.parent_id:
        thread = Comment.objects.filter(parent=comment.parent_id) | Comment.objects.filter(
            id=comment.parent_id
        )
        heard |= because("thread", thread.values_list("author_id", flat=True))
    heard |= because("mentioned", comment.mentions.values_list("member_id", flat=True))
    return Audience(Topic.TALK, heard, f"/comments/{comment.id}")


def checked_in(event: Event) -> Audience | None:
    """The objective's owner, where confidence fell or something is in the way."""
    before, now = event.old.get("confidence"), event.new.get("confidence")
    fell = isinstance(before, int) and isinstance(now, int) and before - now >= CONFIDENCE_FALL
    found = (
        CheckIn.objects.select_related("key_result__objective").filter(id=event.subject_id).first()
    )
    if found is None or not (fell or found.blockers):
        return None
    owner = found.key_result.objective.owner_id
    url = f"/objectives/{event.objective_id}#kr-{found.key_result_id}"
    facts = {"before": before, "now": now, "said": found.blockers[:300]}
    return Audience(
        Topic.CHECKINS, because("owner", [owner]), url, facts, "fell" if fell else "blocked"
    )


def manager_hears(event: Event) -> Audience:
    """Of a published weekly update."""
    manager = (
        Member.objects.filter(id=event.actor_id or 0).values_list("manager_id", flat=True).first()
    )
    url = f"/weekly/updates/{event.subject_id}"
    return Audience(Topic.CHECKINS, because("manager", [manager]), url)
