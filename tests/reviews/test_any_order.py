"""Random people score, doubt, close, reopen and carry over in any order: what must hold, holds."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.doctor import examine
from cairn.cycles.commands import create_cycle, move_cycle
from cairn.cycles.models import Cycle
from cairn.errors import Refusal
from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.goals.commands.closures import close_objective, reopen_objective
from cairn.goals.commands.key_results import delete_key_result, restore_key_result
from cairn.goals.commands.objectives import delete_objective
from cairn.goals.commands.weights import set_weight
from cairn.goals.models import Closure, KeyResult, Objective, Outcome
from cairn.goals.progress import objective_score
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from cairn.reviews.commands.carrying import carry_over
from cairn.reviews.commands.cycles import close_cycle
from cairn.reviews.commands.scoring import (
    give_opinion,
    latest_score,
    score_key_result,
    score_objective,
)
from cairn.reviews.doctor import examine_reviews
from cairn.reviews.models import Score
from tests.cast import WriteKeyResult, WriteObjective, again

STEPS = 90
ENDINGS = ["achieved", "missed", "postponed", "abandoned"]


class Company:
    """What can happen, to which things, by whom."""

    def __init__(self, dice: Random, people: list[Actor], cycles: list[Cycle]) -> None:
        self.dice, self.people, self.cycles = dice, people, cycles
        self.acts: list[Callable[[Actor], object]] = [
            self.score,
            self.score,
            self.override,
            self.doubt,
            self.close,
            self.reopen,
            self.carry,
            self.weigh,
            self.drop,
            self.check,
            self.move,
            self.end,
        ]

    def step(self) -> None:
        with suppress(Refusal):
            self.dice.choice(self.acts)(self.dice.choice(self.people))

    def objective(self) -> int:
        return self.dice.choice(list(Objective.objects.order_by("id").values_list("id", flat=True)))

    def key_result(self) -> int:
        return self.dice.choice(list(KeyResult.objects.order_by("id").values_list("id", flat=True)))

    def value(self) -> Decimal:
        return Decimal(self.dice.randrange(11)) / 10

    def score(self, actor: Actor) -> object:
        value = self.dice.choice([self.value(), self.value(), None])
        seen = self.dice.choice([None, 0])
        return score_key_result(actor, self.key_result(), value=value, seen=seen)

    def override(self, actor: Actor) -> object:
        value = self.dice.choice([self.value(), None])
        reason = self.dice.choice(["", "不同看法"])
        return score_objective(actor, self.objective(), value=value, reason=reason)

    def doubt(self, actor: Actor) -> object:
        return give_opinion(actor, self.objective(), value=self.value())

    def close(self, actor: Actor) -> object:
        return close_objective(actor, self.objective(), outcome=self.dice.choice(ENDINGS))

    def reopen(self, actor: Actor) -> object:
        return reopen_objective(actor, self.objective(), reason="再来")

    def carry(self, actor: Actor) -> object:
        chosen = [self.objective() for _ in range(self.dice.randrange(1, 3))]
        cycle = self.dice.choice(self.cycles)
        again_too = self.dice.random() < 0.5
        return carry_over(actor, objectives=chosen, cycle=cycle.id, ask_again=again_too)

    def weigh(self, actor: Actor) -> object:
        weight = Decimal(self.dice.randrange(0, 101, 10))
        return set_weight(actor, self.key_result(), weight=weight, reason="?")

    def drop(self, actor: Actor) -> object:
        act = self.dice.choice([delete_key_result, restore_key_result])
        if self.dice.random() < 0.2:
            return delete_objective(actor, self.objective())
        return act(actor, self.key_result(), reason="?")

    def check(self, actor: Actor) -> object:
        return check_in(actor, self.key_result(), value=Decimal(self.dice.randrange(120)))

    def move(self, actor: Actor) -> object:
        phase = self.dice.choice(["running", "scoring", "drafting"])
        return move_cycle(actor, self.dice.choice(self.cycles).id, phase=phase)

    def end(self, actor: Actor) -> object:
        if self.dice.random() < 0.7:
            return None
        return close_cycle(actor, self.cycles[0].id, anyway=True, reason="到时候了")


def told(*kinds: Kind) -> int:
    return Event.objects.filter(kind__in=kinds).count()


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_the_scores_are_true_and_nothing_is_untold(
    seed: int,
    organization: Organization,
    admin: Actor,
    champion: Actor,
    lead: Actor,
    employee: Actor,
    colleague: Actor,
    objective: Objective,
    checked_in: KeyResult,
    cycle: Cycle,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    later = create_cycle(
        champion,
        name="2027 Q1",
        length="quarter",
        starts_on=date(2027, 1, 1),
        ends_on=date(2027, 3, 31),
    )
    second = write_objective(employee, type="aspirational", visibility="people")
    for target in (objective, second, second):
        write_key_result(employee, target)
    people = [admin, champion, again(lead), employee, colleague]
    company = Company(Random(seed), people, [cycle, later])
    for _ in range(STEPS):
        company.step()
    assert [*examine(organization), *examine_reviews(organization)] == []
    _scores_are_true()
    _endings_are_true()
    _nothing_is_untold()


def _scores_are_true() -> None:
    for row in KeyResult.objects.all():
        last = latest_score(row.objective_id, row.id)
        assert row.score == (last.value if last else None)
    for one in Objective.objects.all():
        rows = KeyResult.objects.filter(objective=one, deleted_at__isnull=True)
        made = objective_score(list(rows.values_list("weight", "score")))
        assert one.computed_score == made
        if not one.score_reason:
            assert one.score == made


def _endings_are_true() -> None:
    for one in Objective.objects.all():
        there = Closure.objects.filter(objective=one, reopened_at__isnull=True).first()
        assert one.closed_as == (Outcome(there.outcome).ending if there else "")
    pairs = list(
        Objective.objects.filter(carried_from__isnull=False, deleted_at__isnull=True).values_list(
            "carried_from", "cycle"
        )
    )
    assert len(pairs) == len(set(pairs))


def _nothing_is_untold() -> None:
    scores, opinions = Score.objects.filter(is_opinion=False), Score.objects.filter(is_opinion=True)
    assert told(Kind.KEY_RESULT_SCORED) == scores.filter(key_result__isnull=False).count()
    assert told(Kind.OBJECTIVE_SCORED) == scores.filter(key_result__isnull=True).count()
    assert told(Kind.OPINION_GIVEN) == opinions.count()
    assert told(Kind.OBJECTIVE_CLOSED) == Closure.objects.count()
    reopened = Closure.objects.filter(reopened_at__isnull=False)
    assert told(Kind.OBJECTIVE_REOPENED) == reopened.count()
    carried = Objective.objects.filter(carried_from__isnull=False)
    assert told(Kind.OBJECTIVE_CARRIED_OVER) == carried.count()
