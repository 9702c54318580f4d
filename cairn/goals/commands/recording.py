"""What was done to an objective, for the ledger."""

from typing import Any

from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.goals.models import Objective
from cairn.organization.actor import Actor


def record_objective(actor: Actor, kind: Event, objective: Objective, **values: Any) -> None:
    record(
        actor,
        kind,
        objective.id,
        title=objective.title,
        objective_id=objective.id,
        team_id=objective.team_id,
        **values,
    )
