"""axe-core finds nothing on any page of the demonstration, in both themes and at both widths."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.server import Server, running_server
from tools.places import PLACES, Place, build_demonstration, known_ids, session_keys

LOOKS = [("zh-hans", "light", 1440), ("en", "dark", 390)]


@pytest.fixture(scope="module")
def demonstration(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Server, dict[str, str], dict[str, str]]]:
    with running_server(tmp_path_factory.mktemp("demonstration")) as server:
        server.make(build_demonstration)
        yield server, server.make(known_ids), server.make(session_keys)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look)))
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_axe_finds_nothing(
    demonstration: tuple[Server, dict[str, str], dict[str, str]],
    browser: Browser,
    place: Place,
    look: tuple[str, str, int],
) -> None:
    server, ids, keys = demonstration
    locale, theme, width = look
    context = browser.new_context(viewport={"width": width, "height": 900})
    cookies = {"cairn_language": locale, "cairn_theme": theme}
    if place.persona:
        cookies["cairn_session"] = keys[place.persona]
    context.add_cookies([{"name": n, "value": v, "url": server.url} for n, v in cookies.items()])
    page = context.new_page()
    page.goto(server.url + place.path.format(**ids), wait_until="networkidle")
    found = Axe().run(page)
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert found.violations_count == 0, found.generate_report()
    assert wide <= width, f"{place.name} scrolls sideways: {wide} px"
