"""The people as the settings list them: who is there, who has not come yet, who has left. Everybody in
an organization sees them."""

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
from cairn.organization.queries import members, teams_of

FILTERS: Final = ("q", "left")
AT_A_TIME: Final = 500
MEMBER: Final = (
    *("id", "name", "user__email", "title", "role", "manager__name", "joined_at", "left_at"),
    *("is_invited", "manager_id"),
)


def members_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """By name; those who have left instead where they are asked for. One query, and one for each five
    hundred people."""
    columns = [
        Column("name", pgettext("person", "Name"), 20),
        Column("email", _("E-mail address"), 30),
        Column("title", _("Job title"), 24),
        Column("role", _("Role"), 14),
        Column("state", _("State"), 14),
        Column("teams", pgettext("column", "Teams"), 34),
        Column("manager", _("Manager"), 20),
        Column("joined_at", _("Here since"), 17, brief=False),
        Column("left_at", pgettext("member", "Left on"), 17, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("manager_id", _("Id of the manager"), 22, brief=False),
    ]
    found = members(viewer, q=asked.q, left=asked.left)
    return Sheet("members", _("Members"), columns, _rows(viewer, found), counted(found))


def _rows(viewer: Actor, found: QuerySet[Member]) -> Iterator[Sequence[Cell]]:
    roles = {role: Word(role, str(words)) for role, words in ROLES}
    states = {
        "active": Word("active", pgettext("member", "Active")),
        "invited": Word("invited", pgettext("member", "Invited")),
        "placeholder": Word("placeholder", pgettext("member", "By name only")),
        "left": Word("left", pgettext("member", "Left")),
    }
    for some in batched(found.values_list(*MEMBER).iterator(AT_A_TIME), AT_A_TIME):
        teams = teams_of(viewer, [id for id, *_said in some])
        for (
            id,
            name,
            email,
            title,
            role,
            manager,
            joined_at,
            left_at,
            is_invited,
            manager_id,
        ) in some:
            is_named_only = email.endswith(PLACEHOLDERS)
            state = states[_state(left_at is not None, is_named_only, is_invited)]
            yield (
                *(name, None if is_named_only else email, title or None, roles[role], state),
                list_cell(team for _id, team in teams.get(id, ())),
                *(manager, joined_at, left_at, str(id), id_cell(manager_id)),
            )


def _state(has_left: bool, is_named_only: bool, is_invited: bool) -> str:
    if has_left:
        return "left"
    if is_named_only:
        return "placeholder"
    return "invited" if is_invited else "active"
