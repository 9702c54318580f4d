"""What an act looks like to the weighing: its form, its roles, who acts on what. Pure."""

from collections.abc import Iterator
from itertools import product

from cairn.coach.acts import Act, read_act
from cairn.coach.acts_zh import read_act_zh
from cairn.coach.clauses import Clause
from cairn.coach.orders import ending_of
from cairn.coach.parts import ACTS, NAMES, SENSED_ACTS, SENSED_NAMES
from cairn.coach.reading import Reading
from cairn.coach.words import Word

_ACTS, _NAMES = ACTS | SENSED_ACTS, NAMES | SENSED_NAMES


def _verb_roles(word: Word | None) -> list[str]:
    if word is None:
        return ["none"]
    return sorted(word.roles & _ACTS) or ["?"]


def _thing_roles(word: Word | None) -> list[str]:
    if word is None:
        return ["none"]
    found = sorted(word.roles & _NAMES)
    if not found and word.roles & ACTS:
        return ["verb"]
    return found or [f"?{ending_of(word.stem)}"]


def act_features(reading: Reading, clause: Clause, sort: str) -> Iterator[str]:
    """`sort` is that of the amount the clause is about."""
    read = read_act_zh if reading.text.language == "zh" else read_act
    act = read(reading, clause)
    if act is None:
        return
    verbs, things = _verb_roles(act.verb), _thing_roles(act.thing)
    yield f"act={act.form}"
    yield f"act={act.form}&sort={sort}"
    for verb in verbs:
        yield f"act={act.form}&verb~{verb}"
        yield f"act={act.form}&verb~{verb}&sort={sort}"
    for thing in things:
        yield f"act={act.form}&thing~{thing}"
        yield f"act={act.form}&thing~{thing}&sort={sort}"
    for verb, thing in product(verbs, things):
        yield f"act={act.form}&verb~{verb}&thing~{thing}"
    yield from _others(act, verbs, things)
    if reading.text.language == "en":
        yield from _spelled(act)
    elif act.verb is not None:
        yield f"w:act={act.form}&verb={act.verb.stem}"


def _others(act: Act, verbs: list[str], things: list[str]) -> Iterator[str]:
    for actor in _thing_roles(act.actor) if act.actor is not None else ():
        yield f"act={act.form}&actor~{actor}"
        for verb in verbs:
            yield f"act={act.form}&actor~{actor}&verb~{verb}"
        for thing in things:
            yield f"act={act.form}&actor~{actor}&thing~{thing}"
    for of in _thing_roles(act.of) if act.of is not None else ():
        yield f"act={act.form}&of~{of}"
        for thing in things:
            yield f"act of~{of}&thing~{thing}"
    if act.preposition:
        yield f"act={act.form}&{act.preposition}"
        for verb in verbs:
            yield f"act={act.form}&{act.preposition}&verb~{verb}"
        for place in _thing_roles(act.place):
            yield f"act={act.form}&{act.preposition}~{place}"


def _spelled(act: Act) -> Iterator[str]:
    if act.verb is not None:
        yield f"w:act={act.form}&verb={act.verb.stem}"
        yield f"w:act verb={act.verb.stem}"
    if act.thing is not None:
        yield f"w:act thing={act.thing.stem}"
    if act.actor is not None:
        yield f"w:act actor={act.actor.stem}"
