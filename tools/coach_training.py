"""`python -m tools.coach_training FILE…` teaches the coach's weights from labelled examples.

Pure Python and the same result every time. With `--folds N` nothing is written: the examples are
split by department N ways, each part judged by what the others taught, and the accuracy printed.
"""

import argparse
import base64
import json
import math
import random
import zlib
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cairn.coach import labels, spelling, weighing
from cairn.coach.reading import read_text
from tools.coach_accuracy import answers_of, print_table, read_records

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "cairn" / "coach" / "weights.json"
SPELLING = ROOT / "cairn" / "coach" / "spelling.json"
ROUNDS, STEP, DECAY, LEFT_OUT = 16, 0.05, 0.01, 0.3
ALWAYS = ("", "prior")
# What weighs less is left away: of a feature seen once more than of one seen again and again, and
# most where the rules alone are nearly right
SMALLEST, ONCE, EASY = 0.075, 0.18, 0.14
NEARLY_RULED = ("fake", "vague count")
# Words of the texts themselves are held smaller than roles, so that they only decide where roles do not
SAID = {"w": 0.8, "c": 0.8, "o": 0.5, "w0": 0.5, "end": 0.5, "by": 0.5, "other": 0.8}
# Judgements that hear the spelling too; what holds its weights small, and how it is learned
SPELLED = ("outcome",)
HELD, SPELLING_ROUNDS, SPELLING_STEP = 3.0, 10, 0.05


@dataclass(frozen=True, slots=True)
class Example:
    features: tuple[str, ...]
    prior: float
    truth: bool
    weight: float
    places: tuple[int, ...] = ()


def _examples(records: list[dict[str, Any]]) -> dict[str, list[Example]]:
    """What a second person might label otherwise counts less."""
    found = defaultdict[str, list[Example]](list)
    for record in records:
        asked = list[tuple[Any, list[str], str]]()
        if record.get("objective") and record.get("objective_labels"):
            judged = labels.aim_judgements(
                record["objective"], record["objective_labels"], record["kr_labels"]
            )
            doubted = record.get("objective_borderline") or []
            asked += [(one, doubted, record["objective"]) for one in judged]
        doubts = record.get("kr_borderline") or [[]] * len(record["key_results"])
        for text, said, doubted in zip(
            record["key_results"], record["kr_labels"], doubts, strict=False
        ):
            asked += [(one, doubted, text) for one in labels.judgements(text, said)]
        for (name, features, prior, truth, label), doubted, text in asked:
            weight = 0.4 if label in doubted else 1.0
            heard = tuple(sorted(one for one in features if _counts(name, one)))
            places = tuple(spelling.places_of(read_text(text))) if name in SPELLED else ()
            found[name].append(Example(heard, prior, truth, weight, places))
    return found


def _counts(judgement: str, feature: str) -> bool:
    """Who acts says nothing about a number that rules have nearly judged."""
    return judgement not in NEARLY_RULED or not feature.startswith("act")


def _size(name: str) -> float:
    return SAID.get(name.partition(":")[0], 1.0)


def _left(named: list[tuple[str, float]], dice: random.Random) -> list[tuple[str, float]]:
    """What a round sees of an example: a part of its features is left out each time, so that none
    decides alone; the others are raised to make up for it.
    """
    kept = named[: len(ALWAYS)]
    return kept + [
        (name, size / (1 - LEFT_OUT))
        for name, size in named[len(ALWAYS) :]
        if dice.random() > LEFT_OUT
    ]


def learn(examples: list[Example]) -> dict[str, float]:
    """Logistic regression by adaptive steps, in a fixed order; scaled features, L2. The weights are
    the mean of those after each of the later rounds.
    """
    weights, means = defaultdict[str, float](float), defaultdict[str, float](float)
    squares = defaultdict[str, float](lambda: 1e-6)
    weights["prior"] = 1.0
    sized = [
        [("", 1.0), ("prior", one.prior), *((name, _size(name)) for name in one.features)]
        for one in examples
    ]
    order = list(range(len(examples)))
    dice = random.Random(20261122)  # noqa: S311 — an order, no secret
    for turn in range(ROUNDS):
        dice.shuffle(order)
        for place in order:
            _step(weights, squares, examples[place], _left(sized[place], dice))
        for name, value in weights.items() if turn >= ROUNDS // 2 else ():
            means[name] += value / (ROUNDS - ROUNDS // 2)
    return _unscaled(means)


def _step(
    weights: dict[str, float],
    squares: dict[str, float],
    one: Example,
    named: list[tuple[str, float]],
) -> None:
    total = sum(weights[name] * size for name, size in named)
    slip = (1 / (1 + math.exp(-max(-30.0, min(30.0, total)))) - one.truth) * one.weight
    for name, size in named:
        slope = slip * size + DECAY * weights[name]
        squares[name] += slope * slope
        weights[name] -= STEP * slope / math.sqrt(squares[name])


def learn_spelling(examples: list[Example]) -> bytes:
    """Logistic regression with one L2 for all weights: what a place is held by in a round is shared
    out among the examples that have it. A signed byte for each place.
    """
    seen = Counter(place for one in examples for place in one.places)
    held = {place: HELD / times for place, times in seen.items()}
    weights, means = [0.0] * spelling.PLACES, [0.0] * spelling.PLACES
    squares = [1e-6] * spelling.PLACES
    order, dice = list(range(len(examples))), random.Random(20261122)  # noqa: S311 — an order
    for turn in range(SPELLING_ROUNDS):
        dice.shuffle(order)
        for number in order:
            one = examples[number]
            total = sum(weights[place] for place in one.places)
            slip = (1 / (1 + math.exp(-max(-30.0, min(30.0, total)))) - one.truth) * one.weight
            for place in one.places:
                slope = slip + held[place] * weights[place]
                squares[place] += slope * slope
                weights[place] -= SPELLING_STEP * slope / math.sqrt(squares[place])
        for place in seen if turn >= SPELLING_ROUNDS // 2 else ():
            means[place] += weights[place] / (SPELLING_ROUNDS - SPELLING_ROUNDS // 2)
    return bytes(max(-127, min(127, round(one * spelling.STEPS))) % 256 for one in means)


def _seldom(examples: list[Example]) -> set[str]:
    seen = Counter(name for one in examples for name in one.features)
    return {name for name, times in seen.items() if times == 1}


def _kept(judgement: str, weights: dict[str, float], examples: list[Example]) -> dict[str, int]:
    """The weights that count, in hundredths, in the alphabet's order."""
    seldom = _seldom(examples)

    def least(name: str) -> float:
        if judgement in NEARLY_RULED:
            return EASY
        return ONCE if name in seldom else SMALLEST

    return {
        name: round(value * weighing.WHOLE)
        for name, value in sorted(weights.items())
        if name in ALWAYS or abs(value) >= least(name)
    }


def _unscaled(means: dict[str, float]) -> dict[str, float]:
    return {name: value * (1.0 if name in ALWAYS else _size(name)) for name, value in means.items()}


def teach(
    records: list[dict[str, Any]],
) -> tuple[dict[str, dict[str, int]], dict[str, bytes]]:
    """The weights of roles and words, and those of the spelling."""
    found = sorted(_examples(records).items())
    spelled = [(name, one) for name, one in found if name in SPELLED]
    with ProcessPoolExecutor() as pool:
        heard = pool.map(learn_spelling, [one for _, one in spelled])
        learned = pool.map(_learned, found)
        return dict(learned), dict(zip((name for name, _ in spelled), heard, strict=True))


def _learned(asked: tuple[str, list[Example]]) -> tuple[str, dict[str, int]]:
    judgement, examples = asked
    return judgement, _kept(judgement, learn(examples), examples)


def written(weights: dict[str, dict[str, int]]) -> str:
    """As JSON: judgement → weight → the features that weigh so much, a weight on each line; in short."""
    said = list[str]()
    for judgement, found in sorted(weights.items()):
        by_weight = defaultdict[int, list[str]](list)
        for name, weight in sorted(found.items()):
            by_weight[weight].append(weighing.in_short(name))
        lines = (
            f'"{weight}":{json.dumps(names, ensure_ascii=False, separators=(",", ":"))}'
            for weight, names in sorted(by_weight.items())
        )
        said.append(json.dumps(judgement) + ":{\n" + ",\n".join(lines) + "}")
    return "{\n" + ",\n".join(said) + "}\n"


def _fold(record: dict[str, Any], folds: int) -> int:
    return zlib.crc32((record.get("department") or "").encode()) % folds


def cross_validate(records: list[dict[str, Any]], folds: int, errors: set[str]) -> None:
    answers = []
    for fold in range(folds):
        apart = [one for one in records if _fold(one, folds) == fold]
        if not apart:
            continue
        taught, spelled = teach([one for one in records if _fold(one, folds) != fold])
        weighing.load_weights = lambda taught=taught: taught  # type: ignore[assignment]
        spelling.load_spelling = lambda spelled=spelled: spelled  # type: ignore[assignment]
        answers += [answer for record in apart for answer in answers_of(record)]
    for one in answers:
        if one.label in errors and not one.right:
            print(
                f"{one.label} [{one.language}] said {one.expected}, given "
                f"{one.given}{' ?' if one.borderline else ''}: {one.text}"
            )
    print_table(answers)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--errors", action="append", default=[])
    asked = parser.parse_args()
    records = list(read_records(asked.files))
    if asked.folds:
        cross_validate(records, asked.folds, set(asked.errors))
        return
    weights, spelled = teach(records)
    WEIGHTS.write_text(written(weights), "utf-8")
    said = {name: base64.b64encode(one).decode() for name, one in spelled.items()}
    SPELLING.write_text(json.dumps(said, indent=0) + "\n", "utf-8")
    print({name: len(found) for name, found in weights.items()})


if __name__ == "__main__":
    main()
