"""The weekly update in a browser: saved as it is typed, in two windows."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.company import found_company
from tests.browser.server import Server


def written(lead: str) -> list[object]:
    """(priorities, version, published) of the lead's update."""
    from cairn.checkins.models import WeeklyUpdate

    found = WeeklyUpdate.objects.filter(member_id=int(lead))
    return [[one.priorities, one.version, one.published_at is not None] for one in found]


@pytest.fixture
def made(server: Server) -> dict[str, str]:
    answer: dict[str, str] = server.make(found_company)
    return answer


def test_a_week_is_saved_as_it_is_typed(
    server: Server, made: dict[str, str], page: Page, browser: Browser
) -> None:
    server.sign_in(page, made["lead"], locale="en")
    page.goto(f"{server.url}/weekly")
    page.get_by_label("Priorities this week").fill("续约面谈")
    expect(page.locator("#wk-state")).to_contain_text("Saved")
    assert server.make(written, lead=made["lead"]) == [["续约面谈", 1, False]]
    other = browser.new_context().new_page()
    server.sign_in(other, made["lead"], locale="en")
    other.goto(f"{server.url}/weekly")
    other.get_by_label("Priorities this week").fill("另一个窗口")
    expect(other.locator("#wk-state")).to_contain_text("Saved")
    page.get_by_label("The next four weeks").fill("礼盒季")
    expect(page.locator("#wk-error")).to_contain_text("Another window")
    other.get_by_label("The next four weeks").fill("礼盒季")
    other.get_by_role("button", name="Publish").click()
    expect(other.get_by_text("everybody in the organization")).to_be_visible()
    assert server.make(written, lead=made["lead"])[0][2] is True
    other.context.close()


def test_the_pages_raise_no_barrier(server: Server, made: dict[str, str], page: Page) -> None:
    server.sign_in(page, made["lead"], locale="en")
    for address in ("/weekly", "/settings/absences", "/help/new"):
        page.goto(server.url + address)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
