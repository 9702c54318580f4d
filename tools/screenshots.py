"""Pictures of every page: light and dark, wide and 390 px, Chinese and English.

`python -m tools.screenshots [name …]` makes all of them, or those whose names begin so, in
screenshots/, which git ignores.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, sync_playwright
from rich.progress import track

from tests.browser.server import Server, running_server
from tools.browser import LAUNCH_ARGUMENTS, find_chromium
from tools.places import PLACES, Place, build_demonstration, known_ids, session_keys

OUT: Final = Path("screenshots")
WIDTHS: Final = {"wide": 1440, "narrow": 390}
LOCALES: Final = {"zh": "zh-hans", "en": "en"}
THEMES: Final = ("light", "dark")


@contextmanager
def demonstration() -> Iterator[Server]:
    """The demonstration company on a server of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="cairn-demo-") as folder,
        running_server(Path(folder)) as server,
    ):
        server.make(build_demonstration)
        yield server


def main(beginnings: list[str]) -> None:
    OUT.mkdir(exist_ok=True)
    wanted = [one for one in PLACES if not beginnings or one.name.startswith(tuple(beginnings))]
    chromium = find_chromium()
    with demonstration() as server, sync_playwright() as playwright:
        ids, keys = server.make(known_ids), server.make(session_keys)
        browser = playwright.chromium.launch(
            executable_path=str(chromium) if chromium else None, args=list(LAUNCH_ARGUMENTS)
        )
        looks = list(product(LOCALES, THEMES, WIDTHS))
        for place, look in track(list(product(wanted, looks)), "taking pictures"):
            take(browser, server.url, place, look, ids, keys)


def take(
    browser: Browser,
    url: str,
    place: Place,
    look: tuple[str, str, str],
    ids: dict[str, str],
    keys: dict[str, str],
) -> None:
    locale, theme, width = look
    context = browser.new_context(viewport={"width": WIDTHS[width], "height": 900})
    cookies = {"cairn_language": LOCALES[locale], "cairn_theme": theme}
    if place.persona:
        cookies["cairn_session"] = keys[place.persona]
    context.add_cookies([{"name": n, "value": v, "url": url} for n, v in cookies.items()])
    page = context.new_page()
    page.goto(url + place.path.format(**ids), wait_until="networkidle")
    picture = OUT / f"{place.name}-{locale}-{theme}-{width}.png"
    page.screenshot(path=str(picture), full_page=True)
    context.close()


if __name__ == "__main__":
    main(sys.argv[1:])
