"""What a person or team wants in a cycle, beside what it serves: to agree on it in one sitting."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Q, Value, When

from cairn.goals.agreed import Text
from cairn.goals.confirming import Standing, standings_of
from cairn.goals.models import LIVE, Agreement, Alignment, Ending, Objective
from cairn.goals.policy import rules
from cairn.goals.queries import objective_rows, visible_objectives
from cairn.goals.rows import ObjectiveRow
from cairn.organization.actor import Actor, Role
from cairn.organization.models import Member, Team, TeamMember
from cairn.storage import clock

MOST = 80


@dataclass(frozen=True, slots=True)
class SetItem:
    """An objective of the set, and what the viewer may do about its agreement."""

    row: ObjectiveRow
    standing: Standing
    supports: tuple[ObjectiveRow, ...]
    may_submit: bool
    may_confirm: bool

    @property
    def waits_for_viewer(self) -> bool:
        return self.may_confirm and self.standing.waits

    @property
    def can_be_submitted(self) -> bool:
        """Nobody was asked yet, it came back, or it changed since it was confirmed."""
        state = self.standing.state
        is_new = state in ("", Agreement.RETURNED)
        return self.may_submit and (
            is_new or (state == Agreement.CONFIRMED and bool(self.standing.changed))
        )


@dataclass(frozen=True, slots=True)
class WholeSet:
    """`serves`: objectives of the manager, of the teams above, and whatever the set is aligned to;
    `served` are the ids of those that something of the set supports."""

    items: tuple[SetItem, ...]
    serves: tuple[ObjectiveRow, ...]
    served: frozenset[int]

    @property
    def waiting(self) -> list[SetItem]:
        return [one for one in self.items if one.waits_for_viewer]

    @property
    def submittable(self) -> list[SetItem]:
        return [one for one in self.items if one.can_be_submitted]

    def text_of(self, objective_id: int) -> Text:
        return next(
            (dict(one.standing.text) for one in self.items if one.row.id == objective_id), {}
        )


def confirmer_of_person(person: Member) -> Member | None:
    """Who is asked about what is theirs alone; None where champions are. With `manager` loaded."""
    return _if_confirming(person.manager)


def confirmer_of_team(team: Team) -> Member | None:
    """Who is asked about what the team owns; None where champions are. One query."""
    *above, own = team.line
    led = Team.objects.open().filter(id__in=above or [own], lead__isnull=False)
    nearest = max(led.select_related("lead"), key=lambda one: len(one.line), default=None)
    return _if_confirming(nearest.lead if nearest else None)


def _if_confirming(member: Member | None) -> Member | None:
    is_there = member is not None and member.left_at is None and member.role != Role.VIEWER
    return member if is_there else None


def set_of_person(viewer: Actor, person: Member, cycle_id: int | None, on: date) -> WholeSet:
    """What somebody answers for in a cycle, their teams' objectives among it. Five queries."""
    teams = TeamMember.objects.filter(member=person, team__valid_to__isnull=True).values("team")
    serves = Q(team__in=teams)
    if person.manager_id:
        serves |= Q(owner=person.manager_id)
    rows = _rows(viewer, Q(owner=person), serves, cycle_id, on)
    mine = [
        row for row in rows if row.cycle_id == cycle_id and row.owner and row.owner.id == person.id
    ]
    return _whole(viewer, mine, rows, person)


def set_of_team(viewer: Actor, team: Team, cycle_id: int | None, on: date) -> WholeSet:
    """What a team owns in a cycle, beside what the teams above it own. Five queries."""
    *above, _own = team.line
    rows = _rows(viewer, Q(team=team), Q(team__in=above), cycle_id, on)
    mine = [row for row in rows if row.cycle_id == cycle_id and row.team and row.team.id == team.id]
    return _whole(viewer, mine, rows)


def _rows(viewer: Actor, own: Q, serves: Q, cycle_id: int | None, on: date) -> list[ObjectiveRow]:
    """Both sides: the set, what stands above it in the cycle, and what it is aligned to. Of very
    many none of the set is left out."""
    inside = Objective.objects.filter(own, cycle=cycle_id).values("id")
    tied = Alignment.objects.filter(objective__in=inside, state__in=LIVE).values("target")
    here = (own | serves) & Q(cycle=cycle_id)
    found = visible_objectives(viewer).filter(here | Q(id__in=tied))
    first = Case(When(own & Q(cycle=cycle_id), then=Value(0)), default=Value(1))
    return objective_rows(viewer, found.order_by(first, "position", "id")[:MOST], on)


def _whole(
    viewer: Actor,
    mine: Sequence[ObjectiveRow],
    rows: Sequence[ObjectiveRow],
    owner: Member | None = None,
) -> WholeSet:
    targets = _targets(row.id for row in mine)
    known = {row.id: row for row in rows}
    standings = standings_of((row, row.key_results) for row in mine)
    items = []
    for row in mine:
        supports = [known[id] for id in targets[row.id] if id in known]
        items.append(_item(viewer, row, standings[row.id], supports, owner))
    served = frozenset(id for ids in targets.values() for id in ids)
    inside = {row.id for row in mine}
    beside = [row for row in rows if row.id not in inside]
    return WholeSet(
        tuple(items), tuple(sorted(beside, key=lambda row: row.id not in served)), served
    )


def _targets(objective_ids: Iterable[int]) -> dict[int, list[int]]:
    """What objectives support or ask to support, by objective. One query."""
    found: dict[int, list[int]] = defaultdict(list)
    ties = Alignment.objects.filter(objective__in=list(objective_ids), state__in=LIVE)
    for objective_id, target_id in ties.order_by("id").values_list("objective_id", "target_id"):
        found[objective_id].append(target_id)
    return found


def _item(
    viewer: Actor,
    row: ObjectiveRow,
    standing: Standing,
    supports: Sequence[ObjectiveRow],
    owner: Member | None,
) -> SetItem:
    """The rights are compared with what the row holds; collaborators find theirs on its own page."""
    target = Objective(
        id=row.id,
        organization_id=viewer.organization_id,
        team_id=row.team.id if row.team else None,
        owner_id=row.owner.id if row.owner else None,
        published_at=None if row.is_draft else clock.now(),
    )
    if owner is not None:
        target.owner = owner
    target._prefetched_objects_cache = {"participants": []}  # type: ignore[attr-defined]
    is_open = row.status not in Ending
    return SetItem(
        row,
        standing,
        tuple(supports),
        may_submit=is_open and rules.can(viewer, "objective.submit", target),
        may_confirm=is_open and rules.can(viewer, "objective.confirm", target),
    )
