"""Home in a browser: the order of my objectives, and one number in two places."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.company import found_company
from tests.browser.server import Server


@pytest.fixture
def home(server: Server, page: Page) -> Page:
    server.sign_in(page, server.make(found_company)["lead"], locale="en")
    page.goto(server.url)
    return page


def order(page: Page) -> list[str]:
    return page.locator("article[data-id] h3").all_inner_texts()


def test_objectives_are_moved_by_keys_and_by_drag(home: Page) -> None:
    before = order(home)
    with home.expect_response("**/objectives/order"):
        home.locator("article [data-handle]").first.press("ArrowDown")
    home.reload()
    assert order(home) == before[::-1]
    with home.expect_response("**/objectives/order"):
        below = home.locator("article[data-id]").nth(1).locator(".kr").last
        home.locator("article [data-handle]").first.drag_to(below)
    home.reload()
    assert order(home) == before


def test_a_value_saved_on_the_left_stands_on_the_right_too(home: Page) -> None:
    due = home.locator("li[id^=due-]").first
    card = home.locator("#" + str(due.get_attribute("id")).replace("due-", "kr-"))
    due.locator("[name=value]").fill("70")
    due.locator("[name=value]").press("Enter")
    expect(card.locator("[name=value]")).to_have_value("70")
    card.locator("[name=value]").fill("71")
    card.locator("[name=value]").press("Enter")
    expect(due.locator("[name=value]")).to_have_value("71")
    due.locator("[data-undo]").click()
    expect(card.locator("[name=value]")).to_have_value("70")
