"""Alignments, likely targets and carrying down over REST."""

from collections.abc import Callable
from typing import Any

import pytest

from cairn.api.schemas.objectives import ExplanationOut, KeyResultExplanationOut, ObjectivePage
from cairn.api.schemas.ties import AlignmentOut, AlignmentPage, AlignmentsOut, TargetPage
from cairn.goals.commands.alignments import request_alignment
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.models import Alignment, KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.api.conformance import fits
from tests.cast import ApiClient, WriteKeyResult, WriteObjective

Connect = Callable[..., ApiClient]
OF, ONE = "/api/v1/objectives/{}/alignments", "/api/v1/alignments/{}"


@pytest.fixture
def above(write_objective: WriteObjective, champion: Actor, company: Team) -> Objective:
    """The company's objective, which the champion owns."""
    return write_objective(champion, title="成为客户最信任的伙伴", team=company.id)


@pytest.fixture
def asked(employee: Actor, objective: Objective, above: Objective) -> Alignment:
    return request_alignment(employee, objective.id, target=above.id)


def test_an_alignment_is_asked_for_and_accepted(
    api: Connect, employee: Actor, champion: Actor, objective: Objective, above: Objective
) -> None:
    body = {"target": str(above.id), "note": "撑起这一条"}
    made = api(employee).send("POST", OF.format(objective.id), body)
    assert made.status_code == 201
    asked = fits(AlignmentOut, made.json())
    assert made.headers["Location"] == ONE.format(asked["id"])
    assert (asked["state"], asked["contribution"], asked["note"]) == (
        "requested",
        "0",
        "撑起这一条",
    )
    assert asked["objective"]["id"] == str(objective.id)
    assert asked["target"]["title"] == "成为客户最信任的伙伴"
    assert asked["can"] == {"accept": False, "decline": False, "change": False, "end": True}
    again = api(employee).send("POST", OF.format(objective.id), body).json()
    assert again["id"] == asked["id"]
    waiting = api(champion).get("/api/v1/alignments?waiting=true").json()
    assert [one["id"] for one in waiting["items"]] == [asked["id"]]
    said = api(champion).send("POST", ONE.format(asked["id"]) + "/accept")
    assert fits(AlignmentOut, said.json())["state"] == "accepted"
    assert said.json()["answered_by"]["name"] == champion.name
    assert api(champion).get("/api/v1/alignments?waiting=true").json()["items"] == []
    refused = api(employee).send("POST", ONE.format(asked["id"]) + "/accept", {})
    assert refused.status_code == 403


def test_what_it_contributes_is_explained(
    api: Connect,
    champion: Actor,
    objective: Objective,
    checked_in: KeyResult,
    above: Objective,
    asked: Alignment,
    write_key_result: WriteKeyResult,
) -> None:
    write_key_result(champion, above, title="自己的")
    script = api(champion)
    accept = ONE.format(asked.id) + "/accept"
    unsaid = script.send("POST", accept, {"contribution": "40"})
    assert [one["field"] for one in unsaid.json()["errors"]] == ["reason"]
    said = script.send("POST", accept, {"contribution": "40%", "reason": "各占一部分"})
    assert said.json()["contribution"] == "40"
    explained = script.get(f"/api/v1/objectives/{above.id}/explain").json()
    inputs = fits(ExplanationOut, explained)["inputs"]
    assert [(one["kind"], one["weight"], one["contribution"]) for one in inputs] == [
        ("key_result", "60", "0"),
        ("objective", "40", "0.16"),
    ]
    changed = script.send("PATCH", ONE.format(asked.id), {"contribution": 25, "reason": "少一些"})
    assert changed.json()["contribution"] == "25"
    ended = script.send("POST", ONE.format(asked.id) + "/end", {"reason": "换了方向"})
    assert (ended.json()["state"], ended.json()["contribution"]) == ("ended", "0")


def test_a_fed_key_result_is_explained(
    api: Connect,
    champion: Actor,
    objective: Objective,
    checked_in: KeyResult,
    above: Objective,
    write_key_result: WriteKeyResult,
) -> None:
    fed, script = write_key_result(champion, above), api(champion)
    body = {"key_result": str(fed.id), "contribution": "50", "reason": "由它带动"}
    assert script.send("POST", OF.format(objective.id), body).status_code == 201
    one = f"/api/v1/key-results/{fed.id}"
    told = fits(KeyResultExplanationOut, script.get(one + "/explain").json())
    assert (told["progress"], told["own_progress"]) == ("0.2", "0")
    assert [(part["kind"], part["weight"], part["contribution"]) for part in told["inputs"]] == [
        ("measure", "50", "0"),
        ("objective", "50", "0.2"),
    ]
    assert script.get(one).json()["own_progress"] == "0"
    plain = script.get(f"/api/v1/key-results/{checked_in.id}/explain").json()
    assert plain == {"progress": "0.4", "own_progress": "0.4", "inputs": []}


@pytest.mark.parametrize("sent", [{}, {"contribution": None}, {"contribution": "101"}])
def test_a_contribution_that_cannot_be_read_is_named(
    api: Connect, champion: Actor, asked: Alignment, sent: dict[str, Any]
) -> None:
    refused = api(champion).send("PATCH", ONE.format(asked.id), sent)
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["errors"]] == ["contribution"]


def test_a_no_needs_its_reason(api: Connect, champion: Actor, asked: Alignment) -> None:
    path = ONE.format(asked.id) + "/decline"
    refused = api(champion).send("POST", path, {})
    assert [one["field"] for one in refused.json()["errors"]] == ["reason"]
    said = api(champion).send("POST", path, {"reason": "下个季度再说"})
    assert (said.json()["state"], said.json()["answer_reason"]) == ("declined", "下个季度再说")


def test_a_loop_is_refused_by_its_field(
    api: Connect, champion: Actor, asked: Alignment, key_result: KeyResult, above: Objective
) -> None:
    for name, id in (("target", asked.objective_id), ("key_result", key_result.id)):
        refused = api(champion).send("POST", OF.format(above.id), {name: str(id)})
        assert refused.status_code == 422
        assert [one["pointer"] for one in refused.json()["errors"]] == [f"#/{name}"]


def test_both_directions_are_listed(
    api: Connect,
    employee: Actor,
    objective: Objective,
    asked: Alignment,
    above: Objective,
    write_objective: WriteObjective,
) -> None:
    for n in range(3):
        below = write_objective(employee, title=f"支撑 {n}")
        request_alignment(employee, below.id, target=objective.id)
    script = api(employee)
    page = fits(AlignmentsOut, script.get(OF.format(objective.id) + "?limit=2").json())
    assert [one["target"]["id"] for one in page["supports"]] == [str(above.id)]
    assert [one["objective"]["title"] for one in page["supported_by"]] == ["支撑 2", "支撑 1"]
    rest = script.get(OF.format(objective.id) + f"?limit=2&cursor={page['next']}").json()
    assert [one["objective"]["title"] for one in rest["supported_by"]] == ["支撑 0"]
    asking = script.get(OF.format(objective.id) + "?state=requested").json()
    assert (len(asking["supports"]), asking["supported_by"]) == (1, [])
    listed = fits(AlignmentPage, script.get("/api/v1/alignments?limit=200").json())
    assert len(listed["items"]) == 4


def test_an_end_that_is_hidden_hides_the_alignment(
    api: Connect, colleague: Actor, champion: Actor, asked: Alignment, above: Objective
) -> None:
    script = api(colleague)
    assert script.get(ONE.format(asked.id)).status_code == 200
    edit_objective(champion, above.id, visibility="people")
    assert script.get(ONE.format(asked.id)).status_code == 404
    assert script.get(OF.format(asked.objective_id)).json()["supports"] == []
    assert script.get("/api/v1/alignments").json()["items"] == []


def test_likely_targets_and_a_search(
    api: Connect,
    employee: Actor,
    objective: Objective,
    above: Objective,
    champion: Actor,
    write_objective: WriteObjective,
) -> None:
    write_objective(champion, title="全新的仓库")
    path = f"/api/v1/objectives/{objective.id}/targets"
    page = fits(TargetPage, api(employee).get(path).json())
    assert [one["objective"]["id"] for one in page["items"]] == [str(above.id)]
    assert (page["items"][0]["why"], page["items"][0]["can"]["accept"]) == ("line", False)
    found = api(employee).get(path + "?q=仓库").json()
    assert [one["objective"]["title"] for one in found["items"]] == ["全新的仓库"]
    assert api(employee).get(path + "?limit=51").status_code == 422


def test_carrying_down_gives_drafts_once(
    api: Connect,
    champion: Actor,
    employee: Actor,
    team: Team,
    above: Objective,
    write_key_result: WriteKeyResult,
) -> None:
    script = api(champion)
    script.defaults["HTTP_IDEMPOTENCY_KEY"] = "2027-q1"
    body = {"teams": [str(team.id)], "people": [str(employee.member_id)], "title": "第一版"}
    path = f"/api/v1/objectives/{above.id}/carry-down"
    for _ in range(2):
        made = script.send("POST", path, body)
        assert made.status_code == 201
        drafts = fits(ObjectivePage, made.json())["items"]
        assert [one["owner"]["id"] for one in drafts] == [
            str(team.lead_id),
            str(employee.member_id),
        ]
        assert {(one["title"], one["published"]) for one in drafts} == {("第一版", False)}
    assert Alignment.objects.filter(target=above, state="accepted").count() == 2
    measured = write_key_result(champion, above)
    path = f"/api/v1/key-results/{measured.id}/carry-down"
    del script.defaults["HTTP_IDEMPOTENCY_KEY"]
    assert script.send("POST", path, {"teams": [str(team.id)]}).status_code == 201
    assert Alignment.objects.filter(key_result=measured).count() == 1
    refused = script.send("POST", path, {})
    assert [one["field"] for one in refused.json()["errors"]] == ["teams"]
    assert api(employee).send("POST", path, body).status_code == 403
