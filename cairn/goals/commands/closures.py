"""Ending objectives, and opening them again."""

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict
from cairn.events.kinds import Kind as Event
from cairn.goals.commands.catching_up import catch_up
from cairn.goals.commands.checks import require_open
from cairn.goals.commands.locking import lock_objective
from cairn.goals.commands.recording import record_objective
from cairn.goals.models import Closure, Objective, Outcome
from cairn.goals.policy import rules
from cairn.goals.rollup import refresh_all, stand
from cairn.intake import Intake
from cairn.organization.actor import Actor
from cairn.storage import clock


@atomic
def close_objective(actor: Actor, objective_id: int, *, outcome: str, note: str = "") -> Objective:
    """End an objective with the scores that it has; from then on it is read-only until somebody
    reopens it."""
    objective = lock_objective(actor, objective_id)
    rules.require(actor, "objective.close", objective)
    require_open(objective)
    end_objective(actor, objective, Outcome(outcome), note)
    return objective


def end_objective(actor: Actor, objective: Objective, outcome: Outcome, note: str = "") -> None:
    """`close_objective` in the caller's transaction, of an objective that is locked and open."""
    Closure.objects.create(
        objective=objective,
        outcome=outcome,
        note=note,
        closed_by_id=actor.member_id,
        closed_at=clock.now(),
    )
    objective.closed_as = outcome.ending
    objective.save(update_fields=["closed_as"])
    stand(objective)
    record_objective(
        actor,
        Event.OBJECTIVE_CLOSED,
        objective,
        new={"outcome": outcome, "score": objective.score},
        reason=note,
    )


@atomic
def reopen_objective(actor: Actor, objective_id: int, *, reason: str) -> Objective:
    """Take a closing back; the scores stay until somebody scores anew."""
    objective = lock_objective(actor, objective_id)
    rules.require(actor, "objective.close", objective)
    if not objective.is_closed:
        raise Conflict(_("This objective is not closed."))
    if objective.cycle.is_closed:
        raise Conflict(_("This cycle is closed; its objectives can no longer be changed."))
    if not reason:
        intake = Intake({})
        intake.refuse("reason", _("Say why it is reopened."))
        intake.settle()
    closure = objective.closures.get(reopened_at__isnull=True)
    closure.reopened_by_id, closure.reopened_at = actor.member_id, clock.now()
    closure.save(update_fields=["reopened_by", "reopened_at"])
    old = {"outcome": closure.outcome, "score": objective.score}
    objective.closed_as = ""
    objective.save(update_fields=["closed_as"])
    catch_up(actor, objective, closure.closed_at)
    refresh_all(objective, objective.organization)
    record_objective(actor, Event.OBJECTIVE_REOPENED, objective, old=old, reason=reason)
    return objective
