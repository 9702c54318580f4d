"""Every address of Feishu's API, tried by those who may not and by the least of those who may."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from cairn.goals.models import Alignment
from cairn.open_apis.identities import held_id
from cairn.organization.actor import Actor
from tests.open_apis.clients import FeishuClient, outcome
from tests.routes_open_apis import OKR, OPEN_APIS
from tests.test_hostile import HOLE
from tests.test_routes import RANKS, World, everybody, measured, world  # noqa: F401 (fixtures)
from tests.ways import ANYONE, Way, spell

QUERIES = {
    f"{OKR}/v1/users/<str:user_id>/okrs": "offset=0&limit=10",
    f"{OKR}/v1/okrs/batch_get": "okr_ids={user_cycle_id}",
    f"{OKR}/v1/reviews/query": "user_ids={member_id}&period_ids={cycle_id}",
    f"{OKR}/v2/cycles": "user_id={member_id}",
    f"{OKR}/v2/comments": "target_type=objective&target_id={objective_id}",
}


@pytest.fixture
def apps(everybody: dict[str, Actor]) -> dict[str, Client]:  # noqa: F811
    signed_on: dict[str, Client] = {who: FeishuClient(one) for who, one in everybody.items()}
    return {ANYONE: Client(), **signed_on}


@pytest.fixture
def ids(world: World, everybody: dict[str, Actor]) -> dict[str, str]:  # noqa: F811
    owner = everybody["owner"]
    accepted = Alignment.objects.get(id=world.ids["alignment_id"])
    Alignment.objects.filter(id=accepted.id).update(
        objective=accepted.target_id, target=accepted.objective_id
    )
    return {
        **world.ids,
        "free_id": world.free,
        "user_id": str(owner.member_id),
        "period_id": world.ids["cycle_id"],
        "progress_id": world.ids["comment_id"],
        "indicator_id": world.ids["key_result_id"],
        "user_cycle_id": held_id(owner.member_id, int(world.ids["cycle_id"])),
    }


def ask(client: Client, address: str, way: Way, ids: dict[str, str]) -> HttpResponse:
    """One request, taken back again afterwards."""
    path = "/" + HOLE.sub(lambda found: ids.get(found[1] or found[2], "x"), address)
    query = QUERIES.get(address, "").format(**ids)
    body = json.dumps(spell(dict(way.body), ids)) if way.method != "GET" else ""
    with transaction.atomic():
        answer: Any = client.generic(
            way.method, f"{path}?{query}", body, content_type="application/json"
        )
        transaction.set_rollback(True)
    return answer  # type: ignore[no-any-return]


def faults(apps: dict[str, Client], ids: dict[str, str], address: str, way: Way) -> Iterator[str]:
    told = outcome(ask(apps[way.who], address, way, ids))
    if told in (401, 403, 404, 500) and way.who != ANYONE:
        yield f"{way.method} {address}: {way.who} got {told}"
    for who in RANKS[1 : RANKS.index(way.who)]:
        told = outcome(ask(apps[who], address, way, ids))
        if told not in (403, 404):
            yield f"{way.method} {address}: {who} got {told}"
    if way.who != ANYONE:
        told = outcome(ask(apps[ANYONE], address, way, ids))
        if told != 401:
            yield f"{way.method} {address}: without a token {told}"
    if "_id>" in address:
        told = outcome(ask(apps["stranger"], address, way, ids))
        if told != 404:
            yield f"{way.method} {address}: a stranger got {told}"


def test_each_address_is_open_to_those_it_is_for(
    apps: dict[str, Client], ids: dict[str, str]
) -> None:
    found = [
        fault
        for address, ways in OPEN_APIS.items()
        for way in ways
        for fault in faults(apps, ids, address, way)
    ]
    assert found == []
