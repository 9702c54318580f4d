"""Feishu's rich text, read from either spelling into lines of Markdown, and lines of plain text. Pure.

A text is a list of blocks: paragraphs of runs, links and people, and galleries of pictures. What
Cairn's texts cannot hold, which is colour and size, is left out; unknown parts are passed over.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

MOST_PARTS: Final = 2_000
MARKS: Final = {"bullet": "- ", "checkBox": "- [ ] ", "checkedBox": "- [x] ", "number": "1. "}
WEB: Final = re.compile(r"https?://[^\s<>]{1,2000}")
ESCAPED = re.compile(r"([\\`*\[\]<])|(?<![^\W_])(_)|(_)(?![^\W_])|(~)(?=~)|(&)(?=[#\w])")
OPENING = re.compile(r"^(\s*)([#>+=-]|[0-9]{1,9}(?=[.)]))", re.MULTILINE)
NUMBERED = re.compile(r"^(\s*[0-9]{1,9})([.)])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: as Markdown and as plain text; `mark` is what begins it in a list."""

    markdown: str
    plain: str
    mark: str = ""


type ShowPicture = Callable[[Mapping[str, Any]], Line | None]
"""What stands for a picture of a gallery; None leaves it out."""
type NamePerson = Callable[[str, str], str]
"""What somebody is called, by the id that the text has and the name that it gives them, "" where it gives
none; "" leaves them out."""


def markdown_of(lines: Iterable[Line]) -> str:
    """A text of several lines, for a note or a description."""
    text, before = "", None
    for line in lines:
        in_list = bool(line.mark)
        text += "" if before is None else "\n" if before == in_list else "\n\n"
        text += line.mark + line.markdown
        before = in_list
    return text


def line_of(lines: Iterable[Line]) -> str:
    """A text of one line, for a title: links and emphasis lose what they are, people keep their name."""
    parts = (line.plain.strip() for line in lines)
    return " ".join(part for part in parts if part)


def lines_of(value: Any, person: NamePerson, picture: ShowPicture) -> Iterator[Line]:
    """A content block or the short form; nothing of what is neither."""
    if not isinstance(value, Mapping):
        return
    if isinstance(value.get("text"), str) and not value.get("blocks"):
        yield from _simple(value, person)
        return
    for block in listed(value, "blocks"):
        if paragraph := part(block, "paragraph"):
            yield _paragraph(paragraph, person)
        elif gallery := part(block, "gallery"):
            images = listed(gallery, "images", "image_list", "imageList")
            shown = (picture(one) for one in images if isinstance(one, Mapping))
            yield from (line for line in shown if line is not None)


def people_in(value: Mapping[str, Any]) -> set[str]:
    """The ids of everybody whom a text names, as it spells them."""
    said = _listed_people(value)
    for block in listed(value, "blocks"):
        said += map(_person, listed(part(block, "paragraph"), "elements"))
    return {one for one in said if one}


def _listed_people(value: Mapping[str, Any]) -> list[str]:
    """Of the short form."""
    said = listed(value, "mention")
    return [str(one) for one in said if isinstance(one, str | int) and not isinstance(one, bool)]


def part(thing: Any, *names: str) -> Mapping[str, Any]:
    """What stands under one of several spellings of a name."""
    if isinstance(thing, Mapping):
        for name in names:
            if isinstance(found := thing.get(name), Mapping):
                return found
    return {}


def listed(thing: Mapping[str, Any], *names: str) -> list[Any]:
    for name in names:
        if isinstance(found := thing.get(name), list):
            return found[:MOST_PARTS]
    return []


def text_in(thing: Mapping[str, Any], *names: str) -> str:
    for name in names:
        if isinstance(found := thing.get(name), str):
            return found
    return ""


def _simple(value: Mapping[str, Any], person: NamePerson) -> Iterator[Line]:
    """The short form: a text, and people named after it."""
    called = (person(one, "") for one in _listed_people(value))
    named = " ".join(f"@{name}" for name in called if name)
    for line in f"{value['text']} {named}".strip().split("\n"):
        yield Line(escaped(line), line)


def _person(element: Any) -> str:
    return text_in(_named(element), "open_id", "openId", "user_id", "userId")


def _named(element: Any) -> Mapping[str, Any]:
    return part(element, "person", "mention")


def _paragraph(paragraph: Mapping[str, Any], person: NamePerson) -> Line:
    style = part(part(paragraph, "style"), "list")
    level = style.get("indent_level", style.get("indentLevel"))
    depth = min(level, 8) if isinstance(level, int) and level > 0 else 0
    mark = MARKS.get(text_in(style, "type", "list_type", "listType"), "")
    pieces = [_element(one, person) for one in listed(paragraph, "elements")]
    markdown = "".join(marked for marked, _plain in pieces)
    plain = "".join(plain for _marked, plain in pieces)
    if mark:
        return Line(markdown.replace("\n", " "), plain, "   " * max(0, depth - 1) + mark)
    return Line(_at_the_start(markdown), plain)


def _element(element: Any, person: NamePerson) -> tuple[str, str]:
    """One element as Markdown and as plain text."""
    if run := part(element, "text_run", "textRun"):
        return _run(run)
    if doc := part(element, "docs_link", "docsLink"):
        return link(text_in(doc, "title") or text_in(doc, "url"), text_in(doc, "url"))
    name = person(_person(element), " ".join(text_in(_named(element), "name").split()))
    return (f"@{escaped(name)}", f"@{name}") if name else ("", "")


def _run(run: Mapping[str, Any]) -> tuple[str, str]:
    plain = text_in(run, "text")
    style = part(run, "style")
    marked = escaped(plain)
    if plain.strip():
        if style.get("bold") is True:
            marked = _around(marked, "**")
        if True in (style.get("strike_through"), style.get("strikeThrough")):
            marked = _around(marked, "~~")
    if url := text_in(part(style, "link"), "url"):
        return link(plain, url, marked)
    return marked, plain


def _around(text: str, mark: str) -> str:
    """The mark close to the words: a space inside would keep it from being read as one."""
    inner = text.strip()
    head, _inner, tail = text.partition(inner)
    return f"{head}{mark}{inner}{mark}{tail}"


def link(words: str, url: str, marked: str = "") -> tuple[str, str]:
    """As Markdown and as plain text; an address that is none of the web loses its link."""
    if not WEB.fullmatch(url):
        return marked or escaped(words), words
    return f"[{marked or escaped(words)}]({quoted(url)})", words


def quoted(url: str) -> str:
    return url.replace("(", "%28").replace(")", "%29").replace("\\", "%5C")


def literal(line: str) -> str:
    """A line of its own that shows these words as they are."""
    return _at_the_start(escaped(line))


def escaped(text: str) -> str:
    return ESCAPED.sub(lambda found: "\\" + found[0], text)


def _at_the_start(markdown: str) -> str:
    """Signs that would begin a heading, a list or a quote, were they not somebody's words."""
    numbered = NUMBERED.sub(r"\1\\\2", markdown)
    return OPENING.sub(
        lambda found: found[0] if found[2].isdigit() else f"{found[1]}\\{found[2]}", numbered
    )
