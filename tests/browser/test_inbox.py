"""A whole inbox answered by keyboard: every sort in its row, with the numbers going down."""

from datetime import timedelta
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.company import found_company
from tests.browser.server import Server

MOST_TABS = 80


def found_inbox() -> dict[str, str]:
    """The company, with something of every sort that its lead owes in a cycle that ends soon."""
    from cairn.checkins.commands.actions import add_action
    from cairn.checkins.commands.helping import ask_for_help
    from cairn.checkins.commands.weekly import save_update
    from cairn.cycles.models import Cycle
    from cairn.goals.commands.alignments import request_alignment
    from cairn.goals.commands.confirming import return_objective, submit_objective
    from cairn.goals.commands.drafts import draft_objective
    from cairn.goals.models import Objective
    from cairn.jobs.models import Job
    from cairn.kpis.commands import create_kpi
    from cairn.notifications.reading import read_ledger
    from cairn.organization.models import Member, Organization
    from tests.browser.company import _actor

    read_ledger(Job(), lambda _step, _steps: None)
    made = found_company()
    organization = Organization.objects.get(members=int(made["lead"]))
    today = organization.today()
    Member.objects.filter(id=int(made["colleague"])).update(manager=int(made["lead"]))
    people = [Member.objects.get(id=int(made[name])) for name in ("lead", "colleague")]
    lead, peer = map(_actor, people)
    admin = _actor(Member.objects.get(organization=organization, role="admin"))
    mine = Objective.objects.get(id=int(made["objective"]))
    Cycle.objects.filter(id=mine.cycle_id).update(ends_on=today + timedelta(days=10))
    theirs = Objective.objects.get(owner=peer.member_id)
    request_alignment(peer, theirs.id, target=mine.id)
    waits = draft_objective(peer, title="等确认", cycle=mine.cycle_id, owner=peer.member_id)
    submit_objective(peer, waits.id)
    back = draft_objective(lead, title="退回来的", cycle=mine.cycle_id, owner=lead.member_id)
    submit_objective(lead, back.id)
    return_objective(admin, back.id, comment="写得再具体些")
    ask_for_help(peer, asked=lead.member_id, body="帮个忙")
    create_kpi(lead, name="续约满意度", lower=Decimal(60), owner=lead.member_id)
    add_action(peer, origin="meeting", origin_id=1, body="写方案", owner=lead.member_id)
    save_update(lead, today - timedelta(days=7), priorities="上周的重点", publish=True)
    read_ledger(Job(), lambda _step, _steps: None)
    return made


@pytest.fixture
def inbox(server: Server, page: Page) -> Page:
    server.sign_in(page, server.make(found_inbox)["lead"], locale="en")
    page.goto(f"{server.url}/inbox")
    expect(page.locator("li[id^=confirm-]")).to_be_visible()
    return page


def tab_to(page: Page, selector: str) -> None:
    """By Tab alone, from where the focus is."""
    for _time in range(MOST_TABS):
        if page.evaluate("to => document.activeElement.matches(to)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way by keys to {selector}")


def left(page: Page) -> int:
    words = page.locator("[data-left-all]").inner_text()
    return int(words.split()[0])


def answered(page: Page, kind: str) -> None:
    expect(page.locator(f"li.answered[id^={kind}-]").last).to_be_visible()


def test_a_whole_inbox_is_answered_by_keyboard(inbox: Page) -> None:
    before, news = left(inbox), int(inbox.locator(".rail [data-news]").inner_text())
    due = inbox.locator("li[id^=due-]").count()
    tab_to(inbox, "li[id^=due-] [name=value]")
    for number in range(due):
        inbox.keyboard.press("Tab")
        inbox.keyboard.press("Tab" if number else "Shift+Tab")
        tab_to(inbox, "li[id^=due-] [name=note]")
        inbox.keyboard.type("一句话")
        inbox.keyboard.press("Enter")
    expect(inbox.locator(".due .saved")).to_have_count(due)
    expect(inbox.locator('.rail [href="/check-in"] .count')).to_be_hidden()
    for kind, opens, words in (
        ("returned", "summary", "改好了"),
        ("alignment", "summary", "换一条更合适"),
        ("confirm", "summary", "再改一处"),
        ("mention", "summary", "好的"),
        ("help", "summary", "明天"),
    ):
        tab_to(inbox, f"li[id^={kind}-] {opens}")
        inbox.keyboard.press("Enter")
        inbox.keyboard.press("Tab")
        inbox.keyboard.type(words)
        inbox.keyboard.press("Tab")
        inbox.keyboard.press("Enter")
        answered(inbox, kind)
    tab_to(inbox, "li[id^=kpi-] [name=value]")
    inbox.keyboard.type("???")
    inbox.keyboard.press("Enter")
    expect(inbox.locator("li[id^=kpi-] .err")).to_be_visible()
    expect(inbox.locator("li[id^=kpi-] [name=value]")).to_be_focused()
    inbox.keyboard.press("Control+A")
    inbox.keyboard.type("72")
    inbox.keyboard.press("Enter")
    answered(inbox, "kpi")
    tab_to(inbox, "li[id^=action-] .btn")
    inbox.keyboard.press("Enter")
    answered(inbox, "action")
    score_and_close(inbox)
    tab_to(inbox, "li[id^=week-] button")
    inbox.keyboard.press("Enter")
    answered(inbox, "week")
    assert left(inbox) == before - due - 9
    assert int(inbox.locator(".rail [data-news]").inner_text() or 0) < news


def score_and_close(inbox: Page) -> None:
    """The first objective: each key result by a digit, then how it ended."""
    tab_to(inbox, "li[id^=score-] .acts .btn")
    inbox.keyboard.press("Enter")
    walk = inbox.locator("li[id^=score-] cairn-score").first
    expect(walk).to_be_visible()
    lines = walk.locator("ol [data-line]").count()
    for number in range(lines):
        expect(walk.locator("ol [data-line]").nth(number).locator("input:checked")).to_be_focused()
        inbox.keyboard.press("7")
        inbox.keyboard.press("Enter")
    inbox.keyboard.press("Enter")
    expect(inbox.locator("li[data-again] .btn").first).to_be_focused()
    inbox.keyboard.press("Enter")
    expect(inbox.locator("form.closing input:checked")).to_be_focused()
    tab_to(inbox, "form.closing button")
    inbox.keyboard.press("Enter")
    answered(inbox, "score")


def test_the_inbox_raises_no_barrier(inbox: Page) -> None:
    """Also with the walk through the scores opened in its row, and on a phone."""
    inbox.locator("li[id^=score-] .acts .btn").first.click()
    expect(inbox.locator("cairn-score")).to_be_visible()
    found = Axe().run(inbox)
    assert found.violations_count == 0, found.generate_report()
    inbox.set_viewport_size({"width": 390, "height": 844})
    assert inbox.evaluate("document.documentElement.scrollWidth") <= 390
