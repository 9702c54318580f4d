"""What must make sense before a change: references, open states and reasons."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.cycles.models import Cycle, Phase
from cairn.errors import Conflict, Stale
from cairn.goals import progress
from cairn.goals.models import Agreement, KeyResult, Kind, Objective
from cairn.goals.ties import hold_cycle
from cairn.intake import Intake
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team

UNKNOWN = _("This does not exist, or you may not see it.")


def find_cycle(actor: Actor, cycle_id: int | None, intake: Intake) -> Cycle | None:
    """A cycle that takes objectives: one that is not closed, nor will be before they are in it."""
    hold_cycle(actor.organization_id, cycle_id)
    return open_cycle(actor, cycle_id, intake)


def open_cycle(actor: Actor, cycle_id: int | None, intake: Intake) -> Cycle | None:
    """A cycle that is not closed now; for whoever only looks."""
    cycles = Cycle.objects.filter(organization_id=actor.organization_id)
    found = None if cycle_id is None else cycles.filter(id=cycle_id).first()
    if found is None:
        intake.refuse("cycle", UNKNOWN if cycle_id else _("Choose a cycle."))
    elif found.is_closed:
        intake.refuse("cycle", _("This cycle is closed; choose another."))
    return found


def find_team(actor: Actor, team_id: int | None, intake: Intake, name: str = "team") -> Team | None:
    """An open team of the organization; None where none was asked for."""
    if team_id is None:
        return None
    found = Team.objects.open().filter(id=team_id, organization_id=actor.organization_id).first()
    if found is None:
        intake.refuse(name, UNKNOWN)
    return found


def find_member(
    actor: Actor, member_id: int | None, intake: Intake, name: str = "owner"
) -> Member | None:
    """A member who is still there; None where none was asked for."""
    if member_id is None:
        return None
    found = Member.objects.filter(
        id=member_id, organization_id=actor.organization_id, left_at__isnull=True
    ).first()
    if found is None:
        intake.refuse(name, UNKNOWN)
    return found


def find_members(actor: Actor, ids: list[int], intake: Intake, name: str) -> list[Member]:
    found = Member.objects.filter(
        id__in=ids, organization_id=actor.organization_id, left_at__isnull=True
    )
    if len(found) != len(ids):
        intake.refuse(name, UNKNOWN)
    return list(found)


def require_open(objective: Objective) -> None:
    """Closed objectives and closed cycles are read-only."""
    if objective.is_closed:
        raise Conflict(_("This objective is closed. Reopen it to change it."))
    if objective.cycle.is_closed:
        raise Conflict(_("This cycle is closed; its objectives can no longer be changed."))


def require_version(current: Any, version: int | None, yours: dict[str, Any]) -> None:
    """Refuse an edit of a text that somebody else has changed since it was read."""
    if version is None or version == current.version:
        return
    theirs = {name: getattr(current, name) for name in yours if hasattr(current, name)}
    if all(theirs.get(name, value) == value for name, value in yours.items()):
        return
    raise Stale(theirs=theirs, yours=yours, version=current.version)


def wants_reason(objective: Objective) -> bool:
    """Whether what was agreed may be changed only with a reason now."""
    is_running = objective.cycle.phase in (Phase.RUNNING, Phase.SCORING)
    return is_running and not objective.is_draft


def is_settled(objective: Objective) -> bool:
    """Whether somebody has confirmed its key results, so that now they are joined by others, or
    leave, only with a reason."""
    return wants_reason(objective) and objective.agreement == Agreement.CONFIRMED


def require_reason(objective: Objective, names: list[str], reason: str, intake: Intake) -> None:
    """Targets, weights, owners and texts changed while the cycle runs need a reason; so do key
    results that join or leave what was confirmed (`is_settled`)."""
    if names and wants_reason(objective) and not reason:
        intake.refuse("reason", _("Say why: this changes what was agreed while the cycle runs."))


def insist_on_reason(objective: Objective, reason: str) -> None:
    """`require_reason` for an act that changes what was agreed in any case; refuses at once."""
    intake = Intake({})
    require_reason(objective, ["agreed"], reason, intake)
    intake.settle()


def check_dates(intake: Intake, due_on: date, cycle: Cycle) -> None:
    if not cycle.starts_on <= due_on <= cycle.ends_on:
        intake.refuse(
            "due_on",
            _("Choose a day of the cycle, from %(first)s to %(last)s.")
            % {"first": cycle.starts_on.isoformat(), "last": cycle.ends_on.isoformat()},
        )


def check_measure(intake: Intake, key_result: KeyResult) -> None:
    """Start, target and band must fit the kind. A missing start or target is no fault: the
    progress is undefined until it is known."""
    match key_result.kind:
        case Kind.INCREASE | Kind.DECREASE:
            _check_direction(intake, key_result)
        case Kind.MAINTAIN:
            _check_band(intake, key_result)


def _check_direction(intake: Intake, key_result: KeyResult) -> None:
    match progress.direction_fault(key_result.kind, key_result.start, key_result.target):
        case "start_is_target":
            intake.refuse(
                "target", _("The target is the same as the start: choose another, or “maintain”.")
            )
        case "is_decrease":
            intake.refuse("kind", _("The target lies below the start: this is a decrease."))
        case "is_increase":
            intake.refuse("kind", _("The target lies above the start: this is an increase."))


def _check_band(intake: Intake, key_result: KeyResult) -> None:
    lower, upper = key_result.lower, key_result.upper
    if lower is None and upper is None:
        intake.refuse("lower", _("Give a minimum, a maximum, or both."))
    elif lower is not None and upper is not None and lower > upper:
        intake.refuse("upper", _("The maximum must not be below the minimum."))
