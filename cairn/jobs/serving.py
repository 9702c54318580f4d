"""The worker that a server's process runs beside its requests."""

import threading
from multiprocessing.util import Finalize
from typing import Final

from cairn.jobs.worker import Worker

LAST_SECONDS: Final = 5.0
FIRST: Final = 100


def start_beside(worker: Worker) -> None:
    """Run it in a thread that ends with the process.

    A thread that the interpreter waits for would keep the process from ending, and one that is
    torn away in the middle of a statement may hang it; so the end of the process stops it first,
    both of a child of `multiprocessing`, as the server's workers are, and of any other.
    """
    thread = threading.Thread(target=worker.run, name="cairn-worker", daemon=True)
    thread.start()

    def end() -> None:
        worker.stop()
        thread.join(LAST_SECONDS)

    Finalize(None, end, exitpriority=FIRST)
