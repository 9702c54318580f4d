"""Our Markdown as Feishu's rich text, in the spellings of both versions."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from cairn.open_apis.content import PICTURES
from cairn.open_apis.identities import spell_person

_reader = MarkdownIt("commonmark", {"breaks": True, "html": False}).enable("strikethrough")
PICTURE = re.compile(rf"{PICTURES}([0-9]{{1,19}})")
LISTS = {"bullet_list_open": "bullet", "ordered_list_open": "number"}


@dataclass(frozen=True, slots=True)
class Style:
    bold: bool = False
    strike: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    style: Style = Style()
    person: int | None = None


@dataclass(slots=True)
class Paragraph:
    """`kind` of list, "" for none; `pictures` alone make a gallery of it."""

    kind: str = ""
    level: int = 0
    number: int = 0
    runs: list[Run] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)


def paragraphs_of(text: str, people: Mapping[str, int]) -> list[Paragraph]:
    """The lines of a text; `people` are the names that mean somebody after an @."""
    found: list[Paragraph] = []
    lists: list[tuple[str, int]] = []
    is_heading = False
    for token in _reader.parse(text):
        if token.type in LISTS:
            lists.append((LISTS[token.type], int(token.attrs.get("start", 1))))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open" and lists[-1][0] == "number" and token.info:
            lists[-1] = (lists[-1][0], int(token.info))
        elif token.type in ("heading_open", "heading_close"):
            is_heading = token.type == "heading_open"
        elif token.type in ("fence", "code_block"):
            lines = token.content.rstrip("\n").split("\n")
            found += [Paragraph(runs=[Run(line)]) for line in lines]
        elif token.type == "inline":
            kind, number = lists[-1] if lists else ("", 0)
            first = Paragraph(kind, len(lists), number if kind == "number" else 0)
            found += _inline(token.children or [], first, people, Style(bold=is_heading))
    return found


def _inline(
    tokens: Sequence[Token], first: Paragraph, people: Mapping[str, int], style: Style
) -> Iterator[Paragraph]:
    line, usual = first, style
    for token in tokens:
        match token.type:
            case "softbreak" | "hardbreak":
                yield line
                line = replace(first, runs=[], pictures=[])
            case "strong_open" | "strong_close":
                style = replace(style, bold=token.nesting > 0 or usual.bold)
            case "s_open" | "s_close":
                style = replace(style, strike=token.nesting > 0)
            case "link_open":
                style = replace(style, link=str(token.attrs.get("href", "")))
            case "link_close":
                if picture := PICTURE.fullmatch(style.link):
                    line.pictures.append(int(picture[1]))
                style = replace(style, link="")
            case "text" | "code_inline" if not PICTURE.fullmatch(style.link):
                line.runs += _named(token.content, style, people)
    yield line


def _named(text: str, style: Style, people: Mapping[str, int]) -> Iterator[Run]:
    """A text, cut where somebody is named."""
    names = sorted(people, key=len, reverse=True)
    if not names or style.link:
        yield from [Run(text, style)] * bool(text)
        return
    at = re.compile("[@＠](" + "|".join(map(re.escape, names)) + ")")
    end = 0
    for found in at.finditer(text):
        yield from [Run(text[end : found.start()], style)] * (found.start() > end)
        yield Run(found[0], style, people[found[1]])
        end = found.end()
    yield from [Run(text[end:], style)] * (end < len(text))


def plain_paragraphs(text: str) -> list[Paragraph]:
    """A title: its words as they are."""
    return [Paragraph(runs=[Run(line)]) for line in text.split("\n")]


# Version 1 has two spellings: what its documents say, and what its own Python client reads


def blocks_v1(paragraphs: Iterable[Paragraph]) -> dict[str, Any]:
    return {"blocks": [block for one in paragraphs for block in _blocks_v1(one)]}


def _both(**values: Any) -> dict[str, Any]:
    """Each value under its name with underscores and its camelCase one."""
    return values | {_camel(name): value for name, value in values.items()}


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def _blocks_v1(one: Paragraph) -> Iterator[dict[str, Any]]:
    if one.runs or not one.pictures:
        paragraph: dict[str, Any] = {"elements": [_element_v1(run) for run in one.runs]}
        if one.kind:
            list_ = {"type": one.kind, "number": one.number, **_both(indent_level=one.level)}
            paragraph["style"] = {"list": list_}
        yield {"type": "paragraph", "paragraph": paragraph}
    if one.pictures:
        images = [
            _both(file_token=str(id), src=f"{PICTURES}{id}", width=0, height=0)
            for id in one.pictures
        ]
        yield {"type": "gallery", "gallery": _both(image_list=images)}


def _element_v1(run: Run) -> dict[str, Any]:
    if run.person is not None:
        named = _both(open_id=spell_person(run.person, "open_id"))
        return {"type": "person", "person": named}
    style: dict[str, Any] = {}
    if run.style.bold:
        style["bold"] = True
    if run.style.strike:
        style |= _both(strike_through=True)
    if run.style.link:
        style["link"] = {"url": run.style.link}
    said = {"text": run.text, **({"style": style} if style else {})}
    return {"type": "textRun", **_both(text_run=said)}


def blocks_v2(paragraphs: Iterable[Paragraph], spelling: str) -> dict[str, Any]:
    return {"blocks": [block for one in paragraphs for block in _blocks_v2(one, spelling)]}


def _blocks_v2(one: Paragraph, spelling: str) -> Iterator[dict[str, Any]]:
    if one.runs or not one.pictures:
        paragraph: dict[str, Any] = {"elements": [_element_v2(run, spelling) for run in one.runs]}
        if one.kind:
            list_ = {"list_type": one.kind, "indent_level": one.level, "number": one.number}
            paragraph["style"] = {"list": list_}
        yield {"block_element_type": "paragraph", "paragraph": paragraph}
    if one.pictures:
        images = [
            {"file_token": str(id), "src": f"{PICTURES}{id}", "width": 0, "height": 0}
            for id in one.pictures
        ]
        yield {"block_element_type": "gallery", "gallery": {"images": images}}


def _element_v2(run: Run, spelling: str) -> dict[str, Any]:
    if run.person is not None:
        named = {"user_id": spell_person(run.person, spelling)}
        return {"paragraph_element_type": "mention", "mention": named}
    style: dict[str, Any] = {}
    if run.style.bold:
        style["bold"] = True
    if run.style.strike:
        style["strike_through"] = True
    if run.style.link:
        style["link"] = {"url": run.style.link}
    said = {"text": run.text, **({"style": style} if style else {})}
    return {"paragraph_element_type": "textRun", "text_run": said}
