"""Taking an instance to another database: what it holds is copied and compared row by row."""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.utils.translation import gettext as _

from cairn.backup.archive import Manifest, write_archive
from cairn.backup.making import Tell, write_tables
from cairn.backup.tables import applied_migrations, tables_after
from cairn.errors import Invalid, Refusal
from cairn.storage.stillness import nobody_writes

SCHEMES = ("postgres://", "postgresql://", "sqlite:///")


def move_database(url: str, tell: Tell = lambda _done, _all: None) -> Manifest:
    """Everything into the empty database at `url` (as `DATABASE_URL`), or nothing. Whoever would
    write here meanwhile waits; this database stays as it is."""
    if not url.startswith(SCHEMES):
        words = _("Give an address as postgresql://user:password@host/name or sqlite:///path.")
        raise Invalid({"URL": words})
    with TemporaryDirectory(dir=settings.DATA, prefix="moving-") as folder:
        copy = Path(folder) / "copy.zip"
        with nobody_writes(list(tables_after(applied_migrations()))):
            with write_archive(copy) as writer:
                manifest = write_tables(writer, tell)
            _put(copy, url)
    return manifest


def _put(copy: Path, url: str) -> None:
    """In a process of its own, whose only database is the other one. It compares every row."""
    command = [sys.executable, "-c", "from cairn.cli.app import main; main()", "restore", str(copy)]
    there = {**os.environ, "DATABASE_URL": url, "CAIRN_DATA": str(settings.DATA)}
    done = subprocess.run(command, env=there, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        said = done.stderr.strip().removeprefix("cairn: ").splitlines()
        raise Refusal(said[-1] if said else _("The other database could not be filled."))
