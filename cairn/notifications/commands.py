"""Following and no longer following. Private acts: the ledger tells nobody."""

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict
from cairn.goals.queries import find_objective
from cairn.notifications.models import Follow
from cairn.notifications.policy import rules
from cairn.notifications.queries import MOST_FOLLOWED
from cairn.organization.actor import Actor
from cairn.organization.commands.locking import lock_self
from cairn.organization.queries import find_member, find_team


@atomic
def follow(actor: Actor, kind: str, subject_id: int) -> None:
    """Hear of a person, a team or an objective from now on. Twice changes nothing."""
    lock_self(actor)
    rules.require(actor, "follow.change", None)
    _require_visible(actor, kind, subject_id)
    mine = Follow.objects.filter(member=actor.member_id)
    if mine.filter(**{kind: subject_id}).exists():
        return
    if kind == "person" and subject_id == actor.member_id:
        raise Conflict(_("You need not follow yourself."))
    if mine.count() >= MOST_FOLLOWED:
        raise Conflict(
            _("You follow %(most)s things already. Let go of some of them first.")
            % {"most": MOST_FOLLOWED}
        )
    Follow.objects.create(
        organization_id=actor.organization_id,
        member_id=actor.member_id,
        **{f"{kind}_id": subject_id},
    )


@atomic
def unfollow(actor: Actor, kind: str, subject_id: int) -> None:
    """Hear of it no longer. Twice changes nothing."""
    lock_self(actor)
    rules.require(actor, "follow.change", None)
    _require_visible(actor, kind, subject_id)
    Follow.objects.filter(member=actor.member_id, **{kind: subject_id}).delete()


def _require_visible(actor: Actor, kind: str, subject_id: int) -> None:
    """What the actor may not see is `NotFound`, like what there is not."""
    match kind:
        case "person":
            find_member(actor, subject_id)
        case "team":
            find_team(actor, subject_id)
        case _:
            find_objective(actor, subject_id)
