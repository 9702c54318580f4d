"""`cairn serve` and `cairn migrate`."""

import os
import socket
import sys
import time
from collections.abc import Sequence
from typing import Annotated, Never

import typer

from cairn.cli.start import Data, prepare_database, start
from cairn.errors import Refusal

PATIENCE_S = 60

Host = Annotated[str, typer.Option(help="The address to listen on.")]
Port = Annotated[int, typer.Option(min=1, max=65_535, help="The port to listen on.")]
Workers = Annotated[int, typer.Option(min=1, max=64, help="Processes that answer requests.")]


def serve(
    host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 2, data: Data = None
) -> None:
    """Serve this instance. The first start prints the code that unlocks the first-run wizard."""
    require_free(host, port)
    start(data, CAIRN_URL=address(host, port), **beside(host, port))
    prepare_database()
    run_server(host, port, workers, [where(address(host, port)), *setup_lines(host, port)])


def migrate(data: Data = None) -> None:
    """Bring the database up to date."""
    start(data)
    prepare_database()


def address(host: str, port: int) -> str:
    """Where a browser on this machine finds it."""
    name = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 (compared, not bound)
    return f"http://{f'[{name}]' if ':' in name else name}:{port}"


def beside(host: str, port: int) -> dict[str, str]:
    """Where the stream of live rooms listens: on the next port."""
    return {"CAIRN_STREAM_PORT": str((port + 1) % 65_536), "CAIRN_STREAM_HOST": host}


def where(place: str) -> str:
    from django.utils.translation import gettext as _

    return _("Cairn is at %(address)s (stop it with Ctrl-C)") % {"address": place}


def setup_lines(host: str, port: int) -> list[str]:
    """What the first start says besides."""
    from django.utils.translation import gettext as _

    from cairn.organization.commands.founding import issue_setup_code

    code = issue_setup_code()
    if code is None:
        return []
    return [
        _("There is no organization yet. Set yours up at %(address)s/first-run")
        % {"address": address(host, port)},
        _("The setup code is %(code)s") % {"code": code},
    ]


def require_free(host: str, port: int) -> None:
    """Refuse a port that cannot be listened on, before anything else is done."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refusal(
                f"{host}:{port} cannot be used ({error.strerror or error}); choose another --port."
            ) from error


def run_server(host: str, port: int, workers: int, lines: Sequence[str]) -> Never:
    """Become the server; `lines` are printed once it answers."""
    from django.db import connections

    connections.close_all()
    os.environ.setdefault("CAIRN_WORKER", "1")
    announce(host, port, lines)
    command = [sys.executable, "-m", "cairn.cli.listening", host, str(port), str(workers)]
    sys.stdout.flush()
    os.execv(sys.executable, command)  # noqa: S606


def announce(host: str, port: int, lines: Sequence[str]) -> None:
    """Let a process of its own wait for the server and print. Forked twice, so that nobody has to
    collect it; it ends by itself."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    if os.fork() == 0 and _answers(host, port):
        print("\n".join(lines), flush=True)
    os._exit(0)


def _answers(host: str, port: int) -> bool:
    """Whether something listens before the patience ends."""
    name = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 (compared, not bound)
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        try:
            socket.create_connection((name, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return True
    return False
