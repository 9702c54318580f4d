"""Feishu's rich text as a request brings it: read with the names and pictures that are ours."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from cairn.exchange.feishu.content import (
    WEB,
    Line,
    escaped,
    line_of,
    lines_of,
    markdown_of,
    people_in,
    quoted,
    text_in,
)
from cairn.intake import Intake, refuse
from cairn.open_apis.identities import read_person
from cairn.organization.actor import Actor
from cairn.organization.queries import names_of
from cairn.storage.ids import read_id

__all__ = ["PICTURES", "WEB", "read_line", "read_markdown", "split_source", "with_source"]
MOST_BLOCKS = 500
PICTURES = "/pictures/"


def read_markdown(actor: Actor, name: str, value: Any, longest: int) -> str:
    """A text of several lines, for a note or a description."""
    return _checked(name, markdown_of(_lines(actor, name, value)), longest)


def read_line(actor: Actor, name: str, value: Any, longest: int) -> str:
    """A text of one line, for a title: links and emphasis lose what they are, people keep their name."""
    return _checked(name, line_of(_lines(actor, name, value)), longest, is_line=True)


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
    blocks = value.get("blocks")
    is_short = isinstance(value.get("text"), str) and not blocks
    if not is_short and (not isinstance(blocks, list) or len(blocks) > MOST_BLOCKS):
        refuse(name, _("At most %(most)s blocks fit.") % {"most": MOST_BLOCKS})
    names = _names(actor, value)
    return lines_of(value, lambda id, _said: names.get(id, ""), _picture)


def _names(actor: Actor, value: Mapping[str, Any]) -> dict[str, str]:
    """Of everybody whom a text names, by the ids as it spells them."""
    ids = {spelled: read_person(spelled) for spelled in people_in(value)}
    names = names_of(actor, {id for id in ids.values() if id is not None})
    return {spelled: names[id] for spelled, id in ids.items() if id in names}


def _picture(image: Mapping[str, Any]) -> Line | None:
    """One that was uploaded before; the page shows a link to it."""
    id = read_id(text_in(image, "file_token", "fileToken"))
    if id is None:
        return None
    words = _("Picture")
    return Line(f"[{words}]({PICTURES}{id})", words)


SOURCE = re.compile(r"\n*↗ \[(?P<title>(?:\\.|[^\]\\])*)\]\((?P<url>[^\s)]*)\)\s*\Z")


def with_source(text: str, title: str, url: str) -> str:
    """A note and, in a line of its own, where it was written."""
    return f"{text}\n\n↗ [{escaped(title)}]({quoted(url)})"


def split_source(text: str) -> tuple[str, str]:
    """The note, and the line that says where it was written."""
    found = SOURCE.search(text)
    return (text[: found.start()], text[found.start() :]) if found else (text, "")
