"""Requests take turns, and a slow one holds nobody up for long."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from cairn.web.turns import InTurns

WAIT_S = 60


class Slow:
    """Answers when it is told to."""

    def __init__(self) -> None:
        self.inside = 0
        self.entered = threading.Semaphore(0)
        self.go_on = threading.Semaphore(0)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        self.inside += 1
        self.entered.release()
        assert self.go_on.acquire(timeout=WAIT_S)
        self.inside -= 1
        return [b"done"]


def asked(application: InTurns) -> threading.Thread:
    thread = threading.Thread(target=application, args=({}, lambda *_: None))
    thread.start()
    return thread


def test_one_after_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cairn.web.turns.PATIENCE_S", WAIT_S)
    slow = Slow()
    application = InTurns(slow)
    threads = [asked(application), asked(application)]
    assert slow.entered.acquire(timeout=WAIT_S)
    assert not slow.entered.acquire(timeout=0.1)
    slow.go_on.release()
    assert slow.entered.acquire(timeout=WAIT_S)
    assert slow.inside == 1
    slow.go_on.release()
    for thread in threads:
        thread.join(WAIT_S)
    assert slow.inside == 0


def test_behind_a_slow_one_the_others_go_on() -> None:
    slow = Slow()
    application = InTurns(slow)
    threads = [asked(application), asked(application)]
    for _thread in threads:
        assert slow.entered.acquire(timeout=WAIT_S)
    assert slow.inside == 2
    slow.go_on.release(2)
    for thread in threads:
        thread.join(WAIT_S)
    thread = asked(application)
    assert slow.entered.acquire(timeout=WAIT_S)
    slow.go_on.release()
    thread.join(WAIT_S)


def test_a_request_that_breaks_gives_its_turn_back() -> None:
    def broken(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        raise RuntimeError

    application = InTurns(broken)
    for _time in range(2):
        with pytest.raises(RuntimeError):
            application({}, lambda *_: None)
        assert not application._turn.locked()
