"""A key result's sentence to what the editor fills in: measure, direction, start, target, unit.

Pure. It would rather say nothing than something wrong: what is unsure stays None.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from cairn.goals import wording as w
from cairn.goals.mentions import CLAUSE_ENDS, Mention, find_mentions, plain_words
from cairn.measures.amounts import AmountUnclear, plain_amount, read_plain
from cairn.measures.numerals import is_unsafe

LONGEST_SENTENCE = 500
LONGEST_MEASURE = 40
_JOIN = re.compile(
    r"(?P<verb>[^0-9]{0,12}?)(?:到了?|至|为|成|→|->|=>|\bto\b)"
    r" ?(?:每[年季月周日天次]|平均|约|大约|about|around|only|每周|under|below|以下)? ?",
    re.IGNORECASE,
)
_FROM = re.compile(r"从|由|自|\bfrom\b", re.IGNORECASE)
_PADDING = " :"
_ARROW = re.compile(r"→|->|=>")
_CUT_AFTER = re.compile(
    r"并|以(?=[增提便]|满)|\band\b|\bfor\b|\bby\b|\bwith\b|\bin\b", re.IGNORECASE
)


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


def _last(pattern: str, text: str) -> int:
    """Where the last match ends; -1 without one."""
    ends = [found.end() for found in re.finditer(pattern, text, re.IGNORECASE)]
    return ends[-1] if ends else -1


def _named(text: str, begin: int, end: int) -> tuple[str | None, tuple[Span, ...]]:
    """The measure between two places, without the verbs around it."""
    for opening in (w.MEANS, w.LEADING):
        found = opening.match(text[begin:end])
        begin += found.end() if found else 0
    tail = w.TRAILING.search(text[begin:end])
    end = begin + tail.start() if tail else end
    name = text[begin:end].strip(_PADDING)
    if not name or len(name) > LONGEST_MEASURE or w.NO_MEASURE.match(name):
        return None, ()
    begin = text.index(name, begin)
    return name, (Span("measure", begin, begin + len(name)),)


def _direction(words: str) -> str | None:
    up, down = _last(w.UP, words), _last(w.DOWN, words)
    return None if up == down else "increase" if up > down else "decrease"


def _unit_span(mention: Mention) -> tuple[Span, ...]:
    same = mention.unit_begin == mention.end
    return () if same else (Span("unit", mention.unit_begin, mention.end),)


def _joined(text: str, first: Mention, second: Mention) -> bool:
    """Whether two quantities read "from the first to the second"."""
    between = text[first.quantity.end : second.quantity.begin]
    rest = text[first.end : second.quantity.begin]
    if not _JOIN.fullmatch(rest) or CLAUSE_ENDS.search(between):
        return False
    before = text[first.clause_begin : first.quantity.begin]
    return bool(_ARROW.search(rest) or _FROM.search(before) or _direction(rest))


def _elided(text: str, first: Mention, second: Mention) -> bool:
    """从 30 到 50 万: the scale of the first is left open."""
    scale = re.compile(r"[万亿kmb]|million|billion|thousand", re.IGNORECASE)
    said = [text[one.quantity.begin : one.quantity.end] for one in (first, second)]
    return bool(scale.search(said[1])) and not scale.search(said[0]) and first.quantity.value < 1000


def _read_pair(text: str, first: Mention, second: Mention) -> Sentence:
    start, target = first.quantity.value, second.quantity.value
    units = {one.quantity.unit for one in (first, second)} - {None}
    if len(units) > 1 or start == target:
        return Sentence()
    unit = second.quantity.unit or first.quantity.unit or second.unit or first.unit or "number"
    before = text[first.clause_begin : first.quantity.begin]
    rest = text[first.end : second.quantity.begin]
    by_verb = None if re.search(r"第 ?$", before) else _direction(rest) or _direction(before)
    marker = [found.start() for found in _FROM.finditer(before)]
    name_end = first.clause_begin + (marker[-1] if marker else len(before))
    measure, spans = _named(text, first.clause_begin, name_end)
    start_span = (Span("start", first.quantity.begin, first.quantity.end),)
    target_span = (Span("target", second.quantity.begin, second.quantity.end),)
    elided = _elided(text, first, second)
    return Sentence(
        measure=measure,
        kind=by_verb or ("increase" if target > start else "decrease"),
        start=None if elided else start,
        target=target,
        unit=unit,
        spans=spans + (() if elided else start_span) + target_span + _unit_span(second),
    )


_RANKS = {"up": w.UP, "down": w.DOWN, "reach": w.REACH, "do": w.DO, "keep": w.KEEP}
_BOUNDS = (
    ("not_below", w.NOT_BELOW),
    ("not_above", w.NOT_ABOVE),
    ("above", w.ABOVE),
    ("below", w.BELOW),
)


def _bound(before: str, after: str) -> str | None:
    """The bound that is said right at the quantity, before or after it."""
    for name, pattern in _BOUNDS:
        if re.search(rf"(?:{pattern})(?: ?[为是到于在约]| of)? ?$", before, re.IGNORECASE):
            return name
    if re.match(rf" ?(?:{w.ABOVE_AFTER})", after, re.IGNORECASE):
        return "above"
    return "below" if re.match(rf" ?(?:{w.BELOW_AFTER})", after, re.IGNORECASE) else None


def _nearest(before: str) -> str | None:
    """Which kind of verb stands last before the quantity."""
    ends = {name: _last(pattern, before) for name, pattern in _RANKS.items()}
    if re.search(w.REACH_HERE, before, re.IGNORECASE):
        return "reach"
    name = max(ends, key=lambda one: (ends[one], one == "do"))
    return name if ends[name] >= 0 else None


@dataclass(frozen=True, slots=True)
class _Claim:
    """A mention with what its clause says of it; a higher rank speaks louder."""

    mention: Mention
    verb: str | None
    bound: str | None
    before: str
    rank: int


def _claim(text: str, mention: Mention) -> _Claim:
    quantity = mention.quantity
    before = text[mention.clause_begin : quantity.begin]
    after = text[mention.end : mention.clause_end]
    bound, verb = _bound(before, after), _nearest(before)
    grown = re.match(rf" ?的?(?:{w.GROWTH_AFTER})", after, re.IGNORECASE)
    if quantity.points or grown or (verb in ("up", "down") and not bound):
        return _Claim(mention, "change", None, before, 2)
    adjacent = verb and re.search(
        rf"(?:{_RANKS[verb]})[了出过掉]? ?$|{w.REACH_HERE}", before, re.IGNORECASE
    )
    if bound or (verb in ("reach", "keep") and adjacent):
        return _Claim(mention, verb, bound, before, 3)
    if quantity.unit == "percent" or (quantity.unit and verb == "do"):
        return _Claim(mention, verb, None, before, 2)
    if mention.unit and quantity.unit != "duration":
        return _Claim(mention, verb, None, before, 2 if verb == "do" and adjacent else 1)
    return _Claim(mention, verb, None, before, 1 if verb == "do" and adjacent else 0)


def _read_change(text: str, claim: _Claim) -> Sentence:
    mention = claim.mention
    kind = _direction(claim.before) or _direction(text[mention.end : mention.clause_end])
    if kind is None:
        return Sentence()
    size = abs(mention.quantity.value)
    measure, spans = _named(text, mention.clause_begin, mention.quantity.begin)
    return Sentence(
        measure=measure,
        kind=kind,
        unit=mention.unit or "number",
        change=size if kind == "increase" else -size,
        spans=spans,
    )


def _level_kind(claim: _Claim) -> str | None:
    """Only where the words leave no doubt: 低于 20 元 alone may be a wish or a guard."""
    keep = re.search(w.KEEP, claim.before, re.IGNORECASE)
    moved = _direction(claim.before)
    if claim.bound in ("not_below", "not_above"):
        return moved or "maintain"
    if keep and not moved:
        return "maintain" if claim.bound else None
    if moved or claim.bound == "below":
        return moved
    return "increase" if claim.mention.quantity.value > 0 else None


def _counts_up(claim: _Claim) -> bool:
    """Whether it is a number of things done since the start, so that it begins at 0."""
    quantity = claim.mention.quantity
    if quantity.unit in ("percent", "duration") or claim.mention.unit in ("分", "倍"):
        return False
    return claim.verb == "do" or (claim.verb is None and claim.rank == 1)


def _level_name(text: str, claim: _Claim) -> tuple[str | None, tuple[Span, ...]]:
    """What stands after the number for counts and 90%的满意度, before it for 满意度达到90%."""
    mention = claim.mention
    after = text[mention.end : mention.clause_end]
    of_it = re.match(r"(?: ?以上)? ?的?", after)
    begin = mention.end + (of_it.end() if of_it else 0)
    cut = _CUT_AFTER.search(text, begin, mention.clause_end)
    end = cut.start() if cut else mention.clause_end
    counted = claim.verb == "do" or (of_it and "的" in of_it[0])
    if counted and text[begin:end].strip():
        return _named(text, begin, end)
    if counted and claim.verb == "do":
        return _named(text, mention.unit_begin, mention.end)
    return _named(text, mention.clause_begin, mention.quantity.begin)


def _read_level(text: str, claim: _Claim) -> Sentence:
    mention, value = claim.mention, claim.mention.quantity.value
    kind = _level_kind(claim)
    measure, spans = _level_name(text, claim)
    role = (Span("target", mention.quantity.begin, mention.quantity.end),)
    read = Sentence(
        measure=measure,
        kind=kind,
        target=value,
        unit=mention.unit or "number",
        spans=spans + role + _unit_span(mention),
    )
    if kind == "maintain":
        upper = claim.bound in ("not_above", "below")
        return (
            replace(read, target=None, upper=value)
            if upper
            else replace(read, target=None, lower=value)
        )
    if kind == "increase" and _counts_up(claim) and value > 0:
        return replace(read, start=Decimal(0))
    return read


def _read_claims(text: str, claims: list[_Claim]) -> Sentence:
    loudest = max(claim.rank for claim in claims)
    if loudest == 0:
        return Sentence()
    heard = [claim for claim in claims if claim.rank == loudest]
    changes = [claim for claim in claims if claim.verb == "change"]
    if len(heard) > 1 or (changes and changes != heard):
        return Sentence()
    return _read_change(text, heard[0]) if changes else _read_level(text, heard[0])


def _parse(plain: str) -> Sentence:
    mentions = find_mentions(plain)
    pairs = [(a, b) for a, b in pairwise(mentions) if _joined(plain, a, b)]
    if pairs:
        return _read_pair(plain, *pairs[0]) if len(pairs) == 1 else Sentence()
    if mentions:
        return _read_claims(plain, [_claim(plain, mention) for mention in mentions])
    if w.MULTIPLES.search(plain):
        return Sentence(kind="increase")
    if w.ALL_OF_IT.search(plain):
        return Sentence(kind="increase", target=Decimal(100), unit="percent")
    return Sentence()


def _tidy(read: Sentence, text: str) -> Sentence:
    """Values as amounts are kept; nothing at all if one of them is beyond what can be kept."""
    values = (read.start, read.target, read.lower, read.upper, read.change)
    try:
        start, target, lower, upper, change = (
            None if value is None else read_plain(plain_amount(value)) for value in values
        )
    except AmountUnclear:
        return Sentence()
    named = next((span for span in read.spans if span.role == "measure"), None)
    measure = text[named.begin : named.end] if named else read.measure
    return replace(
        read, measure=measure, start=start, target=target, lower=lower, upper=upper, change=change
    )


def read_sentence(text: str) -> Sentence:
    """把续约率从 60% 提高到 75%, Raise NPS from 31 to 45, 完成 5 场访谈, keep churn below 2%."""
    if len(text) > LONGEST_SENTENCE or is_unsafe(text.replace("\n", " ")):
        return Sentence()
    return _tidy(_parse(plain_words(text)), text)


def kind_of_sentence(text: str, read: Sentence) -> str:
    """The kind of a key result that says this, "" where nothing is said. Without a number or a
    direction it is something that is reached or not: a milestone."""
    if read.kind or not text.strip():
        return read.kind or ""
    if _last(w.DOWN, text) >= 0 and _last(w.UP, text) < 0:
        return "decrease"
    if read.target is not None or _last(w.UP, text) >= 0 or _last(w.KEEP, text) >= 0:
        return "increase"
    return "milestones"
