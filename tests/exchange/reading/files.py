"""Files as strangers send them, made by the tests."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cairn.exchange.reading import formats
from cairn.exchange.rows import Rows

VIVA_2025 = (
    *("Id", "Title", "Team", "Creator", "Owner", "Period", "Start Date", "End Date", "Description"),
    *("Aligned To (weight, Objective ID)", "Metric Name", "Unit", "Target", "Object Type"),
    *("Goal Type", "Start", "Created At", "Last Check-in", "Progress %", "Actual Progress"),
    *("Status", "Last Check-in Note", "Score", "Checkins"),
)
VIVA_2022 = (
    *("Id", "Title", "Tag", "OKR type", "Type name", "Creator", "Owner", "Period", "Start Date"),
    *("End Date", "Description", "Aligned To (weight, Objective ID)", "Metric Name", "Target"),
    *("Object Type", "Goal Type", "Start", "Created At", "Last Check-in", "Progress %", "Status"),
    *("Last Check-in Note", "Score", "Checkins"),
)


def csv_text(rows: Sequence[Sequence[Any]], delimiter: str = ",") -> str:
    made = io.StringIO()
    csv.writer(made, delimiter=delimiter).writerows(rows)
    return made.getvalue()


def viva_rows(
    lines: Sequence[Mapping[str, Any]], headings: Sequence[str] = VIVA_2025
) -> list[list[Any]]:
    """Lines by heading; what is under `more` goes into the nameless cells at the right."""
    rows = [
        [line.get(name, "") for name in headings] + list(line.get("more", ())) for line in lines
    ]
    return [list(headings), *rows]


def read_text(
    folder: Path, text: str | bytes, format: str, name: str = "file.csv", **options: Any
) -> Rows:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return formats.read(path, name, format, options)


def read_viva(folder: Path, *lines: Mapping[str, Any], **options: Any) -> Rows:
    return read_text(folder, csv_text(viva_rows(lines)), "viva_table", **options)


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """An XLSX of texts and numbers; `=…` is a formula that was saved without a value."""
    from xlsxwriter import Workbook

    book = Workbook(path, {"strings_to_urls": False})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    book.close()
    return path


def archive(path: Path, parts: Mapping[str, Any]) -> Path:
    """Viva's ZIP; a part that is text or bytes goes in as it is."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for kind, part in parts.items():
            name = f"{kind}_export_file_77_11_Organization_77_20260401080000.json"
            content = part if isinstance(part, str | bytes) else json.dumps(part)
            packed.writestr(name if "." not in kind else kind, content)
    return path


def read_archive(folder: Path, **parts: Any) -> Rows:
    """`labels` are the reader's, everything else a part of the archive."""
    labels = parts.pop("labels", {})
    path = archive(folder / "export.zip", parts)
    return formats.read(path, path.name, "viva_archive", {"labels": labels})


def codes(rows: Rows) -> list[str]:
    return [fault.code for fault in rows.faults]


def shown(*values: Any) -> tuple[Any, ...]:
    """Values side by side: a Decimal may be compared with a whole number."""
    return values
