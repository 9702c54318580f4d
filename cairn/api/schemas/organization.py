"""Who you are, and the organization's people, teams and cycles."""

from cairn.api.schemas.types import Answer, Can, Day, Id, Instant, Ref


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
    id: Id
    name: str
    email: str
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
