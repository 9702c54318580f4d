"""Whatever is sent to whichever address, the answer is clear: never a fault of ours."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from babel.messages.pofile import read_po
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

import cairn
from cairn.api.app import document
from cairn.organization.actor import Actor
from cairn.organization.commands.founding import issue_setup_code
from cairn.organization.commands.invitations import invite_member
from tests.hostile import EVERYWHERE, FORMS, TEXTS, VALUES
from tests.routes import API, ROUTES
from tests.test_routes import World, everybody, measured, world  # noqa: F401 (fixtures)
from tests.ways import Way, spell

HOLE = re.compile(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>")
WORD = re.compile(r"\w+")
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
ONE_BY_ONE = (
    *("empty", "nul", "half a character", "turned around", "100 kB", "joined emoji", "markup"),
    *("template", "pattern", "full-width digits", "currency", "odd minutes", "tenths", "NaN"),
    *("far too large", "minus", "many digits", "2^63", "30 February", "last day", "too heavy"),
)
HASHED = ("nul", "half a character", "100 kB")
"""Passwords are slow by design."""
IN_WORDS = {
    "title",
    "description",
    "name",
    "mission",
    "vision",
    "strategy",
    "reason",
    "note",
    "body",
}
ALL_AT_ONCE = (
    *("nul", "half a character", "turned around", "markup", "template", "pattern", "many digits"),
    *("far too large", "2^63", "30 February", "deep", "joined emoji", "superscript"),
)


def spelled(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"))


def form(fields: Mapping[str, str]) -> str:
    return "&".join(f"{spelled(name)}={spelled(text)}" for name, text in fields.items())


def path_of(world: World, route: str) -> str:  # noqa: F811
    filled = HOLE.sub(lambda found: world.ids.get(found[1] or found[2], "x"), route)
    return "/" + filled.replace("^", "").replace("$", "")


OWNERS = ("comment_id", "room", "proposal", "argument", "ballot", "group")
"""Parts of addresses where only who is concerned, and not an administrator as such, may act."""


def who(route: str) -> str:
    is_theirs = "round_id" not in route and any(part in route for part in OWNERS)
    return "owner" if is_theirs or route.endswith("/own") else "admin"


def ask(client: Client, method: str, path: str, body: str | bytes = "", kind: str = FORM) -> Any:
    """One answer; whatever was written is taken back."""
    client.raise_request_exception = False
    with transaction.atomic():
        answer = client.generic(method, path, body, content_type=kind)
        transaction.set_rollback(True)
    return answer


def faults(world: World, requests: Iterator[tuple[str, str, str, str, str]]) -> list[str]:  # noqa: F811
    """The requests that were answered with a fault: (what, method, route, query, body)."""
    found = []
    for what, method, route, query, body in requests:
        client = (world.scripts if route in API else world.browsers)["admin"]
        kind = JSON if route in API else FORM
        path = path_of(world, route) + (f"?{query}" if query else "")
        answer = ask(client, method, path, body, kind)
        if answer.status_code >= 500:
            found.append(f"{method} {route} {what}: {answer.status_code}")
    return found


# Every address


def test_no_page_stumbles_over_what_its_address_says(world: World) -> None:  # noqa: F811
    def requests() -> Iterator[tuple[str, str, str, str, str]]:
        for route, ways in ROUTES.items():
            if any(way.method == "GET" for way in ways):
                for what in ALL_AT_ONCE:
                    text = spelled(TEXTS[what][:200])
                    yield what, "GET", route, "&".join(f"{name}={text}" for name in EVERYWHERE), ""

    assert faults(world, requests()) == []


def test_no_form_stumbles_when_everything_is_wrong_at_once(world: World) -> None:  # noqa: F811
    def requests() -> Iterator[tuple[str, str, str, str, str]]:
        for route, ways in ROUTES.items():
            if route not in API and any(way.method == "POST" for way in ways):
                for what in ALL_AT_ONCE:
                    fields = dict.fromkeys(EVERYWHERE, TEXTS[what][:9_000])
                    yield what, "POST", route, "", form(fields) + "&line=1"

    assert faults(world, requests()) == []


PARTS = 6
"""The API's writes are tried in parts, which the workers share."""


def operation(route: str, method: str) -> dict[str, Any]:
    """What the API's document says of it."""
    path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)
    found: dict[str, Any] = document()["paths"][path][method.lower()]
    return found


def json_fields(route: str, method: str) -> list[str]:
    """What the API's document says that an operation takes; one unknown name where that is nothing."""
    asked = operation(route, method).get("requestBody", {"content": {}})
    found = {name for one in asked["content"].values() for name in properties(one["schema"])}
    return sorted(found) or ["unknown"]


def properties(schema: dict[str, Any]) -> set[str]:
    if "$ref" in schema:
        schema = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    nested = (one for kind in ("anyOf", "oneOf", "allOf") for one in schema.get(kind, []))
    return set(schema.get("properties", {})).union(*map(properties, nested))


@pytest.mark.parametrize("part", range(PARTS))
def test_the_api_names_what_it_cannot_read(world: World, part: int) -> None:  # noqa: F811
    """Each field with each text and each JSON value: in bounds, or refused by its name."""
    wrong = []
    every = {**{name: TEXTS[name][:5_000] for name in ONE_BY_ONE}, **VALUES}
    for route, way in list(writes())[part::PARTS]:
        base = spell(dict(way.body), world.ids)
        for name in json_fields(route, way.method):
            for what, value in every.items():
                body = json.dumps({**base, name: value})
                answer = ask(
                    world.scripts[who(route)], way.method, path_of(world, route), body, JSON
                )
                told = answer.json() if answer.content else {}
                if answer.status_code == 422 and not told["errors"]:
                    wrong.append(f"{way.method} {route} {name} {what}: nothing named")
                if answer.status_code not in (200, 201, 202, 204, 400, 409, 422):
                    wrong.append(f"{way.method} {route} {name} {what}: {answer.status_code}")
    assert wrong == []


def writes() -> Iterator[tuple[str, Way]]:
    for route, ways in API.items():
        for way in ways:
            if way.method in ("POST", "PATCH") and not route.endswith(("restore", "claim")):
                yield route, way


# Every field of every form


@cache
def english_sentences() -> list[tuple[str, str]]:
    """The source texts of whole sentences, each with its longest word; none belongs on a Chinese page."""
    folder = Path(cairn.__file__).parent / "locale" / "zh_Hans" / "LC_MESSAGES"
    with (folder / "django.po").open("rb") as file:
        catalogue = read_po(file)
    texts = [str(message.id) for message in catalogue if isinstance(message.id, str)]
    whole = [text for text in texts if len(text) > 24 and "%(" not in text and "\n" not in text]
    return [(text, max(WORD.findall(text), key=len)) for text in whole]


def english_in(page: str) -> list[str]:
    words = set(WORD.findall(page))
    return [text for text, word in english_sentences() if word in words and text in page]


@pytest.mark.parametrize("route", FORMS)
def test_one_wrong_field_is_named_and_nothing_typed_is_lost(world: World, route: str) -> None:  # noqa: F811
    client = world.browsers[who(route)]
    client.cookies["cairn_language"] = "zh-hans"
    base = {
        name.format(**world.ids): text.format(**world.ids) for name, text in FORMS[route].items()
    }
    wrong = []
    for name in base:
        for what in HASHED if "password" in route else ONE_BY_ONE:
            text = TEXTS[what][:5_000]
            answer = ask(client, "POST", path_of(world, route), form({**base, name: text}))
            status = answer.status_code
            page = unescape(answer.content.decode())
            if status >= 500 or status in (400, 401, 403, 413):
                wrong.append(f"{name} {what}: {status}")
            wrong += [f"{name} {what}: {one}" for one in english_in(page)]
            if status == 422 and what == "turned around" and name in IN_WORDS and text not in page:
                wrong.append(f"{name} {what}: what was typed is gone")
            if status == 422 and not names_a_field(answer):
                wrong.append(f"{name} {what}: no field named")
    assert wrong == []


def names_a_field(answer: HttpResponse) -> bool:
    page = answer.content.decode("utf-8", "replace")
    return 'class="err' in page or "aria-invalid" in page or "<dt>" in page or "<li>" in page


@pytest.mark.parametrize("route", FORMS)
def test_a_missing_field_is_no_fault_of_ours(world: World, route: str) -> None:  # noqa: F811
    client = world.browsers[who(route)]
    base = {
        name.format(**world.ids): text.format(**world.ids) for name, text in FORMS[route].items()
    }
    for gone in (*base, None):
        body = {name: text for name, text in base.items() if gone not in (name, None)}
        assert ask(client, "POST", path_of(world, route), form(body)).status_code < 500, gone


# Forms that are open only once


@pytest.mark.parametrize("what", [*ALL_AT_ONCE, "100 kB", "full-width digits", "minus"])
def test_the_first_run_stumbles_over_nothing(db: None, what: str) -> None:
    text, client = TEXTS[what][:5_000], Client()
    founding = {
        "name": "山岚科技",
        "owner_name": "沈予安",
        "email": "first@cairn.test",
        "password": "a cairn marks the way",
        "locale": "zh-hans",
        "time_zone": "Asia/Shanghai",
    }
    client.raise_request_exception = False
    for name in (*founding, "setup_code"):
        sent = {**founding, "setup_code": str(issue_setup_code()), name: text}
        assert ask(client, "POST", "/first-run", form(sent)).status_code < 500, name
    client.post("/first-run", {**founding, "setup_code": issue_setup_code()})
    for name in ("fiscal_month", "teams", "cycles"):
        sent = {"fiscal_month": "1", "cycles": "on", "teams": "一"}
        for fields in ({**sent, name: text}, {key: sent[key] for key in sent if key != name}):
            answer = ask(client, "POST", "/first-run/start", form(fields))
            assert answer.status_code in (303, 422), name


@pytest.mark.parametrize("what", [*ALL_AT_ONCE, "100 kB"])
def test_an_invitation_stumbles_over_nothing(admin: Actor, what: str) -> None:
    _member, link = invite_member(admin, email="new@cairn.test", name="小新")
    path, client = urlsplit(link).path, Client()
    for name in ("name", "password"):
        sent = {"name": "小新", "password": "a cairn marks the way", name: TEXTS[what][:5_000]}
        assert ask(client, "POST", path, form(sent)).status_code < 500, name
        del sent[name]
        assert ask(client, "POST", path, form(sent)).status_code < 500, name
