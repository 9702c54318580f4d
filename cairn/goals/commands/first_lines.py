"""The key results of a draft that was written in the same transaction: all at once, since nothing
counts into it, nobody was asked about it and no weight gives way."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.goals import weights
from cairn.goals.commands.checks import check_measure
from cairn.goals.commands.facts import facts_of_key_result
from cairn.goals.models import KeyResult, Kind, Milestone, Objective
from cairn.goals.rollup import reckon, refresh_objective, turn_key_result
from cairn.intake import Intake
from cairn.organization.actor import Actor
from cairn.search.filling import put_new
from cairn.storage import clock

LONGEST_MILESTONE = 200


def write_first_lines(
    actor: Actor, objective: Objective, lines: Sequence[Mapping[str, Any]]
) -> list[KeyResult]:
    """With equal weights, in their order, owned by whoever answers for the draft. Each line has
    title, kind and unit, and the values of its kind. By the right that wrote the draft."""
    assert objective.is_draft
    shares = weights.even_out(len(lines))
    made = [
        _made(objective, place, line, share)
        for place, (line, share) in enumerate(zip(lines, shares, strict=True))
    ]
    KeyResult.objects.bulk_create(made)
    steps = [
        Milestone(key_result=one, title=one.title[:LONGEST_MILESTONE], weight=Decimal(1))
        for one in made
        if one.kind == Kind.MILESTONES
    ]
    Milestone.objects.bulk_create(steps)
    refresh_objective(objective, objective.organization)
    put_new(objective.organization_id, "key_result", [(one.id, one.title) for one in made])
    for one in made:
        record(
            actor,
            Event.KEY_RESULT_ADDED,
            one.id,
            title=one.title,
            objective_id=objective.id,
            team_id=objective.team_id,
            new=facts_of_key_result(one),
        )
    return made


def _made(objective: Objective, place: int, line: Mapping[str, Any], weight: Decimal) -> KeyResult:
    made = KeyResult(
        organization_id=objective.organization_id,
        objective=objective,
        owner=objective.owner,
        starts_on=objective.cycle.starts_on,
        due_on=objective.due_on,
        position=place,
        weight=weight,
        created_at=clock.now(),
        **line,
    )
    intake = Intake({})
    check_measure(intake, made)
    intake.settle()
    steps = [(Decimal(1), None)] if made.kind == Kind.MILESTONES else []
    measured = reckon(made, (), steps)
    made.current, made.previous = measured.current, measured.previous
    made.own_progress = made.progress = measured.progress
    turn_key_result(made, objective.organization)
    return made
