"""A new organization from a file, whole or not at all."""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import Error, IntegrityError
from django.db.transaction import atomic
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.errors import Conflict, Refusal
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.exchange.organizations.checking import Checked, check_organization_file, kind_of
from cairn.exchange.organizations.exporting import Tell, lines_of
from cairn.exchange.organizations.file import OrganizationFile, Part, read_organization_file
from cairn.exchange.organizations.finding import fill_index
from cairn.exchange.organizations.kinds import Column, Kind
from cairn.exchange.organizations.shifting import Shift, beside_others
from cairn.exchange.organizations.values import read_row
from cairn.organization.accounts import accounts_for, known_users
from cairn.organization.actor import Actor, Face, Role
from cairn.organization.models import Member, Organization, SetupCode
from cairn.organization.signing import actor_for
from cairn.storage.lines import Digest
from cairn.storage.statistics import refresh_statistics
from cairn.storage.writing import write_rows

MOST_TRIES: Final = 3
MOST_NAMED: Final = 5
log = logging.getLogger(__name__)


class Different(Refusal):
    """What was put in reads otherwise; nothing stays."""


@dataclass(frozen=True, slots=True)
class Imported:
    organization: Organization
    rows: int
    shift: Shift


def import_organization(
    path: Path, *, link_accounts: bool = False, tell: Tell = lambda _done, _all: None
) -> Imported:
    """The file is examined first, and read back and compared after it was put in.

    Everything gets new ids where other organizations are here; in an empty instance everything keeps
    its own. `Conflict` where people in it have accounts here already and `link_accounts` does not
    say that these are the same people.
    """
    checked = check_organization_file(path, tell)
    if not link_accounts:
        _require_unknown(checked.emails)
    fault = Refusal()
    for _attempt in range(MOST_TRIES):
        is_alone = not Organization.objects.exists()
        shift = Shift() if is_alone else beside_others(checked.oldest)
        try:
            return _put(path, checked, shift, link_accounts, tell)
        except IntegrityError:
            words = _("%(file)s does not fit together; nothing was taken in.")
            fault = Refusal(words % {"file": path})
        except Different as wrong:
            fault = wrong
        if is_alone:
            break
    raise fault


def _require_unknown(emails: list[str]) -> None:
    known = sorted(known_users(emails))
    if known:
        words = ngettext(
            "%(count)s person has an account here already (%(who)s). Say --link-accounts if it is "
            "the same person, who will then have both organizations.",
            "%(count)s people have accounts here already (%(who)s). Say --link-accounts if they are "
            "the same people, who will then have both organizations.",
            len(known),
        )
        more = " …" if len(known) > MOST_NAMED else ""
        facts = {"count": len(known), "who": ", ".join(known[:MOST_NAMED]) + more}
        raise Conflict(words % facts)


def _put(path: Path, checked: Checked, shift: Shift, link_accounts: bool, tell: Tell) -> Imported:
    try:
        with read_organization_file(path) as package, atomic():
            if not link_accounts:
                _require_unknown(checked.emails)
            _fill(package, checked, shift, tell)
            organization = Organization.objects.get(id=shift.id(package.manifest.organization_id))
            fill_index(organization.id)
            SetupCode.objects.all().delete()
            _record(organization, package.manifest.rows)
    except IntegrityError:
        raise
    except Error as wrong:
        log.exception("%s cannot be taken in", path)
        raise Refusal(f"{path}: {wrong}") from wrong
    refresh_statistics()
    return Imported(organization, checked.manifest.rows, shift)


def _fill(package: OrganizationFile, checked: Checked, shift: Shift, tell: Tell) -> None:
    accounts = {email: user.id for email, user in accounts_for(checked.emails).items()}
    here = shift.id(package.manifest.organization_id)
    parts = [(part, kind_of(part, package.path)) for part in package.manifest.parts]
    for done, (part, kind) in enumerate(parts):
        tell(done, len(parts))
        lines = package.read_lines(part.file, part.rows, part.digest)
        columns = _columns(kind, part, here, shift, accounts)
        write_rows(kind.model, [name for name, _value in columns], _rows(lines, columns))
    for part, kind in parts:
        found = Digest()
        for line in lines_of(kind, here, part.fields, shift.back):
            found.add(line)
        if str(found) != part.digest:
            words = _("%(file)s does not read as it was written; nothing was taken in.")
            raise Different(words % {"file": part.file})


type Value = Callable[[dict[str, Any]], Any]


def _columns(
    kind: Kind, part: Part, organization_id: int, shift: Shift, accounts: dict[str, int]
) -> list[tuple[str, Value]]:
    """(the model's column, its value out of a row of the file) of every column that it has."""
    known = {one.kept: one for one in kind.columns if one.name in part.fields}
    made: list[tuple[str, Value]] = []
    for one in kind.model._meta.concrete_fields:
        if one.generated:
            continue
        if one.attname in known:
            made.append((one.attname, _taken(known[one.attname], shift)))
        elif one.attname == "organization_id":
            made.append((one.attname, lambda _row: organization_id))
        elif one.attname == "user_id":
            made.append((one.attname, lambda row: accounts[row["email"]]))
        else:
            made.append((one.attname, _begun(one)))
    return made


def _taken(column: Column, shift: Shift) -> Value:
    name = column.name
    if column.is_id:
        return lambda row: None if row[name] is None else shift.id(int(row[name]))
    if column.is_nested:
        return lambda row: shift.nested(row[name])
    if column.is_spelled:
        return lambda row: None if row[name] is None else shift.text(row[name])
    if column.has_links:
        return lambda row: None if row[name] is None else shift.links(row[name])
    return lambda row: row[name]


def _begun(field: Any) -> Value:
    """What a new row begins with."""
    return lambda _row: field.get_default()


def _rows(lines: Iterable[bytes], columns: list[tuple[str, Value]]) -> Iterator[list[Any]]:
    for line in lines:
        row = read_row(line)
        yield [value(row) for _name, value in columns]


def administrators(organization: Organization) -> list[Member]:
    """Those who are there, the first one first; with their accounts."""
    found = Member.objects.select_related("organization", "user").filter(
        organization=organization, role=Role.ADMIN, left_at__isnull=True
    )
    return list(found.order_by("id"))


def first_administrator(organization: Organization) -> Actor:
    return actor_for(administrators(organization)[0], Face.CLI)


def _record(organization: Organization, rows: int) -> None:
    record(
        first_administrator(organization),
        Event.ORGANIZATION_IMPORTED,
        organization.id,
        title=organization.name,
        new={"rows": rows},
    )
