"""Weights as fractions that sum to exactly 1, and scores."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cairn.goals.commands.objective_weights import weights_among
from cairn.intake import MISSING, refuse
from cairn.open_apis.calls import Call, number
from cairn.open_apis.numbers import HUNDRED, thousandths
from cairn.storage.ids import read_id

NIL, ONE = Decimal(0), Decimal(1)
STEP, TENTH = Decimal("0.001"), Decimal("0.1")


def weights_of(objective_ids: Sequence[int]) -> dict[int, Decimal]:
    """Of all objectives of one copy of a cycle, in their order: those that were given one have it,
    the others share the rest; what sums to something else is taken in proportion."""
    given = weights_among(objective_ids)
    return dict(zip(objective_ids, shared([given.get(id) for id in objective_ids]), strict=True))


def shared(given: Sequence[Decimal | None]) -> list[Decimal]:
    """Three places that sum to exactly 1; equal where nothing was given."""
    if not given:
        return []
    known = sum((one for one in given if one is not None), NIL)
    missing = sum(one is None for one in given)
    rest = max(NIL, ONE - known) / missing if missing else NIL
    filled = [rest if one is None else one for one in given]
    whole = sum(filled, NIL)
    if not whole:
        filled, whole = [ONE] * len(filled), Decimal(len(filled))
    return thousandths([one * HUNDRED / whole for one in filled])


def sent_weights(
    call: Call, name: str, id_name: str, expected: Mapping[int, Decimal]
) -> dict[int, Decimal]:
    """The complete list of weights, by id: three places, summing to what they sum to now, which is 1
    unless something else counts beside them."""
    value = call.sent(name)
    items = value if isinstance(value, list) else []
    found: dict[int, Decimal] = {}
    for item in items:
        fields: dict[str, Any] = item if isinstance(item, dict) else {}
        id, weight = read_id(fields.get(id_name)), number("weight", fields.get("weight"), NIL, ONE)
        if id is None or not isinstance(weight, Decimal) or weight != weight.quantize(STEP):
            refuse(name, _("Give each an id, and a weight from 0 to 1 with three decimals."))
        found[id] = weight.quantize(STEP)
    require_complete(name, [*found] if len(found) == len(items) else [], expected)
    whole = sum(expected.values(), NIL)
    if sum(found.values(), NIL) != whole:
        refuse(name, _("These weights must sum to exactly %(whole)s.") % {"whole": f"{whole:f}"})
    return found


def require_complete(name: str, ids: Sequence[int], expected: Mapping[int, Any]) -> None:
    if set(ids) != set(expected):
        refuse(name, _("Give every id of the list once, in its order."))


def sent_score(call: Call) -> Decimal | None:
    """A score from 0 to 1 with one place; None where none is sent."""
    score = call.sent_number("score", NIL, ONE)
    if score is MISSING:
        return None
    if score != score.quantize(TENTH):
        refuse("score", _("Write a score from 0.0 to 1.0, for example 0.7."))
    return Decimal(score.quantize(TENTH))
