"""The coach against labelled texts: what it was taught with, so a floor and no measure of the unseen."""

from collections import defaultdict
from pathlib import Path

from tools.coach_accuracy import Answer, answers_of, read_records

EXAMPLES = Path(__file__).parent / "examples"
FLOOR = {
    "measurable": 0.97,
    "outcome_not_task": 0.96,
    "vague": 0.96,
    "has_baseline": 0.98,
    "has_target": 0.97,
    "time_bound_in_text": 0.98,
    "values (of those that have them)": 0.96,
    "objective vague": 0.95,
    "objective contains_metric": 0.96,
}


def test_accuracy_on_the_practice_sets_stays_up_in_both_languages() -> None:
    found = defaultdict[tuple[str, str], list[Answer]](list)
    for record in read_records(sorted(EXAMPLES.glob("practice_*.jsonl"))):
        for answer in answers_of(record):
            found[answer.label, answer.language].append(answer)
    low = {
        (label, language): sum(one.right for one in answers) / len(answers)
        for (label, language), answers in found.items()
        if label in FLOOR and sum(one.right for one in answers) / len(answers) < FLOOR[label]
    }
    assert low == {}
