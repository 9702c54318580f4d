"""What `cairn coach` reads: JSON Lines or plain text, in UTF-8 (with or without BOM) or GBK."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, BinaryIO, NamedTuple

from cairn.coach.draft import Draft, make_draft
from cairn.coach.limits import MOST_KEY_RESULTS
from cairn.coach.plain_text import read_paragraphs

LONGEST_LINE = 1_000_000
_LOOKED_AT = 20
_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Entry:
    """One OKR of the input, or what is wrong with its line."""

    line: int
    id: Any
    draft: Draft | None
    error: str = ""


class Line(NamedTuple):
    """`whole` is false where the rest of an overlong line was passed over."""

    text: str
    whole: bool


def read_entries(stream: BinaryIO) -> Iterator[Entry]:
    """JSON Lines if one of the first lines begins with a brace, else plain text."""
    lines = _lines(stream)
    first = list(islice(lines, _LOOKED_AT))
    rest = chain(first, lines)
    if any(line.text.lstrip().startswith("{") for line in first):
        return _from_json(rest)
    return _from_text(line.text for line in rest)


def _lines(stream: BinaryIO) -> Iterator[Line]:
    begin = True
    while raw := stream.readline(LONGEST_LINE + 1):
        if begin and raw[:2] in _UTF_16:
            rest = (raw + stream.read()).decode("utf-16", "replace")
            yield from (Line(one, True) for one in rest.splitlines())
            return
        raw = raw.removeprefix(_BOM) if begin else raw
        begin = False
        whole = raw.endswith(b"\n") or len(raw) <= LONGEST_LINE
        yield Line(_decoded(raw) if whole else raw.decode("utf-8", "replace"), whole)
        while not whole:
            raw = stream.readline(LONGEST_LINE)
            whole = raw.endswith(b"\n") or not raw


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).rstrip("\r\n")
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace").rstrip("\r\n")


def _from_text(lines: Iterator[str]) -> Iterator[Entry]:
    for number, paragraph in enumerate(read_paragraphs(lines), start=1):
        yield _checked(Entry(paragraph.line, number, paragraph.draft))


def _from_json(lines: Iterator[Line]) -> Iterator[Entry]:
    for number, line in enumerate(lines, start=1):
        if line.text.strip():
            yield _entry(number, line)


def _entry(number: int, line: Line) -> Entry:
    if not line.whole:
        return Entry(number, None, None, f"longer than {LONGEST_LINE} bytes")
    try:
        found = json.loads(line.text, parse_constant=_refuse)
    except RecursionError:
        return Entry(number, None, None, "nested too deeply")
    except ValueError as wrong:
        return Entry(number, None, None, f"not valid JSON: {wrong}")
    if not isinstance(found, dict):
        return Entry(number, None, None, "not a JSON object")
    return _checked(_read(number, found))


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON value")


def _read(number: int, found: dict[str, Any]) -> Entry:
    """Fields of other names are passed over, so that files with labels can be read."""
    objective, key_results = found.get("objective"), found.get("key_results")
    error = ""
    if objective is not None and not isinstance(objective, str):
        error = "objective is not a text"
    elif not isinstance(key_results, list | None):
        error = "key_results is not a list"
    elif not all(isinstance(one, str) for one in key_results or ()):
        error = "key_results holds something that is not a text"
    elif objective is None and not key_results:
        error = "neither objective nor key_results"
    draft = None if error else make_draft(objective, *(key_results or ()))
    return Entry(number, found.get("id"), draft, error)


def _checked(entry: Entry) -> Entry:
    if entry.draft is not None and len(entry.draft.key_results) > MOST_KEY_RESULTS:
        return Entry(entry.line, entry.id, None, f"more than {MOST_KEY_RESULTS} key results")
    return entry


def open_input(name: str, standard: BinaryIO) -> BinaryIO:
    """`-` is the standard input."""
    return standard if name == "-" else io.open(name, "rb")  # noqa: UP020
