"""The history of objectives as a file: what its tab tells, with what was before and after."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cairn.goals.commands.alignments import request_alignment
from cairn.goals.commands.key_results import add_key_result, edit_key_result
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.commands.ordering import order_objectives
from cairn.goals.commands.weights import set_weight
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.cast import TODAY, ApiClient, WriteObjective, again
from tests.hidden import D
from tests.web.budgets import queries_of
from tests.web.files import assert_in_every_format, items

SignIn = Callable[[Actor], Client]
TABLES = ("history",)


@pytest.fixture
def changed(employee: Actor, checked_in: KeyResult) -> Objective:
    """Renamed, made aspirational, and its key result aims higher."""
    edit_objective(
        employee,
        checked_in.objective_id,
        title="让老客户舍不得走",
        type="aspirational",
        reason="更有劲",
    )
    edit_key_result(employee, checked_in.id, target=D(80), reason="市场更好了")
    return Objective.objects.get(id=checked_in.objective_id)


def told(client: Client, query: str = "") -> list[dict[str, Any]]:
    return items(client, "history", query)


def test_it_tells_each_change_with_what_was_before(
    web: SignIn, employee: Actor, changed: Objective
) -> None:
    client = web(again(employee))
    assert_in_every_format(client, "history")
    rows = told(client, f"&objective={changed.id}")
    fields = {one["field"]: one for one in reversed(rows)}
    renamed, aims = fields["title"], fields["target"]
    assert (renamed["old"], renamed["new"], renamed["by"]) == (
        *("让老客户愿意留下来", "让老客户舍不得走", "周晓宇"),
    )
    assert (fields["type"]["old"], fields["type"]["new"]) == ("committed", "aspirational")
    assert (aims["what"], aims["reason"], aims["unit"]) == (
        *("key_result.changed", "市场更好了", "percent"),
    )
    assert (D(aims["old"]), D(aims["new"])) == (D(75), D(80))
    assert {one["objective_id"] for one in told(client)} == {str(changed.id)}
    assert "checkin.made" not in {one["what"] for one in told(client)}
    shown = client.get(f"/objectives/{changed.id}?tab=history").content.decode()
    assert f"/exports/history?objective={changed.id}" in shown
    for words in ("让老客户愿意留下来", "市场更好了"):
        assert words in shown


def test_each_filter_narrows_it(
    web: SignIn,
    employee: Actor,
    lead: Actor,
    changed: Objective,
    team: Team,
    product: Team,
    write_objective: WriteObjective,
) -> None:
    other = write_objective(lead)
    client = web(again(employee))
    every = told(client)
    mine = [one for one in every if one["objective_id"] == str(changed.id)]
    assert 0 < len(mine) < len(every)
    for query, expected in (
        (f"objective={changed.id}", mine),
        (f"objective={other.id}", [one for one in every if one not in mine]),
        ("objective=7", []),
        ("person=me", mine),
        (f"team={team.id}", mine),
        (f"team={product.id}", []),
        (f"since={TODAY}", every),
        (f"since={TODAY + timedelta(days=1)}", []),
        (f"until={TODAY - timedelta(days=1)}", []),
    ):
        assert told(client, f"&{query}") == expected, query


def test_what_is_limited_is_told_to_nobody_else_nor_is_what_ties_to_it(
    web: SignIn,
    employee: Actor,
    lead: Actor,
    colleague: Actor,
    stranger: Actor,
    changed: Objective,
    write_objective: WriteObjective,
) -> None:
    secret = write_objective(lead, title="收购鲸鱼", visibility="people")
    edit_objective(lead, secret.id, title="收购大鲸鱼", reason="?")
    request_alignment(lead, secret.id, target=changed.id)
    names = json.dumps(told(web(again(lead))), ensure_ascii=False)
    assert "收购大鲸鱼" in names
    assert str(secret.id) in names
    for other in (colleague, employee):
        seen = json.dumps(told(web(again(other))), ensure_ascii=False)
        assert "鲸鱼" not in seen
        assert str(secret.id) not in seen
    assert told(web(stranger)) == []
    assert told(web(stranger), f"&objective={changed.id}") == []


def test_its_queries_do_not_grow_and_a_script_gets_the_same(
    web: SignIn,
    api: Callable[..., ApiClient],
    employee: Actor,
    changed: Objective,
    write_objective: WriteObjective,
) -> None:
    client, address = web(again(employee)), "/exports/history?format=csv"
    few = queries_of(client, address)
    for n in range(3):
        edit_objective(employee, write_objective(employee).id, title=f"第 {n} 个", reason="?")
    assert queries_of(client, address) == few <= 12
    script = api(employee, scopes=("read",)).get("/api/v1/exports/history?format=json")
    assert json.loads(script.getvalue())["items"] == told(client)


def test_weights_are_told_by_key_result_whatever_it_is_called(
    web: SignIn, employee: Actor, objective: Objective
) -> None:
    made = [
        add_key_result(employee, objective.id, title=title, target=D(9), start=D(0))
        for title in ("Roll_on", "status", "version")
    ]
    set_weight(employee, made[0].id, weight=D(50), reason="最重要")
    client = web(again(employee))
    rows = [one for one in told(client) if one["what"] == "key_result.weighed"]
    weighed = {(one["subject"], one["field"]): one for one in rows[:3]}
    assert set(weighed) == {(title, "weight") for title in ("Roll_on", "status", "version")}
    assert (D(weighed["version", "weight"]["old"]), D(weighed["version", "weight"]["new"])) == (
        *(D("0.3334"), D("0.25")),
    )
    shown = client.get(f"/objectives/{objective.id}?tab=history").content.decode()
    for words in ("Roll_on", "status", "version", "33.34%"):
        assert words in shown


def test_an_amount_is_told_in_the_unit_that_it_had(
    web: SignIn, employee: Actor, objective: Objective
) -> None:
    made = add_key_result(employee, objective.id, title="试用", target=D(80), start=D(0))
    edit_key_result(employee, made.id, unit="percent", target=D(90), reason="换了口径")
    every = told(web(again(employee)))
    rows = {one["field"]: one for one in every if one["what"] == "key_result.changed"}
    aims, unit = rows["target"], rows["unit"]
    assert (D(aims["old"]), aims["old_unit"]) == (D(80), "number")
    assert (D(aims["new"]), aims["unit"]) == (D(90), "percent")
    assert (unit["old"], unit["new"]) == ("number", "percent")


def test_it_tells_no_order_of_objectives_which_not_all_may_see(
    web: SignIn, employee: Actor, lead: Actor, write_objective: WriteObjective
) -> None:
    seen = write_objective(employee)
    secret = write_objective(employee, visibility="people")
    order_objectives(again(employee), [secret.id, seen.id])
    order_objectives(again(employee), [seen.id, secret.id])
    client = web(again(lead))
    page = client.get(f"/objectives/{seen.id}?tab=history").content.decode()
    assert str(secret.id) not in page
    assert "objective.ordered" not in {one["what"] for one in told(client)}
