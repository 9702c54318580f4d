"""`cairn worker` as a process of its own, and the one inside the server."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.test_serving import free_port

CAIRN = [sys.executable, "-c", "from cairn.cli.app import main; main()"]
PATIENCE_S = 30


def start(folder: Path, *words: str, **environment: str) -> "subprocess.Popen[str]":
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.Popen(
        [*CAIRN, *words, "--data", str(folder)],
        env={**kept, "LC_ALL": "C", **environment},
        stdout=subprocess.DEVNULL,
        text=True,
    )


def rows(folder: Path, statement: str) -> list[tuple[object, ...]]:
    """What another process wrote; nothing while there is no table yet."""
    try:
        reading = sqlite3.connect(f"file:{folder / 'cairn.sqlite3'}?mode=ro", uri=True, timeout=5)
        try:
            return reading.execute(statement).fetchall()
        finally:
            reading.close()
    except sqlite3.OperationalError:
        return []


def wait_for(what: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not what():
        assert time.monotonic() < until, "it did not come to that"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("migrated")
    assert start(made, "migrate").wait(2 * PATIENCE_S) == 0
    return made


@pytest.fixture
def folder(migrated: Path, tmp_path: Path) -> Path:
    """An instance of its own, with its tables but nothing in them."""
    return Path(shutil.copytree(migrated, tmp_path / "data"))


WORKED = "SELECT 1 FROM jobs_job WHERE kind = 'mails.send' AND attempts = 0 AND run_at > created_at"


def test_a_worker_works_and_ends_when_told(folder: Path) -> None:
    process = start(folder, "worker")
    wait_for(lambda: rows(folder, WORKED))
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE_S) == 0
    held = rows(folder, "SELECT kind FROM jobs_job WHERE locked_until IS NOT NULL")
    assert held == []


def test_the_server_works_beside_its_requests_and_ends_at_once(folder: Path) -> None:
    port = free_port()
    process = start(folder, "serve", "--port", str(port), "--workers", "1")
    wait_for(lambda: rows(folder, WORKED))
    wait_for(lambda: answers(f"http://127.0.0.1:{port}/sign-in"))
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    process.wait(PATIENCE_S)
    assert time.monotonic() - began < 8


def test_the_server_leaves_the_work_to_others_where_it_is_told_so(folder: Path) -> None:
    port = free_port()
    process = start(folder, "serve", "--port", str(port), CAIRN_WORKER="0")
    try:
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/sign-in"))
        time.sleep(3)
        assert rows(folder, "SELECT * FROM jobs_job") == []
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE_S)


def answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=2)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
