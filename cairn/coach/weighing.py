"""Judgements weighed by what labelled examples taught: logistic weights over features. Pure.

The weights are `weights.json`, written by `python -m tools.coach_training`: of each judgement, what
weighs so many hundredths.
"""

import json
import math
from functools import cache
from pathlib import Path

WHOLE = 100
SECOND = 0.5
"""How much the second opinion counts beside the first."""
# What the names of features often hold is written as a capital: no feature has these in its name
CAPITALS = {
    "w:act thing=": "W", "outside_act": "Q", "condition": "C", "construct": "J", "outsider": "U", "artefact": "X",
    "activity": "Y", "function": "K", "&thing~": "G", "&actor~": "R", "w:tail=": "L", "w:head=": "H",
    "generic": "Z", "&verb~": "B", "&verb=": "I", "&last~": "E", "&sort=": "S", "&open=": "O", "metric": "M",
    "commit": "D", "order": "P", "act=": "A",
}  # fmt: skip


def _in_full(written: str) -> str:
    """The judgements' own names have no capitals either."""
    for said, capital in CAPITALS.items():
        written = written.replace(capital, said)
    return written


def in_short(name: str) -> str:
    """A feature's name as it is written; raises ValueError where it could not be read back."""
    if set(name) & set(CAPITALS.values()):
        raise ValueError(name)
    for said, capital in CAPITALS.items():
        name = name.replace(said, capital)
    return name


@cache
def load_weights() -> dict[str, dict[str, int]]:
    """Judgement → feature → weight; empty before the first training."""
    found = Path(__file__).with_name("weights.json")
    if not found.is_file():
        return {}
    loaded: dict[str, dict[str, list[str]]] = json.loads(_in_full(found.read_text("utf-8")))
    return {
        judgement: {name: int(weight) for weight, names in weighed.items() for name in names}
        for judgement, weighed in loaded.items()
    }


def likelihood(
    judgement: str, features: list[str], prior: float = 0.0, spelled: float = 0.0
) -> float:
    """Between 0 and 1; `prior` is what the rules say, `spelled` what the spelling says, in logits."""
    weights = load_weights().get(judgement, {})
    heard = weights.get("", 0) + sum(filter(None, map(weights.get, features)))
    total = (heard + weights.get("prior", 0) * prior) / WHOLE + SECOND * spelled
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
