"""One mail from the outside: whose it is, what it wants, and what becomes of it.

What is not ours is left alone and not answered: no stranger learns anything here, and no two machines
write to each other. Nothing that a mail says is written into a log.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from django.db.transaction import atomic
from django.utils import translation
from django.utils.translation import gettext as _

from cairn.errors import Conflict, Refusal
from cairn.mailbox.answering import Told, answer_proposed, answer_refused
from cairn.mailbox.message import Incoming, read_message
from cairn.mailbox.models import TakenMail
from cairn.mailbox.reading import read_idea
from cairn.notifications.answers import answers_since
from cairn.notifications.composing import readers
from cairn.notifications.models import Mail
from cairn.notifications.proposing import ASKING, only_by_link, room_of
from cairn.organization.actor import Actor, Face
from cairn.organization.models import Member
from cairn.organization.signing import actor_for
from cairn.planning.commands.locking import lock_room
from cairn.planning.commands.proposals import propose
from cairn.planning.intake import proposal_fields
from cairn.planning.models import Proposal, Room, Stage
from cairn.planning.reply_addresses import is_tag_of, tags_in
from cairn.storage import clock
from cairn.storage.ids import read_id

MOST_WITHIN: Final = timedelta(hours=1)
MOST_ANSWERS: Final = 30
ROOMS_SINCE: Final = timedelta(days=400)
KEPT: Final = timedelta(days=60)
log = logging.getLogger(__name__)


class Fate(StrEnum):
    PROPOSED = "proposed"
    REFUSED = "refused"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Meant:
    """Who wrote, and to which room; whether to an address that was made for both."""

    member: Member
    room_id: int
    is_addressed: bool


def receive_mail(raw: bytes) -> Fate:
    """Take a mail once. `raw` may be cut off anywhere behind `message.LARGEST`."""
    mail = read_message(raw)
    if mail is None:
        return _ignore("cannot be read")
    if mail.is_automatic:
        return _ignore("comes from a machine")
    meant = next(_addressed(mail), None) or next(_answering(mail), None)
    if meant is None and tags_in(mail.recipients):
        return _ignore("has an address that was not made for its sender", logging.WARNING)
    if meant is None:
        return _ignore("is none of ours")
    member = meant.member
    with translation.override(member.locale or member.organization.locale):
        return _take(meant, mail)


def _ignore(why: str, level: int = logging.INFO) -> Fate:
    log.log(level, "A mail that came in was left alone: it %s", why)
    return Fate.IGNORED


def _addressed(mail: Incoming) -> Iterator[Meant]:
    """Whom the tag of an address was made for, if they are who wrote."""
    tags = tags_in(mail.recipients)
    if not (tags and mail.sender):
        return
    for member in readers().filter(user__email=mail.sender):
        rooms = Room.objects.filter(
            organization=member.organization_id, opened_at__gte=clock.now() - ROOMS_SINCE
        )
        for room_id in rooms.order_by("-id").values_list("id", flat=True):
            if is_tag_of(tags, member.id, room_id):
                yield Meant(member, room_id, is_addressed=True)


def _answering(mail: Incoming) -> Iterator[Meant]:
    """Who answers a mail that asked for anonymous proposals, which carries no address for it."""
    numbers = (one.removeprefix("<cairn.").partition("@")[0] for one in mail.answers)
    asked = Mail.objects.filter(
        id__in=[one for one in map(read_id, numbers) if one],
        member__in=readers().filter(user__email=mail.sender),
        notices__kind__in=ASKING,
    )
    for member_id, url in asked.values_list("member_id", "notices__url"):
        if Room.objects.filter(id=room_of(url), is_anonymous=True).exists():
            yield Meant(readers().get(id=member_id), room_of(url), is_addressed=False)


@atomic
def _take(meant: Meant, mail: Incoming) -> Fate:
    _taken, is_new = TakenMail.objects.get_or_create(key=mail.key)
    if not is_new:
        return _ignore("was taken before")
    answered = answers_since(meant.member, MOST_WITHIN)
    if answered > MOST_ANSWERS:
        return _ignore("is one of very many", logging.WARNING)
    actor = actor_for(meant.member, Face.MAIL)
    room = lock_room(actor, meant.room_id).room
    told = Told(meant.member, room, mail)
    try:
        if room.is_anonymous or not meant.is_addressed:
            raise Conflict(only_by_link())
        _require_taking(room, mail, answered)
        proposal = _propose(actor, room, mail)
    except Refusal as refusal:
        answer_refused(told, refusal)
        return Fate.REFUSED
    answer_proposed(told, proposal)
    return Fate.PROPOSED


def _require_taking(room: Room, mail: Incoming, answered: int) -> None:
    if answered == MOST_ANSWERS:
        raise Conflict(
            _("Many mails came from you within an hour. Wait a little, or use the page.")
        )
    if room.stage != Stage.COLLECTING:
        raise Conflict(_("This room takes no proposals any more: it has gone on."))
    if not mail.is_whole:
        raise Conflict(_("Your mail is too large. Send it again without attachments."))


@atomic
def _propose(actor: Actor, room: Room, mail: Incoming) -> Proposal:
    """As on the page, by the same command."""
    idea = read_idea(mail.subject, mail.text)
    fields = {"title": idea.title, "why": idea.why, "key_results": idea.key_results}
    made, _key = propose(actor, room.id, **proposal_fields(fields | {"submission": mail.key}))
    return made


def sweep_taken() -> None:
    """Forget which mails were taken, once nobody will send them again."""
    TakenMail.objects.filter(taken_at__lt=clock.now() - KEPT).delete()
