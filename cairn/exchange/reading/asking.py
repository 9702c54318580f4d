"""What the house asks of a stranger's file: each question is put to a capped child process."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import orjson

from cairn.exchange.reading.confined import ask_child
from cairn.exchange.reading.previews import Preview
from cairn.exchange.reading.refusals import Unreadable
from cairn.exchange.rows import Fault, Rows
from cairn.exchange.spelling import Misspelled, reader_of

FORMATS: Final = ("viva_table", "viva_archive", "sheet", "table", "cairn")


def recognise(path: Path, name: str) -> str:
    """Which of `FORMATS` a file is; `table` for any other sheet. Raises `UnreadableFile`."""
    found: str = _ask(str, do="recognise", path=str(path), name=name)
    return found


def read_file(
    path: Path, *, name: str, format: str, options: Mapping[str, Any] | None = None
) -> Rows:
    """A file's rows; `name` is what its owner called it. Raises `UnreadableFile`."""
    found: Rows = _ask(
        Rows, do="read", path=str(path), name=name, format=format, options=dict(options or {})
    )
    return found


def preview(path: Path, *, name: str, options: Mapping[str, Any] | None = None) -> Preview:
    """The first rows of a sheet, for a page that maps its columns. Raises `UnreadableFile`."""
    found: Preview = _ask(
        Preview, do="preview", path=str(path), name=name, options=dict(options or {})
    )
    return found


def _ask(kind: Any, **question: Any) -> Any:
    try:
        return _answer(kind, ask_child(question))
    except Unreadable as refused:
        from cairn.exchange.reading.unreadable import UnreadableFile

        raise UnreadableFile(refused.fault) from None


def _answer(kind: Any, content: bytes) -> Any:
    """Rows, and only rows: the child has read what a stranger wrote."""
    try:
        answer = orjson.loads(content)
        del content
        if "refused" in answer:
            fault = reader_of(Fault)(answer["refused"])
            raise Unreadable(fault.code, fault.place, **fault.values)
        return reader_of(kind)(answer["found"])
    except (orjson.JSONDecodeError, Misspelled, KeyError, TypeError) as error:
        raise Unreadable("file_unreadable") from error
