"""Whatever is sent to whichever address, the answer is an envelope and never a fault of ours."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.comments import add_comment
from cairn.goals.models import KeyResult, Objective
from cairn.open_apis.identities import held_id
from cairn.organization.actor import Actor
from tests.cast import GIF
from tests.hostile import TEXTS, VALUES
from tests.open_apis.clients import FeishuClient, outcome
from tests.routes_open_apis import OPEN_APIS
from tests.test_hostile import HOLE, ONE_BY_ONE, spelled
from tests.test_raw_requests import DOCUMENTS
from tests.ways import Way, spell

type Connect = Callable[..., FeishuClient]
FIELDS = (
    *("content", "notes", "score", "weight", "deadline", "category_id", "status", "unit"),
    *("objective_ids", "key_result_ids", "objective_weights", "key_result_weights"),
    *("target_id", "target_type", "source_title", "source_url", "progress_rate", "start_month"),
    *("period_rule_id", "to_entity_id", "to_entity_type", "current_value", "start_value"),
    *("target_value", "indicator_status", "status_calculate_type"),
    *("current_value_calculate_type", "target", "ref_comment_id"),
)
ASKED = (
    *("page_size", "page_token", "user_id_type", "offset", "limit", "period_ids", "okr_ids"),
    *("user_ids", "user_id", "align_type", "lang", "owner_type", "target_type", "target_id"),
)
ODD_CONTENTS: tuple[Any, ...] = (
    {"blocks": "x"},
    {"blocks": [{"paragraph": {"elements": "x", "style": 7}}]},
    {"blocks": [{"paragraph": {"style": {"list": {"indentLevel": 1e9, "type": []}}}}]},
    {"blocks": [{"paragraph": {"elements": [{"textRun": {"text": 7, "style": []}}]}}]},
    {"blocks": [{"paragraph": {"elements": [{"textRun": {"text": "\x00\ud800"}}]}}]},
    {"blocks": [{"gallery": {"imageList": [{"fileToken": "9" * 40}, 7, None]}}]},
    {"blocks": [{"paragraph": {"elements": [{"person": {"openId": "ou_" + "9" * 30}}]}}]},
    {"blocks": [{}] * 501},
    {"text": "x" * 20_000},
    {"text": "x", "mention": [7, None, {"a": 1}]},
)


@pytest.fixture
def ids(employee: Actor, key_result: KeyResult, objective: Objective) -> dict[str, str]:
    said = check_in(employee, key_result.id, value=key_result.target, note="?")
    found: dict[str, object] = {
        "objective_id": objective.id,
        "key_result_id": key_result.id,
        "indicator_id": key_result.id,
        "period_id": objective.cycle_id,
        "progress_id": said.id,
        "user_id": employee.member_id,
        "user_cycle_id": held_id(employee.member_id, objective.cycle_id),
        "target_id": objective.id,
        "free_id": key_result.id,
        "comment_id": add_comment(employee, objective.id, body="?").id,
    }
    return {name: str(one) for name, one in found.items()}


def ask(script: FeishuClient, route: str, way: Way, ids: dict[str, str], **sent: Any) -> int:
    path = "/" + HOLE.sub(lambda found: ids.get(found[1] or found[2], "x"), route)
    body = sent.get("body", "")
    with transaction.atomic():
        answer = script.generic(
            way.method,
            f"{path}?{sent.get('query', '')}",
            body,
            content_type=sent.get("kind", "application/json"),
        )
        transaction.set_rollback(True)
    return outcome(answer)


def writes() -> Iterator[tuple[str, Way]]:
    for route, ways in OPEN_APIS.items():
        for way in ways:
            if way.body:
                yield route, way


def test_no_field_makes_it_stumble(feishu: Connect, employee: Actor, ids: dict[str, str]) -> None:
    script, wrong = feishu(employee), []
    every = {**{name: TEXTS[name][:5_000] for name in ONE_BY_ONE}, **VALUES}
    for route, way in writes():
        base = spell(dict(way.body), ids)
        own = {what: dict.fromkeys(base, value) for what, value in every.items()}
        beside = {what: {**dict.fromkeys(FIELDS, value), **base} for what, value in VALUES.items()}
        for what, body in (*own.items(), *beside.items()):
            if ask(script, route, way, ids, body=json.dumps(body)) >= 500:
                wrong.append(f"{way.method} {route} {what}")
    assert wrong == []


def test_no_content_makes_it_stumble(feishu: Connect, employee: Actor, ids: dict[str, str]) -> None:
    script = feishu(employee)
    way = Way("PUT", "", {"content": {}})
    route = "open-apis/okr/v1/progress_records/<str:progress_id>"
    told = {
        str(content)[:60]: ask(script, route, way, ids, body=json.dumps({"content": content}))
        for content in ODD_CONTENTS
    }
    assert set(told.values()) <= {200, 422}, told


def test_no_document_makes_it_stumble(
    feishu: Connect, employee: Actor, ids: dict[str, str]
) -> None:
    script = feishu(employee)
    wrong = [
        f"{way.method} {route} {what}"
        for route, way in writes()
        for what, body in DOCUMENTS.items()
        if ask(script, route, way, ids, body=body) >= 500
    ]
    assert wrong == []


def test_no_query_makes_it_stumble(feishu: Connect, employee: Actor, ids: dict[str, str]) -> None:
    script, wrong = feishu(employee), []
    for route, ways in OPEN_APIS.items():
        if any(way.method == "GET" for way in ways):
            for what in ONE_BY_ONE:
                text = TEXTS[what]
                query = "&".join(f"{name}={spelled(text[:200])}" for name in ASKED)
                if ask(script, route, Way("GET", ""), ids, query=query) >= 500:
                    wrong.append(f"{route} {what}")
    assert wrong == []


PART = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'


def upload(script: FeishuClient, ids: dict[str, str], data: bytes, **parts: bytes) -> int:
    given = {"target_id": ids["objective_id"].encode(), "target_type": b"2", **parts}
    body = b"".join(PART % (name.encode(), text) for name, text in given.items())
    body += PART % (b"data", data) + b"--x--\r\n"
    route, way = "open-apis/okr/v1/images/upload", Way("POST", "")
    return ask(script, route, way, ids, body=body, kind="multipart/form-data; boundary=x")


def test_a_picture_is_what_its_bytes_say(
    feishu: Connect, employee: Actor, ids: dict[str, str]
) -> None:
    script = feishu(employee)
    assert upload(script, ids, GIF) == 200
    assert upload(script, ids, b"<svg onload=alert(1)>" + b" " * 40) == 422
    assert upload(script, ids, b"") == 422
    assert upload(script, ids, GIF, target_type=b"4") == 422
    assert upload(script, ids, GIF, target_id=b"\xff") == 404
    assert upload(script, ids, GIF + b"x" * 5_100_000) == 422


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data; boundary=x"),
        (b"--x", "multipart/form-data"),
        (b"--x\r\n\r\n\r\n--x--", "multipart/form-data; boundary=x"),
        (b"--x\r\nContent-Disposition: form-data; name=\r\n\r\n\xff\r\n--x--", "multipart/form-data; boundary=x"),
        (b"\x00" * 100, "multipart/form-data; boundary=\x00"),
        (b"{}", "application/json"),
        (b"a=b", "application/x-www-form-urlencoded"),
    ],
)  # fmt: skip
def test_a_broken_body_is_no_picture(
    feishu: Connect, employee: Actor, ids: dict[str, str], body: bytes, kind: str
) -> None:
    route, way = "open-apis/okr/v1/images/upload", Way("POST", "")
    assert ask(feishu(employee), route, way, ids, body=body, kind=kind) in (404, 422)
