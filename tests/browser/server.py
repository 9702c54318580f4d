"""A whole server of its own for browser tests: its own folder, database and process.

    def test_something(server: Server, page: Page) -> None:
        made = server.make(found_company)          # runs in the server's database, answers JSON
        server.sign_in(page, made["member"])
        page.goto(f"{server.url}/check-in")

`make` takes a function at the top of a module: it is called in another process,
and what it is given and answers is JSON.
"""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import psycopg
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 30
GRANIAN = ("-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1")
MAKER = """
import contextlib, importlib, json, sys, traceback, django
django.setup()
for line in sys.stdin:
    module, name, given = json.loads(line)
    with contextlib.redirect_stdout(sys.stderr):
        try:
            answer = {"answer": getattr(importlib.import_module(module), name)(**given)}
        except BaseException:
            answer = {"error": traceback.format_exc()}
    print(json.dumps(answer), flush=True)
"""


@dataclass(frozen=True)
class Server:
    """A running server; `url` has no slash at its end."""

    url: str
    maker: "subprocess.Popen[str]"
    folder: Path

    def make(self, maker: Callable[..., Any], **given: Any) -> Any:
        """Call a function in the server's database and give back what it answers."""
        assert self.maker.stdin
        assert self.maker.stdout
        self.maker.stdin.write(json.dumps([maker.__module__, maker.__name__, given]) + "\n")
        self.maker.stdin.flush()
        said = json.loads(self.maker.stdout.readline())
        if "error" in said:
            raise RuntimeError(said["error"])
        return said["answer"]

    def end_stream(self) -> None:
        """Kill the process that rooms are listened to at."""
        _port, process, _host = (self.folder / "stream.lock").read_text().split()
        os.kill(int(process), signal.SIGKILL)

    def sign_in(self, page: Page, member_id: int | str, *, locale: str = "zh-hans") -> None:
        """Give the page's browser the cookies of a signed-in member who reads `locale`."""
        key = self.make(open_session, member_id=str(member_id))
        page.context.add_cookies(
            [
                {"name": "cairn_session", "value": key, "url": self.url},
                {"name": "cairn_language", "value": locale, "url": self.url},
            ]
        )


def open_session(member_id: str) -> str:
    """A session as signing in makes it; answers its key. Runs in the server's database."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from cairn.organization.models import Member

    member = Member.objects.select_related("user").get(id=int(member_id))
    session = SessionStore()
    session[SESSION_KEY] = str(member.user_id)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = member.user.get_session_auth_hash()
    session["member"] = member.id
    session.save()
    return str(session.session_key)


@contextmanager
def running_server(folder: Path) -> Iterator[Server]:
    """Migrate a new database and serve it on a free port: in the folder, or on the PostgreSQL server
    that CAIRN_TEST_DATABASE asked for."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        **_database_of_its_own(),
        "CAIRN_DATA": str(folder),
        "CAIRN_URL": url,
        "CAIRN_STREAM_PORT": str(_free_port()),
        "DJANGO_SETTINGS_MODULE": "cairn.settings",
        "PYTHONPATH": str(ROOT),
    }
    for words in (["migrate", "-v0"], ["createcachetable", "-v0"]):
        subprocess.run(
            [sys.executable, "-m", "django", *words], cwd=ROOT, env=environment, check=True
        )
    with (folder / "server.log").open("wb") as log:
        serving = _start(log, environment, *GRANIAN, "--port", str(port), "cairn.wsgi:application")
        making = _start(log, environment, "-c", MAKER)
        try:
            _wait_until_it_answers(url, serving)
            yield Server(url, making, folder)
        finally:
            for process in (serving, making):
                process.terminate()
                process.wait(timeout=PATIENCE_S)


def _database_of_its_own() -> dict[str, str]:
    shared = os.environ.get("DATABASE_URL")
    if not shared:
        return {}
    name = f"browser_{secrets.token_hex(8)}"
    with psycopg.connect(shared, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return {"DATABASE_URL": urlsplit(shared)._replace(path=f"/{name}").geturl()}


def _start(log: IO[bytes], environment: dict[str, str], *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE if words[0] == "-c" else log,
        stderr=log,
        text=True,
    )


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_until_it_answers(url: str, process: "subprocess.Popen[str]") -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended at once, with {process.returncode}")
        try:
            urllib.request.urlopen(f"{url}/nowhere", timeout=2)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server does not answer")
