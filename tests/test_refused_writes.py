"""What is refused writes nothing: not a row of any table changes."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from cairn.organization.actor import Actor
from cairn.organization.models import Token
from tests.cast import ApiClient, member_of
from tests.routes import API, OBJECTIVES, READING, SETTINGS
from tests.test_hostile import ask, path_of
from tests.test_routes import World, everybody, measured, world  # noqa: F401 (fixtures)
from tests.ways import ADMIN, ANYONE, OWNER, PERSON, STEWARD

RANKS = (ANYONE, "member", PERSON, OWNER, STEWARD, ADMIN)
type Connect = Callable[..., ApiClient]
UNLIKE = ("django_session", "cairn_cache")


def contents() -> dict[str, str]:
    """A fingerprint of every table but the sessions; a token's last use is no change."""
    found = {}
    for model in apps.get_models():
        table = model._meta.db_table
        if table not in UNLIKE:
            names = [f.column for f in model._meta.concrete_fields if f.column != "last_used_at"]
            columns = ", ".join(f'"{name}"' for name in names)
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT {columns} FROM "{table}" ORDER BY 1')
                found[table] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return found


def refused(world: World, who: str) -> list[str]:  # noqa: F811
    """Send every write that is not for `who`, and name those that got through."""
    through = []
    for route, ways in {**READING, **OBJECTIVES, **SETTINGS, **API}.items():
        for way in ways:
            below = who == "stranger" or RANKS.index(way.who) > RANKS.index(who)
            if way.method == "GET" or way.who == ANYONE or not below:
                continue
            if who == "stranger" and "_id>" not in route:
                continue
            clients = world.scripts if route in API else world.browsers
            answer = world._send(clients[who], route, path_of(world, route), way)
            sent_away = "/sign-in" in answer.headers.get("Location", "")
            if answer.status_code not in (401, 403, 404) and not sent_away:
                through.append(f"{way.method} {route}: {answer.status_code}")
    return through


@pytest.mark.parametrize("who", [ANYONE, "member", PERSON, OWNER, STEWARD, "stranger"])
def test_nothing_is_written_for_whoever_may_not(world: World, who: str) -> None:  # noqa: F811
    before = contents()
    assert refused(world, who) == []
    after = contents()
    assert [table for table in before if before[table] != after[table]] == []


READS: tuple[tuple[str, str], ...] = (("POST", "api/v1/exports/<what>"),)
"""What only reads, though later: a long table is put down as work and made into a file."""


def test_a_reading_token_writes_nothing(world: World, admin: Actor, api: Connect) -> None:  # noqa: F811
    script: Client = api(admin, scopes=("read",))
    before, through = contents(), []
    for route, ways in API.items():
        for way in ways:
            if way.method != "GET" and (way.method, route) not in READS:
                body: Any = '{"title": "?", "value": "61", "body": "?"}'
                answer = script.generic(way.method, path_of(world, route), body, "application/json")
                if answer.status_code not in (403, 404, 409, 422):
                    through.append(f"{way.method} {route}: {answer.status_code}")
    assert through == []
    assert contents() == before


def test_a_token_that_ended_reads_nothing(world: World, admin: Actor) -> None:  # noqa: F811
    script = world.scripts["admin"]
    assert ask(script, "GET", "/api/v1/me").status_code == 200
    Token.objects.filter(member=member_of(admin)).update(expires_at="2020-01-01T00:00:00Z")
    assert ask(script, "GET", "/api/v1/me").status_code == 401
