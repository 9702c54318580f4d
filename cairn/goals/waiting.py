"""What somebody else asked and the viewer has not answered: alignments, and what teams need."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import FETCH_RAISE, Q, QuerySet

from cairn.cycles.models import Phase
from cairn.goals.aligning import KeyResultRef, seen_alignments
from cairn.goals.models import Alignment, Answer, Dependency, DependencyState
from cairn.goals.queries import seen_through
from cairn.goals.rows import PersonRef
from cairn.goals.seeing import visible
from cairn.organization.actor import Actor, Role
from cairn.organization.models import Team
from cairn.storage.pieces import Piece, any_of, joined, weave
from cairn.storage.rows import Columns

ALIGNMENT = Columns(Alignment, "a", "id", "is_for_blocked", "note", "requested_at")
DEPENDENCY = Columns(Dependency, "d", "id", "state", "need", "needed_on", "requested_at")
MINE = (
    "SELECT a.id FROM goals_objective t CROSS JOIN goals_alignment a "
    "WHERE t.owner_id = {me} AND a.target_id = t.id AND a.state = 'requested' "
    "UNION SELECT a.id FROM goals_keyresult k CROSS JOIN goals_alignment a "
    "WHERE k.owner_id = {me} AND a.key_result_id = k.id AND a.state = 'requested'"
)
OF_TEAMS = (
    " UNION SELECT a.id FROM organization_team n CROSS JOIN goals_objective t "
    "CROSS JOIN goals_alignment a WHERE {teams} AND t.team_id = n.id AND t.owner_id IS NULL "
    "AND a.target_id = t.id AND a.state = 'requested'"
)
NOBODYS = "(n.lead_id IS NULL OR n.valid_to IS NOT NULL)"
"""Of a team that was dissolved nobody answers as its lead."""
UNLED = f"n.organization_id = {{organization}} AND {NOBODYS}"
ALIGNMENTS = (
    "SELECT {columns}, o.id, o.title, t.id, t.title, k.id, k.title, m.id, m.name "
    "FROM ({asked}) e CROSS JOIN goals_alignment a "
    "JOIN goals_objective o ON o.id = a.objective_id JOIN goals_objective t ON t.id = a.target_id "
    "JOIN cycles_cycle c ON c.id = t.cycle_id "
    "JOIN organization_member m ON m.id = a.requested_by_id "
    "LEFT JOIN goals_keyresult k ON k.id = a.key_result_id "
    "WHERE a.id = e.id AND t.closed_as = '' AND c.phase <> 'closed' AND k.deleted_at IS NULL "
    "AND {visible} AND {visible_target} ORDER BY a.id LIMIT {most}"
)
DEPENDENCIES = (
    "SELECT {columns}, o.id, o.title, n.name, m.id, m.name "
    "FROM organization_team n CROSS JOIN goals_dependency d "
    "JOIN goals_objective o ON o.id = d.objective_id JOIN cycles_cycle c ON c.id = o.cycle_id "
    "JOIN organization_member m ON m.id = d.requested_by_id "
    "LEFT JOIN goals_keyresult k ON k.id = d.key_result_id "
    "WHERE n.organization_id = {organization} AND {asked} AND d.team_id = n.id "
    "AND (d.state = 'requested' OR d.state = 'accepted' AND d.needed_on <= {on}) "
    "AND o.closed_as = '' AND c.phase <> 'closed' AND k.deleted_at IS NULL AND {visible} "
    "ORDER BY d.needed_on, d.id LIMIT {most}"
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
    alignments = _alignments(viewer, most + 1)
    dependencies = _dependencies(viewer, on, most + 1)
    return Waiting(
        alignments=tuple(alignments[:most]),
        dependencies=tuple(dependencies[:most]),
        more=max(len(alignments), len(dependencies)) > most,
    )


def _alignments(viewer: Actor, most: int) -> list[WaitingAlignment]:
    """`asked_alignments` by hand; a test compares the two."""
    statement = weave(
        ALIGNMENTS,
        columns=Piece(ALIGNMENT.text),
        asked=_asked_of(viewer),
        visible=visible(viewer, "o"),
        visible_target=visible(viewer, "t"),
        most=most,
    )
    return [_waiting_alignment(row) for row in statement.rows()]


def _asked_of(viewer: Actor) -> Piece:
    """The ids of what is asked of the viewer, without the far ends."""
    parts = [weave(MINE, me=viewer.member_id)]
    if viewer.leads:
        led = weave("n.id IN {leads}", leads=sorted(viewer.leads))
        parts.append(weave(OF_TEAMS, teams=led))
    if viewer.is_steward:
        unled = weave(UNLED, organization=viewer.organization_id)
        parts.append(weave(OF_TEAMS, teams=unled))
    return joined(*parts)


def _dependencies(viewer: Actor, on: date, most: int) -> list[WaitingDependency]:
    """`asked_dependencies` by hand; a test compares the two."""
    if not viewer.leads and not viewer.is_steward:
        return []
    statement = weave(
        DEPENDENCIES,
        columns=Piece(DEPENDENCY.text),
        organization=viewer.organization_id,
        asked=_asked_teams(viewer),
        on=on,
        visible=visible(viewer, "o"),
        most=most,
    )
    return [_waiting_dependency(row, on) for row in statement.rows()]


def _asked_teams(viewer: Actor) -> Piece:
    """`_answered_by`, of the teams `n`."""
    led = weave("n.id IN {leads}", leads=sorted(viewer.leads))
    if viewer.is_steward:
        return any_of(led, Piece(NOBODYS))
    below = [weave("n.path LIKE {path}", path=f"%.{id}.%") for id in sorted(viewer.leads)]
    return any_of(led, weave("{nobodys} AND {below}", nobodys=Piece(NOBODYS), below=any_of(*below)))


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
        unled = Team.objects.filter(_nobodys(), organization_id=viewer.organization_id)
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

    Of a team that nobody leads or that was dissolved, the lead of a team above it is asked, and
    stewards.
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
        .exclude(objective__cycle__phase=Phase.CLOSED)
        .select_related("objective", "team", "requested_by")
        .order_by("needed_on", "id")
        .fetch_mode(FETCH_RAISE)
    )


def _nobodys() -> Q:
    return Q(lead__isnull=True) | Q(valid_to__isnull=False)


def _answered_by(viewer: Actor) -> Q:
    unled = _nobodys()
    mine = Q(id__in=viewer.leads)
    for team_id in viewer.leads:
        mine |= unled & Q(path__contains=f".{team_id}.")
    return mine | unled if viewer.is_steward else mine


def _waiting_alignment(row: Sequence[Any]) -> WaitingAlignment:
    objective, title, target, target_title, key_result, aim, member, name = row[ALIGNMENT.width :]
    return WaitingAlignment(
        **ALIGNMENT.as_values(row[: ALIGNMENT.width]),
        objective=ObjectiveEnd(objective, title),
        target=ObjectiveEnd(target, target_title),
        key_result=KeyResultRef(key_result, aim) if key_result else None,
        requested_by=PersonRef(member, name),
    )


def _waiting_dependency(row: Sequence[Any], on: date) -> WaitingDependency:
    values = DEPENDENCY.as_values(row[: DEPENDENCY.width])
    objective, title, team, member, name = row[DEPENDENCY.width :]
    return WaitingDependency(
        **values,
        objective=ObjectiveEnd(objective, title),
        team=team,
        is_late=values["needed_on"] < on,
        requested_by=PersonRef(member, name),
    )
