"""What a score means, by the type of its objective. Pure: no Django, no clock, no I/O.

Committed: 1.0 is the expectation. Aspirational: 0.6–0.7 is the sweet spot, 1.0 again and again means
that the targets were too easy, below 0.4 that they were too hard or badly executed.
"""

from collections.abc import Sequence
from decimal import Decimal

from cairn.goals.progress import objective_score, score_band, suggested_score

WHOLE = Decimal("1.0")
SWEET = (Decimal("0.6"), Decimal("0.7"))
ENOUGH_TO_JUDGE = 3


def suggested_whole(
    parts: Sequence[tuple[Decimal, Decimal | None]], progress: Decimal | None
) -> Decimal | None:
    """What is suggested for an objective: Σ weight × the score suggested of each key result, as
    (weight, progress); where none was ever measured, that of its own progress."""
    made = objective_score([(weight, suggested_score(done)) for weight, done in parts])
    return suggested_score(progress) if made is None else made


def verdict(is_committed: bool, score: Decimal) -> str:
    """`kept`, `nearly`, `partly` or `missed` of what was committed; `easy`, `beyond`, `sweet`,
    `short` or `hard` of what was aspired to."""
    if is_committed:
        if score >= WHOLE:
            return "kept"
        return {"high": "nearly", "middle": "partly", "low": "missed"}[score_band(score)]
    if score >= WHOLE:
        return "easy"
    if score > SWEET[1]:
        return "beyond"
    if score >= SWEET[0]:
        return "sweet"
    return "hard" if score_band(score) == "low" else "short"


TONES = {
    "kept": "ok",
    "nearly": "warn",
    "partly": "warn",
    "missed": "risk",
    "sweet": "ok",
    "beyond": "ok",
    "easy": "rest",
    "short": "warn",
    "hard": "risk",
}


def tone(verdict: str) -> str:
    """The colour of a verdict: ok, warn, risk or rest."""
    return TONES[verdict]


def asks_why(is_committed: bool, score: Decimal | None) -> bool:
    """Whether the retrospective asks why: what was committed fell short."""
    return is_committed and score is not None and score < WHOLE


def too_easy(aspirational: Sequence[Decimal]) -> bool:
    """Whether enough aspirational objectives were scored, and all of them 1.0."""
    return len(aspirational) >= ENOUGH_TO_JUDGE and min(aspirational) >= WHOLE


def likely_outcome(is_committed: bool, score: Decimal | None) -> str:
    """What the closing page proposes; empty where nothing is scored."""
    if score is None:
        return ""
    return "achieved" if score >= (WHOLE if is_committed else SWEET[0]) else "missed"
