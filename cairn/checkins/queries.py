"""Who owes a check-in, what was said lately, and what concerns a reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import FETCH_RAISE, QuerySet

from cairn.checkins.dues import WEEK, Due, deadline_after, due_after
from cairn.checkins.models import CheckIn, Comment, Mention, Picture
from cairn.checkins.sql import times_of
from cairn.errors import NotFound
from cairn.goals.queries import seen_through
from cairn.goals.rows import PersonRef
from cairn.goals.seeing import visible_at
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from cairn.storage.listing import listed_instant

DAYS = WEEK


@dataclass(frozen=True, slots=True)
class Round:
    """The stretch in which this week's check-ins are made: up to `deadline`, included."""

    opens_on: date
    deadline: date


def round_of(organization: Organization, on: date) -> Round:
    """The round that a day lies in: it ends on the organization's check-in day."""
    deadline = deadline_after(on, organization.checkin_weekday)
    return Round(deadline - timedelta(days=DAYS - 1), deadline)


def due_count(viewer: Actor, organization: Organization, on: date) -> int:
    """How many check-ins the viewer owes now, also for those for whom they stand in. One query."""
    return sum(due_of(organization, *times).is_owed(on) for times in times_of(viewer))


def due_of(
    organization: Organization, key_result: Mapping[str, Any], above: Mapping[str, Any]
) -> Due:
    """When the next check-in of a key result is due, from its columns and its objective's.

    The key result's own cadence counts, else its team's, else the organization's.
    """
    zone = ZoneInfo(organization.time_zone)
    began = max(key_result["created_at"], above["published_at"] or key_result["created_at"])
    return due_after(
        key_result["checked_in_on"],
        max(key_result["starts_on"], began.astimezone(zone).date()),
        key_result["cadence_days"] or above["cadence_days"] or organization.cadence_days,
        organization.checkin_weekday,
    )


def later_days(organization: Organization, on: date) -> tuple[date, ...]:
    """The days to which a reminder may be put off: up to the end of the round, and on its last day
    up to the end of the next one."""
    last = deadline_after(on + timedelta(days=1), organization.checkin_weekday)
    return tuple(on + timedelta(days=ahead) for ahead in range(1, (last - on).days + 1))


def checkins_of(objective_id: int) -> QuerySet[CheckIn]:
    """An objective's check-ins, newest effective day first; the caller has checked who may see."""
    return (
        CheckIn.objects.filter(key_result__objective_id=objective_id)
        .select_related("author", "stood_in_for", "key_result", "reading", "corrected_by")
        .order_by("-effective_on", "-recorded_at", "-id")
        .fetch_mode(FETCH_RAISE)
    )


def checkins_of_key_result(key_result_id: int) -> QuerySet[CheckIn]:
    """A key result's check-ins, newest effective day first."""
    return (
        CheckIn.objects.filter(key_result_id=key_result_id)
        .select_related("author", "stood_in_for", "key_result", "reading", "corrected_by")
        .order_by("-effective_on", "-recorded_at", "-id")
        .fetch_mode(FETCH_RAISE)
    )


def comments_of(objective_id: int) -> QuerySet[Comment]:
    """An objective's comments, oldest first; deleted ones keep their place in the thread."""
    return (
        Comment.objects.filter(objective_id=objective_id)
        .select_related("author", "key_result")
        .order_by("id")
        .fetch_mode(FETCH_RAISE)
    )


def find_picture(viewer: Actor, picture_id: int) -> Picture:
    """A picture of an objective that the viewer may see, or `NotFound`."""
    found = Picture.objects.filter(
        seen_through(viewer), id=picture_id, organization_id=viewer.organization_id
    ).first()
    if found is None:
        raise NotFound
    return found


def find_comment(viewer: Actor, comment_id: int) -> Comment:
    """A comment that is there, on an objective that the viewer may see, or `NotFound`."""
    found = (
        Comment.objects.filter(
            seen_through(viewer),
            id=comment_id,
            organization_id=viewer.organization_id,
            deleted_at__isnull=True,
        )
        .select_related("author", "objective", "key_result")
        .fetch_mode(FETCH_RAISE)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def open_mentions(viewer: Actor) -> QuerySet[Mention]:
    """Where somebody named the viewer and they have not looked yet, newest first."""
    seen = visible_at(viewer, "checkins_comment.objective_id")
    return (
        Mention.objects.filter(
            seen.as_filter(),
            member_id=viewer.member_id,
            seen_at__isnull=True,
            comment__deleted_at__isnull=True,
        )
        .select_related("comment__author", "comment__objective")
        .order_by("-id")
        .fetch_mode(FETCH_RAISE)
    )


@dataclass(frozen=True, slots=True)
class WaitingMention:
    """Where somebody named the viewer, and what they said."""

    id: int
    author: PersonRef
    body: str
    comment_id: int
    objective_id: int
    objective: str
    said_at: datetime

    @property
    def url(self) -> str:
        return f"/comments/{self.comment_id}"


def waiting_mention_values(viewer: Actor) -> QuerySet[Any, Any]:
    """`open_mentions` for `list_together`; read with `waiting_mentions_of`."""
    return open_mentions(viewer).values_list(
        *("id", "comment__author_id", "comment__author__name", "comment__body"),
        *("comment_id", "comment__objective_id", "comment__objective__title"),
        "comment__created_at",
    )


def waiting_mentions_of(found: Sequence[Sequence[Any]]) -> list[WaitingMention]:
    return [
        WaitingMention(id, PersonRef(by, name), body, comment, objective, title, listed_instant(at))
        for id, by, name, body, comment, objective, title, at in found
    ]
