"""Waiting for what no element of a page shows."""

from time import monotonic

from playwright.sync_api import Page

PATIENCE_S = 15
PAUSE_MS = 50


def wait_until(page: Page, condition: str) -> None:
    """Until this script's value is true. Asked again from here, since the pages' policy forbids what
    Playwright's own waiting evaluates inside of them."""
    until = monotonic() + PATIENCE_S
    while not page.evaluate(condition):
        assert monotonic() < until, condition
        page.wait_for_timeout(PAUSE_MS)
