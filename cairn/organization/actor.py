"""Who acts: built once a request, token, tool call or task, and passed to everything."""

from dataclasses import dataclass, field
from enum import StrEnum
from zoneinfo import ZoneInfo


class Role(StrEnum):
    ADMIN = "admin"
    CHAMPION = "champion"
    MEMBER = "member"
    VIEWER = "viewer"


class Face(StrEnum):
    WEB = "web"
    API = "api"
    MCP = "mcp"
    CLI = "cli"
    MAIL = "mail"
    TASK = "task"
    IMPORT = "import"


class Scope(StrEnum):
    """What a token may do. A person on the pages holds every scope."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Actor:
    """A member and what follows from it; predicates compare it with the target and never query.

    `teams` are those the person belongs to, `lines` these and every team above them,
    `leads` those the person leads. `confirms` are those whose objectives they confirm: the company
    if they lead it, and the teams above which theirs is the first that is led. `stands_in_for` are
    the members who are away today and have named them, `confirms_as` those of them who may confirm,
    and `confirms_for` the teams whose objectives these confirm. `team_names` are the teams, by name, as
    (id, name).
    """

    member_id: int
    user_id: int
    organization_id: int
    name: str
    role: Role
    face: Face
    time_zone: ZoneInfo
    locale: str
    teams: frozenset[int] = frozenset()
    lines: frozenset[int] = frozenset()
    leads: frozenset[int] = frozenset()
    confirms: frozenset[int] = frozenset()
    stands_in_for: frozenset[int] = frozenset()
    confirms_as: frozenset[int] = frozenset()
    confirms_for: frozenset[int] = frozenset()
    team_names: tuple[tuple[int, str], ...] = ()
    scopes: frozenset[Scope] = field(default_factory=lambda: frozenset(Scope))

    @property
    def is_steward(self) -> bool:
        """Champions and administrators, who may do everything in their organization."""
        return self.role in (Role.ADMIN, Role.CHAMPION)
