"""The lines of a draft, each read once, as the rules look at them. Pure."""

from dataclasses import dataclass

from cairn.coach.aim_features import aim_features
from cairn.coach.aims import aim_is_vague
from cairn.coach.draft import Draft, KeyResultDraft
from cairn.coach.features import features_of
from cairn.coach.labels import (
    KeyResultLabels,
    ObjectiveLabels,
    label_objective,
    label_reading,
    values_of,
)
from cairn.coach.outcomes import outcome_score
from cairn.coach.patterns import Pattern
from cairn.coach.reading import Reading, read_text
from cairn.coach.values import Values
from cairn.coach.weighing import likelihood

_LETTERS = Pattern(
    r"[一-鿿]{3}|[A-Za-z]{2,}[^A-Za-z]+[A-Za-z]{2,}|[一-鿿].*[A-Za-z0-9]|[A-Za-z].*[一-鿿0-9]"
)


@dataclass(frozen=True, slots=True)
class KeyResultLine:
    draft: KeyResultDraft
    reading: Reading
    values: Values
    labels: KeyResultLabels

    @property
    def said(self) -> str:
        return self.reading.text.said

    @property
    def low(self) -> str:
        return self.reading.low

    @property
    def chinese(self) -> bool:
        return self.reading.text.language == "zh"

    def likely_outcome(self) -> float:
        """How sure the coach is that it is an outcome, between 0 and 1."""
        features = features_of(self.reading, self.values)
        return likelihood("outcome", features, outcome_score(self.reading, self.values))


@dataclass(frozen=True, slots=True)
class ObjectiveLine:
    reading: Reading
    values: Values
    labels: ObjectiveLabels

    @property
    def said(self) -> str:
        return self.reading.text.said

    @property
    def low(self) -> str:
        return self.reading.low

    @property
    def chinese(self) -> bool:
        return self.reading.text.language == "zh"

    def likely_vague(self) -> float:
        """How sure the coach is that it is too wide, between 0 and 1."""
        features = aim_features(self.reading, self.values)
        prior = 1.5 if aim_is_vague(self.reading, self.labels.contains_metric) else -1.5
        return likelihood("vague aim", features, prior)


@dataclass(frozen=True, slots=True)
class Lines:
    """A whole draft; lines that say nothing yet are among them, and no rule looks at them."""

    draft: Draft
    objective: ObjectiveLine | None
    key_results: tuple[KeyResultLine, ...]


def says_something(text: str) -> bool:
    """More than a word: who has only begun to type is left alone."""
    return bool(_LETTERS.search(text))


def read_key_result(draft: KeyResultDraft) -> KeyResultLine:
    reading = read_text(draft.text)
    return KeyResultLine(draft, reading, values_of(reading), label_reading(reading))


def read_objective(text: str) -> ObjectiveLine:
    reading = read_text(text)
    return ObjectiveLine(reading, values_of(reading), label_objective(text))


def read_lines(draft: Draft) -> Lines:
    objective = None if draft.objective is None else read_objective(draft.objective)
    return Lines(draft, objective, tuple(map(read_key_result, draft.key_results)))
