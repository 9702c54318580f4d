"""Version 2 where its own client's suite does not reach: sums, refusals, what is derived."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from cairn.checkins.commands.checkins import check_in
from cairn.goals.commands.alignments import request_alignment, weigh_alignment
from cairn.goals.models import Alignment, KeyResult, Objective, ObjectiveWeight
from cairn.open_apis.identities import held_id
from cairn.open_apis.weighing import shared
from cairn.organization.actor import Actor
from tests.cast import WriteKeyResult, WriteObjective
from tests.open_apis.clients import FeishuClient

type Connect = Callable[..., FeishuClient]
D = Decimal
PARTS = st.one_of(st.none(), st.decimals(0, 1, places=3))


@given(given_weights=st.lists(PARTS, max_size=12))
def test_weights_sum_to_exactly_one(given_weights: list[Decimal | None]) -> None:
    found = shared(given_weights)
    assert sum(found, D(0)) == (1 if given_weights else 0)
    assert all(0 <= one == one.quantize(D("0.001")) for one in found)


def weights(*pairs: tuple[object, object]) -> dict[str, Any]:
    return {"key_result_weights": [{"key_result_id": id, "weight": one} for id, one in pairs]}


def test_weights_are_the_whole_list_and_sum_to_one(
    feishu: Connect, employee: Actor, key_result: KeyResult, write_key_result: WriteKeyResult
) -> None:
    other = write_key_result(employee, key_result.objective)
    script = feishu(employee)
    address = f"v2/objectives/{key_result.objective_id}/key_results_weight"
    for sent in (
        weights((key_result.id, 1)),
        weights((key_result.id, 0.5), (other.id, 0.4)),
        weights((key_result.id, 0.5), (key_result.id, 0.5)),
        weights((key_result.id, 0.3333), (other.id, 0.6667)),
        weights((key_result.id, -1), (other.id, 2)),
        {"key_result_weights": 7},
        {},
    ):
        assert script.code("PUT", address, sent) == 1001001, sent
    items = script.ask("PUT", address, weights((key_result.id, "0.25"), (other.id, 0.75)))["items"]
    assert [one["weight"] for one in items] == [0.25, 0.75]
    key_result.refresh_from_db()
    assert (key_result.weight, key_result.is_weight_fixed) == (D(25), False)


def test_what_counts_beside_leaves_less_to_share(
    feishu: Connect,
    employee: Actor,
    lead: Actor,
    key_result: KeyResult,
    write_objective: WriteObjective,
) -> None:
    below = write_objective(lead)
    made = request_alignment(lead, below.id, target=key_result.objective_id)
    weigh_alignment(lead, made.id, weight=D(40), reason="?")
    script = feishu(employee)
    address = f"v2/objectives/{key_result.objective_id}/key_results"
    (only,) = script.ask("GET", address)["items"]
    assert only["weight"] == 0.6
    assert script.code("PUT", f"{address}_weight", weights((key_result.id, 1))) == 1001001
    assert script.code("PUT", f"{address}_weight", weights((key_result.id, 0.6))) == 0


def test_weights_of_objectives_are_kept_and_given_back(
    feishu: Connect, employee: Actor, write_objective: WriteObjective
) -> None:
    first, second = write_objective(employee), write_objective(employee)
    copy = held_id(employee.member_id, first.cycle_id)
    script = feishu(employee)
    items = script.ask("GET", f"v2/cycles/{copy}/objectives")["items"]
    assert [one["weight"] for one in items] == [0.5, 0.5]
    given_now = ((first, 0.8), (second, 0.2))
    sent = [{"objective_id": str(one.id), "weight": weight} for one, weight in given_now]
    script.ask("PUT", f"v2/cycles/{copy}/objectives_weight", {"objective_weights": sent})
    items = script.ask("GET", f"v2/cycles/{copy}/objectives")["items"]
    assert [one["weight"] for one in items] == [0.8, 0.2]
    assert ObjectiveWeight.objects.get(objective=first).weight == D("0.8")
    (okr,) = script.ask("GET", f"v1/okrs/batch_get?okr_ids={copy}")["okr_list"]
    assert [one["weight"] for one in okr["objective_list"]] == [80, 20]


def test_an_objectives_indicator_is_its_progress(
    feishu: Connect, employee: Actor, checked_in: KeyResult
) -> None:
    script = feishu(employee)
    address = f"v2/objectives/{checked_in.objective_id}/indicators"
    told = script.ask("GET", address)["indicator"]
    assert (told["current_value"], told["current_value_calculate_type"]) == (40, 1)
    patch = f"v2/indicators/{checked_in.objective_id}"
    told = script.ask("PATCH", patch, {"current_value": 55.5})["indicator"]
    assert (told["current_value"], told["current_value_calculate_type"]) == (55.5, 0)
    kept = Objective.objects.get(id=checked_in.objective_id)
    assert kept.override == D("0.555")
    assert "旧脚本" in kept.override_reason
    script.ask("PATCH", patch, {"current_value_calculate_type": 1})
    assert Objective.objects.get(id=checked_in.objective_id).override is None
    for sent in ({"indicator_status": 1}, {"target_value": 50}, {"unit": {"unit_type": 1}}):
        assert script.code("PATCH", patch, sent) == 1001001


def test_milestones_are_a_share_and_set_elsewhere(
    feishu: Connect, employee: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> None:
    steps = write_key_result(employee, objective, kind="milestones", milestones=None)
    check_in(employee, steps.id, milestones_reached=[steps.milestones.get().id])
    script = feishu(employee)
    told = script.ask("GET", f"v2/key_results/{steps.id}/indicators")["indicator"]
    assert (told["start_value"], told["target_value"], told["current_value"]) == (0, 100, 100)
    assert script.code("PATCH", f"v2/indicators/{steps.id}", {"current_value": 50}) == 1001001
    assert script.code("PATCH", f"v2/indicators/{steps.id}", {"current_value": 100}) == 0


def test_what_is_unknown_is_left_out_of_an_indicator(
    feishu: Connect, employee: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> None:
    kept = write_key_result(
        employee, objective, kind="maintain", start=None, target=None, lower=D(3), unit="很长很长的单位"
    )  # fmt: skip
    script = feishu(employee)
    told = script.ask("GET", f"v2/key_results/{kept.id}/indicators")["indicator"]
    assert "current_value" not in told
    assert "start_value" not in told
    assert (told["target_value"], told["indicator_status"]) == (3, -1)
    assert told["unit"] == {"unit_type": 1, "unit_value": "很长很长的"}
    script.ask("PATCH", f"v2/indicators/{kept.id}", {"unit": told["unit"], "target_value": 4})
    kept.refresh_from_db()
    assert (kept.unit, kept.lower) == ("很长很长的单位", D(4))


def test_an_alignment_to_somebody_elses_waits_for_them(
    feishu: Connect, employee: Actor, lead: Actor, objective: Objective, colleague: Actor,
    write_objective: WriteObjective,
) -> None:  # fmt: skip
    theirs = write_objective(colleague)
    script = feishu(employee)
    address = f"v2/objectives/{objective.id}/alignments"
    sent = {"to_entity_id": str(theirs.id), "to_entity_type": 2}
    made = script.ask("POST", address, sent)["alignment_id"]
    assert Alignment.objects.get(id=made).state == "requested"
    assert script.ask("GET", address)["items"] == []
    assert script.ask("GET", f"v2/alignments/{made}")["alignment"]["id"] == made
    assert script.code("POST", address, {**sent, "to_entity_type": 3}) == 1001001
    script.ask("DELETE", f"v2/alignments/{made}")
    assert script.code("GET", f"v2/alignments/{made}") == 1001004


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"content": {"text": "x" * 301}}, 1001001),
        ({"content": {"text": "甲"}, "score": 0.55}, 1001001),
        ({"content": {"text": "甲"}, "category_id": "7"}, 1001001),
        ({"content": {"text": "甲"}, "deadline": "1"}, 1001001),
        ({"content": {"text": "甲"}, "deadline": "9" * 40}, 1001001),
        ({}, 1001001),
    ],
)
def test_what_is_no_objective_is_refused(
    feishu: Connect, employee: Actor, objective: Objective, sent: dict[str, Any], code: int
) -> None:
    copy = held_id(employee.member_id, objective.cycle_id)
    before = Objective.objects.count()
    assert feishu(employee).code("POST", f"v2/cycles/{copy}/objectives", sent) == code
    assert Objective.objects.count() == before


def test_nobody_writes_into_the_cycle_of_another(
    feishu: Connect, employee: Actor, colleague: Actor, objective: Objective
) -> None:
    copy = held_id(employee.member_id, objective.cycle_id)
    sent = {"content": {"text": "甲"}}
    assert feishu(colleague).code("POST", f"v2/cycles/{copy}/objectives", sent) == 1001002


BUDGETS = {
    "v2/cycles?user_id={me}": 6,
    "v2/cycles/{copy}/objectives": 8,
    "v2/objectives/{objective}": 5,
    "v2/objectives/{objective}/key_results": 4,
    "v2/key_results/{key_result}": 5,
    "v2/objectives/{objective}/indicators": 6,
    "v2/key_results/{key_result}/indicators": 6,
    "v2/objectives/{objective}/progresses": 4,
    "v2/key_results/{key_result}/progresses": 7,
    "v2/objectives/{objective}/alignments": 4,
    "v1/reviews/query?user_ids={me}&period_ids={cycle}": 6,
}


@pytest.mark.parametrize("path", BUDGETS)
def test_queries_stay_the_same(
    feishu: Connect,
    employee: Actor,
    lead: Actor,
    checked_in: KeyResult,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
    path: str,
) -> None:
    script = feishu(employee)
    address = path.format(
        me=employee.member_id,
        copy=held_id(employee.member_id, checked_in.objective.cycle_id),
        objective=checked_in.objective_id,
        key_result=checked_in.id,
        cycle=checked_in.objective.cycle_id,
    )
    counts = []
    for _size in range(2):
        write_objective(employee, description="@林知远")
        write_key_result(employee, checked_in.objective)
        check_in(employee, checked_in.id, note="@林知远 好")
        above = write_objective(lead)
        request_alignment(employee, checked_in.objective_id, target=above.id)
        script.ask("GET", address)
        with CaptureQueriesContext(connection) as queries:
            script.ask("GET", address)
        counts.append(len(queries))
    assert counts == [BUDGETS[path]] * 2, [query["sql"][:90] for query in queries]
