"""Telling which weights gave way to another one, so that a past day knows them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal

from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.goals.models import Alignment, Answer, KeyResult, Objective
from cairn.organization.actor import Actor


@dataclass(slots=True)
class Weights:
    """What shares the progress of an objective, by id; the words of what is told about it."""

    key_results: dict[int, tuple[str, Decimal]] = field(default_factory=dict)
    alignments: dict[int, tuple[Alignment, Decimal]] = field(default_factory=dict)


@contextmanager
def shifts_told(
    actor: Actor,
    objective: Objective,
    *,
    besides: int | None = None,
    below: int | None = None,
    reason: str = "",
) -> Iterator[None]:
    """Record the weights of an objective that the block changes, other than that of `besides`,
    which its own event tells. Drafts are nobody's history yet: only alignments are told.

    `below` is the aligned objective for which they give way: who may not see it is not told."""
    before = weights_of(objective)
    yield
    after = weights_of(objective)
    if not objective.is_draft:
        _tell_key_results(actor, objective, before, after, besides, below, reason)
    for id, (alignment, weight) in after.alignments.items():
        old = before.alignments[id][1] if id in before.alignments else weight
        if id != besides and old != weight:
            tell_alignment(actor, objective, alignment, old, weight, reason)


def weights_of(objective: Objective) -> Weights:
    """Two queries."""
    found = Weights()
    alive = KeyResult.objects.filter(objective=objective, deleted_at__isnull=True)
    for id, title, weight in alive.order_by("position", "id").values_list("id", "title", "weight"):
        found.key_results[id] = title, weight
    accepted = Alignment.objects.filter(target=objective, state=Answer.ACCEPTED)
    for one in accepted.select_related("objective").order_by("id"):
        found.alignments[one.id] = one, one.weight
    return found


def _tell_key_results(
    actor: Actor,
    objective: Objective,
    before: Weights,
    after: Weights,
    besides: int | None,
    below: int | None,
    reason: str,
) -> None:
    """Key results by their titles; an aligned objective's is only for those who may see it."""
    old, new = {}, {}
    for id, (title, weight) in after.key_results.items():
        was = before.key_results.get(id)
        if id != besides and was is not None and was[1] != weight:
            old[title], new[title] = _percent(was[1]), _percent(weight)
    if new:
        record(
            actor,
            Event.KEY_RESULT_WEIGHED,
            objective.id,
            title=objective.title,
            objective_id=objective.id,
            other_objective_id=below,
            team_id=objective.team_id,
            old=old,
            new=new,
            reason=reason,
        )


def _percent(weight: Decimal) -> str:
    return f"{weight:f}".removesuffix(".00") + "%"


def tell_alignment(
    actor: Actor,
    target: Objective,
    alignment: Alignment,
    old: Decimal,
    new: Decimal,
    reason: str = "",
) -> None:
    """The far end is named by its title, which only those may read who see both."""
    record(
        actor,
        Event.ALIGNMENT_WEIGHED,
        alignment.id,
        title=target.title,
        objective_id=alignment.objective_id,
        other_objective_id=target.id,
        team_id=alignment.objective.team_id,
        old={"contribution": old},
        new={"objective_title": alignment.objective.title, "contribution": new},
        reason=reason,
    )
