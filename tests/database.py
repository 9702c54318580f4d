"""Which database the tests run on: CAIRN_TEST_DATABASE=sqlite (default) or postgresql.

A pytest plugin (`-p tests.database` in pyproject.toml), because the environment must be ready
before Django's settings are read. The first process starts the server; pytest-xdist's workers
inherit its address.
"""

import atexit
import os
import tempfile
from contextlib import ExitStack
from typing import Final

import pytest

from tools.postgres import temporary_postgres

KINDS: Final = ("sqlite", "postgresql")
_resources = ExitStack()


def prepare_environment() -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    kind = os.environ.setdefault("CAIRN_TEST_DATABASE", "sqlite")
    if kind not in KINDS:
        raise pytest.UsageError(f"CAIRN_TEST_DATABASE is {kind!r}, not one of {', '.join(KINDS)}")
    folder = tempfile.TemporaryDirectory(prefix="cairn-tests-", ignore_cleanup_errors=True)
    os.environ["CAIRN_DATA"] = _resources.enter_context(folder)
    os.environ.pop("DATABASE_URL", None)
    if kind == "postgresql":
        os.environ["DATABASE_URL"] = _resources.enter_context(temporary_postgres())


def pytest_report_header() -> str:
    return f"database: {os.environ['CAIRN_TEST_DATABASE']}"


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    _resources.close()


atexit.register(_resources.close)
prepare_environment()
