"""Silencing the coach: for oneself, which the ledger tells nobody, or for the organization."""

from typing import Final

from django.db.models import Q
from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.coach.rules import RULES
from cairn.coaching.models import Mute, Silence
from cairn.coaching.policy import rules
from cairn.coaching.texts import fingerprint
from cairn.errors import Conflict, NotFound
from cairn.events.kinds import Kind
from cairn.events.ledger import record
from cairn.organization.actor import Actor
from cairn.organization.commands.locking import lock_organization, lock_self

LONGEST_TEXT: Final = 4_000
MOST_MUTED: Final = 500
"""Texts one by one; whoever comes near it wants the rule silent everywhere."""


@atomic
def mute_rule(actor: Actor, rule: str, *, text: str = "") -> None:
    """Hear no more of a rule: of one text, or of none. Twice changes nothing."""
    lock_self(actor)
    rules.require(actor, "coach.mute", None)
    _require_known(rule)
    mine = Mute.objects.filter(member=actor.member_id)
    mark = fingerprint(text)
    if mine.filter(Q(text=mark) | Q(text=""), rule=rule).exists():
        return
    if not mark:
        mine.filter(rule=rule).delete()
    elif mine.count() >= MOST_MUTED:
        raise Conflict(
            _("You have muted %(most)s remarks already. Let some of them speak again first.")
            % {"most": MOST_MUTED}
        )
    Mute.objects.create(member_id=actor.member_id, rule=rule, text=mark)


@atomic
def unmute_rule(actor: Actor, rule: str, *, text: str = "") -> None:
    """Hear of it again; without a text, of all texts. Twice changes nothing."""
    lock_self(actor)
    rules.require(actor, "coach.mute", None)
    _require_known(rule)
    mine = Mute.objects.filter(member=actor.member_id, rule=rule)
    (mine.filter(text=fingerprint(text)) if text.strip() else mine).delete()


@atomic
def silence_rule(actor: Actor, rule: str) -> None:
    """Nobody in the organization hears of the rule any more. Twice changes nothing."""
    organization = lock_organization(actor)
    rules.require(actor, "coach.silence", None)
    _require_known(rule)
    _made, is_new = Silence.objects.get_or_create(
        organization=organization, rule=rule, defaults={"silenced_by_id": actor.member_id}
    )
    if is_new:
        record(actor, Kind.COACH_SILENCED, organization.id, title=rule, new={"rule": rule})


@atomic
def unsilence_rule(actor: Actor, rule: str) -> None:
    """The rule speaks again. Twice changes nothing."""
    organization = lock_organization(actor)
    rules.require(actor, "coach.silence", None)
    _require_known(rule)
    gone, _by_model = Silence.objects.filter(organization=organization, rule=rule).delete()
    if gone:
        record(actor, Kind.COACH_UNSILENCED, organization.id, title=rule, old={"rule": rule})


def _require_known(rule: str) -> None:
    if rule not in RULES:
        raise NotFound
