"""Making a backup."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from cairn import __version__
from cairn.backup.archive import WORDS, Manifest, Part, Writer, write_archive
from cairn.backup.tables import applied_migrations, read_rows, tables_after
from cairn.errors import Refusal
from cairn.search.words import read_words
from cairn.storage import clock
from cairn.storage.lines import line_of
from cairn.storage.stillness import one_moment

type Tell = Callable[[int, int], None]
"""Told after each table how many of how many are done."""


def make_backup(path: Path, tell: Tell = lambda _done, _all: None) -> Manifest:
    """Everything that the instance holds, as it is at this moment, into a new file; people work on
    meanwhile. `Refusal` where the file cannot be written or is there already."""
    if path.exists():
        raise Refusal(_("%(file)s is there already; choose another name.") % {"file": path})
    try:
        with write_archive(path) as writer, one_moment():
            return write_tables(writer, tell)
    except OSError as wrong:
        raise Refusal(f"{path}: {wrong.strerror or wrong}") from wrong


def write_tables(writer: Writer, tell: Tell) -> Manifest:
    """Within a moment of stillness."""
    migrations = applied_migrations()
    tables = tables_after(migrations)
    for done, table in enumerate(tables.values()):
        tell(done, len(tables))
        writer.add(table.name, table.columns, read_rows(table, table.columns))
    writer.add(WORDS, ("id", "words"), map(line_of, read_words()))
    manifest = Manifest(
        made_at=clock.now().isoformat(),
        cairn=__version__,
        database=connection.vendor,
        migrations=migrations,
        parts=tuple(writer.parts),
    )
    writer.finish(manifest, kept_secret())
    return manifest


def kept_secret() -> str:
    """The instance's secret if its data folder keeps it; empty where the environment gives it."""
    kept = settings.DATA / "secret_key"
    found = kept.read_text() if kept.exists() else ""
    return found if found == settings.SECRET_KEY else ""


def table_parts(manifest: Manifest) -> list[Part]:
    """Without the words, which are not everywhere a table."""
    return [one for one in manifest.parts if one.table != WORDS]
