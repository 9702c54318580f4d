"""What the coach remarks: the words that caused it, what is weak, and how it could read. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

type Language = Literal["zh", "en"]
HOLE = "__"
"""What the writer has still to fill in a rewrite."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words for people, in both languages."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule found: places in its line, and where it differs, other words for it.

    `line` counts the key results of a set from 0; `said` fills the holes of the message.
    """

    begin: int
    end: int
    line: int = 0
    message: Text | None = None
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A sentence with holes, and what a reader could put into them, in order."""

    text: str
    fills: tuple[str, ...] = ()

    @property
    def filled(self) -> str:
        text = self.text
        for one in self.fills:
            text = text.replace(HOLE, one, 1)
        return text


@dataclass(frozen=True, slots=True)
class Finding:
    """`begin` and `end` are code points of the text that `quote` stands in.

    Of a set that is the text of the key result `line`, counted from 0; None is the objective.
    """

    rule: str
    message: str
    quote: str
    begin: int
    end: int
    rewrite: str | None = None
    line: int | None = None

    def as_dict(self) -> dict[str, str | None]:
        return {
            "rule": self.rule,
            "message": self.message,
            "quote": self.quote,
            "rewrite": self.rewrite,
        }
