"""People whom something names before they are here: members without sign-in, many at once; and giving
one of them the address by which they come in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.intake import Intake
from cairn.organization import findable
from cairn.organization.accounts import account_for, accounts_for
from cairn.organization.actor import Actor
from cairn.organization.commands.invitations import (
    check_new_address,
    invite_known_elsewhere,
    write_invitation,
)
from cairn.organization.commands.locking import lock_member, lock_organization
from cairn.organization.models import PLACEHOLDERS, Member, Organization, User
from cairn.organization.policy import rules
from cairn.storage import clock
from cairn.storage.bulk import insert_models


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody by name, and by address where it is known; `id` is that of the member to be."""

    id: int
    name: str
    email: str = ""
    manager: int | None = None
    left_at: datetime | None = None


def draw_up_placeholders(
    actor: Actor, organization: Organization, people: Sequence[Newcomer]
) -> list[Member]:
    """In the caller's transaction and by its right. Whoever has an address can be invited, or signs in
    with a code, as after an import of people; of the others only the name is known: nobody signs in as
    they, and no mail goes to them."""
    if not people:
        return []
    addresses = {one.id: one.email or f"{one.id}{PLACEHOLDERS}" for one in people}
    users = accounts_for(list(addresses.values()))
    made = [
        Member(
            id=one.id,
            organization=organization,
            user=users[addresses[one.id]],
            name=one.name,
            manager_id=None,
            joined_at=clock.now(),
            left_at=one.left_at,
        )
        for one in people
    ]
    insert_models(made)
    nameless = [users[addresses[one.id]].id for one in people if not one.email]
    for at in range(0, len(nameless), 5_000):
        User.objects.filter(id__in=nameless[at : at + 5_000]).update(is_active=False)
    bosses = {one.id: one.manager for one in people if one.manager}
    for id, boss in bosses.items():
        if not _leads_back(id, boss, bosses):
            Member.objects.filter(id=id).update(manager_id=boss)
    findable.put_new_members(organization.id, made)
    invite_known_elsewhere(actor, [one for one in made if one.left_at is None])
    return made


def _leads_back(start: int, boss: int | None, bosses: Mapping[int, int]) -> bool:
    """Whether somebody would stand above themselves, as the others are to stand."""
    seen = {start}
    while boss is not None and boss not in seen:
        seen.add(boss)
        boss = bosses.get(boss)
    return boss is not None


@atomic
def name_address(
    actor: Actor, member_id: int, *, email: str, invite: bool = True, send: bool = True
) -> str:
    """Give somebody of whom only the name is known an address, so that they come in as themselves.

    With `invite` by a link, whose path is returned, sent by mail too if `send`; else "": they sign in
    with a code that is sent to the address.
    """
    lock_organization(actor)
    member = lock_member(actor, member_id)
    rules.require(actor, "member.invite", member)
    require_placeholder(member)
    if member.left_at is not None:
        raise Conflict(_("%(name)s has left the organization.") % {"name": member.name})
    intake = Intake({})
    check_new_address(actor, intake, email)
    intake.settle()
    made_up, member.user = member.user, account_for(email)
    member.save(update_fields=["user"])
    made_up.delete()
    findable.put_member(member)
    record(actor, Event.MEMBER_NAMED, member.id, title=member.name, new={"email": email})
    if invite:
        return write_invitation(actor, member, send=send)
    invite_known_elsewhere(actor, [member])
    return ""


def require_placeholder(member: Member) -> None:
    if not member.user.is_placeholder:
        raise Conflict(_("%(name)s has an e-mail address already.") % {"name": member.name})
