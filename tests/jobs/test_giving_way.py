"""Long work beside requests waits for them, but not for long."""

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from cairn.jobs.giving_way import Way
from cairn.web.turns import BeforeWork

LONG_S = 30.0
MOMENT_S = 0.05


def working(way: Way) -> threading.Thread:
    return threading.Thread(target=way.give_way, daemon=True)


def goes_on(worker: threading.Thread) -> bool:
    worker.join(LONG_S / 2)
    return not worker.is_alive()


def test_work_waits_until_all_that_is_answered_beside_it_is() -> None:
    way = Way(wait_s=LONG_S)
    worker = working(way)
    with way.answering():
        with way.answering():
            worker.start()
        worker.join(MOMENT_S)
        assert worker.is_alive()
    assert goes_on(worker)


def test_where_nothing_is_answered_nothing_waits() -> None:
    way, started = Way(wait_s=LONG_S), time.monotonic()
    way.give_way()
    with pytest.raises(ZeroDivisionError), way.answering():
        _ = 1 / 0
    way.give_way()
    assert time.monotonic() - started < LONG_S / 2


def test_it_goes_on_beside_requests_that_never_end() -> None:
    way, started = Way(wait_s=MOMENT_S, work_s=LONG_S), time.monotonic()
    with way.answering():
        way.give_way()
        waited = time.monotonic()
        assert waited - started >= MOMENT_S
        for _ in range(1_000):  # it works for a while before it waits anew
            way.give_way()
        assert time.monotonic() - waited < LONG_S / 2
    way = Way(wait_s=MOMENT_S, work_s=0)
    with way.answering():
        started = time.monotonic()
        for _ in range(3):
            way.give_way()
        assert time.monotonic() - started >= 3 * MOMENT_S


def test_a_request_is_answered_before_the_work_beside_it_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    way = Way(wait_s=LONG_S)
    monkeypatch.setattr("cairn.web.turns.answering", way.answering)
    worker = working(way)

    def application(
        _environ: dict[str, Any], _start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        worker.start()
        worker.join(MOMENT_S)
        return [b"waits" if worker.is_alive() else b"works"]

    assert BeforeWork(application)({}, lambda *_: None) == [b"waits"]
    assert goes_on(worker)
