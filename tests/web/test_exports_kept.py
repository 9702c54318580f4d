"""Cycles, reports, templates handed out, and what was deleted, as files."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from cairn.cycles.models import Cycle
from cairn.goals.commands.cycles import edit_cycle, move_cycle
from cairn.goals.commands.key_results import delete_key_result
from cairn.goals.commands.measuring import measure_kpi
from cairn.goals.commands.objectives import delete_objective
from cairn.goals.models import KeyResult, Objective
from cairn.insights.models import Format, Occasion, ReportFile
from cairn.insights.reports.commands import ask_report
from cairn.jobs.models import Job
from cairn.kpis.commands import create_kpi
from cairn.kpis.models import Kpi
from cairn.okr_templates.commands.handing_out import hand_out
from cairn.okr_templates.commands.keeping import create_template, delete_template
from cairn.okr_templates.filling import Filling
from cairn.okr_templates.handing_out import Asked
from cairn.okr_templates.models import HandOut, Origin, OwnTemplate
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.reviews.commands.cycles import close_cycle
from cairn.storage import clock
from tests.cast import MORNING, ApiClient, WriteKeyResult, WriteObjective, again
from tests.hidden import D
from tests.web.budgets import queries_of
from tests.web.files import assert_in_every_format, items

SignIn = Callable[[Actor], Client]
TABLES = (
    *("deleted-objectives", "deleted-key-results", "cycles", "cycle-history", "reports"),
    "hand-outs",
)


@pytest.fixture
def template(champion: Actor) -> OwnTemplate:
    line = {"kind": "increase", "text_zh": "续约率从 {from}% 提高到 {to}%", "unit": "percent"}
    return create_template(
        champion, title_zh="{team}的客户愿意留下来", department="sales", key_results=[line]
    )


@pytest.fixture
def handed_out(
    champion: Actor, template: OwnTemplate, team: Team, product: Team, cycle: Cycle
) -> HandOut:
    filling = Filling("zh", {}, {}, None)
    whom = Asked(teams=[team.id, product.id])
    return hand_out(champion, str(template.id), filling, whom, cycle=cycle.id)


@pytest.fixture
def lived(
    champion: Actor,
    employee: Actor,
    objective: Objective,
    checked_in: KeyResult,
    handed_out: HandOut,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> Objective:
    """Of all that the champion keeps, one."""
    gone = write_objective(champion, title="不做了")
    delete_objective(champion, gone.id)
    other = write_key_result(employee, objective, title="新客户数")
    delete_key_result(employee, other.id, reason="算不准")
    ask(champion, objective.cycle)
    return objective


def ask(actor: Actor, cycle: Cycle, team: int | None = None) -> None:
    formats = (Format.PAGE, Format.XLSX)
    ask_report(actor, occasion=Occasion.WEEKLY, formats=formats, cycle=cycle.id, team=team)


def test_each_is_a_file_in_every_format(web: SignIn, champion: Actor, lived: Objective) -> None:
    client = web(again(champion))
    for what in TABLES:
        assert_in_every_format(client, what)


def test_deleted_objectives_are_those_that_the_page_offers(
    web: SignIn,
    employee: Actor,
    lead: Actor,
    champion: Actor,
    colleague: Actor,
    viewer: Actor,
    stranger: Actor,
    objective: Objective,
    write_objective: WriteObjective,
) -> None:
    secret = write_objective(lead, title="收购鲸鱼", visibility="people")
    delete_objective(lead, secret.id)
    with clock.set_to(MORNING + timedelta(minutes=1)):
        delete_objective(employee, objective.id)
        expected = {lead: ["让老客户愿意留下来", "收购鲸鱼"], employee: ["让老客户愿意留下来"]}
        for actor in (employee, lead, champion, colleague, viewer, stranger):
            client = web(again(actor))
            shown = client.get("/objectives/deleted").content.decode()
            told = [one["objective"] for one in items(client, "deleted-objectives")]
            assert told == [one for one in ("让老客户愿意留下来", "收购鲸鱼") if one in shown]
            assert told == expected.get(actor, told)
            assert ("/exports/deleted-objectives" in shown) is bool(told)
            assert not (actor in (colleague, viewer, stranger) and told)
    (one,) = items(web(again(employee)), "deleted-objectives")
    assert (one["by"], one["owner"], one["team"], one["cycle"]) == (
        *("周晓宇", "周晓宇", "增长部", "2026 Q4"),
    )
    assert one["id"] == str(objective.id)
    with clock.set_to(MORNING + timedelta(days=31)):
        assert items(web(again(lead)), "deleted-objectives") == []


def test_the_file_of_deleted_objectives_goes_on_where_the_page_ends(
    web: SignIn, employee: Actor, objective: Objective, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cairn.web.objective_list.PAGE", 1)
    with clock.set_to(MORNING + timedelta(minutes=1)):
        made = Objective.objects.create(
            organization_id=objective.organization_id,
            cycle_id=objective.cycle_id,
            owner_id=employee.member_id,
            created_by_id=employee.member_id,
            due_on=objective.due_on,
            title="另一个",
            published_at=objective.published_at,
        )
        delete_objective(employee, made.id)
    delete_objective(employee, objective.id)
    client = web(again(employee))
    told = [one["objective"] for one in items(client, "deleted-objectives")]
    assert told == ["另一个", "让老客户愿意留下来"]
    assert told[1] not in client.get("/objectives/deleted").content.decode()


def test_deleted_key_results_are_told_with_their_reasons_to_those_who_see_the_objective(
    web: SignIn,
    lead: Actor,
    colleague: Actor,
    stranger: Actor,
    lived: Objective,
    cycle: Cycle,
    team: Team,
    product: Team,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    secret = write_objective(lead, title="收购鲸鱼", visibility="people")
    below = write_key_result(lead, secret, title="鲸鱼的价格")
    delete_key_result(lead, below.id, reason="太贵")
    theirs, mine = web(again(colleague)), web(again(lead))
    (one,) = items(theirs, "deleted-key-results")
    assert (one["key_result"], one["reason"], one["by"]) == ("新客户数", "算不准", "周晓宇")
    assert (one["objective_id"], one["objective"]) == (str(lived.id), "让老客户愿意留下来")
    shown = theirs.get(f"/objectives/{lived.id}?tab=history").content.decode()
    assert f"/exports/deleted-key-results?objective={lived.id}" in shown
    assert len(items(mine, "deleted-key-results")) == 2
    for query, count in (
        (f"objective={lived.id}", 1),
        (f"objective={secret.id}", 0),
        (f"team={team.id}", 1),
        (f"team={product.id}", 0),
        (f"cycle={cycle.id}", 1),
        ("cycle=7", 0),
    ):
        assert len(items(theirs, "deleted-key-results", f"&{query}")) == count, query
    assert items(web(stranger), "deleted-key-results") == []
    delete_objective(lead, secret.id)
    assert len(items(mine, "deleted-key-results")) == 1


def test_a_deleted_key_result_says_until_when_only_while_it_can_be_restored(
    web: SignIn, lead: Actor, lived: Objective
) -> None:
    day = MORNING + timedelta(days=30)

    def until() -> str | None:
        (one,) = items(web(again(lead)), "deleted-key-results")
        kept: str | None = one["until"]
        return kept

    assert (until() or "")[:10] == str(day.date())
    with clock.set_to(day + timedelta(seconds=1)):
        assert until() is None
    Objective.objects.filter(id=lived.id).update(closed_as="done")
    assert until() is None
    Objective.objects.filter(id=lived.id).update(closed_as="")
    Cycle.objects.filter(id=lived.cycle_id).update(phase="closed")
    assert until() is None


def test_deleted_templates_are_for_those_who_keep_them(
    web: SignIn, champion: Actor, employee: Actor, template: OwnTemplate
) -> None:
    delete_template(champion, template.id)
    client = web(again(champion))
    (one,) = items(client, "templates", "&deleted=1")
    assert (one["id"], one["from"]) == (str(template.id), "own")
    assert items(client, "templates", "&deleted=1&department=design") == []
    assert items(client, "templates", "&only=own") == []
    assert (
        "/exports/templates?deleted=1&amp;" in client.get("/templates?deleted=1").content.decode()
    )
    theirs = web(again(employee))
    assert theirs.get("/exports/templates?format=csv&deleted=1").status_code == 403
    assert "deleted=1&amp;format" not in theirs.get("/templates?deleted=1").content.decode()


def test_cycles_are_listed_as_on_their_page(
    web: SignIn, champion: Actor, viewer: Actor, stranger: Actor, year: Cycle, cycle: Cycle
) -> None:
    edit_cycle(champion, cycle.id, drafting_ends_on=date(2026, 10, 9))
    client = web(again(viewer))
    first, below = items(client, "cycles")
    assert (first["cycle"], first["inside"], first["length"], first["now"]) == (
        *("2026", None, "year", "true"),
    )
    assert below == below | {
        "cycle": "2026 Q4",
        "inside": "2026",
        "length": "quarter",
        "starts_on": "2026-10-01",
        "ends_on": "2026-12-31",
        "drafting_ends_on": "2026-10-09",
        "phase": "running",
        "now": "true",
        "id": str(cycle.id),
        "above_id": str(year.id),
    }
    shown = client.get("/settings/cycles").content.decode()
    assert "/exports/cycles?" in shown
    assert "/exports/cycle-history?" in shown
    assert items(web(stranger), "cycles") == []
    assert "/exports/cycles" not in web(stranger).get("/settings/cycles").content.decode()


def test_the_history_of_a_cycle_tells_what_became_of_it_and_why(
    web: SignIn, champion: Actor, viewer: Actor, stranger: Actor, objective: Objective
) -> None:
    cycle = objective.cycle_id
    edit_cycle(champion, cycle, name="第四季度", ends_on=date(2026, 12, 30))
    move_cycle(champion, cycle, phase="scoring")
    close_cycle(champion, cycle, anyway=True, reason="不等了")
    told = items(web(again(viewer)), "cycle-history", f"&cycle={cycle}")
    assert [(one["what"], one["field"], one["old"], one["new"]) for one in told[:4]] == [
        ("cycle.moved", "phase", "scoring", "closed"),
        ("cycle.moved", "phase", "running", "scoring"),
        ("cycle.changed", "name", "2026 Q4", "第四季度"),
        ("cycle.changed", "ends_on", "2026-12-31", "2026-12-30"),
    ]
    assert (told[0]["reason"], told[0]["missing"]) == ("不等了", "周晓宇")
    assert told[0]["by"] == "顾清和"
    assert {one["cycle_id"] for one in told} == {str(cycle)}
    assert {one["field"] for one in told if one["what"] == "cycle.created"} == {
        *("length", "starts_on", "ends_on"),
    }
    every = items(web(again(viewer)), "cycle-history")
    assert {one["cycle"] for one in every} == {"2026", "2026 Q4", "第四季度"}
    shown = web(again(champion)).get(f"/cycles/{cycle}/close").content.decode()
    assert f"/exports/cycle-history?cycle={cycle}" in shown
    assert items(web(stranger), "cycle-history", f"&cycle={cycle}") == []
    assert items(web(stranger), "cycle-history") == []


def test_reports_are_ones_own_with_how_far_each_has_come(
    web: SignIn, champion: Actor, employee: Actor, cycle: Cycle, team: Team
) -> None:
    ask(champion, cycle)
    ask(champion, cycle, team.id)
    first, second, third, fourth = ReportFile.objects.order_by("-id")
    Job.objects.filter(key=second.job_key).update(steps=4, step=1)
    ReportFile.objects.filter(id=third.id).update(failed_at=MORNING, error="没有成功")
    ReportFile.objects.filter(id=fourth.id).update(made_at=MORNING, content=b"1234", size=4)
    told = items(web(again(champion)), "reports")
    assert [one["id"] for one in told] == [str(one.id) for one in (first, second, third, fourth)]
    assert [one["state"] for one in told] == ["waiting", "making", "failed", "made"]
    assert [one["about"] for one in told] == ["增长部", "增长部", "整个组织", "整个组织"]
    assert (told[0]["report"], told[0]["format"]) == ("weekly", first.format)
    assert (told[2]["error"], told[3]["bytes"]) == ("没有成功", 4)
    assert told[0]["team_id"] == str(team.id)
    assert "/exports/reports?" in web(again(champion)).get("/reports").content.decode()
    assert items(web(again(employee)), "reports") == []
    assert "/exports/reports?" not in web(again(employee)).get("/reports").content.decode()


def test_a_hand_out_tells_who_was_given_what_and_what_became_of_it(
    web: SignIn,
    champion: Actor,
    lead: Actor,
    admin: Actor,
    handed_out: HandOut,
    team: Team,
    template: OwnTemplate,
) -> None:
    client = web(again(champion))
    told = items(client, "hand-outs", f"&hand_out={handed_out.id}")
    assert [(one["objective"], one["team"], one["owner"]) for one in told] == [
        ("增长部的客户愿意留下来", "增长部", "林知远"),
        ("Product的客户愿意留下来", "Product", None),
    ]
    assert {(one["state"], one["status"], one["given"]) for one in told} == {("done", "draft", 2)}
    assert {one["template_id"] for one in told} == {str(template.id)}
    place = f"/templates/hand-outs/{handed_out.id}"
    assert f"/exports/hand-outs?hand_out={handed_out.id}" in client.get(place).content.decode()
    Objective.objects.filter(id=told[0]["id"]).update(
        published_at=MORNING, progress=D("0.5"), title="改过了"
    )
    (now, _same) = items(client, "hand-outs")
    assert (now["objective"], now["progress"]) == ("改过了", "0.5")
    assert now["status"] != "draft"
    delete_objective(champion, int(told[1]["id"]))
    assert len(items(client, "hand-outs")) == 1
    for other in (lead, admin):
        assert items(web(again(other)), "hand-outs") == []
        address = f"/exports/hand-outs?format=csv&hand_out={handed_out.id}"
        assert web(again(other)).get(address).status_code == 404


def test_a_hand_out_that_wrote_nothing_says_why(
    web: SignIn, champion: Actor, handed_out: HandOut
) -> None:
    Objective.objects.filter(origin__hand_out=handed_out).delete()
    HandOut.objects.filter(id=handed_out.id).update(
        done_at=None, failed_at=MORNING, error="周期已关闭"
    )
    (one,) = items(web(again(champion)), "hand-outs")
    assert (one["state"], one["error"], one["id"]) == ("failed", "周期已关闭", None)
    assert one["given"] == 0
    HandOut.objects.filter(id=handed_out.id).update(failed_at=None, error="")
    assert items(web(again(champion)), "hand-outs")[0]["state"] == "waiting"


def test_what_i_am_to_measure_is_a_file_beside_its_page(
    web: SignIn, champion: Actor, employee: Actor, lead: Actor, kpi: Kpi, product: Team
) -> None:
    create_kpi(
        champion, name="毛利率", unit="percent", direction="higher", lower=D(5), team=product.id
    )
    for actor, count in ((employee, 1), (lead, 1), (champion, 0)):
        client = web(again(actor))
        assert len(items(client, "kpis", "&to_measure=true")) == count
        shown = client.get("/kpis/measure").content.decode()
        assert shown.count('name="value-') == count
        assert ("/exports/kpis?to_measure=1" in shown) is bool(count)
    assert len(items(web(again(lead)), "kpis")) == 2


def test_what_i_am_to_measure_comes_as_its_page_asks_for_it(
    web: SignIn, champion: Actor, lead: Actor, team: Team
) -> None:
    band: dict[str, Any] = {"unit": "percent", "direction": "higher", "lower": D(5)}
    known, unknown = (
        create_kpi(champion, name=name, team=team.id, **band) for name in ("毛利率", "净利率")
    )
    measure_kpi(champion, known.id, value=D(7))
    client = web(again(lead))
    assert {one["owner"] for one in items(client, "kpis")} == {None}
    assert [one["note"] for one in items(client, "kpi-readings")] == [None]
    assert [one["id"] for one in items(client, "kpis")] == [str(known.id), str(unknown.id)]
    asked = [one["kpi"] for one in items(client, "kpis", "&to_measure=true")]
    shown = client.get("/kpis/measure").content.decode()
    assert asked == sorted(asked, key=shown.index) == ["净利率", "毛利率"]


def test_their_queries_do_not_grow(
    web: SignIn,
    champion: Actor,
    template: OwnTemplate,
    lived: Objective,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    client = web(again(champion))
    few = [queries_of(client, f"/exports/{what}?format=csv") for what in TABLES]
    for _n in range(3):
        gone = write_objective(champion, title="也不做了")
        below = write_key_result(champion, lived, title="也不算")
        delete_key_result(champion, below.id, reason="?")
        delete_objective(champion, gone.id)
        ask(champion, lived.cycle)
        edit_cycle(champion, lived.cycle_id, name=f"第四季度 {_n}")
        whom = Asked(people=[champion.member_id])
        filling = Filling("zh", {}, {}, None)
        OwnTemplate.objects.filter(id=template.id).update(title_zh=f"第 {_n} 个")
        hand_out(champion, str(template.id), filling, whom, cycle=lived.cycle_id)
        Origin.objects.update(template=f"{_n}")
    assert [queries_of(client, f"/exports/{what}?format=csv") for what in TABLES] == few
    assert max(few) <= 12


def test_scripts_get_the_same(
    api: Callable[..., ApiClient], web: SignIn, champion: Actor, lived: Objective
) -> None:
    script, client = api(champion, scopes=("read",)), web(again(champion))
    for what in TABLES:
        told = script.get(f"/api/v1/exports/{what}?format=json")
        assert json.loads(told.getvalue())["items"] == items(client, what), what
