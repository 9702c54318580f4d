"""What the viewer was told, as the inbox says it."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.events.kinds import Kind
from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.counting import counted
from cairn.exchange.tables.days import between
from cairn.exchange.tables.words import id_cell, yes_cell
from cairn.measures.table import Cell, Column, Sheet, Word
from cairn.notifications.models import Notice
from cairn.notifications.notices import NoticeRow, each_notice, notices_of
from cairn.organization.actor import Actor

FILTERS: Final = ("unseen", "since", "until")


def notices_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """The viewer's own, the newest first, without those of objectives that they may not see now. One
    query."""
    columns = [
        Column("at", pgettext("column", "When"), 17),
        Column("text", pgettext("column", "What happened"), 60),
        Column("said", _("What was written"), 50),
        Column("topic", _("About what"), 24),
        Column("why", _("Why it concerns you"), 28),
        Column("by", pgettext("column", "Who"), 18, brief=False),
        Column("seen", pgettext("column", "Seen"), 10),
        Column("kind", pgettext("column", "Kind"), 24, brief=False),
        Column("url", _("Link"), 40, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("subject_id", _("Id of what it is about"), 22, brief=False),
        Column("objective_id", _("Id of the objective"), 22, brief=False),
    ]
    found = _fitting(viewer, asked)
    return Sheet("notices", _("What concerns me"), columns, _rows(found), counted(found))


def _fitting(viewer: Actor, asked: Asked) -> QuerySet[Notice]:
    found = notices_of(viewer)
    if asked.unseen:
        found = found.filter(seen_at__isnull=True)
    return between(viewer, found, asked).order_by("-id")


def _rows(found: QuerySet[Notice]) -> Iterator[Sequence[Cell]]:
    for one in each_notice(found):
        yield (
            *(one.at, one.text, one.said or None, Word(one.topic, one.topic_label)),
            *(one.why or None, one.actor or None, yes_cell(one.is_seen), _kind(one)),
            *(one.url or None, str(one.id), id_cell(one.subject_id), id_cell(one.objective_id)),
        )


def _kind(one: NoticeRow) -> Word:
    """An event's, whatever more the notice says of it, or a reminder's."""
    event = ".".join(one.kind.split(".")[:2])
    if event in Kind:
        return Word(one.kind, str(Kind(event).label))
    return Word(one.kind, _("Reminder") if event.startswith("reminder.") else one.kind)
