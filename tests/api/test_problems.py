"""What goes wrong over REST, and in which words it is told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client

from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Token
from cairn.storage import clock
from tests.cast import ApiClient

Connect = Callable[..., ApiClient]
LIST = "/api/v1/objectives"


def is_problem(response: Any, status: int, kind: str) -> dict[str, Any]:
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert (body["status"], body["type"]) == (status, f"urn:cairn:problem:{kind}")
    assert body["title"]
    assert body["detail"]
    return body


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"nonsense", b"[]", b'"text"', b"null", b"5", b"[" * 5_000),
        *(b'{"title": NaN}', b'{"title": 1e400}', b'{"title": "\\ud800"}', b'{"title": "\xff"}'),
    ],
)
def test_what_is_no_json_object_is_unreadable(api: Connect, employee: Actor, body: bytes) -> None:
    sent = api(employee).generic("POST", LIST, data=body, content_type="application/json")
    is_problem(sent, 400, "unreadable")


def test_a_body_over_the_limit_is_too_large(api: Connect, employee: Actor) -> None:
    body = b'{"title": "' + b"x" * 2_600_000 + b'"}'
    sent = api(employee).generic("POST", LIST, data=body, content_type="application/json")
    is_problem(sent, 413, "too-large")


def test_a_body_in_chunks_is_told_apart_from_an_empty_one(api: Connect, employee: Actor) -> None:
    sent = api(employee).post(
        LIST,
        content_type="application/json",
        headers={"Transfer-Encoding": "chunked", "Content-Length": ""},
    )
    is_problem(sent, 411, "length-required")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "text/xml"])
def test_only_json_is_read(api: Connect, employee: Actor, kind: str) -> None:
    sent = api(employee).generic("POST", LIST, data=b"title=x", content_type=kind)
    is_problem(sent, 415, "unsupported-media-type")


def test_only_json_is_spoken(api: Connect, employee: Actor) -> None:
    is_problem(api(employee).get(LIST, headers={"Accept": "text/csv"}), 406, "not-acceptable")
    assert api(employee).get(LIST, headers={"Accept": "text/csv, */*;q=0.1"}).status_code == 200


def test_an_address_says_which_methods_it_takes(api: Connect, employee: Actor) -> None:
    refused = api(employee).put(LIST)
    is_problem(refused, 405, "method-not-allowed")
    assert set(refused.headers["Allow"].split(", ")) == {"GET", "POST"}


@pytest.mark.parametrize("path", ["", "nowhere", "objectives/1/nowhere", "objectives/"])
def test_an_unknown_address_is_a_problem(api: Connect, employee: Actor, path: str) -> None:
    for method in ("GET", "POST"):
        is_problem(api(employee).send(method, f"/api/v1/{path}"), 404, "not-found")


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer wrong", "Basic YTpi", "Bearer \x00", "Bearer é"]
)
def test_a_wrong_token_opens_nothing(client: Client, db: None, header: str) -> None:
    refused = client.get(LIST, headers={"Authorization": header})
    is_problem(refused, 401, "unauthenticated")
    assert refused.headers["WWW-Authenticate"].startswith('Bearer realm="Cairn"')


def test_expired_and_revoked_tokens_open_nothing(api: Connect, employee: Actor) -> None:
    script = api(employee)
    Token.objects.update(revoked_at=clock.now())
    is_problem(script.get(LIST), 401, "unauthenticated")
    Token.objects.update(revoked_at=None, expires_at=clock.now())
    is_problem(script.get(LIST), 401, "unauthenticated")


def test_a_session_opens_nothing(web: Callable[[Actor], Client], employee: Actor) -> None:
    browser = web(employee)
    is_problem(browser.get(LIST), 401, "unauthenticated")
    is_problem(browser.post(LIST, {"title": "x"}), 401, "unauthenticated")


HOSTILE = {
    "control": "a\u0000b",
    "bidi": "\u202e标题",
    "long": "x" * 100_000,
    "empty": " ",
    "number": 5,
    "list": ["x"],
    "object": {"a": 1},
    "true": True,
}


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_title_is_named(
    api: Connect, employee: Actor, objective: Objective, title: Any
) -> None:
    for method, path in (("POST", LIST), ("PATCH", f"{LIST}/{objective.id}")):
        refused = api(employee).send(method, path, {"title": title})
        [error] = is_problem(refused, 422, "invalid")["errors"]
        assert error["pointer"] == "#/title"


@pytest.mark.parametrize("title", ["🧗‍♀️ 登顶", "e\u0301", "目标" * 150, "𠮷野家", "<b>&amp;"])
def test_unusual_titles_are_kept(api: Connect, employee: Actor, cycle: Any, title: str) -> None:
    made = api(employee).send("POST", LIST, {"title": title})
    assert made.json()["title"] == title


WRONG: list[tuple[str, Any]] = [
    ("team", "5"),
    ("team", "99999999999999999999"),
    ("owner", "\u0000"),
    ("cycle", "5"),
    ("cycle", {}),
    ("readers", ["5"]),
    ("readers", "5"),
    ("collaborators", [None, "x"]),
    ("visible_team", "x"),
    ("growth", "yes"),
    ("publish", 1),
    ("tags", "a,b"),
    ("tags", ["x" * 41]),
    ("tags", ["a\u0000b"]),
    ("due_on", "2026-13-01"),
    ("due_on", "0001-01-01"),
    ("due_on", "2027-06-01"),
    ("visibility", "secret"),
    ("description", "x" * 20_001),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_names_its_field(
    api: Connect, employee: Actor, objective: Objective, name: str, value: Any
) -> None:
    refused = api(employee).send("POST", LIST, {"title": "标题", name: value})
    errors = is_problem(refused, 422, "invalid")["errors"]
    assert [one["pointer"].split("/")[1] for one in errors] == [name]


def test_ids_of_another_organization_are_unknown(
    api: Connect, employee: Actor, stranger: Actor, cycle: Any
) -> None:
    other = str(stranger.member_id)
    refused = api(employee).send("POST", LIST, {"title": "标题", "owner": other})
    foreign = is_problem(refused, 422, "invalid")["errors"]
    refused = api(employee).send("POST", LIST, {"title": "标题", "owner": "5"})
    assert is_problem(refused, 422, "invalid")["errors"] == foreign


def test_the_line_that_sees_it_must_exist(api: Connect, employee: Actor, cycle: Any) -> None:
    fields = {"title": "标题", "visibility": "team", "visible_team": "5"}
    refused = api(employee).send("POST", LIST, fields)
    [error] = is_problem(refused, 422, "invalid")["errors"]
    assert error["field"] == "visible_team"


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "é", "a\tb"])
def test_an_unfit_idempotency_key_is_named(
    api: Connect, employee: Actor, cycle: Any, key: str
) -> None:
    refused = api(employee).post(
        LIST,
        data='{"title": "标题"}',
        content_type="application/json",
        headers={"Idempotency-Key": key},
    )
    [error] = is_problem(refused, 422, "invalid")["errors"]
    assert error["header"] == "Idempotency-Key"


@pytest.mark.parametrize(
    ("asked", "spoken", "title"),
    [
        ("en", "en", "Not found"),
        ("de, en;q=0.5", "en", "Not found"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans", None),
        ("zh-Hans", "zh-Hans", None),
        ("", "zh-Hans", None),
        ("*", "zh-Hans", None),
        ("nonsense;q=x", "zh-Hans", None),
    ],
)
def test_the_reader_is_answered_in_their_language(
    api: Connect, employee: Actor, asked: str, spoken: str, title: str | None
) -> None:
    refused = api(employee).get(f"{LIST}/5", headers={"Accept-Language": asked})
    assert refused.headers["Content-Language"] == spoken
    assert title in (None, refused.json()["title"])


def test_a_member_has_a_language_of_their_own(api: Connect, colleague: Actor) -> None:
    assert api(colleague).get("/api/v1/me").headers["Content-Language"] == "en"


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (RuntimeError("secret"), 500, "internal"),
        (IntegrityError("secret"), 409, "conflict"),
        (OperationalError("secret"), 503, "unavailable"),
    ],
)
def test_a_failure_tells_nothing_of_the_inside(
    api: Connect,
    employee: Actor,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    status: int,
    kind: str,
) -> None:
    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr("cairn.api.objectives.whole_objective", fail)
    refused = api(employee).get(f"{LIST}/5")
    assert "secret" not in str(is_problem(refused, status, kind))
    assert "/api/v1/objectives/5" in caplog.text


def test_answers_are_kept_by_no_cache(api: Connect, employee: Actor) -> None:
    headers = api(employee).get("/api/v1/me").headers
    assert headers["Cache-Control"] == "private, no-store"
    assert "Accept-Language" in headers["Vary"]
