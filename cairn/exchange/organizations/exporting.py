"""Writing an organization into a file."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from cairn import __version__
from cairn.errors import Refusal
from cairn.exchange.organizations.file import Manifest, Part, write_manifest
from cairn.exchange.organizations.kinds import Column, Kind, kinds
from cairn.exchange.organizations.shifting import Shift
from cairn.organization.models import Organization
from cairn.storage import clock
from cairn.storage.lines import line_from, spelled
from cairn.storage.packing import write_lines, write_package
from cairn.storage.stillness import one_moment

type Tell = Callable[[int, int], None]
"""Told before each file how many of how many are done."""
UNCHANGED = Shift()


def write_organization(
    organization: Organization, path: Path, tell: Tell = lambda _done, _all: None
) -> Manifest:
    """All that belongs to it, as it is at this moment; people work on meanwhile. An older file of the
    name is replaced. Not within a transaction."""
    try:
        with write_package(path) as packed, one_moment():
            parts = []
            for done, kind in enumerate(kinds()):
                tell(done, len(kinds()))
                digest = write_lines(packed, kind.file, lines_of(kind, organization.id))
                names = tuple(one.name for one in kind.columns)
                parts.append(Part(kind.file, digest.rows, str(digest), names))
            manifest = Manifest(
                clock.now().isoformat(),
                __version__,
                organization.id,
                organization.name,
                tuple(parts),
            )
            write_manifest(packed, manifest)
    except OSError as wrong:
        raise Refusal(f"{path}: {wrong.strerror or wrong}") from wrong
    return manifest


def lines_of(
    kind: Kind,
    organization_id: int,
    names: Sequence[str] | None = None,
    shift: Shift = UNCHANGED,
) -> Iterator[bytes]:
    """Each row as its line, in the order of their ids, with the fields `names`, or all."""
    columns = [one for one in kind.columns if names is None or one.name in names]
    rows = kind.rows(organization_id).order_by("pk").values_list(*(one.kept for one in columns))
    for row in rows.iterator(chunk_size=2_000):
        yield line_from(
            {one.name: said_of(one, value, shift) for one, value in zip(columns, row, strict=True)}
        )


def said_of(column: Column, value: Any, shift: Shift = UNCHANGED) -> Any:
    """A value as the file says it."""
    if value is None:
        return None
    if column.is_id:
        return str(shift.id(value))
    if column.is_nested:
        return shift.nested(value)
    if column.is_spelled:
        return shift.text(value)
    return shift.links(value) if column.has_links else spelled(value)
