"""A client of Feishu's API as the tests use it: signed on, and its answers as envelopes."""

import json
from collections.abc import Mapping
from typing import Any

from django.test import Client

from cairn.organization.actor import Actor
from cairn.organization.commands.tokens import create_token

SIGN_ON = "/open-apis/auth/v3/tenant_access_token/internal"


OUTCOMES = {
    1001001: 422,
    1001002: 403,
    1001003: 404,
    1001004: 404,
    1001008: 409,
    1009998: 500,
    1009999: 500,
    99991543: 401,
    99991661: 401,
    99991663: 401,
    99991668: 401,
    99991671: 401,
    99991672: 403,
}


def outcome(answer: Any) -> int:
    """What a status of HTTP would say of an answer, whose own is 400 for nearly everything."""
    code = json.loads(answer.content)["code"]
    return int(OUTCOMES.get(code, code or 200))


class FeishuClient(Client):
    """Speaks with the token of an app of somebody's."""

    def __init__(self, actor: Actor, scopes: tuple[str, ...] = ("read", "write", "admin")) -> None:
        super().__init__()
        app, secret = create_token(actor, name="旧脚本", scopes=list(scopes), is_app=True)
        told = self.tell("POST", SIGN_ON, {"app_id": app.app_id, "app_secret": secret})
        self.defaults["HTTP_AUTHORIZATION"] = f"Bearer {told['tenant_access_token']}"

    def tell(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """One request below /open-apis/okr; the whole envelope."""
        path = path if path.startswith("/open-apis") else f"/open-apis/okr/{path}"
        data = "" if body is None else json.dumps(body, default=str)
        answer = self.generic(method, path, data, content_type="application/json")
        told: dict[str, Any] = answer.json()
        return told

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What is expected to succeed; its data."""
        told = self.tell(method, path, body)
        assert told["code"] == 0, told
        data: dict[str, Any] = told["data"]
        return data

    def code(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> int:
        return int(self.tell(method, path, body)["code"])
