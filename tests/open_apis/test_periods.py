"""Periods, which are our cycles."""

from collections.abc import Callable
from datetime import date

import pytest

from cairn.cycles.models import Cycle, Phase
from cairn.organization.actor import Actor
from tests.open_apis.clients import FeishuClient

type Connect = Callable[..., FeishuClient]


def test_periods_are_cycles_newest_first(feishu: Connect, employee: Actor, cycle: Cycle) -> None:
    items = feishu(employee).ask("GET", "v1/periods")["items"]
    assert [one["zh_name"] for one in items] == ["2026 Q4", "2026"]
    assert items[0] == {
        "id": str(cycle.id),
        "zh_name": "2026 Q4",
        "en_name": "2026 Q4",
        "status": 0,
        "period_start_time": "1790784000000",  # midnight in Shanghai
        "period_end_time": "1798732799999",
    }


def test_a_list_goes_on_where_its_token_says(
    feishu: Connect, employee: Actor, cycle: Cycle
) -> None:
    script = feishu(employee)
    first = script.ask("GET", "v1/periods?page_size=1")
    assert (first["has_more"], first["page_token"]) == (True, str(cycle.id))
    rest = script.ask("GET", f"v1/periods?page_size=1&page_token={first['page_token']}")
    assert [one["zh_name"] for one in rest["items"]] == ["2026"]
    assert (rest["has_more"], rest["page_token"]) == (False, "")


@pytest.mark.parametrize("query", ["page_size=0", "page_size=101", "page_size=x", "page_token=7"])
def test_a_page_that_is_none_is_refused(
    feishu: Connect, employee: Actor, cycle: Cycle, query: str
) -> None:
    assert feishu(employee).code("GET", f"v1/periods?{query}") == 1001001


def test_rules_are_the_lengths_of_cycles(feishu: Connect, employee: Actor) -> None:
    rules = feishu(employee).ask("GET", "v1/period_rules")["period_rules"]
    assert [(one["period_rule_id"], one["type"], one["length"]) for one in rules] == [
        ("12", "year", 1),
        ("6", "month", 6),
        ("3", "month", 3),
        ("2", "month", 2),
        ("1", "month", 1),
    ]


def test_a_steward_adds_a_period_by_its_rule(
    feishu: Connect, champion: Actor, cycle: Cycle
) -> None:
    script = feishu(champion)
    asked = {"period_rule_id": "3", "start_month": "2026-07"}
    made = script.ask("POST", "v1/periods", asked)
    assert (made["start_month"], made["end_month"]) == ("2026-07", "2026-09")
    found = Cycle.objects.get(id=made["period_id"])
    assert (found.length, found.starts_on, found.ends_on, found.parent_id) == (
        "quarter",
        date(2026, 7, 1),
        date(2026, 9, 30),
        cycle.parent_id,
    )
    assert script.code("POST", "v1/periods", asked) == 1001008


@pytest.mark.parametrize(
    "sent",
    [
        {"period_rule_id": "3", "start_month": "2026-08"},
        {"period_rule_id": "9", "start_month": "2026-07"},
        {"period_rule_id": "3", "start_month": "2026-7"},
        {"period_rule_id": "3", "start_month": "9999-99"},
        {"period_rule_id": "3", "start_month": "0001-01"},
        {"start_month": "2026-07"},
        {},
    ],
)
def test_a_period_of_no_rule_is_refused(
    feishu: Connect, champion: Actor, cycle: Cycle, sent: dict[str, str]
) -> None:
    assert feishu(champion).code("POST", "v1/periods", sent) == 1001001


def test_others_arrange_no_periods(feishu: Connect, employee: Actor, cycle: Cycle) -> None:
    script = feishu(employee)
    asked = {"period_rule_id": "3", "start_month": "2026-07"}
    assert script.code("POST", "v1/periods", asked) == 1001002
    for status in (1, 2):
        assert script.code("PATCH", f"v1/periods/{cycle.id}", {"status": status}) == 1001002


def test_what_is_made_invalid_is_closed_and_opens_again(
    feishu: Connect, champion: Actor, cycle: Cycle
) -> None:
    script = feishu(champion)
    told = script.ask("PATCH", f"v1/periods/{cycle.id}", {"status": 2})
    assert told == {"period_id": str(cycle.id), "status": 2}
    assert script.ask("GET", "v1/periods")["items"][0]["status"] == 2
    script.ask("PATCH", f"v1/periods/{cycle.id}", {"status": 1})
    assert Cycle.objects.get(id=cycle.id).phase == Phase.RUNNING
    assert script.ask("GET", "v1/periods")["items"][0]["status"] == 0
    assert script.code("PATCH", f"v1/periods/{cycle.id}", {"status": 3}) == 1001001
    assert script.code("PATCH", "v1/periods/77", {"status": 1}) == 1001004
