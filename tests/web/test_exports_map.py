"""The file of the map: its lines from the top down, today and on a past day."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from cairn.checkins.commands.checkins import check_in
from cairn.exchange.writing.formats import FORMATS
from cairn.goals.commands.alignments import request_alignment
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from cairn.storage import clock
from tests.cast import MORNING, TODAY, ApiClient, WriteObjective, again, make_team
from tests.hidden import D
from tests.web.budgets import queries_of
from tests.web.files import assert_in_every_format, files_on, items, rows_at

TABLES = ("map",)
SignIn = Callable[[Actor], Client]
TITLE = "让老客户愿意留下来"


@dataclass(frozen=True)
class Lines:
    """The company's objective, that of a team below it, one of a squad below that, and one alone."""

    top: Objective
    middle: Objective
    deep: Objective
    alone: Objective


@pytest.fixture
def lines(
    organization: Organization,
    champion: Actor,
    company: Team,
    team: Team,
    checked_in: KeyResult,
    write_objective: WriteObjective,
) -> Lines:
    squad = make_team(organization, "留存小组", team)
    top = write_objective(champion, title="成为客户最信任的伙伴", team=company.id)
    other = write_objective(champion, title="进入新市场", team=company.id)
    deep = write_objective(champion, title="流失预警", team=squad.id, type="aspirational")
    alone = write_objective(champion, title="学会讲故事", team=squad.id)
    middle = checked_in.objective
    for below, above in ((middle, top), (deep, middle), (deep, other)):
        request_alignment(champion, below.id, target=above.id)
    return Lines(top, middle, deep, alone)


def test_each_objective_stands_under_what_it_supports(
    web: SignIn, champion: Actor, lines: Lines
) -> None:
    client = web(again(champion))
    assert_in_every_format(client, "map")
    told = items(client, "map")
    assert [(one["level"], one["objective"], one["supports"]) for one in told] == [
        (1, "成为客户最信任的伙伴", None),
        (2, TITLE, "成为客户最信任的伙伴"),
        (3, "流失预警", TITLE),
        (1, "进入新市场", None),
        (1, "学会讲故事", None),
    ]
    middle, deep, alone = told[1], told[2], told[4]
    assert (middle["owner"], middle["team"], middle["progress"]) == ("周晓宇", "增长部", "0.4")
    assert (middle["confidence"], middle["on"]) == (7, str(TODAY))
    assert (middle["id"], middle["supports_id"]) == (str(lines.middle.id), str(lines.top.id))
    assert (deep["also"], deep["type"], deep["loose"]) == ("进入新市场", "aspirational", "false")
    assert (alone["loose"], alone["supports_id"]) == ("true", None)
    assert {one["fits"] for one in told} == {"true"}


def test_it_holds_what_the_page_shows(web: SignIn, champion: Actor, lines: Lines) -> None:
    client = web(again(champion))
    for query in ("", "&on=2026-11-18", f"&focus={lines.middle.id}"):
        page = unescape(client.get(f"/map?{query}").getvalue().decode())
        data = json.loads(re.findall(r'class="map-data">(.*?)</script>', page, re.DOTALL)[0])
        (file,) = re.findall(r'href="(/exports/map\?[^"]*format=json)"', page)
        told = {one["id"]: one for one in json.loads(client.get(file).getvalue())["items"]}
        for node in data["nodes"]:
            if node["kind"] == "objective" and (not node["dim"] or node["lit"]):
                one = told.get(node["id"])
                assert one or query.startswith("&focus"), node["title"]
                if one:
                    assert one["status"] == node["status"]
                    assert one["supports_id"] in (None, node["parents"][0]["id"])


def test_a_map_offers_no_file_of_more_or_less_than_it_shows(
    web: SignIn, champion: Actor, lines: Lines
) -> None:
    client = web(again(champion))
    assert files_on(client, "/map").keys() == {"map", "alignments", "objectives"}
    assert files_on(client, f"/map?team={lines.top.team_id}").keys() == {"map"}
    shown = files_on(client, f"/map?focus={lines.alone.id}")
    assert shown.keys() == {"map"}
    assert [one["objective"] for one in rows_at(client, shown["map"])] == ["学会讲故事"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("type=aspirational", {TITLE: False, "成为客户最信任的伙伴": False, "流失预警": True}),
        ("owner={owner}", {TITLE: True, "成为客户最信任的伙伴": False}),
        ("team={squad}", {"流失预警": True, "学会讲故事": True}),
        ("q=讲故事", {"学会讲故事": True}),
        ("status=draft", {}),
        ("focus={top}", {"成为客户最信任的伙伴": True, TITLE: True, "流失预警": True}),
        ("focus={alone}", {"学会讲故事": True}),
        ("focus=5", {}),
    ],
)
def test_what_fits_comes_with_the_lines_above_it(
    web: SignIn, champion: Actor, lines: Lines, query: str, found: dict[str, bool]
) -> None:
    ids = {
        "owner": lines.middle.owner_id,
        "squad": lines.deep.team_id,
        "top": lines.top.id,
        "alone": lines.alone.id,
    }
    told = items(web(again(champion)), "map", "&" + query.format(**ids))
    fits = {one["objective"]: one["fits"] == "true" for one in told}
    assert found.items() <= fits.items()
    assert {title for title, fit in fits.items() if fit} == {
        title for title, fit in found.items() if fit
    }


def test_a_past_day_is_told_as_it_was(
    web: SignIn, champion: Actor, employee: Actor, lines: Lines, checked_in: KeyResult
) -> None:
    with clock.set_to(MORNING + timedelta(days=5)):
        check_in(again(employee), checked_in.id, value=D(75))
        edit_objective(again(champion), lines.top.id, title="换了名字", reason="更清楚")
    with clock.set_to(MORNING + timedelta(days=6)):
        client = web(again(champion))
        now, then = items(client, "map"), items(client, "map", f"&on={TODAY}")
        page = client.get(f"/map?on={TODAY}").getvalue().decode()
        assert "/exports/map?" in page
        assert "/exports/objectives" not in page, "those are of today"
    assert (now[0]["objective"], now[1]["supports"], now[1]["progress"]) == (
        *("换了名字", "换了名字", "1"),
    )
    assert (then[0]["objective"], then[1]["supports"], then[1]["progress"]) == (
        *("成为客户最信任的伙伴", "成为客户最信任的伙伴", "0.4"),
    )
    assert {one["on"] for one in then} == {str(TODAY)}


def test_what_is_limited_is_in_nobody_elses_map(
    web: SignIn,
    lead: Actor,
    colleague: Actor,
    stranger: Actor,
    lines: Lines,
    write_objective: WriteObjective,
) -> None:
    secret = write_objective(again(lead), title="收购鲸鱼", visibility="people")
    request_alignment(again(lead), secret.id, target=lines.middle.id)
    with clock.set_to(MORNING + timedelta(days=1)):
        for query in ("", f"&on={TODAY}", "&q=鲸鱼", f"&focus={lines.middle.id}"):
            mine = [one["objective"] for one in items(web(again(lead)), "map", query)]
            theirs = items(web(again(colleague)), "map", query)
            assert "收购鲸鱼" in mine, query
            assert "鲸鱼" not in json.dumps(theirs, ensure_ascii=False), query
        assert items(web(again(colleague)), "map", f"&focus={secret.id}") == []
    assert items(web(stranger), "map") == []


@pytest.mark.parametrize(
    ("query", "status"),
    [("on=1999-01-01", 422), ("cycle=5", 422), ("focus=x", 422), ("person=me", 422)],
)
def test_what_cannot_be_asked_is_refused(
    web: SignIn, champion: Actor, lines: Lines, query: str, status: int
) -> None:
    assert web(again(champion)).get(f"/exports/map?{query}").status_code == status


def test_queries_do_not_grow_with_the_rows(
    web: SignIn, champion: Actor, lines: Lines, team: Team, write_objective: WriteObjective
) -> None:
    client = web(again(champion))
    places = [
        f"/exports/map?format=csv{more}"
        for more in ("", f"&team={team.id}", f"&focus={lines.top.id}")
    ]
    few = [queries_of(client, place) for place in places]
    for n in range(4):
        more = write_objective(champion, title=f"目标 {n}", team=team.id)
        request_alignment(champion, more.id, target=lines.middle.id)
    assert [queries_of(client, place) for place in places] == few
    assert max(few) <= 14


def test_long_ones_are_read_in_portions_or_made_later(
    web: SignIn, champion: Actor, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = web(again(champion))
    whole = items(client, "map")
    monkeypatch.setattr("cairn.goals.map.listing.AT_A_TIME", 2)
    assert items(client, "map") == whole
    monkeypatch.setitem(FORMATS, "csv", replace(FORMATS["csv"], at_once=2))
    for query in ("", "&type=committed"):
        answer = client.get(f"/exports/map?format=csv{query}")
        assert "attachment" not in answer.headers.get("Content-Disposition", "")


def test_a_script_gets_the_map_of_the_page(
    api: Callable[..., ApiClient], web: SignIn, champion: Actor, lines: Lines
) -> None:
    script, client = api(again(champion), scopes=("read",)), web(again(champion))
    for query in ("", f"&focus={lines.middle.id}", f"&owner={lines.middle.owner_id}"):
        told = json.loads(script.get(f"/api/v1/exports/map?format=json{query}").getvalue())
        assert told["items"] == items(client, "map", query) != []
