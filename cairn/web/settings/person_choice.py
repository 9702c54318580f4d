"""Choosing a person in a form: from a list, or by e-mail address where the list would be too long."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from cairn.intake import refuse
from cairn.organization.actor import Actor
from cairn.organization.models import Member
from cairn.organization.queries import MOST_CHOICES, member_choices, members

type Choices = list[tuple[int | str, str]]


def person_choices(
    actor: Actor, nobody: str, also: Iterable[int | None] = (), but: int | None = None
) -> Choices:
    """The people for a select, nobody first; empty where there are too many to choose from."""
    found = member_choices(actor, also=also)
    if len(found) > MOST_CHOICES - 1:
        return []
    return [("", nobody), *((id, name) for id, name in found if id != but)]


def shown_person(choices: Choices, member_id: int | None) -> int | str:
    """What the field holds at first: an id for the list, else an address."""
    if member_id is None or choices:
        return member_id or ""
    found = Member.objects.filter(id=member_id).values_list("user__email", flat=True)
    return found.first() or ""


def with_people(actor: Actor, fields: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The fields with ids in place of e-mail addresses."""
    found = dict(fields)
    for name in names:
        if "@" in str(found.get(name, "")):
            found[name] = str(_by_address(actor, name, str(found[name])))
    return found


def _by_address(actor: Actor, name: str, address: str) -> int:
    person = members(actor).filter(user__email=address.strip().lower()).first()
    if person is None:
        refuse(name, _("Nobody here has this e-mail address."))
    return person.id
