"""Answering where somebody named one."""

from django.db.transaction import atomic

from cairn.checkins.commands.comments import add_comment
from cairn.checkins.models import Comment, Mention
from cairn.errors import NotFound
from cairn.goals.policy import rules
from cairn.goals.queries import seen_through
from cairn.organization.actor import Actor
from cairn.storage import clock


@atomic
def answer_mention(
    actor: Actor, mention_id: int, *, body: str, submission: str | None = None
) -> Comment:
    """Reply in the thread where the actor was named; the mention is done."""
    mention = _lock(actor, mention_id)
    said = mention.comment
    answer = add_comment(actor, said.objective_id, body=body, parent=said.id, submission=submission)
    _see(mention)
    return answer


@atomic
def see_mention(actor: Actor, mention_id: int) -> Mention:
    """The actor has read it and has nothing to answer."""
    rules.require(actor, "objective.comment", None)
    mention = _lock(actor, mention_id)
    _see(mention)
    return mention


def _see(mention: Mention) -> None:
    mention.seen_at = mention.seen_at or clock.now()
    mention.save(update_fields=["seen_at"])


def _lock(actor: Actor, mention_id: int) -> Mention:
    found = (
        Mention.objects.select_for_update(of=("self",))
        .select_related("comment")
        .filter(
            seen_through(actor, "comment__objective_id"),
            id=mention_id,
            member_id=actor.member_id,
            comment__deleted_at__isnull=True,
        )
        .first()
    )
    if found is None:
        raise NotFound
    return found
