"""Progress records: check-ins that say something, and comments on an objective."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.models import CheckIn, Comment
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from tests.cast import WriteKeyResult, WriteObjective
from tests.open_apis.clients import FeishuClient

type Connect = Callable[..., FeishuClient]
SOURCE = {"source_title": "周报机器人", "source_url": "https://example.com/a(1)"}
CONTENT = {
    "blocks": [
        {
            "type": "paragraph",
            "paragraph": {
                "elements": [
                    {"type": "textRun", "textRun": {"text": "两个大客户", "style": {"bold": True}}},
                    {"type": "textRun", "textRun": {"text": "已续约 1*2_3"}},
                ]
            },
        }
    ]
}


def record(key_result: KeyResult, **changes: Any) -> dict[str, Any]:
    given = {**SOURCE, "target_id": str(key_result.id), "target_type": 3, "content": CONTENT}
    return given | changes


def texts(told: dict[str, Any]) -> list[str]:
    return [
        "".join(run["text_run"]["text"] for run in block["paragraph"]["elements"])
        for block in told["content"]["blocks"]
    ]


def test_a_record_of_a_key_result_is_a_check_in(
    feishu: Connect, employee: Actor, key_result: KeyResult
) -> None:
    rate = {"percent": 40, "status": 0}
    made = feishu(employee).ask(
        "POST", "v1/progress_records/", record(key_result, progress_rate=rate)
    )
    kept = CheckIn.objects.get(key_result=key_result)
    key_result.refresh_from_db()
    assert key_result.current == Decimal(66)
    assert (kept.status, kept.author_id) == ("on_track", employee.member_id)
    assert kept.note == (
        "**两个大客户**已续约 1\\*2_3\n\n↗ [周报机器人](https://example.com/a%281%29)"
    )
    assert made["progress_id"] == str(kept.id)
    assert made["progress_rate"] == {"percent": 40, "status": 0}
    assert texts(made) == ["两个大客户已续约 1*2_3"]
    run = made["content"]["blocks"][0]["paragraph"]["elements"][0]
    assert run["textRun"] == run["text_run"] == {"text": "两个大客户", "style": {"bold": True}}


def test_a_record_keeps_its_id_when_it_is_corrected(
    feishu: Connect, employee: Actor, key_result: KeyResult
) -> None:
    script = feishu(employee)
    made = script.ask(
        "POST", "v1/progress_records", record(key_result, progress_rate={"percent": 20})
    )
    for text, percent in (("第二次", 60), ("第三次", None)):
        sent: dict[str, Any] = {"content": {"text": text}}
        if percent:
            sent["progress_rate"] = {"percent": percent}
        told = script.ask("PUT", f"v1/progress_records/{made['progress_id']}", sent)
        assert (told["progress_id"], texts(told)) == (made["progress_id"], [text])
        assert told["progress_rate"]["percent"] == 60
    last = CheckIn.objects.get(key_result=key_result, corrected_by=None)
    assert last.note.endswith("↗ [周报机器人](https://example.com/a%281%29)")
    again = script.ask("GET", f"v1/progress_records/{last.id}")
    assert again["progress_id"] == made["progress_id"]


def test_a_deleted_record_is_gone_and_the_value_before_it_back(
    feishu: Connect, employee: Actor, key_result: KeyResult
) -> None:
    check_in(employee, key_result.id, value=Decimal(63), confidence=8)
    script = feishu(employee)
    made = script.ask(
        "POST", "v1/progress_records", record(key_result, progress_rate={"percent": 60})
    )
    address = f"v1/progress_records/{made['progress_id']}"
    script.ask("PUT", address, {"content": {"text": "再来"}})
    assert script.ask("DELETE", address) == {}
    key_result.refresh_from_db()
    assert (key_result.current, key_result.confidence) == (Decimal(63), 8)
    for method in ("GET", "PUT", "DELETE"):
        assert script.code(method, address, {"content": {"text": "?"}}) == 1001004


def test_a_record_of_an_objective_is_a_comment(
    feishu: Connect, employee: Actor, lead: Actor, checked_in: KeyResult
) -> None:
    script = feishu(employee)
    person = {"type": "person", "person": {"openId": f"ou_{lead.member_id}"}}
    content = {"blocks": [{"type": "paragraph", "paragraph": {"elements": [person]}}]}
    sent = {
        **SOURCE,
        "target_id": checked_in.objective_id,
        "target_type": "2",
        "content": content,
        "progress_rate": {"percent": 55},
    }
    made = script.ask("POST", "v1/progress_records", sent)
    kept = Comment.objects.get()
    assert kept.body.startswith("@林知远")
    assert kept.mentions.get().member_id == lead.member_id
    named = made["content"]["blocks"][0]["paragraph"]["elements"][0]
    assert named["person"]["open_id"] == named["person"]["openId"] == f"ou_{lead.member_id}"
    assert Objective.objects.get(id=checked_in.objective_id).override == Decimal("0.55")
    address = f"v1/progress_records/{kept.id}"
    assert texts(script.ask("PUT", address, {"content": {"text": "改了"}})) == ["改了"]
    assert feishu(lead).code("PUT", address, {"content": {"text": "?"}}) == 1001002
    script.ask("DELETE", address)
    assert script.code("GET", address) == 1001004


def test_a_percentage_needs_a_line_to_lie_on(
    feishu: Connect, employee: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> None:
    steps = write_key_result(employee, objective, kind="milestones", milestones=None)
    script = feishu(employee)
    told = script.tell("POST", "v1/progress_records", record(steps, progress_rate={"percent": 50}))
    assert told["code"] == 1001001
    assert "percent" in told["msg"]
    script.ask("POST", "v1/progress_records", record(steps))
    assert not CheckIn.objects.exclude(key_result=steps).exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"source_url": "javascript:alert(1)"}, 1001001),
        ({"source_title": None}, 1001001),
        ({"target_type": 1}, 1001001),
        ({"target_id": "7"}, 1001004),
        ({"target_id": {"a": 1}}, 1001001),
        ({"content": {"blocks": []}}, 1001001),
        ({"content": 7}, 1001001),
        ({"content": {"blocks": [None, {"paragraph": {"elements": [7]}}]}}, 1001001),
        ({"progress_rate": {"percent": "x"}}, 1001001),
        ({"progress_rate": {"percent": 1e300}}, 1001001),
        ({"progress_rate": {"status": 7}}, 1001001),
        ({"progress_rate": []}, 1001001),
    ],
)
def test_what_is_no_record_is_refused(
    feishu: Connect, employee: Actor, key_result: KeyResult, change: dict[str, Any], code: int
) -> None:
    assert (
        feishu(employee).code("POST", "v1/progress_records", record(key_result, **change)) == code
    )
    assert not CheckIn.objects.exists()


def test_only_who_may_check_in_writes_one(
    feishu: Connect, colleague: Actor, employee: Actor, key_result: KeyResult
) -> None:
    assert feishu(colleague).code("POST", "v1/progress_records", record(key_result)) == 1001002


def test_a_record_of_what_is_hidden_is_not_found(
    feishu: Connect,
    employee: Actor,
    colleague: Actor,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    hidden = write_objective(employee, visibility="people")
    measured = write_key_result(employee, hidden)
    made = check_in(employee, measured.id, value=Decimal(5), note="?")
    script = feishu(colleague)
    for method in ("GET", "PUT", "DELETE"):
        address = f"v1/progress_records/{made.id}"
        assert script.code(method, address, {"content": {"text": "?"}}) == 1001004
    assert script.code("POST", "v1/progress_records", record(measured)) == 1001004
