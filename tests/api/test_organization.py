"""Who you are, cycles, teams, members, comments and search over REST."""

from collections.abc import Callable
from typing import Any

import pytest

from cairn.api.schemas.organization import CyclePage, Me, MemberPage, TeamPage
from cairn.api.schemas.talk import CommentOut, CommentPage, FoundPage
from cairn.checkins.commands.comments import delete_comment
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.findable import put_member, put_team
from cairn.organization.models import Organization, Team
from tests.api.conformance import fits
from tests.cast import ApiClient, WriteObjective, make_member, member_of

Connect = Callable[..., ApiClient]


def test_me_is_the_person_behind_the_token(api: Connect, employee: Actor) -> None:
    body = fits(Me, api(employee, scopes=("read",)).get("/api/v1/me").json())
    assert (body["name"], body["role"], body["email"]) == (
        "周晓宇",
        "member",
        "employee@cairn.test",
    )
    assert body["manager"]["name"] == "林知远"
    assert [one["name"] for one in body["teams"]] == ["增长部"]
    assert body["scopes"] == ["read"]
    assert body["can"]["write_objectives"] is False
    assert body["today"] == "2026-11-18"


def test_cycles_say_which_one_runs(api: Connect, employee: Actor, cycle: Any) -> None:
    page = fits(CyclePage, api(employee).get("/api/v1/cycles").json())
    assert [(one["name"], one["current"]) for one in page["items"]] == [
        ("2026 Q4", True),
        ("2026", False),
    ]
    assert page["items"][0]["parent"] == page["items"][1]["id"]


def test_teams_form_a_tree(api: Connect, lead: Actor, team: Team, product: Team) -> None:
    page = fits(TeamPage, api(lead).get("/api/v1/teams").json())
    found = {one["name"]: one for one in page["items"]}
    assert set(found) == {"山岚科技", "增长部", "Product"}
    assert found["增长部"]["parent"] == found["山岚科技"]["id"]
    assert found["增长部"]["lead"]["name"] == "林知远"
    assert found["增长部"]["can"] == {"add_team": True, "change": True, "close": False}


def test_members_are_those_of_the_organization(
    api: Connect, employee: Actor, colleague: Actor, stranger: Actor
) -> None:
    page = fits(MemberPage, api(employee).get("/api/v1/members").json())
    assert {one["name"] for one in page["items"]} == {"林知远", "周晓宇", "Emma Clarke"}


def test_members_of_one_name_are_all_paged(
    api: Connect, employee: Actor, organization: Organization
) -> None:
    for n in range(7):
        make_member(organization, "王伟", f"wang{n}@cairn.test")
    script, cursor = api(employee), ""
    found: list[str] = []
    while cursor is not None:
        page = script.get(f"/api/v1/members?limit=2&cursor={cursor}").json()
        found += [one["id"] for one in page["items"]]
        cursor = page["next"]
    assert len(found) == len(set(found)) == 9


@pytest.mark.parametrize("path", ["me", "cycles", "teams", "members", "search?q=a", "nowhere"])
def test_nothing_is_told_without_a_token(client: Any, db: None, path: str) -> None:
    assert client.get(f"/api/v1/{path}").status_code in (401, 404)


@pytest.mark.parametrize("path", ["cycles", "teams", "members", "search?q=a&"])
def test_lists_refuse_what_they_do_not_know(api: Connect, employee: Actor, path: str) -> None:
    mark = "" if "?" in path else "?"
    refused = api(employee).get(f"/api/v1/{path}{mark}colour=red")
    assert [one["parameter"] for one in refused.json()["errors"]] == ["colour"]


def test_comments_form_a_thread(
    api: Connect, lead: Actor, viewer: Actor, objective: Objective
) -> None:
    path = f"/api/v1/objectives/{objective.id}/comments"
    first = api(viewer).send("POST", path, {"body": "怎么样了？"})
    assert first.status_code == 201
    reply = api(lead).send("POST", path, {"body": "顺利", "parent": first.json()["id"]}).json()
    assert fits(CommentOut, reply)["parent"] == first.json()["id"]
    delete_comment(viewer, int(first.json()["id"]))
    page = fits(CommentPage, api(lead).get(path).json())
    assert [(one["body"], one["deleted"]) for one in page["items"]] == [
        (None, True),
        ("顺利", False),
    ]


@pytest.mark.parametrize("body", [None, "", "  ", 5, "a\u0000b", "x" * 10_001])
def test_an_unfit_comment_names_the_field(
    api: Connect, lead: Actor, objective: Objective, body: Any
) -> None:
    path = f"/api/v1/objectives/{objective.id}/comments"
    refused = api(lead).send("POST", path, {"body": body})
    assert [one["pointer"] for one in refused.json()["errors"]] == ["#/body"]


def test_search_finds_in_both_languages(
    api: Connect, employee: Actor, colleague: Actor, team: Team, key_result: KeyResult
) -> None:
    put_member(member_of(colleague))
    put_team(team)
    script = api(employee)
    for words, kinds in [
        ("续约", ["key_result"]),
        ("客户", ["objective"]),
        ("emma", ["member"]),
        ("增长", ["team"]),
        ("nothing", []),
    ]:
        page = fits(FoundPage, script.get("/api/v1/search", {"q": words}).json())
        assert [one["kind"] for one in page["items"]] == kinds


def test_search_finds_nothing_hidden(
    api: Connect,
    employee: Actor,
    colleague: Actor,
    stranger: Actor,
    write_objective: WriteObjective,
) -> None:
    write_objective(employee, title="并购计划", visibility="people")
    for who, found in ((employee, 1), (colleague, 0), (stranger, 0)):
        assert len(api(who).get("/api/v1/search?q=并购").json()["items"]) == found


def test_search_needs_words(api: Connect, employee: Actor) -> None:
    refused = api(employee).get("/api/v1/search")
    assert [one["parameter"] for one in refused.json()["errors"]] == ["q"]
