"""Putting a backup into an empty place, of either database."""

import json
import os
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.transaction import atomic
from django.utils.translation import gettext as _

from cairn.backup.archive import WORDS, Manifest, Part, Reader, read_archive
from cairn.backup.checking import check_backup
from cairn.backup.making import Tell, table_parts
from cairn.backup.tables import (
    Table,
    applied_migrations,
    empty_tables,
    last_of_each_app,
    read_rows,
    reset_sequences,
    tables_after,
    write_rows,
)
from cairn.errors import Conflict, Refusal
from cairn.search.words import write_words
from cairn.storage.bulk import in_haste
from cairn.storage.lines import Digest
from cairn.storage.statistics import renew_statistics

ORGANIZATIONS = "organization_organization"


class Different(Refusal):
    """What was put in reads otherwise; nothing stays."""


def restore_backup(path: Path, tell: Tell = lambda _done, _all: None) -> Manifest:
    """Everything or nothing. The file is examined first, and each table is compared with it, row by
    row, after it was put in. `Conflict` where the place is not empty."""
    manifest = check_backup(path)
    require_empty()
    secret = _secret_of(path)
    prepare_tables(manifest)
    with read_archive(path) as reader, in_haste(), atomic():
        fill_tables(reader, tell)
    _keep_secret(secret)
    call_command("migrate", verbosity=0, interactive=False)
    renew_statistics()
    return manifest


def require_empty() -> None:
    if not is_empty():
        raise Conflict(
            _(
                "There is an organization here already. Restore into an empty data folder or database."
            )
        )


def is_empty() -> bool:
    """No organization, or no tables at all."""
    if ORGANIZATIONS not in connection.introspection.table_names():
        return True
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {ORGANIZATIONS} LIMIT 1")  # noqa: S608
        return cursor.fetchone() is None


def prepare_tables(manifest: Manifest) -> None:
    """The tables in the form that they had when the backup was made."""
    executor = MigrationExecutor(connection)
    known = executor.loader.graph.nodes
    unknown = [f"{app} {name}" for app, name in manifest.migrations if (app, name) not in known]
    if unknown:
        raise Conflict(
            _("This backup was made by a newer Cairn (%(version)s); install that one first.")
            % {"version": manifest.cairn}
        )
    there = applied_migrations()
    if set(there) - set(manifest.migrations):
        raise Conflict(
            _(
                "The tables here are newer than this backup. "
                "Restore into an empty data folder or database."
            )
        )
    executor.migrate(last_of_each_app(executor.loader, manifest.migrations))


def fill_tables(reader: Reader, tell: Tell) -> None:
    """In the caller's transaction."""
    tables = tables_after(reader.manifest.migrations)
    empty_tables(tables.values())
    parts = table_parts(reader.manifest)
    for done, part in enumerate(parts):
        tell(done, len(parts))
        write_rows(tables[part.table], part.columns, reader.lines(part))
    for part in parts:
        _require_same(tables[part.table], part)
    for words in (one for one in reader.manifest.parts if one.table == WORDS):
        write_words((entry, list(said)) for entry, said in map(json.loads, reader.lines(words)))
    reset_sequences(tables.values())


def _require_same(table: Table, part: Part) -> None:
    """In the order of the backup's columns: another version may have them in another."""
    found = Digest()
    for line in read_rows(table, part.columns):
        found.add(line)
    if str(found) != part.digest:
        words = _("%(table)s does not read as it was written; nothing was restored.")
        raise Different(words % {"table": table.name})


def _secret_of(path: Path) -> str:
    """What the backup's instance sealed with, if that is not what this one has anyway."""
    with read_archive(path) as reader:
        secret = reader.secret()
    if secret == settings.SECRET_KEY:
        return ""
    if secret and "CAIRN_SECRET_KEY" in os.environ:
        raise Conflict(
            _(
                "The backup brings the secret of its instance, and CAIRN_SECRET_KEY names another, "
                "which would not open what is sealed. Unset it and restore again."
            )
        )
    return secret


def _keep_secret(secret: str) -> None:
    if secret:
        kept = settings.DATA / "secret_key"
        kept.touch(mode=0o600)
        kept.write_text(secret)
