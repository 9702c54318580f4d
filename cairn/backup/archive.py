"""The file of a backup: a ZIP with one member a table, one row a line, and a manifest.

`tables/<table>.jsonl` holds the rows as `lines.line_of` writes them, in the manifest's columns;
`manifest.json` says what there must be: every table with its columns, the number of its rows and
the digest of them; `secret_key` is what the data folder's secrets are sealed with.
"""

import json
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from cairn.storage.packing import Damaged, Package, open_package, write_lines, write_package

FORMAT: Final = "cairn-backup"
VERSION: Final = 1
MANIFEST: Final = "manifest.json"
SEALED_WITH: Final = "secret_key"
WORDS: Final = "words"
"""What the full-text index knows of each subject; no table of its own on every database."""


@dataclass(frozen=True, slots=True)
class Part:
    """A table as the manifest names it; `digest` is that of its rows."""

    table: str
    columns: tuple[str, ...]
    rows: int
    digest: str

    @property
    def member(self) -> str:
        return f"tables/{self.table}.jsonl"


@dataclass(frozen=True, slots=True)
class Manifest:
    """`migrations` are (app, name) of every change of the tables' form that was applied; `made_at`
    is an instant in ISO 8601."""

    made_at: str
    cairn: str
    database: str
    migrations: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.parts)


class Writer:
    """Puts tables into the file, one after another."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed
        self.parts: list[Part] = []

    def add(self, table: str, columns: Iterable[str], lines: Iterable[bytes]) -> None:
        digest = write_lines(self._packed, f"tables/{table}.jsonl", lines)
        self.parts.append(Part(table, tuple(columns), digest.rows, str(digest)))

    def finish(self, manifest: Manifest, secret: str) -> None:
        if secret:
            self._packed.writestr(SEALED_WITH, secret)
        said = {"format": FORMAT, "version": VERSION, **asdict(manifest)}
        self._packed.writestr(MANIFEST, json.dumps(said, ensure_ascii=False, indent=1))


@contextmanager
def write_archive(path: Path) -> Iterator[Writer]:
    """A file that is there whole or not at all, and that only its owner may read."""
    with write_package(path) as packed:
        yield Writer(packed)


class Reader(Package):
    """What a backup holds."""

    def __init__(self, path: Path, packed: zipfile.ZipFile) -> None:
        super().__init__(path, packed)
        self.manifest = self._read_manifest()

    def lines(self, part: Part) -> Iterator[bytes]:
        """The rows, without their ends; `Damaged` at the end if they are not those of the manifest."""
        return self.read_lines(part.member, part.rows, part.digest)

    def secret(self) -> str:
        """Empty where the instance had its secret from elsewhere."""
        if not self.has(SEALED_WITH):
            return ""
        said = self.read(SEALED_WITH)
        with self.at(SEALED_WITH):
            return said.decode()

    def _read_manifest(self) -> Manifest:
        said = self.read_json(MANIFEST)
        if not isinstance(said, dict) or said.get("format") != FORMAT:
            raise self.damaged(MANIFEST, _("it is not that of a backup"))
        if said.get("version") != VERSION:
            raise Damaged(
                _(
                    "%(file)s was made by another version of Cairn, which writes backups in another form."
                )
                % {"file": self.path}
            )
        with self.at(MANIFEST):
            return _manifest(said)


def _manifest(said: dict[str, Any]) -> Manifest:
    return Manifest(
        made_at=said["made_at"],
        cairn=said["cairn"],
        database=said["database"],
        migrations=tuple((app, name) for app, name in said["migrations"]),
        parts=tuple(
            Part(one["table"], tuple(one["columns"]), one["rows"], one["digest"])
            for one in said["parts"]
        ),
    )


def read_archive(path: Path) -> AbstractContextManager[Reader]:
    """`Damaged` where it cannot be a backup; `Refusal` where it is not there."""
    return open_package(Reader, path)
