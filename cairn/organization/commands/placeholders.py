"""People whom something names before they are here: members without sign-in, many at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cairn.organization import findable
from cairn.organization.accounts import PLACEHOLDERS, accounts_for
from cairn.organization.models import Member, Organization, User
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


def draw_up_placeholders(organization: Organization, people: Sequence[Newcomer]) -> list[Member]:
    """In the caller's transaction and by its right. Whoever has an address can be invited, or signs in
    through the company's sign-in, as after an import of people; of the others only the name is known:
    nobody signs in as they, and no mail goes to them."""
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
    return made


def _leads_back(start: int, boss: int | None, bosses: Mapping[int, int]) -> bool:
    """Whether somebody would stand above themselves, as the others are to stand."""
    seen = {start}
    while boss is not None and boss not in seen:
        seen.add(boss)
        boss = bosses.get(boss)
    return boss is not None
