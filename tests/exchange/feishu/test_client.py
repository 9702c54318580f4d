"""The client: polite, patient, and believing nothing."""

import gzip
import json
import logging
import socket
import threading
import time
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cairn.exchange.feishu.client import MOST_LIMITED, Client
from cairn.exchange.feishu.envelopes import open_envelope, refusal_of
from cairn.exchange.feishu.refusals import WORDINGS, FeishuRefusal
from tests.exchange.feishu.server import (
    APP,
    SECRET,
    Clock,
    Feishu,
    client_of,
    envelope,
    paged,
)

PATH = "okr/v1/periods"


def refused(client: Client, path: str = PATH) -> FeishuRefusal:
    with pytest.raises(FeishuRefusal) as caught:
        client.get(path)
    return caught.value


def test_a_token_is_asked_for_once_and_again_when_it_is_over(feishu: Feishu) -> None:
    feishu.serve(PATH, {"items": []})
    clock = Clock()
    client = client_of(feishu, clock)
    client.get(PATH, page=1)
    client.get(PATH, page=2)
    assert feishu.tokens == 1
    clock.now += 7200
    client.get(PATH, page=3)
    assert feishu.tokens == 2


@pytest.mark.parametrize("number", [99991663, 99991668, 99991677])
def test_a_refused_token_is_replaced_once(feishu: Feishu, number: int) -> None:
    told: list[Any] = [envelope(number), {"items": []}, *[envelope(number)] * 2]
    feishu.serve(PATH, lambda _query, _body: told.pop(0))
    client = client_of(feishu)
    assert client.get(PATH) == {"items": []}
    assert feishu.tokens == 2
    client.part.clear()
    assert refused(client).code == "token_refused"


def test_what_is_asked_twice_is_answered_from_what_is_kept(feishu: Feishu) -> None:
    feishu.serve(PATH, {"items": [{"id": "1"}]})
    client = client_of(feishu)
    client.get(PATH, lang="zh")
    kept = json.loads(json.dumps(client.part))
    other = client_of(feishu, part=kept)
    assert other.get(PATH, lang="zh") == {"items": [{"id": "1"}]}
    assert other.calls == 0
    assert not any("t-1" in text or SECRET in text for text in (json.dumps(kept), repr(client)))


@pytest.mark.parametrize("number", [1001002, 1001003, 1001004])
def test_what_is_refused_of_one_thing_is_asked_for_once_a_step(feishu: Feishu, number: int) -> None:
    """So that a step with more of them than calls in a minute comes to an end."""
    feishu.serve(PATH, envelope(number))
    client = client_of(feishu)
    code = refused(client).code
    other = client_of(feishu, part=json.loads(json.dumps(client.part)))
    assert refused(other).code == refused(client).code == code
    assert (client.calls, other.calls) == (2, 0)
    other.forget_refusals()
    assert refused(other).code == code
    assert other.calls == 2


def test_what_keeps_everything_from_being_fetched_is_asked_for_again(feishu: Feishu) -> None:
    told: list[Any] = [envelope(99991672), {"items": []}]
    feishu.serve(PATH, lambda _query, _body: told.pop(0))
    client = client_of(feishu)
    assert refused(client).code == "scope"
    assert client.get(PATH) == {"items": []}


def test_lists_are_repeated_parameters_and_nothing_is_left_out(feishu: Feishu) -> None:
    feishu.serve(PATH, {})
    client_of(feishu).get(PATH, period_ids=["1", "2"], page_token=None)
    assert feishu.queries == [{"period_ids": ["1", "2"]}]


def test_pages_follow_each_other(feishu: Feishu) -> None:
    rows = [{"id": str(number)} for number in range(250)]
    feishu.serve(PATH, paged(rows))
    assert list(client_of(feishu).items(PATH)) == rows
    assert len(feishu.asked) == 3


@pytest.mark.parametrize(
    "data",
    [
        {"items": [], "has_more": True, "page_token": "same"},
        {"items": [], "has_more": True},
        {"items": {"id": "1"}},
        {"items": [], "has_more": True, "page_token": ["1"]},
    ],
)
def test_a_list_that_never_ends_is_nonsense(feishu: Feishu, data: Any) -> None:
    feishu.serve(PATH, data)
    with pytest.raises(FeishuRefusal) as caught:
        list(client_of(feishu).items(PATH))
    assert caught.value.code == "nonsense"


def test_never_more_than_a_hundred_calls_in_any_minute(feishu: Feishu) -> None:
    """Also where a fetch goes on in another process, which was handed the instants."""
    feishu.serve(PATH, {})
    clock, made = Clock(), list[float]()
    instants: list[float] = []
    for run in range(3):
        client = client_of(feishu, clock, instants=instants)
        for number in range(90):
            client.get(PATH, number=f"{run}.{number}")
            made.append(clock.now)
            clock.now += 0.1
        instants = client.instants
        assert len(instants) <= 100
    assert len(made) == 270
    assert all(late - early >= 60 for early, late in zip(made, made[100:], strict=False))
    assert clock.now - made[0] < 200


def test_whoever_waits_may_stop_it(feishu: Feishu) -> None:
    """Before every call, with how long it would have to wait."""
    feishu.serve(PATH, {})
    clock = Clock()

    class Stop(Exception):
        pass

    def wait(seconds: float) -> None:
        if seconds > 5:
            raise Stop(seconds)

    client = Client(feishu.url, APP, SECRET, wait=wait, clock=clock)
    for number in range(99):
        client.get(PATH, number=number)
    with pytest.raises(Stop) as caught:
        client.get(PATH, number=99)
    assert (client.calls, len(client.part)) == (100, 99)
    assert 59 < caught.value.args[0] <= 61


@pytest.mark.parametrize(
    ("answer", "least", "most"),
    [
        ((429, {"x-ogw-ratelimit-reset": "37"}, b""), 37, 38),
        ((429, {"Retry-After": "12"}, b"{}"), 12, 13),
        ((429, {"Retry-After": "999999"}, b""), 300, 301),
        ((429, {"x-ogw-ratelimit-reset": "soon"}, b""), 20, 21),
        (envelope(99991400, "frequency limit"), 20, 21),
        ((400, {"x-ogw-ratelimit-reset": "3"}, json.dumps({"code": 99991400}).encode()), 3, 4),
    ],
)
def test_it_waits_as_long_as_it_is_told(
    feishu: Feishu, answer: Any, least: float, most: float
) -> None:
    told = [answer, {"items": []}]
    feishu.serve(PATH, lambda _query, _body: told.pop(0))
    clock = Clock()
    client_of(feishu, clock).get(PATH)
    assert least <= sum(clock.waited) <= most


def test_it_is_not_refused_forever(feishu: Feishu) -> None:
    feishu.serve(PATH, envelope(99991400))
    assert refused(client_of(feishu)).code == "busy"
    assert len(feishu.asked) == MOST_LIMITED + 1


@pytest.mark.parametrize(
    "answer", [(500, {}, b"oops"), (502, {}, b""), envelope(1009998, status=500)]
)
def test_a_fault_of_theirs_is_asked_again_with_growing_waits(feishu: Feishu, answer: Any) -> None:
    told = [answer, answer, {"items": []}]
    feishu.serve(PATH, lambda _query, _body: told.pop(0))
    clock = Clock()
    client = client_of(feishu, clock)
    assert client.get(PATH) == {"items": []}
    assert clock.waited == [pytest.approx(1), pytest.approx(2)]
    feishu.serve(PATH, answer)
    client.part.clear()
    assert refused(client).code == "server_fault"


def test_nobody_there_is_said_of_the_address() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    clock = Clock()
    refusal = refused(Client(address, APP, SECRET, wait=clock.wait, clock=clock))
    assert (refusal.code, refusal.field) == ("unreachable", "address")
    assert clock.waited == [pytest.approx(1), pytest.approx(2), pytest.approx(4)]


def test_a_line_that_drips_is_cut() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        over = threading.Event()

        def drip() -> None:
            while not over.is_set():
                line, _address = server.accept()
                with line:
                    line.sendall(b"HTTP/1.1 200 OK\r\n")
                    while not over.is_set():
                        try:
                            line.sendall(b"X-Slow: 1\r\n")
                        except OSError:
                            break
                        time.sleep(0.05)

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        clock, began = Clock(), time.monotonic()
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        client = Client(address, APP, SECRET, wait=clock.wait, clock=clock, within_s=0.4)
        assert refused(client).code == "unreachable"
        assert time.monotonic() - began < 8
        over.set()


def test_it_is_not_led_elsewhere(feishu: Feishu) -> None:
    feishu.serve(PATH, (302, {"Location": "http://127.0.0.1:9/"}, b""))
    assert refused(client_of(feishu)).code == "redirected"


@pytest.mark.parametrize(
    "body",
    [
        *(
            b"",
            b"<html>",
            b"[]",
            b"7",
            b'{"code": true}',
            b'{"code": "0"}',
            b'{"code": 0, "data": 7}',
        ),
        *(b'{"code": 0, "data": NaN}', b'{"code": 0, "data": []}', b"\xff\xfe", b"[" * 200_000),
        b'{"code": ' + b"9" * 9_000 + b"}",
    ],
)
def test_what_is_no_answer_is_nonsense(feishu: Feishu, body: bytes) -> None:
    feishu.serve(PATH, (200, {}, body))
    assert refused(client_of(feishu)).code == "nonsense"


def test_an_answer_has_its_bounds(feishu: Feishu) -> None:
    bomb = gzip.compress(b" " * 60_000_000)
    feishu.serve(PATH, (200, {"Content-Encoding": "gzip"}, bomb))
    assert refused(client_of(feishu)).code == "too_large"


def test_fractions_stay_exact_and_texts_can_be_kept(feishu: Feishu) -> None:
    body = b'{"code": 0, "data": {"a": 0.1, "b": 12345678901234567890.5, "c": "x\\u0000\\ud800\\u202ey"}}'
    feishu.serve(PATH, (200, {}, body))
    found = client_of(feishu).get(PATH)
    assert found == {"a": "0.1", "b": "12345678901234567890.5", "c": "xy"}


@pytest.mark.parametrize(
    ("app_id", "secret"), [(APP, "wrong"), ("cli_b", SECRET), (APP, ""), (APP, "a\r\nX: y")]
)
def test_a_wrong_secret_is_told_at_its_field(feishu: Feishu, app_id: str, secret: str) -> None:
    clock = Clock()
    client = Client(feishu.url, app_id, secret, wait=clock.wait, clock=clock)
    with pytest.raises(FeishuRefusal) as caught:
        client.sign_on()
    assert (caught.value.code, caught.value.field) == ("wrong_app", "app_secret")
    assert not secret or secret not in f"{caught.value!r}{caught.value.fields}{caught.value.values}"


@pytest.mark.parametrize("token", ["", "t-\n1", "t-\u4e00", 7, None, "t" * 5_000])
def test_a_token_that_is_none_is_nonsense(feishu: Feishu, token: Any) -> None:
    told = json.dumps({"code": 0, "tenant_access_token": token, "expire": 7200}).encode()
    feishu._sign_on = lambda body: (200, {}, told)  # type: ignore[method-assign]
    assert refused(client_of(feishu)).code == "nonsense"


def test_a_lacking_scope_is_named(feishu: Feishu) -> None:
    lacks = {"permission_violations": [{"subject": "okr:okr.content:readonly"}]}
    feishu.serve(PATH, envelope(99991672, "Access denied", error=lacks))
    assert refused(client_of(feishu)).values == {"scopes": "okr:okr.content:readonly"}
    said = "One of these is required: [okr:okr:readonly, okr:okr.period:readonly]. https://x.cn/a:b"
    feishu.serve(PATH, envelope(99991679, said))
    scopes = refused(client_of(feishu)).values["scopes"]
    assert scopes.startswith("okr:okr:readonly, okr:okr.period:readonly")
    feishu.serve(PATH, envelope(99991676, "<script>"))
    assert refused(client_of(feishu)).values == {"scopes": "okr:okr:readonly"}


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (1001001, "invalid_call"),
        (1001002, "forbidden"),
        (1001003, "user_unknown"),
        (1001004, "gone"),
        (1000403, "edition"),
        (404, "unknown_address"),
        (7, "refused"),
    ],
)
def test_each_number_has_its_words(feishu: Feishu, number: int, code: str) -> None:
    feishu.serve(PATH, envelope(number, f"{SECRET} <b>"))
    refusal = refused(client_of(feishu))
    assert refusal.code == code
    for language in ("en", "zh-hans"):
        with translation.override(language):
            said = str(refusal.fields[refusal.field])
            assert said
            assert "%(" not in said
            assert SECRET not in said


def test_every_refusal_can_be_said() -> None:
    for code, (field, words) in WORDINGS.items():
        said = str(FeishuRefusal(code, scopes="a:b", number="7").fields[field])
        assert said == str(words) % {"scopes": "a:b", "number": "7"}


def test_nothing_secret_is_logged(
    feishu: Feishu, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    feishu.serve(PATH, {})
    client_of(feishu).get(PATH)
    feishu.serve(PATH, (500, {}, b""))
    refused(client_of(feishu))
    printed = capsys.readouterr()
    seen = caplog.text + printed.out + printed.err
    assert SECRET not in seen
    assert "t-1" not in seen


@given(body=st.binary(max_size=200), status=st.integers(100, 599))
def test_any_bytes_become_an_answer_or_a_refusal(body: bytes, status: int) -> None:
    told = open_envelope(status, body)
    if told.number != 0:
        assert refusal_of(told, PATH).field


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(error=JSON, msg=JSON)
def test_any_complaint_names_scopes_or_the_usual_one(error: Any, msg: Any) -> None:
    body = json.dumps({"code": 99991672, "msg": msg, "error": error}).encode()
    refusal = refusal_of(open_envelope(400, body), "contact/v3/scopes")
    assert refusal.values["scopes"]
