"""Regular expressions that are compiled when first used, so that importing the coach is quick. Pure."""

import re
import sys
from collections.abc import Callable, Iterator
from functools import cached_property


class Pattern:
    """What `re.compile` gives, later."""

    def __init__(self, said: str, flags: int = 0) -> None:
        self.said, self.flags = said, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.said, self.flags)

    @property
    def groupindex(self) -> dict[str, int]:
        return dict(self.compiled.groupindex)

    def search(self, text: str, begin: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.compiled.search(text, begin, end)

    def match(self, text: str, begin: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.compiled.match(text, begin, end)

    def fullmatch(self, text: str, begin: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.compiled.fullmatch(text, begin, end)

    def finditer(
        self, text: str, begin: int = 0, end: int = sys.maxsize
    ) -> Iterator[re.Match[str]]:
        return self.compiled.finditer(text, begin, end)

    def findall(self, text: str) -> list[str]:
        return self.compiled.findall(text)

    def sub(self, made: str | Callable[[re.Match[str]], str], text: str) -> str:
        return self.compiled.sub(made, text)

    def split(self, text: str) -> list[str]:
        return self.compiled.split(text)
