"""Requests that no browser sends, and the headers that every answer carries."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from cairn.organization.models import User
from tests.cast import PASSWORD
from tests.hostile import FORMS
from tests.routes import API, ROUTES
from tests.test_hostile import FORM, JSON, ask, operation, path_of, who
from tests.test_routes import World, everybody, measured, world  # noqa: F401 (fixtures)

MULTIPART = "multipart/form-data; boundary=x"
BODIES: dict[str, tuple[bytes, str]] = {
    "invalid UTF-8": (b"title=\xff\xfe\x80&name=\xc3\x28&body=\xe4\xb8", FORM),
    "half escapes": (b"title=%&name=%zz&body=%e4%b8&%00=%00", FORM),
    "the same field often": (b"&".join([b"title=a&title=b&cycle=1&id=x"] * 40), FORM),
    "far too many fields": (b"&".join(b"f%d=1" % n for n in range(2_100)), FORM),
    "far too long": (b"title=" + b"x" * 2_600_000, FORM),
    "cut multipart": (b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nab', MULTIPART),
    "multipart without end": (b"--x\r\nContent-Disp", MULTIPART),
    "multipart without boundary": (b"--x", "multipart/form-data"),
    "a file for a text": (
        b'--x\r\nContent-Disposition: form-data; name="title"; filename="\x00a"\r\n'
        b"Content-Type: text/plain\r\n\r\n\xff\x00\r\n--x--\r\n",
        MULTIPART,
    ),
    "a broken transfer encoding": (
        b'--x\r\nContent-Disposition: form-data; name="title"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n%%%%\r\n--x--\r\n",
        MULTIPART,
    ),
    "JSON for a form": (b'{"title": "a"}', JSON),
    "another charset": (b"title=\xb4\xe6", "application/x-www-form-urlencoded; charset=gb18030"),
    "no charset": (b"title=a", "application/x-www-form-urlencoded; charset=nothing"),
    "no type": (b"title=a", ""),
    "nothing": (b"", FORM),
}
STATES = {
    ("nothing", "api/v1/cycles/<cycle_id>/close"): 409,
    ("nothing", "api/v1/imports/<import_id>/resume"): 409,
    ("nothing", "api/v1/inbox/mentions/<mention_id>"): 204,
    ("nothing", "api/v1/key-results/<key_result_id>/restore"): 404,
    ("nothing", "api/v1/rounds/<round_id>/steps/<step_id>/repeat"): 409,
}
"""Nothing is a whole document here: the world's cycle cannot be closed without a reason, a mention is
noted without a word, the import is not paused, the key result was not deleted, and the step goes on."""
DOCUMENTS: dict[str, bytes] = {
    "nothing": b"",
    "cut": b'{"title": "a',
    "invalid UTF-8": b'{"title": "\xff\xfe"}',
    "half a character": b'{"title": "\\ud800"}',
    "deep": b'{"title":' + b"[" * 200_000,
    "deep and whole": b'{"title":' + b"[" * 900 + b"]" * 900 + b"}",
    "a list": b"[]",
    "a number": b"1e999",
    "NaN": b'{"title": NaN}',
    "the same field twice": b'{"title": "a", "title": ["b"]}',
    "an unknown field": b'{"admin": true}',
    "many digits": b'{"weight": ' + b"9" * 5_000 + b"}",
    "far too long": b'{"title": "' + b"x" * 2_600_000 + b'"}',
    "a byte order mark": b'\xef\xbb\xbf{"title": "a"}',
    "UTF-16": '{"title": "a"}'.encode("utf-16"),
}


def test_no_form_stumbles_over_a_broken_body(world: World) -> None:  # noqa: F811
    wrong = []
    for route, ways in ROUTES.items():
        if route in API or not any(way.method == "POST" for way in ways):
            continue
        for what, (body, kind) in BODIES.items():
            answer = ask(world.browsers["admin"], "POST", path_of(world, route), body, kind)
            if answer.status_code >= 500:
                wrong.append(f"{route} {what}: {answer.status_code}")
    assert wrong == []


def test_the_api_says_what_is_wrong_with_a_document(world: World) -> None:  # noqa: F811
    wrong = []
    for route, ways in API.items():
        for way in ways:
            if way.method not in ("POST", "PATCH"):
                continue
            if "requestBody" not in operation(route, way.method):
                continue
            for what, body in DOCUMENTS.items():
                answer = ask(
                    world.scripts[who(route)], way.method, path_of(world, route), body, JSON
                )
                state = STATES.get((what, route), 200)
                if answer.status_code not in (200, 201, 400, 413, 422, state):
                    wrong.append(f"{way.method} {route} {what}: {answer.status_code}")
                elif answer.status_code >= 400 and not answer.json()["detail"]:
                    wrong.append(f"{way.method} {route} {what}: no word")
    assert wrong == []


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "HACK"])
def test_other_methods_do_nothing(world: World, method: str) -> None:  # noqa: F811
    wrong = []
    for route, ways in ROUTES.items():
        if method in {way.method for way in ways}:
            continue
        client = (world.scripts if route in API else world.browsers)["admin"]
        answer = ask(client, method, path_of(world, route), b"title=a", FORM)
        if answer.status_code >= 500:
            wrong.append(f"{method} {route}: {answer.status_code}")
    assert wrong == []


ODD_PATHS = (
    *("/objectives/0", "/objectives/-1", "/objectives/9223372036854775808", "/objectives/%00"),
    *("/objectives/99999999999999999999999999", "/people/" + "9" * 5_000, "/teams/１２", "/%ff%fe"),
    *("/check-in/9223372036854775808", "/comments/18446744073709551616", "/../"),
    *("/objectives/1/", "/invitations/%00", "/demo/sign-in/%00", "/password/reset/1-%00", "/%e4"),
    *(
        "/password/reset/zzzzzzzzzzzzzzzzzzzzzzzzzzz-x",
        "/settings/cycles/1/phase/%00",
        "/a" * 4_000,
    ),
    *("/api/v1/objectives/%00", "/api/v1/objectives/" + "9" * 400, "/api/v1/key-results/-5"),
    *("/api/v1/objectives/1e3", "/api/v1/%ff", "/static/../settings.py", "/static/%00"),
)

KNOWN = [path for path in ODD_PATHS if path.startswith(("/password/", "/settings/"))]
"""These say what is wrong with the link, or want a POST."""


@pytest.mark.parametrize("path", ODD_PATHS, ids=lambda path: path[:30])
def test_an_odd_address_is_not_found(world: World, path: str) -> None:  # noqa: F811
    for client in (world.browsers["admin"], world.scripts["admin"], world.browsers["anyone"]):
        answer = ask(client, "GET", path)
        assert answer.status_code in (302, 401, 404) or path in KNOWN, answer.status_code


@pytest.mark.parametrize("value", ["\x00", "\ud800", "x" * 5_000, "鲸", '"><script>', "-1", "{}"])
def test_odd_cookies_and_headers(world: World, value: str) -> None:  # noqa: F811
    told = value.encode("utf-8", "surrogatepass").decode("latin-1")
    for name in ("cairn_session", "cairn_csrf", "cairn_language", "cairn_theme"):
        client = Client(raise_request_exception=False)
        client.cookies[name] = told
        assert ask(client, "GET", "/sign-in").status_code == 200
        assert ask(client, "GET", "/").status_code in (302, 200)
    for name in (
        *("Accept-Language", "HX-Request", "HX-Current-URL", "HX-Target", "Referer", "Origin"),
        *("X-Forwarded-For", "X-Forwarded-Proto", "User-Agent", "Accept", "If-None-Match"),
        *("Authorization", "Idempotency-Key", "If-Modified-Since", "Range"),
    ):
        for known, path in ((world.browsers, "/"), (world.scripts, "/api/v1/objectives")):
            client = known["admin"]
            answer = client.get(path, headers={name: told})
            assert answer.status_code < 500, name


# What every answer carries


def test_every_answer_forbids_what_is_not_ours(world: World) -> None:  # noqa: F811
    for route, ways in ROUTES.items():
        for way in ways:
            for known in ("admin", "member", "anyone"):
                clients = world.scripts if route in API else world.browsers
                answer = ask(clients[known], way.method, path_of(world, route))
                policy = answer.headers.get("Content-Security-Policy", "")
                assert "script-src 'self'" in policy, f"{way.method} {route}"
                assert "unsafe" not in policy
                assert "object-src 'none'" in policy
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert answer.headers["Referrer-Policy"] == "same-origin"
                assert no_inline(answer.getvalue().decode("utf-8", "replace")) == [], route
                for cookie in answer.cookies.values():
                    if cookie["max-age"] == 0:
                        continue  # it is taken back
                    assert cookie["httponly"], cookie.key
                    assert cookie["samesite"] == "Lax", cookie.key


INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)[^>]*>[^<]|<style\b|<[^>]+\s(?:style|on[a-z]+)=|(?:href|src|action)=[\"']?javascript:",
    re.IGNORECASE,
)


def no_inline(page: str) -> list[str]:
    return [found[0][:80] for found in INLINE.finditer(page)]


ELSEWHERE = (
    *("https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "///evil"),
    *("javascript:alert(1)", "https:evil.example", "http:///evil.example", "\t//evil.example"),
    *("https://testserver@evil.example", "https://testserver.evil.example", "/\t/evil.example"),
)


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nothing_leads_elsewhere(world: World, wanted: str) -> None:  # noqa: F811
    for known in ("admin", "anyone"):
        client = world.browsers[known]
        for route, fields in {**FORMS, "sign-out": {}}.items():
            if route == "settings/profile/password":
                continue
            body = "&".join(
                f"{name}={text}"
                for name, text in {
                    **dict.fromkeys(fields, ""),
                    "next": quoted(wanted),
                    "form_page": quoted(wanted),
                }.items()
            )
            path = path_of(world, route)
            for query in ("", f"?next={quoted(wanted)}"):
                leads_home(ask(client, "POST", path + query, body), path)
                leads_home(ask(client, "GET", path + query), path)


def leads_home(answer: Any, path: str) -> None:
    place = answer.headers.get("Location", "")
    assert not place or (place.startswith("/") and place[1:2] not in ("/", "\\")), path
    if place.startswith("/sign-in?next="):
        return
    assert 'href="//' not in answer.getvalue().decode("utf-8", "replace")


def quoted(text: str) -> str:
    return quote(text, safe="")


def test_after_signing_in_nothing_leads_elsewhere(world: World) -> None:  # noqa: F811
    user = User.objects.get(email="employee@cairn.test")
    user.set_password(PASSWORD)
    user.save()
    for wanted in ELSEWHERE[::3]:
        body = f"login=employee@cairn.test&password={quoted(PASSWORD)}&next={quoted(wanted)}"
        for path in ("/sign-in", f"/sign-in?next={quoted(wanted)}"):
            answer = ask(Client(), "POST", path, body)
            assert answer.status_code == 302
            assert answer.headers["Location"] == "/", wanted
