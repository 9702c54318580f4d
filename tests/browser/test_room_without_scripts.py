"""A room for a phone that runs no scripts: proposing, grouping, voting, arguing and choosing."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.browser.rooms import furnish_room
from tests.browser.server import Server

PHONE: ViewportSize = {"width": 390, "height": 844}
TITLE = "让新客户第一周就用起来"

type Open = Callable[[str, dict[str, Any], str], Page]


@pytest.fixture
def plainly(server: Server, browser: Browser) -> Iterator[Open]:
    """Opens a page of the room as somebody, on a phone without scripts."""
    contexts = []

    def opened(who: str, made: dict[str, Any], place: str = "") -> Page:
        context = browser.new_context(java_script_enabled=False, viewport=PHONE)
        contexts.append(context)
        page = context.new_page()
        server.sign_in(page, made[who], locale="en")
        page.goto(f"{server.url}/rooms/{made['room']}{place}")
        return page

    yield opened
    for context in contexts:
        context.close()


def card(page: Page, title: str) -> Locator:
    return page.locator(".p-card", has_text=title)


def press(where: Page | Locator, name: str) -> None:
    where.get_by_role("button", name=name, exact=True).first.click()


def test_a_proposal_is_made_mended_changed_and_taken_back(server: Server, plainly: Open) -> None:
    made = server.make(furnish_room, stage="collecting")
    page = plainly("one", made, "/propose")
    press(page, "Propose")
    expect(page.locator("#f-title")).to_have_attribute("aria-invalid", "true")
    page.locator("#f-title").fill(TITLE)
    page.locator("#f-key_results").fill("完成新手引导改版")
    press(page, "What does the coach say?")
    expect(page.locator("#coach .note").first).to_be_in_viewport()
    expect(page.locator("#f-title")).to_have_value(TITLE)
    press(page, "Propose")
    expect(card(page, TITLE)).to_be_in_viewport()
    card(page, TITLE).get_by_role("link", name="Change").click()
    page.locator("#f-title").fill(f"{TITLE}，不用培训")
    press(page, "Save")
    card(page, "不用培训").get_by_role("link", name="Change").click()
    press(page, "Withdraw")
    expect(card(page, TITLE)).to_have_count(0)
    press(page, "Undo")
    expect(card(page, "不用培训")).to_be_in_viewport()


def test_without_a_name_the_key_is_there_to_be_noted(server: Server, plainly: Open) -> None:
    made = server.make(furnish_room, stage="collecting", is_anonymous=True)
    page = plainly("one", made, "/propose")
    page.locator("#f-title").fill(TITLE)
    press(page, "Propose")
    expect(page.get_by_text("this browser keeps it")).not_to_be_visible()
    key = page.get_by_label("The key of its link").input_value()
    page.locator("a.key").click()
    page.locator("#f-title").fill(f"{TITLE}，不用培训")
    page.get_by_label("The key of its link").fill("0" * 32)
    press(page, "Save")
    expect(page.get_by_label("The key of its link")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#f-title")).to_have_value(f"{TITLE}，不用培训")
    page.get_by_label("The key of its link").fill(key)
    press(page, "Save")
    expect(card(page, "不用培训")).to_be_in_viewport()


def test_a_room_is_led_and_voted_in_from_grouping_to_choosing(
    server: Server, plainly: Open
) -> None:
    made = server.make(furnish_room, stage="grouping")
    lead, one = plainly("lead", made, ""), plainly("one", made, "")
    expect(lead.locator(".grip").first).not_to_be_visible()
    loose = lead.locator(".column.is-loose .tick input")
    loose.first.check()
    press(lead.locator("#ticked"), "Make one of them")
    expect(lead.locator(".flash.warning")).to_contain_text("Tick at least two proposals.")
    loose.nth(0).check()
    loose.nth(1).check()
    lead.locator("#f-into-new").fill("新品与人才")
    press(lead, "Group them")
    expect(lead.locator(".column", has_text="新品与人才").locator(".p-card")).to_have_count(2)
    press(lead.locator(".alike"), "Make one of them")
    expect(lead.get_by_text("1 more says the same")).to_be_visible()
    press(lead, "On to: Read")
    press(lead, "Open the vote")
    one.get_by_role("link", name="Look again").click()
    last = one.locator(".p-card").last
    for left in ("4", "3"):
        last.locator("[id^=more-]").click()
        expect(one.locator("[data-left]")).to_have_text(left)
        expect(last).to_be_in_viewport()
    last.locator("[id^=less-]").click()
    expect(last.locator(".stones .stone")).to_have_count(1)
    press(lead, "Reveal to all")
    expect(lead.locator(".p-ranked").first.locator(".p-total b")).to_have_text("1")
    last.locator("[id^=more-]").click()
    expect(one.locator(".flash.warning")).to_be_visible()
    expect(one.locator(".p-ranked").first.locator(".p-total b")).to_have_text("1")
    argued(lead, one)
    press(lead, "On to: Choose")
    press(lead.locator(".p-ranked").first, "Choose")
    expect(lead.locator(".p-ranked").first).to_be_in_viewport()
    expect(lead.locator(".p-ranked").first.locator("a.tag")).to_be_visible()
    press(lead, "Agree on its key results")
    expect(lead.get_by_role("link", name="Room of its key results")).to_be_visible()


def argued(lead: Page, one: Page) -> None:
    """What is said once the facilitator has gone on is shown again, with the way back."""
    press(lead, "On to: Argue")
    one.get_by_role("link", name="Look again").click()
    first = one.locator(".p-ranked").first
    first.locator(".more-of summary").click()
    first.get_by_role("textbox").fill("客户已经在问了。")
    press(first, "For")
    expect(first).to_contain_text("1")
    lead.get_by_role("button", name="Propose", exact=True).click()
    first.locator(".more-of summary").click()
    first.get_by_role("textbox").fill("人手不够。")
    press(first, "Against")
    expect(one.locator("blockquote")).to_have_text("人手不够。")
    one.get_by_role("link", name="Back to the room").click()
    lead.get_by_role("button", name="Argue", exact=True).click()
