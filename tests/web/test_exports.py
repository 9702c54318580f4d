"""Files of what pages show, and the menu that leads to them."""

import csv
import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from html import unescape
from importlib import import_module
from io import StringIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils.translation import override

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.comments import add_comment
from cairn.checkins.commands.helping import ask_for_help
from cairn.checkins.commands.weekly import save_update
from cairn.checkins.models import Action, HelpRequest
from cairn.cycles.models import Cycle
from cairn.errors import Refusal
from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.index import EXPORTS
from cairn.goals.commands.alignments import request_alignment
from cairn.goals.commands.dependencies import request_dependency
from cairn.goals.commands.initiatives import add_initiative
from cairn.goals.commands.measuring import measure_kpi
from cairn.goals.models import Alignment, Dependency, KeyResult, Objective
from cairn.kpis.models import Kpi
from cairn.meetings.commands.entries import take_down
from cairn.meetings.commands.meetings import end_meeting, start_meeting
from cairn.meetings.models import Entry, EntryKind, Meeting
from cairn.organization.actor import Actor
from cairn.organization.commands.teams import join_team
from cairn.organization.models import Member, Team
from cairn.planning.commands.proposals import propose
from cairn.planning.commands.rounds import start_round
from cairn.planning.models import Proposal, Room
from cairn.reviews.commands.lessons import add_lesson
from cairn.reviews.commands.retrospectives import start_retrospective
from cairn.storage import clock
from tests.cast import MORNING, TODAY, ApiClient, WriteKeyResult, WriteObjective, again
from tests.hidden import D
from tests.planning import test_files as of_planning
from tests.web.budgets import queries_of
from tests.web.files import assert_in_every_format, items, workbook

SignIn = Callable[[Actor], Client]
TITLE = "让老客户愿意留下来"
TABLES = (
    *("objectives", "initiatives", "alignments", "dependencies", "gaps", "check-ins", "feed"),
    *("weekly-updates", "help-requests", "comments", "kpis", "kpi-readings", "people", "teams"),
    *("lessons", "retrospectives", "minutes", "actions", "proposals", "templates"),
)
"""Those whose rows the cast has; of the others in the files of tests beside this one."""
NASTY = '=HYPERLINK("https://evil.example","点我"),\n"引号"'


@pytest.fixture
def lived(
    employee: Actor,
    lead: Actor,
    checked_in: KeyResult,
    kpi: Kpi,
    team: Team,
    product: Team,
    other: Objective,
) -> KeyResult:
    """The cast's key result, with one of everything around it."""
    objective = checked_in.objective_id
    add_initiative(employee, checked_in.id, title="每周回访", due_on=TODAY)
    add_comment(lead, objective, body="加油")
    request_alignment(employee, objective, target=other.id)
    request_dependency(employee, objective, team=product.id, need="两条产线", needed_on=TODAY)
    measure_kpi(employee, kpi.id, value=D("71.5"), note="稳")
    save_update(employee, TODAY, priorities="**回访**", ahead="双十一", publish=True)
    ask_for_help(employee, asked=lead.member_id, body="要一名分析师", objective=objective)
    meeting = start_meeting(lead, team.id)
    take_down(lead, meeting.id, body="周五前定价", kind=EntryKind.ACTION, due_on=TODAY)
    looked_back = start_retrospective(employee, objective=objective)
    add_lesson(employee, looked_back.id, body="早点问客户")
    return checked_in


@pytest.fixture
def other(lead: Actor, write_objective: WriteObjective) -> Objective:
    return write_objective(lead, title="进入新市场", type="aspirational", tags=["增长"])


@pytest.fixture
def proposed(champion: Actor, lead: Actor, team: Team, objective: Objective) -> Room:
    held = start_round(champion, objective.cycle_id, team=team.id)
    room = Room.objects.get(round=held)
    propose(again(lead), room.id, title="留住老客户", key_results=["续约率到 75%"])
    return room


def test_every_table_has_its_rows_in_every_format(
    web: SignIn, employee: Actor, lived: KeyResult, proposed: Room
) -> None:
    client = web(again(employee))
    for what in TABLES:
        assert_in_every_format(client, what)


def test_rows_are_counted_without_being_made(
    employee: Actor, lead: Actor, lived: KeyResult, proposed: Room
) -> None:
    end_meeting(again(lead), Meeting.objects.get().id, summary="定了")
    uncounted = set()
    for what in TABLES:
        sheet = EXPORTS[what].table(again(employee), Asked())
        if sheet.count is None:
            uncounted.add(what)
        else:
            rows = len(list(sheet.rows))
            assert rows, what
            assert sheet.count(1_000) == rows, what
            assert sheet.count(1) == 1, what
    assert uncounted == {"teams", "templates"}


def test_each_table_is_tried() -> None:
    beside = [
        import_module(f"tests.web.{one.stem}")
        for one in Path(__file__).parent.glob("test_exports_*")
    ]
    tried = {*TABLES, *of_planning.TABLES, *(what for module in beside for what in module.TABLES)}
    assert tried == {*EXPORTS}


def test_a_file_holds_what_the_page_shows(web: SignIn, employee: Actor, lived: KeyResult) -> None:
    client = web(again(employee))
    above, below = [one for one in items(client, "objectives") if one["objective"] == TITLE]
    assert (above["sort"], below["sort"]) == ("objective", "key_result")
    assert (below["start"], below["current"], below["target"]) == ("60", "66", "75")
    assert (below["progress"], below["unit"], below["confidence"]) == ("0.4", "percent", 7)
    assert above["objective_id"] == below["objective_id"] == str(lived.objective_id)
    (same, _below) = items(client, "objectives", f"&status={above['status']}&owner=me")
    assert same == above
    (said,) = items(client, "check-ins")
    assert (said["value"], said["note"], said["on"]) == ("66", "两个大客户已续约", str(TODAY))
    (tie,) = items(client, "alignments")
    assert (tie["objective"], tie["target"], tie["state"]) == (TITLE, "进入新市场", "requested")
    (needed,) = items(client, "dependencies")
    assert (needed["need"], needed["from_team"], needed["state"], needed["late"]) == (
        *("两条产线", "Product", "requested", "false"),
    )
    (action,) = items(client, "actions")
    assert (action["action"], action["due_on"], action["state"], action["origin"]) == (
        *("周五前定价", str(TODAY), "open", "meeting"),
    )
    (measured,) = items(client, "kpi-readings")
    assert (measured["value"], measured["note"]) == ("71.5", "稳")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        *(("", 2), ("owner=me", 1), ("team={team}", 1), ("cycle={cycle}", 2), ("cycle=current", 2)),
        *(("cycle=all", 2), ("cycle=7", 0), ("status=closed", 0), ("status=draft", 0)),
        *(("type=aspirational", 1), ("type=growth", 0), ("tag=增长", 1), ("q=老客户", 1)),
        *(("objective={objective}", 1), ("person=me", 1), ("team={team}&type=aspirational", 0)),
    ],
)
def test_the_filters_of_the_list_are_those_of_its_file(
    web: SignIn,
    employee: Actor,
    checked_in: KeyResult,
    other: Objective,
    team: Team,
    query: str,
    count: int,
) -> None:
    ids = {"team": team.id, "cycle": other.cycle_id, "objective": checked_in.objective_id}
    told = items(web(employee), "objectives", "&" + query.format(**ids))
    assert sum(one["sort"] == "objective" for one in told) == count


def test_all_rows_are_in_the_file_not_only_the_page(
    web: SignIn, employee: Actor, objective: Objective, monkeypatch: pytest.MonkeyPatch
) -> None:
    portion = "cairn.exchange.tables.objectives.AT_A_TIME"
    monkeypatch.setattr(portion, 20)
    Objective.objects.bulk_create(
        Objective(
            organization_id=objective.organization_id,
            cycle_id=objective.cycle_id,
            owner_id=employee.member_id,
            created_by_id=employee.member_id,
            due_on=TODAY,
            title=f"目标 {n}",
            published_at=objective.published_at,
        )
        for n in range(60)
    )
    told = items(web(employee), "objectives")
    assert len({one["id"] for one in told}) == len(told) == 61


def test_what_people_wrote_runs_in_no_spreadsheet(
    web: SignIn, employee: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> None:
    key_result = write_key_result(employee, objective, title="=1+1")
    check_in(employee, key_result.id, value=D(4), note=NASTY)
    client = web(employee)
    for format in ("csv", "viva"):
        told = client.get(f"/exports/objectives?format={format}").getvalue().decode("utf-8-sig")
        for row in csv.reader(StringIO(told, newline="")):
            assert not any(cell[:1] in "=+@\t\r" and cell for cell in row)
    (row,) = workbook(client, "/exports/check-ins")[1:]
    assert NASTY in row
    assert "=1+1" in row


def test_columns_are_headed_and_files_named_in_the_readers_language(
    web: SignIn, employee: Actor, objective: Objective
) -> None:
    for locale, name, head in (("zh-hans", "目标", "负责人"), ("en", "Objectives", "Owner")):
        Member.objects.filter(id=employee.member_id).update(locale=locale)
        answer = web(employee).get("/exports/objectives?format=csv")
        assert unquote(answer["Content-Disposition"]).endswith(
            f"{name} {TODAY}.csv" + '"' * (locale == "en")
        )
        assert head in answer.getvalue().decode()


@pytest.mark.parametrize(
    "query", ["format=exe", "status=lovely", "team=x", "colour=red", "since=2026-11-18"]
)
def test_what_is_no_filter_is_refused_rather_than_passed_over(
    web: SignIn, employee: Actor, objective: Objective, query: str
) -> None:
    assert web(employee).get(f"/exports/objectives?{query}").status_code == 422


@pytest.mark.parametrize(
    ("said", "status"), [("", 200), ("0", 200), ("No", 200), ("1", 200), ("2", 422), ("ja", 422)]
)
def test_what_is_neither_yes_nor_no_is_refused_too(
    web: SignIn, api: Callable[..., ApiClient], employee: Actor, said: str, status: int
) -> None:
    place = f"/exports/kpis?archived={said}"
    assert web(employee).get(place).status_code == status
    assert api(employee).get(f"/api/v1{place}").status_code == status


def test_queries_do_not_grow_with_the_rows(
    web: SignIn,
    employee: Actor,
    lived: KeyResult,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    client = web(again(employee))
    formats = [(what, one) for what in TABLES for one in ("csv", *EXPORTS[what].formats[4:])]
    few = [queries_of(client, f"/exports/{what}?format={one}") for what, one in formats]
    for _n in range(3):
        more = write_key_result(employee, write_objective(employee))
        check_in(employee, more.id, value=D(3))
        add_comment(employee, more.objective_id, body="?")
        add_initiative(employee, more.id, title="?")
    many = [queries_of(client, f"/exports/{what}?format={one}") for what, one in formats]
    assert few == many
    assert max(many) <= 14


def test_each_menu_leads_to_files(
    web: SignIn, admin: Actor, lived: KeyResult, kpi: Kpi, team: Team, proposed: Room
) -> None:
    client = web(again(admin))
    for page in (
        *("/objectives", f"/objectives/{lived.objective_id}", f"/people/{lived.owner_id}"),
        *(f"/teams/{team.id}", "/teams", "/people", "/kpis", f"/kpis/{kpi.id}", "/map"),
        *(f"/rounds/{proposed.round_id}", f"/teams/{team.id}/meetings", "/reviews", "/lessons"),
        *(f"/settings/teams/{team.id}", "/templates/examples"),
        *("/templates", f"/feed?team={team.id}", "/insights", "/map/gaps"),
    ):
        text = unescape(client.get(page).content.decode())
        addresses = set(re.findall(r'href="(/exports/[^"]*format=json)"', text))
        assert addresses, page
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 200, (page, address)
            assert json.loads(answer.getvalue())["items"] is not None


def test_needs_are_told_to_both_teams_and_late_once_their_day_has_passed(
    web: SignIn, employee: Actor, lived: KeyResult, team: Team, product: Team, company: Team
) -> None:
    client = web(again(employee))
    for asked, count in ((team, 1), (product, 1), (company, 0)):
        assert len(items(client, "dependencies", f"&team={asked.id}")) == count
    assert len(items(client, "dependencies", f"&objective={lived.objective_id}&person=me")) == 1
    assert items(client, "dependencies", "&cycle=7") == []
    with clock.set_to(MORNING + timedelta(days=1)):
        (late,) = items(web(again(employee)), "dependencies")
        assert late["late"] == "true"


def test_alignments_of_an_objective_are_both_ways_and_narrowed_as_it_is(
    web: SignIn, employee: Actor, lived: KeyResult, other: Objective
) -> None:
    client = web(again(employee))
    for asked, count in (
        (f"objective={lived.objective_id}", 1),
        (f"objective={other.id}", 1),
        (f"objective={other.id}&type=aspirational", 1),
        (f"objective={other.id}&owner=me", 0),
        (f"objective={other.id}&cycle=7", 0),
        ("type=aspirational", 0),
    ):
        assert len(items(client, "alignments", f"&{asked}")) == count, asked


def test_what_brings_it_is_named_to_those_who_see_it(
    web: SignIn,
    employee: Actor,
    lead: Actor,
    lived: KeyResult,
    write_objective: WriteObjective,
) -> None:
    bringing = write_objective(lead, title="收购鲸鱼", visibility="people")
    Dependency.objects.update(supplier=bringing)
    (mine,) = items(web(again(employee)), "dependencies")
    (theirs,) = items(web(again(lead)), "dependencies")
    assert (mine["brought_by"], theirs["brought_by"]) == (None, "收购鲸鱼")


def test_actions_are_narrowed_to_whoever_does_them(
    web: SignIn, employee: Actor, lead: Actor, lived: KeyResult, team: Team
) -> None:
    client = web(again(employee))
    Action.objects.update(owner=lead.member_id, done_at=MORNING)
    (done,) = items(client, "actions", f"&person={lead.member_id}&team={team.id}")
    assert done["state"] == "done"
    assert items(client, "actions", "&person=me") == []
    assert items(client, "actions", f"&objective={lived.objective_id}") == []
    assert len(items(client, "actions", f"&meeting={Meeting.objects.get().id}")) == 1


def test_weeks_and_asks_for_help_are_narrowed_to_people_and_days(
    web: SignIn, employee: Actor, lead: Actor, colleague: Actor, lived: KeyResult, company: Team
) -> None:
    save_update(lead, TODAY, priorities="还没写完")
    client = web(again(employee))
    (week,) = items(client, "weekly-updates")
    assert (week["priorities"], week["ahead"], week["by"]) == ("**回访**", "双十一", "周晓宇")
    for asked, count in (
        (f"&team={company.id}", 1),
        (f"&person={lead.member_id}", 0),
        (f"&since={TODAY + timedelta(days=7)}", 0),
        (f"&until={TODAY - timedelta(days=7)}", 0),
    ):
        assert len(items(client, "weekly-updates", asked)) == count, asked
    (help,) = items(client, "help-requests", f"&objective={lived.objective_id}&person=me")
    assert (help["need"], help["state"]) == ("要一名分析师", "open")
    assert items(client, "help-requests", f"&person={colleague.member_id}") == []
    HelpRequest.objects.update(answer="小林", answered_at=MORNING, answered_by=lead.member_id)
    assert items(client, "help-requests")[0]["state"] == "answered"


def test_gaps_of_all_three_lists_are_in_one_table(
    web: SignIn,
    employee: Actor,
    lead: Actor,
    lived: KeyResult,
    other: Objective,
    company: Team,
) -> None:
    client = web(again(employee))
    found = {(one["gap"], one["objective"]) for one in items(client, "gaps")}
    assert found == {("unaligned", TITLE), ("unaligned", "进入新市场"), ("unsupported", TITLE)}
    (asked,) = [one for one in items(client, "gaps") if one["asked"] == "true"]
    assert (asked["objective"], asked["id"]) == (TITLE, str(lived.objective_id))
    Objective.objects.filter(id=other.id).update(team=company)
    Objective.objects.filter(id=lived.objective_id).update(team=None)
    Alignment.objects.update(state="accepted", answered_at=MORNING, answered_by=lead.member_id)
    (skipped,) = [one for one in items(client, "gaps") if one["gap"] == "skipped"]
    assert (skipped["objective"], skipped["target"]) == (TITLE, "进入新市场")
    assert skipped["passed_over"]
    assert items(client, "gaps", "&cycle=7") == []


def test_a_strangers_files_hold_nothing_of_ours(
    web: SignIn, stranger: Actor, lived: KeyResult, proposed: Room
) -> None:
    client = web(stranger)
    for what in EXPORTS:
        told = client.get(f"/exports/{what}?format=json").getvalue().decode()
        assert TITLE not in told
        assert "周晓宇" not in told
        assert "留住老客户" not in told


def test_what_is_limited_is_in_nobody_elses_files(
    web: SignIn,
    lead: Actor,
    colleague: Actor,
    lived: KeyResult,
    proposed: Room,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    """Not what was said about it in a meeting or in a room either."""
    lead = again(lead)
    secret = write_objective(lead, title="收购鲸鱼", visibility="people")
    key_result = write_key_result(lead, secret, title="鲸鱼的价格")
    check_in(lead, key_result.id, value=D(4), note="鲸鱼")
    add_comment(lead, secret.id, body="鲸鱼")
    request_alignment(lead, secret.id, target=lived.objective_id)
    team = lived.objective.team_id
    request_dependency(lead, secret.id, team=team, need="鲸鱼", needed_on=TODAY)
    HelpRequest.objects.create(
        organization_id=secret.organization_id,
        asked_by_id=lead.member_id,
        asked_id=lived.objective.owner_id,
        body="鲸鱼",
        objective=secret,
    )
    agreed = {"origin": "meeting", "origin_id": Meeting.objects.get().id, "objective": secret}
    Action.objects.create(
        organization_id=secret.organization_id, created_by_id=lead.member_id, body="鲸鱼", **agreed
    )
    words = {"objective": secret, "body": "鲸鱼", "author_id": lead.member_id}
    Entry.objects.create(meeting=Meeting.objects.get(), kind=EntryKind.NOTE, **words)
    held = {"round": proposed.round, "team": proposed.team, "opened_by_id": lead.member_id}
    room = Room.objects.create(organization_id=secret.organization_id, about=secret, **held)
    by = {"proposer_id": lead.member_id, "proposed_on": TODAY}
    Proposal.objects.create(room=room, title="买鲸鱼", **by)
    write_objective(lead, title="鲸鱼湾", visibility="people")

    def told(actor: Actor) -> set[str]:
        client = web(again(actor))
        files = {one: client.get(f"/exports/{one}?format=csv").getvalue() for one in EXPORTS}
        return {one for one, text in files.items() if "鲸鱼" in text.decode()}

    assert told(colleague) == set()
    assert told(lead) == {
        *("objectives", "alignments", "check-ins", "feed", "comments", "minutes", "rooms"),
        "proposals",
        *("dependencies", "gaps", "actions", "help-requests", "to-do"),
        *("map", "insights-rows", "reviews", "history"),
    }


def test_a_script_gets_the_same_file(
    api: Callable[..., ApiClient], web: SignIn, employee: Actor, lived: KeyResult
) -> None:
    script = api(employee, scopes=("read",))
    for what in EXPORTS:
        told = script.get(f"/api/v1/exports/{what}?format=json")
        shown = web(employee).get(f"/exports/{what}?format=json")
        assert told.status_code == shown.status_code, what
        if what in TABLES:
            assert json.loads(told.getvalue()) == json.loads(shown.getvalue()), what
    assert script.get("/api/v1/exports/secrets").status_code == 404
    assert script.get("/api/v1/exports/objectives?status=lovely").status_code == 422


def test_an_instant_is_headed_by_when_and_not_by_that_it_is(admin: Actor, cycle: Cycle) -> None:
    """“已提交” above a day would answer another question."""
    heads: dict[str, str] = {}
    with override("zh-hans"):
        for what, export in EXPORTS.items():
            with suppress(Refusal):
                columns = export.table(admin, Asked(cycle=cycle.id)).columns
                heads |= {f"{what}.{one.key}": one.words for one in columns}
    instants = {name: words for name, words in heads.items() if name.endswith("_at")}
    assert len(instants) > 40
    assert {name: words for name, words in instants.items() if words.startswith("已")} == {}


def test_people_have_names_as_people_do(admin: Actor, cycle: Cycle) -> None:
    """In Chinese a person's is another word than a thing's."""
    with override("zh-hans"):
        for what in ("people", "members", "missing-scores"):
            columns = EXPORTS[what].table(admin, Asked(cycle=cycle.id)).columns
            assert [one.words for one in columns if one.key == "name"] == ["姓名"], what


def test_names_in_one_cell_stand_apart_as_the_language_has_it(
    web: SignIn, admin: Actor, employee: Actor, product: Team
) -> None:
    join_team(admin, product.id, employee.member_id)
    client = web(admin)
    for what in ("people", "members"):
        (told,) = [one for one in items(client, what) if one["name"] == "周晓宇"]
        assert told["teams"] == "Product, 增长部"
        assert "| Product、增长部 |" in client.get(f"/exports/{what}?format=md").getvalue().decode()
