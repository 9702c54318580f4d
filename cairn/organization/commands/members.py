"""Changing people. Removing one hands over what they own: `cairn.goals.commands.handing_over`."""

from typing import Any

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import changed_values, record
from cairn.intake import Intake
from cairn.organization import findable
from cairn.organization.actor import Actor, Role
from cairn.organization.commands.invitations import invite_known_elsewhere
from cairn.organization.commands.locking import (
    find_present_member,
    lock_member,
    lock_organization,
)
from cairn.organization.models import Member
from cairn.organization.policy import rules
from cairn.organization.wording import LAST_ADMIN

ACTS = {
    "name": "member.change",
    "title": "member.change",
    "locale": "member.prefer",
    "theme": "member.prefer",
    "time_zone": "member.prefer",
    "manager": "member.place",
    "role": "member.promote",
}
PLAIN = ("name", "title", "locale", "theme", "time_zone", "role")


@atomic
def edit_member(actor: Actor, member_id: int, **changes: Any) -> Member:
    """Change what is given: name, title, locale, theme, time_zone, manager, role. Each has its own
    right, asked for only where the value differs."""
    lock_organization(actor)
    member = lock_member(actor, member_id)
    _require(actor, member, changes)
    if member.left_at is not None:
        raise Conflict(_("%(name)s has left the organization.") % {"name": member.name})
    old, intake = _facts(member), Intake({})
    if "role" in changes and changes["role"] != Role.ADMIN:
        require_other_admin(member)
    for name in PLAIN:
        if name in changes:
            setattr(member, name, changes[name])
    if "manager" in changes:
        member.manager = _manager(actor, member, changes["manager"], intake)
    intake.settle()
    before, after = changed_values(old, _facts(member))
    if after:
        member.save(update_fields=[*PLAIN, "manager"])
        findable.put_member(member)
        record(actor, Event.MEMBER_CHANGED, member.id, title=member.name, old=before, new=after)
    return member


def _require(actor: Actor, member: Member, changes: dict[str, Any]) -> None:
    rules.require(actor, "member.change", member)
    for name, act in ACTS.items():
        current = member.manager_id if name == "manager" else getattr(member, name)
        if name in changes and changes[name] != current:
            rules.require(actor, act, member)


def require_other_admin(member: Member) -> None:
    """Refuse to take the role from the last administrator."""
    others = Member.objects.filter(
        organization_id=member.organization_id, role=Role.ADMIN, left_at__isnull=True
    ).exclude(id=member.id)
    if member.role == Role.ADMIN and not others.exists():
        raise Conflict(LAST_ADMIN)


def _manager(actor: Actor, member: Member, manager_id: int | None, intake: Intake) -> Member | None:
    manager = find_present_member(actor, manager_id, intake, "manager")
    if manager is not None and member.id in chain_above(manager):
        intake.refuse(
            "manager",
            _("%(name)s reports to this person, directly or not.") % {"name": manager.name},
        )
        return member.manager
    return manager


def chain_above(member: Member) -> list[int]:
    """The ids of a member and of all managers above, nearest first."""
    chain: list[int] = []
    at: int | None = member.id
    while at is not None and at not in chain:
        chain.append(at)
        at = Member.objects.filter(id=at).values_list("manager_id", flat=True).first()
    return chain


def _facts(member: Member) -> dict[str, Any]:
    facts: dict[str, Any] = {name: getattr(member, name) for name in PLAIN}
    facts["manager"] = member.manager.name if member.manager else None
    return facts


@atomic
def restore_member(actor: Actor, member_id: int) -> Member:
    """Bring back somebody who has left, into the teams that they were in. What was handed over
    stays with those who have it now."""
    member = lock_member(actor, member_id)
    rules.require(actor, "member.remove", member)
    if member.left_at is None:
        return member
    old, member.left_at = member.left_at, None
    member.save(update_fields=["left_at"])
    findable.put_member(member)
    if not member.invitations.filter(accepted_at__isnull=False).exists():
        invite_known_elsewhere(actor, [member])
    record(
        actor,
        Event.MEMBER_CHANGED,
        member.id,
        title=member.name,
        old={"left_at": old},
        new={"left_at": None},
    )
    return member
