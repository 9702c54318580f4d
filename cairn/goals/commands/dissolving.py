"""A team was dissolved: what it owned without a person goes to its lead, or to the lead above."""

from typing import Any

from django.utils.translation import gettext as _

from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.goals.commands.contributions import keep_covered
from cairn.goals.commands.locking import lock_found
from cairn.goals.held import going
from cairn.goals.models import Objective
from cairn.goals.rollup import stand
from cairn.kpis.models import Kpi
from cairn.organization.actor import Actor, Role
from cairn.organization.models import Member, Team


def name_owners(actor: Actor, team: Team) -> None:
    """Twice changes nothing: what has an owner keeps it."""
    heir = heir_of(actor, team)
    unowned = lock_found(
        actor.organization_id, lambda: _unowned(team).values_list("id", flat=True), set
    )
    for objective in _unowned(team).filter(id__in=unowned):
        objective.owner = heir
        objective.save(update_fields=["owner"])
        stand(objective)
        keep_covered(actor, objective)
        _record(actor, Event.OBJECTIVE_HANDED_OVER, team, objective.id, objective.title, heir)
    kpis = Kpi.objects.filter(team=team, owner__isnull=True, archived_at__isnull=True)
    for kpi in kpis.select_for_update(of=("self",), no_key=True).order_by("id"):
        kpi.owner = heir
        kpi.save(update_fields=["owner"])
        _record(actor, Event.KPI_CHANGED, team, kpi.id, kpi.name, heir)


def heir_of(actor: Actor, team: Team) -> Member:
    """Who led the team, else the lead of the nearest open team above, else who dissolves it."""
    above = Team.objects.open().filter(id__in=team.line, lead__isnull=False)
    leads = dict(above.values_list("id", "lead_id")) | {team.id: team.lead_id}
    able = Member.objects.filter(left_at__isnull=True).exclude(role=Role.VIEWER)
    known = able.in_bulk([*(id for id in leads.values() if id), actor.member_id])
    wanted = (leads.get(id) or 0 for id in reversed(team.line))
    found = next((known[id] for id in wanted if id in known), None)
    return found or known[actor.member_id]


def _unowned(team: Team) -> Any:
    found = Objective.objects.filter(going(), team=team, owner__isnull=True)
    return found.select_related("organization", "cycle", "visible_team").order_by("id")


def _record(actor: Actor, kind: Event, team: Team, id: int, title: str, heir: Member) -> None:
    record(
        actor,
        kind,
        id,
        title=title,
        objective_id=id if kind == Event.OBJECTIVE_HANDED_OVER else None,
        team_id=team.id,
        old={"owner": None},
        new={"owner": heir.name},
        reason=_("The team %(name)s was closed.") % {"name": team.name},
    )
