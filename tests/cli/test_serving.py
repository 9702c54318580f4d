"""`cairn serve` as a user starts it: a process of its own, an empty folder."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from cairn.cli.commands import run

CAIRN = [sys.executable, "-c", "from cairn.cli.app import main; main()"]
PATIENCE_S = 30


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_an_empty_folder_becomes_an_instance(tmp_path: Path) -> None:
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    process = subprocess.Popen(
        [*CAIRN, "serve", "--port", str(port), "--data", str(tmp_path / "new")],
        env={**kept, "LC_ALL": "C", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _line in range(3)]
        assert f"http://127.0.0.1:{port}" in lines[0]
        assert "/first-run" in lines[1]
        assert re.search(r"is [A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}$", lines[2])
        assert answers(f"http://127.0.0.1:{port}/sign-in")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=PATIENCE_S)
    assert (tmp_path / "new" / "cairn.sqlite3").exists()


def answers(url: str) -> bool:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(url, timeout=5)
        except urllib.error.HTTPError as error:
            return error.code < 500
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False


def test_a_port_in_use_is_refused_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [*CAIRN, "serve", "--port", port, "--data", str(tmp_path)],
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith(f"cairn: 127.0.0.1:{port} cannot be used")
    assert done.stderr.count("\n") == 1


def test_a_folder_that_cannot_be_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = subprocess.run(
        [*CAIRN, "migrate", "--data", str(tmp_path / "file" / "below")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_help_is_no_error() -> None:
    assert run(["--help"]) == 0
