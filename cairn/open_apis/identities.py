"""How people, teams and their copies of cycles are named, and found again by these names.

A person's open id is `ou_` and their own id, their union id `on_` and the same; the user id is the
plain number. A person's copy of a cycle has a number of its own that is kept nowhere: the id of the
person, crossed with a number made from the cycle's. Crossed once more with each of the organization's
few cycles, one of them gives back somebody's id.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cairn.cycles.models import Cycle
from cairn.cycles.queries import cycles
from cairn.errors import NotFound
from cairn.open_apis.calls import Call
from cairn.open_apis.codes import Code, Refused
from cairn.organization.actor import Actor
from cairn.organization.models import Member
from cairn.organization.queries import find_member, known_holders
from cairn.storage.ids import read_id

PREFIXES = {"open_id": "ou_", "union_id": "on_"}
TEAM_PREFIX = "od_"


def spell_person(member_id: int, spelling: str) -> str:
    return f"{PREFIXES.get(spelling, '')}{member_id}"


def both_ids(member_id: int | None) -> dict[str, str]:
    """What version 1 tells of a person, whatever was asked for."""
    if member_id is None:
        return {}
    return {"open_id": spell_person(member_id, "open_id"), "user_id": str(member_id)}


def read_person(text: object) -> int | None:
    """The id in any of the spellings."""
    spelled = str(text) if isinstance(text, int | str) else ""
    for prefix in PREFIXES.values():
        spelled = spelled.removeprefix(prefix)
    return read_id(spelled)


def find_person(call: Call, text: str) -> Member:
    """Somebody of the organization, there or gone."""
    try:
        return find_member(call.actor, read_person(text))
    except NotFound as error:
        raise Refused(Code.UNKNOWN_USER, error.reason) from None


@dataclass(frozen=True, slots=True)
class Held:
    """A cycle as a person has it, or a team."""

    cycle: Cycle
    member_id: int | None = None
    team_id: int | None = None

    @property
    def id(self) -> str:
        return held_id(self.member_id or self.team_id or 0, self.cycle.id)


def _crossing(cycle_id: int) -> int:
    """63 bits that look like chance, the same for a cycle every time."""
    return int.from_bytes(hashlib.sha256(f"cycle {cycle_id}".encode()).digest()[:8]) >> 1


def held_id(holder_id: int, cycle_id: int) -> str:
    return str(holder_id ^ _crossing(cycle_id))


def holder_of(owner_id: int | None, team_id: int | None) -> int:
    """Whose copy of its cycle an objective lies in: the person's who answers for it, else the team's."""
    return owner_id or team_id or 0


def find_held(actor: Actor, texts: Iterable[object], known: Sequence[Cycle] = ()) -> list[Held]:
    """The copies that these ids name, in their order, without those that name none. Two queries, and
    one for the cycles where they are not known."""
    known = known or list(cycles(actor))
    numbers = [number for number in map(read_id, texts) if number is not None]
    candidates = [(number ^ _crossing(one.id), one) for number in numbers for one in known]
    members, teams = known_holders(actor, {holder for holder, _cycle in candidates})
    found = []
    for holder, cycle in candidates:
        if holder in members:
            found.append(Held(cycle, member_id=holder))
        elif holder in teams:
            found.append(Held(cycle, team_id=holder))
    return found


def one_held(actor: Actor, text: str) -> Held:
    found = find_held(actor, [text])
    if not found:
        raise NotFound
    return found[0]
