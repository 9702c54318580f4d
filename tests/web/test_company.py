"""The page of the company."""

from collections.abc import Callable

from django.test import Client

from cairn.cycles.models import Cycle
from cairn.goals.models import KeyResult
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from tests.cast import WriteKeyResult, WriteObjective
from tests.web.budgets import stays_in_budget

type SignIn = Callable[[Actor], Client]


def test_the_company_says_why_where_to_and_how_it_goes(
    web: SignIn,
    organization: Organization,
    champion: Actor,
    employee: Actor,
    company: Team,
    year: Cycle,
    checked_in: KeyResult,
    write_objective: WriteObjective,
) -> None:
    organization.mission = "让每个人都看得见方向"
    organization.save(update_fields=["mission"])
    write_objective(champion, title="年度的事", team=company.id, cycle=year.id)
    write_objective(champion, title="本季的事", team=company.id)
    shown = web(employee).get("/company").content.decode()
    assert "让每个人都看得见方向" in shown
    assert shown.index("年度的事") < shown.index("本季的事") < shown.index("让老客户愿意留下来")
    assert champion.name in shown


def test_what_a_reader_may_not_see_is_not_counted(
    web: SignIn, employee: Actor, colleague: Actor, team: Team, write_objective: WriteObjective
) -> None:
    write_objective(
        employee, title="悄悄话", team=team.id, visibility="people", readers=[employee.member_id]
    )
    shown = web(colleague).get("/company").content.decode()
    assert "悄悄话" not in shown
    assert 'class="overall"' not in shown


def test_an_organization_without_cycles_is_told_what_to_do(
    web: SignIn, employee: Actor, company: Team
) -> None:
    shown = web(employee).get("/company")
    assert shown.status_code == 200
    assert 'class="empty"' in shown.content.decode()


def test_the_page_stays_in_its_budget(
    web: SignIn,
    champion: Actor,
    employee: Actor,
    company: Team,
    team: Team,
    checked_in: KeyResult,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    write_key_result(champion, write_objective(champion, team=company.id))

    def grow() -> None:
        for _time in range(3):
            write_key_result(champion, write_objective(champion, team=company.id))
            mine = write_objective(employee, team=team.id, owner=employee.member_id)
            write_key_result(employee, mine)

    stays_in_budget(web(employee), "/company", grow)
