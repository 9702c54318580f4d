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


def test_a_dragged_bar_counts_whole_things(home: Page) -> None:
    bar = home.locator("cairn-bar-drag[data-whole]").first
    row = bar.locator("xpath=ancestor::li")
    box = bar.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    home.mouse.move(box["x"] + 4, middle)
    home.mouse.down()
    home.mouse.move(box["x"] + box["width"] * 0.37, middle, steps=4)
    with home.expect_response("**/check-in/*"):
        home.mouse.up()
    assert row.locator("[name=value]").input_value().isdigit()
