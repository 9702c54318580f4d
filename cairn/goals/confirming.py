"""How far those who agree on objectives have come, and what waits for somebody's confirmation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import FETCH_RAISE, Q, QuerySet

from cairn.cycles.models import Phase
from cairn.goals.agreed import Difference, differences, stamp_of, text_of
from cairn.goals.models import Agreement, Confirmation, Objective, Verdict
from cairn.goals.opening import open_objectives
from cairn.goals.queries import key_result_rows
from cairn.goals.rows import KeyResultRow, ObjectiveRow, PersonRef
from cairn.goals.seeing import visible_at
from cairn.organization.actor import Actor, Role
from cairn.organization.models import Member

OBJECTIVE = "goals_confirmation.objective_id"


@dataclass(frozen=True, slots=True)
class Asking:
    """One submission: who asked whom, and what the answer was. Without a verdict it waits; without
    `asked` champions and administrators are asked."""

    id: int
    verdict: str
    is_change: bool
    note: str
    submitted_by: PersonRef
    submitted_at: datetime
    asked: PersonRef | None
    answered_by: PersonRef | None
    answered_at: datetime | None
    comment: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What was submitted last, and what differs from what was confirmed last. `stamp` is the print
    of the present `text`, which a confirmation sends back."""

    state: str = ""
    latest: Asking | None = None
    changed: tuple[Difference, ...] = ()
    text: Mapping[str, Any] = field(default_factory=dict)
    stamp: str = ""

    @property
    def waits(self) -> bool:
        return self.state == Agreement.SUBMITTED


type Shown = Objective | ObjectiveRow


def standings_of(
    objectives: Iterable[tuple[Shown, Sequence[Any]]],
) -> dict[int, Standing]:
    """By objective, each given with its key results. One query."""
    texts = {one.id: (one, text_of(one, below)) for one, below in objectives}
    latest: dict[int, Confirmation] = {}
    agreed: dict[int, Any] = {}
    for one in _said(texts):
        latest[one.objective_id] = one
        if one.verdict == Verdict.CONFIRMED:
            agreed[one.objective_id] = one.agreed
    return {
        id: Standing(
            state=objective.agreement,
            latest=asking_of(latest[id]) if id in latest else None,
            changed=tuple(differences(agreed.get(id, {}), text)),
            text=text,
            stamp=stamp_of(text),
        )
        for id, (objective, text) in texts.items()
    }


def _said(objective_ids: Iterable[int]) -> QuerySet[Confirmation]:
    """Submissions that were not taken back, oldest first."""
    return (
        Confirmation.objects.filter(objective__in=list(objective_ids))
        .exclude(verdict=Verdict.WITHDRAWN)
        .select_related("asked", "submitted_by", "answered_by")
        .order_by("id")
        .fetch_mode(FETCH_RAISE)
    )


def asking_of(one: Confirmation) -> Asking:
    by = _person(one.submitted_by)
    assert by is not None
    return Asking(
        id=one.id,
        verdict=one.verdict,
        is_change=one.is_change,
        note=one.note,
        submitted_by=by,
        submitted_at=one.submitted_at,
        asked=_person(one.asked),
        answered_by=_person(one.answered_by),
        answered_at=one.answered_at,
        comment=one.comment,
    )


def _person(member: Member | None) -> PersonRef | None:
    return PersonRef(member.id, member.name) if member else None


@dataclass(frozen=True, slots=True)
class WaitingConfirmation:
    """An objective that somebody submitted to the viewer, with all that is to be read of it."""

    asking: Asking
    objective: Objective
    key_results: tuple[KeyResultRow, ...]
    standing: Standing

    @property
    def whose(self) -> str:
        team, owner = self.objective.team, self.objective.owner
        return team.name if team else owner.name if owner else ""

    @property
    def set_url(self) -> str:
        """The page of the whole set that it belongs to."""
        one = self.objective
        whose = f"teams/{one.team_id}" if one.team_id else f"people/{one.owner_id}"
        return f"/{whose}/agree?cycle={one.cycle_id}"


@dataclass(frozen=True, slots=True)
class WaitingConfirmations:
    """`more`: there are others than these."""

    rows: tuple[WaitingConfirmation, ...] = ()
    more: bool = False

    def __len__(self) -> int:
        return len(self.rows)


def waiting_confirmations(viewer: Actor, on: date, most: int = 6) -> WaitingConfirmations:
    """What waits for the viewer's confirmation, oldest first. Five queries; one where nothing does."""
    found = list(asked_confirmations(viewer)[: most + 1])
    shown = found[:most]
    if not shown:
        return WaitingConfirmations()
    ids = [one.objective_id for one in shown]
    opened = open_objectives(ids)
    below: dict[int, list[KeyResultRow]] = {id: [] for id in ids}
    for row in key_result_rows(viewer, ids, on, {}):
        below[row.objective_id].append(row)
    standings = standings_of((opened[id], below[id]) for id in ids)
    rows = [
        WaitingConfirmation(
            asking_of(one),
            opened[one.objective_id],
            tuple(below[one.objective_id]),
            standings[one.objective_id],
        )
        for one in shown
    ]
    return WaitingConfirmations(tuple(rows), len(found) > most)


def asked_confirmations(viewer: Actor) -> QuerySet[Confirmation]:
    """Open submissions that the viewer is asked about; stewards also where nobody else is."""
    if viewer.role is Role.VIEWER:
        return Confirmation.objects.none()
    mine = Q(asked=viewer.member_id)
    if viewer.is_steward:
        mine |= Q(asked__isnull=True, organization_id=viewer.organization_id)
    return (
        Confirmation.objects.filter(
            mine,
            visible_at(viewer, OBJECTIVE).as_filter(),
            verdict="",
            objective__closed_as="",
        )
        .exclude(objective__cycle__phase=Phase.CLOSED)
        .select_related("asked", "submitted_by", "answered_by")
        .order_by("id")
        .fetch_mode(FETCH_RAISE)
    )


def waiting_count(viewer: Actor) -> int:
    """How many wait for the viewer."""
    return asked_confirmations(viewer).count()
