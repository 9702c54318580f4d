"""What an objective needs from another team: ask, promise, decline, change, deliver, withdraw.

A team promises the day that was asked or declines and says why; the day is the asker's to move.
"""

from datetime import date
from typing import Any

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict, NotFound
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import Named, changed_values, record
from cairn.goals.commands.checks import UNKNOWN, find_team, require_open
from cairn.goals.commands.locking import lock_objective
from cairn.goals.commands.sight import may_see
from cairn.goals.models import PENDING, Dependency, DependencyState, KeyResult, Objective
from cairn.goals.policy import audience_covers, rules
from cairn.goals.queries import find_objective
from cairn.intake import Intake, refuse
from cairn.organization.actor import Actor, Role
from cairn.organization.models import Member, Team
from cairn.storage import clock


@atomic
def request_dependency(
    actor: Actor,
    objective_id: int,
    *,
    team: int | None = None,
    need: str = "",
    needed_on: date | None = None,
    key_result: int | None = None,
) -> Dependency:
    """Ask another team for something by a day. Asking the same twice gives the first while it is
    still to come."""
    objective = lock_objective(actor, objective_id)
    rules.require(actor, "dependency.request", objective)
    require_open(objective)
    if objective.is_draft:
        raise Conflict(_("Publish it first: nobody could read what this is needed for."))
    made = Dependency(
        organization_id=actor.organization_id,
        objective=objective,
        need=need,
        requested_by_id=actor.member_id,
        requested_at=clock.now(),
    )
    intake = Intake({})
    _ask(actor, made, team, key_result, intake)
    _time(actor, made, needed_on, intake)
    if not need:
        intake.refuse("need", _("This is needed."))
    intake.settle()
    if first := _first(made):
        return first
    made.save(force_insert=True)
    _record(actor, Event.DEPENDENCY_REQUESTED, made, new=_facts(made))
    return made


def _ask(
    actor: Actor, made: Dependency, team_id: int | None, key_result_id: int | None, intake: Intake
) -> None:
    """Whom, and for which key result; whoever answers must be able to read it."""
    team = find_team(actor, team_id, intake)
    if team is None:
        intake.refuse("team", _("Choose the team that you need it from."))
    elif team.id == made.objective.team_id:
        intake.refuse("team", _("This is the objective's own team. Choose another."))
    else:
        made.team = team
        reader = _first_lead(team)
        if reader is not None and not may_see(reader, made.objective):
            why = _(
                "%(name)s leads this team and may not see this objective. Let them see it first."
            )
            intake.refuse("team", why % {"name": reader.name})
    if key_result_id is not None:
        made.key_result = KeyResult.objects.filter(
            id=key_result_id, objective=made.objective, deleted_at__isnull=True
        ).first()
        if made.key_result is None:
            intake.refuse("key_result", UNKNOWN)


def _first_lead(team: Team) -> Member | None:
    """Who leads the team, or else the nearest one above it."""
    leads = Member.objects.filter(led__id__in=team.line, left_at__isnull=True)
    by_team = dict(leads.exclude(role=Role.VIEWER).values_list("led__id", "id"))
    found = next((by_team[id] for id in reversed(team.line) if id in by_team), None)
    return None if found is None else Member.objects.get(id=found)


def _time(actor: Actor, made: Dependency, needed_on: date | None, intake: Intake) -> None:
    """A day that can still be met, and while the objective's cycle lasts."""
    first = clock.today(actor.time_zone)
    last = max(first, made.objective.cycle.ends_on)
    if needed_on is None or not first <= needed_on <= last:
        days = {"first": first.isoformat(), "last": last.isoformat()}
        intake.refuse("needed_on", _("Choose a day from %(first)s to %(last)s.") % days)
    else:
        made.needed_on = needed_on


def _first(made: Dependency) -> Dependency | None:
    return Dependency.objects.filter(
        objective=made.objective,
        team=made.team,
        key_result=made.key_result,
        need=made.need,
        needed_on=made.needed_on,
        state__in=PENDING,
    ).first()


@atomic
def accept_dependency(
    actor: Actor,
    dependency_id: int,
    *,
    supplier: int | None = None,
    needed_on: date | None = None,
) -> Dependency:
    """Promise it for the day that was asked. `supplier`: an objective of the team that brings it;
    one can be named later too. `needed_on` is the day that the actor read; another one now is
    refused. Twice changes nothing."""
    dependency = lock_dependency(actor, dependency_id)
    rules.require(actor, "dependency.answer", dependency)
    require_open(dependency.objective)
    if dependency.state not in PENDING:
        raise Conflict(_("This has been answered already."))
    if needed_on is not None and needed_on != dependency.needed_on:
        raise Conflict(
            _("It is needed on %(day)s. Promise that day, or decline and say when you can.")
            % {"day": dependency.needed_on.isoformat()}
        )
    brings = None if supplier is None else _find_supplier(actor, dependency, supplier)
    is_new = dependency.state == DependencyState.REQUESTED
    if not is_new and (brings is None or brings.id == dependency.supplier_id):
        return dependency
    if is_new:
        _require_time(actor, dependency)
        _answer(actor, dependency, DependencyState.ACCEPTED)
    dependency.supplier = brings or dependency.supplier
    dependency.save()
    kind = Event.DEPENDENCY_ACCEPTED if is_new else Event.DEPENDENCY_CHANGED
    _record(actor, kind, dependency, new={"needed_on": dependency.needed_on}, supplier=brings)
    return dependency


def _require_time(actor: Actor, dependency: Dependency) -> None:
    if dependency.is_late(clock.today(actor.time_zone)):
        raise Conflict(_("Its day has passed. Mark it delivered, or decline and say when you can."))


def _find_supplier(actor: Actor, dependency: Dependency, objective_id: int) -> Objective:
    """An open objective of the team that is asked, or of a team below it."""
    try:
        found = find_objective(actor, objective_id)
    except NotFound:
        refuse("supplier", UNKNOWN)
    if found.team is None or dependency.team_id not in found.team.line:
        refuse("supplier", _("Choose an objective of the team that is asked."))
    if found.id == dependency.objective_id or found.is_closed or found.cycle.is_closed:
        refuse("supplier", _("Choose another objective, one that is still open."))
    return found


@atomic
def decline_dependency(actor: Actor, dependency_id: int, *, reason: str = "") -> Dependency:
    """Say no and why, for example on which day it could be; a promise can be taken back so too."""
    dependency = lock_dependency(actor, dependency_id)
    rules.require(actor, "dependency.answer", dependency)
    require_open(dependency.objective)
    if dependency.state not in PENDING:
        raise Conflict(_("This has been answered already."))
    if not reason:
        refuse("reason", _("Say why, or on which day you could."))
    _answer(actor, dependency, DependencyState.DECLINED, reason)
    dependency.save()
    _record(actor, Event.DEPENDENCY_DECLINED, dependency, reason=reason)
    return dependency


@atomic
def change_dependency(
    actor: Actor, dependency_id: int, *, need: str | None = None, needed_on: date | None = None
) -> Dependency:
    """Change what is needed, or when. Other words and an earlier day are asked anew, as is anything
    that was declined; a promise for a later day stands."""
    dependency = lock_dependency(actor, dependency_id)
    rules.require(actor, "dependency.change", dependency)
    require_open(dependency.objective)
    _require_unsettled(dependency)
    old = _facts(dependency)
    intake = Intake({})
    if needed_on is not None and needed_on != dependency.needed_on:
        _time(actor, dependency, needed_on, intake)
    intake.settle()
    dependency.need = need or dependency.need
    before, after = changed_values(old, _facts(dependency))
    if not after:
        return dependency
    sooner = dependency.needed_on < old["needed_on"]
    if dependency.state == DependencyState.DECLINED or "need" in after or sooner:
        _ask_anew(dependency)
    dependency.save()
    new = {**after, "state": dependency.state}
    _record(actor, Event.DEPENDENCY_CHANGED, dependency, old=before, new=new)
    return dependency


def _ask_anew(dependency: Dependency) -> None:
    dependency.state = DependencyState.REQUESTED
    dependency.answered_by = dependency.answered_at = None
    dependency.answer_reason = ""


@atomic
def deliver_dependency(actor: Actor, dependency_id: int) -> Dependency:
    """It has come; either side may say so. Twice changes nothing."""
    return _end(actor, dependency_id, "dependency.deliver", DependencyState.DELIVERED)


@atomic
def withdraw_dependency(actor: Actor, dependency_id: int) -> Dependency:
    """It is no longer needed. Twice changes nothing."""
    return _end(actor, dependency_id, "dependency.change", DependencyState.WITHDRAWN)


def _end(actor: Actor, dependency_id: int, act: str, state: DependencyState) -> Dependency:
    dependency = lock_dependency(actor, dependency_id)
    rules.require(actor, act, dependency)
    require_open(dependency.objective)
    if dependency.state == state:
        return dependency
    _require_unsettled(dependency)
    if dependency.state == DependencyState.DECLINED and state == DependencyState.DELIVERED:
        raise Conflict(_("This was declined. Ask anew, with another day or other words."))
    dependency.state = state
    dependency.ended_by_id, dependency.ended_at = actor.member_id, clock.now()
    dependency.save()
    is_here = state == DependencyState.DELIVERED
    kind = Event.DEPENDENCY_DELIVERED if is_here else Event.DEPENDENCY_WITHDRAWN
    _record(actor, kind, dependency)
    return dependency


def _require_unsettled(dependency: Dependency) -> None:
    if dependency.state in (DependencyState.DELIVERED, DependencyState.WITHDRAWN):
        raise Conflict(_("This was delivered or withdrawn; nothing waits for it."))


def lock_dependency(actor: Actor, dependency_id: int) -> Dependency:
    """A dependency of an objective that the actor may see, both locked; else `NotFound`."""
    found = Dependency.objects.filter(id=dependency_id, organization_id=actor.organization_id)
    objective_id = found.values_list("objective_id", flat=True).first()
    if objective_id is None:
        raise NotFound
    objective = lock_objective(actor, objective_id)
    locked = found.select_for_update(of=("self",), no_key=True).select_related(
        "team", "supplier", "key_result"
    )
    dependency = locked.get()
    if dependency.key_result is not None and dependency.key_result.deleted_at is not None:
        raise NotFound
    dependency.objective = objective
    return dependency


def _answer(actor: Actor, dependency: Dependency, state: DependencyState, reason: str = "") -> None:
    dependency.state = state
    dependency.answered_by_id, dependency.answered_at = actor.member_id, clock.now()
    dependency.answer_reason = reason


def _facts(dependency: Dependency) -> dict[str, Any]:
    return {
        "team": Named(dependency.team.id, dependency.team.name),
        "need": dependency.need,
        "needed_on": dependency.needed_on,
    }


def _record(
    actor: Actor,
    kind: Event,
    dependency: Dependency,
    *,
    supplier: Objective | None = None,
    **values: Any,
) -> None:
    """For all who may read the objective: one that fewer may see is not named as its supplier."""
    is_open = supplier is not None and audience_covers(supplier, dependency.objective)
    record(
        actor,
        kind,
        dependency.id,
        title=dependency.need,
        objective_id=dependency.objective_id,
        other_objective_id=supplier.id if supplier is not None and is_open else None,
        team_id=dependency.objective.team_id,
        **values,
    )
