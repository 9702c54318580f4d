"""What concerns somebody, what they owe and whom they follow, as files."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from cairn.checkins.commands.actions import add_action
from cairn.checkins.commands.comments import add_comment, delete_comment
from cairn.checkins.commands.helping import ask_for_help
from cairn.checkins.commands.weekly import save_update
from cairn.checkins.models import Action, Mention
from cairn.cycles.models import Cycle
from cairn.goals.commands.alignments import request_alignment
from cairn.goals.commands.dependencies import request_dependency
from cairn.goals.models import Confirmation, Dependency, Objective
from cairn.kpis.commands import create_kpi
from cairn.notifications.models import Notice, Topic
from cairn.notifications.owed import ALL, SECTIONS
from cairn.notifications.telling import tell
from cairn.organization.actor import Actor
from cairn.organization.commands.absences import plan_absence
from cairn.organization.models import Team
from cairn.storage import clock
from tests.cast import MORNING, TODAY, ApiClient, WriteKeyResult, WriteObjective, again
from tests.hidden import D
from tests.web.budgets import queries_of
from tests.web.files import assert_in_every_format, items

type Web = Callable[[Actor], Client]
TABLES = ("notices", "to-do")


def menu_of(page: str) -> set[str]:
    """The addresses of JSON files that a page leads to."""
    return set(re.findall(r'href="(/exports/[^"]*format=json)"', unescape(page)))


def say(to: Actor, key: str = "one", objective: Objective | None = None, **facts: str) -> None:
    tell(
        [to.member_id],
        topic=Topic.TALK,
        key=key,
        kind="comment.added",
        reason="mentioned",
        url="/company",
        objective_id=objective.id if objective else None,
        facts={"actor": "林知远", "title": f"标题 {key}", **facts},
    )


def test_news_are_told_as_the_inbox_tells_them(
    web: Web, employee: Actor, lead: Actor, objective: Objective
) -> None:
    comment = add_comment(lead, objective.id, body="**先说一声**")
    say(employee, "a", objective, said="?")
    Notice.objects.update(subject_id=comment.id)
    say(employee, "b")
    client = web(employee)
    assert_in_every_format(client, "notices")
    later, first = items(client, "notices")
    page = unescape(client.get("/inbox").text)
    for one in (first, later):
        assert one["text"] in page
        assert one["why"] in page
        assert f'id="n-{one["id"]}"' in page
    assert (first["said"], first["by"], first["topic"]) == ("**先说一声**", "林知远", "talk")
    assert (first["seen"], first["kind"], first["url"]) == ("false", "comment.added", "/company")
    assert (first["subject_id"], first["objective_id"]) == (str(comment.id), str(objective.id))
    assert (later["said"], later["subject_id"], later["objective_id"]) == (None, None, None)
    delete_comment(lead, comment.id)
    assert items(client, "notices")[1]["said"] is None


def test_all_news_are_in_the_file_and_its_filters_narrow_it(web: Web, employee: Actor) -> None:
    with clock.set_to(MORNING - timedelta(days=1)):
        for n in range(35):
            say(employee, f"{n:02}")
    say(employee, "35")
    client = web(employee)
    told = [one["text"] for one in items(client, "notices")]
    assert len(told) == 36
    assert told == sorted(told, reverse=True)
    assert len(items(client, "notices", f"&since={TODAY}")) == 1
    assert len(items(client, "notices", f"&until={TODAY - timedelta(days=1)}")) == 35
    Notice.objects.filter(key__lt="30").update(seen_at=MORNING)
    assert len(items(client, "notices", "&unseen=true")) == 6
    assert {one["seen"] for one in items(client, "notices")} == {"true", "false"}
    assert client.get("/exports/notices?person=me").status_code == 422


def test_news_of_what_was_hidden_since_are_not_told(
    web: Web, colleague: Actor, employee: Actor, write_objective: WriteObjective
) -> None:
    open_one = write_objective(employee, title="海豚")
    secret = write_objective(employee, title="收购鲸鱼", visibility="people")
    for key, about in (("open", open_one), ("secret", secret)):
        say(colleague, key, about, title=about.title)
    Notice.objects.filter(key="open").update(other_objective=open_one)
    client = web(colleague)
    told = client.get("/exports/notices?format=csv").getvalue().decode()
    assert "海豚" in told
    assert "鲸鱼" not in told
    Notice.objects.filter(key="open").update(other_objective=secret)
    assert items(client, "notices") == []


def test_nobody_is_told_anothers_news(web: Web, employee: Actor, lead: Actor) -> None:
    say(employee)
    assert items(web(lead), "notices") == []
    assert menu_of(web(lead).get("/inbox").text) == set()


def test_the_inbox_leads_to_its_files(web: Web, employee: Actor) -> None:
    say(employee)
    client = web(employee)
    assert menu_of(client.get("/inbox").text) == {"/exports/notices?format=json"}


# What somebody owes


@pytest.fixture
def owe(
    employee: Actor,
    lead: Actor,
    champion: Actor,
    team: Team,
    year: Cycle,
    objective: Objective,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> Callable[[], None]:
    """Something of every section for the lead, more at each call."""
    number = iter(range(100))
    Cycle.objects.filter(id=year.id).update(phase="scoring")
    with clock.set_to(MORNING - timedelta(days=7)):
        save_update(lead, TODAY - timedelta(days=7), priorities="续约", publish=True)
    common = {"organization_id": lead.organization_id, "submitted_by_id": employee.member_id}

    def grow() -> None:
        n = next(number)
        with clock.set_to(MORNING - timedelta(days=30)):
            mine = write_objective(lead, title=f"上层目标 {n}", owner=lead.member_id)
            write_key_result(lead, mine, title=f"没有跟进 {n}")
        request_alignment(employee, objective.id, target=mine.id, note=f"因为 {n}")
        theirs = write_objective(champion, title=f"需要支持的目标 {n}")
        needed: dict[str, Any] = {"need": f"数据 {n}", "needed_on": TODAY + timedelta(days=9)}
        request_dependency(champion, theirs.id, team=team.id, **needed)
        add_comment(employee, objective.id, body=f"@林知远 看一下 {n}")
        waiting = write_objective(employee, title=f"待确认 {n}")
        asked = {"asked_id": lead.member_id, "note": f"请看 {n}"}
        Confirmation.objects.create(**common, objective=waiting, **asked)
        back = write_objective(lead, title=f"退回来的 {n}")
        Objective.objects.filter(id=back.id).update(agreement="returned")
        said = {"answered_by_id": champion.member_id, "answered_at": MORNING, "comment": f"改 {n}"}
        Confirmation.objects.create(**common, objective=back, verdict="returned", **said)
        ask_for_help(employee, asked=lead.member_id, body=f"帮个忙 {n}", objective=objective.id)
        band: dict[str, Any] = {"unit": "percent", "direction": "higher", "lower": D(70)}
        create_kpi(lead, name=f"没有数据 {n}", owner=lead.member_id, team=team.id, **band)
        due: dict[str, Any] = {"owner": lead.member_id, "due_on": TODAY - timedelta(days=1)}
        add_action(champion, origin="meeting", origin_id=1, body=f"写方案 {n}", **due)
        write_objective(lead, title=f"待评分 {n}", cycle=year.id)

    return grow


def test_what_is_owed_is_told_as_the_inbox_lists_it(
    web: Web, lead: Actor, owe: Callable[[], None], objective: Objective
) -> None:
    owe()
    client = web(again(lead))
    assert_in_every_format(client, "to-do")
    told = items(client, "to-do")
    assert list(dict.fromkeys(one["section"] for one in told)) == list(SECTIONS)
    page = unescape(client.get("/inbox").text)
    for one in told:
        assert one["what"] in page, one
    by_kind = {one["kind"]: one for one in told}
    assert by_kind["check-ins"]["what"] == "没有跟进 0"
    assert by_kind["check-ins"]["late"] == "true"
    assert by_kind["returned"]["said"] == "改 0"
    asked = by_kind["alignment"]
    assert (asked["what"], asked["about"], asked["said"], asked["by"]) == (
        *(objective.title, "上层目标 0", "因为 0", "周晓宇"),
    )
    needed = by_kind["dependency"]
    assert (needed["what"], needed["about"], needed["due_on"], needed["late"]) == (
        *("数据 0", "需要支持的目标 0", str(TODAY + timedelta(days=9)), "false"),
    )
    assert (by_kind["confirmations"]["what"], by_kind["confirmations"]["about"]) == (
        *("待确认 0", "周晓宇"),
    )
    mention = by_kind["mentions"]
    assert (mention["what"], mention["about"]) == ("@林知远 看一下 0", objective.title)
    assert (mention["objective_id"], mention["id"]) == (
        *(str(objective.id), str(Mention.objects.get().id)),
    )
    assert (by_kind["help"]["what"], by_kind["help"]["by"]) == ("帮个忙 0", "周晓宇")
    assert (by_kind["kpis"]["what"], by_kind["kpis"]["about"]) == ("没有数据 0", "增长部")
    action = by_kind["actions"]
    assert (action["what"], action["by"], action["late"]) == ("写方案 0", "顾清和", "true")
    assert (by_kind["scores"]["what"], by_kind["scores"]["about"]) == ("待评分 0", "2026")
    assert (by_kind["week"]["id"], by_kind["week"]["url"]) == (None, "/weekly")
    since = {kind: one["at"] for kind, one in by_kind.items() if one["at"]}
    assert {*since} == {
        *("returned", "alignment", "dependency", "confirmations", "mentions", "help", "actions"),
    }
    assert {*since.values()} == {"2026-11-18T01:00:00Z"}


def test_each_section_is_a_file_of_its_own_and_whole(
    web: Web, lead: Actor, champion: Actor, owe: Callable[[], None]
) -> None:
    owe()
    for n in range(ALL):
        agreed: dict[str, Any] = {"owner": lead.member_id, "body": f"还有 {n}"}
        add_action(champion, origin="meeting", origin_id=1, **agreed)
    client = web(again(lead))
    told = items(client, "to-do")
    for name in SECTIONS:
        of_it = [one for one in told if one["section"] == name]
        assert items(client, "to-do", f"&section={name}") == of_it != [], name
    assert len(items(client, "to-do", "&section=actions")) == ALL + 1
    assert client.get("/exports/to-do?section=everything").status_code == 422
    places = menu_of(client.get("/inbox?only=actions").text)
    assert places == {"/exports/to-do?section=actions&format=json"}


def test_what_is_done_for_somebody_who_is_away_says_for_whom(
    web: Web, lead: Actor, employee: Actor, colleague: Actor
) -> None:
    ask_for_help(employee, asked=lead.member_id, body="要一名分析师")
    plan_absence(lead, lead.member_id, stand_in=colleague.member_id, starts_on=TODAY, ends_on=TODAY)
    (asked,) = items(web(again(colleague)), "to-do", "&section=help")
    assert (asked["what"], asked["for"]) == ("要一名分析师", "林知远")
    assert items(web(again(lead)), "to-do", "&section=help")[0]["for"] is None


def test_nothing_that_is_hidden_or_anothers_is_owed(
    web: Web,
    lead: Actor,
    employee: Actor,
    champion: Actor,
    colleague: Actor,
    team: Team,
    owe: Callable[[], None],
    write_objective: WriteObjective,
) -> None:
    secret = write_objective(champion, title="收购鲸鱼", visibility="people")
    Dependency.objects.create(
        objective=secret,
        team=team,
        need="鲸鱼",
        needed_on=TODAY,
        requested_by_id=champion.member_id,
        organization_id=lead.organization_id,
    )
    Action.objects.create(
        organization_id=lead.organization_id,
        created_by_id=champion.member_id,
        owner_id=lead.member_id,
        body="鲸鱼",
        objective=secret,
        origin="meeting",
        origin_id=1,
    )
    owe()
    told = web(again(lead)).get("/exports/to-do?format=csv").getvalue().decode()
    assert "数据 0" in told
    assert "鲸鱼" not in told
    assert items(web(again(colleague)), "to-do") == []


def test_a_viewer_owes_nothing(web: Web, viewer: Actor) -> None:
    assert items(web(viewer), "to-do") == []
    assert menu_of(web(viewer).get("/inbox").text) == set()


# All of them


@pytest.mark.parametrize("what", TABLES)
def test_queries_do_not_grow_with_what_there_is(
    web: Web, lead: Actor, owe: Callable[[], None], what: str
) -> None:
    owe()
    say(lead, "first")
    client = web(again(lead))
    few = queries_of(client, f"/exports/{what}?format=csv")
    for n in range(3):
        owe()
        say(lead, str(n))
    assert few == queries_of(client, f"/exports/{what}?format=csv") <= 14


def test_a_script_is_told_the_same(
    web: Web, api: Callable[..., ApiClient], lead: Actor, owe: Callable[[], None]
) -> None:
    owe()
    say(lead)
    script = api(again(lead), scopes=("read",))
    for what in TABLES:
        told = script.get(f"/api/v1/exports/{what}?format=json")
        assert json.loads(told.getvalue())["items"] == items(web(again(lead)), what) != []
