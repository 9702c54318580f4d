"""A model's answer → lines that could be key results. Pure; it believes nothing."""

import json
import re
import unicodedata
from typing import Any, Final

MOST: Final = 6
LONGEST: Final = 300
_FENCE = re.compile(r"```[a-z]*\n?|```", re.IGNORECASE)
_MARK = re.compile(r"^\s*(?:[-*•·]|\(?\d{1,2}[.)、:：]|KR\s?\d{0,2}\s?[:：.、-])\s*", re.IGNORECASE)
_LIST = re.compile(r"\[.*\]", re.DOTALL)


def read_lines(answer: str) -> list[str]:
    """At most six different lines: of a JSON list where there is one, else one a line."""
    said = _listed(answer)
    texts = said if said is not None else _FENCE.sub("", answer).splitlines()
    lines = dict.fromkeys(line for text in texts if (line := _tidy(text)))
    return list(lines)[:MOST]


def _listed(answer: str) -> list[str] | None:
    found = _LIST.search(answer)
    if found is None:
        return None
    try:
        items: Any = json.loads(found[0])
    except (ValueError, RecursionError):
        return None
    texts = [one.get("text", one.get("title")) if isinstance(one, dict) else one for one in items]
    return [one for one in texts if isinstance(one, str)]


def _tidy(text: str) -> str:
    """One line without marks and quotes; nothing if it cannot be a key result."""
    plain = "".join(one for one in text if unicodedata.category(one)[0] != "C" or one in "\t\n")
    line = _MARK.sub("", " ".join(plain.split())).strip("\"'“”「」`*_ ")
    is_heading = line.endswith((":", "：")) or line.startswith("#")
    return line if 4 <= len(line) <= LONGEST and not is_heading else ""
