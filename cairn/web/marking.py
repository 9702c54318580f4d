"""Emphasis in texts whose words have no spaces between them.

CommonMark asks for a space or a mark outside of `**` where a mark stands inside, so `**词。**词` would
keep its asterisks. Here the signs of Chinese, Japanese and Korean count as such a neighbour; all
else is read as CommonMark says.
"""

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, emphasis, strikethrough

SIGN: Final = re.compile(
    "[\u1100-\u11ff\u2e80-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)


def use_signs(reader: MarkdownIt) -> MarkdownIt:
    """Let the reader's emphasis and strikethrough begin and end beside such signs."""
    reader.inline.ruler.at("emphasis", _emphasis)
    reader.inline.ruler.at("strikethrough", _strikethrough)
    return reader


def _emphasis(state: StateInline, silent: bool) -> bool:
    start, known = state.pos, len(state.delimiters)
    done = emphasis.tokenize(state, silent)
    return _widened(state, start, known) if done and state.src[start] == "*" else done


def _strikethrough(state: StateInline, silent: bool) -> bool:
    start, known = state.pos, len(state.delimiters)
    done = strikethrough.tokenize(state, silent)
    return _widened(state, start, known) if done else False


def _widened(state: StateInline, start: int, known: int) -> bool:
    """The marks that a rule has just noted, from `start` to where it stands, judged by their signs
    as well."""
    before = state.src[start - 1 : start] or " "
    after = state.src[state.pos : state.pos + 1] or " "
    opens = bool(SIGN.match(before)) and not after.isspace()
    closes = bool(SIGN.match(after)) and not before.isspace()
    for mark in state.delimiters[known:]:
        mark.open = mark.open or opens
        mark.close = mark.close or closes
    return True
