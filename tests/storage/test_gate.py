"""The write gate: one at a time, everybody gets a turn, and nobody keeps the key."""

import threading
import time
from functools import partial
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from django.db.utils import OperationalError

from cairn.organization.models import Organization
from cairn.storage.gate import WriteGate, gate_for
from tests.threads import PATIENCE, at_once

only_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite has the gate")


def is_free(gate: WriteGate) -> bool:
    if gate.enter(0.01):
        gate.leave()
        return True
    return False


def test_one_at_a_time(tmp_path: Path) -> None:
    gate, inside, most = WriteGate(tmp_path / "gate"), [0], [0]

    def pass_through() -> None:
        for _ in range(50):
            assert gate.enter(20)
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            inside[0] -= 1
            gate.leave()

    assert at_once([pass_through] * 8) == [None] * 8
    assert most == [1]


def test_everybody_gets_a_turn(tmp_path: Path) -> None:
    """Whoever has had a turn comes back at once, until the one with the fewest has had enough; meanwhile
    nobody has fifty times as many."""
    gate, turns, enough = WriteGate(tmp_path / "gate"), [0] * 8, 10
    ends_at = time.monotonic() + PATIENCE / 2

    def work(who: int) -> None:
        while min(turns) < enough and time.monotonic() < ends_at:
            assert gate.enter(20)
            time.sleep(0.002)
            turns[who] += 1
            gate.leave()

    assert at_once(partial(work, who) for who in range(8)) == [None] * 8
    assert min(turns) >= enough, turns
    assert max(turns) < 50 * enough, turns


def test_who_waits_too_long_is_told(tmp_path: Path) -> None:
    gate = WriteGate(tmp_path / "gate")
    assert gate.enter(1)
    refused = threading.Event()

    def wait() -> None:
        if not gate.enter(0.01):
            refused.set()

    threading.Thread(target=wait).start()
    assert refused.wait(PATIENCE)
    gate.leave()
    assert is_free(gate)


def test_another_process_waits_too(tmp_path: Path) -> None:
    """Two gates on one file stand for two processes: each holds a file of its own."""
    first, second = WriteGate(tmp_path / "gate"), WriteGate(tmp_path / "gate")
    assert first.enter(1)
    entered = threading.Event()

    def wait() -> None:
        second.enter(20)
        entered.set()
        second.leave()

    threading.Thread(target=wait).start()
    assert not entered.wait(0.1)
    first.leave()
    assert entered.wait(PATIENCE)


@pytest.mark.django_db(transaction=True)
class TestADatabase:
    def gate(self) -> WriteGate:
        return gate_for(str(connection.settings_dict["NAME"]), in_memory=False)

    @only_sqlite
    def test_a_transaction_holds_the_gate_and_leaves_it(self) -> None:
        with transaction.atomic():
            assert not is_free(self.gate())
        assert is_free(self.gate())

    @only_sqlite
    @pytest.mark.parametrize("problem", [RuntimeError, KeyboardInterrupt])
    def test_whatever_goes_wrong_the_gate_opens(self, problem: type[BaseException]) -> None:
        with pytest.raises(problem), transaction.atomic():
            raise problem
        assert is_free(self.gate())

    @only_sqlite
    def test_a_connection_closed_in_the_middle_opens_the_gate(self) -> None:
        def cut_off() -> None:
            with transaction.atomic():
                connections["default"].close()
                Organization.objects.count()

        with pytest.raises(Exception, match="closed"):
            cut_off()
        assert is_free(self.gate())

    @only_sqlite
    def test_a_gate_that_stays_shut_is_an_operational_error(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("cairn.storage.sqlite.base.GATE_TIMEOUT_S", 0.05)
        with transaction.atomic():

            def write() -> None:
                with transaction.atomic():
                    pass

            assert [type(one) for one in at_once([write])] == [OperationalError]

    def test_a_hundred_writers_lose_nothing(self) -> None:
        def found(who: int) -> None:
            for turn in range(5):
                with transaction.atomic():
                    Organization.objects.create(name=f"{who}-{turn}")

        assert at_once(partial(found, who) for who in range(20)) == [None] * 20
        assert Organization.objects.count() == 100
