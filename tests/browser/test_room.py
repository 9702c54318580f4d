"""A room in two browsers: a card carried, dots given and revealed; without a mouse, a network, scripts."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.rooms import furnish_room
from tests.browser.server import Server
from tests.browser.waiting import wait_until

WITHIN_MS = 2000
AGAIN_WITHIN_MS = 30_000


@pytest.fixture
def made(server: Server, request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(server.make(furnish_room, stage=request.param))


@pytest.fixture
def lead(server: Server, page: Page, made: dict[str, Any]) -> Page:
    server.sign_in(page, made["lead"], locale="en")
    page.set_viewport_size({"width": 1440, "height": 1000})
    page.goto(f"{server.url}/rooms/{made['room']}")
    return page


@pytest.fixture
def other(server: Server, browser: Browser, made: dict[str, Any]) -> Iterator[Page]:
    page = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True).new_page()
    server.sign_in(page, made["one"], locale="en")
    page.goto(f"{server.url}/rooms/{made['room']}")
    yield page
    page.context.close()


def names(page: Page, column: int) -> list[str]:
    cards = page.locator(".column").nth(column).locator(".p-card h3")
    return list(cards.all_inner_texts())


@pytest.mark.parametrize("made", ["grouping"], indirect=True)
def test_a_card_is_carried_by_mouse_and_by_keys_and_others_see_it(lead: Page, other: Page) -> None:
    loose = lead.locator(".column.is-loose .p-card")
    title = loose.first.locator("h3").inner_text()
    loose.first.locator("h3").hover()
    lead.mouse.down()
    lead.locator(".column").nth(2).locator(".p-card").last.hover(position={"x": 20, "y": 90})
    lead.mouse.up()
    expect(other.locator(".column").nth(2)).to_contain_text(title, timeout=WITHIN_MS)
    grip = loose.first.locator("[data-grip]")
    carried = loose.first.locator("h3").inner_text()
    grip.focus()
    for key in (" ", "ArrowRight"):
        lead.keyboard.press(key)
    said = lead.locator(".screen-said [data-said]")
    expect(said).to_have_text("留住客户, place 1 of 4")
    lead.keyboard.press(" ")
    expect(other.locator(".column").nth(0)).to_contain_text(carried, timeout=WITHIN_MS)
    assert names(other, 0)[0] == carried
    assert lead.evaluate("document.activeElement.matches('[data-grip]')")


@pytest.mark.parametrize("made", ["grouping"], indirect=True)
def test_what_is_typed_and_ticked_outlives_what_comes_in(lead: Page, other: Page) -> None:
    lead.locator("#f-group-name").fill("新品")
    lead.locator(".tick input").nth(0).check()
    lead.evaluate(
        """async () => fetch(location.pathname + "/timer", {method: "POST",
        headers: {"HX-Request": "true",
        "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content},
        body: new URLSearchParams({minutes: "5"})})"""
    )
    expect(other.locator("[data-clock]")).to_have_text("4:58", timeout=4000)
    expect(lead.locator("[data-clock]")).to_be_visible()
    expect(lead.locator("#f-group-name")).to_have_value("新品")
    expect(lead.locator(".tick input").nth(0)).to_be_checked()


@pytest.mark.parametrize("made", ["voting"], indirect=True)
def test_a_phone_without_a_network_loses_no_dot_and_sees_the_reveal(
    lead: Page, other: Page, made: dict[str, Any]
) -> None:
    card = other.locator(f"#p-{made['first']}")
    more = card.get_by_role("button", name="One dot more")
    more.tap()
    expect(other.locator("[data-left]")).to_have_text("4")
    other.context.set_offline(True)
    more.tap()
    more.tap()
    expect(card.locator("[data-stones] .stone")).to_have_count(3)
    expect(other.locator("[data-left]")).to_have_text("2")
    other.context.set_offline(False)
    other.reload()
    expect(other.locator("[data-left]")).to_have_text("2")
    expect(card.locator("[data-stones] .stone")).to_have_count(3)
    wait_until(other, "!Object.keys(localStorage).some((key) => key.includes('votes'))")
    lead.locator("#m-reveal").click()
    first = other.locator(".p-ranked").first
    expect(first.locator(".p-total b")).to_have_text("3", timeout=WITHIN_MS)


@pytest.mark.parametrize("made", ["voting"], indirect=True)
def test_dots_are_given_by_keys_and_by_plain_forms(
    server: Server, browser: Browser, lead: Page, made: dict[str, Any]
) -> None:
    lead.locator(f"#more-{made['first']}").focus()
    for key in ("+", "+", "-"):
        lead.keyboard.press(key)
    expect(lead.locator(f"#p-{made['first']} [data-given]")).to_have_text("1")
    expect(lead.locator("[data-left]")).to_have_text("4")
    plain = browser.new_context(java_script_enabled=False).new_page()
    server.sign_in(plain, made["two"], locale="en")
    plain.goto(lead.url)
    plain.locator(f"#more-{made['first']}").click()
    expect(plain.locator("[data-left]")).to_have_text("4")
    plain.context.close()
    lead.locator("#m-reveal").focus()
    lead.keyboard.press("Enter")
    expect(lead.locator("#now")).to_be_focused()  # what was pressed is gone


@pytest.mark.parametrize("made", ["choosing"], indirect=True)
def test_what_is_chosen_is_a_draft_and_everybody_sees_it(
    lead: Page, other: Page, made: dict[str, Any]
) -> None:
    lead.locator(f"#choose-{made['first']}").click()
    chosen = other.locator(f"#p-{made['first']} a.tag")
    expect(chosen).to_be_visible(timeout=WITHIN_MS)
    assert "/objectives/" in str(chosen.get_attribute("href"))


@pytest.mark.parametrize("made", ["grouping"], indirect=True)
def test_a_room_is_listened_to_and_asked_for_once_that_ends(
    server: Server, lead: Page, other: Page, made: dict[str, Any]
) -> None:
    room = other.locator("cairn-room")
    expect(room).to_have_attribute("data-fed", "", timeout=WITHIN_MS * 5)
    asked: list[str] = []
    other.on("request", lambda one: asked.append(one.url))
    add_group(lead, "先听到的")
    expect(other.get_by_text("3 groups")).to_be_visible(timeout=WITHIN_MS)
    assert asked == []
    server.end_stream()
    expect(room).not_to_have_attribute("data-fed", "", timeout=WITHIN_MS)
    add_group(lead, "后问到的")
    expect(other.get_by_text("4 groups")).to_be_visible(timeout=WITHIN_MS)
    assert any("/live?" in one for one in asked)
    expect(room).to_have_attribute("data-fed", "", timeout=AGAIN_WITHIN_MS)


def add_group(page: Page, name: str) -> None:
    page.locator("#f-group-name").fill(name)
    page.locator("#f-group-name").press("Enter")


@pytest.mark.parametrize("made", ["voting"], indirect=True)
def test_the_menu_of_files_stays_open_and_offers_the_dots_once_they_are_revealed(
    lead: Page, other: Page
) -> None:
    menu = other.locator("#d-files")
    menu.locator("summary").click()
    csv = menu.locator("a[href*='format=csv']")
    expect(csv).to_have_count(1)
    csv.focus()
    lead.keyboard.press("t")
    expect(other.locator("[data-clock]")).to_be_visible(timeout=WITHIN_MS)
    expect(menu).to_have_attribute("open", "")
    expect(csv).to_be_focused()
    lead.locator("#m-reveal").click()
    expect(menu.locator("a[href*='/exports/votes?']")).to_have_count(4, timeout=WITHIN_MS)
    expect(menu).to_have_attribute("open", "")
    with other.expect_download() as told:
        menu.locator("a[href*='/exports/votes?'][href*='format=csv']").click()
    assert "让老客户愿意留下来" in told.value.path().read_text()
