"""The coach in a real browser: soon after a pause, nothing moves, one key takes a rewrite over."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.company import found_company
from tests.browser.server import Server

TASK, VAGUE, GOOD = "上线新版客诉工单系统", "明显提升客户满意度", "把续约率从 60% 提高到 75%"
AFTER_A_PAUSE_MS = 300
# From the last key to the remark; the server is asked several times, since others use the machine.
MEASURE = """async ([name, text]) => {
    const field = document.querySelector(`[name="${name}"]`);
    const list = field.closest(".line-row").querySelector(".notes");
    field.value = text;
    const began = performance.now();
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    await new Promise((done) =>
        new MutationObserver(done).observe(list, { childList: true, subtree: true }));
    return performance.now() - began;
}"""

TYPE = "(e, t) => { e.value = t; e.dispatchEvent(new Event('input', {bubbles: true})); }"


@pytest.fixture
def made(server: Server) -> dict[str, str]:
    answer: dict[str, str] = server.make(found_company)
    return answer


@pytest.fixture
def sheet(server: Server, made: dict[str, str], page: Page) -> Page:
    server.sign_in(page, made["lead"], locale="en")
    page.goto(f"{server.url}/objectives/new")
    return page


def line(page: Page, number: int) -> tuple[Locator, Locator]:
    """Its sentence and the coach's list beside it."""
    row = page.locator(f'[data-line="{number}"]')
    return row.locator("textarea.say"), row.locator(".notes")


def top(field: Locator) -> float:
    box = field.bounding_box()
    assert box
    return box["y"]


def test_a_remark_stands_there_soon_after_a_pause(sheet: Page) -> None:
    line(sheet, 1)[0].fill(GOOD)
    sheet.wait_for_timeout(500)
    times = []
    for turn in range(8):
        asked = ["kr-1-title", TASK if turn % 2 == 0 else GOOD]
        times.append(sheet.evaluate(MEASURE, asked))
    assert min(times) <= AFTER_A_PAUSE_MS, times


@pytest.mark.parametrize(("width", "height"), [(390, 800), (1440, 800), (1440, 1400)])
def test_nothing_that_is_typed_moves(sheet: Page, width: int, height: int) -> None:
    sheet.set_viewport_size({"width": width, "height": height})
    first, second = line(sheet, 1)[0], line(sheet, 2)[0]
    first.fill(GOOD)
    expect(sheet.locator('[name="kr-1-target"]')).to_have_value("75%")
    where = top(first)
    first.fill(TASK)
    expect(line(sheet, 1)[1].locator("li")).to_have_count(1)
    assert top(first) == where
    second.focus()
    where = top(second)
    for text, count in ((GOOD, 0), (TASK, 1), (GOOD, 0)):
        first.evaluate(TYPE, text)
        expect(line(sheet, 1)[1].locator("li")).to_have_count(count)
        assert abs(top(second) - where) <= 1


def test_lessons_that_arrive_above_move_nothing(sheet: Page) -> None:
    sheet.route("**/lessons/like*", lambda route: route.fulfill(body="<p>Learned</p>" * 6))
    sheet.locator("#f-title").fill("老客户愿意留下来")
    first = line(sheet, 1)[0]
    first.focus()
    where = top(first)
    expect(sheet.locator(".learned p")).to_have_count(6)
    assert abs(top(first) - where) <= 1


def test_one_key_takes_the_rewrite_and_undo_gives_the_sentence_back(sheet: Page) -> None:
    sentence, notes = line(sheet, 2)
    sentence.fill(TASK)
    expect(notes.locator("button[data-puts]")).to_be_visible()
    sentence.press("Alt+Enter")
    expect(sentence).to_be_focused()
    expect(sentence).not_to_have_value(TASK)
    chosen = sentence.evaluate("e => e.value.slice(e.selectionStart, e.selectionEnd)")
    assert chosen == "__"
    sentence.press("Control+z")
    expect(sentence).to_have_value(TASK)


def test_two_results_become_two_lines(sheet: Page) -> None:
    sentence, notes = line(sheet, 1)
    sentence.fill("缺货率从 8% 降到 2%，补货周期从 18 天缩短到 10 天")
    notes.locator("button[data-puts]").click()
    expect(sentence).to_have_value("缺货率从 8% 降到 2%")
    expect(line(sheet, 2)[0]).to_have_value("补货周期从 18 天缩短到 10 天")
    expect(sheet.locator('[name="kr-2-start"]')).to_have_value("18 d")


def test_a_whole_okr_in_one_sentence_goes_to_its_places(sheet: Page) -> None:
    sheet.locator("#f-title").fill(
        "My objective is to keep our customers, measured by the renewal rate from 60% to 75% and"
        " complaints from 120 to 30, through weekly calls"
    )
    sheet.locator("[data-aim] button[data-puts]").wait_for()
    sheet.locator("#f-title").press("Alt+Enter")
    expect(sheet.locator("#f-title")).to_have_value("keep our customers")
    expect(line(sheet, 1)[0]).to_have_value("the renewal rate from 60% to 75%")
    expect(line(sheet, 2)[0]).to_have_value("complaints from 120 to 30")
    expect(sheet.locator('[name="kr-1-initiatives"]')).to_have_value("weekly calls")
    sheet.locator("#f-frame").select_option("my-objective")
    expect(sheet.locator(".tpl")).to_contain_text("through weekly calls")


def test_a_rule_is_muted_and_heard_again_by_keyboard(sheet: Page) -> None:
    sentence, notes = line(sheet, 1)
    sentence.fill(TASK)
    notes.locator("summary").focus()
    sheet.keyboard.press("Enter")
    notes.get_by_role("button", name="Not for this text").focus()
    sheet.keyboard.press("Enter")
    expect(notes.locator('[data-rule="kr-task"]')).to_have_count(0)
    expect(notes.get_by_role("button", name="Undo")).to_be_focused()
    sheet.keyboard.press("Enter")
    expect(notes.locator('[data-rule="kr-task"]')).to_have_count(1)
    expect(sentence).to_be_focused()


def test_what_did_not_change_is_not_read_out_again(sheet: Page) -> None:
    sentence, notes = line(sheet, 1)
    sentence.fill(TASK)
    notes.locator("li").first.evaluate("e => { e.dataset.seen = 'yes'; }")
    line(sheet, 2)[0].fill(VAGUE)
    expect(line(sheet, 2)[1].locator("li").first).to_be_visible()
    expect(notes.locator("li").first).to_have_attribute("data-seen", "yes")
    expect(notes).to_have_attribute("aria-live", "polite")


def test_it_works_without_scripts(server: Server, made: dict[str, str], browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    server.sign_in(page, made["lead"], locale="en")
    page.goto(f"{server.url}/objectives/new")
    sentence, notes = line(page, 1)
    sentence.fill(TASK)
    page.get_by_role("button", name="Read the sentences").click()
    notes.get_by_role("button", name="Use this").first.click()
    expect(sentence).not_to_have_value(TASK)
    sentence.fill(TASK)
    page.get_by_role("button", name="Read the sentences").click()
    notes.locator("summary").first.click()
    notes.get_by_role("button", name="Not for this text").first.click()
    expect(sentence).to_have_value(TASK)
    notes.get_by_role("button", name="Undo").click()
    expect(notes.locator('[data-rule="kr-task"]')).to_have_count(1)
    context.close()


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_remarks_are_no_barrier(sheet: Page, width: int, scheme: Any) -> None:
    sheet.emulate_media(color_scheme=scheme)
    sheet.set_viewport_size({"width": width, "height": 900})
    sheet.locator("#f-title").fill("把会员复购率提高到 35%")
    line(sheet, 1)[0].fill(TASK)
    line(sheet, 2)[0].fill(VAGUE)
    line(sheet, 2)[1].locator("summary").first.click()
    assert Axe().run(sheet).response["violations"] == []
    assert sheet.evaluate("document.documentElement.scrollWidth <= innerWidth")
