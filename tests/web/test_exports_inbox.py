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
from cairn.checkins.models import Action, Mention, WeeklyUpdate
from cairn.cycles.models import Cycle
from cairn.goals.commands.alignments import request_alignment
from cairn.goals.commands.dependencies import request_dependency
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.models import Alignment, Confirmation, Dependency, Objective
from cairn.kpis.commands import create_kpi
from cairn.meetings.commands.meetings import start_meeting
from cairn.notifications.commands import follow
from cairn.notifications.models import Notice, Topic
from cairn.notifications.owed import ALL, SECTIONS
from cairn.notifications.queries import followed_events
from cairn.notifications.telling import tell
from cairn.organization.actor import Actor
from cairn.organization.commands.absences import end_absence, plan_absence
from cairn.organization.models import Absence, Member, Team
from cairn.storage import clock
from tests.cast import MORNING, TODAY, ApiClient, WriteKeyResult, WriteObjective, again
from tests.hidden import D
from tests.web.budgets import queries_of
from tests.web.files import assert_in_every_format, items

type Web = Callable[[Actor], Client]
TABLES = ("notices", "to-do", "following", "absences")


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


# Whom somebody follows, and who is away


def test_what_is_followed_is_a_file_and_what_happened_there(
    web: Web,
    employee: Actor,
    lead: Actor,
    colleague: Actor,
    team: Team,
    objective: Objective,
    write_objective: WriteObjective,
) -> None:
    secret = write_objective(employee, title="收购鲸鱼")
    assert menu_of(web(colleague).get("/following").text) == set()
    for kind, id in (("person", lead.member_id), ("team", team.id), ("objective", objective.id)):
        follow(colleague, kind, id)
    follow(colleague, "objective", secret.id)
    add_comment(colleague, objective.id, body="?")
    client = web(again(colleague))
    assert_in_every_format(client, "following")
    assert [(one["kind"], one["id"], one["name"]) for one in items(client, "following")] == [
        ("objective", str(secret.id), "收购鲸鱼"),
        ("objective", str(objective.id), objective.title),
        ("team", str(team.id), "增长部"),
        ("person", str(lead.member_id), "林知远"),
    ]
    told = [one["id"] for one in items(client, "feed", "&followed=true")]
    assert told == [str(id) for id in followed_events(colleague, None, 1000)] != []
    assert len(told) < len(items(client, "feed"))
    assert menu_of(client.get("/following").text) == {
        *("/exports/feed?followed=true&format=json", "/exports/following?format=json"),
    }
    assert items(web(again(lead)), "feed", "&followed=true") == []
    edit_objective(employee, secret.id, visibility="people")
    assert "鲸鱼" not in client.get("/exports/following?format=csv").getvalue().decode()
    assert "鲸鱼" not in client.get("/exports/feed?followed=true&format=csv").getvalue().decode()


def away(who: Actor, stand_in: Actor, days: int = 0) -> Absence:
    first = TODAY + timedelta(days=days)
    last = first + timedelta(days=1)
    return plan_absence(
        who, who.member_id, stand_in=stand_in.member_id, starts_on=first, ends_on=last
    )


def test_absences_are_told_with_those_in_which_one_stands_in(
    web: Web, lead: Actor, employee: Actor, colleague: Actor
) -> None:
    later, mine = away(lead, employee, days=7), away(lead, colleague)
    theirs = away(employee, lead, days=30)
    over = away(lead, colleague, days=60)
    end_absence(lead, over.id)
    Member.objects.filter(id=employee.member_id).update(left_at=MORNING)
    client = web(again(lead))
    assert_in_every_format(client, "absences")
    told = items(client, "absences")
    assert [one["id"] for one in told] == [str(mine.id), str(later.id)]
    assert [one["clash"] for one in told] == [None, "left"]
    Member.objects.filter(id=employee.member_id).update(left_at=None)
    told = items(client, "absences")
    assert [one["id"] for one in told] == [str(mine.id), str(later.id), str(theirs.id)]
    assert [one["state"] for one in told] == ["now", "planned", "planned"]
    assert (told[0]["who"], told[0]["stand_in"], told[0]["starts_on"], told[0]["ends_on"]) == (
        *("林知远", "Emma Clarke", str(TODAY), str(TODAY + timedelta(days=1))),
    )
    assert [one["id"] for one in items(client, "absences", "&person=me")] == [
        *(str(mine.id), str(later.id)),
    ]
    page = unescape(client.get("/settings/absences").text)
    assert menu_of(page) == {"/exports/absences?format=json"}
    away(employee, colleague, days=8)
    assert items(client, "absences")[1]["clash"] == "away"


def test_absences_of_others_are_for_those_who_may_plan_them(
    web: Web, lead: Actor, employee: Actor, colleague: Actor, stranger: Actor, viewer: Actor
) -> None:
    planned = away(employee, colleague)
    asked = f"person={employee.member_id}"
    (one,) = items(web(again(lead)), "absences", f"&{asked}")
    assert (one["id"], one["by"]) == (str(planned.id), "周晓宇")
    page = web(again(lead)).get(f"/people/{employee.member_id}/absences").text
    assert menu_of(page) == {f"/exports/absences?{asked}&format=json"}
    for who, status in ((colleague, 403), (viewer, 403), (stranger, 404)):
        client = web(again(who))
        assert client.get(f"/exports/absences?{asked}").status_code == status
        assert client.get(f"/people/{employee.member_id}/absences").status_code == status
    assert items(web(viewer), "absences", "&person=me") == []


# Where pages lead to them


def test_pages_lead_to_what_they_show(
    web: Web,
    lead: Actor,
    team: Team,
    owe: Callable[[], None],
) -> None:
    owe()
    say(lead)
    meeting = start_meeting(again(lead), team.id)
    mine = Objective.objects.get(title="上层目标 0")
    tie, need = Alignment.objects.get(), Dependency.objects.get()
    update = WeeklyUpdate.objects.get()
    week = f"since={update.week_on}&until={update.week_on}"
    client, cycle = web(again(lead)), mine.cycle_id
    for page, files in {
        f"/?cycle={cycle}": {
            *("/exports/to-do?", "/exports/notices?"),
            *(f"/exports/{one}?owner=me&cycle={cycle}&" for one in ("objectives", "initiatives")),
        },
        "/check-in": {"/exports/to-do?section=check-ins&", "/exports/check-ins?person=me&"},
        f"/check-in?objective={mine.id}": {
            f"/exports/{one}?objective={mine.id}&" for one in ("check-ins", "objectives")
        },
        f"/company?cycle={cycle}": {
            *(f"/exports/{one}?cycle={cycle}&" for one in ("objectives", "initiatives")),
            *(f"/exports/alignments?cycle={cycle}&", "/exports/teams?"),
        },
        "/weekly": {f"/exports/{one}?person=me&" for one in ("weekly-updates", "help-requests")},
        f"/weekly/updates/{update.id}": {
            f"/exports/weekly-updates?person={lead.member_id}&{week}&"
        },
        f"/alignments/{tie.id}": {f"/exports/alignments?objective={tie.objective_id}&"},
        f"/dependencies/{need.id}": {f"/exports/dependencies?objective={need.objective_id}&"},
        f"/meetings/{meeting.id}": {
            f"/exports/{one}?meeting={meeting.id}&" for one in ("minutes", "actions")
        },
    }.items():
        found = menu_of(client.get(page).text)
        assert found == {f"{one}format=json" for one in files}, page
        for address in found:
            assert client.get(address).status_code == 200, address


# All of them


@pytest.mark.parametrize("what", TABLES)
def test_queries_do_not_grow_with_what_there_is(
    web: Web, lead: Actor, colleague: Actor, owe: Callable[[], None], what: str
) -> None:
    owe()
    say(lead, "first")
    follow(lead, "person", colleague.member_id)
    away(lead, colleague)
    client = web(again(lead))
    few = queries_of(client, f"/exports/{what}?format=csv")
    for n in range(3):
        owe()
        say(lead, str(n))
        follow(lead, "objective", Objective.objects.get(title=f"上层目标 {n}").id)
        away(lead, colleague, days=10 * n + 10)
    assert few == queries_of(client, f"/exports/{what}?format=csv") <= 14


def test_a_script_is_told_the_same(
    web: Web,
    api: Callable[..., ApiClient],
    lead: Actor,
    colleague: Actor,
    owe: Callable[[], None],
) -> None:
    owe()
    say(lead)
    follow(lead, "person", colleague.member_id)
    away(lead, colleague)
    script = api(again(lead), scopes=("read",))
    for what in TABLES:
        told = script.get(f"/api/v1/exports/{what}?format=json")
        assert json.loads(told.getvalue())["items"] == items(web(again(lead)), what) != []
