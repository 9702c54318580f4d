"""The company before its first objective: organization, people, teams and cycles."""

from datetime import date, datetime, time, timedelta
from functools import partial

from cairn.cycles.commands import create_cycle, move_cycle
from cairn.cycles.models import Phase
from cairn.demo.calendar import fiscal_month
from cairn.demo.company import people
from cairn.demo.stage import ZONE, Stage, is_running, working_hour
from cairn.demo.story import YEAR, Group, Person
from cairn.organization.actor import Actor, Face
from cairn.organization.commands.founding import found_organization
from cairn.organization.commands.invitations import accept_invitation, invite_member
from cairn.organization.commands.members import edit_member
from cairn.organization.commands.organizations import change_organization
from cairn.organization.commands.teams import change_team, create_team, join_team
from cairn.organization.models import Member, Team
from cairn.organization.signing import actor_for

DOMAIN = "cairn.example"
CHAMPION = "song"
FOUNDER = next(person for person in people.PEOPLE if person.role == "admin")


def founding_day(stage: Stage) -> datetime:
    return working_hour(stage.spans[YEAR].starts_on - timedelta(days=45), "founded")


def found(stage: Stage) -> None:
    """The administrator founds the company, invites everybody and draws the teams, on one day."""
    _organization, owner = found_organization(
        name=people.NAME,
        owner_name=FOUNDER.name,
        email=_address(FOUNDER),
        time_zone=str(ZONE),
    )
    admin = actor_for(owner, Face.WEB)
    change_organization(
        admin,
        mission=people.MISSION,
        vision=people.VISION,
        strategy=people.STRATEGY,
        fiscal_month=fiscal_month(stage.today),
    )
    members = {FOUNDER.key: owner.id}
    for person in people.PEOPLE:
        _bring_in(admin, person, members)
    for group in people.GROUPS:
        stage.teams[group.key] = _draw_team(stage, admin, group, members)
    stage.actors = _actors(members)


def _address(person: Person) -> str:
    return f"{person.mail}@{DOMAIN}"


def _bring_in(admin: Actor, person: Person, members: dict[str, int]) -> None:
    """Invite somebody whose manager is there already; they come in and choose their language."""
    if person is FOUNDER:
        edit_member(admin, members[person.key], title=person.title, manager=members[person.manager])
        return
    invited, link = invite_member(
        admin,
        email=_address(person),
        name=person.name,
        role=person.role,
        title=person.title,
        manager=members.get(person.manager),
        send=False,
    )
    members[person.key] = invited.id
    member = accept_invitation(link.rsplit("/", 1)[-1], signed_in=invited.user_id)
    if person.locale:
        edit_member(actor_for(member, Face.WEB), member.id, locale=person.locale)


def _draw_team(stage: Stage, admin: Actor, group: Group, members: dict[str, int]) -> int:
    """Make a team with its lead, and put its people in; the company is there already."""
    lead = members[group.lead]
    if group.parent:
        team = create_team(admin, stage.teams[group.parent], name=group.name, lead=lead)
    else:
        company = Team.objects.get(organization_id=admin.organization_id, parent__isnull=True)
        team = change_team(admin, company.id, lead=lead)
    for person in people.PEOPLE:
        if group.key in (person.team, *person.also):
            join_team(admin, team.id, members[person.key])
    return team.id


def _actors(members: dict[str, int]) -> dict[str, Actor]:
    found = Member.objects.select_related("organization").in_bulk(members.values())
    return {key: actor_for(found[id], Face.WEB) for key, id in members.items()}


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
