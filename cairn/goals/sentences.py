"""A key result's sentence to what the editor fills in: measure, direction, start, target, unit.

The writing coach reads the values; this says them in the kinds and units of key results. Pure. It
would rather say nothing than something wrong: what is unsure stays None.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from cairn.coach.amounts import Amount
from cairn.coach.labels import values_of
from cairn.coach.naming import unit_of
from cairn.coach.reading import Reading, read_text
from cairn.coach.values import Values
from cairn.goals import naming
from cairn.goals import wording as w
from cairn.measures.amounts import AmountUnclear, plain_amount, read_plain
from cairn.measures.numerals import is_unsafe
from cairn.measures.units import LONGEST_LABEL, SECONDS, currencies

LONGEST_SENTENCE = 500
_TIMED = re.compile(r"[^0-9.,\s]+$")
_TIMES = {name: SECONDS[name] for name in ("ms", "s", "min", "h", "day", "week")}
type Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Span:
    """Where in the text (in code points) a part stands: measure, start, target or unit."""

    role: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """What was understood. A bound to keep is in `lower` or `upper`, and `target` is None.

    `change` is the size of a change without a baseline (提升 20% → 20, 减少 50% → -50): the target
    is unknown then. A count that begins with the cycle (完成 5 场访谈) starts at 0.
    """

    measure: str | None = None
    kind: str | None = None
    start: Decimal | None = None
    target: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None = None
    change: Decimal | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """A text with what the coach found in it; `amount` is the one that is aimed at."""

    text: str
    reading: Reading
    values: Values
    amount: Amount

    @property
    def clause(self) -> Place:
        return naming.clause_around(self.text, self.amount.begin, self.amount.end)

    @property
    def before(self) -> str:
        return self.text[self.clause[0] : self.amount.begin]

    @property
    def after(self) -> str:
        return self.text[self.amount.end : self.clause[1]]


def _number_end(amount: Amount) -> int:
    """Where the quantity ends: what it counts stands behind it."""
    return amount.unit_begin if amount.unit_begin > amount.begin else amount.end


def _label(read: _Read, amount: Amount) -> str:
    """What is counted, as it is written: 件, guides."""
    said = _TIMED.search(read.text[amount.begin : amount.end]) if amount.sort == "time" else None
    words = said[0] if said else read.text[_number_end(amount) : amount.end]
    label = words.split()[-1] if words.split() else ""
    return label if label and len(label) <= LONGEST_LABEL else "number"


def _unit(read: _Read) -> str:
    """The coach's unit as a unit of key results; a rate is counted in what it is a rate of."""
    start, said = read.values.start, unit_of(read.reading, read.values)
    if start is not None and read.values.kind != "level":
        said = start.amount.unit
    name = (said or "number").partition("/")[0]
    if name in ("%", "pp"):
        return "percent"
    if name in currencies():
        return name
    if name in _TIMES:
        return "duration"
    counted = [one for one in (read.amount, read.values.start and read.values.start.amount) if one]
    labels = [_label(read, one) for one in counted if one.sort != "rank"]
    return next((one for one in labels if one != "number"), "number")


def _scaled(read: _Read, value: Decimal | None) -> Decimal | None:
    """Durations in seconds; everything else as it was read."""
    name = (read.values.unit or unit_of(read.reading, read.values) or "").partition("/")[0]
    return None if value is None else value * _TIMES.get(name, Decimal(1))


def _spans(read: _Read, name: Place | None) -> tuple[Span, ...]:
    spans = [Span("measure", *name)] if name else []
    start = read.values.start
    if start is not None and start is not read.values.target:
        spans.append(Span("start", start.amount.begin, _number_end(start.amount)))
    spans.append(Span("target", read.amount.begin, _number_end(read.amount)))
    if _number_end(read.amount) < read.amount.end:
        spans.append(Span("unit", _number_end(read.amount), read.amount.end))
    return tuple(spans)


def _bare(read: _Read, name: Place | None) -> Place | None:
    """A measure's name without the words of time and the brackets around it."""
    if name is None:
        return None
    begin, end = name
    for one in read.reading.times:
        if one.kind == "deadline" and one.begin <= begin < one.end:
            begin = one.end
        if one.kind == "deadline" and one.begin < end <= one.end:
            end = one.begin
    return naming.name_between(read.text, begin, naming.end_before_brackets(read.text, begin, end))


def _measure(read: _Read, name: Place | None) -> str | None:
    return read.text[slice(*name)] if name else None


def _of_pair(read: _Read) -> Sentence:
    """From somewhere to somewhere; a start whose scale is left open (从 30 到 50 万) is not said."""
    values, start = read.values, read.values.start
    assert start is not None
    first, last = values.from_value, _end_of(values)
    units = {start.amount.unit, read.amount.unit} & currencies()
    if last is None or first == last or len(units) > 1:
        return Sentence()
    clause, _ = naming.clause_around(read.text, start.amount.begin, start.amount.end)
    begins = min(start.amount.begin, read.amount.begin)
    name = _bare(read, naming.name_before(read.text, min(clause, read.clause[0], begins), begins))
    elided = start.amount.sort == "number" and first != start.amount.value
    spans = _spans(read, name)
    return Sentence(
        measure=_measure(read, name),
        kind="increase" if first is None or last > first else "decrease",
        start=None if elided else _scaled(read, first),
        target=_scaled(read, last),
        unit=_unit(read),
        spans=tuple(one for one in spans if not (elided and one.role == "start")),
    )


def _end_of(values: Values) -> Decimal | None:
    """Where a start leads; how far a share of it does is left open where both are shares."""
    first, value = values.from_value, values.to_value
    if first is None or value is None or values.kind == "level":
        return value
    if values.kind == "multiple":
        return first * value
    relative = (values.unit or "").partition("/")[0] == "%"
    if relative and values.start is not None and values.start.amount.unit == "%":
        return None
    return first * (1 + value / 100) if relative else first + value


def _of_change(read: _Read) -> Sentence:
    values = read.values
    kind = naming.way_of(read.before) or naming.way_of(read.after)
    kind = "decrease" if values.to_value and values.to_value < 0 else kind or "increase"
    name = _bare(read, naming.name_between(read.text, read.clause[0], read.amount.begin))
    return Sentence(
        measure=_measure(read, name),
        kind=kind,
        unit=_unit(read),
        change=_scaled(read, values.to_value),
        spans=tuple(one for one in _spans(read, name) if one.role == "measure"),
    )


def _level_kind(read: _Read, bound: str | None) -> str | None:
    """Only where the words leave no doubt: 低于 20 元 alone may be a wish or a guard."""
    keeps = naming.says(w.KEEP, read.before)
    moved = naming.way_of(read.before)
    if bound in ("not_below", "not_above"):
        return moved or "maintain"
    if keeps and not moved:
        return "maintain" if bound else None
    if moved or bound == "below":
        return moved
    if read.amount.sort == "none":
        return naming.way_of(read.text) or "maintain"
    return "increase" if read.amount.value > 0 else None


def _level_name(read: _Read) -> Place | None:
    """What stands after the number for counts and 90%的满意度, before it for 满意度达到90%."""
    text, amount, (begin, end) = read.text, read.amount, read.clause
    done = naming.verb_before(read.before) == "do"
    counted = amount.sort == "count" and text[amount.unit_begin : amount.end].isascii()
    after = amount.unit_begin if counted else amount.end
    if (done or naming.says(r"^(?: ?以上)? ?的", read.after)) and text[after:end].strip(" 的"):
        return naming.name_after(text, after, end)
    if done:
        return naming.name_between(text, _number_end(amount), amount.end)
    return naming.name_between(text, begin, amount.begin)


def _counts_up(read: _Read) -> bool:
    """Whether it is a number of things done since the start, so that it begins at nothing."""
    verb, sort = naming.verb_before(read.before), read.amount.sort
    if verb == "do":
        return sort in ("count", "number", "money")
    opens, value = not read.before.strip(), read.amount.value
    level = value != value.to_integral_value() or naming.says(w.MEAN, read.before)
    counts = sort == "count" and not level
    return verb is None and (counts or (sort == "money" and opens))


def _of_level(read: _Read) -> Sentence:
    bound = naming.bound_of(read.before, read.after)
    kind, value = _level_kind(read, bound), _scaled(read, read.values.to_value)
    name = _bare(read, _level_name(read))
    found = Sentence(
        measure=_measure(read, name),
        kind=kind,
        target=value,
        unit=_unit(read),
        spans=_spans(read, name),
    )
    if kind == "maintain":
        guard = bound in ("not_above", "below") or value == 0
        lower, upper = (None, value) if guard else (value, None)
        return replace(found, target=None, lower=lower, upper=upper)
    if kind == "increase" and _counts_up(read):
        return replace(found, start=Decimal(0))
    return found


def _translate(read: _Read) -> Sentence:
    if read.values.start is not None:
        return _of_pair(read)
    if read.values.kind == "multiple":
        return Sentence(kind="increase")
    return _of_change(read) if read.values.kind == "change" else _of_level(read)


def _tidy(read: Sentence) -> Sentence:
    """Values as amounts are kept; nothing at all if one of them is beyond what can be kept."""
    values = (read.start, read.target, read.lower, read.upper, read.change)
    try:
        start, target, lower, upper, change = (
            None if value is None else read_plain(plain_amount(value)) for value in values
        )
    except AmountUnclear:
        return Sentence()
    return replace(read, start=start, target=target, lower=lower, upper=upper, change=change)


def read_sentence(text: str) -> Sentence:
    """把续约率从 60% 提高到 75%, Raise NPS from 31 to 45, 完成 5 场访谈, keep churn below 2%."""
    if len(text) > LONGEST_SENTENCE or is_unsafe(text.replace("\n", " ")):
        return Sentence()
    reading = read_text(text)
    values = values_of(reading)
    if values.target is None or values.to_value is None:
        return Sentence()
    return _tidy(_translate(_Read(text, reading, values, values.target.amount)))
