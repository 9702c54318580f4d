"""What `cairn serve` becomes: `python -m cairn.cli.listening HOST PORT WORKERS`.

A process that has loaded the server and nothing else, for its workers begin with all that it holds:
the words of the server's own command line took 2 MB in each.
"""

import sys
from typing import Final

from granian import Granian
from granian.constants import Interfaces
from granian.errors import FatalError
from granian.log import LogLevels

THREADS: Final = 2
# A worker told to stop while it starts does not hear it; the server kills it after so many seconds
LAST_SECONDS: Final = 10


def listen(host: str, port: int, workers: int) -> int:
    """Answer requests until told to stop; how that ended, as a program's code."""
    server = Granian(
        "cairn.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=LAST_SECONDS,
    )
    try:
        server.serve()
    except FatalError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(listen(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
