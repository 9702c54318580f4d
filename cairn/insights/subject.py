"""Whose OKRs are looked at: the organization's, a team's with all below it, or a person's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from cairn.errors import NotFound
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team
from cairn.storage.pieces import Piece, weave

ORGANIZATION: Final = "organization"
TEAM: Final = "team"
PERSON: Final = "person"
NO_TEAM: Final = 0
"""The group of what belongs to people who are in no team."""
OF_TEAM = (
    "({team} IN (SELECT u.id FROM organization_team u WHERE u.organization_id = {organization} "
    "AND u.path LIKE {path}) OR {team} IS NULL AND {owner} IN (SELECT e.member_id "
    "FROM organization_teammember e JOIN organization_team u ON u.id = e.team_id "
    "WHERE u.organization_id = {organization} AND u.path LIKE {path}))"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """`groups` are the teams by which the numbers are broken down, by id: the team itself (the
    company, for the organization) and those right below it, closed ones too. People have none.

    A team stands for those below it and for what their people own alone: who belongs to two teams
    counts in both, and once in the sum.
    """

    kind: str
    id: int
    name: str
    organization_id: int
    groups: Mapping[int, str]

    def owns(self, team: Piece, owner: Piece) -> Piece:
        """That something belongs to it, by the columns of its team and of its owner."""
        if self.kind == ORGANIZATION:
            return Piece("1 = 1")
        if self.kind == PERSON:
            return weave("{owner} = {id}", owner=owner, id=self.id)
        return of_team(self.organization_id, self.id, team, owner)


def of_team(organization_id: int, team_id: int, team: Piece, owner: Piece) -> Piece:
    """That something belongs to a team or one below it, or alone to somebody who is in one."""
    return weave(
        OF_TEAM, team=team, owner=owner, organization=organization_id, path=f"%.{team_id}.%"
    )


def find_subject(viewer: Actor, team: int | None = None, person: int | None = None) -> Subject:
    """The organization where neither is named; what does not exist is `NotFound`. One query."""
    if person is not None:
        return _person(viewer, person)
    wanted = (
        Q(parent__isnull=True) | Q(parent__parent__isnull=True)
        if team is None
        else Q(id=team) | Q(parent=team)
    )
    found = list(
        Team.objects.filter(wanted, organization_id=viewer.organization_id)
        .order_by("path", "id")
        .values_list("id", "name", "parent_id")
    )
    above = next(
        (one for one in found if (one[2] is None if team is None else one[0] == team)), None
    )
    if above is None:
        raise NotFound
    below = sorted((one for one in found if one[0] != above[0]), key=lambda one: (one[1], one[0]))
    groups = {id: name for id, name, _ in (above, *below)}
    kind = ORGANIZATION if team is None else TEAM
    return Subject(kind, above[0], above[1], viewer.organization_id, groups)


def _person(viewer: Actor, member_id: int) -> Subject:
    name = (
        Member.objects.filter(id=member_id, organization_id=viewer.organization_id)
        .values_list("name", flat=True)
        .first()
    )
    if name is None:
        raise NotFound
    return Subject(PERSON, member_id, name, viewer.organization_id, {})
