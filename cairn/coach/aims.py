"""What the coach says of an objective: does it carry a metric, is it too wide to mean "
"anything. Pure."""

import re

from cairn.coach.patterns import Pattern
from cairn.coach.reading import Reading
from cairn.coach.values import Values

_REACHES = Pattern(
    r"(?:到|至|达到?|突破|超过?|过|破|不低于|不超过|低于|控制在|≥|≤|>|<|\bto|\breach|\bhit|\bbelow|\babove|\bunder"
    r"|\bover|\bleast|\bwithin|\bin under|\bhouse|\bby) ?$"
)


def aim_contains_metric(reading: Reading, values: Values) -> bool:
    claim = values.target
    if claim is None or claim.amount.sort in ("all", "same_day", "hired"):
        return False
    amount, low = claim.amount, reading.low
    if amount.sort in ("share", "points", "money", "multiple", "half_less", "score", "ratio"):
        return True
    if amount.sort == "none":
        return "nobody" not in low[amount.begin : amount.end]
    if amount.sort == "rank":
        return amount.value > 1
    before, after = low[claim.clause.begin : amount.begin], low[amount.end :]
    if amount.sort == "time":
        return (
            bool(re.match(r" ?[以之]?内", after) or _REACHES.search(before))
            or amount.unit == "month"
        )
    if re.match(r" ?(?:largest|biggest|main|key|top)", low[amount.unit_begin :]) or amount.unit in (
        "岁",
        "公里",
        "米",
    ):
        return False
    if amount.value >= 10:
        return True
    if values.from_value is not None or not before.strip():
        return True
    return bool(_REACHES.search(before)) or any(
        word.roles & {"do", "gain", "up", "down", "reach"}
        and not low[word.end : amount.begin].strip()
        for word in reading.words
        if word.end <= amount.begin
    )


def aim_is_vague(reading: Reading, metric: bool) -> bool:
    if metric:
        return False
    words = reading.words
    size = len(reading.text.said)
    return any(
        w.roles & {"up", "down", "improve", "effort", "intensity"} for w in words
    ) and size < 26 * (1 if reading.text.language == "zh" else 2)
