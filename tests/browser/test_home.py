"""Home in a browser: the order of my objectives, one number in two places, and fingers."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.company import found_company
from tests.browser.server import Server

REST_MS = 200
MIDDLE = "element => element.scrollIntoView({block: 'center'})"


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
    bar.evaluate(MIDDLE)
    box = bar.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    home.mouse.move(box["x"] + 4, middle)
    home.mouse.down()
    home.mouse.move(box["x"] + box["width"] * 0.37, middle, steps=4)
    with home.expect_response("**/check-in/*"):
        home.mouse.up()
    assert row.locator("[name=value]").input_value().isdigit()


def swipe(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """One finger from here to there, as from a screen; it rests at the end, so nothing rolls on."""
    session = page.context.new_cdp_session(page)
    for step in range(9):
        x, y = (a + (b - a) * step / 8 for a, b in zip(start, end, strict=True))
        kind = "touchMove" if step else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    page.wait_for_timeout(REST_MS)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()


@pytest.fixture
def phone(server: Server, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 390, "height": 1400}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    server.sign_in(page, server.make(found_company)["lead"], locale="en")
    page.goto(server.url)
    yield page
    context.close()


def test_a_finger_puts_objectives_in_order(phone: Page) -> None:
    before = order(phone)
    handle = phone.locator("article [data-handle]").last
    handle.evaluate(MIDDLE)
    box = handle.bounding_box()
    first = phone.locator("article[data-id]").first.bounding_box()
    assert box
    assert first
    with phone.expect_response("**/objectives/order"):
        swipe(phone, (box["x"] + 9, box["y"] + 20), (box["x"] + 9, first["y"] + 40))
    assert order(phone) == before[::-1]


def test_a_finger_on_a_bar_drags_along_it_and_scrolls_across_it(phone: Page) -> None:
    bar = phone.locator("cairn-bar-drag[data-start]").first
    field = bar.locator("xpath=ancestor::li").locator("[name=value]")
    bar.evaluate(MIDDLE)
    said, scrolled = field.input_value(), phone.evaluate("scrollY")
    box = bar.bounding_box()
    assert box
    x, y = box["x"] + box["width"] * 0.3, box["y"] + box["height"] / 2
    swipe(phone, (x, y), (x, y - 120))
    expect(field).to_have_value(said)
    assert phone.evaluate("scrollY") > scrolled
    phone.goto(phone.url)
    bar.evaluate(MIDDLE)
    phone.wait_for_timeout(REST_MS)
    box = bar.bounding_box()
    assert box
    y = box["y"] + box["height"] / 2
    with phone.expect_response("**/check-in/*"):
        swipe(phone, (x, y), (box["x"] + box["width"] * 0.8, y))
    assert field.input_value() != said


def test_the_badges_count_down_as_rows_are_done(home: Page) -> None:
    badge = home.locator(".rail .count")
    waiting = int(badge.inner_text())
    due = home.locator("li[id^=due-]").first
    due.locator("[name=value]").fill("70")
    due.locator("[name=value]").press("Enter")
    expect(badge).to_have_text(str(waiting - 1))
    expect(home.locator(".rail .count + .sr")).to_have_text(f"{waiting - 1} due")
    home.reload()
    expect(badge).to_have_text(str(waiting - 1))


def test_one_thing_left_is_told_as_one(home: Page) -> None:
    words = home.locator("[data-left-all]")
    words.evaluate("words => { words.textContent = '2 things'; }")
    home.locator("li[id^=due-] [name=value]").first.press("Enter")
    expect(words).to_have_text("1 thing")


def test_the_week_is_gone_through_by_keys(home: Page) -> None:
    """From the last check-in to the weekly update, then to the inbox and to the reviews."""
    home.goto(f"{home.url}check-in")
    for row in home.locator(".ci-list > li").all():
        expect(row.locator("input[data-first]")).to_be_focused()
        home.keyboard.press("Enter")
    expect(home.locator("#ci-end")).to_be_focused()
    home.keyboard.press("Tab")
    home.keyboard.press("Enter")
    home.wait_for_url("**/weekly")
    for key, place in (("i", "inbox"), ("w", "weekly"), ("r", "reviews")):
        home.keyboard.press("g")
        home.keyboard.press(key)
        home.wait_for_url(f"**/{place}")


def test_putting_a_reminder_off_by_keys_saves_no_check_in(home: Page) -> None:
    due = home.locator("li[id^=due-]").first
    due.locator(".later summary").press("Enter")
    with home.expect_request("**/later?until_on=*"):
        due.locator(".later button").first.press("Enter")
    expect(due).to_contain_text("reminder on")
    expect(home.locator("li[data-saved]")).to_have_count(0)


def test_a_long_name_of_a_key_result_is_whole_and_covers_nothing(home: Page) -> None:
    home.set_viewport_size({"width": 1280, "height": 900})
    home.locator("article h3 a").first.click()
    name = home.locator(".kr-item .nm").first
    name.evaluate("name => { name.textContent = '很长的名字'.repeat(8); }")
    ends, begins, broad = name.evaluate(
        """name => {
          const place = name.getBoundingClientRect(), below = name.nextElementSibling;
          return [place.top + name.scrollHeight, below.getBoundingClientRect().top, place.width];
        }"""
    )
    assert ends <= begins + 1
    assert broad >= 120
