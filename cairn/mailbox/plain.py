"""HTML of a mail as plain text: lines, list items behind a dash, and no quoted mail.

Read by one expression that never looks at a letter twice: parsers of whole HTML take minutes over what
an ill-meaning sender can put into a mail.
"""

import re
from html import unescape
from typing import Final

_PIECES: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<[!?][^<>]*>?|<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*)(?P<named>[^<>]*)>|(?P<said>[^<]+|<)",
    re.DOTALL,
)
_LINES: Final = re.compile(
    "address|article|div|d[dlt]|footer|form|h[1-6]|header|hr|ol|p|pre|section|table|tr|ul"
)
_UNSEEN: Final = frozenset(("script", "style", "title", "blockquote", "template"))
_QUOTE: Final = re.compile(
    r"\bclass\s*=[^=]*\b(?:gmail_quote|yahoo_quoted|moz-cite-prefix|protonmail_quote)\b",
    re.IGNORECASE,
)
_REST: Final = re.compile(
    r"\bid\s*=\s*[\"']?(?:divRplyFwdMsg|appendonsend|reply-intro|isReplyContent)\b", re.IGNORECASE
)
"""From here on all is the mail that is answered, as Outlook and QQ mark it."""


def plain_text(html: str) -> str:
    reader = _Reader()
    for piece in _PIECES.finditer(html):
        if tag := (piece["tag"] or "").lower():
            reader.end(tag) if piece["end"] else reader.begin(tag, piece["named"])
        elif said := piece["said"]:
            reader.say(unescape(re.sub(r"\s+", " ", said)))
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader:
    """`_passed` is the element whose content is left out, so many of which are open (`_depth`)."""

    def __init__(self) -> None:
        self.pieces = list[str]()
        self._is_over = False
        self._passed, self._depth = "", 0

    def begin(self, tag: str, named: str) -> None:
        if self._depth:
            self._depth += tag == self._passed
        elif _REST.search(named):
            self._is_over = True
        elif tag in _UNSEEN or _QUOTE.search(named):
            self._passed, self._depth = tag, 1
        elif tag in ("br", "li"):
            self.say("\n" if tag == "br" else "\n- ")
        elif _LINES.fullmatch(tag) and not self._is_fresh():
            self.say("\n")

    def end(self, tag: str) -> None:
        if self._depth:
            self._depth -= tag == self._passed
        elif tag == "p":
            self.say("\n\n")
        elif _LINES.fullmatch(tag):
            self.say("\n")

    def say(self, words: str) -> None:
        if not (self._depth or self._is_over or (words == " " and self._is_fresh())):
            self.pieces.append(words)

    def _is_fresh(self) -> bool:
        """Whether a line has just begun."""
        return not self.pieces or self.pieces[-1].endswith(("\n", "\n- "))
