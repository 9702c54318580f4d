"""A ZIP of rows that is there whole or not at all, and whose every fault is named.

Its comment is the SHA-256 of everything before it. What reads it takes nothing for granted: a line
may be too long, a member may blow up, bytes may be missing.
"""

import hashlib
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.utils.translation import gettext as _

from cairn.errors import Refusal
from cairn.storage.lines import Digest

LONGEST_MANIFEST: Final = 16_000_000
LONGEST_LINE: Final = 64_000_000
COMPRESSION: Final = 3
UNSEALED: Final = b"0" * 64
UNREADABLE: Final = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(RuntimeError, OverflowError, ValueError, TypeError, IndexError),
)
"""What the library raises for bytes that are not those it wrote."""


class Damaged(Refusal):
    """The file is not what it should be, or not as it was made."""


@contextmanager
def write_package(path: Path) -> Iterator[zipfile.ZipFile]:
    """A file that is there whole or not at all, and that only its owner may read."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        unfinished.touch(mode=0o600)
        with unfinished.open("w+b") as file:
            with zipfile.ZipFile(
                file, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION
            ) as packed:
                packed.comment = UNSEALED
                yield packed
            seal(file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_lines(packed: zipfile.ZipFile, member: str, lines: Iterable[bytes]) -> Digest:
    digest = Digest()
    with packed.open(member, "w", force_zip64=True) as file:
        for line in lines:
            digest.add(line)
            file.write(line + b"\n")
    return digest


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


class Package:
    """What a file holds. Every fault of it is `Damaged` and names the place."""

    def __init__(self, path: Path, packed: zipfile.ZipFile) -> None:
        self.path, self._packed = path, packed

    def members(self) -> list[zipfile.ZipInfo]:
        return self._packed.infolist()

    def has(self, member: str) -> bool:
        return member in self._packed.namelist()

    def read(self, member: str) -> bytes:
        """All of a member that is not long."""
        with self.at(member):
            if self._packed.getinfo(member).file_size > LONGEST_MANIFEST:
                raise ValueError
            return self._packed.read(member)

    def read_json(self, member: str) -> Any:
        said = self.read(member)
        with self.at(member):
            return json.loads(said)

    def read_lines(self, member: str, rows: int, digest: str) -> Iterator[bytes]:
        """The rows, without their ends; `Damaged` at the end if they are not those that are told."""
        found = Digest()
        with self.at(member), self._packed.open(member) as file:
            while line := file.readline(LONGEST_LINE):
                row = line.removesuffix(b"\n")
                if len(row) == LONGEST_LINE:
                    raise ValueError
                found.add(row)
                yield row
        if (found.rows, str(found)) != (rows, digest):
            raise self.damaged(member, _("its rows are not those that were written"))

    def require_seal(self) -> None:
        """`Damaged` where any byte of the file is another than was written."""
        with self.path.open("rb") as file:
            if _seal_of(file) != file.read():
                raise Damaged(
                    _("%(file)s is damaged: it is not as it was made.") % {"file": self.path}
                )

    @contextmanager
    def at(self, member: str) -> Iterator[None]:
        try:
            yield
        except KeyError as wrong:
            raise self.damaged(member, _("it is missing")) from wrong
        except UNREADABLE as wrong:
            raise self.damaged(member, _("it cannot be read")) from wrong

    def damaged(self, member: str, why: str) -> Damaged:
        words = _("%(file)s is damaged at %(member)s: %(why)s.")
        return Damaged(words % {"file": self.path, "member": member, "why": why})


@contextmanager
def open_package[P: Package](kind: type[P], path: Path) -> Iterator[P]:
    """`Damaged` where it cannot be one; `Refusal` where it is not there."""
    try:
        packed = zipfile.ZipFile(path)
    except OSError as wrong:
        raise Refusal(f"{path}: {wrong.strerror or wrong}") from wrong
    except UNREADABLE as wrong:
        raise Damaged(_("%(file)s is damaged or is no file of Cairn.") % {"file": path}) from wrong
    with packed:
        yield kind(path, packed)
