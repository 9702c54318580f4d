"""Objectives over REST."""

from collections.abc import Callable
from typing import Any

import pytest

from cairn.api.schemas.objectives import (
    ExplanationOut,
    HistoryPage,
    ObjectiveOut,
    ObjectivePage,
)
from cairn.cycles.models import Cycle
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.api.conformance import fits
from tests.cast import ApiClient, WriteObjective

Connect = Callable[..., ApiClient]
ONE = "/api/v1/objectives/{}"


def test_the_list_holds_objectives_with_their_key_results(
    api: Connect, employee: Actor, checked_in: KeyResult
) -> None:
    page = fits(ObjectivePage, api(employee).get("/api/v1/objectives").json())
    assert [one["title"] for one in page["items"]] == ["让老客户愿意留下来"]
    assert page["next"] is None
    [objective] = page["items"]
    assert objective["progress"] == "0.4"
    assert objective["can"]["edit"] is True
    [key_result] = objective["key_results"]
    assert (key_result["start"], key_result["current"], key_result["target"]) == ("60", "66", "75")
    assert (key_result["progress"], key_result["confidence"]) == ("0.4", 7)


def test_a_list_without_a_token_is_refused(client: Any, db: None) -> None:
    refused = client.get("/api/v1/objectives")
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"] == 'Bearer realm="Cairn"'
    assert refused.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("owner=me", 1),
        ("cycle=current", 2),
        ("status=not_started", 2),
        ("status=on_track", 0),
        ("q=老客户", 1),
        ("q=续约", 1),
        ("team={team}", 1),
        ("team={team}&owner=me&cycle=current&status=not_started&q=老客户", 1),
        ("team=4", 0),
    ],
)
def test_filters_narrow_the_list(
    api: Connect,
    employee: Actor,
    lead: Actor,
    team: Team,
    key_result: KeyResult,
    write_objective: WriteObjective,
    query: str,
    expected: int,
) -> None:
    write_objective(lead)
    page = api(employee).get(f"/api/v1/objectives?{query.format(team=team.id)}").json()
    assert len(page["items"]) == expected


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("status=fine", "status"),
        ("owner=nobody", "owner"),
        ("limit=201", "limit"),
        ("limit=0", "limit"),
        ("limit=%00", "limit"),
        ("cursor=xyz", "cursor"),
        ("cursor=W10", "cursor"),
        ("cursor=WyIxIiwiMiJd", "cursor"),
        ("stauts=behind", "stauts"),
        ("q=%00", "q"),
    ],
)
def test_a_wrong_parameter_is_named(api: Connect, employee: Actor, query: str, name: str) -> None:
    refused = api(employee).get(f"/api/v1/objectives?{query}")
    assert refused.status_code == 422
    [error] = refused.json()["errors"]
    assert (error["field"], error["parameter"]) == (name, name)


def test_drafts_are_listed_to_those_who_may_see_them(
    api: Connect, employee: Actor, colleague: Actor, write_objective: WriteObjective
) -> None:
    write_objective(employee, publish=False)
    [draft] = api(employee).get("/api/v1/objectives").json()["items"]
    assert draft["published"] is False
    assert api(colleague).get("/api/v1/objectives").json()["items"] == []


def test_pages_follow_each_other_without_gap_or_repeat(
    api: Connect, employee: Actor, write_objective: WriteObjective
) -> None:
    written = [str(write_objective(employee, title=f"第 {n} 个").id) for n in range(23)]
    script, cursor = api(employee), ""
    found: list[str] = []
    while True:
        page = script.get(f"/api/v1/objectives?limit=5&cursor={cursor}").json()
        found += [one["id"] for one in page["items"]]
        if not (cursor := page["next"]):
            break
        assert len(page["items"]) == 5
    assert found == written[::-1]


def test_an_objective_is_written_with_a_title_alone(
    api: Connect, employee: Actor, cycle: Any
) -> None:
    made = api(employee).send("POST", "/api/v1/objectives", {"title": "让每个人都敢写目标"})
    assert made.status_code == 201
    body = fits(ObjectiveOut, made.json())
    assert made.headers["Location"] == f"/api/v1/objectives/{body['id']}"
    assert (body["published"], body["progress"], body["status"]) == (False, None, "not_started")
    assert body["cycle"] == {"id": str(cycle.id), "name": "2026 Q4"}
    assert body["owner"] == {"id": str(employee.member_id), "name": "周晓宇"}


def test_an_objective_is_written_with_everything(
    api: Connect, employee: Actor, lead: Actor, team: Team, cycle: Any
) -> None:
    fields = {
        "title": "Keep customers",
        "cycle": str(cycle.id),
        "team": str(team.id),
        "owner": "me",
        "type": "aspirational",
        "description": "**Why**",
        "visibility": "team",
        "collaborators": [str(lead.member_id)],
        "growth": False,
        "tags": ["客户", "retention"],
        "due_on": "2026-12-20",
        "publish": True,
    }
    body = api(employee).send("POST", "/api/v1/objectives", fields).json()
    assert body["published"] is True
    assert body["visible_team"] == {"id": str(team.id), "name": "增长部"}
    assert [one["name"] for one in body["collaborators"]] == ["林知远"]
    assert (body["type"], body["due_on"]) == ("aspirational", "2026-12-20")
    assert sorted(body["tags"]) == ["retention", "客户"]


def test_every_wrong_field_is_named(api: Connect, employee: Actor, cycle: Any) -> None:
    fields = {"title": " ", "type": "dream", "due_on": "soon", "owner": "x"}
    refused = api(employee).send("POST", "/api/v1/objectives", fields)
    assert refused.status_code == 422
    errors = {one["field"]: one["pointer"] for one in refused.json()["errors"]}
    assert errors == {name: f"#/{name}" for name in fields}


def test_unknown_fields_are_named_beside_the_others(
    api: Connect, employee: Actor, cycle: Any
) -> None:
    fields = {"title": "", "titel": "二", "growth": "yes", "tags": [1]}
    refused = api(employee).send("POST", "/api/v1/objectives", fields)
    assert refused.status_code == 422
    pointers = {one["pointer"] for one in refused.json()["errors"]}
    assert pointers == {"#/title", "#/titel", "#/growth", "#/tags/0"}


def test_viewers_write_nothing(api: Connect, viewer: Actor, cycle: Any) -> None:
    refused = api(viewer).send("POST", "/api/v1/objectives", {"title": "看看而已"})
    assert refused.status_code == 403
    assert refused.json()["type"] == "urn:cairn:problem:forbidden"


def test_a_token_to_read_writes_nothing(api: Connect, employee: Actor, cycle: Any) -> None:
    script = api(employee, scopes=("read",))
    assert script.get("/api/v1/objectives").status_code == 200
    assert script.send("POST", "/api/v1/objectives", {"title": "一"}).status_code == 403


def test_a_token_that_may_not_read_reads_nothing(api: Connect, employee: Actor) -> None:
    assert api(employee, scopes=("write",)).get("/api/v1/objectives").status_code == 403


def send_once(script: ApiClient) -> Any:
    return script.post(
        "/api/v1/objectives",
        data='{"title": "一次就好"}',
        content_type="application/json",
        headers={"Idempotency-Key": "7"},
    )


def test_the_same_key_writes_one_objective(api: Connect, employee: Actor, cycle: Any) -> None:
    first, second = (send_once(api(employee)) for _ in range(2))
    assert first.json()["id"] == second.json()["id"]
    assert Objective.objects.count() == 1


def test_one_persons_key_does_not_bind_another(
    api: Connect, employee: Actor, lead: Actor, cycle: Any
) -> None:
    for who in (employee, lead):
        assert send_once(api(who)).status_code == 201
    assert Objective.objects.count() == 2


def test_one_objective_is_read(api: Connect, employee: Actor, objective: Objective) -> None:
    body = fits(ObjectiveOut, api(employee).get(ONE.format(objective.id)).json())
    assert body["id"] == str(objective.id)


@pytest.mark.parametrize("spelled", ["4", "0", "abc", "99999999999999999999", "%00", "１２"])
def test_unknown_ids_are_not_found(api: Connect, employee: Actor, spelled: str) -> None:
    refused = api(employee).get(ONE.format(spelled))
    assert refused.status_code == 404
    assert refused.json()["title"]


def test_what_others_may_not_see_is_not_found(
    api: Connect,
    employee: Actor,
    colleague: Actor,
    stranger: Actor,
    write_objective: WriteObjective,
) -> None:
    hidden = write_objective(employee, visibility="people")
    for who in (colleague, stranger):
        script = api(who)
        refused, unknown = (script.get(ONE.format(one)) for one in (hidden.id, 5))
        assert refused.status_code == unknown.status_code == 404
        assert refused.json() | {"instance": ""} == unknown.json() | {"instance": ""}


def test_a_change_leaves_the_rest(api: Connect, employee: Actor, objective: Objective) -> None:
    changed = api(employee).send(
        "PATCH", ONE.format(objective.id), {"title": "留下来", "reason": "?"}
    )
    body = fits(ObjectiveOut, changed.json())
    assert (body["title"], body["published"], body["version"]) == ("留下来", True, 2)
    assert body["team"]["name"] == "增长部"


def test_a_draft_is_published_by_a_change(
    api: Connect, employee: Actor, write_objective: WriteObjective
) -> None:
    draft = write_objective(employee, publish=False)
    script = api(employee)
    assert script.send("PATCH", ONE.format(draft.id), {"publish": True}).json()["published"]
    refused = script.send("PATCH", ONE.format(draft.id), {"publish": False})
    assert [one["field"] for one in refused.json()["errors"]] == ["publish"]


def test_a_stale_change_shows_both_texts(
    api: Connect, employee: Actor, objective: Objective
) -> None:
    script = api(employee)
    script.send("PATCH", ONE.format(objective.id), {"title": "他们的", "version": 1, "reason": "?"})
    refused = script.send("PATCH", ONE.format(objective.id), {"title": "我的", "version": 1})
    body = refused.json()
    assert refused.status_code == 409
    assert body["type"] == "urn:cairn:problem:stale"
    assert (body["theirs"], body["yours"]) == ({"title": "他们的"}, {"title": "我的"})
    assert body["version"] == 2


def test_others_may_not_change_it(api: Connect, colleague: Actor, objective: Objective) -> None:
    script = api(colleague)
    assert script.get(ONE.format(objective.id)).json()["can"]["edit"] is False
    refused = script.send("PATCH", ONE.format(objective.id), {"title": "x"})
    assert refused.status_code == 403
    assert "Only its owner" in refused.json()["detail"]


def test_a_deleted_objective_comes_back(
    api: Connect, employee: Actor, objective: Objective
) -> None:
    script = api(employee)
    gone = script.delete(ONE.format(objective.id))
    assert (gone.status_code, gone.content) == (204, b"")
    assert script.get(ONE.format(objective.id)).status_code == 404
    assert script.delete(ONE.format(objective.id)).status_code == 404
    back = script.send("POST", ONE.format(objective.id) + "/restore")
    assert fits(ObjectiveOut, back.json())["title"] == "让老客户愿意留下来"


def test_others_may_not_delete_or_restore(
    api: Connect, employee: Actor, colleague: Actor, objective: Objective
) -> None:
    assert api(colleague).delete(ONE.format(objective.id)).status_code == 403
    api(employee).delete(ONE.format(objective.id))
    refused = api(colleague).send("POST", ONE.format(objective.id) + "/restore")
    assert refused.status_code == 403


def test_a_number_is_explained(
    api: Connect, colleague: Actor, objective: Objective, checked_in: KeyResult
) -> None:
    body = api(colleague).get(ONE.format(objective.id) + "/explain").json()
    fits(ExplanationOut, body)
    assert (body["progress"], body["weight_measured"]) == ("0.4", "100")
    assert [one["contribution"] for one in body["inputs"]] == ["0.4"]


def test_a_hidden_number_is_not_explained(
    api: Connect, employee: Actor, colleague: Actor, write_objective: WriteObjective
) -> None:
    hidden = write_objective(employee, visibility="people")
    for part in ("explain", "history", "comments"):
        assert api(colleague).get(f"{ONE.format(hidden.id)}/{part}").status_code == 404


def test_the_history_tells_old_and_new(
    api: Connect, employee: Actor, objective: Objective, checked_in: KeyResult
) -> None:
    script = api(employee)
    script.send("PATCH", ONE.format(objective.id), {"title": "留下来", "reason": "?"})
    script.send("POST", ONE.format(objective.id) + "/comments", {"body": "好"})
    page = fits(HistoryPage, script.get(ONE.format(objective.id) + "/history").json())
    kinds = [one["kind"] for one in page["items"]]
    assert kinds[0] == "objective.changed"
    assert "checkin.made" in kinds
    assert "comment.added" not in kinds
    changed = page["items"][0]
    assert (changed["old"], changed["new"]) == (
        {"title": "让老客户愿意留下来"},
        {"title": "留下来"},
    )
    assert changed["face"] == "api"


@pytest.mark.parametrize("given", [{}, {"cycle": None}, {"cycle": "current"}])
def test_the_current_cycle_needs_no_id(
    api: Connect, employee: Actor, cycle: Cycle, given: dict[str, Any]
) -> None:
    made = (
        api(employee)
        .post("/api/v1/objectives", {"title": "稳住口碑", **given}, content_type="application/json")
        .json()
    )
    assert made["cycle"]["id"] == str(cycle.id)
