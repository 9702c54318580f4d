"""Many people at once: nothing fails, nothing is lost, and the numbers stay true."""

from decimal import Decimal
from functools import partial

import pytest
from django.db import transaction

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.models import CheckIn
from cairn.errors import Conflict, Stale
from cairn.goals.commands.closures import close_objective
from cairn.goals.commands.drafts import draft_objective
from cairn.goals.commands.key_results import claim_key_result
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.commands.weights import set_weight
from cairn.goals.models import Closure, KeyResult, Objective
from cairn.goals.progress import Part, roll_up
from cairn.organization.actor import Actor
from tests.cast import WriteKeyResult
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
D = Decimal
THREADS = 8


def recomputed(objective: Objective) -> Decimal | None:
    rows = KeyResult.objects.filter(objective=objective, deleted_at__isnull=True)
    return roll_up([Part(row.weight, row.progress) for row in rows]).progress


@pytest.fixture
def eight(
    employee: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> list[KeyResult]:
    return [write_key_result(employee, objective, title=f"{n}") for n in range(THREADS)]


def test_eight_check_in_on_one_objective(
    employee: Actor, objective: Objective, eight: list[KeyResult]
) -> None:
    def week(key_result: KeyResult, place: int) -> None:
        for step in range(1, 4):
            check_in(employee, key_result.id, value=D(place * 10 + step))

    raised = at_once(partial(week, one, place) for place, one in enumerate(eight))
    assert raised == [None] * THREADS
    objective.refresh_from_db()
    assert CheckIn.objects.count() == THREADS * 3
    assert objective.progress == recomputed(objective)
    assert objective.measured == THREADS


def test_eight_check_in_on_one_key_result(
    employee: Actor, objective: Objective, key_result: KeyResult
) -> None:
    acts = (partial(check_in, employee, key_result.id, value=D(61 + n)) for n in range(THREADS))
    assert at_once(acts) == [None] * THREADS
    key_result.refresh_from_db()
    objective.refresh_from_db()
    assert len(key_result.confidences) == THREADS
    assert objective.progress == key_result.progress


def test_weights_and_check_ins_at_once_keep_the_sum(
    employee: Actor, objective: Objective, eight: list[KeyResult]
) -> None:
    acts = [partial(set_weight, employee, one.id, weight=D(5), reason="?") for one in eight[:4]] + [
        partial(check_in, employee, one.id, value=D(40)) for one in eight[4:]
    ]
    assert at_once(acts) == [None] * THREADS
    objective.refresh_from_db()
    weights = KeyResult.objects.filter(objective=objective).values_list("weight", flat=True)
    assert sum(weights) == 100
    assert objective.progress == recomputed(objective)


def test_of_two_editors_the_second_is_told(
    employee: Actor, lead: Actor, objective: Objective
) -> None:
    raised = at_once(
        partial(edit_objective, actor, objective.id, title=title, version=1, reason="?")
        for actor, title in ((employee, "甲"), (lead, "乙"))
    )
    assert [type(one) for one in raised if one] == [Stale]
    objective.refresh_from_db()
    assert objective.version == 2


def test_a_double_click_drafts_once(employee: Actor, objective: Objective) -> None:
    acts = [
        partial(draft_objective, employee, title="甲", cycle=objective.cycle_id, submission="f00")
    ] * 4
    assert at_once(acts) == [None] * 4
    assert Objective.objects.filter(submission="f00").count() == 1


def test_a_double_click_checks_in_once(employee: Actor, key_result: KeyResult) -> None:
    acts = [partial(check_in, employee, key_result.id, value=D(61), submission="f00")] * 4
    assert at_once(acts) == [None] * 4
    assert key_result.checkins.count() == 1


def test_only_one_of_two_claims(
    employee: Actor, colleague: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> None:
    free = write_key_result(employee, objective, owner=None)
    raised = at_once(partial(claim_key_result, one, free.id) for one in (employee, colleague))
    assert len([one for one in raised if one]) == 1


def test_only_one_of_two_closes(employee: Actor, lead: Actor, objective: Objective) -> None:
    raised = at_once(
        partial(close_objective, one, objective.id, outcome="closed") for one in (employee, lead)
    )
    assert [type(one) for one in raised if one] == [Conflict]
    assert Closure.objects.filter(objective=objective).count() == 1


def test_a_write_that_fails_lets_the_next_one_in(employee: Actor, key_result: KeyResult) -> None:
    def fail() -> None:
        with transaction.atomic():
            check_in(employee, key_result.id, value=D(61))
            raise RuntimeError

    assert [type(one) for one in at_once([fail] * 4)] == [RuntimeError] * 4
    assert key_result.checkins.count() == 0
    check_in(employee, key_result.id, value=D(62))
