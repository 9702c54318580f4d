"""What Feishu tells of comments → neutral rows. Pure.

Comments here answer the first one of their thread and have neither a selection nor an end: what they are
about is quoted above them, and a solved one is a comment like any other.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final

from cairn.exchange.feishu.content import Line, literal, markdown_of, part, text_in
from cairn.exchange.feishu.instants import said_at
from cairn.exchange.feishu.kept import by_id, dicts, id_in
from cairn.exchange.feishu.people import ID
from cairn.exchange.reading.limits import LONGEST_WORDS
from cairn.exchange.rows import Comment, Place
from cairn.exchange.shaping import key_of_words

LONGEST_QUOTE: Final = 500

type Lines = Callable[[Any], Iterable[Line]]


def read_comments(
    on: str, told: Iterable[Mapping[str, Any]], records: Collection[str], lines: Lines, place: Place
) -> tuple[list[Comment], list[str]]:
    """Those on one objective or key result, and the ids of those that nobody can place: without an author
    or an instant. `records` are the ids of its progress records; Cairn's own are comments too, and are
    told as those."""
    found, unclear = [], []
    every = by_id([dict(one) for one in told])
    for id, one in every.items():
        if id in records or not _is_on(on, one):
            continue
        by, at = one.get("commentator_id"), said_at(one.get("create_time"))
        if not isinstance(by, str) or not ID.fullmatch(by) or at is None:
            unclear.append(id)
            continue
        head = _head(id, every)
        parent = key_of_words(head) if head in records else head
        found.append(Comment(id, on, _body(one, lines), by, at, parent, place))
    return found, unclear


def _is_on(on: str, told: Mapping[str, Any]) -> bool:
    """A server that answers with more than was asked for does not put it elsewhere."""
    target = part(told, "target")
    return not target or id_in(target, "target_id") == on


def _head(id: str, every: Mapping[str, Mapping[str, Any]]) -> str:
    """The first comment of its thread, as far as it is told; "" of the first one itself."""
    seen, at = {id}, id_in(every[id], "ref_comment_id")
    while (above := id_in(every.get(at, {}), "ref_comment_id")) and at not in seen:
        seen.add(at)
        at = above
    return "" if at in seen else at


def _body(told: Mapping[str, Any], lines: Lines) -> str:
    content = told.get("content")
    body = markdown_of(lines({"text": content} if isinstance(content, str) else content))
    quote = text_in(part(told, "selection"), "selected_text").strip()[:LONGEST_QUOTE]
    if quote and body.strip():
        above = "\n".join(f"> {literal(one)}" for one in quote.splitlines())
        body = f"{above}\n\n{body}"
    return body[:LONGEST_WORDS]


def comments_in(told: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """None where they were not asked for, or not told."""
    return dicts(told["comments"]) if "comments" in told else None
