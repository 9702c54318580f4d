"""A meeting in two browsers: the second is where the first is, and neither needs a mouse."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.company import found_company
from tests.browser.server import Server

WITHIN_MS = 2000
HERE = "#place"


def begin_meeting(lead: str, team: str) -> str:
    """The meeting of the company's team, presented by its lead."""
    from cairn.meetings.commands.meetings import start_meeting
    from cairn.organization.actor import Face
    from cairn.organization.models import Member
    from cairn.organization.signing import actor_for

    member = Member.objects.select_related("organization").get(id=int(lead))
    return str(start_meeting(actor_for(member, Face.WEB), int(team)).id)


@pytest.fixture
def meeting(server: Server) -> dict[str, Any]:
    company = server.make(found_company)
    made = server.make(begin_meeting, lead=company["lead"], team=company["team"])
    return {**company, "meeting": made, "other": company["colleague"], "name": "周砚"}


@pytest.fixture
def screen(server: Server, page: Page, meeting: dict[str, Any]) -> Page:
    server.sign_in(page, meeting["lead"], locale="en")
    page.goto(f"{server.url}/meetings/{meeting['meeting']}")
    return page


@pytest.fixture
def follower(server: Server, browser: Browser, meeting: dict[str, Any]) -> Iterator[Page]:
    page = browser.new_context().new_page()
    server.sign_in(page, meeting["other"], locale="en")
    page.goto(f"{server.url}/meetings/{meeting['meeting']}")
    yield page
    page.context.close()


def place(page: Page) -> str:
    return str(page.locator(HERE).get_attribute("data-key-here"))


def test_the_second_browser_is_there_within_two_seconds(screen: Page, follower: Page) -> None:
    before = place(screen)
    assert place(follower) == before
    screen.keyboard.press("ArrowRight")
    expect(screen.locator(HERE)).not_to_have_attribute("data-key-here", before)
    expect(follower.locator(HERE)).to_have_attribute(
        "data-key-here", place(screen), timeout=WITHIN_MS
    )
    follower.keyboard.press("k")  # looks back by itself
    expect(follower.locator(HERE)).to_have_attribute("data-key-here", before)
    screen.keyboard.press("j")
    follower.wait_for_timeout(WITHIN_MS)
    assert place(follower) == before
    follower.keyboard.press("Escape")
    expect(follower.locator(HERE)).to_have_attribute("data-key-here", place(screen))


def test_everything_is_done_by_keys(screen: Page, follower: Page, meeting: dict[str, Any]) -> None:
    screen.keyboard.press("d")
    screen.keyboard.type("We stop the second campaign")
    screen.keyboard.press("Control+Enter")
    expect(follower.get_by_text("We stop the second campaign")).to_be_visible(timeout=WITHIN_MS)
    screen.keyboard.press("Escape")
    screen.keyboard.press("a")
    screen.keyboard.type("Call the three customers")
    screen.keyboard.press("Tab")
    screen.keyboard.type(meeting["name"])
    screen.keyboard.press("Control+Enter")
    expect(screen.locator(".notes .is-action")).to_contain_text(meeting["name"])
    screen.keyboard.press("Escape")
    screen.keyboard.press("t")
    expect(screen.locator("[data-clock]")).to_have_text("4:58", timeout=4000)
    screen.keyboard.press("?")
    expect(screen.locator("dialog.keys")).to_be_visible()


def test_what_somebody_writes_stays_when_the_meeting_moves_on_and_ends(
    screen: Page, follower: Page
) -> None:
    title = follower.locator("[data-about-title]").inner_text()
    follower.keyboard.press("n")
    follower.keyboard.type("Half a thought")
    screen.keyboard.press("ArrowRight")
    expect(follower.locator(HERE)).to_have_attribute(
        "data-key-here", place(screen), timeout=WITHIN_MS
    )
    body = follower.locator(".take textarea")
    expect(body).to_have_value("Half a thought")
    expect(follower.locator("[data-about-title]")).to_have_text(title)
    screen.keyboard.press("e")
    expect(screen.locator("#f-summary")).to_be_focused()
    screen.keyboard.type("All on the way")
    screen.keyboard.press("Control+Enter")
    screen.wait_for_url("**/minutes")
    expect(follower.get_by_text("The meeting has ended.")).to_be_visible(timeout=WITHIN_MS)
    expect(body).to_have_value("Half a thought")


def ask_presenter(asker: str, asked: str, key: str) -> None:
    from cairn.checkins.commands.helping import ask_for_help
    from cairn.goals.models import KeyResult
    from cairn.organization.actor import Face
    from cairn.organization.models import Member
    from cairn.organization.signing import actor_for

    member = Member.objects.select_related("organization").get(id=int(asker))
    place = KeyResult.objects.get(id=int(key))
    ask_for_help(
        actor_for(member, Face.WEB),
        asked=int(asked),
        body="Who decides?",
        objective=place.objective_id,
        key_result=place.id,
    )


def test_an_answer_that_is_being_written_stays_when_something_changes(
    server: Server, screen: Page, follower: Page, meeting: dict[str, Any]
) -> None:
    key = place(screen)
    server.make(ask_presenter, asker=meeting["other"], asked=meeting["lead"], key=key)
    screen.reload()
    screen.locator("#help summary").click()
    screen.locator("#help textarea").click()
    screen.keyboard.type("I shall decide")
    follower.keyboard.press("n")
    follower.keyboard.type("Something else")
    follower.keyboard.press("Control+Enter")
    expect(screen.get_by_text("Something else")).to_be_visible(timeout=WITHIN_MS)
    expect(screen.locator("#help textarea")).to_have_value("I shall decide")
    screen.keyboard.type(" tomorrow")
    screen.keyboard.press("Escape")
    screen.locator("#m-right").click()
    expect(screen.locator("#help textarea")).to_have_count(0)
    screen.locator("#m-left").click()
    expect(screen.locator("#help textarea")).to_have_value("I shall decide tomorrow")


def test_a_lost_connection_says_so_and_loses_nothing(screen: Page, follower: Page) -> None:
    follower.keyboard.press("d")
    follower.keyboard.type("We buy the second machine")
    follower.context.set_offline(True)
    lost = follower.locator("[data-lost]")
    expect(lost).to_be_visible(timeout=WITHIN_MS)
    follower.keyboard.press("Control+Enter")
    expect(follower.get_by_text("The server cannot be reached.")).to_be_visible()
    screen.keyboard.press("ArrowRight")
    follower.context.set_offline(False)
    expect(lost).to_be_hidden(timeout=2 * WITHIN_MS)
    expect(follower.locator(HERE)).to_have_attribute("data-key-here", place(screen))
    follower.reload()
    body = follower.locator(".take textarea")
    expect(body).to_have_value("We buy the second machine")
    body.press("Control+Enter")
    expect(screen.get_by_text("We buy the second machine")).to_have_count(0)  # about the first
    screen.keyboard.press("ArrowLeft")
    expect(screen.get_by_text("We buy the second machine")).to_have_count(1)
    expect(body).to_have_value("")
    follower.reload()
    expect(body).to_have_value("")


def test_somebody_takes_over_by_a_key_when_the_presenter_leaves(
    screen: Page, follower: Page
) -> None:
    screen.close()
    follower.keyboard.press("p")
    expect(follower.get_by_text("You present")).to_be_visible()
    before = place(follower)
    follower.keyboard.press("j")
    expect(follower.locator(HERE)).not_to_have_attribute("data-key-here", before)


def test_without_scripts_a_reload_follows(
    server: Server, browser: Browser, screen: Page, meeting: dict[str, Any]
) -> None:
    plain = browser.new_context(java_script_enabled=False).new_page()
    server.sign_in(plain, meeting["other"], locale="en")
    plain.goto(screen.url)
    screen.keyboard.press("ArrowRight")
    screen.wait_for_timeout(1000)
    plain.reload()
    assert place(plain) == place(screen)
    plain.locator(".take textarea").fill("By a plain form")
    plain.get_by_role("button", name="Write it down").click()
    expect(plain.get_by_text("By a plain form")).to_be_visible()
    plain.context.close()
