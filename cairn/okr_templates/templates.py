"""A template as everything sees it, whether it ships with Cairn or is an organization's own. Pure.

Texts have holes in braces. `{from}`, `{to}`, `{low}` and `{high}` are values of the key result;
`{team}` and `{person}` are whoever gets it; any other name is asked for.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal

type Language = Literal["zh", "en"]

LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")
HOLE: Final = re.compile(r"\{([^\W\d]\w{0,29})\}")
VALUE_HOLES: Final = ("from", "to", "low", "high")
FILLED_BY_ITSELF: Final = ("team", "person")


def language_of(locale: str) -> Language:
    """Of a reader's locale, Django's or the page's."""
    return "zh" if locale.lower().startswith("zh") else "en"


def holes_of(text: str) -> list[str]:
    """The names of the holes, in their order, each once."""
    return list(dict.fromkeys(HOLE.findall(text)))


@dataclass(frozen=True, slots=True)
class Wording:
    """A text in both languages, or in one."""

    zh: str = ""
    en: str = ""

    def written(self, language: Language) -> str:
        """In this language, else in the other."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)

    def language(self, wanted: Language) -> Language:
        """The one that `written` speaks."""
        other: Language = "en" if wanted == "zh" else "zh"
        return wanted if self[wanted] or not self[other] else other

    def __getitem__(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class KeyResultTemplate:
    """`values` are typical ones by hole, in the unit's own measure (durations in seconds): an
    example, left to fill. `unit` is a `Wording`, since a label reads differently in each language.
    `is_leading`: it moves within weeks."""

    text: Wording
    kind: str
    unit: Wording
    values: Mapping[str, Decimal]
    is_leading: bool = False

    def holes(self, language: Language) -> list[str]:
        """The values that this kind has, in the order of the sentence."""
        said = [name for name in holes_of(self.text.written(language)) if name in VALUE_HOLES]
        return said + [name for name in self.values if name not in said]


@dataclass(frozen=True, slots=True)
class Pair:
    """The same thing said badly and well; `of` is the template that it teaches about."""

    id: str
    of: str
    kind: str
    bad: Wording
    good: Wording
    teaches: str


@dataclass(frozen=True, slots=True)
class Template:
    """`key` is what the address names: a word of ours, or the id of an organization's own."""

    key: str
    title: Wording
    why: Wording
    department: str
    role: str
    type: str
    tags: tuple[str, ...]
    key_results: tuple[KeyResultTemplate, ...]
    own_id: int | None = None
    version: int = 1
    is_deleted: bool = False
    pairs: tuple[Pair, ...] = field(default=())

    @property
    def languages(self) -> tuple[Language, ...]:
        """Those in which it is written."""
        return tuple(one for one in LANGUAGES if self.title[one])

    def asked(self, language: Language) -> list[str]:
        """The holes that whoever inserts it fills with words, in their order."""
        texts = (self.title, self.why, *(one.text for one in self.key_results))
        named = [name for text in texts for name in holes_of(text.written(language))]
        return [name for name in dict.fromkeys(named) if name not in VALUE_HOLES]
