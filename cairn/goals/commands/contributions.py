"""What alignments count into their targets, and what follows for it from other changes.

Called by commands, with the lines of both ends locked; who calls refreshes the target.
"""

from decimal import Decimal

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from cairn.goals.commands.locking import LOADED
from cairn.goals.commands.shifts import shifts_told, tell_alignment
from cairn.goals.commands.weights import (
    bring_weight_back,
    counting,
    drop_weight,
    feed_weight,
    give_weight,
    take_weight,
)
from cairn.goals.models import Alignment, Answer, Objective, Participant, Visibility
from cairn.goals.policy import audience_covers
from cairn.goals.rollup import refresh_fed, stand
from cairn.goals.weights import WHOLE
from cairn.intake import refuse
from cairn.organization.actor import Actor

NIL = Decimal("0.00")


def set_contribution(
    actor: Actor, alignment: Alignment, target: Objective, weight: Decimal
) -> None:
    """Fix what an accepted alignment counts into its target, in percent; the others give way."""
    with shifts_told(actor, target, besides=alignment.id, below=alignment.objective_id):
        if weight <= 0:
            _take_out(alignment, target)
        else:
            _require_covered(alignment.objective, target)
            if alignment.key_result_id is not None:
                feed_weight(target, alignment, weight)
            elif alignment.weight:
                take_weight(target, alignment, weight)
            else:
                give_weight(target, alignment, weight)
    alignment.save(update_fields=["weight", "is_weight_fixed"])


def _take_out(alignment: Alignment, target: Objective) -> None:
    """What feeds a key result leaves its part to the key result's own measure."""
    if alignment.key_result_id is None and alignment.weight:
        drop_weight(target, alignment)
    alignment.weight, alignment.is_weight_fixed = NIL, False


def _require_covered(objective: Objective, target: Objective) -> None:
    if objective.is_draft:
        refuse("contribution", _("A draft cannot contribute yet. Publish it first."))
    if not audience_covers(objective, target):
        refuse(
            "contribution",
            _(
                "Fewer people may see this objective than the target, so it can be aligned only: "
                "its progress would show through."
            ),
        )


def withdraw_contributions(actor: Actor, objective: Objective) -> None:
    """Before an objective is deleted: the others take its part; it keeps its weight to come back."""
    for alignment in _counting_up(objective):
        if alignment.key_result_id is None:
            with shifts_told(
                actor, alignment.target, besides=alignment.id, below=alignment.objective_id
            ):
                drop_weight(alignment.target, alignment)


def return_contributions(actor: Actor, objective: Objective) -> None:
    """After it was restored: the weight that it had, or as much of it as fits."""
    for alignment in _counting_up(objective):
        before = alignment.weight
        alignment.weight = NIL
        alignment.save(update_fields=["weight"])
        if audience_covers(objective, alignment.target):
            _bring_back(actor, alignment, before)
        if alignment.weight != before:
            tell_alignment(actor, alignment.target, alignment, before, alignment.weight)


def _bring_back(actor: Actor, alignment: Alignment, weight: Decimal) -> None:
    alignment.weight = weight
    with shifts_told(actor, alignment.target, besides=alignment.id, below=alignment.objective_id):
        if alignment.key_result_id is None:
            bring_weight_back(alignment.target, alignment)
        else:
            _feed_back(alignment)
    alignment.save(update_fields=["weight", "is_weight_fixed"])


def _feed_back(alignment: Alignment) -> None:
    beside = counting(alignment.target, alignment.key_result_id)
    room = WHOLE - sum((one.weight for one in beside if one.is_weight_fixed), NIL)
    feed_weight(alignment.target, alignment, min(alignment.weight, room))


def keep_covered(actor: Actor, objective: Objective) -> None:
    """After a change of who may see an objective: what would show through counts no longer.

    Looks both ways, and writes the numbers that follow and who may see them from now on.
    """
    fresh = _whole().get(id=objective.id)
    for alignment in _counting_up(fresh):
        if not audience_covers(fresh, alignment.target):
            _stop_counting(actor, alignment, fresh, alignment.target)
    below = Alignment.objects.filter(target=fresh, state=Answer.ACCEPTED, weight__gt=0)
    for alignment in below.prefetch_related(Prefetch("objective", _whole())).order_by("id"):
        if not audience_covers(alignment.objective, fresh):
            _stop_counting(actor, alignment, alignment.objective, fresh)
    if fresh.visibility != Visibility.ORGANIZATION:
        stand(fresh)


def _stop_counting(
    actor: Actor, alignment: Alignment, objective: Objective, target: Objective
) -> None:
    old = alignment.weight
    with shifts_told(actor, target, besides=alignment.id, below=alignment.objective_id):
        _take_out(alignment, target)
    alignment.save(update_fields=["weight", "is_weight_fixed"])
    refresh_fed(target, alignment.key_result_id, target.organization)
    why = _("Fewer people may see it than its target now.")
    tell_alignment(actor, target, alignment, old, alignment.weight, why)


def _counting_up(objective: Objective) -> list[Alignment]:
    """The alignments that count into something, with their targets loaded for the policy."""
    found = Alignment.objects.filter(objective=objective, state=Answer.ACCEPTED, weight__gt=0)
    return list(found.prefetch_related(Prefetch("target", _whole())).order_by("id"))


def _whole() -> QuerySet[Objective]:
    return Objective.objects.select_related(*LOADED).prefetch_related(
        Prefetch("participants", Participant.objects.order_by("id"))
    )
