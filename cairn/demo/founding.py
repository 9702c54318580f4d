"""The company before its first objective: organization, people, teams and cycles."""

from datetime import date, datetime, time, timedelta
from functools import partial

from cairn.cycles.commands import create_cycle, move_cycle
from cairn.cycles.models import Phase
from cairn.demo.calendar import fiscal_month
from cairn.demo.company import people
from cairn.demo.stage import ZONE, Stage, is_running, working_hour
from cairn.demo.story import YEAR, Group, Person
from cairn.organization.actor import Face
from cairn.organization.models import Member, Organization, Team, TeamMember, User
from cairn.organization.signing import actor_for
from cairn.search import index

DOMAIN = "cairn.example"
CHAMPION = "song"


def founding_day(stage: Stage) -> datetime:
    return working_hour(stage.spans[YEAR].starts_on - timedelta(days=45), "founded")


def found(stage: Stage) -> None:
    """Organization, people and teams, as rows: nobody can act before they are there."""
    founded_on = founding_day(stage).date()
    organization = Organization.objects.create(
        name=people.NAME,
        mission=people.MISSION,
        vision=people.VISION,
        strategy=people.STRATEGY,
        time_zone=str(ZONE),
        locale="zh-hans",
        fiscal_month=fiscal_month(stage.today),
    )
    members = {one.key: _join(organization, one) for one in people.PEOPLE}
    for one in people.PEOPLE:
        members[one.key].manager = members.get(one.manager)
        members[one.key].save(update_fields=["manager"])
    for group in people.GROUPS:
        team = _open_team(stage, organization, group, members, founded_on)
        stage.teams[group.key] = team.id
    stage.actors = {key: actor_for(member, Face.WEB) for key, member in members.items()}


def _join(organization: Organization, person: Person) -> Member:
    member = Member.objects.create(
        organization=organization,
        user=User.objects.create_user(f"{person.mail}@{DOMAIN}"),
        name=person.name,
        title=person.title,
        role=person.role,
        locale=person.locale,
    )
    index.put(organization.id, "member", member.id, f"{person.name} {person.title}")
    return member


def _open_team(
    stage: Stage, organization: Organization, group: Group, members: dict[str, Member], on: date
) -> Team:
    parent = Team.objects.get(id=stage.teams[group.parent]) if group.parent else None
    team = Team(
        organization=organization,
        parent=parent,
        name=group.name,
        lead=members[group.lead],
        valid_from=on,
    )
    team.path = f"{parent.path if parent else '.'}{team.id}."
    team.save(force_insert=True)
    TeamMember.objects.bulk_create(
        TeamMember(team=team, member=members[one.key], joined_on=on)
        for one in people.PEOPLE
        if group.key in (one.team, *one.also)
    )
    index.put(organization.id, "team", team.id, group.name)
    return team


def arrange_cycles(stage: Stage) -> None:
    """Plan the life of every cycle: made, running and, where it is over, scored and closed."""
    for quarter, span in stage.spans.items():
        made_at = datetime.combine(span.starts_on - timedelta(days=20), time(8), ZONE)
        if quarter == YEAR:
            made_at -= timedelta(days=10)
        stage.plan(made_at, partial(_create, stage, quarter))
        _move(stage, quarter, span.starts_on, Phase.RUNNING)
        if not is_running(quarter):
            _move(stage, quarter, span.ends_on + timedelta(days=1), Phase.SCORING)
            _move(stage, quarter, span.ends_on + timedelta(days=12), Phase.CLOSED)


def _create(stage: Stage, quarter: int | str) -> None:
    span = stage.spans[quarter]
    cycle = create_cycle(
        stage.actors[CHAMPION],
        name=span.name,
        length=span.length,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
    )
    stage.cycles[quarter] = cycle.id


def _move(stage: Stage, quarter: int | str, on: date, phase: Phase) -> None:
    def move() -> None:
        move_cycle(stage.actors[CHAMPION], stage.cycles[quarter], phase=phase)

    early = phase is not Phase.CLOSED
    at = datetime.combine(on, time(8, 30), ZONE) if early else working_hour(on, phase)
    stage.plan(at, move)
