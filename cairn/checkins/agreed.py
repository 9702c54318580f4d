"""What people agreed to do, as it is read: mine, a team's, a meeting's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import FETCH_RAISE, F, Q, QuerySet

from cairn.checkins.models import Action
from cairn.checkins.policy import rules
from cairn.goals.opening import open_objectives
from cairn.goals.queries import seen_through
from cairn.goals.rows import PersonRef, TeamRef
from cairn.organization.actor import Actor, Role
from cairn.storage.listing import listed_instant

MOST = 100
OPEN = Q(done_at__isnull=True, dropped_at__isnull=True)


@dataclass(frozen=True, slots=True)
class ActionRow:
    """Something agreed on, and whether the viewer may change it."""

    id: int
    body: str
    owner: PersonRef | None
    due_on: date | None
    team: TeamRef | None
    objective_id: int | None
    objective: str
    key_result_id: int | None
    origin: str
    origin_id: int
    created_by: PersonRef
    created_at: datetime
    done_at: datetime | None
    dropped_at: datetime | None
    may_change: bool

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.dropped_at is None

    @property
    def url(self) -> str:
        """Where it was agreed on."""
        place = "meetings" if self.origin == "meeting" else "retrospectives"
        end = "/minutes" if self.origin == "meeting" else ""
        return f"/{place}/{self.origin_id}{end}"

    def is_late(self, on: date) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < on


def seen_actions(viewer: Actor) -> QuerySet[Action]:
    """Those that are about nothing in particular, or about what the viewer may see."""
    return (
        Action.objects.filter(
            Q(objective__isnull=True) | Q(seen_through(viewer)),
            organization_id=viewer.organization_id,
        )
        .select_related("owner", "team", "objective", "created_by")
        .fetch_mode(FETCH_RAISE)
    )


def by_day(actions: QuerySet[Action]) -> QuerySet[Action]:
    """The soonest first, those without a day last."""
    return actions.order_by(F("due_on").asc(nulls_last=True), "id")


def open_actions(viewer: Actor) -> QuerySet[Action]:
    """What the viewer agreed to do and has not done; the soonest first."""
    if viewer.role is Role.VIEWER:
        return Action.objects.none()
    return by_day(seen_actions(viewer).filter(OPEN, owner=viewer.member_id))


@dataclass(frozen=True, slots=True)
class WaitingAction:
    """What the viewer agreed to do, as a list of what they owe says it."""

    id: int
    body: str
    due_on: date | None
    created_by: PersonRef
    team: TeamRef | None
    objective_id: int | None
    objective: str
    agreed_at: datetime


def waiting_action_values(viewer: Actor) -> QuerySet[Any, Any]:
    """`open_actions` for `list_together`; read with `waiting_actions_of`."""
    return open_actions(viewer).values_list(
        *("id", "body", "due_on", "created_by_id", "created_by__name"),
        *("team_id", "team__name", "objective_id", "objective__title", "created_at"),
    )


def waiting_actions_of(found: Sequence[Sequence[Any]]) -> list[WaitingAction]:
    return [
        WaitingAction(
            id,
            body,
            date.fromisoformat(due_on) if due_on else None,
            PersonRef(by, name),
            TeamRef(team, team_name) if team else None,
            objective,
            title or "",
            listed_instant(at),
        )
        for id, body, due_on, by, name, team, team_name, objective, title, at in found
    ]


def action_rows(viewer: Actor, actions: Iterable[Action]) -> list[ActionRow]:
    """With what the viewer may do to each. One query beside the actions' own."""
    found = list(actions)
    whole = open_objectives({one.objective_id for one in found if one.objective_id})
    rows = []
    for one in found:
        if one.objective_id is not None:
            one.objective = whole[one.objective_id]
        rows.append(action_row(viewer, one, may_change=rules.can(viewer, "action.change", one)))
    return rows


def action_row(viewer: Actor, action: Action, *, may_change: bool) -> ActionRow:
    owner, team = action.owner, action.team
    return ActionRow(
        id=action.id,
        body=action.body,
        owner=PersonRef(owner.id, owner.name) if owner else None,
        due_on=action.due_on,
        team=TeamRef(team.id, team.name) if team else None,
        objective_id=action.objective_id,
        objective=action.objective.title if action.objective else "",
        key_result_id=action.key_result_id,
        origin=action.origin,
        origin_id=action.origin_id,
        created_by=PersonRef(action.created_by_id, action.created_by.name),
        created_at=action.created_at,
        done_at=action.done_at,
        dropped_at=action.dropped_at,
        may_change=may_change,
    )
