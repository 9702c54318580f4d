"""Files of the rows behind a number of the insights."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from cairn.checkins.commands.checkins import check_in
from cairn.exchange.writing.formats import FORMATS
from cairn.goals.models import KeyResult, Objective
from cairn.insights.sheets import CHARTS
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.storage import clock
from tests.cast import MORNING, TODAY, ApiClient, WriteKeyResult, WriteObjective, again
from tests.hidden import D
from tests.web.budgets import queries_of
from tests.web.files import assert_in_every_format, items

TABLES = ("insights-rows",)
SignIn = Callable[[Actor], Client]
TITLE = "让老客户愿意留下来"
NUMBERS = ("all", "going.key_results", "people.people", f"due.{TODAY + timedelta(days=2)}")


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.getvalue().decode())


def test_each_kind_of_number_has_its_columns_in_every_format(
    web: SignIn, employee: Actor, checked_in: KeyResult
) -> None:
    client = web(again(employee))
    for show in NUMBERS:
        assert_in_every_format(client, "insights-rows", f"&show={show}")
    (objective,) = items(client, "insights-rows")
    assert objective == {
        "objective": TITLE,
        "team": "增长部",
        "owner": "周晓宇",
        "status": objective["status"],
        "progress": "0.4",
        "confidence": 7,
        "id": str(checked_in.objective_id),
    }
    (key_result,) = items(client, "insights-rows", "&show=going.key_results")
    assert key_result == {
        "key_result": checked_in.title,
        "objective": TITLE,
        "team": "增长部",
        "owner": "周晓宇",
        "id": str(checked_in.id),
        "objective_id": str(checked_in.objective_id),
    }
    assert {"name": "周晓宇", "id": str(employee.member_id)} in items(
        client, "insights-rows", "&show=people.with"
    )


def test_every_number_of_every_page_has_a_file_with_the_rows_of_its_page(
    web: SignIn,
    employee: Actor,
    team: Team,
    checked_in: KeyResult,
    write_objective: WriteObjective,
) -> None:
    write_objective(employee, title="没有团队的目标")
    client, tried = web(again(employee)), set()
    for view in ("progress", "rhythm", "quality"):
        for about in ("", f"&team={team.id}", f"&person={employee.member_id}"):
            for on in ("", "&on=2026-11-17"):
                text = page_of(client, f"/insights?view={view}{about}{on}")
                tried |= set(re.findall(r'href="(/insights/rows\?[^"]*)"', text))
    for address in tried:
        text = page_of(client, address)
        (file,) = re.findall(r'href="(/exports/insights-rows\?[^"]*format=json)"', text)
        told = json.loads(client.get(file).getvalue())["items"]
        rows = text.partition("<tbody>")[2]
        shown = re.findall(r'<a class="(?:strong|row)" href="/(?:objectives|people)/(\d+)', rows)
        named = [one.get("objective_id") or one["id"] for one in told]
        assert shown == named != [], address
        if "group=" in address:
            assert "group=" in file, address
    assert len(tried) > 30


def test_all_rows_are_in_the_file_not_only_the_page(
    web: SignIn,
    employee: Actor,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cairn.insights.behind.AT_A_TIME", 20)
    monkeypatch.setattr("cairn.exchange.tables.insights_rows.AT_A_TIME", 2)
    made = write_objective(employee)
    key_results = [write_key_result(employee, made) for _n in range(5)]
    more = Objective.objects.bulk_create(
        Objective(
            organization_id=made.organization_id,
            cycle_id=made.cycle_id,
            owner_id=employee.member_id,
            created_by_id=employee.member_id,
            due_on=TODAY,
            title=f"目标 {n}",
            published_at=made.published_at,
        )
        for n in range(60)
    )
    client = web(again(employee))
    newest = {
        "all": [str(one.id) for one in reversed([made, *more])],
        "going.key_results": [str(one.id) for one in reversed(key_results)],
    }
    for show, ids in newest.items():
        assert [one["id"] for one in items(client, "insights-rows", f"&show={show}")] == ids
    assert "after=" in page_of(client, "/insights/rows")


def test_a_long_one_is_made_later(
    web: SignIn,
    employee: Actor,
    checked_in: KeyResult,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Counted before any row is read."""
    write_key_result(employee, write_objective(employee))
    client = web(again(employee))
    monkeypatch.setitem(FORMATS, "csv", replace(FORMATS["csv"], at_once=1))
    for show in NUMBERS:
        answer = client.get(f"/exports/insights-rows?show={show}&format=csv")
        assert "attachment" not in answer.headers.get("Content-Disposition", ""), show
    assert client.get("/exports/insights-rows?format=json").status_code == 200


def test_changes_count_from_a_day_or_from_where_the_insights_do(
    web: SignIn, employee: Actor, checked_in: KeyResult
) -> None:
    silent = "&show=change.silent"
    with clock.set_to(MORNING + timedelta(days=20)):
        client = web(again(employee))
        for since in (f"&since={TODAY}", f"&since={TODAY}&team={checked_in.objective.team_id}"):
            assert [one["objective"] for one in items(client, "insights-rows", silent + since)] == [
                TITLE
            ]
        assert items(client, "insights-rows", f"{silent}&since={TODAY + timedelta(days=19)}") == []
        assert items(client, "insights-rows", silent) == []


def test_a_past_day_is_told_as_it_was(web: SignIn, employee: Actor, checked_in: KeyResult) -> None:
    with clock.set_to(MORNING + timedelta(days=5)):
        check_in(again(employee), checked_in.id, value=D(75))
    with clock.set_to(MORNING + timedelta(days=6)):
        client = web(again(employee))
        (now,) = items(client, "insights-rows")
        (then,) = items(client, "insights-rows", f"&on={TODAY}")
    assert (now["progress"], then["progress"]) == ("1", "0.4")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        *(("show=lovely", 422), ("show=score.committed.0.75", 422), ("group=x", 422)),
        *(("on=1999-01-01", 422), ("cycle=5", 422), ("team={team}&person=me", 422)),
        *(("team=5", 404), ("person=5", 404), ("group=5", 404), ("q=老客户", 422)),
        *(("show=people.with&person=me", 404), ("group=0", 200), ("group={team}", 200)),
    ],
)
def test_what_cannot_be_asked_is_refused(
    web: SignIn, employee: Actor, checked_in: KeyResult, team: Team, query: str, status: int
) -> None:
    asked = query.format(team=team.id)
    assert web(again(employee)).get(f"/exports/insights-rows?{asked}").status_code == status


def test_the_rows_of_a_group_are_its_own(
    web: SignIn,
    admin: Actor,
    employee: Actor,
    team: Team,
    product: Team,
    checked_in: KeyResult,
    viewer: Actor,
) -> None:
    client = web(again(admin))
    assert [one["objective"] for one in items(client, "insights-rows", f"&group={team.id}")] == [
        TITLE
    ]
    assert items(client, "insights-rows", f"&group={product.id}") == []
    alone = items(client, "insights-rows", "&show=people.people&group=0")
    assert [one["id"] for one in alone if one["id"] == str(viewer.member_id)]
    assert str(employee.member_id) not in {one["id"] for one in alone}


def test_what_is_limited_is_in_nobody_elses_rows(
    web: SignIn,
    lead: Actor,
    colleague: Actor,
    stranger: Actor,
    checked_in: KeyResult,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    secret = write_objective(again(lead), title="收购鲸鱼", visibility="people")
    write_key_result(again(lead), secret, title="鲸鱼的价格", owner=None)
    shows = ("all", "going.key_results", "finding.no_owner", "finding.few", "status.not_started")
    for show in shows:
        told = {
            one: web(again(one)).get(f"/exports/insights-rows?show={show}&format=json").getvalue()
            for one in (lead, colleague)
        }
        assert "鲸鱼" in told[lead].decode(), show
        assert "鲸鱼" not in told[colleague].decode(), show
    assert web(stranger).get("/exports/insights-rows").status_code == 404, "no cycle of their own"


def test_queries_do_not_grow_with_the_rows(
    web: SignIn,
    employee: Actor,
    checked_in: KeyResult,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    client = web(again(employee))
    places = [f"/exports/insights-rows?format=csv&show={show}" for show in NUMBERS]
    few = [queries_of(client, place) for place in places]
    for _n in range(4):
        write_key_result(employee, write_objective(employee))
    assert [queries_of(client, place) for place in places] == few
    assert max(few) <= 12


def test_a_script_gets_the_rows_of_the_page(
    api: Callable[..., ApiClient], web: SignIn, employee: Actor, checked_in: KeyResult
) -> None:
    script, client = api(again(employee), scopes=("read",)), web(again(employee))
    for show in NUMBERS:
        query = f"insights-rows?format=json&show={show}"
        told = json.loads(script.get(f"/api/v1/exports/{query}").getvalue())
        assert told == json.loads(client.get(f"/exports/{query}").getvalue())
        assert told["items"]
    refused = script.get("/api/v1/exports/insights-rows?show=lovely")
    assert refused.status_code == 422
    assert "show" in json.dumps(refused.json())


def test_every_chart_of_every_view_has_its_file_with_the_rows_of_its_table(
    web: SignIn, employee: Actor, team: Team, checked_in: KeyResult
) -> None:
    client, found = web(again(employee)), set()
    for view in ("progress", "rhythm", "quality"):
        for about in ("", f"&team={team.id}", f"&person={employee.member_id}"):
            for on in ("", "&on=2026-11-17"):
                text = page_of(client, f"/insights?view={view}{about}{on}")
                tables = re.findall(r'<details class="ins-table".*?</details>', text, re.DOTALL)
                files = re.findall(r'href="(/exports/insights\?[^"]*format=json)"', text)
                assert len(tables) == len(files), (view, about, on)
                for table, file in zip(tables, files, strict=True):
                    told = json.loads(client.get(file).getvalue())["items"]
                    assert len(told) == table.count("<tr>") - 1, file
                    assert about[1:] in file
                    assert on[1:] in file
                    found |= {*re.findall(r"chart=(\w+)", file)}
    assert found == {*CHARTS} - {"scores"}, "nothing is scored yet"
