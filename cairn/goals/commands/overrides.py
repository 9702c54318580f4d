"""A progress that is set by hand."""

from decimal import Decimal

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.events.kinds import Kind as Event
from cairn.goals.commands.checks import require_open
from cairn.goals.commands.locking import lock_objective
from cairn.goals.commands.recording import record_objective
from cairn.goals.models import Objective
from cairn.goals.policy import rules
from cairn.goals.rollup import refresh_objective
from cairn.intake import Intake
from cairn.organization.actor import Actor


@atomic
def override_progress(
    actor: Actor, objective_id: int, *, progress: Decimal | None, reason: str = ""
) -> Objective:
    """Show a progress set by hand (a fraction) instead of the automatic one; None resumes it."""
    objective = lock_objective(actor, objective_id)
    rules.require(actor, "objective.edit", objective)
    require_open(objective)
    intake = Intake({})
    if progress is not None and not reason:
        intake.refuse("reason", _("Say why the number is set by hand."))
    if progress is not None and not -10 <= progress <= 10:
        intake.refuse("progress", _("Write a percentage from -1000 % to 1000 %."))
    intake.settle()
    old = objective.shown_progress
    objective.override, objective.override_reason = progress, reason
    objective.save(update_fields=["override", "override_reason"])
    refresh_objective(objective, objective.organization)
    record_objective(
        actor,
        Event.OBJECTIVE_RESUMED if progress is None else Event.OBJECTIVE_OVERRIDDEN,
        objective,
        old={"progress": old},
        new={"progress": objective.shown_progress},
        reason=reason,
    )
    return objective
