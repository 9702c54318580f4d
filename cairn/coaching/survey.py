"""Which remarks are common, in the organization and by team; never by person.

Counted are published objectives that the whole organization may see. A group in which fewer than
`FEWEST` people own them is not told apart: such teams stand together, and where even together they
are too few they are left out of every count, so that no difference tells of one person either.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Max

from cairn.coach.rules import RULES
from cairn.coaching.examining import open_to_all
from cairn.coaching.hearing import silenced_in
from cairn.coaching.models import Examined, Remark
from cairn.coaching.policy import rules as rights
from cairn.organization.actor import Actor
from cairn.organization.models import Team

FEWEST: Final = 3


@dataclass(frozen=True, slots=True)
class Group:
    """A team, personal objectives (`team_id` 0, no name) or small teams together (`team_id` None).

    `objectives` were examined; `rules`: how many of them each rule had something to say of.
    """

    team_id: int | None
    name: str
    objectives: int
    rules: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Survey:
    """`rules`: of the whole, the most common first. `left_out`: objectives of too few people.
    `silenced`: rules that the organization switched off; they count nowhere."""

    objectives: int
    rules: Sequence[tuple[str, int]]
    groups: Sequence[Group]
    left_out: int
    silenced: frozenset[str]
    examined_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Owned:
    """Who owns the examined objectives of a team, and what was said of them."""

    owners: frozenset[int]
    objectives: int
    rules: Counter[str]


def survey(viewer: Actor, cycle_id: int) -> Survey:
    """For champions and administrators. Five statements, whatever the size."""
    rights.require(viewer, "coach.survey", None)
    silenced = silenced_in(viewer.organization_id)
    owned = _by_team(viewer, cycle_id, silenced)
    names = dict(Team.objects.filter(id__in=owned).values_list("id", "name"))
    groups, left_out = _grouped(owned, names)
    whole: Counter[str] = Counter()
    for group in groups:
        whole.update(group.rules)
    last = Examined.objects.filter(objective__organization=viewer.organization_id)
    return Survey(
        sum(group.objectives for group in groups),
        whole.most_common(),
        groups,
        left_out,
        silenced,
        last.aggregate(last=Max("examined_at"))["last"],
    )


def _by_team(viewer: Actor, cycle_id: int, silenced: frozenset[str]) -> dict[int, _Owned]:
    """By team id; 0 are objectives without a team."""
    theirs = open_to_all(cycle_id).filter(organization=viewer.organization_id).order_by()
    examined = Examined.objects.filter(objective__in=theirs)
    owners: dict[int, set[int]] = defaultdict(set)
    objectives: Counter[int] = Counter()
    rows = examined.values_list("objective__team", "objective__owner").annotate(n=Count("id"))
    for team, owner, count in rows:
        owners[team or 0].update([owner] if owner else [])
        objectives[team or 0] += count
    rules: dict[int, Counter[str]] = defaultdict(Counter)
    said = Remark.objects.filter(examined__in=examined, rule__in=set(RULES) - silenced)
    for team, rule, count in said.values_list("examined__objective__team", "rule").annotate(
        n=Count("id")
    ):
        rules[team or 0][rule] += count
    return {
        team: _Owned(frozenset(owners[team]), count, rules[team])
        for team, count in objectives.items()
    }


def _grouped(owned: Mapping[int, _Owned], names: Mapping[int, str]) -> tuple[list[Group], int]:
    """The groups that may be shown, by name, personal objectives and small teams last; and how
    many objectives are left out."""
    shown = {team: one for team, one in owned.items() if _are_many(one.owners)}
    few = _together(one for team, one in owned.items() if team not in shown)
    groups = [_group(team, names.get(team, ""), one) for team, one in shown.items()]
    groups.sort(key=lambda group: (group.team_id == 0, group.name, group.team_id))
    if few.objectives and _are_many(few.owners):
        return [*groups, _group(None, "", few)], 0
    return groups, few.objectives


def _are_many(owners: frozenset[int]) -> bool:
    """Objectives that only their team answers for are nobody's."""
    return not owners or len(owners) >= FEWEST


def _together(some: Iterable[_Owned]) -> _Owned:
    every = list(some)
    rules: Counter[str] = Counter()
    for one in every:
        rules.update(one.rules)
    owners = frozenset(owner for one in every for owner in one.owners)
    return _Owned(owners, sum(one.objectives for one in every), rules)


def _group(team_id: int | None, name: str, owned: _Owned) -> Group:
    return Group(team_id, name, owned.objectives, dict(owned.rules))
