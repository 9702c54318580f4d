"""Outcome or task: does a clause name a changed state, or what its owners do? Pure."""

from cairn.coach.clauses import Clause
from cairn.coach.reading import Reading
from cairn.coach.targets import is_milestone
from cairn.coach.values import Values
from cairn.coach.words import Word

_RESULT_THING = {"metric", "condition", "construct"}


def _verbs(words: list[Word]) -> list[Word]:
    kinds = {"up", "down", "improve", "reach", "keep", "gain", "do", "effort", "outside_act"}
    return [word for word in words if word.roles & kinds]


def clause_score(reading: Reading, clause: Clause) -> float:
    """Above 0: a result; below: a doing. The first verb and what it acts on decide."""
    words = reading.words_in(clause.begin, clause.end)
    amounts = [one for one in reading.amounts if clause.begin <= one.begin < clause.end]
    verbs = _verbs(words)
    things = [
        word
        for word in words
        if word.roles
        & (_RESULT_THING | {"artefact", "activity", "commit", "outsider", "work_metric"})
    ]
    measured = any(w.roles & {"metric", "condition"} for w in things)
    work = any("work_metric" in w.roles and "metric" not in w.roles for w in things)
    made = any(w.roles & {"artefact", "activity"} for w in things)
    score = 0.0
    if verbs:
        first = verbs[0]
        roles = first.roles
        if roles & {"up", "down", "reach", "keep"} and not roles & {"do"}:
            score += 1.0 if not made or measured else 0.2
        elif "gain" in roles and "do" not in roles:
            score += 1.5
        elif "effort" in roles and not measured:
            score -= 1.5
        elif "do" in roles and first is (words[0] if words else None):
            score -= 1.6
        elif "do" in roles:
            score -= 0.7
        elif "improve" in roles:
            score += 0.6 if not made else -1.0
        elif "outside_act" in roles:
            score += 0.8
    if measured:
        score += 1.0
        if amounts:
            score += 0.5
    if work:
        score -= 2.0
    if any(one.sort in ("share", "points", "multiple", "half_less") for one in amounts):
        score += 0.6
    if any(
        w.roles == {"artefact"} or ("artefact" in w.roles and "metric" not in w.roles)
        for w in things[-1:]
    ):
        score -= 0.8
    if any("activity" in w.roles and "metric" not in w.roles for w in things[-1:]):
        score -= 0.8
    if any(w.roles & {"outsider", "commit"} for w in things):
        score += 0.3
    return score


def clause_outcomes(reading: Reading) -> dict[int, bool]:
    return {one.begin: clause_score(reading, one) > 0 for one in reading.clauses if not one.means}


def outcome_score(reading: Reading, values: Values) -> float:
    """Of the clause the values come from; without values the strongest clause speaks."""
    scores = {one.begin: clause_score(reading, one) for one in reading.clauses if not one.means}
    if values.to_value is None and is_milestone(reading):
        return 2.5
    if values.target is not None and values.target.clause.begin in scores:
        return scores[values.target.clause.begin]
    return max(scores.values(), default=0.0)
