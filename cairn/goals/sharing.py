"""What a contribution would do to the weights of its target, before anybody says yes to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from cairn.goals import progress, weights
from cairn.goals.aligning import seen_alignments
from cairn.goals.models import Alignment, Answer, KeyResult
from cairn.organization.actor import Actor

NOTHING = weights.Share(weights.NIL, fixed=False)


@dataclass(frozen=True, slots=True)
class Part:
    """One of those that share 100 %, before and after. `title` is empty for a key result's own
    measure; `is_it`: the alignment in question."""

    title: str
    before: Decimal
    after: Decimal
    progress: Decimal | None
    is_fixed: bool = False
    is_it: bool = False


@dataclass(frozen=True, slots=True)
class Shared:
    """All parts with their sum before and after; or the largest contribution that fits."""

    parts: tuple[Part, ...] = ()
    largest: Decimal | None = None

    @property
    def before(self) -> Decimal | None:
        return _sum([(one.before, one.progress) for one in self.parts])

    @property
    def after(self) -> Decimal | None:
        return _sum([(one.after, one.progress) for one in self.parts])


def _sum(pairs: Sequence[tuple[Decimal, Decimal | None]]) -> Decimal | None:
    return progress.roll_up([progress.Part(*pair) for pair in pairs]).progress


def share_with(viewer: Actor, alignment: Alignment, weight: Decimal) -> Shared:
    """The target's weights with this contribution, under the rules that the command follows.

    The alignment has `objective` loaded. Two queries.
    """
    beside = _beside(viewer, alignment)
    try:
        rows, after = (_within if alignment.key_result else _across)(alignment, beside, weight)
    except weights.WeightTooLarge as refused:
        return Shared(largest=refused.largest)
    return Shared(
        tuple(
            replace(row, after=share.weight, is_fixed=share.fixed)
            for row, share in zip(rows, after, strict=True)
        )
    )


type Answered = tuple[list[Part], list[weights.Share]]


def _across(alignment: Alignment, beside: list[Part], weight: Decimal) -> Answered:
    """Among the target's key results and what counts beside them."""
    found = KeyResult.objects.filter(objective_id=alignment.target_id, deleted_at__isnull=True)
    own = [
        Part(one.title, one.weight, weights.NIL, one.progress, one.is_weight_fixed)
        for one in found.order_by("position", "id")
    ]
    rows = [*own, *beside]
    at = next((place for place, one in enumerate(rows) if one.is_it), None)
    if at is None:
        return [*rows, _it(alignment)], _added(_shares(rows), weight)
    if weight:
        return rows, weights.set_weight(_shares(rows), at, weight)
    left = weights.drop_share(_shares(rows), at)
    return rows, [*left[:at], NOTHING, *left[at:]]


def _within(alignment: Alignment, beside: list[Part], weight: Decimal) -> Answered:
    """Beside the measure of the key result that is meant, which gives way first."""
    others = [one for one in beside if not one.is_it]
    room = weights.WHOLE - sum((one.before for one in others), weights.NIL)
    done = alignment.key_result.own_progress if alignment.key_result else None
    own = Part("", room - alignment.weight, weights.NIL, done)
    shares = [weights.Share(room, fixed=False), *_shares(others)]
    return [own, *others, _it(alignment)], _added(shares, weight)


def _added(shares: list[weights.Share], weight: Decimal) -> list[weights.Share]:
    return weights.add_share(shares, weight) if weight else [*shares, NOTHING]


def _shares(rows: list[Part]) -> list[weights.Share]:
    return [weights.Share(one.before, one.is_fixed) for one in rows]


def _beside(viewer: Actor, alignment: Alignment) -> list[Part]:
    """What counts already, the alignment itself among it if it does."""
    found = (
        seen_alignments(viewer)
        .filter(target_id=alignment.target_id, key_result_id=alignment.key_result_id)
        .filter(state=Answer.ACCEPTED, weight__gt=0)
        .select_related("objective")
        .order_by("id")
    )
    return [
        Part(
            one.objective.title,
            one.weight,
            weights.NIL,
            one.objective.shown_progress,
            one.is_weight_fixed,
            one.id == alignment.id,
        )
        for one in found
    ]


def _it(alignment: Alignment) -> Part:
    objective = alignment.objective
    return Part(
        objective.title, alignment.weight, weights.NIL, objective.shown_progress, is_it=True
    )
