"""Talking about an objective: comments, replies and mentions."""

import re
from collections import defaultdict
from collections.abc import Iterable

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.checkins.models import Comment, Mention
from cairn.errors import Forbidden, NotFound
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.goals.commands.locking import lock_objective
from cairn.goals.models import KeyResult, Objective
from cairn.goals.policy import can_see, rules
from cairn.intake import refuse
from cairn.organization.actor import Actor, Face
from cairn.organization.models import Member
from cairn.organization.signing import actor_for
from cairn.storage import clock

LONGEST_NAME = 40
_AT = re.compile(rf"[@＠]([^\n@＠]{{1,{LONGEST_NAME}}})")


@atomic
def add_comment(
    actor: Actor,
    objective_id: int,
    *,
    body: str,
    parent: int | None = None,
    key_result: int | None = None,
    submission: str | None = None,
) -> Comment:
    """Say something; `parent` is the comment that this one answers. `@Name` mentions a member."""
    objective = lock_objective(actor, objective_id)
    rules.require(actor, "objective.comment", objective)
    if submission and (first := objective.comments.filter(submission=submission).first()):
        return first
    if not body.strip():
        refuse("body", _("Write something first."))
    comment = Comment.objects.create(
        organization_id=actor.organization_id,
        objective=objective,
        key_result=_own(objective, key_result),
        parent=_thread(objective, parent),
        author_id=actor.member_id,
        body=body,
        created_at=clock.now(),
        submission=submission or None,
    )
    mention(comment, objective)
    _record(actor, Event.COMMENT_ADDED, comment, objective, new=body)
    return comment


def _own(objective: Objective, key_result_id: int | None) -> KeyResult | None:
    if key_result_id is None:
        return None
    found = objective.key_results.filter(id=key_result_id, deleted_at__isnull=True).first()
    if found is None:
        refuse("key_result", NotFound.reason)
    return found


def _thread(objective: Objective, parent_id: int | None) -> Comment | None:
    """The comment at the head of the thread: replies to replies join it."""
    if parent_id is None:
        return None
    parent = objective.comments.filter(id=parent_id).select_related("parent").first()
    if parent is None:
        refuse("parent", NotFound.reason)
    return parent.parent or parent


def mention(comment: Comment, objective: Objective) -> None:
    """Note the members named in a comment who may see the objective."""
    for member in named_members(comment.body, objective.organization_id):
        reader = actor_for(member, Face.TASK)
        if member.id != comment.author_id and can_see(reader, objective):
            Mention.objects.get_or_create(comment=comment, member=member)


def named_members(body: str, organization_id: int) -> list[Member]:
    """The members whose names follow an @, the longest name that fits each.

    Of namesakes all are named: nobody can tell which was meant.
    """
    tails = _tails(body)[:20]
    known = _members_at(tails, organization_id)
    named: dict[int, Member] = {}
    for tail in tails:
        fitting = [name for name in known if tail.startswith(name)]
        if fitting:
            named |= {member.id: member for member in known[max(fitting, key=len)]}
    return list(named.values())


def known_names(texts: Iterable[str], organization_id: int) -> dict[str, int]:
    """The names that follow an @ somewhere and are one member's alone, with that member's id.

    One query, however many texts.
    """
    tails = [tail for text in texts for tail in _tails(text)]
    known = _members_at(tails, organization_id)
    return {name: members[0].id for name, members in known.items() if len(members) == 1}


def _tails(body: str) -> list[str]:
    """What follows each @, as far as a name may reach."""
    return [found.group(1) for found in _AT.finditer(body)]


def _members_at(tails: Iterable[str], organization_id: int) -> dict[str, list[Member]]:
    """By name, those with whose name one of the texts begins."""
    prefixes = {tail[:length].strip() for tail in tails for length in range(1, len(tail) + 1)}
    known: dict[str, list[Member]] = defaultdict(list)
    for member in Member.objects.filter(
        organization_id=organization_id, left_at__isnull=True, name__in=prefixes
    ).select_related("organization"):
        known[member.name].append(member)
    return known


@atomic
def edit_comment(actor: Actor, comment_id: int, *, body: str) -> Comment:
    """Its author may reword a comment, and nobody else."""
    comment, objective = _lock(actor, comment_id)
    if comment.author_id != actor.member_id:
        raise Forbidden(_("Only its author may change a comment."))
    if not body.strip():
        refuse("body", _("Write something first."))
    old, comment.body, comment.edited_at = comment.body, body, clock.now()
    comment.save(update_fields=["body", "edited_at"])
    mention(comment, objective)
    _record(actor, Event.COMMENT_CHANGED, comment, objective, old=old, new=body)
    return comment


@atomic
def delete_comment(actor: Actor, comment_id: int) -> Comment:
    """Its author and stewards may take a comment away; its place in the thread stays."""
    comment, objective = _lock(actor, comment_id)
    comment.deleted_at = clock.now()
    comment.save(update_fields=["deleted_at"])
    _record(actor, Event.COMMENT_DELETED, comment, objective)
    return comment


def see_mentions(actor: Actor, objective_id: int) -> None:
    """The actor has looked at the discussion: their open mentions there are done."""
    Mention.objects.filter(
        member_id=actor.member_id,
        comment__objective_id=objective_id,
        comment__organization_id=actor.organization_id,
        seen_at__isnull=True,
    ).update(seen_at=clock.now())


def _lock(actor: Actor, comment_id: int) -> tuple[Comment, Objective]:
    comment = Comment.objects.filter(
        id=comment_id, organization_id=actor.organization_id, deleted_at__isnull=True
    ).first()
    if comment is None:
        raise NotFound
    objective = lock_objective(actor, comment.objective_id)
    if comment.author_id != actor.member_id and not actor.is_steward:
        raise Forbidden(_("Only its author may change a comment."))
    return comment, objective


def _record(
    actor: Actor,
    kind: Event,
    comment: Comment,
    objective: Objective,
    *,
    old: str = "",
    new: str = "",
) -> None:
    record(
        actor,
        kind,
        comment.id,
        title=objective.title,
        objective_id=objective.id,
        team_id=objective.team_id,
        old={"body": old[:500]} if old else {},
        new={"body": new[:500]} if new else {},
    )
