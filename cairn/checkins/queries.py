"""Who owes a check-in, what was said lately, and what concerns a reader."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import FETCH_RAISE, QuerySet

from cairn.checkins.models import CheckIn, Comment, Mention
from cairn.goals.seeing import visible_at
from cairn.goals.sql import cadences_owed
from cairn.organization.actor import Actor
from cairn.organization.models import Organization

DAYS = 7


@dataclass(frozen=True, slots=True)
class Round:
    """The stretch in which this week's check-ins are made: up to `deadline`, included."""

    opens_on: date
    deadline: date


def round_of(organization: Organization, on: date) -> Round:
    """The round that a day lies in: it ends on the organization's check-in day."""
    ahead = (organization.checkin_weekday - on.weekday()) % DAYS
    deadline = on + timedelta(days=ahead)
    return Round(deadline - timedelta(days=DAYS - 1), deadline)


def due_count(viewer: Actor, organization: Organization, on: date) -> int:
    """How many check-ins the viewer owes this round."""
    return sum(
        owes(organization, on, checked_in_on, cadence_days)
        for checked_in_on, cadence_days in cadences_owed(viewer.member_id, viewer.organization_id)
    )


def owes(
    organization: Organization, on: date, checked_in_on: date | None, cadence_days: int | None
) -> bool:
    """Whether a key result last checked in on a day needs a check-in in this round."""
    if checked_in_on is None:
        return True
    deadline = round_of(organization, on).deadline
    return checked_in_on <= deadline - timedelta(days=cadence_days or organization.cadence_days)


def checkins_of(objective_id: int) -> QuerySet[CheckIn]:
    """An objective's check-ins, newest effective day first; the caller has checked who may see."""
    return (
        CheckIn.objects.filter(key_result__objective_id=objective_id)
        .select_related("author", "key_result", "reading", "corrected_by")
        .order_by("-effective_on", "-recorded_at", "-id")
        .fetch_mode(FETCH_RAISE)
    )


def checkins_of_key_result(key_result_id: int) -> QuerySet[CheckIn]:
    """A key result's check-ins, newest effective day first."""
    return (
        CheckIn.objects.filter(key_result_id=key_result_id)
        .select_related("author", "key_result", "reading", "corrected_by")
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
