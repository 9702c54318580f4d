"""The weekly check-in of five key results, by keyboard alone."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.company import found_company
from tests.browser.server import Server

MOST_KEYS = 40
"""30 seconds leave 0.75 s for each key, which is slow for somebody who types numbers."""


def stored(lead: str) -> list[list[Any]]:
    """(title, value, confidence, note, how many check-ins were not corrected) of the lead's rows."""
    from cairn.checkins.models import CheckIn
    from cairn.goals.models import KeyResult

    return [
        [
            row.title,
            float(row.current or 0),
            row.confidence,
            CheckIn.objects.filter(key_result=row).latest("id").note,
            CheckIn.objects.filter(key_result=row, corrected_by__isnull=True).count(),
        ]
        for row in KeyResult.objects.filter(owner_id=int(lead)).order_by("objective_id", "position")
    ]


class Hands:
    """Types, and counts the keys that were pressed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1


@pytest.fixture
def made(server: Server) -> dict[str, str]:
    answer: dict[str, str] = server.make(found_company)
    return answer


@pytest.fixture
def sheet(server: Server, made: dict[str, str], page: Page) -> Page:
    server.sign_in(page, made["lead"], locale="en")
    page.goto(f"{server.url}/check-in")
    return page


def test_five_key_results_in_forty_keys(server: Server, made: dict[str, str], sheet: Page) -> None:
    hands = Hands(sheet)
    hands.press("6", "9", "Tab", "7", "Enter")
    hands.press("7", "5", "Tab", "5", "Enter")
    hands.press("2", ":", "3", "7", "Tab", "8", "Enter")
    hands.press("4", "6", "Tab", "3", "Enter")
    hands.press("4", "Tab", "+", "Enter")
    expect(sheet.locator("#ci-count")).to_have_text("5 of 5")
    expect(sheet.locator("#ci-end")).to_be_focused()
    assert hands.pressed <= MOST_KEYS
    assert server.make(stored, lead=made["lead"]) == [
        ["老客户续约率", 69, 7, "", 4],
        ["月客诉件数", 75, 5, "", 4],
        ["首次响应时长", 157, 8, "", 4],
        ["可扫码溯源的批次", 46, 3, "", 4],
        ["每周一对一", 4, 10, "", 4],
    ]


def test_enter_alone_says_that_nothing_changed(
    server: Server, made: dict[str, str], sheet: Page
) -> None:
    sheet.keyboard.press("Enter")
    expect(sheet.locator("#ci-count")).to_have_text("1 of 5")
    assert server.make(stored, lead=made["lead"])[0] == ["老客户续约率", 66, 6, "", 4]


def test_what_is_typed_later_corrects_the_check_in(
    server: Server, made: dict[str, str], sheet: Page
) -> None:
    first = sheet.locator(".ci-row").first
    sheet.keyboard.type("69")
    sheet.keyboard.press("Tab")
    expect(first.locator("[data-undo]")).to_be_visible()
    sheet.keyboard.press("Tab")
    sheet.keyboard.type("两个大客户已续约")
    sheet.keyboard.press("Enter")
    expect(sheet.locator("#ci-saved")).to_have_text("Saved")
    expect(first.locator(".result")).to_contain_text("60%")
    assert server.make(stored, lead=made["lead"])[0] == [
        "老客户续约率",
        69,
        6,
        "两个大客户已续约",
        4,
    ]


def test_a_wrong_value_stays_and_says_what_to_do(sheet: Page) -> None:
    first = sheet.locator(".ci-row").first
    sheet.keyboard.type("六十九个左右")
    sheet.keyboard.press("Enter")
    expect(first.locator(".err[role=alert]")).to_contain_text("Write it like")
    expect(first.locator("input.num")).to_have_value("六十九个左右")
    expect(first.locator("input.num")).to_have_attribute("aria-invalid", "")
    expect(sheet.locator("#ci-count")).to_have_text("0 of 5")


def test_what_is_typed_before_the_scripts_are_there_is_kept(server: Server, sheet: Page) -> None:
    held: list[Route] = []

    def hold(request: Route) -> None:
        held.append(request)

    sheet.route("**/*.js", hold)
    sheet.goto(f"{server.url}/check-in", wait_until="commit")
    value = sheet.locator(".ci-row input.num").first
    expect(value).to_be_focused()
    sheet.keyboard.type("7")
    expect(value).to_have_value("766")
    for request in held:
        request.continue_()
    expect(value).to_have_value("7")
    sheet.keyboard.type("1")
    expect(value).to_have_value("71")


def test_control_z_takes_the_last_save_back(
    server: Server, made: dict[str, str], sheet: Page
) -> None:
    first = sheet.locator(".ci-row").first
    sheet.keyboard.type("71")
    sheet.keyboard.press("Enter")
    expect(first.locator(".result")).to_contain_text("73%")
    sheet.keyboard.press("Control+z")
    expect(first.locator("input.num")).to_have_value("66")
    assert server.make(stored, lead=made["lead"])[0][1:3] == [66, 6]


def test_without_scripts_everything_can_be_saved(
    server: Server, made: dict[str, str], browser: Browser
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    server.sign_in(page, made["lead"], locale="en")
    page.goto(f"{server.url}/check-in")
    page.locator(".ci-row input.num").nth(0).fill("69")
    page.locator(".ci-row input.num").nth(1).fill("75")
    page.get_by_role("button", name="Save all").click()
    assert [row[1] for row in server.make(stored, lead=made["lead"])][:2] == [69, 75]
    page.context.close()


def test_home_saves_in_place(server: Server, made: dict[str, str], page: Page) -> None:
    server.sign_in(page, made["lead"], locale="en")
    page.goto(f"{server.url}/")
    row = page.locator("li[id^=due-]").first
    row.locator("input[name=value]").fill("69")
    row.locator("input[name=confidence]").fill("7")
    row.locator("input[name=confidence]").press("Enter")
    expect(row.locator(".saved")).to_be_visible()
    card_row = page.locator(".obj .kr").first
    expect(card_row.locator(".pct")).to_have_text("60%")
    expect(card_row.locator(".conf b")).to_have_text("7")
    assert server.make(stored, lead=made["lead"])[0] == ["老客户续约率", 69, 7, "", 4]


def test_a_bar_can_be_dragged(server: Server, made: dict[str, str], page: Page) -> None:
    server.sign_in(page, made["lead"], locale="en")
    page.goto(f"{server.url}/")
    row = page.locator(".obj .kr").first
    box = row.locator("cairn-bar-drag").bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 10, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.9 * 0.8, middle, steps=4)
    page.mouse.up()
    expect(row.locator(".pct")).to_have_text("80%")
    assert server.make(stored, lead=made["lead"])[0][1] == 72


@pytest.mark.parametrize("path", ["/", "/check-in"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_stands_in_anybodys_way(
    server: Server, made: dict[str, str], browser: Browser, path: str, scheme: Any, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, locale="zh-CN"
    )
    page = context.new_page()
    server.sign_in(page, made["lead"])
    page.goto(f"{server.url}{path}")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
    context.close()
