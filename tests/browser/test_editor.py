"""Writing an OKR in a real browser: the sentences fill the fields while they are typed."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.company import found_company
from tests.browser.server import Server


def written(lead: str) -> list[list[Any]]:
    """(title, kind, start, target, weight) of the key results of the lead's newest objective."""
    from cairn.goals.models import Objective

    made = Objective.objects.filter(owner_id=int(lead)).latest("id")
    return [
        [row.title, row.kind, str(row.start), str(row.target), str(row.weight)]
        for row in made.key_results.filter(deleted_at__isnull=True).order_by("position")
    ]


@pytest.fixture
def made(server: Server) -> dict[str, str]:
    answer: dict[str, str] = server.make(found_company)
    return answer


@pytest.fixture
def sheet(server: Server, made: dict[str, str], page: Page) -> Page:
    server.sign_in(page, made["lead"], locale="en")
    page.goto(f"{server.url}/objectives/new")
    return page


def sentence(page: Page, number: int, text: str) -> None:
    page.locator(f'[name="kr-{number}-title"]').fill(text)


def test_sentences_fill_fields_and_share_the_weight(
    server: Server, made: dict[str, str], sheet: Page
) -> None:
    sheet.locator("#f-title").fill("让老客户愿意留下来")
    sentence(sheet, 1, "把续约率从 60% 提高到 75%")
    expect(sheet.locator('[name="kr-1-target"]')).to_have_value("75%")
    expect(sheet.locator('[data-line="1"] mark.t')).to_have_text("75%")
    sentence(sheet, 2, "把首次响应时长从 4:10 缩短到 1:30")
    expect(sheet.locator('[name="kr-2-weight"]')).to_have_value("50")
    sheet.locator('[name="kr-1-weight"]').fill("70")
    expect(sheet.locator('[name="kr-2-weight"]')).to_have_value("30")
    expect(sheet.locator(".tpl")).to_contain_text("续约率 to 75%")
    sheet.get_by_role("button", name="Publish").click()
    expect(sheet.get_by_role("heading", level=1)).to_have_text("让老客户愿意留下来")
    assert server.make(written, lead=made["lead"]) == [
        ["把续约率从 60% 提高到 75%", "increase", "60", "75", "70.00"],
        ["把首次响应时长从 4:10 缩短到 1:30", "decrease", "250", "90", "30.00"],
    ]


def test_a_hand_typed_field_is_left_alone(sheet: Page) -> None:
    sentence(sheet, 1, "把续约率从 60% 提高到 75%")
    expect(sheet.locator('[name="kr-1-target"]')).to_have_value("75%")
    sheet.locator('[data-line="1"] summary').click()
    sheet.locator('[name="kr-1-target"]').fill("90%")
    sentence(sheet, 1, "把续约率从 65% 提高到 75%")
    expect(sheet.locator('[name="kr-1-start"]')).to_have_value("65%")
    expect(sheet.locator('[name="kr-1-target"]')).to_have_value("90%")


def test_lines_come_go_and_come_back_in_place(sheet: Page) -> None:
    sentence(sheet, 1, "甲从 1 提高到 2")
    sheet.get_by_role("button", name="One more key result").click()
    expect(sheet.locator("[data-line]")).to_have_count(4)
    expect(sheet.locator('[name="kr-4-title"]')).to_be_focused()
    sheet.locator('[data-line="1"] button[value="remove-1"]').click()
    expect(sheet.locator("[data-line]")).to_have_count(3)
    sheet.get_by_role("button", name="Undo").click()
    expect(sheet.locator('[name="kr-1-title"]')).to_have_value("甲从 1 提高到 2")
    sheet.locator('[data-line="1"] button[value="down-1"]').click()
    expect(sheet.locator("[data-line]").nth(1)).to_have_attribute("data-line", "1")


def test_enter_goes_on_to_the_next_sentence(sheet: Page) -> None:
    sheet.locator("#f-title").focus()
    sheet.keyboard.press("Enter")
    expect(sheet.locator('[name="kr-1-title"]')).to_be_focused()


def test_a_number_explains_itself_in_place(
    server: Server, made: dict[str, str], page: Page
) -> None:
    server.sign_in(page, made["lead"], locale="en")
    page.goto(f"{server.url}/objectives/{made['objective']}")
    page.locator(".o-fig a.why").click()
    expect(page.locator("#explain")).to_be_visible()
    expect(page.locator("#explain")).to_contain_text("Weighted sum")


def test_names_are_offered_after_an_at(server: Server, made: dict[str, str], page: Page) -> None:
    server.sign_in(page, made["lead"], locale="en")
    page.goto(f"{server.url}/objectives/{made['objective']}?tab=discussion")
    field = page.get_by_role("textbox", name="Your comment")
    field.press_sequentially("请 @周")
    expect(page.get_by_role("option")).to_have_text(["周砚"])
    field.press("Enter")
    expect(field).to_have_value("请 @周砚 ")


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("locale", ["en", "zh-hans"])
def test_the_pages_have_no_barrier_and_fit(
    server: Server, made: dict[str, str], page: Page, width: int, locale: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    server.sign_in(page, made["lead"], locale=locale)
    objective = f"/objectives/{made['objective']}"
    for path in ("/objectives/new", objective, f"{objective}/edit", f"{objective}/close"):
        page.goto(f"{server.url}{path}")
        assert Axe().run(page).response["violations"] == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert not re.search(r"Traceback", page.content())
