"""What people ask, decided, agreed to do and learned, as far as the asker may read it."""

from datetime import datetime
from typing import Final

from django.db.models import Q

from cairn.checkins.agreed import by_day, seen_actions
from cairn.checkins.helping import help_requests
from cairn.goals.map.nodes import Node
from cairn.insights.frame import Frame
from cairn.insights.reports.contents import Agreed, Decision, Help, Lesson
from cairn.insights.reports.words import plain_words, printable
from cairn.insights.subject import ORGANIZATION
from cairn.meetings.models import EntryKind
from cairn.meetings.stage import seen_entries
from cairn.organization.models import TeamMember
from cairn.reviews.lessons import seen_lessons

MOST: Final = 30
READ: Final = 500


def _within(frame: Frame, *columns: str) -> Q:
    """Of the subject's teams, by the column of a team; anything, for the organization."""
    if frame.subject.kind == ORGANIZATION:
        return Q()
    within = Q()
    for column in columns:
        within |= Q(**{f"{column}__path__contains": f".{frame.subject.id}."})
    return within


def _open(frame: Frame, *columns: str) -> Q:
    """Not ended by the day, by the columns of its ends."""
    going = Q()
    for column in columns:
        going &= Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__gte": frame.scope.until})
    return going


def helps_of(frame: Frame, nodes: list[Node]) -> tuple[Help, ...]:
    """What was asked and not answered by the day, oldest first. Two queries at most."""
    ids = {node.number for node in nodes}
    people = _people(frame)
    found = help_requests(frame.scope.viewer).filter(
        _open(frame, "answered_at", "withdrawn_at"), asked_at__lt=frame.scope.until
    )
    rows = [
        one
        for one in found[:READ]
        if one.objective_id in ids
        or (one.objective_id is None and (people is None or one.asked_by_id in people))
    ]
    zone = frame.scope.viewer.time_zone
    return tuple(
        Help(
            printable(one.asked_by.name),
            printable(one.asked.name),
            printable(one.objective.title) if one.objective else "",
            plain_words(one.body),
            one.asked_at.astimezone(zone).date(),
        )
        for one in reversed(rows[:MOST])
    )


def _people(frame: Frame) -> set[int] | None:
    """The members of the subject's teams; None is everybody."""
    if frame.subject.kind == ORGANIZATION:
        return None
    found = TeamMember.objects.filter(team__path__contains=f".{frame.subject.id}.")
    return set(found.values_list("member_id", flat=True))


def decisions_of(frame: Frame, since: datetime) -> tuple[Decision, ...]:
    """Of meetings since then, oldest first. One query."""
    found = (
        seen_entries(frame.scope.viewer)
        .filter(
            _within(frame, "meeting__team"),
            kind=EntryKind.DECISION,
            created_at__gte=since,
            created_at__lt=frame.scope.until,
        )
        .select_related(None)
        .select_related("meeting__team")
        .order_by("-id")
    )
    zone = frame.scope.viewer.time_zone
    return tuple(
        Decision(
            printable(one.meeting.team.name),
            plain_words(one.body),
            one.created_at.astimezone(zone).date(),
        )
        for one in reversed(found[:MOST])
    )


def actions_of(frame: Frame) -> tuple[Agreed, ...]:
    """Open on the day, the soonest first. One query."""
    found = seen_actions(frame.scope.viewer).filter(
        _within(frame, "team", "objective__team"),
        _open(frame, "done_at", "dropped_at"),
        created_at__lt=frame.scope.until,
    )
    return tuple(
        Agreed(
            plain_words(one.body),
            printable(one.owner.name) if one.owner else "",
            one.due_on,
            one.due_on is not None and one.due_on < frame.on,
        )
        for one in by_day(found)[:MOST]
    )


def lessons_of(frame: Frame) -> tuple[Lesson, ...]:
    """Of the cycle, newest first. One query."""
    found = seen_lessons(frame.scope.viewer).filter(
        _within(frame, "team", "objective__team"),
        cycle=frame.cycle.id,
        created_at__lt=frame.scope.until,
    )
    return tuple(
        Lesson(
            plain_words(one.body),
            printable(one.objective.title if one.objective else one.team.name if one.team else ""),
            printable(one.cycle.name),
        )
        for one in found[:MOST]
    )
