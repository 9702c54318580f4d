"""Arranging the tree of teams and who belongs to them."""

from datetime import date
from typing import Any

from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import changed_values, record
from cairn.intake import Intake
from cairn.organization import findable
from cairn.organization.actor import Actor
from cairn.organization.commands.locking import (
    find_open_team,
    find_present_member,
    lock_member,
    lock_organization,
    lock_team,
)
from cairn.organization.models import Member, Team, TeamMember
from cairn.organization.policy import rules
from cairn.storage import clock

MOST_LEVELS = 29  # of ids with 19 digits fit into a path


@atomic
def create_team(
    actor: Actor,
    parent_id: int,
    *,
    name: str,
    lead: int | None = None,
    valid_from: date | None = None,
    cadence_days: int | None = None,
) -> Team:
    """A team below another one; valid from today unless another day is given. Without a
    `cadence_days` of its own it follows the nearest team above that has one."""
    lock_organization(actor)
    parent = lock_team(actor, parent_id)
    rules.require(actor, "team.create", parent)
    _require_open(parent)
    intake = Intake({})
    person = find_present_member(actor, lead, intake, "lead")
    _check_name(intake, parent, name)
    team = Team(
        organization_id=actor.organization_id,
        parent=parent,
        name=name,
        lead=person,
        valid_from=valid_from or clock.today(actor.time_zone),
        cadence_days=cadence_days,
    )
    team.path = f"{parent.path}{team.id}."
    _check_depth(intake, levels_of(team.path))
    intake.settle()
    team.save(force_insert=True)
    findable.put_team(team)
    _record(actor, Event.TEAM_CREATED, team, new=_facts(team))
    return team


@atomic
def change_team(actor: Actor, team_id: int, **changes: Any) -> Team:
    """Change what is given: name, lead, parent, cadence_days (None: as above). A moved team takes
    all below it along.

    Faces call `edit_team` of goals.commands.teams, which also looks what still counts and is due.
    """
    lock_organization(actor)
    team = lock_team(actor, team_id)
    rules.require(actor, "team.change", team)
    _require_open(team)
    old, intake = _facts(team), Intake({})
    if "lead" in changes:
        team.lead = find_present_member(actor, changes["lead"], intake, "lead")
    if changes.get("name") is not None:
        team.name = changes["name"]
    if "cadence_days" in changes:
        _pace(team, changes["cadence_days"], intake)
    if changes.get("parent") not in (None, team.parent_id):
        _move(actor, team, changes["parent"], intake)
    _check_company(intake, team, old["name"])
    if team.parent is not None and (team.name, team.parent.name) != (old["name"], old["parent"]):
        _check_name(intake, team.parent, team.name, but=team)
    intake.settle()
    before, after = changed_values(old, _facts(team))
    if after:
        team.save(update_fields=["name", "lead", "parent", "cadence_days"])
        findable.put_team(team)
        _record(actor, Event.TEAM_CHANGED, team, old=before, new=after)
    return team


def _pace(team: Team, cadence_days: int | None, intake: Intake) -> None:
    if team.is_company and cadence_days is not None:
        intake.refuse("cadence_days", _("The company follows the organization's own pace."))
        return
    team.cadence_days = cadence_days


def _check_company(intake: Intake, team: Team, old_name: str) -> None:
    if team.parent is None and team.name != old_name:
        intake.refuse(
            "name",
            _("The company has the organization's name: change it in the organization's settings."),
        )


def _move(actor: Actor, team: Team, parent_id: int, intake: Intake) -> None:
    """Put the team below another one and rewrite the paths of all below it."""
    if team.is_company:
        intake.refuse("parent", _("The company stands above all teams and cannot be moved."))
        return
    parent = find_open_team(actor, parent_id, intake, "parent")
    if parent is None:
        return
    if team.id in parent.line:
        intake.refuse("parent", _("A team cannot be put below itself."))
        return
    rules.require(actor, "team.create", parent)
    old_path, new_path = team.path, f"{parent.path}{team.id}."
    below = Team.objects.under(team)
    deepest = max(levels_of(path) for path in below.values_list("path", flat=True))
    _check_depth(intake, deepest - levels_of(old_path) + levels_of(new_path))
    if not intake.errors:
        below.update(path=Concat(Value(new_path), Substr("path", len(old_path) + 1)))
        team.path, team.parent = new_path, parent


def levels_of(path: str) -> int:
    """How many teams there are from the root down to this one."""
    return path.count(".") - 1


def _check_depth(intake: Intake, levels: int) -> None:
    if levels > MOST_LEVELS:
        intake.refuse(
            "parent", _("Teams reach at most %(levels)s levels down.") % {"levels": MOST_LEVELS}
        )


def _check_name(intake: Intake, parent: Team, name: str, but: Team | None = None) -> None:
    beside = Team.objects.open().filter(parent=parent, name=name)
    if (beside.exclude(id=but.id) if but else beside).exists():
        intake.refuse("name", _("There is already a team of this name here."))


@atomic
def close_team(actor: Actor, team_id: int) -> Team:
    """End a team today. Its objectives, members and history stay as they are."""
    lock_organization(actor)
    team = lock_team(actor, team_id)
    rules.require(actor, "team.close", team)
    if team.is_company:
        raise Conflict(_("The company stands above all teams and cannot be closed."))
    if Team.objects.open().filter(parent=team).exists():
        raise Conflict(_("Teams below this one are still open. Close or move them first."))
    if team.valid_to is None:
        team.valid_to = max(clock.today(actor.time_zone), team.valid_from)
        team.save(update_fields=["valid_to"])
        _record(actor, Event.TEAM_CLOSED, team, new={"valid_to": team.valid_to})
    return team


@atomic
def reopen_team(actor: Actor, team_id: int) -> Team:
    """Let a closed team go on; the one above it must be open."""
    lock_organization(actor)
    team = lock_team(actor, team_id)
    rules.require(actor, "team.close", team)
    if team.parent is not None and team.parent.valid_to is not None:
        raise Conflict(_("The team above it is closed. Reopen that one first."))
    if team.valid_to is not None:
        old, team.valid_to = team.valid_to, None
        team.save(update_fields=["valid_to"])
        _record(actor, Event.TEAM_CHANGED, team, old={"valid_to": old}, new={"valid_to": None})
    return team


@atomic
def join_team(actor: Actor, team_id: int, member_id: int) -> Team:
    """Make somebody a member of a team; twice changes nothing."""
    team, member = lock_team(actor, team_id), lock_member(actor, member_id)
    rules.require(actor, "team.change", team)
    _require_open(team)
    if member.left_at is not None:
        raise Conflict(_("%(name)s has left the organization.") % {"name": member.name})
    if add_to_team(team, member, clock.today(actor.time_zone)):
        _record(actor, Event.TEAM_JOINED, team, new={"member": member.name})
    return team


def add_to_team(team: Team, member: Member, on: date) -> bool:
    """Whether the membership is new."""
    _membership, is_new = TeamMember.objects.get_or_create(
        team=team, member=member, defaults={"joined_on": on}
    )
    return is_new


@atomic
def leave_team(actor: Actor, team_id: int, member_id: int) -> Team:
    """Take somebody out of a team; what they own stays theirs."""
    team, member = lock_team(actor, team_id), lock_member(actor, member_id)
    rules.require(actor, "team.change", team)
    gone, _rows = TeamMember.objects.filter(team=team, member=member).delete()
    if gone:
        _record(actor, Event.TEAM_LEFT, team, old={"member": member.name})
    return team


def _require_open(team: Team) -> None:
    if team.valid_to is not None:
        raise Conflict(_("This team is closed. Reopen it to change it."))


def _facts(team: Team) -> dict[str, Any]:
    return {
        "name": team.name,
        "lead": team.lead.name if team.lead else None,
        "parent": team.parent.name if team.parent else None,
        "cadence_days": team.cadence_days,
    }


def _record(actor: Actor, kind: Event, team: Team, **values: Any) -> None:
    record(actor, kind, team.id, title=team.name, team_id=team.id, **values)
