"""What an expression needs is proved from the expression itself: no text is passed over."""

import pkgutil
import re
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from types import ModuleType
from typing import Any, Self

import pytest

import cairn.coach
from cairn.coach.patterns import Pattern

# What Python reads an expression into, which has no public name
sign: Any = import_module("re._constants")
parser: Any = import_module("re._parser")
MOST_SPELLINGS = 80
LONGEST_RANGE = 12
REPEATS = (sign.MAX_REPEAT, sign.MIN_REPEAT, sign.POSSESSIVE_REPEAT)


def _patterns_in(value: object) -> Iterator[Pattern]:
    if isinstance(value, Pattern):
        yield value
    elif isinstance(value, dict):
        yield from _patterns_in(tuple(value.values()))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _patterns_in(one)


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(cairn.coach.__path__, "cairn.coach."):
        yield import_module(found.name)


def _with_needs() -> dict[str, Pattern]:
    """Each once, by where it was found."""
    found = {
        id(pattern): (f"{module.__name__}: {pattern.said[:40]}", pattern)
        for module in _modules()
        for pattern in _patterns_in(tuple(vars(module).values()))
        if pattern.needs
    }
    return dict(found.values())


def _chars(signs: Iterable[tuple[Any, Any]]) -> list[str] | None:
    """The characters that a class allows; None where they are many."""
    found = list[str]()
    for kind, value in signs:
        if kind is sign.LITERAL:
            found.append(chr(value))
        elif kind is sign.RANGE and value[1] - value[0] < LONGEST_RANGE:
            found += map(chr, range(value[0], value[1] + 1))
        else:
            return None
    return found


class Proof:
    """Whether every way through an expression holds one of its needs, whatever else it says."""

    def __init__(self, needs: Sequence[str], flags: int) -> None:
        self.needs = needs
        self.flags = flags

    def holds(self, signs: Sequence[tuple[Any, Any]]) -> bool:
        """Somewhere in the sequence stands what holds a need by itself, or spellings that do."""
        run = [""]
        for one in signs:
            if self._one_holds(*one):
                return True
            spelled = self._spellings(*one)
            if spelled is None or len(spelled) * len(run) > MOST_SPELLINGS:
                run = spelled or [""]
            else:
                run = [before + after for before in run for after in spelled]
            if all(self._has_need(said) for said in run):
                return True
        return False

    def _within(self, group: Any) -> Self:
        """A group may have flags of its own: (?-i:Form)."""
        _, more, less, _ = group
        return type(self)(self.needs, (self.flags | more) & ~less)

    def _has_need(self, said: str) -> bool:
        return any(need in said for need in self.needs)

    def _one_holds(self, kind: Any, value: Any) -> bool:
        if kind is sign.BRANCH:
            return all(self.holds(way) for way in value[1])
        if kind is sign.SUBPATTERN:
            return self._within(value).holds(value[3])
        if kind is sign.ASSERT:
            return self.holds(value[1])
        return kind in REPEATS and value[0] > 0 and self.holds(value[2])

    def _spellings(self, kind: Any, value: Any) -> list[str] | None:
        """All that a sign can stand for; None where that is too much."""
        if kind in (sign.AT, sign.ASSERT, sign.ASSERT_NOT):
            return [""]
        if kind in (sign.LITERAL, sign.IN):
            chars = [chr(value)] if kind is sign.LITERAL else _chars(value)
            cased = self.flags & re.IGNORECASE and any(
                one.lower() != one.upper() for one in chars or ()
            )
            return None if cased else chars
        if kind is sign.SUBPATTERN:
            return self._within(value)._spellings_of(value[3])
        if kind is sign.BRANCH:
            ways = [self._spellings_of(way) for way in value[1]]
            return None if None in ways else [one for way in ways for one in way or ()]
        if kind in REPEATS and value[1] == 1:
            inside = self._spellings_of(value[2])
            return None if inside is None else inside + [""] * (value[0] == 0)
        return None

    def _spellings_of(self, signs: Sequence[tuple[Any, Any]]) -> list[str] | None:
        run = [""]
        for one in signs:
            spelled = self._spellings(*one)
            if spelled is None or len(spelled) * len(run) > MOST_SPELLINGS:
                return None
            run = [before + after for before in run for after in spelled]
        return run


def _is_proved(pattern: Pattern) -> bool:
    signs = parser.parse(pattern.said, pattern.flags)
    return Proof(pattern.needs, pattern.flags).holds(signs)


@pytest.mark.parametrize("named", sorted(_with_needs()))
def test_whatever_is_found_holds_a_need(named: str) -> None:
    pattern = _with_needs()[named]

    assert _is_proved(pattern)


def test_a_need_that_a_way_does_without_is_seen() -> None:
    for said, needs in (("half|third", "half"), ("(?:by )?half", "by"), ("[a-z]alf", "half")):
        assert not _is_proved(Pattern(said, needs=needs))


def test_a_pattern_is_asked_only_where_it_is_needed() -> None:
    pattern = Pattern(r"\bhal(?:f|ves)\b", needs="hal")

    assert pattern.search("by a third") is None
    assert not list(pattern.finditer("by a third"))
    assert "compiled" not in vars(pattern)
    assert [found[0] for found in pattern.finditer("half of the halves")] == ["half", "halves"]
    assert pattern.search("in half", 0, 5) is None
