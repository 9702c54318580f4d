"""A template as its pages draw it: sentences in pieces, typical values marked as left to fill."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from cairn.okr_templates.sentences import unit_after, value_text
from cairn.okr_templates.teaching import Taught, taught
from cairn.okr_templates.templates import (
    HOLE,
    VALUE_HOLES,
    KeyResultTemplate,
    Language,
    Template,
    Wording,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Plain words, a typical `value`, or a `word` that is asked for."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A field for a value: its hole, an example of it, and the unit behind it."""

    hole: str
    example: str
    unit: str


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    pieces: tuple[Piece, ...]
    kind: str
    is_leading: bool
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A template in the language in which it is shown."""

    template: Template
    language: Language
    title: tuple[Piece, ...]
    why: tuple[Piece, ...]
    lines: tuple[Line, ...]

    @property
    def lang(self) -> str:
        return "zh-Hans" if self.language == "zh" else "en"

    @property
    def url(self) -> str:
        return f"/templates/{self.template.key}"

    @property
    def plain_title(self) -> str:
        return "".join(piece.text for piece in self.title)


def card(template: Template, language: Language) -> Card:
    return Card(
        template=template,
        language=language,
        title=_pieces(template.title, language),
        why=_pieces(template.why, language),
        lines=tuple(
            _line(number, one, language) for number, one in enumerate(template.key_results)
        ),
    )


def _pieces(wording: Wording, language: Language) -> tuple[Piece, ...]:
    return tuple(_cut(wording.written(language), {}))


def _line(number: int, line: KeyResultTemplate, language: Language) -> Line:
    text, unit = line.text.written(language), line.unit.written(language)
    examples = {
        hole: value_text(value, text, hole, unit, language) for hole, value in line.values.items()
    }
    return Line(
        number=number,
        pieces=tuple(_cut(text, examples)),
        kind=line.kind,
        is_leading=line.is_leading,
        values=tuple(
            Value(hole, examples.get(hole, ""), unit_after(text, hole, unit))
            for hole in line.holes(language)
        ),
    )


def _cut(text: str, examples: dict[str, str]) -> Iterator[Piece]:
    at = 0
    for hole in HOLE.finditer(text):
        if hole.start() > at:
            yield Piece(text[at : hole.start()])
        is_value = hole[1] in VALUE_HOLES
        yield Piece(
            examples.get(hole[1], "…") if is_value else hole[1], "value" if is_value else "word"
        )
        at = hole.end()
    if at < len(text):
        yield Piece(text[at:])


def lessons(template: Template, language: Language) -> list[Taught]:
    return [taught(pair, language) for pair in template.pairs]


def marked(one: Taught) -> Markup:
    """The bad text with the words that the coach quotes in <mark>."""
    places = sorted({(finding.begin, finding.end) for finding in one.findings})
    pieces, at = [], 0
    for begin, end in places:
        if begin >= at and end > begin:
            pieces += [escape(one.bad[at:begin])]
            pieces += [Markup("<mark>{}</mark>").format(one.bad[begin:end])]
            at = end
    return Markup("").join([*pieces, escape(one.bad[at:])])
