"""Django's SQLite back end on the library of the `pysqlite3` wheel, with the write gate.

The SQLite that comes with Python here has a corruption bug when two connections write and
checkpoint at once (mended in 3.51.3), so the module is replaced before Django loads its back end.
"""

import sys
from typing import Any

import pysqlite3

LIMITS = {"SQLITE_LIMIT_COLUMN": (2, 2_000), "SQLITE_LIMIT_VARIABLE_NUMBER": (9, 32_766)}
for name, (category, _default) in LIMITS.items():
    setattr(pysqlite3, name, category)
sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

from django.db.backends.sqlite3 import base as django_sqlite  # noqa: E402
from django.db.utils import OperationalError  # noqa: E402

from cairn.storage.gate import WriteGate, gate_for  # noqa: E402

GATE_TIMEOUT_S = 30.0


class Connection(pysqlite3.dbapi2.Connection):  # type: ignore[misc]
    """`pysqlite3` cannot tell its limits, and Django asks; these are SQLite's own defaults."""

    def getlimit(self, category: int) -> int:
        return dict(LIMITS.values())[category]


class DatabaseWrapper(django_sqlite.DatabaseWrapper):
    """Every transaction waits at the gate before BEGIN IMMEDIATE and leaves it when it ends."""

    _held: WriteGate | None = None

    def get_connection_params(self) -> dict[str, Any]:
        return super().get_connection_params() | {"factory": Connection}

    def _start_transaction_under_autocommit(self) -> None:
        self._enter_gate()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave_gate()
            raise

    def _commit(self) -> Any:
        result = super()._commit()  # type: ignore[misc]
        self._leave_gate()
        return result

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_gate()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._leave_gate()

    def _enter_gate(self) -> None:
        if self._held is None:
            gate = gate_for(str(self.settings_dict["NAME"]), self.is_in_memory_db())
            if not gate.enter(GATE_TIMEOUT_S):
                raise OperationalError("the write gate did not open in time")
            self._held = gate

    def _leave_gate(self) -> None:
        if self._held is not None:
            self._held.leave()
            self._held = None
