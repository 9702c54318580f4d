"""What people say about objectives."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.checkins.models import Comment
from cairn.exchange.tables.asked import Asked, known
from cairn.exchange.tables.counting import counted
from cairn.exchange.tables.words import id_cell
from cairn.goals.queries import seen_through
from cairn.measures.table import Cell, Column, Sheet
from cairn.organization.actor import Actor

FILTERS: Final = ("cycle", "team", "person", "objective")


def comments_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """The latest first, also where older ones were imported later. One query."""
    columns = [
        Column("at", pgettext("column", "When"), 17),
        Column("by", pgettext("column", "Who"), 18),
        Column("comment", pgettext("column", "Comment"), 60),
        Column("objective", pgettext("column", "Objective"), 44),
        Column("key_result", pgettext("column", "Key result"), 44, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("objective_id", _("Id of the objective"), 22, brief=False),
        Column("parent_id", _("Answers the comment"), 22, brief=False),
    ]
    found = _fitting(viewer, asked)
    return Sheet("comments", _("Comments"), columns, _rows(found), counted(found))


def _fitting(viewer: Actor, asked: Asked) -> QuerySet[Comment]:
    said = known(
        objective__cycle=asked.cycle,
        objective__team=asked.team,
        objective=asked.objective,
        author=asked.person,
    )
    return Comment.objects.filter(
        seen_through(viewer),
        organization_id=viewer.organization_id,
        deleted_at__isnull=True,
        **said,
    ).order_by("-created_at", "-id")


def _rows(found: QuerySet[Comment]) -> Iterator[Sequence[Cell]]:
    columns = ("created_at", "author__name", "body", "objective__title", "key_result__title")
    for *said, id, objective, parent in found.values_list(
        *columns, "id", "objective_id", "parent_id"
    ).iterator():
        yield *said, str(id), str(objective), id_cell(parent)
