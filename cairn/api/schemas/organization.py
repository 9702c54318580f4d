"""Who you are, and the organization's people, teams and cycles."""

from typing import Annotated, Any

from pydantic import WithJsonSchema

from cairn.api.schemas.types import Answer, Body, Can, Day, FlagIn, Id, IdIn, Instant, Ref


class OrganizationOut(Answer):
    id: Id
    name: str
    mission: str
    vision: str
    strategy: str
    time_zone: str
    locale: str


class Me(Answer):
    """The person whom the token acts for. `scopes` are the token's, `can` follows from both."""

    id: Id
    name: str
    email: str
    title: str
    role: str
    locale: str
    scopes: list[str]
    organization: OrganizationOut
    manager: Ref | None
    teams: list[Ref]
    leads: list[Id]
    today: Day
    can: Can


class CycleOut(Answer):
    """`starts_on` and `ends_on` both belong to it; its OKRs are to be agreed on by
    `drafting_ends_on`. `current` is true for the one that runs now."""

    id: Id
    name: str
    length: str
    parent: Id | None
    starts_on: Day
    ends_on: Day
    drafting_ends_on: Day | None
    phase: str
    phase_since: Instant
    current: bool
    can: Can


class TeamOut(Answer):
    """`line` lists the ids from the company down to this team."""

    id: Id
    name: str
    parent: Id | None
    line: list[Id]
    lead: Ref | None
    valid_from: Day
    valid_to: Day | None
    can: Can


class MemberOut(Answer):
    """`by_name_only`: an import brought the name without an address; the address is made up, and nobody
    signs in with it."""

    id: Id
    name: str
    email: str
    by_name_only: bool
    title: str
    role: str
    manager: Ref | None
    teams: list[Id]
    joined_at: Instant
    can: Can


class CyclePage(Answer):
    items: list[CycleOut]
    next: str | None


class TeamPage(Answer):
    items: list[TeamOut]
    next: str | None


class MemberPage(Answer):
    items: list[MemberOut]
    next: str | None


class MergeAsked(Body):
    """`into` is the id of the member that takes their place."""

    into: IdIn


class Moves(Answer):
    """How much of each names the placeholder, and names the member after the merge. `twice` are rows
    that both have, of which one stays; `between` requests for help of the one from the other, which
    fall away; `opened` objectives, limited to a few, that the member will see; `imported` names in
    files."""

    member: Ref
    into: Ref
    objectives: int
    key_results: int
    initiatives: int
    check_ins: int
    comments: int
    readings: int
    kpis: int
    teams_led: int
    teams: int
    reports: int
    named_in: int
    others: int
    twice: int
    between: int
    opened: int
    imported: int


class AddressAsked(Body):
    """Without an invitation they sign in with a code that is mailed to them."""

    email: Annotated[Any, WithJsonSchema({"type": "string", "format": "email", "maxLength": 254})]
    invite: FlagIn = None


class AddressGiven(Answer):
    """`invitation` is the address of the link, which was mailed too; null without one."""

    id: Id
    name: str
    email: str
    invitation: str | None
