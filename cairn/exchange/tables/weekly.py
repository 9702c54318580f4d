"""What people wrote of their weeks and for what they asked each other, as far as the viewer may read it."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.checkins.helping import help_requests
from cairn.checkins.models import HelpRequest, WeeklyUpdate
from cairn.checkins.weekly import updates
from cairn.exchange.tables.asked import Asked, known
from cairn.exchange.tables.counting import counted
from cairn.exchange.tables.words import id_cell
from cairn.measures.table import Cell, Column, Sheet, Word
from cairn.organization.actor import Actor
from cairn.organization.queries import belonging

UPDATE_FILTERS: Final = ("team", "person", "since", "until")
HELP_FILTERS: Final = ("person", "objective")
UPDATE: Final = (
    *(
        "week_on",
        "member__name",
        "priorities",
        "confidence",
        "health",
        "ahead",
        "published_at",
        "id",
    ),
)
HELP: Final = (
    *("asked_at", "asked_by__name", "asked__name", "body", "objective__title", "key_result__title"),
    *("answer", "answered_by__name", "answered_at", "withdrawn_at", "id", "objective_id"),
)


def weekly_updates_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """The latest week first; of a team those of its people and of the teams below. One query."""
    columns = [
        Column("week_on", pgettext("column", "Week to"), 12),
        Column("by", pgettext("column", "Who"), 18),
        Column("priorities", _("Priorities this week"), 50),
        Column("confidence", _("Confidence in the OKRs"), 50),
        Column("health", _("Health metrics"), 40),
        Column("ahead", _("The next four weeks"), 50),
        Column("published_at", _("Published at"), 17, brief=False),
        Column("id", _("Id"), 22, brief=False),
    ]
    found = _updates(viewer, asked)
    return Sheet(
        "weekly-updates", _("Weekly updates"), columns, _update_rows(found), counted(found)
    )


def _updates(viewer: Actor, asked: Asked) -> QuerySet[WeeklyUpdate]:
    said = known(member=asked.person, week_on__gte=asked.since, week_on__lte=asked.until)
    found = updates(viewer).filter(**said)
    if asked.team is not None:
        found = found.filter(member__in=belonging(viewer, asked.team).values("member"))
    return found


def _update_rows(found: QuerySet[WeeklyUpdate]) -> Iterator[Sequence[Cell]]:
    for *said, id in found.values_list(*UPDATE).iterator():
        yield *said, str(id)


def help_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """The latest first; of a person what they asked and what they were asked. One query."""
    columns = [
        Column("at", pgettext("column", "When"), 17),
        Column("by", _("Asked by"), 18),
        Column("asked", _("Who is asked"), 18),
        Column("need", _("What is needed"), 50),
        Column("state", _("State"), 12),
        Column("answer", _("Answer"), 50),
        Column("answered_by", _("Answered by"), 18, brief=False),
        Column("answered_at", _("Answered"), 17, brief=False),
        Column("objective", pgettext("column", "Objective"), 44),
        Column("key_result", pgettext("column", "Key result"), 44, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("objective_id", _("Id of the objective"), 22, brief=False),
    ]
    found = _requests(viewer, asked)
    return Sheet("help-requests", _("Asks for help"), columns, _help_rows(found), counted(found))


def _requests(viewer: Actor, asked: Asked) -> QuerySet[HelpRequest]:
    found = help_requests(viewer)
    if asked.person is not None:
        found = found.filter(Q(asked_by=asked.person) | Q(asked=asked.person))
    return found if asked.objective is None else found.filter(objective=asked.objective)


def _help_rows(found: QuerySet[HelpRequest]) -> Iterator[Sequence[Cell]]:
    states = {
        "open": Word("open", pgettext("help", "Open")),
        "answered": Word("answered", pgettext("help", "Answered")),
        "withdrawn": Word("withdrawn", pgettext("agreement", "Withdrawn")),
    }
    for row in found.values_list(*HELP).iterator():
        *asked, objective, key_result, answer, by, answered_at, withdrawn_at, id, about = row
        state = "withdrawn" if withdrawn_at else "answered" if answered_at else "open"
        yield (
            *(*asked, states[state], answer or None, by, answered_at, objective, key_result),
            *(str(id), id_cell(about)),
        )
