"""Comments of version 2, which their own client does not have."""

from collections.abc import Callable
from decimal import Decimal

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.models import Comment
from cairn.goals.models import KeyResult
from cairn.organization.actor import Actor
from tests.open_apis.clients import FeishuClient

type Connect = Callable[..., FeishuClient]


def test_comments_are_ours(feishu: Connect, employee: Actor, key_result: KeyResult) -> None:
    script = feishu(employee)
    about = {"target_type": "key_result", "target_id": str(key_result.id)}
    made = script.ask("POST", "v2/comments", {"target": about, "content": {"text": "怎么量？"}})
    kept = Comment.objects.get(id=made["comment_id"])
    assert (kept.body, kept.key_result_id) == ("怎么量？", key_result.id)
    answer = {"target": about, "content": {"text": "看后台"}, "ref_comment_id": kept.id}
    script.ask("POST", "v2/comments", answer)
    query = f"target_type=key_result&target_id={key_result.id}"
    first, second = script.ask("GET", f"v2/comments?{query}")["items"]
    assert first["target"] == about
    assert second["ref_comment_id"] == first["id"] == str(kept.id)
    address = f"v2/comments/{kept.id}"
    told = script.ask("PATCH", address, {"content": {"text": "改了"}})["comment"]
    assert told["content"]["blocks"][0]["paragraph"]["elements"][0]["text_run"]["text"] == "改了"
    script.ask("DELETE", address)
    assert script.code("GET", address) == 1001004


def test_only_its_author_changes_one(
    feishu: Connect, employee: Actor, lead: Actor, key_result: KeyResult
) -> None:
    about = {"target_type": "objective", "target_id": key_result.objective_id}
    sent = {"target": about, "content": {"text": "好"}}
    made = feishu(employee).ask("POST", "v2/comments", sent)
    address = f"v2/comments/{made['comment_id']}"
    assert feishu(lead).code("PATCH", address, {"content": {"text": "?"}}) == 1001002


def test_the_answers_to_a_record_are_its_comments(
    feishu: Connect, employee: Actor, key_result: KeyResult
) -> None:
    script = feishu(employee)
    about = {"target_type": "objective", "target_id": key_result.objective_id}
    sent = {"target": about, "content": {"text": "好"}}
    record = script.ask("POST", "v2/comments", sent)["comment_id"]
    below = {"target_type": "progress", "target_id": record}
    script.ask("POST", "v2/comments", {"target": below, "content": {"text": "是"}})
    found = script.ask("GET", f"v2/comments?target_type=progress&target_id={record}")["items"]
    assert [one["ref_comment_id"] for one in found] == [record]
    said = check_in(employee, key_result.id, value=Decimal(61), note="?")
    assert script.code("GET", f"v2/comments?target_type=progress&target_id={said.id}") == 1001004
    assert script.code("GET", "v2/comments?target_type=cycle&target_id=7") == 1001001
