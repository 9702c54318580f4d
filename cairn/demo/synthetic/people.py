"""Teams and the people in them."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from cairn.demo.synthetic import words
from cairn.organization.accounts import account_for, trust_address
from cairn.organization.actor import Role
from cairn.organization.models import Member, Organization, Team, TeamMember, User
from cairn.search import filling

ADMIN = "admin@synthetic.example"
PEOPLE_A_TEAM, FEWEST_TEAMS, DEEPEST = 8, 8, 6


@dataclass(frozen=True, slots=True)
class Seat:
    """Whose an objective is: a team's (its lead answers for it), or a person's in that team."""

    at: int
    team: Team
    owner: Member
    is_teams: bool


@dataclass(slots=True)
class Staff:
    """People and teams; person `i` belongs to team `i mod len(teams)`, whose first is its lead."""

    members: list[Member]
    teams: list[Team]
    fan: int = field(init=False)

    def __post_init__(self) -> None:
        self.fan = fan_out(len(self.teams))

    def head(self) -> Seat:
        """The company's own."""
        return self._teams(0)

    def below(self, seat: Seat, rank: int, *, is_persons: bool) -> Seat:
        """Who takes on a part of somebody's objective: a team below, or else somebody of the team;
        another one for another rank."""
        first = seat.at * self.fan + 1
        teams = range(first, min(first + self.fan, len(self.teams)))
        if seat.is_teams and teams and not is_persons:
            return self._teams(teams[rank % len(teams)])
        crew = range(seat.at, len(self.members), len(self.teams)) or range(1)
        mates = crew[1:] or crew
        owner = self.members[mates[rank % len(mates)]]
        return Seat(seat.at, seat.team, owner, is_teams=False)

    def _teams(self, at: int) -> Seat:
        return Seat(at, self.teams[at], self.members[at % len(self.members)], is_teams=True)


def hire(organization: Organization, chance: Random, people: int, since: date) -> Staff:
    """Everybody, in a tree of four to six levels; the first person is the administrator."""
    count = max(FEWEST_TEAMS, people // PEOPLE_A_TEAM)
    names = [words.person_name(chance, number) for number in range(people)]
    members = _members(organization, chance, names, count)
    teams = _teams(organization, chance, members, count, since)
    TeamMember.objects.bulk_create(
        [
            TeamMember(team=teams[at % count], member=member, joined_on=since)
            for at, member in enumerate(members)
        ],
        batch_size=5000,
    )
    filling.put_new(
        organization.id, "member", [(one.id, f"{one.name} {one.title}") for one in members]
    )
    filling.put_new(organization.id, "team", [(team.id, team.name) for team in teams])
    return Staff(members, teams)


def _accounts(people: int) -> list[User]:
    """The administrator's account and one for everybody else; those there already are kept."""
    admin = account_for(ADMIN)
    trust_address(admin)
    unusable = make_password(None)
    emails = [f"person{number}@synthetic.example" for number in range(1, people)]
    User.objects.bulk_create(
        [User(email=email, password=unusable) for email in emails],
        ignore_conflicts=True,
        batch_size=5000,
    )
    found = {user.email: user for user in User.objects.filter(email__endswith="@synthetic.example")}
    users = [found[email] for email in emails]
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users],
        ignore_conflicts=True,
        batch_size=5000,
    )
    return [admin, *users]


def _members(
    organization: Organization, chance: Random, names: list[str], count: int
) -> list[Member]:
    """Leads come first (one a team); people answer to their team's lead, leads to the one above."""
    fan = fan_out(count)
    members: list[Member] = []
    for at, (user, name) in enumerate(zip(_accounts(len(names)), names, strict=True)):
        above = at % count if at >= count else (at - 1) // fan
        members.append(
            Member(
                organization=organization,
                user=user,
                name=name,
                title=chance.choice(words.TITLES),
                role=Role.MEMBER if at else Role.ADMIN,
                manager=members[above] if at else None,
            )
        )
    return Member.objects.bulk_create(members, batch_size=5000)


def _teams(
    organization: Organization, chance: Random, members: list[Member], count: int, since: date
) -> list[Team]:
    fan = fan_out(count)
    teams: list[Team] = []
    for at in range(count):
        parent = teams[(at - 1) // fan] if at else None
        team = Team(
            organization=organization,
            parent=parent,
            name=words.team_name(chance, at) if at else organization.name,
            lead=members[at % len(members)],
            valid_from=since,
        )
        team.path = f"{parent.path if parent else '.'}{team.id}."
        teams.append(team)
    return Team.objects.bulk_create(teams, batch_size=5000)


def fan_out(count: int) -> int:
    """The least number of teams below each team that keeps the tree at six levels."""
    fan = 2
    while sum(fan**level for level in range(DEEPEST)) < count:
        fan += 1
    return fan
