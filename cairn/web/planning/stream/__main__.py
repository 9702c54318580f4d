"""The stream's process: the port first, so that nobody is sent away while the rest is loaded."""

import asyncio
import gc
import os
import signal
import socket
import sys
import time
from typing import IO, Final

BACKLOG: Final = 512


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.settings")
    from cairn.planning.stream_process import lock_path

    lock_path().touch(mode=0o600)
    with lock_path().open("r+") as file:
        if not _take(file):
            return 0
        file.truncate()
        door = _open()
        if door is None:
            return 1
        with door:
            _tell_where(door, file)
            _load()
            asyncio.run(_serve(door))
    return 0


def _open() -> socket.socket | None:
    """The port; where it is taken, one line in the log says so."""
    from django.conf import settings

    host, port = settings.STREAM_HOST, settings.STREAM_PORT
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        words = f"cairn: rooms are asked for, not streamed: {host}:{port} cannot be used"
        print(f"{words} ({error.strerror or error})", file=sys.stderr, flush=True)
        return None


def _tell_where(door: socket.socket, file: IO[str]) -> None:
    from cairn.planning.stream_process import Running

    host, port, *_rest = door.getsockname()
    file.write(" ".join(map(str, Running(port, os.getpid(), host))))
    file.flush()


def _take(file: IO[str]) -> bool:
    """Somebody who only looks may hold the lock for a moment."""
    from cairn.planning.stream_process import take_lock

    for _attempt in range(20):
        if take_lock(file):
            return True
        time.sleep(0.01)
    return False


def _load() -> None:
    """Everything that drawing a board needs. Nothing is written here."""
    from django.conf import settings

    options = settings.DATABASES["default"]["OPTIONS"]
    if "init_command" in options:
        options["init_command"] += ";PRAGMA cache_size=-4000;PRAGMA query_only=ON"
    else:
        options["options"] = "-c default_transaction_read_only=on"
    import django

    django.setup()
    from django.template import engines

    engines["jinja2"].env.get_template("planning/board.html")  # type: ignore[attr-defined]
    gc.collect()
    gc.freeze()


async def _serve(door: socket.socket) -> None:
    from cairn.web.planning.stream.door import Door
    from cairn.web.planning.stream.hub import Hub

    loop, hub = asyncio.get_running_loop(), Hub()
    listening = await asyncio.start_server(
        Door(hub).answer, sock=door, limit=Door.LARGEST_HEAD, backlog=BACKLOG
    )
    working = asyncio.create_task(hub.work())
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, working.cancel)
    loop.add_reader(sys.stdin.fileno(), lambda: os.read(0, 1024) or working.cancel())
    try:
        await working
    except asyncio.CancelledError:
        pass
    finally:
        listening.close()
        hub.close_all()


if __name__ == "__main__":
    sys.exit(main())
