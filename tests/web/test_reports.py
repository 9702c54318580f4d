"""The pages of reports: one success and one refusal of each, and their budgets."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape

from django.test import Client

from cairn.goals.models import KeyResult, Objective
from cairn.insights.models import ReportFile
from cairn.insights.reports.commands import ask_report
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.cast import TODAY
from tests.later import do_later_work
from tests.web.budgets import stays_in_budget

SignIn = Callable[[Actor], Client]


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def test_a_report_is_asked_for_followed_and_read(
    web: SignIn, colleague: Actor, objective: Objective, checked_in: KeyResult, team: Team
) -> None:
    client = web(colleague)
    body = {
        "occasion": "monthly",
        "formats": ["page", "xlsx"],
        "team": str(team.id),
        "cycle": str(objective.cycle_id),
        "locale": "en",
        "submission": "x",
    }
    for _ in range(2):
        assert client.post("/reports", body).status_code == 303
    assert ReportFile.objects.count() == 2
    assert "Waiting for its turn" in text_of(client, "/reports")
    page = ReportFile.objects.get(format="page")
    assert "hx-get" in text_of(client, f"/reports/{page.id}/row")
    do_later_work()
    assert "hx-get" not in text_of(client, f"/reports/{page.id}/row")
    shown = text_of(client, f"/reports/{page.id}")
    assert objective.title in shown
    assert "Monthly OKR report" in shown


def test_a_file_is_downloaded_under_its_name(
    web: SignIn, colleague: Actor, objective: Objective
) -> None:
    made = ask_report(colleague, occasion="weekly", formats=["xlsx"])[0]
    assert web(colleague).get(f"/reports/{made.id}/file").status_code == 404
    do_later_work()
    answer = web(colleague).get(f"/reports/{made.id}/file")
    assert answer.content[:2] == b"PK"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "no-store" in answer.headers["Cache-Control"]


def test_what_is_wrong_comes_back_beside_the_fields(
    web: SignIn, colleague: Actor, objective: Objective
) -> None:
    client = web(colleague)
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    answer = client.post("/reports", {"occasion": "daily", "on": tomorrow, "team": "0"})
    assert answer.status_code == 422
    text = unescape(answer.content.decode())
    assert "This day has not come yet." in text
    assert "Choose at least one format." in text
    strange = {"occasion": "weekly", "formats": "page", "team": "5"}
    assert client.post("/reports", strange).status_code == 422


def test_a_report_is_deleted(web: SignIn, colleague: Actor, objective: Objective) -> None:
    made = ask_report(colleague, occasion="weekly", formats=["page"])[0]
    assert web(colleague).post(f"/reports/{made.id}/delete").status_code == 303
    assert not ReportFile.objects.exists()


def test_nobody_else_s_report_is_found(
    web: SignIn, colleague: Actor, admin: Actor, objective: Objective
) -> None:
    made = ask_report(colleague, occasion="weekly", formats=["page", "pdf"])
    do_later_work()
    for one in made:
        for address in ("", "/row", "/file"):
            assert web(admin).get(f"/reports/{one.id}{address}").status_code == 404


def test_the_list_stays_in_its_budget(web: SignIn, colleague: Actor, objective: Objective) -> None:
    ask_report(colleague, occasion="weekly", formats=["page"])
    stays_in_budget(
        web(colleague),
        "/reports",
        lambda: ask_report(colleague, occasion="weekly", formats=["page", "pdf"]),
    )


def test_the_page_stays_in_its_budget(
    web: SignIn, colleague: Actor, objective: Objective, checked_in: KeyResult
) -> None:
    made = ask_report(colleague, occasion="all_hands", formats=["page"])[0]
    do_later_work()
    stays_in_budget(web(colleague), f"/reports/{made.id}", lambda: None)
