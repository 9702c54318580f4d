"""The pages of the weekly update and of asking for help."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from django.test import Client

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.helping import ask_for_help
from cairn.checkins.commands.weekly import save_update
from cairn.checkins.models import HelpRequest, WeeklyUpdate
from cairn.checkins.weekly import kpis_beside
from cairn.goals.commands.measuring import measure_kpi
from cairn.goals.models import KeyResult, Objective
from cairn.kpis.commands import create_kpi, edit_kpi
from cairn.kpis.models import Kpi
from cairn.kpis.past import kpis_on
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.storage import clock
from tests.cast import MORNING, TODAY, WriteKeyResult, WriteObjective, make_member
from tests.web.budgets import stays_in_budget

Web = Callable[[Actor], Client]
HERE = "/weekly/2026-11-20"


def test_it_starts_from_last_week_and_the_key_results(
    web: Web, employee: Actor, lead: Actor, checked_in: KeyResult, team: Team
) -> None:
    save_update(employee, TODAY - timedelta(days=7), priorities="上周的重点", publish=True)
    create_kpi(lead, name="客诉量", team=team.id, direction="lower", upper=Decimal(5))
    page = web(employee).get("/weekly").text
    assert "上周的重点" in page
    assert checked_in.title in page
    assert "7/10" in page
    assert "客诉量" in page
    assert WeeklyUpdate.objects.count() == 1


def test_it_is_saved_as_it_is_typed_and_then_published(
    web: Web, employee: Actor, colleague: Actor
) -> None:
    browser = web(employee)
    typed = {"priorities": "甲", "confidence": "", "health": "", "ahead": "", "version": "0"}
    saved = browser.post(HERE, typed, headers={"HX-Request": "true"})
    assert saved.status_code == 200
    assert 'name="version" value="1"' in saved.text
    kept = WeeklyUpdate.objects.get()
    assert web(colleague).get(f"/weekly/updates/{kept.id}").status_code == 404
    done = browser.post(HERE, {**typed, "version": "1", "publish": "1"})
    assert done.status_code == 303
    page = web(colleague).get(f"/weekly/updates/{kept.id}").text
    assert "<p>甲</p>" in page
    feed = web(colleague).get(f"/people/{employee.member_id}").text
    assert f"/weekly/updates/{kept.id}" in feed
    assert 'name="priorities"' not in browser.get(HERE).text
    assert 'name="priorities"' in browser.get(f"{HERE}?edit=1").text


def test_two_windows_show_both_texts(web: Web, employee: Actor) -> None:
    browser = web(employee)
    save_update(employee, TODAY, priorities="先存的")
    late = {"priorities": "后存的", "version": "0"}
    quiet = browser.post(HERE, late, headers={"HX-Request": "true"})
    assert quiet.status_code == 409
    assert 'id="wk-error"' in quiet.text
    page = browser.post(HERE, late)
    assert page.status_code == 409
    assert "先存的" in page.text
    assert "后存的" in page.text
    assert 'name="version" value="1"' in page.text
    browser.post(HERE, {**late, "version": "1"})
    assert WeeklyUpdate.objects.get().priorities == "后存的"


def test_nothing_is_published_with_words(web: Web, employee: Actor) -> None:
    answer = web(employee).post(HERE, {"priorities": " ", "publish": "1"})
    assert answer.status_code == 409
    assert 'class="notice risk"' in answer.text
    assert not WeeklyUpdate.objects.exists()


def test_no_week_of_that_name(web: Web, employee: Actor) -> None:
    for day in ("2026-13-45", "0001-01-01", "heute"):
        assert web(employee).get(f"/weekly/{day}").status_code == 404


def test_a_limited_title_reaches_only_its_audience(
    web: Web,
    employee: Actor,
    colleague: Actor,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    secret = write_objective(employee, visibility="people", title="秘密的事")
    hidden = write_key_result(employee, secret, title="秘密从 0 到 100")
    check_in(employee, hidden.id, value=Decimal(5))
    mine = save_update(employee, TODAY, priorities="甲", publish=True)
    assert "秘密" in web(employee).get(f"/weekly/updates/{mine.id}").text
    team = employee.team_names[0][0]
    for address in (f"/weekly/updates/{mine.id}", f"/teams/{team}/weekly"):
        assert "秘密" not in web(colleague).get(address).text


def test_a_teams_week(web: Web, employee: Actor, lead: Actor, team: Team) -> None:
    save_update(employee, TODAY, priorities="甲", publish=True)
    make_member(team.organization, "未写的人", "w@cairn.test", team=team)
    page = web(lead).get(f"/teams/{team.id}/weekly").text
    assert "周晓宇" in page
    assert "wk-rest" in page
    assert "未写的人" in page
    older = web(lead).get(f"/teams/{team.id}/weekly?week=2026-11-01").text
    assert 'class="empty"' in older


def test_an_empty_square_says_so_whatever_could_stand_in_it(
    web: Web, employee: Actor, team: Team
) -> None:
    """Also those with a list above the words."""
    save_update(employee, TODAY, priorities="写完", publish=True)
    page = web(employee).get(f"/teams/{team.id}/weekly").text
    assert page.count('<p class="faint">—</p>') == 3


def test_asking_answering_and_taking_back(
    web: Web, employee: Actor, colleague: Actor, objective: Objective, key_result: KeyResult
) -> None:
    browser = web(employee)
    place = f"objective={objective.id}&key_result={key_result.id}"
    assert key_result.title in browser.get(f"/help/new?{place}").text
    sent = {
        "objective": objective.id,
        "key_result": key_result.id,
        "asked": colleague.member_id,
        "body": "借一台测试机",
        "submission": "s",
    }
    for _ in range(2):
        assert browser.post("/help/new", sent).status_code == 303
    asked = HelpRequest.objects.get()
    page = web(colleague).get(f"/objectives/{objective.id}").text
    assert "借一台测试机" in page
    assert f"/help/{asked.id}/answer" in page
    back = f"/objectives/{objective.id}#help"
    answer = web(colleague).post(f"/help/{asked.id}/answer", {"answer": "好", "back": back})
    assert answer["Location"] == back
    again = web(colleague).post(f"/help/{asked.id}/answer", {"answer": "好"}, follow=False)
    assert again.status_code == 303
    other = ask_for_help(employee, asked=colleague.member_id, body="?")
    browser.post(f"/help/{other.id}/withdraw", {"back": "//evil.example"})
    other.refresh_from_db()
    assert other.withdrawn_at is not None


def test_who_cannot_see_it_is_named_a_reader_by_who_may(
    web: Web, employee: Actor, colleague: Actor, write_objective: WriteObjective
) -> None:
    secret = write_objective(employee, visibility="people")
    sent = {"objective": secret.id, "asked": colleague.member_id, "body": "?"}
    refused = web(employee).post("/help/new", sent)
    assert refused.status_code == 422
    assert 'name="add_reader"' in refused.text
    web(employee).post("/help/new", {**sent, "add_reader": "on"})
    assert HelpRequest.objects.count() == 1
    assert web(colleague).get(f"/objectives/{secret.id}").status_code == 200


def test_the_pages_stay_in_budget(
    web: Web,
    employee: Actor,
    colleague: Actor,
    team: Team,
    objective: Objective,
    checked_in: KeyResult,
    write_key_result: WriteKeyResult,
    lead: Actor,
) -> None:
    mine = save_update(employee, TODAY, priorities="甲", publish=True)

    def ask() -> None:
        ask_for_help(
            employee,
            asked=colleague.member_id,
            body="?",
            objective=objective.id,
            weekly_update=mine.id,
        )

    def grow() -> None:
        for n in range(3):
            check_in(employee, write_key_result(employee, objective).id, value=Decimal(n))
            other = make_member(team.organization, f"新人{n}", f"n{n}@cairn.test", team=team)
            save_update(other, TODAY, priorities="乙", publish=True)
            create_kpi(lead, name=f"K{n}", team=team.id, unit="percent", lower=Decimal(n))
            ask()

    ask()
    create_kpi(lead, name="K", team=team.id, unit="percent", lower=Decimal(1))
    for address in ("/weekly", f"/weekly/updates/{mine.id}", f"/teams/{team.id}/weekly"):
        stays_in_budget(web(employee), address, grow if address == "/weekly" else ask)
    stays_in_budget(web(employee), f"/objectives/{objective.id}", ask)


def test_days_are_those_of_the_week(web: Web, employee: Actor) -> None:
    page = web(employee).get("/weekly/2026-11-16").text
    assert 'action="/weekly/2026-11-20"' in page
    assert date(2026, 11, 20).isoformat() in page


def test_the_kpis_stand_in_it_as_they_were_at_the_end_of_the_week(
    web: Web, employee: Actor, colleague: Actor, lead: Actor, kpi: Kpi
) -> None:
    """Value, band and name of that day, with its word; what came later is not in it."""
    friday = TODAY + timedelta(days=2)
    with clock.set_to(MORNING - timedelta(days=1)):
        measure_kpi(employee, kpi.id, value=Decimal(60))
    Kpi.objects.filter(id=kpi.id).update(created_at=MORNING - timedelta(days=9))
    mine = save_update(employee, TODAY, priorities="甲", publish=True)
    with clock.set_to(MORNING + timedelta(days=8)):
        measure_kpi(employee, kpi.id, value=Decimal(95))
        edit_kpi(lead, kpi.id, lower=Decimal(50), name="改了名")
        page = web(colleague).get(f"/weekly/updates/{mine.id}").text
        assert "老客户续约率" in page
        assert ">60%<" in page
        assert "Below the band" in page or "低于区间" in page
        assert "95%" not in page
        now = web(employee).get("/weekly").text
        assert "改了名" in now
        assert "95%" in now
        of_team = web(lead).get(f"/teams/{kpi.team_id}/weekly?week={friday.isoformat()}").text
        assert ">60%<" in of_team
    with clock.set_to(MORNING + timedelta(days=8)):
        [row] = kpis_on(colleague, kpis_beside(employee.member_id), friday, 9)
    assert (row.current, row.lower, row.name) == (Decimal(60), Decimal(70), "老客户续约率")
    assert kpis_on(colleague, kpis_beside(employee.member_id), TODAY - timedelta(days=20), 9) == []
