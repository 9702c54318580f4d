"""What the viewer owes, section by section, as their inbox lists it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.checkins.agreed import WaitingAction
from cairn.checkins.helping import HelpRow
from cairn.checkins.owed import OwedRow
from cairn.checkins.queries import WaitingMention
from cairn.checkins.weekly import WaitingWeek
from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.words import id_cell, yes_cell
from cairn.goals.models import Confirmation
from cairn.goals.returned import ReturnedObjective
from cairn.goals.waiting import WaitingAlignment, WaitingDependency
from cairn.kpis.rows import KpiRow
from cairn.measures.table import Cell, Column, Sheet, Word
from cairn.notifications.owed import EVERYTHING, SECTIONS, Section, owed_by
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from cairn.reviews.queries import WaitingScore
from cairn.storage import clock

FILTERS: Final = ("section",)


@dataclass(frozen=True, slots=True)
class Line:
    """`place` is who is away where the viewer stands in."""

    what: str
    id: object = None
    url: str = ""
    about: str = ""
    said: str = ""
    by: str = ""
    at: datetime | None = None
    due_on: date | None = None
    is_late: bool = False
    place: str = ""
    objective: int | None = None
    key_result: int | None = None
    kind: str = ""


def to_do_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """In the order of the inbox, each section whole. Nine queries."""
    columns = [
        Column("section", pgettext("column", "Section"), 18),
        Column("what", pgettext("column", "What"), 50),
        Column("about", pgettext("column", "About"), 44),
        Column("said", _("What was written"), 50, brief=False),
        Column("by", pgettext("to-do", "Asked by"), 18),
        Column("at", pgettext("to-do", "Asked"), 17),
        Column("due_on", pgettext("column", "Due"), 12),
        Column("late", pgettext("dependency", "Late"), 9),
        Column("for", pgettext("to-do", "In place of"), 18, brief=False),
        Column("kind", pgettext("column", "Kind"), 20, brief=False),
        Column("url", _("Link"), 40, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("objective_id", _("Id of the objective"), 22, brief=False),
        Column("key_result_id", _("Id of the key result"), 22, brief=False),
    ]
    return Sheet("to-do", _("What I owe"), columns, _rows(viewer, asked))


def _rows(viewer: Actor, asked: Asked) -> Iterator[Sequence[Cell]]:
    on = clock.today(viewer.time_zone)
    wanted = [asked.section] if asked.section else SECTIONS
    organization = Organization.objects.get(id=viewer.organization_id)
    owed = owed_by(wanted, viewer, organization, on, EVERYTHING)
    words = _words()
    for name, section in owed.sections.items():
        title = Word(name, words[name])
        for one in _lines(viewer, section, on):
            kind = one.kind or name
            yield (
                *(title, one.what, one.about or None, one.said or None, one.by or None),
                *(one.at, one.due_on, yes_cell(one.is_late), one.place or None),
                *(Word(kind, words[kind]), one.url or None),
                *map(id_cell, (one.id, one.objective, one.key_result)),
            )


def _words() -> dict[str, str]:
    return {
        "check-ins": _("Weekly check-in"),
        "returned": _("Returned to me"),
        "asks": _("Waiting for my answer"),
        "alignment": _("Alignment"),
        "dependency": _("Need"),
        "confirmations": _("To confirm"),
        "mentions": _("Mentions of me"),
        "help": _("Asks for help"),
        "kpis": _("KPIs to record"),
        "actions": _("Agreed actions"),
        "scores": _("To be scored"),
        "week": _("Weekly update"),
    }


def _lines(viewer: Actor, section: Section, on: date) -> Iterable[Line]:
    rows: Any = section.rows
    match section.name:
        case "check-ins":
            return map(_check_in, rows)
        case "returned":
            return map(_returned, rows)
        case "asks":
            return (*map(_alignment, rows.alignments), *map(_dependency, rows.dependencies))
        case "confirmations":
            return (_confirmation(viewer, one) for one in rows)
        case "mentions":
            return map(_mention, rows)
        case "help":
            return (_help(viewer, one) for one in rows)
        case "kpis":
            return map(_kpi, rows)
        case "actions":
            return (_action(one, on) for one in rows)
        case "scores":
            return (_score(one, on) for one in rows)
    return map(_week, (one for one in rows if one.is_kept_up))


def _check_in(row: OwedRow) -> Line:
    key_result = row.key_result
    return Line(
        key_result.title,
        row.id,
        key_result.url,
        due_on=row.due_on,
        is_late=row.days_overdue > 0,
        place=row.stands_in_for,
        objective=key_result.objective_id,
        key_result=row.id,
    )


def _returned(row: ReturnedObjective) -> Line:
    return Line(
        *(row.title, row.id, row.url, row.cycle, row.comment, row.returned_by),
        at=row.returned_at,
        objective=row.id,
    )


def _alignment(row: WaitingAlignment) -> Line:
    about = row.key_result or row.target
    return Line(
        *(row.objective.title, row.id, f"/alignments/{row.id}", about.title, row.note),
        by=row.requested_by.name,
        at=row.requested_at,
        objective=row.target.id,
        key_result=row.key_result.id if row.key_result else None,
        kind="alignment",
    )


def _dependency(row: WaitingDependency) -> Line:
    return Line(
        *(row.need, row.id, f"/dependencies/{row.id}", row.objective.title),
        by=row.requested_by.name,
        at=row.requested_at,
        due_on=row.needed_on,
        is_late=row.is_late,
        objective=row.objective.id,
        kind="dependency",
    )


def _confirmation(viewer: Actor, row: Confirmation) -> Line:
    objective, asked = row.objective, row.asked
    whose = objective.team or objective.owner
    return Line(
        *(objective.title, row.id, f"/objectives/{row.objective_id}"),
        *(whose.name if whose else "", row.note, row.submitted_by.name),
        at=row.submitted_at,
        place=asked.name if asked and asked.id != viewer.member_id else "",
        objective=row.objective_id,
    )


def _mention(row: WaitingMention) -> Line:
    return Line(
        *(row.body, row.id, row.url, row.objective),
        by=row.author.name,
        at=row.said_at,
        objective=row.objective_id,
    )


def _help(viewer: Actor, row: HelpRow) -> Line:
    return Line(
        *(row.body, row.id, row.url, row.key_result_title or row.objective_title),
        by=row.asked_by.name,
        at=row.asked_at,
        place=row.asked.name if row.asked.id != viewer.member_id else "",
        objective=row.objective_id,
        key_result=row.key_result_id,
    )


def _kpi(row: KpiRow) -> Line:
    return Line(
        *(row.name, row.id, row.url, row.team_name),
        is_late=row.health.is_overdue,
        place=row.stands_in_for,
    )


def _action(row: WaitingAction, on: date) -> Line:
    team = row.team.name if row.team else ""
    return Line(
        row.body,
        row.id,
        f"/objectives/{row.objective_id}" if row.objective_id else "",
        row.objective or team,
        by=row.created_by.name,
        at=row.agreed_at,
        due_on=row.due_on,
        is_late=row.due_on is not None and row.due_on < on,
        objective=row.objective_id,
    )


def _score(row: WaitingScore, on: date) -> Line:
    return Line(
        *(row.title, row.id, f"/objectives/{row.id}", row.cycle),
        due_on=row.ends_on,
        is_late=row.ends_on < on,
        objective=row.id,
    )


def _week(row: WaitingWeek) -> Line:
    return Line(_("Weekly update"), url="/weekly", due_on=row.week_on)
