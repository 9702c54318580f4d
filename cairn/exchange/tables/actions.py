"""What people agreed to do in meetings and retrospectives, as far as the viewer may see it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.checkins.agreed import seen_actions
from cairn.checkins.models import Action
from cairn.exchange.tables.asked import Asked, known
from cairn.exchange.tables.counting import counted
from cairn.exchange.tables.words import id_cell
from cairn.measures.table import Cell, Column, Sheet, Word
from cairn.organization.actor import Actor

FILTERS: Final = ("team", "person", "objective", "meeting", "retrospective")
COLUMNS: Final = (
    *("body", "owner__name", "due_on", "done_at", "dropped_at", "team__name"),
    *("objective__title", "origin", "created_by__name", "created_at", "id", "objective_id"),
    "origin_id",
)


def actions_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """The newest first; of a person what they are to do. One query."""
    columns = [
        Column("action", pgettext("column", "Action"), 60),
        Column("owner", _("Does it"), 18),
        Column("due_on", pgettext("column", "Due"), 12),
        Column("state", _("State"), 12),
        Column("team", pgettext("column", "Team"), 20),
        Column("about", pgettext("column", "About"), 44),
        Column("origin", _("Agreed in"), 14, brief=False),
        Column("by", pgettext("column", "Who"), 18, brief=False),
        Column("created_at", _("Agreed at"), 17, brief=False),
        Column("done_at", pgettext("action", "Done"), 17, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("objective_id", _("Id of the objective"), 22, brief=False),
        Column("origin_id", _("Id of the meeting or retrospective"), 22, brief=False),
    ]
    name, found = pgettext("table", "Actions"), _fitting(viewer, asked)
    return Sheet("actions", name, columns, _rows(found), counted(found))


def _fitting(viewer: Actor, asked: Asked) -> QuerySet[Action]:
    found = seen_actions(viewer)
    if asked.meeting:
        found = found.filter(origin="meeting", origin_id=asked.meeting)
    if asked.retrospective:
        found = found.filter(origin="retrospective", origin_id=asked.retrospective)
    said = known(team=asked.team, owner=asked.person, objective=asked.objective)
    return found.filter(**said).order_by("-id")


def _rows(found: QuerySet[Action]) -> Iterator[Sequence[Cell]]:
    states = action_states()
    origins = {
        "meeting": Word("meeting", pgettext("column", "Meeting")),
        "retrospective": Word("retrospective", _("Retrospective")),
    }
    for row in found.values_list(*COLUMNS).iterator():
        body, owner, due_on, done_at, dropped_at, team, about, origin, by, at, *ids = row
        yield (
            *(body, owner, due_on, states[state_of(done_at, dropped_at)], team, about),
            *(origins[origin], by, at, done_at),
            *(id_cell(id) for id in ids),
        )


def action_states() -> dict[str, Word]:
    return {
        "open": Word("open", pgettext("action", "Open")),
        "done": Word("done", _("Done")),
        "dropped": Word("dropped", _("Dropped")),
    }


def state_of(done_at: datetime | None, dropped_at: datetime | None) -> str:
    return "dropped" if dropped_at else "done" if done_at else "open"
