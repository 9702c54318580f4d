"""What was taken down in meetings, as far as the viewer may see it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import batched
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.tables.actions import action_states, state_of
from cairn.exchange.tables.asked import Asked, known
from cairn.exchange.tables.counting import counted
from cairn.exchange.tables.words import id_cell
from cairn.measures.table import Cell, Column, Sheet, Word
from cairn.meetings.models import Entry, EntryKind, Meeting
from cairn.meetings.stage import seen_entries
from cairn.organization.actor import Actor

FILTERS: Final = ("team", "meeting", "cycle")
AT_A_TIME: Final = 200


def minutes_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """Meeting by meeting, the latest first. One query, and one for each two hundred meetings."""
    columns = [
        Column("meeting", pgettext("column", "Meeting"), 17),
        Column("team", pgettext("column", "Team"), 20),
        Column("sort", pgettext("column", "Kind"), 12),
        Column("text", pgettext("minutes", "Taken down"), 60),
        Column("about", pgettext("column", "About"), 44),
        Column("by", pgettext("column", "Who"), 18),
        Column("owner", _("Does it"), 18),
        Column("due_on", pgettext("column", "Due"), 12),
        Column("state", _("State"), 12),
        Column("done_at", pgettext("action", "Done"), 17, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("meeting_id", _("Id of the meeting"), 22, brief=False),
        Column("objective_id", _("Id of the objective"), 22, brief=False),
    ]
    found = _fitting(viewer, asked)
    entries = seen_entries(viewer).filter(meeting__in=found.order_by().values("id"))
    count = counted(found.exclude(summary=""), entries)
    return Sheet("minutes", _("Minutes"), columns, _rows(viewer, found), count)


def _fitting(viewer: Actor, asked: Asked) -> QuerySet[Meeting]:
    said = known(team=asked.team, id=asked.meeting, cycle=asked.cycle)
    found = Meeting.objects.filter(organization_id=viewer.organization_id, **said)
    return found.select_related("team", "presenter").order_by("-id")


def _rows(viewer: Actor, found: QuerySet[Meeting]) -> Iterator[Sequence[Cell]]:
    states = action_states()
    for some in batched(found.iterator(), AT_A_TIME):
        below: dict[int, list[Entry]] = defaultdict(list)
        for entry in seen_entries(viewer).filter(meeting__in=[one.id for one in some]):
            below[entry.meeting_id].append(entry)
        for meeting in some:
            if meeting.summary:
                yield _summary(meeting)
            yield from (_entry(meeting, one, states) for one in below[meeting.id])


def _summary(meeting: Meeting) -> Sequence[Cell]:
    sort = Word("summary", _("Summary"))
    about = (meeting.started_at, meeting.team.name, sort, meeting.summary, None)
    return (*about, meeting.presenter.name, *(None,) * 5, str(meeting.id), None)


def _entry(meeting: Meeting, one: Entry, states: Mapping[str, Word]) -> Sequence[Cell]:
    action, thing = one.action, one.key_result or one.objective
    agreed: Sequence[Cell] = (None,) * 4
    if action:
        owner = action.owner.name if action.owner else None
        state = states[state_of(action.done_at, action.dropped_at)]
        agreed = (owner, action.due_on, state, action.done_at)
    return (
        *(meeting.started_at, meeting.team.name, Word(one.kind, str(EntryKind(one.kind).label))),
        *(one.body, thing.title if thing else None, one.author.name),
        *agreed,
        *(str(one.id), str(meeting.id), id_cell(one.objective_id)),
    )
