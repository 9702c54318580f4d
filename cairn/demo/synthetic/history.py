"""The long tables (readings, check-ins, events, standings) as plain rows, past the ORM for speed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random, SystemRandom
from typing import Any
from zoneinfo import ZoneInfo

from cairn.checkins.models import CheckIn
from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.goals.models import KeyResult, Objective, Reading, Standing, Visibility
from cairn.goals.sql import STANDING, by_name
from cairn.organization.models import Member
from cairn.storage.bulk import Row, insert
from cairn.storage.ids import EPOCH_MS, RANDOM_BITS
from cairn.storage.rows import amount, on_postgresql

READING = "id key_result_id value milestones effective_on recorded_at author_id source"
CHECKIN = (
    "id organization_id key_result_id reading_id confidence note blockers status effective_on "
    "recorded_at author_id"
)
EVENT = (
    "id organization_id kind actor_id actor_name subject_id subject_title objective_id "
    "other_objective_id team_id old new reason face at"
)
WORKING_SECONDS = 9 * 3600
_off = SystemRandom().randrange(60_000)
_low_bits = Random(SystemRandom().getrandbits(64)).getrandbits  # noqa: S311 (made-up rows)


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant as rows hold it: milliseconds since 1970, and as text."""

    ms: int
    text: str
    day: str


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says in one check-in; `before` is the (value, confidence) that stood."""

    at: Moment
    value: str
    confidence: int
    note: str
    before: tuple[str | None, int]
    reached: str = "[]"


@dataclass(slots=True)
class History:
    """Rows to be written, in the order of the columns above."""

    readings: list[Row] = field(default_factory=list)
    checkins: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    standings: list[Row] = field(default_factory=list)

    def check_in(self, row: KeyResult, author: Member, said: Said, about: Objective) -> None:
        """The reading, the check-in and the event that one check-in leaves."""
        at, value = said.at, said.value
        reading_id, checkin_id = id_at(at.ms), id_at(at.ms)
        self.readings.append(
            (reading_id, row.id, value, said.reached, at.day, at.text, author.id, "person")
        )
        self.checkins.append(
            (
                *(checkin_id, row.organization_id, row.id, reading_id, said.confidence, said.note),
                *("", "", at.day, at.text, author.id),
            )
        )
        was = "null" if said.before[0] is None else f'"{said.before[0]}"'
        new = (
            f'{{"value": "{value}", "confidence": {said.confidence}, '
            f'"key_result": "{row.id}", "effective_on": "{at.day}"}}'
        )
        self.events.append(
            (
                *(id_at(at.ms), row.organization_id, Kind.CHECKIN_MADE.value, author.id),
                *(author.name, checkin_id, row.title, about.id, None, about.team_id),
                *(f'{{"value": {was}, "confidence": {said.before[1]}}}', new, said.note),
                *("web", at.text),
            )
        )

    def tell(
        self,
        objective: Objective,
        actor: Member,
        kind: Kind,
        at: Moment,
        *,
        subject: tuple[int, str] | None = None,
        other: int | None = None,
        old: Mapping[str, Any] | None = None,
        new: Mapping[str, Any] | None = None,
        reason: str = "",
    ) -> None:
        """One event; without a subject it is about the objective."""
        subject_id, title = subject or (objective.id, objective.title)
        self.events.append(
            (
                *(id_at(at.ms), objective.organization_id, kind.value, actor.id, actor.name),
                *(subject_id, title, objective.id, other, objective.team_id),
                *(json.dumps(old or {}, ensure_ascii=False),),
                *(json.dumps(new or {}, ensure_ascii=False), reason, "web", at.text),
            )
        )

    def stand(self, objective: Objective, at: Moment) -> None:
        """How the objective stands as its columns are now."""
        self.standings.append(
            (
                *(id_at(at.ms), objective.id, at.day, objective.cycle_id),
                *(objective.team_id, objective.owner_id, False, False, objective.closed_as),
                *(_text(objective.due_on), amount(objective.shown_progress)),
                *(objective.measured, objective.counted, objective.confidence),
                *(_text(objective.checked_in_on), _text(objective.behind_on)),
                *(_text(objective.at_risk_on), _text(objective.outdated_on)),
                *_audience(objective),
            )
        )

    def write(self) -> None:
        insert(Reading._meta.db_table, READING.split(), self.readings)
        insert(CheckIn._meta.db_table, CHECKIN.split(), self.checkins)
        insert(Event._meta.db_table, EVENT.split(), self.events)
        insert(Standing._meta.db_table, STANDING, self.standings)


def _audience(objective: Objective) -> tuple[str | None, str | None]:
    """Of those made here only the owner takes part."""
    if objective.visibility == Visibility.ORGANIZATION:
        return None, None
    team = objective.visible_team
    return by_name([objective.owner_id]), team.path if team else None


def moment(day: date, share: float, zone: ZoneInfo) -> Moment:
    """A share of the working day, from nine o'clock there."""
    base = _nine_o_clock(day, zone)
    ms = int(share * WORKING_SECONDS * 1000)
    at = base + timedelta(milliseconds=ms)
    text = at.isoformat(" ")
    return Moment(_ms(base) + ms, f"{text}+00" if on_postgresql() else text, _text(day) or "")


def instant(at: Moment) -> datetime:
    return datetime.fromtimestamp(at.ms / 1000, UTC)


@cache
def _nine_o_clock(day: date, zone: ZoneInfo) -> datetime:
    """In UTC, without saying so."""
    return datetime.combine(day, time(9), zone).astimezone(UTC).replace(tzinfo=None)


@cache
def _ms(naive: datetime) -> int:
    return int(naive.replace(tzinfo=UTC).timestamp() * 1000)


@cache
def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def id_at(ms: int) -> int:
    """An id as if it had been made at about that instant, so that feeds read in the order of time.

    The same seed tells the same instants again: another run is off them by some of a minute, so
    that two large ones beside each other do not meet in an id.
    """
    return ((ms + _off - EPOCH_MS) << RANDOM_BITS) | _low_bits(RANDOM_BITS)
