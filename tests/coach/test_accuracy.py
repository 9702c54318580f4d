"""The coach against labelled texts: what it was taught with, so a floor and no measure of the unseen."""

from collections import defaultdict
from pathlib import Path

from tools.coach_accuracy import answers_of, read_records

EXAMPLES = Path(__file__).parent / "examples"
FLOOR = {
    "measurable": 0.97,
    "outcome_not_task": 0.96,
    "vague": 0.96,
    "has_baseline": 0.99,
    "has_target": 0.985,
    "time_bound_in_text": 0.985,
    "values (of those that have them)": 0.98,
    "unit": 0.89,
    "objective vague": 0.95,
    "objective contains_metric": 0.96,
}


FLOOR_OF_VALUES = {
    "has_baseline": 0.985,
    "has_target": 0.985,
    "time_bound_in_text": 0.985,
    "values (of those that have them)": 0.965,
    "unit": 0.87,
}


def _accuracies(pattern: str) -> dict[tuple[str, str], float]:
    """Of each label in each language."""
    found = defaultdict[tuple[str, str], list[bool]](list)
    for record in read_records(sorted(EXAMPLES.glob(pattern))):
        for answer in answers_of(record):
            found[answer.label, answer.language].append(answer.right)
    return {place: sum(right) / len(right) for place, right in found.items()}


def _too_low(found: dict[tuple[str, str], float], floor: dict[str, float]) -> object:
    return {place: one for place, one in found.items() if one < floor.get(place[0], 0)}


def test_accuracy_on_the_practice_sets_stays_up_in_both_languages() -> None:
    assert _too_low(_accuracies("practice_*.jsonl"), FLOOR) == {}


def test_values_of_plain_and_odd_sentences_are_read_in_both_languages() -> None:
    assert _too_low(_accuracies("values_fresh_*.txt"), FLOOR_OF_VALUES) == {}
