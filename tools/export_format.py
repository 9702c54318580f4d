"""Writes the tables of docs/export-format.md anew from the models: `python -m tools.export_format`.

What each field means is written by hand and kept; a field that is new gets an empty meaning, which a test
does not let pass.
"""

import inspect
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from cairn.exchange.organizations.kinds import Column, Kind

DOCUMENT: Final = Path(__file__).parent.parent / "docs" / "export-format.md"
BEGIN: Final = "## The files\n"
HEADING: Final = re.compile(r"### `(\w+)\.jsonl`")
ROW: Final = re.compile(r"\| `(\w+)` \| (.*?) \| (.*) \|")
SORTS: Final = (
    ("AmountField", "amount"),
    ("BooleanField", "true or false"),
    ("DateTimeField", "instant"),
    ("DateField", "day"),
    ("DecimalField", "decimal"),
    ("JSONField", "JSON"),
    ("BinaryField", "base64"),
    ("IntegerField", "whole number"),
    ("CharField", "text"),
    ("TextField", "text"),
)


def sort_of(column: "Column") -> str:
    """What a value is, as the document says it."""
    field = column.field
    if column.refers:
        said = f"id in `{column.refers}`"
    elif column.is_id:
        said = "id"
    elif field.flatchoices:
        said = ", ".join(f"`{value}`" for value, _words in field.flatchoices)
        said = f"{said} or empty" if field.blank else said
        said = "as in `cairn/events/kinds.py`" if len(said) > 900 else said
    else:
        sorts = {one.__name__ for one in type(field).__mro__}
        said = next(words for name, words in SORTS if name in sorts)
        said += f", at most {field.max_length}" if said == "text" and field.max_length else ""
    return f"{said}, or null" if field.null else said


def known_meanings(text: str) -> dict[tuple[str, str], str]:
    found, kind = {}, ""
    for line in text.splitlines():
        if heading := HEADING.match(line):
            kind = heading[1]
        if row := ROW.match(line):
            found[kind, row[1]] = row[3]
    return found


def tables(meanings: Mapping[tuple[str, str], str]) -> str:
    from cairn.exchange.organizations.kinds import kinds

    return "\n".join(part for kind in kinds() for part in _table(kind, meanings))


def _table(kind: "Kind", meanings: Mapping[tuple[str, str], str]) -> Iterator[str]:
    about = " ".join((inspect.getdoc(kind.model) or "").split())
    yield f"\n### `{kind.file}`\n\n{about}\n"
    yield "| field | value | meaning |\n| --- | --- | --- |"
    for one in kind.columns:
        yield f"| `{one.name}` | {sort_of(one)} | {meanings.get((kind.name, one.name), '')} |"


def left_out() -> str:
    from cairn.exchange.organizations import left_out as out

    reasons: Any = {**out.APPS, **out.TABLES, **out.FIELDS, **out.ROWS}
    rows = "\n".join(f"| `{name}` | {why} |" for name, why in reasons.items())
    return f"\n## What is left out\n\n| what | why |\n| --- | --- |\n{rows}\n"


def renewed(text: str) -> str:
    """The document with its tables as the models are now."""
    head = text.partition(BEGIN)[0]
    return f"{head}{BEGIN}{tables(known_meanings(text))}\n{left_out()}"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.settings")
    import django

    django.setup()
    DOCUMENT.write_text(renewed(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
