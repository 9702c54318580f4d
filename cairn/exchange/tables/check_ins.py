"""What owners said of their key results, and everything that happened."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.checkins.models import CheckIn
from cairn.cycles.event_words import event_words
from cairn.events.models import Event
from cairn.events.queries import OF_A_WEEK, feed
from cairn.exchange.tables.asked import Asked, known
from cairn.exchange.tables.counting import counted
from cairn.exchange.tables.days import between
from cairn.exchange.tables.words import id_cell, status_cell, unit_cell
from cairn.goals.histories import seen_events
from cairn.goals.models import Kind
from cairn.goals.queries import seen_through
from cairn.measures.table import Cell, Column, Share, Sheet, Word
from cairn.notifications.queries import of_followed
from cairn.organization.actor import Actor

FILTERS: Final = ("cycle", "team", "person", "objective", "since", "until")
FEED_FILTERS: Final = ("team", "person", "objective", "kpi", "followed", "since", "until")


def check_ins_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """The latest first; what was corrected is left out. One query."""
    columns = [
        Column("on", pgettext("column", "Day"), 12),
        Column("by", pgettext("column", "Who"), 18),
        Column("key_result", pgettext("column", "Key result"), 44),
        Column("value", _("Value"), 12, "right"),
        Column("unit", _("Unit"), 10),
        Column("confidence", _("Confidence"), 12, "right"),
        Column("status", pgettext("column", "Status set by hand"), 16, brief=False),
        Column("note", _("Note"), 50),
        Column("blockers", _("Needs help"), 40),
        Column("objective", pgettext("column", "Objective"), 44, brief=False),
        Column("team", pgettext("column", "Team"), 20, brief=False),
        Column("cycle", _("Cycle"), 14, brief=False),
        Column("for", _("In place of"), 18, brief=False),
        Column("recorded_at", _("Recorded"), 17, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("key_result_id", _("Id of the key result"), 22, brief=False),
        Column("objective_id", _("Id of the objective"), 22, brief=False),
    ]
    found = _fitting(viewer, asked)
    return Sheet("check-ins", _("Check-ins"), columns, _check_ins(found), counted(found))


def valid_check_ins(viewer: Actor) -> QuerySet[CheckIn]:
    """Those that nobody corrected, of what the viewer may see."""
    return CheckIn.objects.filter(
        seen_through(viewer, "key_result__objective_id"),
        organization_id=viewer.organization_id,
        key_result__deleted_at__isnull=True,
        corrected_by__isnull=True,
    )


def _fitting(viewer: Actor, asked: Asked) -> QuerySet[CheckIn]:
    said = known(
        key_result__objective__cycle=asked.cycle,
        key_result__objective__team=asked.team,
        key_result__objective=asked.objective,
        author=asked.person,
        effective_on__gte=asked.since,
        effective_on__lte=asked.until,
    )
    return valid_check_ins(viewer).filter(**said)


def _check_ins(found: QuerySet[CheckIn]) -> Iterator[Sequence[Cell]]:
    columns = (
        *("effective_on", "author__name", "key_result__title", "reading__value"),
        *("key_result__unit", "key_result__kind", "confidence", "status", "note", "blockers"),
        *("key_result__objective__title", "key_result__objective__team__name"),
        *("key_result__objective__cycle__name", "stood_in_for__name", "recorded_at"),
        *("id", "key_result_id", "key_result__objective_id"),
    )
    rows = found.order_by("-effective_on", "-recorded_at", "-id").values_list(*columns)
    for on, by, title, value, unit, kind, confidence, status, *rest in rows.iterator():
        steps = kind == Kind.MILESTONES
        yield (
            on,
            by,
            title,
            Share(value) if steps and value is not None else value,
            None if steps else unit_cell(unit),
            confidence,
            status_cell(status) if status else None,
            *rest[:-3],
            *map(str, rest[-3:]),
        )


def feed_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """What the feed tells, the latest first, as far as the viewer may read it. One query."""
    columns = [
        Column("at", pgettext("column", "When"), 17),
        Column("by", pgettext("column", "Who"), 18),
        Column("what", pgettext("column", "What happened"), 40),
        Column("subject", pgettext("column", "About"), 50),
        Column("reason", _("Reason"), 40),
        Column("id", _("Id"), 22, brief=False),
        Column("objective_id", _("Id of the objective"), 22, brief=False),
    ]
    found = _told(viewer, asked)
    return Sheet("feed", _("What happened"), columns, _events(found), counted(found))


def _told(viewer: Actor, asked: Asked) -> QuerySet[Event]:
    found = feed(
        viewer.organization_id,
        seen_events(viewer),
        actor_id=asked.person,
        team_id=asked.team,
        objective_id=asked.objective,
        kpi_id=asked.kpi,
    )
    if asked.followed:
        found = found.filter(of_followed(viewer))
    return between(viewer, found, asked)


def _events(found: QuerySet[Event]) -> Iterator[Sequence[Cell]]:
    columns = ("at", "actor_name", "kind", "old", "new", "subject_title", "reason", "id")
    rows = found.values_list(*columns, "objective_id")
    for at, by, kind, old, new, title, reason, id, objective in rows.iterator():
        what = Word(kind, event_words(kind, old, new))
        subject = date.fromisoformat(new["week_on"]) if kind in OF_A_WEEK else title
        yield at, by, what, subject, reason, str(id), id_cell(objective)
