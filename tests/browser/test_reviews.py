"""Scoring by keyboard alone, and a retrospective that two people write together."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.company import found_company
from tests.browser.server import Server

SOON_MS = 10_000


def scores(objective: str) -> list[str]:
    """Of the key results in their order, then the objective's."""
    from cairn.goals.models import KeyResult, Objective

    below = KeyResult.objects.filter(objective=int(objective)).order_by("position", "id")
    given = [*below.values_list("score", flat=True), Objective.objects.get(id=int(objective)).score]
    return [str(one) for one in given]


def looked_back(objective: str) -> dict[str, Any]:
    """What the retrospective of an objective says."""
    from cairn.reviews.intake import TEXTS
    from cairn.reviews.models import Retrospective

    found = Retrospective.objects.get(objective_id=int(objective))
    return {name: getattr(found, name) for name in TEXTS if getattr(found, name)}


@pytest.fixture
def made(server: Server) -> dict[str, str]:
    answer: dict[str, str] = server.make(found_company)
    return answer


def test_an_objective_is_scored_by_keyboard_alone(
    server: Server, made: dict[str, str], page: Page
) -> None:
    server.sign_in(page, made["lead"], locale="en")
    page.goto(f"{server.url}/objectives/{made['objective']}/score")
    assert Axe().run(page).violations_count == 0
    page.locator("[data-line] input[type=radio]:checked").first.focus()
    press = page.keyboard.press
    press("7")
    press("Enter")
    press("ArrowRight")
    press("Tab")
    page.keyboard.type("两家大客户拖到一月")
    press("Enter")
    press("+")
    press("Enter")
    expect(page.get_by_role("button", name="Save the scores")).to_be_focused()
    press("Enter")
    page.wait_for_url("**/close")
    assert server.make(scores, objective=made["objective"]) == ["0.7", "0.6", "1.0", "0.8"]
    assert Axe().run(page).violations_count == 0


def test_two_people_write_a_retrospective_together(
    server: Server, made: dict[str, str], page: Page, browser: Browser
) -> None:
    server.sign_in(page, made["lead"], locale="en")
    page.goto(f"{server.url}/objectives/{made['objective']}/retrospective")
    page.get_by_role("button", name="Start").click()
    page.wait_for_url("**/retrospectives/*")
    other = browser.new_context().new_page()
    server.sign_in(other, made["colleague"], locale="en")
    other.goto(page.url)
    why, keep = "Why did we miss what we missed?", "What do we keep?"
    page.get_by_label(why).fill("开工晚了两周")
    page.get_by_label(why).blur()
    expect(page.locator(".kept .saved", has_text="Saved").first).to_be_visible()
    expect(other.get_by_label(why)).to_have_value("开工晚了两周", timeout=SOON_MS)
    expect(other.locator(".kept", has_text="Somebody else wrote here just now")).to_be_visible()
    other.get_by_label(keep).fill("每周看一次客诉")
    page.get_by_label(keep).fill("人手不够")
    page.get_by_label(keep).blur()
    page.get_by_label("Who does what").fill("先招两个人")
    page.get_by_label("By", exact=True).fill("2027-01-15")
    page.get_by_role("button", name="Add").click()
    expect(other.get_by_text("先招两个人")).to_be_visible(timeout=SOON_MS)
    expect(other.get_by_label(keep)).to_have_value("每周看一次客诉")
    other.get_by_label(keep).blur()
    expect(other.locator(".kept", has_text="人手不够")).to_be_visible()
    said = {"why_missed": "开工晚了两周", "what_to_keep": "人手不够"}
    assert server.make(looked_back, objective=made["objective"]) == said
    other.get_by_label(keep).fill("每周看一次客诉，人手也不够")
    other.get_by_label(keep).blur()
    expect(other.locator(".kept .saved", has_text="Saved").first).to_be_visible()
    said["what_to_keep"] = "每周看一次客诉，人手也不够"
    assert server.make(looked_back, objective=made["objective"]) == said
    expect(page.get_by_label(keep)).to_have_value(said["what_to_keep"], timeout=SOON_MS)
    assert Axe().run(other).violations_count == 0
    page.get_by_role("button", name="Finish").click()
    expect(other.locator(".notice", has_text="read-only")).to_be_visible(timeout=SOON_MS)
    other.context.close()
