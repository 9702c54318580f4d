"""The file: `manifest.json`, and a file of JSON Lines for each kind of thing."""

import json
import zipfile
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from cairn.errors import Refusal
from cairn.exchange.organizations import left_out
from cairn.storage.ids import read_id
from cairn.storage.packing import Package, open_package

FORMAT: Final = "cairn-organization"
VERSION: Final = 1
MANIFEST: Final = "manifest.json"
LARGEST_RATIO: Final = 200
"""So many times its packed size a member may be; rows of JSON come to about ten."""


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one kind. `digest` is the sum of their SHA-256 (see docs/export-format.md)."""

    file: str
    rows: int
    digest: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """`made_at` is an instant in ISO 8601."""

    made_at: str
    cairn: str
    organization_id: int
    organization_name: str
    parts: tuple[Part, ...]

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.parts)


def write_manifest(packed: zipfile.ZipFile, manifest: Manifest) -> None:
    said = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": manifest.made_at,
        "cairn": manifest.cairn,
        "organization": {
            "id": str(manifest.organization_id),
            "name": manifest.organization_name,
        },
        "files": [
            {"file": one.file, "rows": one.rows, "digest": one.digest, "fields": one.fields}
            for one in manifest.parts
        ],
        "left_out": {**left_out.APPS, **left_out.TABLES, **left_out.FIELDS, **left_out.ROWS},
    }
    packed.writestr(MANIFEST, json.dumps(said, ensure_ascii=False, indent=1))


class OrganizationFile(Package):
    """What a file holds; a hostile one is `Damaged` before anything of it is used."""

    def __init__(self, path: Path, packed: zipfile.ZipFile) -> None:
        super().__init__(path, packed)
        self._refuse_bombs()
        said = self.read_json(MANIFEST)
        if not isinstance(said, dict) or said.get("format") != FORMAT:
            raise self.damaged(MANIFEST, _("it is not that of an organization"))
        if said.get("version") != VERSION:
            raise Refusal(
                _(
                    "%(file)s was made by another version of Cairn, which writes organizations in "
                    "another form."
                )
                % {"file": path}
            )
        with self.at(MANIFEST):
            self.manifest = _manifest(said)
        self._refuse_others()

    def _refuse_bombs(self) -> None:
        names = set()
        for one in self.members():
            if one.filename in names:
                raise self.damaged(one.filename, _("it is there twice"))
            names.add(one.filename)
            if one.file_size > LARGEST_RATIO * one.compress_size + (1 << 20):
                raise self.damaged(one.filename, _("it would grow beyond measure"))

    def _refuse_others(self) -> None:
        told = [MANIFEST, *(one.file for one in self.manifest.parts)]
        there = [one.filename for one in self.members()]
        for name in sorted(set(there) - set(told)) or sorted(set(told) - set(there)):
            raise self.damaged(name, _("the manifest and what is there do not agree"))
        if len(told) != len(set(told)):
            raise self.damaged(MANIFEST, _("it is there twice"))


def _manifest(said: dict[str, Any]) -> Manifest:
    id = read_id(said["organization"]["id"])
    if id is None:
        raise ValueError
    return Manifest(
        made_at=_text(said["made_at"]),
        cairn=_text(said["cairn"]),
        organization_id=id,
        organization_name=_text(said["organization"]["name"]),
        parts=tuple(
            Part(
                _text(one["file"]),
                int(one["rows"]),
                _text(one["digest"]),
                tuple(_text(name) for name in one["fields"]),
            )
            for one in said["files"]
        ),
    )


def _text(said: Any) -> str:
    if not isinstance(said, str):
        raise TypeError
    return said


def read_organization_file(path: Path) -> AbstractContextManager[OrganizationFile]:
    """`Damaged` where it cannot be one; `Refusal` where it is not there."""
    return open_package(OrganizationFile, path)
