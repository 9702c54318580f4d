"""What follows for objectives when somebody's manager or role changes: somebody else confirms."""

from typing import Any

from django.db.models import Q
from django.db.transaction import atomic

from cairn.goals.commands.asking import ask_anew
from cairn.organization.actor import Actor
from cairn.organization.commands.members import edit_member
from cairn.organization.commands.people import import_people
from cairn.organization.models import Member
from cairn.organization.people_import import Plan


@atomic
def edit_person(actor: Actor, member_id: int, **changes: Any) -> Member:
    """Change what is given: name, title, locale, theme, manager, role."""
    member = edit_member(actor, member_id, **changes)
    concerned = Q()
    if "manager" in changes:
        concerned |= Q(objective__owner=member)
    if "role" in changes:
        concerned |= Q(asked=member) | Q(asked=None) | Q(objective__owner__manager=member)
    if concerned:
        ask_anew(actor, Q(organization_id=actor.organization_id) & concerned)
    return member


@atomic
def take_people_in(
    actor: Actor, plan: Plan, *, skip_errors: bool = False, invite: bool = False
) -> Plan:
    """`import_people`, and whoever has another manager now is confirmed by that one."""
    done = import_people(actor, plan, skip_errors=skip_errors, invite=invite)
    ask_anew(actor, Q(organization_id=actor.organization_id))
    return done
