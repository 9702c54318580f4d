"""Files that were asked for and made by a worker: one's own tables, and those of the whole
organization for its administrators. The files themselves are not in it."""

from collections.abc import Callable, Mapping
from itertools import batched

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.made_files import MadeFile
from cairn.exchange.organizations.queries import export_rows, exports_of
from cairn.exchange.table_files.queries import files_of, table_file
from cairn.exchange.tables.asked import Asked
from cairn.exchange.writing.formats import FORMATS
from cairn.measures.table import Cell, Column, Sheet, Word
from cairn.organization.actor import Actor

AT_A_TIME = 500


def exported_files_sheet(viewer: Actor, _asked: Asked, *, words_of: Callable[[str], str]) -> Sheet:
    """The newest first. `words_of` names a table. One query."""
    columns = [
        Column("table", pgettext("file", "Table"), 26),
        Column("format", pgettext("file", "Format"), 12),
        Column("file", pgettext("file", "Name of the file"), 36),
        Column("rows", pgettext("file", "Rows"), 10, "right"),
        *_columns(),
    ]
    states = _states()
    rows = (
        (
            *(Word(one.what, words_of(one.what)), Word(one.format, FORMATS[one.format].name)),
            *(one.name or None, one.done if one.state == "made" else None),
            *_cells(one, states),
        )
        for one in map(table_file, files_of(viewer))
    )
    return Sheet("exported-files", _("Exported files"), columns, rows)


def organization_files_sheet(viewer: Actor, _asked: Asked) -> Sheet:
    """The newest first. One query, and one for each five hundred files."""
    columns = [Column("by", _("Asked for by"), 20), *_columns()]
    states = _states()
    rows = (
        (one.asked_by, *_cells(one, states))
        for some in batched(exports_of(viewer).iterator(AT_A_TIME), AT_A_TIME)
        for one in export_rows(some)
    )
    return Sheet("organization-files", _("Files of the whole organization"), columns, rows)


def _columns() -> list[Column]:
    return [
        Column("state", _("State"), 16),
        Column("bytes", pgettext("file", "Size in bytes"), 14, "right"),
        Column("asked_at", _("Asked for"), 17),
        Column("made_at", pgettext("file", "Made at"), 17, brief=False),
        Column("kept_until", pgettext("file", "Kept until"), 17),
        Column("why", pgettext("file", "Why"), 50, brief=False),
        Column("id", _("Id"), 22, brief=False),
    ]


def _states() -> Mapping[str, Word]:
    return {
        "waiting": Word("waiting", _("Waiting for its turn")),
        "making": Word("making", _("Being made")),
        "made": Word("made", pgettext("file", "Made")),
        "failed": Word("failed", pgettext("file", "Not made, or gone")),
    }


def _cells(one: MadeFile, states: Mapping[str, Word]) -> tuple[Cell, ...]:
    return (
        *(states[one.state], one.size, one.asked_at, one.made_at, one.kept_until),
        *(one.error or None, str(one.id)),
    )
