"""The weights of an objective's key results and of the alignments that count beside them, which sum
to exactly 100 %; and of what feeds one key result, which shares 100 % with its own measure."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Never

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.goals import weights
from cairn.goals.commands.asking import ask_about_change
from cairn.goals.commands.checks import insist_on_reason, require_open
from cairn.goals.commands.locking import lock_key_result, lock_objective
from cairn.goals.commands.shifts import shifts_told
from cairn.goals.models import Alignment, Answer, KeyResult, Objective
from cairn.goals.policy import rules
from cairn.goals.rollup import refresh_objective
from cairn.intake import refuse
from cairn.organization.actor import Actor

type Weighted = KeyResult | Alignment


@atomic
def set_weight(actor: Actor, key_result_id: int, *, weight: Decimal, reason: str = "") -> Objective:
    """Fix one weight (percent); the others share the rest in proportion."""
    key_result, objective = lock_key_result(actor, key_result_id)
    rules.require(actor, "key_result.edit", key_result)
    require_open(objective)
    insist_on_reason(objective, reason)
    with shifts_told(actor, objective, reason=reason):
        take_weight(objective, key_result, weight)
    refresh_objective(objective, objective.organization)
    ask_about_change(actor, objective, reason)
    return objective


@atomic
def even_out_weights(actor: Actor, objective_id: int, *, reason: str = "") -> Objective:
    """Release every weight and share 100 % equally."""
    objective = lock_objective(actor, objective_id)
    rules.require(actor, "key_result.edit", objective)
    require_open(objective)
    insist_on_reason(objective, reason)
    rows = rows_of(objective)
    with shifts_told(actor, objective, reason=reason):
        for row, weight in zip(rows, weights.even_out(len(rows)), strict=True):
            _write(row, weights.Share(weight, fixed=False))
    refresh_objective(objective, objective.organization)
    ask_about_change(actor, objective, reason)
    return objective


@atomic
def share_weights(
    actor: Actor, objective_id: int, *, asked: Mapping[int, weights.Share | None], reason: str = ""
) -> Objective:
    """Several weights at once, by key result: fixed, free in proportion, or None for an equal
    part of what is free. Those that are not named stay as they are, as far as they can."""
    objective = lock_objective(actor, objective_id)
    rules.require(actor, "key_result.edit", objective)
    require_open(objective)
    rows = rows_of(objective)
    kept = {row.id: weights.Share(row.weight, row.is_weight_fixed) for row in rows}
    try:
        shares = weights.share_out([asked.get(row.id, kept[row.id]) for row in rows])
    except weights.WeightTooLarge as refused:
        refuse_weight(refused.largest)
    if any(share.weight != row.weight for row, share in zip(rows, shares, strict=True)):
        insist_on_reason(objective, reason)
    with shifts_told(actor, objective, reason=reason):
        _write_all(rows, shares)
    refresh_objective(objective, objective.organization)
    ask_about_change(actor, objective, reason)
    return objective


@atomic
def release_weight(actor: Actor, key_result_id: int) -> Objective:
    """Let a fixed weight follow the others again; no weight changes now."""
    key_result, objective = lock_key_result(actor, key_result_id)
    rules.require(actor, "key_result.edit", key_result)
    require_open(objective)
    key_result.is_weight_fixed = False
    key_result.save(update_fields=["is_weight_fixed"])
    return objective


def rows_of(objective: Objective) -> list[Weighted]:
    """What shares the weight, in its order: key results, then the alignments that count."""
    key_results = (
        KeyResult.objects.select_for_update(no_key=True)
        .filter(objective=objective, deleted_at__isnull=True)
        .order_by("position", "id")
    )
    return [*key_results, *counting(objective, None)]


def counting(objective: Objective, key_result_id: int | None) -> list[Alignment]:
    """The alignments that count into an objective beside its key results, or into one of these."""
    return list(
        Alignment.objects.select_for_update(of=("self",), no_key=True)
        .filter(
            target=objective,
            key_result=key_result_id,
            state=Answer.ACCEPTED,
            weight__gt=0,
            objective__deleted_at__isnull=True,
        )
        .order_by("id")
    )


def give_weight(objective: Objective, newcomer: Weighted, weight: Decimal | None) -> None:
    """Make room for a key result or an alignment that is not saved yet; it comes last."""
    rows = [row for row in rows_of(objective) if row.id != newcomer.id]
    try:
        shares = weights.add_share(_shares(rows), weight)
    except weights.WeightTooLarge as refused:
        refuse_weight(refused.largest, newcomer)
    _write_all(rows, shares)
    newcomer.weight, newcomer.is_weight_fixed = shares[-1].weight, shares[-1].fixed


def bring_weight_back(objective: Objective, weighted: Weighted) -> None:
    """Make room for one that was deleted: the weight that it had, or as much of it as fits."""
    was_fixed = weighted.is_weight_fixed
    rows = [row for row in rows_of(objective) if row.id != weighted.id]
    room = weights.WHOLE - sum((row.weight for row in rows if row.is_weight_fixed), weights.NIL)
    give_weight(objective, weighted, min(weighted.weight, room))
    weighted.is_weight_fixed = was_fixed and weighted.is_weight_fixed


def take_weight(objective: Objective, weighted: Weighted, weight: Decimal) -> None:
    """Fix the weight of one of those that share it and let the others give way."""
    rows = rows_of(objective)
    at = next(place for place, row in enumerate(rows) if row.id == weighted.id)
    try:
        shares = weights.set_weight(_shares(rows), at, weight)
    except weights.WeightTooLarge as refused:
        refuse_weight(refused.largest, weighted)
    _write_all(rows, shares)
    weighted.weight, weighted.is_weight_fixed = shares[at].weight, shares[at].fixed


def drop_weight(objective: Objective, weighted: Weighted) -> None:
    """Let the others take over the weight of one that goes."""
    rows = rows_of(objective)
    at = next(place for place, row in enumerate(rows) if row.id == weighted.id)
    others = [row for row in rows if row.id != weighted.id]
    _write_all(others, weights.drop_share(_shares(rows), at))


def feed_weight(objective: Objective, alignment: Alignment, weight: Decimal) -> None:
    """Fix what one alignment brings to a key result; its own measure and the others give way."""
    rows = [row for row in counting(objective, alignment.key_result_id) if row.id != alignment.id]
    own = weights.Share(weights.WHOLE - sum((row.weight for row in rows), weights.NIL), fixed=False)
    try:
        shares = weights.add_share([own, *_shares(rows)], weight)
    except weights.WeightTooLarge as refused:
        refuse_weight(refused.largest, alignment)
    _write_all(rows, shares[1:])
    alignment.weight, alignment.is_weight_fixed = shares[-1].weight, shares[-1].fixed


def refuse_weight(largest: Decimal, weighted: Weighted | None = None) -> Never:
    """Names the field that was filled in: a key result's weight, or what an alignment brings."""
    refuse(
        "contribution" if isinstance(weighted, Alignment) else "weight",
        _("The fixed weights would pass 100 %% together; at most %(largest)s %% fits here.")
        % {"largest": f"{largest.normalize():f}"},
    )


def _shares(rows: Sequence[Weighted]) -> list[weights.Share]:
    return [weights.Share(row.weight, row.is_weight_fixed) for row in rows]


def _write_all(rows: Sequence[Weighted], shares: Sequence[weights.Share]) -> None:
    for row, share in zip(rows, shares, strict=False):
        _write(row, share)


def _write(row: Weighted, share: weights.Share) -> None:
    if (row.weight, row.is_weight_fixed) != (share.weight, share.fixed):
        row.weight, row.is_weight_fixed = share.weight, share.fixed
        row.save(update_fields=["weight", "is_weight_fixed"])
