"""Choosing one's mails. Private acts: the ledger tells nobody."""

from collections.abc import Mapping
from typing import Any

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.intake import MISSING, Intake, present
from cairn.notifications.digests import mail_time
from cairn.notifications.models import MailChoice, Notice, Pace, Topic
from cairn.notifications.policy import rules
from cairn.notifications.stopping import EVERYTHING
from cairn.notifications.telling import wish_of, zone_of
from cairn.organization.actor import Actor
from cairn.organization.models import Member
from cairn.storage import clock


def read_mail_choice(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `choose_mail`; only what was given."""
    intake = Intake(fields)
    arguments = present(
        pace=intake.choice("pace", tuple(Pace)),
        hour=intake.whole("hour", 0, 23),
        weekday=intake.whole("weekday", 0, 6),
        quiet_from=intake.whole("quiet_from", 0, 23),
        quiet_to=intake.whole("quiet_to", 0, 23),
        muted=_topics(intake),
    )
    intake.settle()
    return arguments


def _topics(intake: Intake) -> Any:
    value = intake.fields.get("muted", MISSING)
    if value is MISSING:
        return MISSING
    topics = value if isinstance(value, list | tuple) else [value]
    if any(topic not in Topic.values for topic in topics):
        choices = ", ".join(sorted(Topic.values))
        intake.refuse("muted", _("Choose one of: %(choices)s.") % {"choices": choices})
        return MISSING
    return sorted({str(topic) for topic in topics})


def choice_of(member_id: int) -> MailChoice:
    """The member's, or the defaults, not yet kept."""
    found = MailChoice.objects.filter(member=member_id).first()
    return found or MailChoice(member_id=member_id)


@atomic
def choose_mail(actor: Actor, **changes: Any) -> MailChoice:
    """Change what is given: see `MailChoice`. What waits to be mailed follows."""
    rules.require(actor, "mail.choose", None)
    return _change(_lock(actor.member_id), changes)


@atomic
def stop_mails(member_id: int, what: str) -> Member | None:
    """What the link in a mail does: no more mails about a topic, or none at all. Twice changes
    nothing. None where the member has left."""
    member = Member.objects.filter(id=member_id, left_at__isnull=True).first()
    if member is None:
        return None
    member = _lock(member_id)
    if what == EVERYTHING:
        _change(member, {"pace": Pace.NEVER})
    else:
        _change(member, {"muted": sorted({*choice_of(member_id).muted, what})})
    return member


def _lock(member_id: int) -> Member:
    """One after another for each person, so that there is one choice."""
    found = Member.objects.select_for_update(of=("self",), no_key=True)
    return found.select_related("organization").get(id=member_id)


def _change(member: Member, changes: Mapping[str, Any]) -> MailChoice:
    choice = choice_of(member.id)
    for name, value in changes.items():
        setattr(choice, name, value)
    choice.changed_at = clock.now()
    choice.save()
    reckon_anew(member, choice)
    return choice


def reckon_anew(member: Member, choice: MailChoice) -> None:
    """When what waits goes out, after another choice or in another time zone."""
    wish, zone = wish_of(choice), zone_of(member)
    waiting = list(
        Notice.objects.filter(
            member=member, mail__isnull=True, seen_at__isnull=True, mail_at__isnull=False
        )
    )
    for notice in waiting:
        notice.mail_at = mail_time(wish, zone, notice.topic, notice.at)
    Notice.objects.bulk_update(waiting, ["mail_at"], batch_size=500)
