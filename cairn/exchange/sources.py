"""What is asked of fetches: where from, and how far one has come."""

import math
from dataclasses import dataclass
from datetime import datetime

from cairn.errors import NotFound
from cairn.exchange.feishu.client import MOST_CALLS
from cairn.exchange.models import FeishuFetch, FeishuSource, Import, State, Whom
from cairn.exchange.policy import rules
from cairn.organization.actor import Actor
from cairn.storage import clock
from cairn.storage.sealing import unseal

USUAL_CALLS, ENOUGH_TO_GUESS = 30, 3
"""Calls that a person takes, until so many people tell better."""


@dataclass(frozen=True, slots=True)
class Fetching:
    """How far a fetch from Feishu has come: `people` is None until they are known, `minutes_left` a
    guess. `waits_until` where the next call may not be made before."""

    address: str
    app_id: str
    is_paused: bool
    has_secret: bool
    people: int | None
    done: int
    calls: int
    minutes_left: int | None
    waits_until: datetime | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where was fetched from, and of whom (`whom` in words). Without its secret nothing more can be fetched."""

    id: int
    address: str
    app_id: str
    people: str
    whom: str
    has_secret: bool
    last_fetched_at: datetime | None
    under_way: int | None
    """The import that fetches from it now."""


def list_sources(viewer: Actor) -> list[Source]:
    """Where was fetched from, last first; the secrets stay here. Two queries."""
    rules.require(viewer, "import.prepare", None)
    found = FeishuSource.objects.filter(organization_id=viewer.organization_id)
    reading = FeishuFetch.objects.filter(
        of__organization_id=viewer.organization_id, of__state=State.READING
    )
    under_way = dict(reading.values_list("source_id", "of_id"))
    return [
        Source(
            *(one.id, one.address, one.app_id, one.whom, str(Whom(one.whom).label)),
            bool(unseal(one.sealed_secret)),
            one.last_fetched_at,
            under_way.get(one.id),
        )
        for one in found.order_by("-last_fetched_at", "-id")
    ]


def find_source(viewer: Actor, source_id: int) -> FeishuSource:
    """With what was asked for last; `NotFound` for those who may not bring anything in."""
    if not rules.can(viewer, "import.prepare", None):
        raise NotFound
    found = FeishuSource.objects.filter(organization_id=viewer.organization_id, id=source_id)
    source = found.first()
    if source is None:
        raise NotFound
    return source


def fetching_of(found: Import) -> Fetching | None:
    """None where it is not being fetched. Three queries."""
    if not found.is_fetched:
        return None
    fetch = FeishuFetch.objects.filter(of=found).select_related("source").first()
    if fetch is None:
        return None
    done = fetch.answers.filter(answer__isnull=False).count()
    waits = fetch.waits_until
    return Fetching(
        address=fetch.source.address,
        app_id=fetch.source.app_id,
        is_paused=fetch.paused_at is not None,
        has_secret=bool(unseal(fetch.source.sealed_secret)),
        people=fetch.people,
        done=done,
        calls=fetch.calls,
        minutes_left=_minutes_left(fetch.people, done, fetch.calls),
        waits_until=waits if waits is not None and waits > clock.now() else None,
    )


def _minutes_left(people: int | None, done: int, calls: int) -> int | None:
    if people is None:
        return None
    each = calls / done if done >= ENOUGH_TO_GUESS else USUAL_CALLS
    return math.ceil((people - done) * each / MOST_CALLS)
