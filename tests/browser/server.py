"""A whole server of its own for browser tests: its own folder, database and process.

    def test_something(server: Server, page: Page) -> None:
        made = server.make(found_company)          # runs in the server's database, answers JSON
        server.sign_in(page, made["member"])
        page.goto(f"{server.url}/check-in")

`make` takes a function at the top of a module: it is called in another process.
"""

import json
import os
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
from typing import Any

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 30
GRANIAN = ("-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1")
CALL = """
import importlib, json, sys, django
django.setup()
module, name, given = sys.argv[1:]
print("answer:" + json.dumps(getattr(importlib.import_module(module), name)(**json.loads(given))))
"""


@dataclass(frozen=True)
class Server:
    """A running server; `url` has no slash at its end."""

    url: str
    environment: dict[str, str]

    def make(self, maker: Callable[..., Any], **given: Any) -> Any:
        """Call a function in the server's database and give back what it answers."""
        command = [sys.executable, "-c", CALL, maker.__module__, maker.__name__, json.dumps(given)]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        answer = next(line for line in done.stdout.splitlines() if line.startswith("answer:"))
        return json.loads(answer.removeprefix("answer:"))

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
    """Migrate a new database in the folder and serve it on a free port."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "CAIRN_DATA": str(folder),
        "CAIRN_URL": url,
        "DJANGO_SETTINGS_MODULE": "cairn.settings",
        "PYTHONPATH": str(ROOT),
    }
    for words in (["migrate", "-v0"], ["createcachetable", "-v0"]):
        subprocess.run(
            [sys.executable, "-m", "django", *words], cwd=ROOT, env=environment, check=True
        )
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, *GRANIAN, "--port", str(port), "cairn.wsgi:application"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            _wait_until_it_answers(url, process)
            yield Server(url, environment)
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE_S)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_until_it_answers(url: str, process: subprocess.Popen[bytes]) -> None:
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
