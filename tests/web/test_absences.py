"""The pages on which people say that they will be away."""

from collections.abc import Callable

from django.test import Client

from cairn.checkins.commands.snoozing import snooze_check_in
from cairn.goals.models import KeyResult
from cairn.kpis.models import Kpi
from cairn.organization.actor import Actor
from cairn.organization.commands.absences import plan_absence
from cairn.organization.models import Absence, Team
from tests.cast import TODAY, make_member, make_team
from tests.web.budgets import stays_in_budget

Web = Callable[[Actor], Client]


def test_planning_and_coming_back(web: Web, employee: Actor, colleague: Actor) -> None:
    browser = web(employee)
    sent = {"stand_in": colleague.member_id, "starts_on": "2026-11-18", "ends_on": "2026-11-20"}
    answer = browser.post("/settings/absences", sent, follow=True)
    assert "Emma Clarke" in answer.text
    made = Absence.objects.get()
    assert "/absences/" in answer.text
    person = web(colleague).get(f"/people/{employee.member_id}").text
    assert "Emma Clarke stands in" in person
    browser.post(f"/absences/{made.id}/end")
    assert Absence.objects.get().ended_at is not None


def test_it_is_changed_on_a_page_of_its_own(
    web: Web, lead: Actor, employee: Actor, colleague: Actor
) -> None:
    made = plan_absence(
        employee,
        employee.member_id,
        stand_in=colleague.member_id,
        starts_on=TODAY,
        ends_on=TODAY,
    )
    here = f"/absences/{made.id}"
    assert f'href="{here}"' in web(employee).get("/settings/absences").text
    browser = web(lead)
    assert 'value="2026-11-18"' in browser.get(here).text
    sent = {"stand_in": colleague.member_id, "starts_on": "2026-11-18", "ends_on": "2026-11-17"}
    refused = browser.post(here, sent)
    assert (refused.status_code, 'value="2026-11-17"' in refused.text) == (422, True)
    done = browser.post(here, {**sent, "ends_on": "2026-11-25"})
    assert (done.status_code, done["Location"]) == (303, f"/people/{employee.member_id}/absences")
    assert Absence.objects.get().ends_on.day == 25
    assert web(colleague).get(here).status_code == 403
    browser.post(f"{here}/end")
    assert web(lead).post(here, {**sent, "ends_on": "2026-11-26"}).status_code in (303, 409)


def test_a_mistake_comes_back_with_what_was_typed(web: Web, employee: Actor) -> None:
    answer = web(employee).post("/settings/absences", {"starts_on": "2026-11-30"})
    assert answer.status_code == 422
    assert 'value="2026-11-30"' in answer.text


def test_only_those_responsible_open_another_ones(
    web: Web, lead: Actor, employee: Actor, colleague: Actor
) -> None:
    address = f"/people/{employee.member_id}/absences"
    assert web(lead).get(address).status_code == 200
    assert web(colleague).get(address).status_code == 403


def test_the_lead_of_a_team_above_finds_the_way_there(
    web: Web, lead: Actor, colleague: Actor, team: Team
) -> None:
    squad = make_team(team.organization, "一组", team)
    junior = make_member(team.organization, "小新", "junior@cairn.test", team=squad)
    link = f'href="/people/{junior.member_id}/absences"'
    assert link in web(lead).get(f"/people/{junior.member_id}").text
    assert link not in web(colleague).get(f"/people/{junior.member_id}").text


def test_the_stand_in_finds_the_duty_on_home_and_on_the_check_in_page(
    web: Web, employee: Actor, colleague: Actor, key_result: KeyResult
) -> None:
    plan_absence(
        employee,
        employee.member_id,
        stand_in=colleague.member_id,
        starts_on=TODAY,
        ends_on=TODAY,
    )
    browser = web(colleague)
    for address in ("/", "/check-in"):
        page = browser.get(address).text
        assert key_result.title in page
        assert "for 周晓宇" in page
    answer = browser.post(f"/check-in/{key_result.id}", {"value": "66"})
    assert answer.status_code == 303
    assert key_result.checkins.get().author_id == colleague.member_id


def test_a_kpi_is_recorded_in_the_place_of_who_is_away_and_it_says_so(
    web: Web, employee: Actor, colleague: Actor, kpi: Kpi
) -> None:
    plan_absence(
        employee,
        employee.member_id,
        stand_in=colleague.member_id,
        starts_on=TODAY,
        ends_on=TODAY,
    )
    browser = web(colleague)
    for address in ("/inbox", "/kpis/measure"):
        assert "for 周晓宇" in browser.get(address).text
    browser.post(f"/kpis/{kpi.id}/measure", {"value": "72"})
    assert "for 周晓宇" in browser.get(f"/kpis/{kpi.id}").text
    assert browser.get(f"/kpis/{kpi.id}").text.count("for 周晓宇") == 1


def test_a_reminder_is_put_off_from_the_check_in_page(
    web: Web, employee: Actor, key_result: KeyResult
) -> None:
    browser = web(employee)
    assert "later?until_on=2026-11-19" in browser.get("/check-in").text
    browser.post(f"/check-in/{key_result.id}/later?until_on=2026-11-19", {"value": "?"})
    page = browser.get("/check-in").text
    assert key_result.title in page
    assert 'aria-current="true"' in page
    answer = browser.post(f"/check-in/{key_result.id}/later?until_on=2027-01-01", follow=True)
    assert 'class="flash error"' in answer.text


def test_the_pages_stay_in_budget(
    web: Web, employee: Actor, colleague: Actor, key_result: KeyResult, organization: object
) -> None:
    def grow() -> None:
        for n in range(4):
            other = make_member(
                key_result.organization, f"新人{n}", f"n{n}@cairn.test", manager=employee
            )
            plan_absence(
                employee,
                other.member_id,
                stand_in=employee.member_id,
                starts_on=TODAY,
                ends_on=TODAY,
            )

    plan_absence(
        employee,
        employee.member_id,
        stand_in=colleague.member_id,
        starts_on=TODAY,
        ends_on=TODAY,
    )
    snooze_check_in(employee, key_result.id, until_on=TODAY.replace(day=19))
    for address in ("/settings/absences", "/check-in", f"/people/{employee.member_id}"):
        stays_in_budget(web(employee), address, grow if address.startswith("/s") else lambda: None)
