"""What the coach says of an objective: does it carry a metric, is it too wide to mean a thing. Pure."""

import re

from cairn.coach.amounts import Amount
from cairn.coach.claim import Claim
from cairn.coach.patterns import Pattern
from cairn.coach.reading import Reading
from cairn.coach.values import Values

_REACHES = Pattern(
    r"(?:到|至|达到?|突破|超过?|过|破|不低于|不超过|低于|控制在|≥|≤|>|<|\bto|\breach|\bhit|\bbelow|\babove|\bunder"
    r"|\bover|\bleast|\bwithin|\bin under|\bhouse|\bby) ?$"
)


_NAMES_BEFORE = Pattern(
    r"(?:\b(?:our|my|their|the|its) (?:top|best|first|last|other|second) "
    r"|\b(?:people|locals|users|adults|women|men|children|visitors|readers|guests)"
    r" (?:over|under|above|below|aged) "
    r"|[第后另]|吵到) ?$"
)
_NAMES_AFTER = Pattern(
    r" ?(?:号(?!前|之前|以前)|期(?!内|间)|er\b|-?year-olds?\b|(?:st|nd|rd|th)\b|岁"
    r"|后(?=人群|员工|用户|客户))|[^,\uff0c]{0,3}停工"
)


def _is_name(low: str, amount: Amount) -> bool:
    """A number that says which, not how much: our top ten, locals under 30, 3 号地块, a 5,000er."""
    before = low[: amount.begin]
    at = amount.unit_begin if amount.begin < amount.unit_begin <= amount.end else amount.end
    ranked = re.search(r"(?<!our )(?<!my )(?<!their )top ?$", before)
    named = _NAMES_BEFORE.search(before) and not ranked
    return bool(named or _NAMES_AFTER.match(low, at))


def _is_counted_none(reading: Reading, amount: Amount) -> bool:
    """Zero defects and break even; not nobody, no key role, from zero to one, nor 悄无声息."""
    low, said = reading.low, reading.low[amount.begin : amount.end]
    if re.match(r"n[oe]", said) or re.search(r"从 ?$|from $", low[: amount.begin]):
        return False
    measured = {"metric", "condition"}
    return said != "无" or any(w.begin == amount.end and w.roles & measured for w in reading.words)


def _meant(reading: Reading, values: Values) -> Claim | None:
    """The target, or another amount where the target's number is a name."""
    found = [values.target] if values.target is not None else []
    found += [one for one in reading.claims if one.kind in ("to", "change") and one not in found]
    kept = [one for one in found if not _is_name(reading.low, one.amount)]
    return found[0] if found and values.start is not None else kept[0] if kept else None


def _is_time_set(reading: Reading, values: Values, claim: Claim) -> bool:
    amount, low = claim.amount, reading.low
    before = low[claim.clause.begin : amount.begin]
    if amount.unit == "month" or ":" in low[amount.begin : amount.end]:
        return True
    if amount.unit == "day" and (values.from_value is not None or not before.strip()):
        return True
    return bool(re.match(r" ?[以之]?内", low[amount.end :]) or _REACHES.search(before))


def _is_count_set(reading: Reading, values: Values, claim: Claim) -> bool:
    amount, low = claim.amount, reading.low
    before = low[claim.clause.begin : amount.begin]
    named = re.match(r" ?(?:largest|biggest|main|key|top)", low[amount.unit_begin :])
    if named or amount.unit in ("岁", "公里", "米"):
        return False
    if amount.value >= 10 or amount.unit in ("公斤", "斤", "kg"):
        return True
    if values.from_value is not None or not before.strip() or _REACHES.search(before):
        return True
    return any(
        word.roles & {"do", "gain", "up", "down", "reach"}
        and not low[word.end : amount.begin].strip()
        for word in reading.words
        if word.end <= amount.begin
    )


def aim_contains_metric(reading: Reading, values: Values) -> bool:
    claim = _meant(reading, values)
    if claim is None or claim.amount.sort in ("all", "same_day", "hired"):
        return False
    sort = claim.amount.sort
    if sort == "none":
        return _is_counted_none(reading, claim.amount)
    if sort in ("share", "points", "money", "multiple", "half_less", "score", "ratio"):
        return True
    if sort == "rank":
        return claim.amount.value > 1
    judge = _is_time_set if sort == "time" else _is_count_set
    return judge(reading, values, claim)


def aim_is_vague(reading: Reading, metric: bool) -> bool:
    if metric:
        return False
    words = reading.words
    size = len(reading.text.said)
    return any(
        w.roles & {"up", "down", "improve", "effort", "intensity"} for w in words
    ) and size < 26 * (1 if reading.text.language == "zh" else 2)
