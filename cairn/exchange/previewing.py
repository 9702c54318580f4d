"""The first rows of a table that waits for its columns, read anew each time it is looked at."""

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cairn.errors import NotFound
from cairn.exchange.queries import FaultRow, file_of
from cairn.exchange.reading import Preview, preview
from cairn.exchange.reading.wording import say_fault
from cairn.exchange.rows import Fault
from cairn.exchange.wording import place_words
from cairn.organization.actor import Actor


def preview_import(viewer: Actor, import_id: int, options: Mapping[str, Any]) -> Preview:
    """By these options (`sheet`, `heading_row`, `columns`, `labels`), else as Cairn guesses. `Invalid`
    where the file cannot be read so, `NotFound` once it is forgotten."""
    kept = file_of(viewer, import_id)
    if kept is None:
        raise NotFound
    name, content = kept
    with tempfile.TemporaryDirectory(prefix="cairn-import-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        return preview(path, name=name, options=options)


def said_faults(faults: Iterable[Fault]) -> list[FaultRow]:
    return [
        FaultRow(
            say_fault(one),
            place_words([one.place.sheet, one.place.row, one.place.column]),
            one.warning,
        )
        for one in faults
    ]
