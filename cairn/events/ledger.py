"""Writing to the ledger, and reading its feeds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from django.db.models import FETCH_RAISE, QuerySet

from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.storage import clock
from cairn.storage.ids import new_id
from cairn.storage.rows import insert, unsaved


@dataclass(frozen=True, slots=True)
class Named:
    """Something that an event points at: compared by id, kept by name."""

    id: int
    name: str


class Doer(Protocol):
    """What the ledger needs to know of an actor."""

    @property
    def member_id(self) -> int: ...
    @property
    def organization_id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def face(self) -> str: ...


def record(
    actor: Doer,
    kind: Kind,
    subject_id: int,
    *,
    title: str = "",
    objective_id: int | None = None,
    other_objective_id: int | None = None,
    team_id: int | None = None,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> Event:
    """Append one event in the caller's transaction."""
    event = unsaved(
        Event,
        id=new_id(),
        organization_id=actor.organization_id,
        kind=str(kind),
        actor_id=actor.member_id,
        actor_name=actor.name[:200],
        subject_id=subject_id,
        subject_title=title[:500],
        objective_id=objective_id,
        other_objective_id=other_objective_id,
        team_id=team_id,
        old=plain_values(old or {}),
        new=plain_values(new or {}),
        reason=reason,
        face=str(actor.face),
        at=at or clock.now(),
    )
    insert(event)
    return event


def plain_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as JSON keeps them: decimals and dates as text, ids as text."""
    return {name: plain_value(value) for name, value in values.items()}


def plain_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Named):
        return value.name
    if isinstance(value, list | tuple):
        return [plain_value(one) for one in value]
    if isinstance(value, int) and not isinstance(value, bool) and value > 1_000_000_000_000:
        return str(value)
    return value


def changed_values(
    old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Only the fields that differ, before and after."""
    names = [name for name in new if old.get(name) != new[name]]
    return {name: old.get(name) for name in names}, {name: new[name] for name in names}


def events_of(organization_id: int) -> QuerySet[Event]:
    """An organization's events, newest first."""
    return (
        Event.objects.filter(organization_id=organization_id)
        .order_by("-id")
        .fetch_mode(FETCH_RAISE)
    )
