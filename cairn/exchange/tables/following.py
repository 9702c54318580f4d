"""Whom and what the viewer follows."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.counting import counted
from cairn.measures.table import Cell, Column, Sheet, Word
from cairn.notifications.queries import followed_by, seen_follows
from cairn.organization.actor import Actor

FILTERS: Final[tuple[str, ...]] = ()


def following_sheet(viewer: Actor, _asked: Asked) -> Sheet:
    """The latest first; nobody else is told. One query."""
    columns = [
        Column("kind", pgettext("column", "Kind"), 12),
        Column("name", _("Name"), 44),
        Column("detail", _("Belongs to"), 24),
        Column("followed_at", _("Followed from"), 17),
        Column("url", _("Link"), 40, brief=False),
        Column("id", _("Id"), 22, brief=False),
    ]
    count = counted(seen_follows(viewer))
    return Sheet("following", _("Following"), columns, _rows(viewer), count)


def _rows(viewer: Actor) -> Iterator[Sequence[Cell]]:
    kinds = {
        "person": Word("person", _("Person")),
        "team": Word("team", pgettext("column", "Team")),
        "objective": Word("objective", pgettext("column", "Objective")),
    }
    for one in followed_by(viewer):
        yield (
            *(kinds[one.kind], one.name, one.detail or None, one.followed_at),
            *(one.url, str(one.id)),
        )
