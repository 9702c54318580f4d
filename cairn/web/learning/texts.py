"""The texts as files: `texts/<slug>.<language>.md`, one of each slug and language.

`# Title`, then a paragraph that the overview shows, then sections `## Words {#anchor}`. A block
from `::: kind words` to `:::` is a small picture; see `figures.py`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from cairn.web.learning.contents import SLUGS
from cairn.web.learning.figures import Figure, draw

FOLDER: Final = Path(__file__).parent / "texts"
LANGUAGES: Final = ("en", "zh-hans")
HEADING: Final = re.compile(r"## (?P<words>.+?) \{#(?P<anchor>[a-z-]+)\}")
FIGURE: Final = re.compile(r"^::: (\S+)(.*)\n((?:.*\n)*?):::$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Section:
    """What stands below a heading; the first one of a text has none. A part is Markdown or a
    picture."""

    anchor: str
    words: str
    parts: tuple[str | Figure, ...]


@dataclass(frozen=True, slots=True)
class Text:
    slug: str
    title: str
    lead: str
    sections: tuple[Section, ...]

    @property
    def url(self) -> str:
        return f"/learn/{self.slug}"

    @property
    def headings(self) -> tuple[Section, ...]:
        return tuple(section for section in self.sections if section.anchor)


def read_text(slug: str, language: str) -> Text | None:
    """None where there is no such page. A language without texts reads English."""
    if slug not in SLUGS:
        return None
    return _read(slug, language if language in LANGUAGES else "en")


def all_texts(language: str) -> dict[str, Text]:
    found = (read_text(slug, language) for slug in SLUGS)
    return {text.slug: text for text in found if text is not None}


def find_texts(query: str, language: str) -> list[Text]:
    """Those whose title, first paragraph or headings have every word of the query."""
    words = query.casefold().split()
    return [text for text in all_texts(language).values() if words and _has(text, words)]


def _has(text: Text, words: list[str]) -> bool:
    said = " ".join((text.title, text.lead, *(one.words for one in text.headings))).casefold()
    return all(word in said for word in words)


@lru_cache(maxsize=64)
def _read(slug: str, language: str) -> Text:
    return parse(slug, (FOLDER / f"{slug}.{language}.md").read_text(encoding="utf-8"), language)


def parse(slug: str, source: str, language: str) -> Text:
    title, lead, body = source.split("\n\n", 2)
    pieces = re.split(r"^(?=## )", body, flags=re.MULTILINE)
    sections = tuple(_section(piece, language) for piece in pieces if piece.strip())
    return Text(slug, title.removeprefix("# "), lead, sections)


def _section(piece: str, language: str) -> Section:
    anchor, words = "", ""
    if found := HEADING.match(piece):
        anchor, words, piece = found["anchor"], found["words"], piece[found.end() :]
    return Section(anchor, words, tuple(_parts(piece, language)))


def _parts(written: str, language: str) -> Iterator[str | Figure]:
    at = 0
    for found in FIGURE.finditer(written):
        if written[at : found.start()].strip():
            yield written[at : found.start()].strip()
        yield draw(found[1], found[2].strip(), found[3].splitlines(), language)
        at = found.end()
    if written[at:].strip():
        yield written[at:].strip()
