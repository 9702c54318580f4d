"""Finding templates by department, words, kind, unit and tag; page after page."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairn.okr_templates.queries import Filters, find_templates, measure_of
from cairn.okr_templates.shipped_files import shipped_templates
from cairn.okr_templates.templates import Template
from cairn.organization.actor import Actor
from tests.okr_templates.conftest import Keep, line


def all_of(viewer: Actor, most: int = 24, **asked: Any) -> list[Template]:
    found: list[Template] = []
    after = ""
    while True:
        one = find_templates(viewer, Filters(**asked), after, most)
        found += one.rows
        after = one.following
        if not after:
            return found


def test_own_ones_come_first_and_every_page_goes_on(keep: Keep, employee: Actor) -> None:
    own = [keep(title_zh=f"模板{n}").id for n in range(5)]
    found = all_of(employee, 3)
    assert [one.own_id for one in found[:5]] == own[::-1]
    assert [one.key for one in found[5:]] == [one.key for one in shipped_templates()]


@pytest.mark.parametrize(
    "asked",
    [
        {"department": "sales"},
        {"role": "person"},
        {"type": "aspirational"},
        {"kind": "maintain"},
        {"unit": "money"},
        {"unit": "duration", "kind": "decrease"},
        {"tag": "retention"},
        {"q": "续约"},
        {"q": "renewal"},
        {"q": "renew"},
        {"q": "销售"},
        {"q": "客户 续约"},
    ],
)
def test_what_ships_is_narrowed(employee: Actor, asked: dict[str, Any]) -> None:
    found = all_of(employee, **asked)
    assert 0 < len(found) < len(shipped_templates())
    for name in ("department", "role", "type"):
        assert {getattr(one, name) for one in found} <= {
            asked.get(name, getattr(found[0], name))
        } or (name not in asked)


def test_own_ones_are_narrowed_alike(keep: Keep, employee: Actor, stranger: Actor) -> None:
    by_share = keep(title_zh="让续约变得简单", title_en="")
    by_money = keep(
        title_zh="把钱花在刀刃上",
        title_en="",
        department="finance",
        tags=["成本"],
        key_results=[line(unit="CNY", kind="decrease", start=None, target=None)],
    )

    def own(**asked: Any) -> set[int | None]:
        return {one.own_id for one in all_of(employee, only="own", **asked)}

    assert own() == {by_share.id, by_money.id}
    assert own(department="finance") == own(unit="money") == own(tag="成本") == {by_money.id}
    assert own(kind="increase") == own(unit="percent") == own(q="续约变得") == {by_share.id}
    assert own(unit="count") == own(q="没有这个") == set()
    assert not all_of(stranger, only="own")


def test_words_of_the_title_count_more(employee: Actor) -> None:
    found = all_of(employee, q="续约")
    assert "续约" in found[0].title.zh


def test_every_unit_is_found_by_one_measure() -> None:
    assert [measure_of(one) for one in ("percent", "CNY", "件", "number", "duration")] == [
        "percent",
        "money",
        "count",
        "count",
        "duration",
    ]


def test_finding_takes_few_queries(keep: Keep, employee: Actor) -> None:
    for n in range(30):
        keep(title_zh=f"模板{n}")
    with CaptureQueriesContext(connection) as captured:
        find_templates(employee, Filters(q="模板"))
    assert len(captured) <= 3
