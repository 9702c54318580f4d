"""Examining a backup without a database: every row is there and is as it was written."""

import json
from pathlib import Path

from django.utils.translation import gettext as _

from cairn.backup.archive import Manifest, read_archive
from cairn.backup.making import Tell
from cairn.storage.packing import Damaged


def check_backup(path: Path, tell: Tell = lambda _done, _all: None) -> Manifest:
    """`Damaged` names what is wrong and where."""
    with read_archive(path) as reader:
        parts = reader.manifest.parts
        for done, part in enumerate(parts):
            tell(done, len(parts))
            for number, line in enumerate(reader.lines(part), start=1):
                if not _fits(line, len(part.columns)):
                    words = _("%(file)s is damaged at %(member)s, row %(row)s.")
                    facts = {"file": path, "member": part.member, "row": number}
                    raise Damaged(words % facts)
        reader.secret()
        reader.require_seal()
        return reader.manifest


def _fits(line: bytes, columns: int) -> bool:
    try:
        values = json.loads(line)
    except ValueError:
        return False
    return isinstance(values, list) and len(values) == columns
