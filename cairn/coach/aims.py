"""What the coach says of an objective: does it carry a metric, is it too wide to mean anything. Pure."""

from cairn.coach.reading import Reading
from cairn.coach.values import Values


def aim_contains_metric(reading: Reading, values: Values) -> bool:
    claim = values.target
    return claim is not None and claim.amount.sort not in ("all", "same_day")


def aim_is_vague(reading: Reading, metric: bool) -> bool:
    if metric:
        return False
    words = reading.words
    size = len(reading.text.said)
    return any(w.roles & {"up", "down", "improve", "effort", "intensity"} for w in words) and size < 26 * (
        1 if reading.text.language == "zh" else 2
    )
