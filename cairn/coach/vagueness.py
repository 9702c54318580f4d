"""Would two readers disagree at the end whether it was met, because of the wording? Pure."""

from cairn.coach.reading import Reading
from cairn.coach.targets import is_fake, is_placeholder
from cairn.coach.values import Values

_VAGUE = {"up", "down", "improve", "effort", "intensity"}


def is_vague(reading: Reading, values: Values, measurable: bool, outcome: bool) -> bool:
    words = reading.words
    if is_placeholder(reading) or is_fake(reading, values):
        return True
    if measurable:
        return values.to_value is not None and values.kind == "level" and _graded(reading, values)
    if outcome:
        return True
    return any(word.roles & _VAGUE for word in words)


def _graded(reading: Reading, values: Values) -> bool:
    """A count with an adjective that grades it: 20 篇高质量长文, 走心广告 3 支, 4 world-beating demos."""
    claim = values.target
    if claim is None or claim.amount.sort not in ("count", "number"):
        return False
    return any(
        "grading" in word.roles and "metric" not in word.roles
        for word in reading.words_in(claim.clause.begin, claim.clause.end)
        if word.begin >= claim.amount.begin or reading.text.language == "zh"
    )
