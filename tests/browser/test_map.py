"""The map in a browser: walked by keys alone, opened, focused, unfolded, listed, dated, exported."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.aligned import found_aligned_company
from tests.browser.server import Server

MOVED = "document.querySelector('.map-world').style.transform"


@pytest.fixture
def map_page(server: Server, page: Page) -> Page:
    page.set_viewport_size({"width": 1440, "height": 900})
    server.sign_in(page, server.make(found_aligned_company)["lead"], locale="en")
    page.goto(f"{server.url}/map")
    expect(page.locator("cairn-map .node.organization")).to_be_visible()
    return page


def chosen(page: Page) -> str:
    """The title of the card that has the focus."""
    return page.locator(".node:focus .n").inner_text()


def card(page: Page, title: str) -> str:
    """Where a card is, in the terms of `expect`."""
    return f'.node:has-text("{title}")'


def tenths(percent: str) -> int:
    """`48.9%` is 489; what has no number is nothing."""
    return 0 if percent == "—" else round(float(percent.rstrip("%")) * 10)


def test_the_map_is_walked_by_keys_alone(map_page: Page) -> None:
    map_page.locator(".node.organization").focus()
    map_page.keyboard.press("ArrowRight")
    first = chosen(map_page)
    map_page.keyboard.press("ArrowDown")
    assert chosen(map_page) != first
    map_page.keyboard.press("ArrowUp")
    assert chosen(map_page) == first
    map_page.keyboard.press("Home")
    expect(map_page.locator(".node.organization")).to_be_focused()


def test_a_branch_is_folded_and_opened_by_arrows(map_page: Page) -> None:
    below = map_page.locator(card(map_page, "把退换货流程缩到两步"))
    above = map_page.locator(card(map_page, "让老客户愿意留下来"))
    above.focus()
    expect(below).to_be_visible()
    map_page.keyboard.press("ArrowLeft")
    expect(above).to_have_attribute("aria-expanded", "false")
    expect(below).to_have_count(0)
    map_page.keyboard.press("ArrowRight")
    expect(below).to_be_visible()
    map_page.keyboard.press("ArrowRight")
    assert chosen(map_page) == "把退换货流程缩到两步"
    map_page.keyboard.press("Enter")
    map_page.wait_for_url(re.compile(r"/objectives/\d+$"))


def test_a_line_is_focused_and_left_again(map_page: Page) -> None:
    map_page.locator(card(map_page, "让老客户愿意留下来")).focus()
    map_page.keyboard.press("f")
    map_page.wait_for_url(re.compile(r"focus=\d+"))
    expect(map_page.locator(".node.focus .n")).to_have_text(re.compile("让老客户愿意留下来"))
    expect(map_page.locator(".edges path.lit")).not_to_have_count(0)
    map_page.keyboard.press("f")
    expect(map_page.locator(".node.lit")).to_have_count(0)
    assert "focus=" not in map_page.url


def test_key_results_unfold_in_the_card(map_page: Page) -> None:
    map_page.locator(card(map_page, "让老客户愿意留下来")).focus()
    map_page.keyboard.press("k")
    rows = map_page.locator(".node:focus .krs li")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("老客户续约率")
    map_page.keyboard.press("k")
    expect(rows).to_have_count(0)


def test_a_number_shows_what_it_is_made_of(map_page: Page) -> None:
    map_page.locator(card(map_page, "让老客户愿意留下来")).hover(position={"x": 40, "y": 70})
    why = map_page.locator(".map-why")
    expect(why).to_contain_text("老客户续约率")
    parts = [tenths(text) for text in why.locator("td:last-child").all_inner_texts()]
    assert parts
    assert abs(sum(parts[:-1]) - parts[-1]) <= len(parts)
    map_page.locator(".node.organization").focus()
    map_page.keyboard.press("Escape")
    expect(map_page.locator(".map-why")).to_be_hidden()


def test_it_zooms_pans_and_fits(map_page: Page) -> None:
    first = map_page.evaluate(MOVED)
    map_page.locator(".node.organization").focus()
    map_page.keyboard.press("-")
    expect(map_page.locator(".map-world")).not_to_have_css("transform", first)
    zoomed = map_page.evaluate(MOVED)
    map_page.mouse.move(1200, 300)
    map_page.mouse.down()
    map_page.mouse.move(1100, 340, steps=4)
    map_page.mouse.up()
    assert map_page.evaluate(MOVED) != zoomed
    for _ in range(9):
        map_page.mouse.wheel(0, 120)
    expect(map_page.locator(".map-stage")).to_have_class(re.compile("far"))
    map_page.keyboard.press("0")
    expect(map_page.locator(".map-stage")).not_to_have_class(re.compile("far"))


def test_the_list_is_a_switch_away_and_remembered(map_page: Page) -> None:
    map_page.get_by_role("button", name="List").click()
    expect(map_page.locator(".map-list")).to_be_visible()
    expect(map_page.locator(".map-stage")).to_be_hidden()
    map_page.reload()
    expect(map_page.locator(".map-list")).to_be_visible()
    map_page.get_by_role("button", name="Map", exact=True).click()
    expect(map_page.locator(".map-stage")).to_be_visible()


def test_an_earlier_day_is_chosen_by_keys(map_page: Page) -> None:
    slider = map_page.locator(".asof input")
    slider.focus()
    for _ in range(3):
        map_page.keyboard.press("ArrowLeft")
    map_page.wait_for_url(re.compile(r"on=\d{4}-\d\d-\d\d"))
    expect(map_page.locator(".node.organization")).to_be_visible()
    map_page.locator(".asof button").click()
    map_page.wait_for_url(lambda url: "on=" not in url)


def test_page_keys_go_by_weeks(map_page: Page) -> None:
    slider = map_page.get_by_role("slider")
    slider.focus()
    last = int(slider.input_value())
    map_page.keyboard.press("PageDown")
    assert int(slider.input_value()) == last - 7
    map_page.keyboard.press("PageUp")
    assert int(slider.input_value()) == last
    assert slider.get_attribute("aria-label")
    assert slider.get_attribute("aria-valuetext")


@pytest.mark.parametrize("way", ["", "?view=teams"])
def test_at_first_no_card_is_cut_by_the_heads(server: Server, map_page: Page, way: str) -> None:
    map_page.goto(server.url + "/map" + way, wait_until="networkidle")
    heads = map_page.locator(".map-heads").bounding_box()
    assert heads
    edge = heads["y"] + heads["height"] * 0.92
    for box in [one.bounding_box() for one in map_page.locator(".node:visible").all()]:
        assert box
        assert box["y"] >= edge or box["y"] + box["height"] <= edge, box


def test_columns_are_named_by_what_is_in_them(server: Server, map_page: Page) -> None:
    names = map_page.locator(".colhead")
    expect(names.nth(1)).to_have_text(re.compile("^Company"))
    map_page.goto(server.url + "/map?view=teams", wait_until="networkidle")
    expect(names.nth(1)).to_have_text(re.compile("Teams"))


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_what_is_open_is_saved_as_a_file(map_page: Page, kind: str, tmp_path: Path) -> None:
    map_page.locator(".map-export summary").click()
    with map_page.expect_download() as download:
        map_page.locator(f"[data-format={kind}]").click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    if kind == "png":
        assert saved.read_bytes().startswith(b"\x89PNG")
        return
    drawn = saved.read_text(encoding="utf-8")
    assert "把退换货流程缩到两步" in drawn
    assert "var(" not in drawn
    assert "conf. " in drawn
    assert "山岚茶业" in drawn


def test_the_keys_are_listed(map_page: Page) -> None:
    map_page.locator(".node.organization").focus()
    map_page.keyboard.press("?")
    expect(map_page.locator("[data-map-keys]")).to_contain_text("Focus on the line")


def test_a_phone_has_the_list_only(map_page: Page) -> None:
    map_page.set_viewport_size({"width": 390, "height": 844})
    map_page.reload()
    expect(map_page.locator(".map-list")).to_be_visible()
    expect(map_page.locator(".map-stage")).to_have_count(0)
