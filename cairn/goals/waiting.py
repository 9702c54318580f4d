"""What somebody else asked and the viewer has not answered: alignments, and what teams need."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import FETCH_RAISE, Q, QuerySet

from cairn.cycles.models import Phase
from cairn.goals.aligning import KeyResultRef, seen_alignments
from cairn.goals.models import Alignment, Answer, Dependency, DependencyState
from cairn.goals.queries import seen_through
from cairn.goals.rows import PersonRef
from cairn.organization.actor import Actor, Role
from cairn.organization.models import Team

ALIGNMENT_COLUMNS = (
    *("objective__title", "target__title", "key_result__title", "requested_by__name"),
    *("is_for_blocked", "note", "requested_at"),
)
DEPENDENCY_COLUMNS = (
    *("objective__title", "team__name", "requested_by__name"),
    *("state", "need", "needed_on", "requested_at"),
)


@dataclass(frozen=True, slots=True)
class ObjectiveEnd:
    id: int
    title: str

    @property
    def url(self) -> str:
        return f"/objectives/{self.id}"


@dataclass(frozen=True, slots=True)
class WaitingAlignment:
    """Somebody asks whether their objective may support one of the viewer's."""

    id: int
    objective: ObjectiveEnd
    target: ObjectiveEnd
    key_result: KeyResultRef | None
    is_for_blocked: bool
    note: str
    requested_by: PersonRef
    requested_at: datetime


@dataclass(frozen=True, slots=True)
class WaitingDependency:
    """A team that the viewer leads is asked for something by a day, or has promised it and the
    day has come: then `is_late` from the day after."""

    id: int
    state: str
    objective: ObjectiveEnd
    team: str
    need: str
    needed_on: date
    is_late: bool
    requested_by: PersonRef
    requested_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """`more`: there are others than these."""

    alignments: tuple[WaitingAlignment, ...] = ()
    dependencies: tuple[WaitingDependency, ...] = ()
    more: bool = False

    def __len__(self) -> int:
        return len(self.alignments) + len(self.dependencies)


def waiting_for(viewer: Actor, on: date, most: int = 6) -> Waiting:
    """What waits for the viewer's own answer, oldest first, at most so many of each. Two queries.

    The owner of the target or of the key result is asked; where the target has none, those who
    answer for its team. Stewards are asked only where nobody else could answer.
    """
    if viewer.role is Role.VIEWER:
        return Waiting()
    alignments = list(asked_alignments(viewer).only(*ALIGNMENT_COLUMNS)[: most + 1])
    dependencies = list(asked_dependencies(viewer, on).only(*DEPENDENCY_COLUMNS)[: most + 1])
    return Waiting(
        alignments=tuple(_waiting_alignment(one) for one in alignments[:most]),
        dependencies=tuple(_waiting_dependency(one, on) for one in dependencies[:most]),
        more=max(len(alignments), len(dependencies)) > most,
    )


def asked_alignments(viewer: Actor) -> QuerySet[Alignment]:
    """Found from what the viewer owns or leads: the requests of the company are not read."""
    asked = Alignment.objects.filter(state=Answer.REQUESTED).order_by()
    unowned = asked.filter(target__owner__isnull=True)
    mine = [
        asked.filter(target__owner_id=viewer.member_id),
        asked.filter(key_result__owner_id=viewer.member_id),
        unowned.filter(target__team_id__in=viewer.leads),
    ]
    if viewer.is_steward:
        unled = Team.objects.filter(
            organization_id=viewer.organization_id, lead__isnull=True, valid_to__isnull=True
        )
        mine.append(unowned.filter(target__team__in=unled))
    first, *others = (found.values("id") for found in mine)
    return (
        seen_alignments(viewer)
        .filter(id__in=first.union(*others), target__closed_as="")
        .exclude(target__cycle__phase=Phase.CLOSED)
        .select_related("objective", "target", "key_result", "requested_by")
        .order_by("id")
        .fetch_mode(FETCH_RAISE)
    )


def asked_dependencies(viewer: Actor, on: date) -> QuerySet[Dependency]:
    """What teams that the viewer leads are asked for, and what they promised for today or before.

    Of a team that nobody leads, the lead of a team above it is asked, and stewards.
    """
    teams = Team.objects.filter(_answered_by(viewer), organization_id=viewer.organization_id)
    due = Q(state=DependencyState.ACCEPTED, needed_on__lte=on)
    return (
        Dependency.objects.filter(
            seen_through(viewer),
            Q(state=DependencyState.REQUESTED) | due,
            Q(key_result__isnull=True) | Q(key_result__deleted_at__isnull=True),
            team__in=teams,
            objective__closed_as="",
        )
        .select_related("objective", "team", "requested_by")
        .order_by("needed_on", "id")
        .fetch_mode(FETCH_RAISE)
    )


def _answered_by(viewer: Actor) -> Q:
    unled = Q(lead__isnull=True)
    mine = Q(id__in=viewer.leads)
    for team_id in viewer.leads:
        mine |= unled & Q(path__contains=f".{team_id}.")
    return mine | unled if viewer.is_steward else mine


def _waiting_alignment(alignment: Alignment) -> WaitingAlignment:
    key_result = alignment.key_result
    return WaitingAlignment(
        id=alignment.id,
        objective=ObjectiveEnd(alignment.objective_id, alignment.objective.title),
        target=ObjectiveEnd(alignment.target_id, alignment.target.title),
        key_result=KeyResultRef(key_result.id, key_result.title) if key_result else None,
        is_for_blocked=alignment.is_for_blocked,
        note=alignment.note,
        requested_by=PersonRef(alignment.requested_by_id, alignment.requested_by.name),
        requested_at=alignment.requested_at,
    )


def _waiting_dependency(dependency: Dependency, on: date) -> WaitingDependency:
    return WaitingDependency(
        id=dependency.id,
        state=dependency.state,
        objective=ObjectiveEnd(dependency.objective_id, dependency.objective.title),
        team=dependency.team.name,
        need=dependency.need,
        needed_on=dependency.needed_on,
        is_late=dependency.needed_on < on,
        requested_by=PersonRef(dependency.requested_by_id, dependency.requested_by.name),
        requested_at=dependency.requested_at,
    )
