"""Examining an organization's file: whole, of the right sort in every field, and closed in itself."""

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from cairn.errors import Refusal
from cairn.exchange.organizations.exporting import Tell
from cairn.exchange.organizations.file import (
    Manifest,
    OrganizationFile,
    Part,
    read_organization_file,
)
from cairn.exchange.organizations.kinds import Column, Kind, kinds
from cairn.exchange.organizations.values import Fits, check_of, read_row
from cairn.goals.models import LIVE
from cairn.organization.actor import Role
from cairn.storage.ids import RANDOM_BITS, new_id
from cairn.storage.packing import UNREADABLE

A_DAY: Final = 86_400_000 << RANDOM_BITS
"""As far as the clocks of two servers may differ, in ids."""


@dataclass
class Checked:
    """What is known of a file once it is found good. `ids` are those of each kind, `references` what
    each column names, `edges` what leads from a row to one of its own kind; `oldest` is the smallest
    id that is ordered by time."""

    manifest: Manifest
    emails: list[str] = field(default_factory=list)
    oldest: int = 2**62
    ids: dict[str, "array[int]"] = field(default_factory=dict)
    references: dict[tuple[str, str], "array[int]"] = field(default_factory=dict)
    edges: dict[tuple[str, str], list[tuple[int, int]]] = field(default_factory=dict)
    paths: dict[int, tuple[int | None, str]] = field(default_factory=dict)
    has_admin: bool = False


def check_organization_file(path: Path, tell: Tell = lambda _done, _all: None) -> Checked:
    """`Damaged` names what is wrong and where; `Refusal` where a newer Cairn made it."""
    with read_organization_file(path) as package:
        package.require_seal()
        found = Checked(package.manifest)
        for done, part in enumerate(package.manifest.parts):
            tell(done, len(package.manifest.parts))
            _check_part(package, kind_of(part, path), part, found)
        _check_whole(package, found)
        return found


def kind_of(part: Part, path: Path) -> Kind:
    """What a file of the package holds; every field must be known here, and none be missing that has
    to be said."""
    kind = next((one for one in kinds() if one.file == part.file), None)
    known = {one.name for one in kind.columns} if kind else set()
    for name in part.fields if kind else [part.file]:
        if name not in known:
            raise Refusal(
                _("%(file)s was made by a newer Cairn: %(what)s is not known here.")
                % {"file": path, "what": f"{part.file} {name}"}
            )
    assert kind is not None
    for one in kind.columns:
        if one.name not in part.fields and not _may_be_missing(one):
            raise Refusal(
                _("%(file)s does not say %(what)s.")
                % {"file": path, "what": f"{part.file} {one.name}"}
            )
    return kind


def _may_be_missing(column: Column) -> bool:
    """A later column, which older files do not have: it begins as for any new row."""
    return bool(column.field.null or column.field.has_default() or column.field.blank) and (
        not column.field.primary_key
    )


def _check_part(package: OrganizationFile, kind: Kind, part: Part, found: Checked) -> None:
    columns = [(one, check_of(one)) for one in kind.columns if one.name in part.fields]
    note = _noting(kind, part, found)
    names = set(part.fields)
    for number, line in enumerate(package.read_lines(part.file, part.rows, part.digest), start=1):
        try:
            row = read_row(line)
            _require(row.keys() == names, part.file)
            for column, fits in columns:
                _fit(column, fits, row[column.name])
            note(row)
        except _Wrong as wrong:
            raise _damaged_at(package, part, number, str(wrong)) from wrong
        except UNREADABLE as wrong:
            raise _damaged_at(package, part, number, "JSON") from wrong


class _Wrong(ValueError):
    """Names the field that is wrong."""


def _fit(column: Column, fits: Fits, said: Any) -> None:
    try:
        fits(said)
    except (ValueError, TypeError, OverflowError, RecursionError) as wrong:
        raise _Wrong(column.name) from wrong


def _require(holds: bool, name: str) -> None:
    if not holds:
        raise _Wrong(name)


def _damaged_at(package: OrganizationFile, part: Part, number: int, what: str) -> Refusal:
    words = _("row %(row)s, %(what)s, is not as it has to be")
    return package.damaged(part.file, words % {"row": number, "what": what})


def _noting(kind: Kind, part: Part, found: Checked) -> Callable[[dict[str, Any]], None]:
    """Keeps of each row what is looked at once all are known."""
    ids = found.ids.setdefault(kind.name, array("q"))
    is_ordered = kind.model._meta.pk.default is new_id
    latest = new_id() + A_DAY
    named = [
        (one.name, found.references.setdefault((kind.name, one.name), array("q")))
        for one in kind.columns
        if one.refers and one.name in part.fields
    ]
    own = [
        (one.name, found.edges.setdefault((kind.name, one.name), []))
        for one in kind.columns
        if one.refers == kind.name and one.name in part.fields
    ]

    def note(row: dict[str, Any]) -> None:
        id = int(row["id"])
        ids.append(id)
        if is_ordered:
            _require(id < latest, "id")
            found.oldest = min(found.oldest, id)
        for name, kept in named:
            if row[name] is not None:
                kept.append(int(row[name]))
        for name, edges in own:
            if row[name] is not None:
                edges.append((id, int(row[name])))
        _note_special(kind.name, row, found)

    return note


def _note_special(name: str, row: dict[str, Any], found: Checked) -> None:
    if name == "members":
        found.emails.append(row["email"])
        found.has_admin |= row["role"] == Role.ADMIN and row["left_at"] is None
    elif name == "teams":
        parent = row["parent_id"]
        found.paths[int(row["id"])] = (parent and int(parent), row["path"])
    elif name == "alignments" and row["state"] in LIVE:
        ends = (int(row["objective_id"]), int(row["target_id"]))
        found.edges.setdefault(("alignments", "target_id"), []).append(ends)


def _check_whole(package: OrganizationFile, found: Checked) -> None:
    known: dict[str, frozenset[int]] = {}
    for name, ids in found.ids.items():
        known[name] = frozenset(ids)
        if len(known[name]) != len(ids):
            raise package.damaged(f"{name}.jsonl", _("an id is there twice"))
    if list(known.get("organizations", ())) != [package.manifest.organization_id]:
        raise package.damaged("organizations.jsonl", _("it must hold one organization"))
    columns = {(kind.name, one.name): one for kind in kinds() for one in kind.columns}
    for (name, column), named in found.references.items():
        if not known.get(columns[name, column].refers, frozenset()).issuperset(named):
            words = _("%(what)s names something that the file does not hold")
            raise package.damaged(f"{name}.jsonl", words % {"what": column})
    for (name, column), edges in found.edges.items():
        if has_loop(edges):
            words = _("%(what)s leads in a circle")
            raise package.damaged(f"{name}.jsonl", words % {"what": column})
    _check_people(package, found)
    if not all(_is_path(id, found.paths) for id in found.paths):
        raise package.damaged("teams.jsonl", _("a path is not that of its team"))


def _check_people(package: OrganizationFile, found: Checked) -> None:
    if len(set(found.emails)) != len(found.emails):
        raise package.damaged("members.jsonl", _("an address is there twice"))
    if not found.has_admin:
        raise package.damaged("members.jsonl", _("nobody in it is an administrator"))


def _is_path(id: int, paths: dict[int, tuple[int | None, str]]) -> bool:
    parent, path = paths[id]
    above = paths[parent][1] if parent is not None else "."
    return path == f"{above}{id}."


def has_loop(edges: Iterable[tuple[int, int]]) -> bool:
    """Whether somebody who follows them from one to the next may come back."""
    leads: dict[int, list[int]] = {}
    waits: dict[int, int] = {}
    for one, other in edges:
        leads.setdefault(one, []).append(other)
        waits[other] = waits.get(other, 0) + 1
        waits.setdefault(one, 0)
    free = [one for one, count in waits.items() if not count]
    seen = 0
    while free:
        seen += 1
        for other in leads.get(free.pop(), ()):
            waits[other] -= 1
            if not waits[other]:
                free.append(other)
    return seen != len(waits)
