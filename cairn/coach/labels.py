"""What the coach answers about one key result and one objective. Pure.

The definitions, in our own words, are in docs/coach.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cairn.coach.aim_features import NO_RESULTS, Results, aim_features
from cairn.coach.aims import aim_contains_metric, aim_is_vague
from cairn.coach.features import features_of
from cairn.coach.grades import Grades, read_grades
from cairn.coach.naming import unit_of
from cairn.coach.outcomes import clause_outcomes, decided, outcome_score
from cairn.coach.parts import tell_parts
from cairn.coach.reading import Reading, read_text
from cairn.coach.spelling import heard_in
from cairn.coach.targets import has_target, is_fake, is_milestone, is_time_bound
from cairn.coach.vagueness import is_vague
from cairn.coach.values import Values, read_values
from cairn.coach.weighing import likelihood


@dataclass(frozen=True, slots=True)
class KeyResultLabels:
    """`unit` is the measure word, `%`, `pp`, a currency …; `value_kind` level, change, multiple."""

    measurable: bool
    outcome_not_task: bool
    has_baseline: bool
    has_target: bool
    time_bound_in_text: bool
    vague: bool
    unit: str | None
    from_value: Decimal | str | None
    to_value: Decimal | str | None
    value_kind: str | None
    to_range: tuple[Decimal, Decimal] | None


@dataclass(frozen=True, slots=True)
class ObjectiveLabels:
    vague: bool
    contains_metric: bool


def values_of(reading: Reading) -> Values:
    return read_values(
        reading.low,
        reading.claims,
        clause_outcomes(reading),
        reading.times,
        reading.words,
        reading.clauses,
    )


def _logit(says: bool) -> float:
    return 1.5 if says else -1.5


def _weighed(name: str, features: list[str], prior: float) -> bool:
    return likelihood(name, features, prior) > 0.5


@dataclass(frozen=True, slots=True)
class KeyResultJudgement:
    """`likely_outcome`: how sure the coach is that it is an outcome, between 0 and 1."""

    labels: KeyResultLabels
    values: Values
    likely_outcome: float


def judge_key_result(reading: Reading) -> KeyResultJudgement:
    values = values_of(reading)
    told = tell_parts(reading)
    features = features_of(told, values)
    spelled = heard_in("outcome", reading)
    likely = likelihood("outcome", features, outcome_score(told, values), spelled)
    return KeyResultJudgement(_labels(reading, values, features, likely), values, likely)


def _grades(reading: Reading, values: Values) -> Grades:
    """A grade is the target where no number is; not of a rhythm, nor of how many reach it."""
    number = values.target is not None and values.target.amount.sort != "all"
    return Grades() if number else read_grades(reading)


def _labels(
    reading: Reading, values: Values, features: list[str], likely: float
) -> KeyResultLabels:
    milestone = values.to_value is None and is_milestone(reading)
    target = has_target(reading, values) or milestone
    fake = target and _weighed("fake", features, _logit(is_fake(reading, values)))
    measurable = target and not fake
    grades = _grades(reading, values)
    settled = decided(reading)
    outcome = likely > 0.5 if settled is None else settled
    if measurable:
        vague = _weighed("vague count", features, _logit(is_vague(reading, values, True, outcome)))
    elif fake or outcome:
        vague = True
    else:
        vague = _weighed("vague task", features, _logit(is_vague(reading, values, False, False)))
    return KeyResultLabels(
        measurable=measurable,
        outcome_not_task=outcome,
        has_baseline=values.from_value is not None or grades.start is not None,
        has_target=target,
        time_bound_in_text=is_time_bound(reading, values),
        vague=vague,
        unit="grade" if grades.target else "milestone" if milestone else unit_of(reading, values),
        from_value=grades.start or values.from_value,
        to_value=grades.target or values.to_value,
        value_kind="level" if grades.target else values.kind,
        to_range=values.to_range,
    )


def judgements(
    text: str, said: dict[str, Any]
) -> Iterator[tuple[str, list[str], float, bool, str]]:
    """For training: judgement, features, what the rules say, the truth, and the label it serves."""
    reading = read_text(text)
    values = values_of(reading)
    told = tell_parts(reading)
    features = features_of(told, values)
    yield (
        "outcome",
        features,
        outcome_score(told, values),
        said["outcome_not_task"],
        "outcome_not_task",
    )
    if said["has_target"]:
        yield (
            "fake",
            features,
            _logit(is_fake(reading, values)),
            not said["measurable"],
            "measurable",
        )
    if said["measurable"]:
        yield (
            "vague count",
            features,
            _logit(is_vague(reading, values, True, True)),
            said["vague"],
            "vague",
        )
    elif not said["outcome_not_task"]:
        yield (
            "vague task",
            features,
            _logit(is_vague(reading, values, False, False)),
            said["vague"],
            "vague",
        )


def label_key_result(text: str) -> KeyResultLabels:
    return judge_key_result(read_text(text)).labels


def count_results(found: Sequence[KeyResultLabels]) -> Results:
    """What the key results under an objective say of it."""
    return Results(
        len(found),
        sum(one.measurable for one in found),
        sum(one.outcome_not_task for one in found),
        sum(one.vague for one in found),
    )


def _aim(reading: Reading, values: Values, results: Results) -> tuple[list[str], bool, float]:
    metric = aim_contains_metric(reading, values)
    return aim_features(reading, values, results), metric, _logit(aim_is_vague(reading, metric))


def weigh_aim(
    reading: Reading, values: Values, results: Results = NO_RESULTS
) -> tuple[float, bool]:
    """How likely an objective is vague, between 0 and 1, and whether it contains a metric."""
    features, metric, prior = _aim(reading, values, results)
    return (0.0 if metric else likelihood("vague aim", features, prior)), metric


def aim_judgements(
    text: str, said: dict[str, Any], results: Sequence[dict[str, Any]]
) -> Iterator[tuple[str, list[str], float, bool, str]]:
    """For training, as `judgements`; `results` is what was said of its key results."""
    reading = read_text(text)
    counted = Results(
        len(results),
        sum(one["measurable"] for one in results),
        sum(one["outcome_not_task"] for one in results),
        sum(one["vague"] for one in results),
    )
    features, _, prior = _aim(reading, values_of(reading), counted)
    if not said["contains_metric"]:
        yield "vague aim", features, prior, said["vague"], "vague"


def label_objective(text: str, results: Sequence[KeyResultLabels] = ()) -> ObjectiveLabels:
    """`results` are the labels of its key results; without them it is judged by itself."""
    reading = read_text(text)
    likely, metric = weigh_aim(reading, values_of(reading), count_results(results))
    return ObjectiveLabels(likely > 0.5, metric)
