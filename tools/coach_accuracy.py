"""`python -m tools.coach_accuracy FILE…` measures the coach against labelled examples.

Prints the accuracy of every label and of the values, for each language and together. `--errors`
lists what differs, `--label NAME` only that label's. Nothing is left out of the count; what a
second person might label otherwise counts too (`--no-borderline` leaves that out, to see why).
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from cairn.coach.labels import KeyResultLabels, label_key_result, label_objective

KEY_RESULT = (
    "measurable", "outcome_not_task", "has_baseline", "has_target", "time_bound_in_text", "vague",
)  # fmt: skip
VALUES = ("from_value", "to_value", "unit", "value_kind")
OBJECTIVE = ("vague", "contains_metric")


@dataclass(frozen=True, slots=True)
class Answer:
    """One label of one text: what people said, what the coach says."""

    label: str
    language: str
    department: str
    text: str
    expected: Any
    given: Any
    borderline: bool = False

    @property
    def right(self) -> bool:
        return same(self.expected, self.given)


def same(expected: Any, given: Any) -> bool:
    if isinstance(expected, tuple) and isinstance(given, tuple):
        return all(map(same, expected, given))
    if isinstance(expected, (int, float, Decimal)) and isinstance(given, (int, float, Decimal)):
        return abs(float(expected) - float(given)) <= 0.011
    return bool(expected == given)


def read_records(paths: list[Path]) -> Iterator[dict[str, Any]]:
    for path in paths:
        lines = path.read_text("utf-8").splitlines()
        if path.suffix == ".txt":
            yield from _valued_records(lines, "zh" if "_zh" in path.name else "en")
        elif path.suffix == ".tsv":
            yield from _short_records(lines, "zh" if "_zh" in path.name else "en")
        else:
            yield from (json.loads(line) for line in lines if line.strip())


def _short_records(lines: list[str], language: str) -> Iterator[dict[str, Any]]:
    """`# department`, then letters, a tab and a text. Two letters and an objective: A, and v vague or
    c clear. Three and a key result: Outcome or Task; m measurable, f a number that measures
    nothing, - no target; v vague or c clear.
    """
    department = ""
    for line in lines:
        if line.startswith("#"):
            department = line.strip("# ")
        elif line.strip():
            code, text = line.split("\t")
            said = _short_objective(code, text) if code[0] == "A" else _short_key_result(code, text)
            yield {"lang": language, "department": department, **said}


def _short_objective(code: str, text: str) -> dict[str, Any]:
    labels = {"vague": code[1] == "v", "contains_metric": False}
    return {"objective": text, "objective_labels": labels, "key_results": [], "kr_labels": []}


def _short_key_result(code: str, text: str) -> dict[str, Any]:
    outcome, target, vague = tuple(code)
    labels = {
        "measurable": target == "m",
        "outcome_not_task": outcome == "O",
        "has_target": target != "-",
        "vague": vague == "v",
    }
    return {"objective": None, "key_results": [text], "kr_labels": [labels]}


def _valued_records(lines: list[str], language: str) -> Iterator[dict[str, Any]]:
    """`text | from > to`, then c a change or m a multiple, D a deadline, `= unit`; T a target without
    a value, - none."""
    for line in lines:
        if line.startswith("#") or not line.strip():
            continue
        text, _, said = line.rpartition(" | ")
        values, _, unit = said.partition("= ")
        yield {
            "lang": language,
            "objective": None,
            "key_results": [text],
            "kr_labels": [_values_said(values.split(), unit.strip() or None)],
        }


def _values_said(words: list[str], unit: str | None) -> dict[str, Any]:
    start, end = (words[0], words[2]) if ">" in words else (None, words[0])
    kind = "change" if "c" in words[1:] else "multiple" if "m" in words[1:] else "level"
    valued = end not in ("-", "T")
    return {
        "has_baseline": start is not None,
        "has_target": end != "-",
        "time_bound_in_text": "D" in words[1:],
        "from_value": _value_said(start),
        "to_value": _value_said(end) if valued else None,
        "value_kind": kind if valued else None,
        "unit": unit,
    }


def _value_said(word: str | None) -> float | str | None:
    try:
        return None if word is None else float(word)
    except ValueError:
        return word


def answers_of(record: dict[str, Any]) -> Iterator[Answer]:
    said = (record["lang"], record.get("department") or "")
    results = [label_key_result(text) for text in record["key_results"]]
    if record.get("objective") and record.get("objective_labels"):
        aim = label_objective(record["objective"], results)
        doubted = record.get("objective_borderline") or []
        for label in OBJECTIVE:
            expected, given = record["objective_labels"][label], getattr(aim, label)
            yield Answer(
                f"objective {label}", *said, record["objective"], expected, given, label in doubted
            )
    doubts = record.get("kr_borderline") or [[]] * len(record["key_results"])
    for found, text, labels, doubted in zip(
        results, record["key_results"], record["kr_labels"], doubts, strict=False
    ):
        yield from _of_key_result(found, text, labels, said, doubted)


def _of_key_result(
    found: KeyResultLabels,
    text: str,
    labels: dict[str, Any],
    said: tuple[str, str],
    doubted: list[str],
) -> Iterator[Answer]:
    for label in (one for one in KEY_RESULT if one in labels):
        yield Answer(label, *said, text, labels[label], getattr(found, label), label in doubted)
    values = labels.get("from_value"), labels.get("to_value")
    if values != (None, None):
        given = found.from_value, found.to_value
        yield Answer(
            "values (of those that have them)",
            *said,
            text,
            values,
            given,
            bool({"to_value", "from_value"} & set(doubted)),
        )
    for label in (one for one in VALUES if one in labels):
        yield Answer(label, *said, text, labels[label], getattr(found, label), label in doubted)


def print_table(answers: list[Answer]) -> None:
    rows = defaultdict[str, dict[str, list[bool]]](lambda: defaultdict(list))
    for one in answers:
        for column in (one.language, "both"):
            rows[one.label][column].append(one.right)
    columns = [*sorted({one.language for one in answers}), "both"]
    print(f"{'label':<36}" + "".join(f"{name:>16}" for name in columns))
    for label, cells in rows.items():
        shown = [f"{sum(c) / len(c):.3f} of {len(c)}" if (c := cells[n]) else "-" for n in columns]
        print(f"{label:<36}" + "".join(f"{cell:>16}" for cell in shown))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--label", action="append")
    parser.add_argument("--no-borderline", action="store_true")
    asked = parser.parse_args()
    answers = [one for record in read_records(asked.files) for one in answers_of(record)]
    if asked.no_borderline:
        answers = [one for one in answers if not one.borderline]
    for one in answers if asked.errors else ():
        if not one.right and (not asked.label or one.label in asked.label):
            print(
                f"{one.label} [{one.language}] said {one.expected}, given {one.given}: {one.text}"
            )
    print_table(answers)


if __name__ == "__main__":
    main()
