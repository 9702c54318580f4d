"""Wires the tests to their database and their browser; the cast is in tests/cast.py."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from hypothesis import HealthCheck, settings

from tools.browser import LAUNCH_ARGUMENTS, find_chromium

pytest_plugins = ["tests.cast", "tests.exchange.fetched", "tests.flushing"]

# A test fails for what is wrong, not because the machine has much else to do
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite is tested in a file: in memory it has neither WAL nor the locks of real use."""
    default = connections["default"]
    if default.vendor == "sqlite":
        folder = tmp_path_factory.mktemp("database")
        default.settings_dict["TEST"]["NAME"] = str(folder / "test.sqlite3")
    else:
        request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What lies in tests/browser needs a browser, whoever wrote it."""
    folder = Path(__file__).parent / "browser"
    for item in items:
        if item.path.is_relative_to(folder):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium where there is one, else the one that Playwright installed."""
    chromium = find_chromium()
    where = {"executable_path": str(chromium)} if chromium else {}
    return {**browser_type_launch_args, **where, "args": list(LAUNCH_ARGUMENTS)}
