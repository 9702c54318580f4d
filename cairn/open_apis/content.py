"""Feishu's rich text, read from either spelling into lines of Markdown, and lines of plain text.

A text is a list of blocks: paragraphs of runs, links and people, and galleries of pictures. What
Cairn's texts cannot hold, which is colour and size, is left out; unknown parts are passed over.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cairn.intake import Intake, refuse
from cairn.open_apis.identities import read_person
from cairn.organization.actor import Actor
from cairn.organization.queries import names_of
from cairn.storage.ids import read_id

MOST_BLOCKS, MOST_PARTS = 500, 2_000
MARKS = {"bullet": "- ", "checkBox": "- [ ] ", "checkedBox": "- [x] ", "number": "1. "}
PICTURES = "/pictures/"
WEB = re.compile(r"https?://[^\s<>]{1,2000}")
ESCAPED = re.compile(r"([\\`*\[\]<])|(?<![^\W_])(_)|(_)(?![^\W_])|(~)(?=~)|(&)(?=[#\w])")
OPENING = re.compile(r"^(\s*)([#>+=-]|[0-9]{1,9}(?=[.)]))", re.MULTILINE)
NUMBERED = re.compile(r"^(\s*[0-9]{1,9})([.)])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: as Markdown and as plain text; `mark` is what begins it in a list."""

    markdown: str
    plain: str
    mark: str = ""


def read_markdown(actor: Actor, name: str, value: Any, longest: int) -> str:
    """A text of several lines, for a note or a description."""
    lines = list(_lines(actor, name, value))
    text, before = "", None
    for line in lines:
        in_list = bool(line.mark)
        text += "" if before is None else "\n" if before == in_list else "\n\n"
        text += line.mark + line.markdown
        before = in_list
    return _checked(name, text, longest)


def read_line(actor: Actor, name: str, value: Any, longest: int) -> str:
    """A text of one line, for a title: links and emphasis lose what they are, people keep their name."""
    parts = (line.plain.strip() for line in _lines(actor, name, value))
    return _checked(name, " ".join(part for part in parts if part), longest, is_line=True)


def _checked(name: str, text: str, longest: int, *, is_line: bool = False) -> str:
    intake = Intake({name: text})
    read = intake.line if is_line else intake.text
    found: str = read(name, longest, required=True)
    intake.settle()
    return found


def _lines(actor: Actor, name: str, value: Any) -> Iterator[Line]:
    if isinstance(value, str):
        value = {"text": value}
    if not isinstance(value, Mapping):
        refuse(name, _("Write a content block, or an object with “text”."))
    names = names_of(actor, _people_in(value))
    blocks = value.get("blocks")
    if isinstance(value.get("text"), str) and not blocks:
        yield from _simple(value, names)
        return
    if not isinstance(blocks, list) or len(blocks) > MOST_BLOCKS:
        refuse(name, _("At most %(most)s blocks fit.") % {"most": MOST_BLOCKS})
    for block in blocks:
        if paragraph := _part(block, "paragraph"):
            yield _paragraph(paragraph, names)
        elif gallery := _part(block, "gallery"):
            yield from _gallery(gallery)


def _simple(value: Mapping[str, Any], names: Mapping[int, str]) -> Iterator[Line]:
    """The short form: a text, and people named after it."""
    text = str(value["text"])
    said = value.get("mention")
    people = [read_person(one) for one in said] if isinstance(said, list) else []
    named = " ".join(f"@{names[one]}" for one in people if one is not None and one in names)
    for line in f"{text} {named}".strip().split("\n"):
        yield Line(_escaped(line), line)


def _part(thing: Any, *names: str) -> Mapping[str, Any]:
    """What stands under one of several spellings of a name."""
    if isinstance(thing, Mapping):
        for name in names:
            if isinstance(found := thing.get(name), Mapping):
                return found
    return {}


def _list(thing: Mapping[str, Any], *names: str) -> list[Any]:
    for name in names:
        if isinstance(found := thing.get(name), list):
            return found[:MOST_PARTS]
    return []


def _text(thing: Mapping[str, Any], *names: str) -> str:
    for name in names:
        if isinstance(found := thing.get(name), str):
            return found
    return ""


def _people_in(value: Mapping[str, Any]) -> set[int]:
    """Everybody whom a text names."""
    said: list[Any] = _list(value, "mention")
    for block in _list(value, "blocks"):
        said += map(_person, _list(_part(block, "paragraph"), "elements"))
    return {id for id in map(read_person, said) if id is not None}


def _person(element: Any) -> str:
    named = _part(element, "person", "mention")
    return _text(named, "open_id", "openId", "user_id", "userId")


def _paragraph(paragraph: Mapping[str, Any], names: Mapping[int, str]) -> Line:
    style = _part(_part(paragraph, "style"), "list")
    level = style.get("indent_level", style.get("indentLevel"))
    depth = min(level, 8) if isinstance(level, int) and level > 0 else 0
    mark = MARKS.get(_text(style, "type", "list_type", "listType"), "")
    pieces = [_element(one, names) for one in _list(paragraph, "elements")]
    markdown = "".join(marked for marked, _plain in pieces)
    plain = "".join(plain for _marked, plain in pieces)
    if mark:
        return Line(markdown.replace("\n", " "), plain, "   " * max(0, depth - 1) + mark)
    return Line(_at_the_start(markdown), plain)


def _element(element: Any, names: Mapping[int, str]) -> tuple[str, str]:
    """One element as Markdown and as plain text."""
    if run := _part(element, "text_run", "textRun"):
        return _run(run)
    if doc := _part(element, "docs_link", "docsLink"):
        return _link(_text(doc, "title") or _text(doc, "url"), _text(doc, "url"))
    name = names.get(read_person(_person(element)) or 0)
    return (f"@{name}", f"@{name}") if name else ("", "")


def _run(run: Mapping[str, Any]) -> tuple[str, str]:
    plain = _text(run, "text")
    style = _part(run, "style")
    marked = _escaped(plain)
    if plain.strip():
        if style.get("bold") is True:
            marked = _around(marked, "**")
        if True in (style.get("strike_through"), style.get("strikeThrough")):
            marked = _around(marked, "~~")
    if url := _text(_part(style, "link"), "url"):
        return _link(plain, url, marked)
    return marked, plain


def _around(text: str, mark: str) -> str:
    """The mark close to the words: a space inside would keep it from being read as one."""
    inner = text.strip()
    head, _inner, tail = text.partition(inner)
    return f"{head}{mark}{inner}{mark}{tail}"


def _link(words: str, url: str, marked: str = "") -> tuple[str, str]:
    if not WEB.fullmatch(url):
        return marked or _escaped(words), words
    return f"[{marked or _escaped(words)}]({_quoted(url)})", words


def _quoted(url: str) -> str:
    return url.replace("(", "%28").replace(")", "%29").replace("\\", "%5C")


def _gallery(gallery: Mapping[str, Any]) -> Iterator[Line]:
    """Pictures that were uploaded before; the page shows a link to each."""
    for image in _list(gallery, "images", "image_list", "imageList"):
        token = _text(image, "file_token", "fileToken") if isinstance(image, Mapping) else ""
        if (id := read_id(token)) is not None:
            words = _("Picture")
            yield Line(f"[{words}]({PICTURES}{id})", words)


def _escaped(text: str) -> str:
    return ESCAPED.sub(lambda found: "\\" + found[0], text)


def _at_the_start(markdown: str) -> str:
    """Signs that would begin a heading, a list or a quote, were they not somebody's words."""
    numbered = NUMBERED.sub(r"\1\\\2", markdown)
    return OPENING.sub(
        lambda found: found[0] if found[2].isdigit() else f"{found[1]}\\{found[2]}", numbered
    )


SOURCE = re.compile(r"\n*↗ \[(?P<title>(?:\\.|[^\]\\])*)\]\((?P<url>[^\s)]*)\)\s*\Z")


def with_source(text: str, title: str, url: str) -> str:
    """A note and, in a line of its own, where it was written."""
    return f"{text}\n\n↗ [{_escaped(title)}]({_quoted(url)})"


def split_source(text: str) -> tuple[str, str]:
    """The note, and the line that says where it was written."""
    found = SOURCE.search(text)
    return (text[: found.start()], text[found.start() :]) if found else (text, "")
