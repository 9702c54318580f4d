"""Agreeing over REST."""

from collections.abc import Callable
from typing import Any

import pytest

from cairn.api.schemas.confirmations import SetPage
from cairn.api.schemas.objectives import ObjectiveOut, ObjectivePage
from cairn.cycles.models import Cycle
from cairn.goals.commands.confirming import submit_objective
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.api.conformance import fits
from tests.cast import ApiClient, WriteKeyResult, WriteObjective

Connect = Callable[..., ApiClient]
ONE = "/api/v1/objectives/{}"


@pytest.fixture
def draft(
    employee: Actor, write_objective: WriteObjective, write_key_result: WriteKeyResult
) -> Objective:
    made = write_objective(employee, publish=False)
    write_key_result(employee, made)
    return made


@pytest.fixture
def submitted(employee: Actor, draft: Objective) -> Objective:
    return submit_objective(employee, draft.id, note="请过目")


def stamp_in(script: ApiClient, objective: Objective) -> str:
    return str(script.get(ONE.format(objective.id)).json()["agreement"]["stamp"])


def test_it_is_submitted_withdrawn_and_confirmed(
    api: Connect, employee: Actor, lead: Actor, draft: Objective
) -> None:
    script, path = api(employee), ONE.format(draft.id)
    made = fits(ObjectiveOut, script.send("POST", f"{path}/submit", {"note": "?"}).json())
    assert made["agreement"]["state"] == "submitted"
    assert made["agreement"]["asked"]["name"] == lead.name
    assert script.send("POST", f"{path}/withdraw").json()["agreement"]["state"] == ""
    script.send("POST", f"{path}/submit")
    manager = api(lead)
    answer = manager.send("POST", f"{path}/confirm", {"stamp": stamp_in(manager, draft)})
    body = fits(ObjectiveOut, answer.json())
    assert (body["agreement"]["state"], body["published"]) == ("confirmed", True)
    assert body["agreement"]["changed"] == []


def test_another_text_is_not_confirmed(
    api: Connect, employee: Actor, lead: Actor, submitted: Objective
) -> None:
    script, path = api(lead), ONE.format(submitted.id)
    stamp = stamp_in(script, submitted)
    edit_objective(employee, submitted.id, title="换了")
    refused = script.send("POST", f"{path}/confirm", {"stamp": stamp, "publish": False})
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:cairn:problem:stale"
    assert refused.json()["theirs"]["stamp"] == stamp_in(script, submitted)


def test_returning_needs_a_comment(api: Connect, lead: Actor, submitted: Objective) -> None:
    script, path = api(lead), ONE.format(submitted.id)
    refused = script.send("POST", f"{path}/return", {"comment": ""})
    assert [one["field"] for one in refused.json()["errors"]] == ["comment"]
    body = script.send("POST", f"{path}/return", {"comment": "再想想"}).json()
    assert body["agreement"]["comment"] == "再想想"


def test_who_may_not_reads_why(api: Connect, employee: Actor, submitted: Objective) -> None:
    script = api(employee)
    refused = script.send("POST", f"{ONE.format(submitted.id)}/confirm", {"stamp": "?"})
    assert refused.status_code == 403
    assert script.get(ONE.format(submitted.id)).json()["can"]["confirm"] is False


def test_what_waits_for_me_is_a_list(api: Connect, lead: Actor, submitted: Objective) -> None:
    page = fits(ObjectivePage, api(lead).get("/api/v1/confirmations").json())
    assert [one["id"] for one in page["items"]] == [str(submitted.id)]


def test_a_set_is_answered_at_once(
    api: Connect, lead: Actor, employee: Actor, submitted: Objective
) -> None:
    script, path = api(lead), f"/api/v1/members/{employee.member_id}"
    items = [{"id": str(submitted.id), "stamp": stamp_in(script, submitted)}]
    page = script.send("POST", f"{path}/confirm-all", {"objectives": items, "publish": False})
    (one,) = fits(ObjectivePage, page.json())["items"]
    assert (one["agreement"]["state"], one["published"]) == ("confirmed", False)


def test_a_team_s_set_is_submitted_and_returned(
    api: Connect, employee: Actor, champion: Actor, team: Team, objective: Objective
) -> None:
    ids, path = {"objectives": [str(objective.id)]}, f"/api/v1/teams/{team.id}"
    assert api(employee).send("POST", f"{path}/submit-all", ids).status_code == 200
    body = {**ids, "comment": "再想想"}
    page = api(champion).send("POST", f"{path}/return-all", body).json()
    assert page["items"][0]["agreement"]["state"] == "returned"


@pytest.mark.parametrize("objectives", [[], ["x"], [{"id": {}}], [{"id": "1", "stamp": []}], None])
def test_a_broken_set_is_refused(
    api: Connect, lead: Actor, employee: Actor, objectives: Any
) -> None:
    path = f"/api/v1/members/{employee.member_id}/confirm-all"
    answer = api(lead).send("POST", path, {"objectives": objectives})
    assert answer.status_code in (404, 422)


def test_what_is_of_another_set_is_not_there(
    api: Connect, lead: Actor, colleague: Actor, submitted: Objective
) -> None:
    path = f"/api/v1/members/{colleague.member_id}/return-all"
    body = {"objectives": [str(submitted.id)], "comment": "?"}
    assert api(lead).send("POST", path, body).status_code == 404


def test_the_champion_reads_how_far_everybody_is(
    api: Connect, champion: Actor, lead: Actor, submitted: Objective, cycle: Cycle
) -> None:
    script, path = api(champion), f"/api/v1/cycles/{cycle.id}/agreeing"
    page = fits(SetPage, script.get(f"{path}?limit=1").json())
    assert page["tally"] == {"nothing": 2, "submitted": 1}
    seen = [page["items"][0]["name"]]
    while page["next"]:
        page = script.get(f"{path}?limit=1&cursor={page['next']}").json()
        seen += [one["name"] for one in page["items"]]
    assert len(seen) == len(set(seen)) == 3
    teams = fits(SetPage, script.get(f"{path}?kind=teams&stage=nothing").json())
    assert {one["name"] for one in teams["items"]} == {"山岚科技", "增长部"}
    assert script.get(f"{path}?cursor=x").status_code == 422
    assert api(lead).get(path).status_code == 403
