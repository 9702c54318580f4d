"""Signing on: an app's id and secret, and the token of two hours."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cairn.cycles.models import Cycle
from cairn.organization.actor import Actor
from cairn.organization.commands.tokens import create_token, revoke_token
from cairn.organization.models import Token
from cairn.storage import clock
from tests.cast import MORNING, ApiClient, member_of
from tests.open_apis.clients import SIGN_ON, FeishuClient

type Connect = Callable[..., FeishuClient]


def sign_on(body: Any, path: str = SIGN_ON) -> dict[str, Any]:
    told: dict[str, Any] = Client().post(path, body, content_type="application/json").json()
    return told


def test_an_app_signs_on_for_two_hours(employee: Actor) -> None:
    app, secret = create_token(employee, name="报表", is_app=True)
    told = sign_on({"app_id": app.app_id, "app_secret": secret})
    assert (told["code"], told["msg"], told["expire"]) == (0, "ok", 7200)
    assert told["tenant_access_token"].startswith("t-")
    assert (app.app_id or "").startswith("cli_")
    both = sign_on(
        {"app_id": app.app_id, "app_secret": secret},
        "/open-apis/auth/v3/app_access_token/internal",
    )
    assert both["app_access_token"] == both["tenant_access_token"]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"app_id": "cli_0", "app_secret": "?"},
        {"app_id": ["x"], "app_secret": None},
        {"app_id": "\x00", "app_secret": "\ud800"},
        {"app_id": "x" * 5_000, "app_secret": "x"},
    ],
)
def test_wrong_credentials_are_told_as_such(employee: Actor, sent: dict[str, Any]) -> None:
    assert sign_on(sent)["code"] in (99991543, 1001001)


def test_a_secret_of_another_app_opens_nothing(employee: Actor, colleague: Actor) -> None:
    app, _secret = create_token(employee, name="一", is_app=True)
    _other, secret = create_token(colleague, name="二", is_app=True)
    assert sign_on({"app_id": app.app_id, "app_secret": secret})["code"] == 99991543


def test_the_secret_is_no_token_and_the_token_no_secret(employee: Actor, cycle: Cycle) -> None:
    _app, secret = create_token(employee, name="一", is_app=True)
    assert ApiClient(secret).get("/api/v1/me").status_code == 401
    plain, own = create_token(employee, name="二")
    assert plain.app_id is None
    told = Client(headers={"authorization": f"Bearer {own}"}).get("/open-apis/okr/v1/periods")
    assert told.json()["code"] == 99991671


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("", 99991661),
        ("Bearer t-nonsense", 99991663),
        ("Bearer t-1-99999999999.x", 99991663),
        ("Bearer u-somebody", 99991668),
        ("Basic x", 99991671),
        ("Bearer", 99991671),
        ("Bearer t-" + "9" * 5_000, 99991671),
        ("Bearer t-鲸", 99991663),
    ],
)
def test_what_is_wrong_with_a_token_has_its_number(db: None, sent: str, code: int) -> None:
    client = Client(headers={"authorization": sent} if sent else {})
    answer = client.get("/open-apis/okr/v1/periods")
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert answer.headers["X-Tt-Logid"]


def test_a_token_ends_with_its_time(feishu: Connect, employee: Actor) -> None:
    script = feishu(employee)
    with clock.set_to(MORNING + timedelta(seconds=7_199)):
        assert script.code("GET", "v1/periods") == 0
    with clock.set_to(MORNING + timedelta(seconds=7_201)):
        assert script.code("GET", "v1/periods") == 99991663


def test_a_token_ends_with_its_app(feishu: Connect, employee: Actor) -> None:
    script = feishu(employee)
    revoke_token(employee, Token.objects.get(member=member_of(employee)).id)
    assert script.code("GET", "v1/periods") == 99991663


def test_an_app_may_what_its_scopes_say(feishu: Connect, admin: Actor) -> None:
    reader = feishu(admin, ("read",))
    assert reader.code("GET", "v1/periods") == 0
    assert reader.code("POST", "v1/periods", {}) == 99991672
    assert feishu(admin, ("write",)).code("GET", "v1/periods") == 99991672


def test_an_unknown_address_is_told_in_the_envelope(db: None) -> None:
    answer = Client().get("/open-apis/okr/v9/nothing")
    assert (answer.status_code, answer.json()["code"]) == (404, 404)
    answer = Client().put("/open-apis/okr/v1/periods")
    assert (answer.status_code, answer.json()["code"]) == (405, 405)
