"""Whatever an endpoint does, there is an answer or a sentence that says why there is none."""

import json
import logging
import socket
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cairn.connectors.assistant.answers import LONGEST, MOST, read_lines
from cairn.connectors.assistant.protocol import (
    BUSY,
    LONGEST_ANSWER,
    NO_KEY,
    NOBODY,
    NONSENSE,
    SLOW,
    Message,
    complete,
    fault_of_url,
)
from cairn.connectors.assistant.protocol import Endpoint as Named
from cairn.errors import Unavailable
from cairn.storage.deadline import Deadline
from tests.connectors.endpoint import Endpoint

ASKED = [Message("user", "目标：让老客户愿意留下来")]


def ask(model: Endpoint, *, key: str = "", within_s: float = 5) -> str:
    return complete(Named(model.url, "small", key), ASKED, within_s)


def why_not(model: Endpoint, within_s: float = 5) -> str:
    with pytest.raises(Unavailable) as refused:
        ask(model, within_s=within_s)
    return str(refused.value)


def test_it_asks_as_the_protocol_says(model: Endpoint) -> None:
    model.content = "好"
    assert ask(model, key="sk-1") == "好"
    [sent], [headers] = model.asked, model.headers
    assert (sent["model"], sent["stream"]) == ("small", False)
    assert sent["messages"] == [{"role": "user", "content": "目标：让老客户愿意留下来"}]
    assert model.paths == ["/v1/chat/completions"]
    assert headers["Authorization"] == "Bearer sk-1"


def test_without_a_key_none_is_sent(
    model: Endpoint, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    ask(model)
    assert "Authorization" not in model.headers[0]


@pytest.mark.parametrize(
    ("status", "words"), [(401, NO_KEY), (403, NO_KEY), (429, BUSY), (503, BUSY)]
)
def test_a_refusal_says_what_to_do(model: Endpoint, status: int, words: str) -> None:
    model.status = status
    assert why_not(model) == str(words)


@pytest.mark.parametrize("status", [201, 204, 302, 400, 404, 500, 502])
def test_any_other_status_is_named(model: Endpoint, status: int) -> None:
    model.status = status
    assert str(status) in why_not(model)


def test_a_redirect_is_not_followed(model: Endpoint) -> None:
    model.status, model.headers_sent = 307, {"Location": f"{model.url}/chat/completions"}
    assert "307" in why_not(model)
    assert len(model.asked) == 1


@pytest.mark.parametrize("way", ["hangs", "drips", "drips_header", "drips_status"])
def test_one_who_never_ends_is_waited_for_no_longer_than_said(model: Endpoint, way: str) -> None:
    setattr(model, way, True)
    began = time.monotonic()
    assert why_not(model, within_s=0.4) == str(SLOW)
    assert time.monotonic() - began < 2


def test_a_deadline_leaves_nothing_behind(model: Endpoint) -> None:
    with Deadline(60) as deadline, socket.create_connection(("127.0.0.1", model.port)) as line:
        deadline.watch(line)
    assert not deadline.is_over
    timers = [one for one in threading.enumerate() if isinstance(one, threading.Timer)]
    for one in timers:
        one.join(5)
    assert not any(one.is_alive() for one in timers)


def test_a_line_made_after_the_deadline_is_cut_at_once(model: Endpoint) -> None:
    with Deadline(0) as deadline, socket.create_connection(("127.0.0.1", model.port)) as line:
        deadline.watch(line)
        assert line.recv(1) == b""


def test_nobody_there() -> None:
    with pytest.raises(Unavailable) as refused:
        complete(Named("http://127.0.0.1:1/v1", "small"), ASKED, 2)
    assert str(refused.value) == str(NOBODY)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>hello</html>",
        b"\xff\xfe\x00",
        b"null",
        b"[]",
        b'{"choices": []}',
        b'{"choices": [{}]}',
        b'{"choices": [{"message": {"content": null}}]}',
        b'{"choices": [{"message": {"content": ["a"]}}]}',
        b'{"choices": [{"message": {"content": "  "}}]}',
        b'{"choices": {"0": 1}}',
        b"[" * 100_000,
        b'{"choices": [{"message": {"content": "' + b"a" * (LONGEST_ANSWER + 1) + b'"}}]}',
    ],
)
def test_nonsense_is_said_to_be_nonsense(model: Endpoint, body: bytes) -> None:
    model.body = body
    assert why_not(model) == str(NONSENSE)


def test_neither_key_nor_question_is_logged(
    model: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ask(model, key="sk-secret")
    model.status = 401
    why_not(model)
    assert "sk-secret" not in caplog.text
    assert "老客户" not in caplog.text


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://host/v1",
        "http://",
        "//host/v1",
        "http://u:p@host/v1",
        "http://host:99999/v1",
        "http://host/v1?key=1",
        "http://host/#x",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://[::1/v1",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    assert fault_of_url(url)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:11434/v1", "https://api.example/v1/", "http://[::1]:8080/v1"]
)
def test_addresses_of_endpoints_are_taken(url: str) -> None:
    assert fault_of_url(url) is None


@pytest.mark.parametrize(
    ("answer", "lines"),
    [
        ('["续约率到 75%", "NPS 到 50"]', ["续约率到 75%", "NPS 到 50"]),
        ('好的：\n```json\n["续约率到 75%"]\n```', ["续约率到 75%"]),
        ('[{"text": "续约率到 75%"}, 7, null]', ["续约率到 75%"]),
        ("1. 续约率到 75%\n2) NPS 到 50\n- “续约率到 75%”", ["续约率到 75%", "NPS 到 50"]),
        ("## Key results:\nKR1: Churn below 2%\n", ["Churn below 2%"]),
        ("x" * 400, []),
        ("[1, 2]", []),
        ("", []),
    ],
)
def test_lines_are_read_from_whatever_was_answered(answer: str, lines: list[str]) -> None:
    assert read_lines(answer) == lines


@given(some.text() | some.recursive(some.text(), some.lists).map(json.dumps))
def test_no_answer_is_too_strange(answer: str) -> None:
    lines = read_lines(answer)
    assert len(lines) <= MOST
    assert all(4 <= len(one) <= LONGEST and "\n" not in one for one in lines)
