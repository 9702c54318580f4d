"""People and teams. Everybody in an organization sees them."""

from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.counting import counted
from cairn.exchange.tables.words import id_cell, list_cell
from cairn.measures.table import Cell, Column, Sheet, Word
from cairn.organization.actor import Actor
from cairn.organization.models import PLACEHOLDERS, ROLES, Member
from cairn.organization.queries import members, team_tree, teams_of

FILTERS: Final = ("q", "team", "member_of")
TEAM_FILTERS: Final = ("closed",)
AT_A_TIME: Final = 500


def people_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """By name; of a team those of the teams below it too. An address only where it is known. One query,
    and one for each five hundred people."""
    columns = [
        Column("name", pgettext("person", "Name"), 20),
        Column("email", _("E-mail address"), 30),
        Column("title", _("Job title"), 24),
        Column("teams", pgettext("column", "Teams"), 34),
        Column("manager", _("Manager"), 20),
        Column("role", _("Role"), 14),
        Column("joined_at", _("Here since"), 17, brief=False),
        Column("id", _("Id"), 22, brief=False),
    ]
    found = members(viewer, q=asked.q, team=asked.team)
    if asked.member_of is not None:
        found = found.filter(team_memberships__team=asked.member_of)
    return Sheet("people", _("People"), columns, _people(viewer, found), counted(found))


def _people(viewer: Actor, found: QuerySet[Member]) -> Iterator[Sequence[Cell]]:
    roles = dict(ROLES)
    rows = found.values_list(
        *("name", "user__email", "title", "manager__name", "role", "joined_at", "id")
    )
    for some in batched(rows.iterator(), AT_A_TIME):
        teams = teams_of(viewer, [row[-1] for row in some])
        for name, email, title, manager, role, joined_at, id in some:
            named = list_cell(team for _id, team in teams.get(id, ()))
            word = Word(role, str(roles[role]))
            known = None if email.endswith(PLACEHOLDERS) else email
            yield name, known, title, named, manager, word, joined_at, str(id)


def teams_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """The open teams in the order of the tree, the closed ones too where they are asked for. One
    query."""
    columns = [
        Column("team", pgettext("column", "Team"), 30),
        Column("above", _("Team above"), 30),
        Column("lead", pgettext("team", "Lead"), 20),
        Column("members", _("Members"), 11, "right"),
        Column("valid_from", _("Since"), 12),
        Column("valid_to", pgettext("team", "Closed on"), 12),
        Column("id", _("Id"), 22, brief=False),
        Column("above_id", _("Id of the team above"), 22, brief=False),
        Column("lead_id", _("Id of the lead"), 22, brief=False),
    ]
    return Sheet("teams", pgettext("column", "Teams"), columns, _teams(viewer, asked.closed))


def _teams(viewer: Actor, closed: bool) -> Iterator[Sequence[Cell]]:
    names: dict[int | None, str] = {}
    for one in team_tree(viewer, closed=closed):
        names[one.id] = one.name
        above = id_cell(one.parent_id)
        days = one.valid_from, one.valid_to
        yield (
            *(one.name, names.get(one.parent_id), one.lead_name, one.members, *days),
            *(str(one.id), above, id_cell(one.lead_id)),
        )
