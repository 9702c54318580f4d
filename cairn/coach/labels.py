"""What the coach answers about one key result and one objective. Pure.

The definitions, in our own words, are in docs/coach.md.
"""

from dataclasses import dataclass
from decimal import Decimal

from cairn.coach.aims import aim_contains_metric, aim_is_vague
from cairn.coach.outcomes import clause_outcomes, is_outcome
from cairn.coach.reading import Reading, read_text
from cairn.coach.targets import has_target, is_fake, is_milestone, is_time_bound
from cairn.coach.vagueness import is_vague
from cairn.coach.values import Values, read_values


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
    from_value: Decimal | None
    to_value: Decimal | None
    value_kind: str | None
    to_range: tuple[Decimal, Decimal] | None


@dataclass(frozen=True, slots=True)
class ObjectiveLabels:
    vague: bool
    contains_metric: bool


def values_of(reading: Reading) -> Values:
    return read_values(
        reading.low, reading.claims, clause_outcomes(reading), reading.times, reading.words
    )


def label_reading(reading: Reading) -> KeyResultLabels:
    values = values_of(reading)
    milestone = values.to_value is None and is_milestone(reading)
    target = has_target(reading, values) or milestone
    measurable = target and not is_fake(reading, values)
    outcome = is_outcome(reading, values)
    return KeyResultLabels(
        measurable=measurable,
        outcome_not_task=outcome,
        has_baseline=values.from_value is not None,
        has_target=target,
        time_bound_in_text=is_time_bound(reading),
        vague=is_vague(reading, values, measurable, outcome),
        unit="milestone" if milestone else values.unit,
        from_value=values.from_value,
        to_value=values.to_value,
        value_kind=values.kind,
        to_range=values.to_range,
    )


def label_key_result(text: str) -> KeyResultLabels:
    return label_reading(read_text(text))


def label_objective(text: str) -> ObjectiveLabels:
    reading = read_text(text)
    values = values_of(reading)
    metric = aim_contains_metric(reading, values)
    return ObjectiveLabels(aim_is_vague(reading, metric), metric)
