"""The three long tables (readings, check-ins, events) as plain rows, past the ORM for speed."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from cairn.checkins.models import CheckIn
from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.goals.models import KeyResult, Objective, Reading
from cairn.organization.models import Member
from cairn.storage.fields import plain
from cairn.storage.ids import EPOCH_MS, RANDOM_BITS

READING = "id key_result_id value milestones effective_on recorded_at author_id source"
CHECKIN = (
    "id organization_id key_result_id reading_id confidence note blockers status effective_on "
    "recorded_at author_id"
)
EVENT = (
    "id organization_id kind actor_id actor_name subject_id subject_title objective_id team_id "
    "old new reason face at"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says in one check-in; `before` is the (value, confidence) that stood."""

    at: datetime
    value: Decimal
    confidence: int
    note: str
    before: tuple[Decimal | None, int]
    reached: tuple[int, ...] = ()


@dataclass(slots=True)
class History:
    """Rows to be written, in the order of the columns above."""

    readings: list[tuple[Any, ...]] = field(default_factory=list)
    checkins: list[tuple[Any, ...]] = field(default_factory=list)
    events: list[tuple[Any, ...]] = field(default_factory=list)

    def check_in(self, row: KeyResult, author: Member, said: Said) -> None:
        """The reading, the check-in and the event that one check-in leaves."""
        reading_id, checkin_id = id_at(said.at), id_at(said.at)
        day, instant = said.at.date().isoformat(), spelled(said.at)
        value = format(plain(said.value), "f")
        reached = json.dumps([str(id) for id in said.reached])
        self.readings.append(
            (reading_id, row.id, value, reached, day, instant, author.id, "person")
        )
        self.checkins.append(
            (
                *(checkin_id, row.organization_id, row.id, reading_id, said.confidence, said.note),
                *("", "", day, instant, author.id),
            )
        )
        was, confidence = said.before
        old = {"value": None if was is None else format(was, "f"), "confidence": confidence}
        new = {"value": value, "confidence": said.confidence}
        self.tell(
            row.objective,
            author,
            Kind.CHECKIN_MADE,
            said.at,
            subject=(checkin_id, row.title),
            old=old,
            new={**new, "key_result": str(row.id), "effective_on": day},
            reason=said.note,
        )

    def tell(
        self,
        objective: Objective,
        actor: Member,
        kind: Kind,
        at: datetime,
        *,
        subject: tuple[int, str] | None = None,
        old: Mapping[str, Any] | None = None,
        new: Mapping[str, Any] | None = None,
        reason: str = "",
    ) -> None:
        """One event; without a subject it is about the objective."""
        subject_id, title = subject or (objective.id, objective.title)
        self.events.append(
            (
                *(id_at(at), objective.organization_id, kind.value, actor.id, actor.name),
                *(subject_id, title, objective.id, objective.team_id),
                *(json.dumps(old or {}), json.dumps(new or {}), reason, "web", spelled(at)),
            )
        )

    def write(self) -> None:
        insert(Reading._meta.db_table, READING, self.readings)
        insert(CheckIn._meta.db_table, CHECKIN, self.checkins)
        insert(Event._meta.db_table, EVENT, self.events)


def insert(table: str, columns: str, rows: list[tuple[Any, ...]]) -> None:
    names = columns.split()
    places = ", ".join(["%s"] * len(names))
    quoted = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.executemany(f'INSERT INTO "{table}" ({quoted}) VALUES ({places})', rows)  # noqa: S608


def spelled(at: datetime) -> str:
    """An instant as both databases take it: Django keeps UTC, on SQLite without saying so."""
    plain = at.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
    return plain if connection.vendor == "sqlite" else f"{plain}+00"


def id_at(instant: datetime) -> int:
    """An id as if it had been made at that instant, so that feeds read in the order of time."""
    ms = int(instant.timestamp() * 1000) - EPOCH_MS
    return (ms << RANDOM_BITS) | secrets.randbits(RANDOM_BITS)
