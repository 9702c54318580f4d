"""Taking a list of people in: what `plan_people` plans, all of it or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.organization import findable
from cairn.organization.accounts import accounts_for
from cairn.organization.actor import Actor
from cairn.organization.commands.invitations import invite_known_elsewhere, write_invitation
from cairn.organization.commands.locking import lock_organization
from cairn.organization.commands.teams import create_team
from cairn.organization.models import Member, Organization, Team, TeamMember
from cairn.organization.people_import import Action, Existing, Known, Path, Plan, Row, plan_people
from cairn.organization.policy import rules
from cairn.storage import clock

BATCH = 500


def plan_import(actor: Actor, source: bytes | str) -> Plan:
    """What a file would change; nothing is written."""
    rules.require(actor, "people.import", None)
    return plan_people(source, existing_people(actor))


def existing_people(actor: Actor) -> Existing:
    """Who is there now. Three queries."""
    paths = _paths(actor)
    places: dict[int, set[Path]] = {}
    memberships = TeamMember.objects.filter(
        team__organization_id=actor.organization_id, team__valid_to__isnull=True
    )
    for member_id, team_id in memberships.values_list("member_id", "team_id"):
        places.setdefault(member_id, set()).add(paths[team_id])
    members = Member.objects.filter(organization_id=actor.organization_id).values_list(
        "id", "user__email", "name", "title", "manager__user__email", "left_at"
    )
    return Existing(
        company=next(path[0] for path in paths.values() if len(path) == 1),
        members={
            email: Known(
                id, name, title, manager, frozenset(places.get(id, ())), left_at is not None
            )
            for id, email, name, title, manager, left_at in members
        },
        teams=frozenset(paths.values()),
    )


def _paths(actor: Actor) -> dict[int, Path]:
    """The names from the company down to each open team, by its id."""
    teams = list(
        Team.objects.open()
        .filter(organization_id=actor.organization_id)
        .order_by("id")
        .only("id", "name", "path", "parent")
    )
    names = {team.id: team.name for team in teams}
    return {team.id: tuple(names[id] for id in team.line if id in names) for team in teams}


@dataclass
class Import:
    """One run: the ids of teams by path and of members by e-mail address grow as it goes."""

    actor: Actor
    organization: Organization
    plan: Plan
    teams: dict[Path, int] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)

    def rows(self, *actions: Action) -> list[Row]:
        return [row for row in self.plan.rows if row.action in actions]


@atomic
def import_people(
    actor: Actor, plan: Plan, *, skip_errors: bool = False, invite: bool = False
) -> Plan:
    """Write what the plan says, all or nothing. Rows with errors stop it unless they are to be
    skipped; `invite` sends an invitation to everybody who is new. Refused (`Conflict`) if people or
    teams have changed since the plan was made."""
    organization = lock_organization(actor)
    rules.require(actor, "people.import", organization)
    if plan_people(plan.table, existing_people(actor)).rows != plan.rows:
        raise Conflict(
            _("People or teams have changed since this was checked. Check the file again.")
        )
    if plan.has_errors and not skip_errors:
        raise Conflict(_("Some rows have errors. Fix them, or import only the others."))
    run = Import(actor, organization, plan)
    _make_teams(run)
    _draw_up_members(run)
    _change_members(run)
    _set_managers(run)
    _save_members(run)
    _join_teams(run)
    _make_findable(run)
    if invite:
        for row in run.rows(Action.CREATE):
            write_invitation(actor, run.members[row.email], send=True)
    else:
        new = [run.members[row.email] for row in run.rows(Action.CREATE)]
        invite_known_elsewhere(actor, new)
    record(
        actor,
        Event.PEOPLE_IMPORTED,
        organization.id,
        title=organization.name,
        new={**plan.counts, "teams": len(plan.new_teams)},
    )
    return plan


def _make_teams(run: Import) -> None:
    run.teams = {path: id for id, path in reversed(_paths(run.actor).items())}
    for path in run.plan.new_teams:
        made = create_team(run.actor, run.teams[path[:-1]], name=path[-1])
        run.teams[path] = made.id


def _draw_up_members(run: Import) -> None:
    """The new members, not saved before they have their managers."""
    rows = run.rows(Action.CREATE)
    users = accounts_for([row.email for row in rows])
    made = [
        Member(
            organization=run.organization,
            user=users[row.email],
            name=row.name,
            title=row.title or "",
            joined_at=clock.now(),
        )
        for row in rows
    ]
    run.members |= {member.user.email: member for member in made}


def _chunks(items: list[Any]) -> Iterable[list[Any]]:
    return (items[at : at + BATCH] for at in range(0, len(items), BATCH))


def _find_members(run: Import, emails: Iterable[str]) -> dict[str, Member]:
    wanted = sorted(set(emails) - run.members.keys())
    there = Member.objects.select_related("user", "manager").filter(organization=run.organization)
    return {
        member.user.email: member
        for chunk in _chunks(wanted)
        for member in there.filter(user__email__in=chunk)
    }


def _change_members(run: Import) -> None:
    """Names and titles, and the whole change of each person in the ledger."""
    rows = run.rows(Action.CHANGE)
    run.members |= _find_members(run, (row.email for row in rows))
    for row in rows:
        member = run.members[row.email]
        old, new = _old_and_new(row, member)
        member.name, member.title = row.name, member.title if row.title is None else row.title
        record(run.actor, Event.MEMBER_CHANGED, member.id, title=member.name, old=old, new=new)


def _old_and_new(row: Row, member: Member) -> tuple[dict[str, Any], dict[str, Any]]:
    old = {
        "name": member.name,
        "title": member.title,
        "team": None,
        "manager": member.manager.name if member.manager else None,
    }
    new = {
        "name": row.name,
        "title": row.title,
        "team": "/".join(row.team or ()),
        "manager": row.manager,
    }
    return {name: old[name] for name in row.changes}, {name: new[name] for name in row.changes}


def _set_managers(run: Import) -> None:
    rows = [row for row in run.rows(Action.CREATE, Action.CHANGE) if row.manager]
    known = run.members | _find_members(run, (row.manager for row in rows if row.manager))
    for row in rows:
        run.members[row.email].manager = known[row.manager or ""]


def _save_members(run: Import) -> None:
    made = [run.members[row.email] for row in run.rows(Action.CREATE)]
    changed = [run.members[row.email] for row in run.rows(Action.CHANGE)]
    Member.objects.bulk_create(made, batch_size=BATCH)
    Member.objects.bulk_update(changed, ["name", "title", "manager"], batch_size=BATCH)


def _make_findable(run: Import) -> None:
    findable.put_new_members(
        run.organization.id, [run.members[row.email] for row in run.rows(Action.CREATE)]
    )
    for row in run.rows(Action.CHANGE):
        findable.put_member(run.members[row.email])


def _join_teams(run: Import) -> None:
    """Into the team of the row; the teams that somebody is in already they keep."""
    on = clock.today(run.actor.time_zone)
    joining = [
        TeamMember(team_id=run.teams[row.team], member=run.members[row.email], joined_on=on)
        for row in run.rows(Action.CREATE, Action.CHANGE)
        if row.team is not None
    ]
    TeamMember.objects.bulk_create(joining, batch_size=BATCH, ignore_conflicts=True)
