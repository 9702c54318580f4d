"""The lines of a draft, each read once, as the rules look at them. Pure."""

from dataclasses import dataclass, replace

from cairn.coach.aim_features import NO_RESULTS, Results
from cairn.coach.draft import Draft, KeyResultDraft
from cairn.coach.labels import (
    KeyResultLabels,
    ObjectiveLabels,
    count_results,
    judge_key_result,
    values_of,
    weigh_aim,
)
from cairn.coach.patterns import Pattern
from cairn.coach.reading import Reading, read_text
from cairn.coach.values import Values

_LETTERS = Pattern(
    r"[一-鿿]{3}|[A-Za-z]{2,}[^A-Za-z]+[A-Za-z]{2,}|[一-鿿].*[A-Za-z0-9]|[A-Za-z].*[一-鿿0-9]"
    r"|\b[Tt][Bb][DdCc]\b|待定|待补"
)


@dataclass(frozen=True, slots=True)
class Line:
    reading: Reading
    values: Values

    @property
    def said(self) -> str:
        return self.reading.text.said

    @property
    def low(self) -> str:
        return self.reading.low

    @property
    def chinese(self) -> bool:
        return self.reading.text.language == "zh"


@dataclass(frozen=True, slots=True)
class KeyResultLine(Line):
    """`likely_outcome`: how sure the coach is that it is an outcome, between 0 and 1."""

    draft: KeyResultDraft
    labels: KeyResultLabels
    likely_outcome: float


@dataclass(frozen=True, slots=True)
class ObjectiveLine(Line):
    """`likely_vague`: how sure the coach is that it is too wide, between 0 and 1; `results`: what
    its key results make of it.
    """

    labels: ObjectiveLabels
    likely_vague: float
    results: Results


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
    judged = judge_key_result(reading)
    labels = judged.labels
    if draft.aimed and not labels.has_target:
        labels = replace(labels, measurable=True, has_target=True, vague=False)
    return KeyResultLine(reading, judged.values, draft, labels, judged.likely_outcome)


def read_objective(text: str, results: Results = NO_RESULTS) -> ObjectiveLine:
    reading = read_text(text)
    values = values_of(reading)
    likely, metric = weigh_aim(reading, values, results)
    return ObjectiveLine(reading, values, ObjectiveLabels(likely > 0.5, metric), likely, results)


def read_lines(draft: Draft) -> Lines:
    """An objective is heard with its key results, but for those that say nothing yet."""
    key_results = tuple(map(read_key_result, draft.key_results))
    if draft.objective is None:
        return Lines(draft, None, key_results)
    results = count_results([one.labels for one in key_results if says_something(one.said)])
    return Lines(draft, read_objective(draft.objective, results), key_results)
