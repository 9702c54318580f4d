"""The names of a file beside whom and what there is here."""

from collections.abc import Mapping
from dataclasses import dataclass

from cairn.cycles.models import Cycle, Phase
from cairn.exchange.matching import CycleHere, Directory, Name, PersonHere, TeamHere, names_of
from cairn.exchange.models import Import, ImportedThing
from cairn.exchange.packing import unpack
from cairn.exchange.rows import Rows
from cairn.organization.models import PLACEHOLDERS, Member, Organization, Team, line_of

NAMED = ("person", "team", "cycle")


@dataclass(frozen=True, slots=True)
class Here:
    """Whom and what there is, and how it is called on a page."""

    directory: Directory

    def labels(self) -> Mapping[str, str]:
        """By "sort:id"."""
        found = {
            f"person:{one.id}": f"{one.name} ({one.email})" if one.email else one.name
            for one in self.directory.people
        }
        for team in self.directory.teams:
            found[f"team:{team.id}"] = " / ".join(team.path) or team.name
        for cycle in self.directory.cycles:
            found[f"cycle:{cycle.id}"] = cycle.name
        return found


def names_to_map(organization_id: int, found: Import) -> tuple[list[Name], Here]:
    """What the file names and what it may be here. Five queries; the rows must be loaded."""
    here = Here(directory_of(organization_id, found.source))
    return names_of(rows_of(found), here.directory), here


def rows_of(found: Import) -> Rows:
    return unpack(bytes(found.rows or b""))


def directory_of(organization_id: int, source: str) -> Directory:
    """Everybody and everything that a name of a source may be. Five queries."""
    members = Member.objects.filter(organization=organization_id).order_by("id")
    people = members.values_list("id", "name", "user__email", "left_at")
    cycles = Cycle.objects.filter(organization=organization_id).order_by("starts_on", "id")
    known = ImportedThing.objects.filter(
        organization=organization_id, source=source, sort__in=NAMED
    ).values_list("sort", "key", "thing_id")
    return Directory(
        tuple(
            PersonHere(id, name, "" if email.endswith(PLACEHOLDERS) else email, left is not None)
            for id, name, email, left in people
        ),
        tuple(_teams(organization_id)),
        tuple(
            CycleHere(one.id, one.name, one.starts_on, one.ends_on, one.phase == Phase.CLOSED)
            for one in cycles
        ),
        Organization.objects.values_list("fiscal_month", flat=True).get(id=organization_id),
        {(sort, key): thing for sort, key, thing in known},
    )


def _teams(organization_id: int) -> list[TeamHere]:
    teams = Team.objects.filter(organization=organization_id).order_by("path")
    found = list(teams.values_list("id", "name", "path", "valid_to"))
    names = {id: name for id, name, _path, _end in found}
    return [
        TeamHere(id, name, tuple(names[one] for one in line_of(path)[1:] if one in names), not end)
        for id, name, path, end in found
    ]
