"""Gaps and follows over REST."""

from collections.abc import Callable

import pytest

from cairn.api.schemas.gaps import FollowList, GapPage
from cairn.goals.commands.alignments import request_alignment
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from cairn.storage.ids import new_id
from tests.api.conformance import fits
from tests.cast import ApiClient, WriteKeyResult, WriteObjective, again, make_team

Connect = Callable[..., ApiClient]


def test_what_is_aligned_to_nothing(
    api: Connect, employee: Actor, colleague: Actor, objective: Objective
) -> None:
    [gap] = fits(GapPage, api(employee).get("/api/v1/gaps/unaligned?cycle=current").json())["items"]
    assert gap["id"] == gap["objective"]["id"] == str(objective.id)
    assert gap["can"] == {"align": True, "carry_down": False}
    [gap] = api(colleague).get("/api/v1/gaps/unaligned").json()["items"]
    assert gap["can"]["align"] is False


def test_what_nobody_supports(api: Connect, employee: Actor, key_result: KeyResult) -> None:
    answer = api(again(employee)).get("/api/v1/gaps/unsupported").json()
    [gap] = fits(GapPage, answer)["items"]
    assert gap["key_result"]["id"] == str(key_result.id)
    assert gap["can"]["carry_down"] is True


def test_what_passes_over_a_team(
    api: Connect,
    organization: Organization,
    champion: Actor,
    company: Team,
    team: Team,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    squad = make_team(organization, "留存小组", team)
    above = write_objective(champion, title="成为客户最信任的伙伴", team=company.id)
    own = write_key_result(champion, above)
    deep = write_objective(champion, title="流失预警", team=squad.id)
    made = request_alignment(champion, deep.id, key_result=own.id)
    answer = api(champion).get(f"/api/v1/gaps/skipped?team={team.id}").json()
    [gap] = fits(GapPage, answer)["items"]
    assert gap["id"] == str(made.id)
    assert gap["target"]["id"] == str(above.id)
    assert gap["target_key_result"]["id"] == str(own.id)
    assert gap["passed_over"] == [{"id": str(team.id), "name": "增长部"}]


def test_pages_of_key_results_follow_each_other(
    api: Connect,
    employee: Actor,
    team: Team,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    for place in range(2):
        one = write_objective(
            employee, title=f"目标 {place}", team=team.id, owner=employee.member_id
        )
        for number in range(2):
            write_key_result(employee, one, title=f"结果 {place}{number}")
    seen, cursor = [], ""
    while cursor is not None:
        page = api(employee).get(f"/api/v1/gaps/unsupported?limit=1&cursor={cursor}").json()
        seen += [gap["key_result"]["title"] for gap in page["items"]]
        cursor = page["next"]
    assert seen == ["结果 10", "结果 11", "结果 00", "结果 01"]


@pytest.mark.parametrize("query", ["cycle=x", "team=x", "list=x", "cursor=x", "limit=0"])
def test_a_wrong_parameter_is_refused(api: Connect, employee: Actor, query: str) -> None:
    assert api(employee).get(f"/api/v1/gaps/unaligned?{query}").status_code == 422


def test_following_over_rest(
    api: Connect, viewer: Actor, employee: Actor, team: Team, objective: Objective
) -> None:
    client = api(viewer)
    for address in (
        f"/api/v1/follows/people/{employee.member_id}",
        f"/api/v1/follows/teams/{team.id}",
        f"/api/v1/follows/objectives/{objective.id}",
    ):
        for _time in range(2):
            assert client.send("PUT", address).status_code == 204
    followed = fits(FollowList, client.get("/api/v1/follows").json())["items"]
    assert [(one["kind"], one["name"]) for one in followed] == [
        ("objective", "让老客户愿意留下来"),
        ("team", "增长部"),
        ("person", "周晓宇"),
    ]
    assert followed[0]["url"] == f"/objectives/{objective.id}"
    for _time in range(2):
        gone = client.send("DELETE", f"/api/v1/follows/objectives/{objective.id}")
        assert gone.status_code == 204
    assert len(client.get("/api/v1/follows").json()["items"]) == 2


def test_what_is_hidden_is_as_unknown_as_any_other(
    api: Connect, lead: Actor, colleague: Actor, write_objective: WriteObjective
) -> None:
    hidden = write_objective(lead, visibility="people")
    client, answers = api(colleague), []
    for id in (hidden.id, new_id()):
        answer = client.send("PUT", f"/api/v1/follows/objectives/{id}")
        answers.append((answer.status_code, answer.text.replace(str(id), "…")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


def test_nobody_follows_themselves(api: Connect, employee: Actor) -> None:
    refused = api(employee).send("PUT", f"/api/v1/follows/people/{employee.member_id}")
    assert refused.status_code == 409


def test_a_token_that_only_reads_is_refused(api: Connect, employee: Actor, team: Team) -> None:
    client = api(employee, scopes=("read",))
    assert client.send("PUT", f"/api/v1/follows/teams/{team.id}").status_code == 403
    assert client.get("/api/v1/follows").status_code == 200
