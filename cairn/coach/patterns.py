"""Regular expressions that are compiled when first used, so that importing the coach is quick. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

type _Finds = Callable[..., re.Match[str] | None]


class Pattern:
    """What `re.compile` gives, later: whatever is asked first compiles it, and from then on the
    compiled expression answers by itself.
    """

    search: _Finds
    match: _Finds
    fullmatch: _Finds
    finditer: Callable[..., Iterator[re.Match[str]]]
    findall: Callable[[str], list[str]]
    sub: Callable[[str | Callable[[re.Match[str]], str], str], str]
    split: Callable[[str], list[str]]
    groupindex: Mapping[str, int]

    def __init__(self, said: str, flags: int = 0) -> None:
        self.said, self.flags = said, flags

    def __getattr__(self, name: str) -> Any:
        if name not in Pattern.__annotations__:
            raise AttributeError(name)
        compiled = re.compile(self.said, self.flags)
        self.__dict__.update((one, getattr(compiled, one)) for one in Pattern.__annotations__)
        return self.__dict__[name]
