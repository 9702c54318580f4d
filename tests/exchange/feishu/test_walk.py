"""Everything of one person, with as few calls as it takes."""

import json
from collections import Counter
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cairn.exchange.feishu.client import Client
from cairn.exchange.feishu.refusals import FeishuRefusal
from cairn.exchange.feishu.walk import Wanted, fetch_frame, fetch_person
from tests.exchange.feishu.server import APP, SECRET, Clock, Feishu, client_of, envelope
from tests.exchange.feishu.tenant import LI, NOW, Tenant, comment, progress

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def tenant(feishu: Feishu) -> Tenant:
    return Tenant(feishu)


def fetch(
    feishu: Feishu, known: dict[str, Any] | None = None, since: date | None = None
) -> dict[str, Any]:
    client = client_of(feishu, Clock(NOW))
    frame = fetch_frame(client)
    feishu.asked.clear()
    made = fetch_person(client, LI, known or {}, Wanted(since, ZONE, frame))
    kept: dict[str, Any] = json.loads(json.dumps(made))
    return kept


def kinds(asked: list[str]) -> Counter[str]:
    return Counter(one.rpartition("/")[2] for one in asked)


def test_the_frame_has_names_of_periods_and_categories(tenant: Tenant) -> None:
    frame = fetch_frame(client_of(tenant.feishu, Clock(NOW)))
    assert [one["id"] for one in frame["periods"]] == ["700", "600", "500"]
    assert [one["name"]["en"] for one in frame["categories"]] == ["Committed", "Personal"]
    assert frame["fetched_at"] == int(NOW)


def test_a_frame_that_may_not_be_read_is_empty(feishu: Feishu) -> None:
    feishu.serve("okr/v1/periods", envelope(99991672))
    frame = fetch_frame(client_of(feishu))
    assert frame["periods"] == frame["categories"] == []


def test_everything_of_a_person_is_fetched_once(tenant: Tenant) -> None:
    made = fetch(tenant.feishu)
    assert [one["id"] for one in made["cycles"]] == ["70", "60", "50"]
    (objective,) = made["cycles"][0]["objectives"]
    assert [one["id"] for one in objective["key_results"]] == ["711", "712"]
    assert objective["key_results"][0]["indicator"]["current_value"] == 34
    assert objective["key_results"][0]["progresses"][0]["id"] == "7111"
    assert objective["progresses"][0]["id"] == "7112"
    assert objective["alignments"][0]["id"] == "771"
    assert kinds(tenant.feishu.asked) == {
        "cycles": 1,
        "okrs": 1,
        "objectives": 2,
        "key_results": 2,
        "alignments": 2,
        "progresses": 5,
        "indicators": 3,
        "comments": 5,
    }
    assert [one["id"] for one in objective["comments"]] == ["7191", "7192"]
    assert objective["key_results"][0]["comments"] == []
    assert made["unheard"] == {}


def test_what_is_hidden_is_not_looked_into(tenant: Tenant) -> None:
    made = fetch(tenant.feishu)
    assert made["cycles"][2]["objectives"] == []
    assert "okr/v2/cycles/50/objectives" not in tenant.feishu.asked


def test_only_cycles_since_a_day_are_wanted(tenant: Tenant) -> None:
    made = fetch(tenant.feishu, since=date(2026, 12, 31))
    assert [one["id"] for one in made["cycles"]] == ["70"]
    assert [one["id"] for one in fetch(tenant.feishu, since=date(2026, 3, 31))["cycles"]] == [
        "70",
        "60",
        "50",
    ]


def test_fetched_again_only_what_may_have_changed_is_asked_for(tenant: Tenant) -> None:
    known = fetch(tenant.feishu)
    again = fetch(tenant.feishu, known)
    assert again == known
    assert kinds(tenant.feishu.asked) == {
        "cycles": 1,
        "okrs": 1,
        "objectives": 1,
        "key_results": 1,
        "indicators": 2,
        "comments": 3,
    }


def test_a_new_record_is_one_call_more(tenant: Tenant) -> None:
    known = fetch(tenant.feishu)
    tenant.said["711"].insert(0, progress("7113", "又进一步", 60))
    tenant.stamps["711"] = "1791600000000"
    again = fetch(tenant.feishu, known)
    key_result = again["cycles"][0]["objectives"][0]["key_results"][0]
    assert [one["id"] for one in key_result["progresses"]] == ["7113", "7111"]
    assert kinds(tenant.feishu.asked)["progresses"] == 1


def test_an_edited_record_is_fetched_again(tenant: Tenant) -> None:
    known = fetch(tenant.feishu)
    tenant.said["711"] = [progress("7111", "改过了", 20)]
    assert fetch(tenant.feishu, known) == known
    tenant.stamps["711"] = "1791600000000"
    again = fetch(tenant.feishu, known)
    assert "改过了" in json.dumps(again, ensure_ascii=False)


def test_a_new_alignment_is_seen(tenant: Tenant) -> None:
    known = fetch(tenant.feishu)
    tenant.alignments["71"].append({"id": "772", "from_entity_id": "71", "to_entity_id": "98"})
    again = fetch(tenant.feishu, known)
    assert len(again["cycles"][0]["objectives"][0]["alignments"]) == 2
    assert kinds(tenant.feishu.asked)["alignments"] == 1


def test_without_version_1_nothing_is_taken_over_of_what_is_open(tenant: Tenant) -> None:
    tenant.feishu.serve("okr/v1/users/ou_li/okrs", envelope(99991672))
    known = fetch(tenant.feishu)
    assert fetch(tenant.feishu, known) == known
    assert kinds(tenant.feishu.asked) == {
        "cycles": 1,
        "okrs": 1,
        "objectives": 1,
        "key_results": 1,
        "alignments": 1,
        "progresses": 3,
        "indicators": 2,
        "comments": 3,
    }


@pytest.mark.parametrize("answer", [None, envelope(99991672), envelope(1000403)])
def test_version_1_is_asked_where_version_2_is_not_there(tenant: Tenant, answer: Any) -> None:
    tenant.without_version_2(answer)
    made = fetch(tenant.feishu)
    assert made["version"] == 1
    assert [one["period_id"] for one in made["okrs"]] == ["700", "600"]
    (objective,) = made["okrs"][0]["objective_list"]
    assert [one["progress_id"] for one in objective["records"]] == ["7112"]
    assert [one["progress_id"] for one in objective["kr_list"][0]["records"]] == ["7111"]
    assert kinds(tenant.feishu.asked) == {"cycles": 1, "okrs": 1, "7111": 1, "7112": 1}
    assert all("500" not in one.get("period_ids", []) for one in tenant.feishu.queries)


def test_records_of_version_1_are_taken_over_until_something_changed(tenant: Tenant) -> None:
    tenant.without_version_2()
    known = fetch(tenant.feishu)
    assert fetch(tenant.feishu, known) == known
    assert kinds(tenant.feishu.asked) == {"cycles": 1, "okrs": 1}
    tenant.said["711"].append(progress("7113", "又进一步", 60))
    tenant.serve_record(tenant.said["711"][1])
    tenant.stamps["711"] = "1791600000000"
    again = fetch(tenant.feishu, known)
    assert len(again["okrs"][0]["objective_list"][0]["kr_list"][0]["records"]) == 2
    assert kinds(tenant.feishu.asked) == {"cycles": 1, "okrs": 1, "7111": 1, "7113": 1}


def test_version_2_after_version_1_starts_anew(tenant: Tenant) -> None:
    routes = dict(tenant.feishu.routes)
    tenant.without_version_2()
    known = fetch(tenant.feishu)
    tenant.feishu.routes |= routes
    again = fetch(tenant.feishu, known)
    assert (again["version"], len(again["cycles"])) == (2, 3)


@pytest.mark.parametrize(
    ("number", "problem"),
    [(1001003, "user_unknown"), (1001002, "forbidden"), (99992361, "user_unknown")],
)
def test_somebody_who_is_not_shown_stops_nobody_else(
    feishu: Feishu, number: int, problem: str
) -> None:
    feishu.serve("okr/v2/cycles", envelope(number))
    assert fetch(feishu)["problem"] == problem


def test_what_is_deleted_meanwhile_is_left_out(tenant: Tenant) -> None:
    for path in ("key_results/711/indicators", "objectives/71/progresses"):
        tenant.feishu.serve(f"okr/v2/{path}", envelope(1001004))
    (objective,) = fetch(tenant.feishu)["cycles"][0]["objectives"]
    assert objective["progresses"] == []
    assert objective["key_results"][0]["indicator"] == {}


def test_a_new_comment_comes_whatever_else_is_as_it_was(tenant: Tenant) -> None:
    known = fetch(tenant.feishu)
    tenant.comments["711"] = [comment("7193", "又一句")]
    again = fetch(tenant.feishu, known)
    key_result = again["cycles"][0]["objectives"][0]["key_results"][0]
    assert [one["id"] for one in key_result["comments"]] == ["7193"]


def test_what_was_fetched_without_comments_gets_them_later(tenant: Tenant) -> None:
    """Of cycles that are long over, too, and once."""
    talk = tenant.feishu.routes.pop("okr/v2/comments")
    known = fetch(tenant.feishu)
    assert "comments" not in json.dumps(known["cycles"])
    assert kinds(tenant.feishu.asked)["comments"] == 1
    tenant.feishu.serve("okr/v2/comments", talk)
    again = fetch(tenant.feishu, known)
    assert kinds(tenant.feishu.asked)["comments"] == 5
    (spring,) = again["cycles"][1]["objectives"]
    assert [one["id"] for one in spring["key_results"][0]["comments"]] == ["6191"]
    fetch(tenant.feishu, again)
    assert kinds(tenant.feishu.asked)["comments"] == 3


@pytest.mark.parametrize(
    ("answer", "code", "calls"),
    [
        ((404, {}, b"404 page not found"), "unknown_address", 1),
        ((200, {}, b"<html>?"), "nonsense", 1),
        (envelope(99991672, "need okr:okr.comment.readonly"), "scope", 1),
        (envelope(99991672), "scope", 1),
        (envelope(1000403), "edition", 1),
        (envelope(1001001), "invalid_call", 1),
        (envelope(1234567), "refused", 1),
        (envelope(1001002), "forbidden", 5),
    ],
)
def test_whoever_tells_no_comments_tells_the_rest(
    tenant: Tenant, answer: Any, code: str, calls: int
) -> None:
    tenant.feishu.serve("okr/v2/comments", lambda _query, _body: answer)
    made = fetch(tenant.feishu)
    assert kinds(tenant.feishu.asked)["comments"] == calls
    scopes = "okr:okr.comment.readonly" if code == "scope" else ""
    assert made["unheard"] == {"code": code, "scopes": scopes}
    assert "comments" not in json.dumps(made["cycles"])
    assert len(made["cycles"][0]["objectives"][0]["key_results"]) == 2


def test_what_the_first_person_found_out_nobody_asks_again(tenant: Tenant) -> None:
    unheard = {"code": "scope", "scopes": "okr:okr.comment.readonly"}
    client = client_of(tenant.feishu, Clock(NOW))
    made = fetch_person(client, LI, {}, Wanted(None, ZONE, {"unheard": unheard}))
    assert kinds(tenant.feishu.asked)["comments"] == 0
    assert made["unheard"] == unheard


def test_comments_of_what_is_deleted_meanwhile_are_none(tenant: Tenant) -> None:
    tenant.feishu.serve("okr/v2/comments", envelope(1001004))
    made = fetch(tenant.feishu)
    assert made["unheard"] == {}
    assert made["cycles"][0]["objectives"][0]["comments"] == []


@pytest.mark.parametrize("answer", [(500, {}, b"?"), (302, {"Location": "/x"}, b"")])
def test_a_fault_of_the_server_is_no_answer_about_comments(tenant: Tenant, answer: Any) -> None:
    tenant.feishu.serve("okr/v2/comments", lambda _query, _body: answer)
    with pytest.raises(FeishuRefusal):
        fetch(tenant.feishu)


def test_a_lacking_permission_stops_the_fetch(tenant: Tenant) -> None:
    tenant.feishu.serve("okr/v2/objectives/71/progresses", envelope(99991672))
    with pytest.raises(FeishuRefusal) as caught:
        fetch(tenant.feishu)
    assert caught.value.code == "scope"


def test_a_fetch_that_was_stopped_goes_on_where_it_was(tenant: Tenant) -> None:
    whole = fetch(tenant.feishu)
    calls, part = len(tenant.feishu.asked), dict[str, Any]()
    tenant.feishu.asked.clear()
    made, runs = None, 0
    wanted = Wanted(None, ZONE, {})
    while made is None:
        left = 6

        def wait(_seconds: float) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise InterruptedError

        runs += 1
        part = json.loads(json.dumps(part))
        client = Client(tenant.feishu.url, APP, SECRET, wait=wait, clock=Clock(NOW), part=part)
        try:
            made = fetch_person(client, LI, {}, wanted)
        except InterruptedError:
            continue
    assert made == whole
    assert len(tenant.feishu.asked) == calls
    assert runs > 2


@pytest.mark.parametrize(
    "rows", [[7, None, "x"], [{"id": "../../admin"}, {"id": True}, {"id": -1}]]
)
def test_ids_that_are_none_lead_nowhere(tenant: Tenant, rows: list[Any]) -> None:
    tenant.feishu.serve("okr/v2/cycles/70/objectives", {"items": rows})
    tenant.feishu.serve("okr/v2/objectives/61/key_results", {"items": rows})
    made = fetch(tenant.feishu)
    assert made["cycles"][0]["objectives"] == []
    assert made["cycles"][1]["objectives"][0]["key_results"] == []
