"""What could go on in a later cycle, and what it would become: the preview of carrying over."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from cairn.cycles.models import Cycle
from cairn.goals.models import Ending, Objective
from cairn.goals.queries import visible_objectives
from cairn.organization.actor import Actor
from cairn.reviews.board import mine_or_my_teams
from cairn.reviews.commands.carrying import whole_to_carry
from cairn.reviews.plans import Plan, plan_of
from cairn.reviews.policy import rules

MOST = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose objectives: one, a team's, a person's, or without any the viewer's own and their
    teams'."""

    objective: int | None = None
    team: int | None = None
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """An objective that may go on. `is_chosen` is what the page proposes."""

    plan: Plan
    is_chosen: bool

    @property
    def objective(self) -> Objective:
        return self.plan.objective


@dataclass(frozen=True, slots=True)
class Preview:
    """`done` go on already, in a draft of this id if the viewer may see it."""

    offers: tuple[Offer, ...]
    done: tuple[tuple[Objective, int | None], ...]
    more: bool

    @property
    def initiatives(self) -> int:
        """How many are not finished, of all that may go on."""
        lines = (line for offer in self.offers for line in offer.plan.key_results)
        return sum(len(line.initiatives) for line in lines if not line.is_done)


def later_cycles(known: Iterable[Cycle], origin: Cycle) -> list[Cycle]:
    """Those that start later and are open, the likeliest first: of the same length, then by day."""
    found = [one for one in known if one.starts_on > origin.starts_on and not one.is_closed]
    return sorted(found, key=lambda one: (one.length != origin.length, one.starts_on))


def preview_of(viewer: Actor, origin: Cycle, target: Cycle | None, asked: Asked) -> Preview:
    """Of a cycle, as far as the viewer may carry over. Eight queries however many there are."""
    found = list(whole_to_carry(_candidates(viewer, origin, asked).order_by("id")[: MOST + 1]))
    carried: dict[int, int | None] = {}
    if target is not None:
        carried = _carried(viewer, [one.id for one in found], target)
    mine = [one for one in found[:MOST] if rules.can(viewer, "objective.carry_over", one)]
    return Preview(
        offers=tuple(_offer(viewer, one) for one in mine if one.id not in carried),
        done=tuple((one, carried[one.id]) for one in mine if one.id in carried),
        more=len(found) > MOST,
    )


def _carried(viewer: Actor, ids: list[int], target: Cycle) -> dict[int, int | None]:
    """Old → new in the later cycle; None where the viewer may not see that one."""
    there = Objective.objects.filter(carried_from__in=ids, cycle=target, deleted_at__isnull=True)
    seen = Exists(visible_objectives(viewer).filter(id=OuterRef("pk")))
    rows = there.annotate(is_seen=seen).values_list("carried_from", "id", "is_seen")
    return {old: new if is_seen else None for old, new, is_seen in rows if old}


def _candidates(viewer: Actor, origin: Cycle, asked: Asked) -> QuerySet[Objective]:
    found = visible_objectives(viewer).filter(cycle=origin, published_at__isnull=False)
    if asked.objective is not None:
        return found.filter(id=asked.objective)
    if asked.team is not None:
        return found.filter(team_id=asked.team)
    if asked.person is not None:
        return found.filter(owner_id=asked.person)
    return found.filter(mine_or_my_teams(viewer))


def _offer(viewer: Actor, objective: Objective) -> Offer:
    plan = plan_of(objective, viewer)
    given_up = objective.closed_as == Ending.ABANDONED
    return Offer(plan, is_chosen=bool(plan.chosen) and not given_up)
