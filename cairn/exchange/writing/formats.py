"""The formats of a file that is written, and what writes each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import IO, Final

from cairn.exchange.writing.texts import write_csv, write_json, write_markdown
from cairn.exchange.writing.workbook import write_workbook
from cairn.measures.table import Sheet

type Write = Callable[[Sheet, IO[bytes], tzinfo], None]


@dataclass(frozen=True, slots=True)
class Format:
    """`name` is a proper name, the same in every language; `most` rows are written in one file, about
    half a minute's work, and `at_once` while somebody waits for it, at most a second and a half."""

    name: str
    media_type: str
    ending: str
    write: Write
    most: int = 400_000
    at_once: int = 15_000


FORMATS: Final[Mapping[str, Format]] = {
    "xlsx": Format(
        "Excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
        write_workbook,
        100_000,
        5_000,
    ),
    "csv": Format("CSV", "text/csv; charset=utf-8", "csv", write_csv),
    "json": Format("JSON", "application/json", "json", write_json),
    "md": Format("Markdown", "text/markdown; charset=utf-8", "md", write_markdown),
    "viva": Format("Viva Goals", "text/csv; charset=utf-8", "csv", write_csv, 100_000, 1_500),
}
EVERYWHERE: Final = ("xlsx", "csv", "json", "md")
