"""A private objective leaves no trace in Feishu's API for whoever may not see it."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction

from cairn.goals.models import KeyResult, Objective
from cairn.kpis.models import Kpi
from cairn.open_apis.identities import held_id
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.storage.ids import new_id
from tests.hidden import HIDDEN, hide_in
from tests.open_apis.clients import FeishuClient, outcome
from tests.open_apis.test_routes import QUERIES
from tests.routes_open_apis import OPEN_APIS, TEXT
from tests.test_hostile import HOLE
from tests.test_private import ids  # noqa: F401 (a fixture)
from tests.ways import Way, spell

type Ids = dict[str, str]


def known(ids: Ids, owner: Actor) -> Ids:  # noqa: F811
    return {
        **ids,
        "user_id": str(owner.member_id),
        "period_id": ids["cycle_id"],
        "progress_id": ids["comment_id"],
        "indicator_id": ids["key_result_id"],
        "user_cycle_id": held_id(owner.member_id, int(ids["cycle_id"])),
    }


def ask(script: FeishuClient, route: str, way: Way, ids: Ids) -> Any:  # noqa: F811
    path = "/" + HOLE.sub(lambda found: ids.get(found[1] or found[2], "x"), route)
    query = QUERIES.get(route, "").format(**ids)
    body = json.dumps(spell(dict(way.body), {"free_id": "1", **ids}))
    with transaction.atomic():
        answer = script.generic(
            way.method, f"{path}?{query}", body, content_type="application/json"
        )
        transaction.set_rollback(True)
    return answer


def everything(script: FeishuClient, ids: Ids) -> Iterator[tuple[str, bytes]]:  # noqa: F811
    """Every answer that only reads."""
    for route, ways in OPEN_APIS.items():
        if any(way.method == "GET" for way in ways):
            yield route, ask(script, route, Way("GET", ""), ids).content


def named_otherwise(hidden: Ids) -> Ids:
    """The ids of what is hidden, under the names of these addresses."""
    return {
        "objective_id": hidden["objective_id"],
        "key_result_id": hidden["key_result_id"],
        "progress_id": hidden["checkin_id"],
        "indicator_id": hidden["key_result_id"],
        "alignment_id": hidden["alignment_id"],
        "comment_id": hidden["comment_id"],
    }


@pytest.mark.parametrize("way", HIDDEN)
def test_nothing_that_can_be_read_knows_of_it(
    way: str,
    ids: Ids,  # noqa: F811
    feishu: Callable[..., FeishuClient],
    colleague: Actor,
    viewer: Actor,
    employee: Actor,
    lead: Actor,
    team: Team,
    objective: Objective,
    checked_in: KeyResult,
    kpi: Kpi,
) -> None:
    shared = known(ids, employee)
    readers = [feishu(one) for one in (colleague, viewer)]
    before = [dict(everything(one, shared)) for one in readers]
    assert str(objective.id).encode() in b"".join(before[0].values())
    hidden = named_otherwise(hide_in(way, lead, employee, team, ids))
    unknown = {name: str(new_id()) for name in hidden}
    for reader, then in zip(readers, before, strict=True):
        assert dict(everything(reader, shared)) == then
        for route, ways in OPEN_APIS.items():
            names = {found[0] or found[1] for found in HOLE.findall(route)} & set(hidden)
            for one in ways if names else ():
                sent = Way(one.method, "", {**one.body, "content": TEXT})
                theirs = ask(reader, route, sent, shared | hidden)
                nobodys = ask(reader, route, sent, shared | unknown)
                assert theirs.content == nobodys.content, f"{one.method} {route}"
                assert outcome(theirs) in (403, 404, 422), f"{one.method} {route}"
