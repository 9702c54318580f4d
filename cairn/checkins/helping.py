"""Requests for help as pages and endpoints read them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import FETCH_RAISE, Exists, OuterRef, Q, QuerySet

from cairn.checkins.models import HelpRequest
from cairn.checkins.policy import rules
from cairn.goals.queries import seen_through
from cairn.goals.rows import PersonRef
from cairn.organization.actor import Actor
from cairn.organization.models import TeamMember

MOST = 50


@dataclass(frozen=True, slots=True)
class HelpRow:
    """A request and what the viewer may do about it."""

    id: int
    asked_by: PersonRef
    asked: PersonRef
    objective_id: int | None
    objective_title: str
    key_result_id: int | None
    key_result_title: str
    body: str
    asked_at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None
    in_place: bool
    is_withdrawn: bool
    may_answer: bool
    may_withdraw: bool

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and not self.is_withdrawn

    @property
    def answered_for(self) -> str:
        """In whose place, where somebody stood in."""
        return self.asked.name if self.in_place else ""

    @property
    def url(self) -> str:
        """Where it is read whole; empty where it belongs to no objective."""
        return f"/objectives/{self.objective_id}#help-{self.id}" if self.objective_id else ""


OPEN = Q(answered_at__isnull=True, withdrawn_at__isnull=True)


def visible_help(viewer: Actor) -> Q:
    """About an objective for those who see that one; else for the two of them, whoever answered, the
    leads of the one who asks, and stewards; while it is open for who stands in for the one asked."""
    about = Q(objective__isnull=False) & Q(seen_through(viewer, "objective_id"))
    if viewer.is_steward:
        return Q(organization_id=viewer.organization_id) & (Q(objective__isnull=True) | about)
    me = viewer.member_id
    between = Q(asked=me) | Q(asked_by=me) | Q(answered_by=me)
    if viewer.stands_in_for:
        between |= OPEN & Q(asked__in=viewer.stands_in_for)
    for team_id in viewer.leads:
        theirs = TeamMember.objects.filter(
            member=OuterRef("asked_by"),
            team__valid_to__isnull=True,
            team__path__contains=f".{team_id}.",
        )
        between |= Q(Exists(theirs))
    return Q(organization_id=viewer.organization_id) & (
        about | (Q(objective__isnull=True) & between)
    )


def help_requests(viewer: Actor) -> QuerySet[HelpRequest]:
    """All that the viewer may read, newest first."""
    return (
        HelpRequest.objects.filter(visible_help(viewer))
        .select_related("asked", "asked_by", "answered_by", "objective", "key_result")
        .order_by("-id")
        .fetch_mode(FETCH_RAISE)
    )


def help_asked_of(viewer: Actor) -> QuerySet[HelpRequest]:
    """What waits for the viewer's answer, or for that of somebody for whom they stand in; oldest
    first."""
    found = help_requests(viewer).filter(OPEN, asked__in=_mine(viewer))
    return found.exclude(asked_by=viewer.member_id).order_by("id")


def _mine(viewer: Actor) -> set[int]:
    return {viewer.member_id, *viewer.stands_in_for}


def help_waiting(viewer: Actor, most: int = 6) -> list[HelpRow]:
    """The first of it. One query."""
    return [help_row(viewer, one) for one in help_asked_of(viewer)[:most]]


def help_of_objective(viewer: Actor, objective_id: int) -> list[HelpRow]:
    """Of an objective that the viewer sees: open ones first, newest first. One query."""
    found = help_requests(viewer).filter(objective=objective_id, withdrawn_at__isnull=True)
    rows = [help_row(viewer, one) for one in found[:MOST]]
    return sorted(rows, key=lambda row: not row.is_open)


def help_of_update(viewer: Actor, update_id: int) -> list[HelpRow]:
    """Asked in a weekly update. One query."""
    found = help_requests(viewer).filter(weekly_update=update_id, withdrawn_at__isnull=True)
    return [help_row(viewer, one) for one in found[:MOST]]


def help_row(viewer: Actor, found: HelpRequest) -> HelpRow:
    is_open = found.answered_at is None and found.withdrawn_at is None
    return HelpRow(
        id=found.id,
        asked_by=PersonRef(found.asked_by_id, found.asked_by.name),
        asked=PersonRef(found.asked_id, found.asked.name),
        objective_id=found.objective_id,
        objective_title=found.objective.title if found.objective else "",
        key_result_id=found.key_result_id,
        key_result_title=found.key_result.title if found.key_result else "",
        body=found.body,
        asked_at=found.asked_at,
        answer=found.answer,
        answered_by=found.answered_by.name if found.answered_by else "",
        answered_at=found.answered_at,
        in_place=found.in_place,
        is_withdrawn=found.withdrawn_at is not None,
        may_answer=is_open and rules.can(viewer, "help.answer", found),
        may_withdraw=is_open and rules.can(viewer, "help.withdraw", found),
    )
