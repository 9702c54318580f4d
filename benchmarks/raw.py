"""The raw limits: the same rows written, and the same rows read, by the bare driver."""

import itertools
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pysqlite3

from benchmarks.client import Answers, time_calls
from cairn.storage.ids import new_id

# As in cairn/settings.py
PRAGMAS = (
    "PRAGMA synchronous=FULL",
    "PRAGMA cache_size=-32000",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA wal_autocheckpoint=4000",
    "PRAGMA foreign_keys=ON",
)
READING = (
    "INSERT INTO goals_reading (id, key_result_id, value, milestones, effective_on, recorded_at, "
    "author_id, source, corrects_id) VALUES (?, ?, ?, '[]', ?, ?, ?, 'person', NULL)"
)
CHECK_IN = (
    "INSERT INTO checkins_checkin (id, organization_id, key_result_id, reading_id, confidence, "
    "note, blockers, status, effective_on, recorded_at, submission, author_id, corrects_id) "
    "VALUES (?, ?, ?, ?, 7, 'a word', '', '', ?, ?, NULL, ?, NULL)"
)
KEY_RESULT = (
    "UPDATE goals_keyresult SET current = ?, previous = ?, progress = ?, confidence = 7, "
    "confidences = '[5, 6, 7]', checked_in_on = ?, behind_on = ?, at_risk_on = ?, outdated_on = ? "
    "WHERE id = ?"
)
OBJECTIVE = (
    "UPDATE goals_objective SET progress = ?, measured = 3, counted = 3, checked_in_on = ?, "
    "behind_on = ?, at_risk_on = ?, outdated_on = ? WHERE id = ?"
)
STANDING = (
    "INSERT INTO goals_standing (id, objective_id, stood_on, cycle_id, team_id, owner_id, is_draft, "
    "is_deleted, closed_as, due_on, progress, measured, counted, confidence, checked_in_on, "
    "behind_on, at_risk_on, outdated_on) VALUES (?, ?, ?, ?, NULL, NULL, FALSE, FALSE, '', ?, ?, 3, "
    "3, 7, ?, ?, ?, ?) ON CONFLICT (objective_id, stood_on) DO UPDATE SET "
    "progress = excluded.progress, measured = excluded.measured, counted = excluded.counted, "
    "confidence = excluded.confidence, checked_in_on = excluded.checked_in_on, "
    "behind_on = excluded.behind_on, at_risk_on = excluded.at_risk_on, "
    "outdated_on = excluded.outdated_on"
)
EVENT = (
    "INSERT INTO events_event (id, organization_id, kind, actor_id, actor_name, subject_id, "
    "subject_title, objective_id, team_id, old, new, reason, face, at) VALUES (?, ?, "
    "'checkin.made', ?, 'Somebody', ?, 'A key result', ?, NULL, ?, ?, '', 'web', ?)"
)


class Target:
    """One key result to write at: its ids, as the server's own check-ins would."""

    def __init__(
        self, key_result: int, objective: int, organization: int, member: int, cycle: int
    ) -> None:
        self.key_result, self.objective = key_result, objective
        self.organization, self.member, self.cycle = organization, member, cycle


type Execute = Callable[[str, tuple[Any, ...]], object]


def write_check_in(execute: Execute, target: Target) -> None:
    """The six rows of a check-in: reading, check-in, key result, objective, standing, event."""
    reading, checkin, standing, event = (new_id() for _ in range(4))
    now = datetime.now(UTC).replace(tzinfo=None)
    at, on = now.isoformat(" "), now.date().isoformat()
    execute(READING, (reading, target.key_result, "42", on, at, target.member))
    execute(
        CHECK_IN, (checkin, target.organization, target.key_result, reading, on, at, target.member)
    )
    execute(KEY_RESULT, ("42", "41", "0.42", on, on, on, on, target.key_result))
    execute(OBJECTIVE, ("0.42", on, on, on, on, target.objective))
    execute(
        STANDING,
        (standing, target.objective, on, target.cycle, on, "0.42", on, on, on, on),
    )
    values = '{"value": "42", "confidence": 7}'
    execute(
        EVENT,
        (
            event,
            target.organization,
            target.member,
            checkin,
            target.objective,
            values,
            values,
            at,
        ),
    )


def sqlite_writes(database: Path, targets: list[Target], seconds: float) -> Answers:
    """Bare transactions, one after another: SQLite has one writer whatever the clients do."""
    turn = itertools.cycle(targets)
    with closing(pysqlite3.connect(str(database), isolation_level=None, timeout=20)) as connection:
        for pragma in PRAGMAS:
            connection.execute(pragma)

        def once() -> None:
            connection.execute("BEGIN IMMEDIATE")
            write_check_in(connection.execute, next(turn))
            connection.execute("COMMIT")

        return time_calls(once, seconds=seconds)


def postgresql_writes(
    url: str, targets: list[Target], seconds: float, connections: int = 8
) -> Answers:
    """Bare transactions on several connections at once."""
    parts: list[Answers] = []

    def work(own: list[Target]) -> None:
        turn = itertools.cycle(own)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.prepare_threshold = 2

            def execute(statement: str, values: tuple[Any, ...]) -> object:
                return connection.execute(statement.replace("?", "%s"), values)

            def once() -> None:
                with connection.transaction():
                    write_check_in(execute, next(turn))

            parts.append(time_calls(once, seconds=seconds))

    threads = [
        threading.Thread(target=work, args=(targets[at::connections],)) for at in range(connections)
    ]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = Answers(took=time.perf_counter() - started)
    for part in parts:
        whole.seconds += part.seconds
    return whole


def sqlite_reads(database: Path, statements: list[str], seconds: float) -> Answers:
    """The statements of a page, by one bare connection."""
    with closing(pysqlite3.connect(str(database), isolation_level=None)) as connection:

        def once() -> None:
            for statement in statements:
                connection.execute(statement).fetchall()

        return time_calls(once, seconds=seconds)


def postgresql_reads(url: str, statements: list[str], seconds: float) -> Answers:
    with psycopg.connect(url, autocommit=True) as connection:

        def once() -> None:
            for statement in statements:
                connection.execute(statement.encode()).fetchall()

        return time_calls(once, seconds=seconds)
