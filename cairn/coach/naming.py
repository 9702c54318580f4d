"""What is counted, where no word behind the number says it: the noun that the text speaks of. Pure."""

from cairn.coach.named_en import is_share, name_behind, unit_of_name
from cairn.coach.named_zh import unit_named
from cairn.coach.predicates import read_predicate
from cairn.coach.rates import rate_of, things_of
from cairn.coach.reading import Reading
from cairn.coach.units import singular
from cairn.coach.values import Values


def unit_of(reading: Reading, values: Values) -> str | None:
    """The unit that was read, else the measured noun: open cases 12 -> 7 counts a case."""
    bare = values.target is not None and values.target.amount.sort in ("number", "none", "hired")
    if reading.text.language == "zh":
        known = values.unit if bare and values.unit != "money" else None
        return known or (unit_named(reading, values) if bare else None) or values.unit
    if values.rhythm is not None:
        return _of_rhythm(reading, values)
    if values.target is None:
        return values.unit
    if not bare or values.unit not in (None, "money"):
        if values.unit == "score" and values.kind == "change" and is_share(reading, values):
            return "pp"
        base, _, per = (values.unit or "").partition("/")
        return f"{base}{_things(reading, values, None)}{per and '/' + per}" if base else None
    unit, end = unit_of_name(reading, values)
    if unit is None:
        return values.unit
    return f"{unit}{_things(reading, values, end)}{_rate(reading, values, unit)}"


def _of_rhythm(reading: Reading, values: Values) -> str | None:
    head = read_predicate(reading, reading.clauses[0], None).head
    if not head:
        return values.unit
    return f"{singular(head.split()[-1])}/{(values.unit or '').partition('/')[2]}"


def _rate(reading: Reading, values: Values, unit: str) -> str:
    if values.target is None or (values.unit and "/" in values.unit):
        return ""
    return rate_of(reading.low, unit, values.amounts, values.target.clause, reading.times)


def _things(reading: Reading, values: Values, name_end: int | None) -> str:
    """Of calls per rep: the rep; a rate that is told already is not told again."""
    if values.target is None or (values.unit is None and name_end is None):
        return ""
    amount = values.target.amount
    if name_end is None and amount.sort == "count":
        begins = values.start.amount.begin if values.start else amount.begin
        name_end = name_behind(reading, values.target.clause.begin, begins)
    return things_of(reading.low, values.unit or "", amount, name_end)
