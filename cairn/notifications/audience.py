"""Whom an event concerns; found by one function a kind, in `audiences/`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cairn.events.models import Event
from cairn.notifications.asked import present
from cairn.notifications.models import Topic


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom an event concerns, as member → reason, the most telling reason put on last; `variant` picks
    the sentence where a kind has several. `tells_actor`: whoever brought it about hears of it too.
    `is_nameless`: nothing of the subject is said, since they may no longer see it. `others` hear the
    same event in other words."""

    topic: Topic
    heard: Mapping[int, str] = field(default_factory=dict)
    url: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    variant: str = ""
    tells_actor: bool = False
    is_nameless: bool = False
    others: tuple[Audience, ...] = ()


type Find = Callable[[Event], Audience | None]


def because(reason: str, members: Iterable[int | None]) -> dict[int, str]:
    return dict.fromkeys(present(*members), reason)


def objective_url(event: Event) -> str:
    """At the key result, where the event is about one."""
    mark = f"#kr-{event.subject_id}" if event.kind.startswith("key_result") else ""
    return f"/objectives/{event.objective_id}{mark}"
