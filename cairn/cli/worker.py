"""`cairn worker`: later work in a process of its own."""

import signal
import threading

from cairn.cli.start import Data, prepare_database, start

LISTEN_EVERY_S = 0.5


def worker(data: Data = None) -> None:
    """Do later work (mails, reminders, reports) until stopped.

    `cairn serve` does it beside its requests; a busy instance sets CAIRN_WORKER=0 there and runs
    one of these, or several.
    """
    start(data)
    prepare_database()
    from cairn.schedule import new_worker

    made, asked = new_worker(), threading.Event()
    thread = threading.Thread(target=made.run, name="cairn-worker", daemon=True)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked.set())
    thread.start()
    while thread.is_alive() and not asked.is_set():
        thread.join(LISTEN_EVERY_S)
    made.stop()
    thread.join()
