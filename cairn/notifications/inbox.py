"""Marking notices as seen. Private acts: the ledger tells nobody."""

from collections.abc import Collection
from typing import Final

from django.db.models import Q
from django.db.transaction import atomic

from cairn.checkins.models import Mention
from cairn.errors import Conflict, NotFound
from cairn.events.kinds import Kind
from cairn.jobs.commands import hurry
from cairn.notifications.delivery import resendable
from cairn.notifications.models import Mail, Notice
from cairn.notifications.notices import notices_of
from cairn.notifications.policy import rules
from cairn.organization.actor import Actor
from cairn.storage import clock


@atomic
def see_notices(
    actor: Actor, ids: Collection[int] | None = None, *, until: int | None = None
) -> int:
    """Those of the ids, or all up to one, are seen; others' and unknown ones are left alone.
    How many were news."""
    rules.require(actor, "notice.see", None)
    mine = Notice.objects.filter(member=actor.member_id, seen_at__isnull=True)
    if ids is not None:
        mine = mine.filter(id__in=ids)
    if until is not None:
        mine = mine.filter(id__lte=until)
    return mine.update(seen_at=clock.now())


def see_notices_of_mention(actor: Actor, mention_id: int) -> list[int]:
    """Where somebody named the actor is dealt with: so is the news of it. Which were news."""
    named = Mention.objects.filter(id=mention_id, member=actor.member_id).values("comment_id")
    return _see(actor, Q(kind=Kind.COMMENT_ADDED, subject_id__in=named))


def see_notices_of_discussion(actor: Actor, objective_id: int) -> list[int]:
    """Who reads what is said about an objective has the news of it. Which were news."""
    return _see(actor, Q(kind=Kind.COMMENT_ADDED, objective=objective_id))


NEWS_OF: Final = {
    "help": (Kind.HELP_ASKED, Kind.HELP_HANDED_OVER),
    "confirm": (
        *(Kind.OBJECTIVE_SUBMITTED, Kind.OBJECTIVE_ASKED_ANEW),
        Kind.OBJECTIVE_RESTORED,
    ),
    "returned": (Kind.OBJECTIVE_RETURNED,),
    "alignment": (Kind.ALIGNMENT_REQUESTED,),
    "dependency": (Kind.DEPENDENCY_REQUESTED, Kind.DEPENDENCY_CHANGED),
    "action": (Kind.ACTION_ADDED, Kind.ACTION_CHANGED, Kind.ACTION_HANDED_OVER),
    "kpi": ("reminder.kpi",),
}
"""The news that an answer deals with, by what it answers."""


def see_notices_of_answer(actor: Actor, sort: str, subject_id: int) -> list[int]:
    """What was asked is answered: so is the news of it. Which were news."""
    if sort == "mention":
        return see_notices_of_mention(actor, subject_id)
    told = Q(pk__in=())
    for kind in NEWS_OF.get(sort, ()):
        told |= Q(kind__startswith=kind)
    return _see(actor, told & Q(subject_id=subject_id)) if sort in NEWS_OF else []


def _see(actor: Actor, which: Q) -> list[int]:
    found = Notice.objects.filter(which, member=actor.member_id, seen_at__isnull=True)
    ids = list(found.values_list("id", flat=True))
    if ids:
        Notice.objects.filter(id__in=ids).update(seen_at=clock.now())
    return ids


@atomic
def open_notice(actor: Actor, notice_id: int) -> str:
    """It is seen now; where it leads. `NotFound` for what the actor may not see."""
    rules.require(actor, "notice.see", None)
    found = notices_of(actor).filter(id=notice_id).first()
    if found is None:
        raise NotFound
    see_notices(actor, [notice_id])
    return found.url


@atomic
def send_again(actor: Actor, mail_id: int) -> Mail:
    """Try at once what was given up or waits for its next try."""
    rules.require(actor, "mail.manage", None)
    mail = (
        Mail.objects.select_for_update()
        .filter(id=mail_id, organization=actor.organization_id)
        .first()
    )
    if mail is None:
        raise NotFound
    if not Mail.objects.filter(resendable(), id=mail_id).exists():
        raise Conflict
    mail.failed_at, mail.next_at, mail.created_at = None, clock.now(), clock.now()
    mail.save(update_fields=["failed_at", "next_at", "created_at"])
    hurry("mails.send")
    return mail
