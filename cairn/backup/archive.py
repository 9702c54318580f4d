"""The file of a backup: a ZIP with one member a table, one row a line, and a manifest. Pure.

`tables/<table>.jsonl` holds the rows as `values.line_of` writes them, in the manifest's columns;
`manifest.json` says what there must be: every table with its columns, the number of its rows and
the digest of them; `secret_key` is what the data folder's secrets are sealed with. The ZIP's comment
is the SHA-256 of everything before it.
"""

import hashlib
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.utils.translation import gettext as _

from cairn.backup.values import Digest
from cairn.errors import Refusal

FORMAT: Final = "cairn-backup"
VERSION: Final = 1
MANIFEST: Final = "manifest.json"
SEALED_WITH: Final = "secret_key"
WORDS: Final = "words"
"""What the full-text index knows of each subject; no table of its own on every database."""
LONGEST_MANIFEST: Final = 16_000_000
COMPRESSION: Final = 3
UNSEALED: Final = b"0" * 64
UNREADABLE: Final = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(RuntimeError, OverflowError, ValueError, TypeError, IndexError),
)
"""What the library raises for bytes that are not those it wrote."""


class Damaged(Refusal):
    """The file is no backup, or not as it was made."""


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
        digest = Digest()
        with self._packed.open(f"tables/{table}.jsonl", "w", force_zip64=True) as member:
            for line in lines:
                digest.add(line)
                member.write(line + b"\n")
        self.parts.append(Part(table, tuple(columns), digest.rows, str(digest)))

    def finish(self, manifest: Manifest, secret: str) -> None:
        if secret:
            self._packed.writestr(SEALED_WITH, secret)
        said = {"format": FORMAT, "version": VERSION, **asdict(manifest)}
        self._packed.writestr(MANIFEST, json.dumps(said, ensure_ascii=False, indent=1))


@contextmanager
def write_archive(path: Path) -> Iterator[Writer]:
    """A file that is there whole or not at all, and that only its owner may read."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        unfinished.touch(mode=0o600)
        with unfinished.open("w+b") as file:
            with zipfile.ZipFile(
                file, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION
            ) as packed:
                packed.comment = UNSEALED
                yield Writer(packed)
            seal(file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def seal(file: BinaryIO) -> None:
    """Let a finished ZIP end with the SHA-256 of all that stands before, in its comment."""
    file.seek(-len(UNSEALED), os.SEEK_END)
    file.write(_seal_of(file))


def _seal_of(file: BinaryIO) -> bytes:
    """The place in the file is at the seal afterwards."""
    rest = file.seek(-len(UNSEALED), os.SEEK_END)
    file.seek(0)
    found = hashlib.sha256()
    while rest:
        some = file.read(min(rest, 1 << 20))
        found.update(some)
        rest -= len(some)
    return found.hexdigest().encode()


class Reader:
    """What a file holds. Every fault of it is `Damaged` and names the place."""

    def __init__(self, path: Path, packed: zipfile.ZipFile) -> None:
        self.path, self._packed = path, packed
        self.manifest = self._read_manifest()

    def lines(self, part: Part) -> Iterator[bytes]:
        """The rows, without their ends; `Damaged` at the end if they are not those of the manifest."""
        digest = Digest()
        with self._at(part.member), self._packed.open(part.member) as member:
            for line in member:
                row = line.removesuffix(b"\n")
                digest.add(row)
                yield row
        if (digest.rows, str(digest)) != (part.rows, part.digest):
            raise self._damaged(part.member, _("its rows are not those that were written"))

    def require_seal(self) -> None:
        """`Damaged` where any byte of the file is another than was written."""
        with self.path.open("rb") as file:
            if _seal_of(file) != file.read():
                raise Damaged(
                    _("%(file)s is damaged: it is not as it was made.") % {"file": self.path}
                )

    def secret(self) -> str:
        """Empty where the instance had its secret from elsewhere."""
        if SEALED_WITH not in self._packed.namelist():
            return ""
        with self._at(SEALED_WITH):
            return self._packed.read(SEALED_WITH).decode()

    def _read_manifest(self) -> Manifest:
        with self._at(MANIFEST):
            if self._packed.getinfo(MANIFEST).file_size > LONGEST_MANIFEST:
                raise ValueError
            said = json.loads(self._packed.read(MANIFEST))
        if said.get("format") != FORMAT:
            raise self._damaged(MANIFEST, _("it is not that of a backup"))
        if said.get("version") != VERSION:
            raise Damaged(
                _(
                    "%(file)s was made by another version of Cairn, which writes backups in another form."
                )
                % {"file": self.path}
            )
        with self._at(MANIFEST):
            return _manifest(said)

    @contextmanager
    def _at(self, member: str) -> Iterator[None]:
        try:
            yield
        except KeyError as wrong:
            raise self._damaged(member, _("it is missing")) from wrong
        except UNREADABLE as wrong:
            raise self._damaged(member, _("it cannot be read")) from wrong

    def _damaged(self, member: str, why: str) -> Damaged:
        words = _("%(file)s is damaged at %(member)s: %(why)s.")
        return Damaged(words % {"file": self.path, "member": member, "why": why})


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


@contextmanager
def read_archive(path: Path) -> Iterator[Reader]:
    """`Damaged` where it cannot be a backup; `Refusal` where it is not there."""
    try:
        packed = zipfile.ZipFile(path)
    except OSError as wrong:
        raise Refusal(f"{path}: {wrong.strerror or wrong}") from wrong
    except UNREADABLE as wrong:
        raise Damaged(_("%(file)s is damaged or is no backup.") % {"file": path}) from wrong
    with packed:
        yield Reader(path, packed)
