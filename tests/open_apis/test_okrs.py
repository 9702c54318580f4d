"""Whole OKRs: what the pages show of a person's objectives, in Feishu's shape."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.comments import add_comment
from cairn.cycles.commands import create_cycle
from cairn.cycles.models import Cycle
from cairn.goals.commands.alignments import request_alignment
from cairn.goals.commands.drafts import draft_objective
from cairn.goals.models import KeyResult, Objective
from cairn.goals.queries import one_objective_row
from cairn.open_apis.identities import held_id
from cairn.organization.actor import Actor
from cairn.reviews.commands.scoring import score_key_result
from tests.cast import TODAY, WriteKeyResult, WriteObjective
from tests.open_apis.clients import FeishuClient

type Connect = Callable[..., FeishuClient]
PAGE = "offset=0&limit=10"


def okrs_of(script: FeishuClient, who: Actor, query: str = PAGE) -> list[dict[str, object]]:
    found: list[dict[str, object]] = script.ask("GET", f"v1/users/ou_{who.member_id}/okrs?{query}")[
        "okr_list"
    ]
    return found


def test_an_okr_says_what_the_page_shows(
    feishu: Connect,
    employee: Actor,
    lead: Actor,
    checked_in: KeyResult,
    cycle: Cycle,
    write_objective: WriteObjective,
) -> None:
    above = write_objective(lead, title="上级")
    request_alignment(lead, above.id, target=checked_in.objective_id)
    said = add_comment(employee, checked_in.objective_id, body="谢谢 @林知远")
    score_key_result(employee, checked_in.id, value=Decimal("0.7"))
    told = feishu(employee).ask(
        "GET", f"v1/users/{employee.member_id}/okrs?{PAGE}&user_id_type=user_id"
    )
    shown = one_objective_row(employee, checked_in.objective_id, TODAY)
    assert told["total"] == 1
    (okr,) = told["okr_list"]
    assert okr["id"] == held_id(employee.member_id, cycle.id)
    assert (okr["period_id"], okr["permission"], okr["confirm_status"]) == (str(cycle.id), 1, 0)
    (objective,) = okr["objective_list"]
    assert (objective["id"], objective["content"]) == (str(shown.id), shown.title)
    assert objective["progress_rate"]["percent"] == 40 == round((shown.progress or 0) * 100)
    assert objective["score"] == 70
    assert objective["weight"] == 100
    assert objective["progress_record_list"] == [{"id": str(said.id)}]
    assert objective["aligned_objective_list"] == [
        {
            "id": str(above.id),
            "okr_id": held_id(lead.member_id, cycle.id),
            "owner": {"open_id": f"ou_{lead.member_id}", "user_id": str(lead.member_id)},
        }
    ]
    assert objective["aligning_objective_list"] == []
    assert objective["deadline"] == "1798732799999"
    (kr,) = objective["kr_list"]
    assert (kr["content"], kr["score"], kr["kr_weight"]) == (checked_in.title, 70, 100)
    assert kr["progress_rate"] == {"percent": 40, "status": "1"}
    assert [one["id"] for one in kr["progress_record_list"]] == [str(checked_in.checkins.get().id)]
    assert kr["progress_record_last_updated_time"] == "1794963600000"


def test_what_is_unknown_is_left_out(
    feishu: Connect, employee: Actor, objective: Objective
) -> None:
    (okr,) = okrs_of(feishu(employee), employee)
    told = okr["objective_list"][0]  # type: ignore[index]
    assert told["progress_rate"] == {}
    assert "score" not in told
    assert told["score_last_updated_time"] == "0"


def test_periods_narrow_and_pages_turn(
    feishu: Connect, employee: Actor, champion: Actor, objective: Objective, year: Cycle
) -> None:
    draft_objective(employee, title="年度", cycle=year.id, publish=True)
    script = feishu(employee)
    both = okrs_of(script, employee)
    assert [one["name"] for one in both] == ["2026 Q4", "2026"]
    only = okrs_of(script, employee, f"{PAGE}&period_ids={year.id}&period_ids=7")
    assert [one["name"] for one in only] == ["2026"]
    assert [one["name"] for one in okrs_of(script, employee, "offset=1&limit=1")] == ["2026"]
    ids = "&".join(f"okr_ids={one['id']}" for one in both)
    again = script.ask("GET", f"v1/okrs/batch_get?{ids}&okr_ids=77&lang=zh_cn")["okr_list"]
    assert again == both


def test_a_team_has_a_copy_of_its_own(
    feishu: Connect, lead: Actor, write_objective: WriteObjective
) -> None:
    ours = write_objective(lead, team=next(iter(lead.leads)))
    okr_id = held_id(ours.team_id or 0, ours.cycle_id)
    (okr,) = feishu(lead).ask("GET", f"v1/okrs/batch_get?okr_ids={okr_id}")["okr_list"]
    assert [one["id"] for one in okr["objective_list"]] == [str(ours.id)]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("v1/users/ou_7/okrs?offset=0&limit=1", 1001003),
        ("v1/users/x/okrs?offset=0&limit=1", 1001003),
        ("v1/users/{me}/okrs?offset=0", 1001001),
        ("v1/users/{me}/okrs?offset=0&limit=11", 1001001),
        ("v1/users/{me}/okrs?offset=0&limit=1&user_id_type=name", 1001001),
        ("v1/users/{me}/okrs?offset=0&limit=1&period_ids=" + ",".join("123456789ab"), 1001001),
        ("v1/okrs/batch_get", 1001001),
    ],
)
def test_what_cannot_be_asked_is_told(
    feishu: Connect, employee: Actor, address: str, code: int
) -> None:
    assert feishu(employee).code("GET", address.format(me=f"ou_{employee.member_id}")) == code


def test_somebody_of_another_organization_is_nobody(
    feishu: Connect, employee: Actor, stranger: Actor
) -> None:
    address = f"v1/users/ou_{stranger.member_id}/okrs?{PAGE}"
    assert feishu(employee).code("GET", address) == 1001003


def test_a_private_objective_is_not_there(
    feishu: Connect, employee: Actor, colleague: Actor, write_objective: WriteObjective
) -> None:
    hidden = write_objective(employee, visibility="people")
    script = feishu(colleague)
    assert okrs_of(script, employee) == []
    okr_id = held_id(employee.member_id, hidden.cycle_id)
    assert script.ask("GET", f"v1/okrs/batch_get?okr_ids={okr_id}")["okr_list"] == []
    assert len(okrs_of(feishu(employee), employee)) == 1


def test_ten_periods_take_as_many_queries_as_one(
    feishu: Connect,
    employee: Actor,
    champion: Actor,
    checked_in: KeyResult,
    lead: Actor,
    write_key_result: WriteKeyResult,
    write_objective: WriteObjective,
) -> None:
    script = feishu(employee)
    okrs_of(script, employee)
    counts = []
    for months in (range(1, 2), range(2, 11)):
        for month in months:
            made = create_cycle(
                champion,
                name=f"{month} 月",
                length="month",
                starts_on=date(2026, month, 1),
                ends_on=date(2026, month, 28),
            )
            mine = write_objective(employee, cycle=made.id)
            added = write_key_result(employee, mine)
            check_in(employee, added.id, value=Decimal(3), note="@林知远 好")
            add_comment(employee, mine.id, body="好")
            above = write_objective(lead, cycle=made.id)
            request_alignment(employee, mine.id, target=above.id)
        with CaptureQueriesContext(connection) as queries:
            assert len(okrs_of(script, employee)) == min(10, max(months) + 1)
        counts.append(len(queries))
    assert counts == [14, 14], [query["sql"][:90] for query in queries]
