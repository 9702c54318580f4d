"""In words what a number was reckoned from, and what was not reckoned in, with the reason."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.goals.explaining import Explanation
from cairn.goals.models import KeyResult, Kind
from cairn.goals.rows import KeyResultRow
from cairn.measures.amounts import plain_amount
from cairn.measures.rounding import percent

UNDEFINED = "—"


def left_out(found: Explanation) -> Iterator[str]:
    """What is not in the sum, and why."""
    own = [one for one in found.inputs if one.kind == "key_result"]
    if undefined := sum(one.progress is None and one.weight > 0 for one in own):
        words = ngettext(
            "%(n)s key result not measured", "%(n)s key results not measured", undefined
        )
        yield words % {"n": undefined}
    if weightless := sum(one.weight == 0 for one in own):
        words = ngettext(
            "%(n)s key result of weight 0", "%(n)s key results of weight 0", weightless
        )
        yield words % {"n": weightless}
    if waiting := sum(one.progress is None for one in found.inputs if one.kind == "objective"):
        words = ngettext(
            "%(n)s aligned objective not measured", "%(n)s aligned objectives not measured", waiting
        )
        yield words % {"n": waiting}
    if found.aligned_only:
        words = ngettext(
            "%(n)s aligned objective, its contribution is off",
            "%(n)s aligned objectives, their contribution is off",
            found.aligned_only,
        )
        yield words % {"n": found.aligned_only}
    if found.override is not None:
        yield _("Set by hand: %(reason)s") % {"reason": found.override_reason}


def formula_of(row: KeyResultRow, key_result: KeyResult) -> str:
    """(current − start) / (target − start) with its values, or why there is no number: of its own
    measure, whatever else feeds it."""
    measured = key_result.own_progress
    result = UNDEFINED if measured is None else percent(measured, 1)
    if row.kind == Kind.MILESTONES:
        reached = sum((one.weight for one in row.milestones if one.reached_on), Decimal(0))
        whole = sum((one.weight for one in row.milestones), Decimal(0))
        return _("%(reached)s of %(whole)s milestones by weight = %(result)s") % {
            "reached": plain_amount(reached),
            "whole": plain_amount(whole),
            "result": result,
        }
    if row.kind == Kind.MAINTAIN:
        if measured is None:
            return _("No value yet: the share of values inside %(band)s") % {
                "band": row.target_text
            }
        return _("Share of all values inside %(band)s = %(result)s") % {
            "band": row.target_text,
            "result": result,
        }
    if row.start is None:
        return _("The baseline is still to be measured, so there is no progress yet.")
    if row.target is None:
        return _("There is no target yet, so there is no progress.")
    current = key_result.start if row.current is None else row.current
    numbers = [plain_amount(value) for value in (current or Decimal(0), row.start, row.target)]
    now, start, target = (_signed(number) for number in numbers)
    return f"({now} − {start}) / ({target} − {start}) = {result}"


def _signed(number: str) -> str:
    return f"({number})" if number.startswith("-") else number
