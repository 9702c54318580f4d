"""ZIP files of strangers: what they claim is weighed before anything is unpacked. Pure."""

import zipfile
import zlib
from pathlib import Path
from typing import Final

from cairn.exchange.reading import limits
from cairn.exchange.reading.refusals import Unreadable

_BROKEN: Final = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error),
    *(RuntimeError, ValueError, OSError, EOFError, KeyError),
)
"""What `zipfile` raises on damage, and on a way of packing that it does not know."""


def open_archive(path: Path) -> zipfile.ZipFile:
    """The archive, if it is whole, open and no bomb."""
    try:
        archive = zipfile.ZipFile(path)
    except _BROKEN as error:
        raise Unreadable("file_unreadable") from error
    entries = archive.infolist()
    if len(entries) > limits.ENTRIES:
        raise Unreadable("file_has_too_many_parts", most=limits.ENTRIES)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.UNPACKED:
        raise Unreadable("file_unpacks_too_large", most=limits.UNPACKED // limits.MEGABYTE)
    if unpacked > max(limits.RATIO_FROM, path.stat().st_size * limits.RATIO):
        raise Unreadable("file_is_bomb", most=limits.RATIO)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("file_encrypted")
    return archive


def read_entry(archive: zipfile.ZipFile, name: str, most: int = limits.UNPACKED) -> bytes:
    """What an entry holds; not a byte more than it claimed."""
    try:
        entry = archive.getinfo(name)
        with archive.open(entry) as packed:
            content = packed.read(min(entry.file_size, most) + 1)
    except _BROKEN as error:
        raise Unreadable("file_unreadable") from error
    if len(content) > min(entry.file_size, most):
        raise Unreadable("file_unreadable")
    return content
