"""What stands underlined below a sentence while it is written: what was understood of it, and the
words that the coach remarks on."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from markupsafe import Markup, escape

from cairn.goals.models import Kind
from cairn.goals.sentences import read_sentence
from cairn.web.objectives.sheet import Line

type Place = tuple[int, int]


def marked(line: Line, quoted: Sequence[Place] = ()) -> Markup:
    """The sentence with its measure, start and target underlined, and what is `quoted` of it."""
    sentence = line.fields["title"]
    looks: dict[Place, str] = {}
    if line.fields["kind"] != Kind.MILESTONES:
        for span in read_sentence(sentence).spans:
            if span.role != "unit":
                looks[span.begin, span.end] = "t" if span.role == "target" else ""
    return _underlined(sentence, looks, quoted)


def marked_quotes(text: str, quoted: Sequence[Place]) -> Markup:
    """The text with only what is quoted of it underlined."""
    return _underlined(text, {}, quoted)


def _underlined(text: str, looks: dict[Place, str], quoted: Iterable[Place]) -> Markup:
    """Cut wherever an underline begins or ends, so that two may lie over each other."""
    places = [*looks, *quoted]
    bounds = {0, len(text), *(min(at, len(text)) for place in places for at in place)}
    html = Markup()
    for begin, end in pairwise(sorted(bounds)):
        look = next((look for place, look in looks.items() if _covers(place, begin, end)), None)
        names = [] if not look else [look]
        if any(_covers(place, begin, end) for place in quoted):
            names.append("bad")
        part = escape(text[begin:end])
        html += part if look is None and not names else _mark(part, " ".join(names))
    return html


def _mark(part: Markup, names: str) -> Markup:
    look = Markup(' class="{}"').format(names) if names else Markup()
    return Markup("<mark{}>{}</mark>").format(look, part)


def _covers(place: Place, begin: int, end: int) -> bool:
    return place[0] <= begin and end <= place[1]
