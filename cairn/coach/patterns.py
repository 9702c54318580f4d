"""Regular expressions that are compiled when first used, and asked only where they can find
anything, so that the coach is quick. Pure.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

type _Finds = Callable[..., re.Match[str] | None]


class Pattern:
    """What `re.compile` gives, later: whatever is asked first compiles it, and from then on the
    compiled expression answers by itself.

    `needs` are pieces of text, parted by `|`: whatever the expression finds holds one of them. In
    a text without any it is neither asked nor compiled. Tests prove that no finding is lost.
    """

    search: _Finds
    match: _Finds
    fullmatch: _Finds
    finditer: Callable[..., Iterator[re.Match[str]]]
    findall: Callable[[str], list[str]]
    sub: Callable[[str | Callable[[re.Match[str]], str], str], str]
    split: Callable[[str], list[str]]
    groupindex: Mapping[str, int]

    def __init__(self, said: str, flags: int = 0, needs: str = "") -> None:
        self.said, self.flags = said, flags
        self.needs = tuple(filter(None, needs.split("|")))

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.said, self.flags)

    def __getattr__(self, name: str) -> Any:
        if name not in Pattern.__annotations__:
            raise AttributeError(name)
        if self.needs and name in _NOTHING:
            self.__dict__[name] = _only_where(self, name)
        else:
            self.__dict__[name] = getattr(self.compiled, name)
        return self.__dict__[name]


_NOTHING: dict[str, Any] = {"search": None, "match": None, "fullmatch": None, "finditer": iter(())}
"""What is answered where nothing can be found."""


def _only_where(pattern: Pattern, name: str) -> Callable[..., Any]:
    """Asks the compiled expression of texts that hold one of its needs."""
    needs, nothing = pattern.needs, _NOTHING[name]

    def ask(text: str, *places: int) -> Any:
        for one in needs:
            if one in text:
                return getattr(pattern.compiled, name)(text, *places)
        return nothing

    return ask
