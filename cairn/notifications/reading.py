"""Reading the ledger and telling those whom it concerns. Safe to do twice."""

import logging
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any, Final

from django.db.models import Q
from django.db.transaction import atomic

from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.goals.models import Objective
from cairn.jobs.models import Job
from cairn.jobs.worker import Tell
from cairn.notifications.audience import Audience
from cairn.notifications.audiences import AUDIENCES
from cairn.notifications.models import Follow, Reader, Topic
from cairn.notifications.telling import News, tell_all
from cairn.organization.actor import Face
from cairn.storage import clock
from cairn.storage.ids import EPOCH_MS, RANDOM_BITS

NAME: Final = "notices"
AT_A_TIME: Final = 200
SETTLED: Final = timedelta(minutes=5)
"""No transaction lasts longer: what is older appears no more behind what was read."""
FOLLOWED: Final[frozenset[str]] = frozenset(
    {
        *(Kind.OBJECTIVE_PUBLISHED, Kind.OBJECTIVE_CONFIRMED, Kind.OBJECTIVE_HANDED_OVER),
        *(Kind.OBJECTIVE_CLOSED, Kind.OBJECTIVE_REOPENED, Kind.OBJECTIVE_SCORED),
        *(Kind.OBJECTIVE_CARRIED_OVER, Kind.OBJECTIVE_CHANGED, Kind.KEY_RESULT_ADDED),
        *(Kind.KEY_RESULT_CHANGED, Kind.KEY_RESULT_HANDED_OVER, Kind.ALIGNMENT_ACCEPTED),
        *(Kind.DEPENDENCY_ACCEPTED, Kind.DEPENDENCY_DELIVERED, Kind.CHECKIN_MADE),
        *(Kind.COMMENT_ADDED, Kind.UPDATE_PUBLISHED, Kind.KPI_CREATED),
        *(Kind.MEETING_ENDED, Kind.RETROSPECTIVE_FINISHED, Kind.LESSON_ADDED),
    }
)
"""What those hear who follow the person, the team or the objective."""
TOLD: Final = frozenset(AUDIENCES) | FOLLOWED
logger = logging.getLogger(__name__)


def id_at(instant: Any) -> int:
    """The smallest id that was made at an instant or later."""
    return max(int(instant.timestamp() * 1000) - EPOCH_MS, 0) << RANDOM_BITS


def read_ledger(_job: Job, tell_step: Tell) -> None:
    """Tell of all that happened since the last time. The first time nothing is told of the past."""
    step = 0
    while read_some():
        step += 1
        tell_step(step, step + 1)


@atomic
def read_some() -> bool:
    """One portion; whether there may be more."""
    reader = Reader.objects.select_for_update().filter(name=NAME).first()
    if reader is None:
        Reader.objects.create(name=NAME, event_id=id_at(clock.now()))
        return False
    known = set(reader.known)
    fresh = Event.objects.filter(id__gt=reader.event_id, kind__in=TOLD).order_by("id")
    fresh = fresh.exclude(face=Face.IMPORT)  # nobody wants a notice of each row of a file
    if known:
        fresh = fresh.exclude(id__in=known)
    events = list(fresh[:AT_A_TIME])
    told_of(events)
    floor = max(reader.event_id, id_at(clock.now() - SETTLED))
    if len(events) == AT_A_TIME:
        floor = min(floor, events[-1].id)
    known.update(event.id for event in events)
    left = sorted(id for id in known if id > floor)
    if floor - reader.event_id > id_at_gap() or left != reader.known:
        reader.event_id, reader.known = floor, left
        reader.save(update_fields=["event_id", "known"])
    return len(events) == AT_A_TIME


def id_at_gap() -> int:
    """Ids of an hour: where nothing happens, the place is noted once an hour."""
    return (3_600_000) << RANDOM_BITS


def told_of(events: Sequence[Event]) -> int:
    """Tell those whom the events concern, and those who follow; how many notices."""
    followers = followers_of(events)
    return tell_all([one for event in events for one in _heard(event, followers)])


def _heard(event: Event, followers: "Followers") -> list[tuple[int, str, News]]:
    """`news_of`; an event that cannot be told is logged, and keeps nobody from hearing the others."""
    try:
        with atomic():
            return news_of(event, followers)
    except Exception:
        logger.exception("the event %s (%s) cannot be told", event.id, event.kind)
        return []


def news_of(event: Event, followers: "Followers") -> list[tuple[int, str, News]]:
    """(member, reason, news): each member once, whoever did it never."""
    find = AUDIENCES.get(event.kind)
    concerned = (find(event) if find else None) or Audience(Topic.FOLLOWED)
    found: dict[int, tuple[str, News]] = {}
    for audience in (concerned, *concerned.others):
        news = _news(event, audience)
        for member, reason in audience.heard.items():
            found.setdefault(member, (reason, news))
    if event.kind in FOLLOWED:
        followed = _news(event, Audience(Topic.FOLLOWED, url=concerned.url))
        for member in followers.hearing(event):
            found.setdefault(member, ("follower", followed))
    if not concerned.tells_actor:
        found.pop(event.actor_id or 0, None)
    return [(member, reason, news) for member, (reason, news) in found.items()]


def _news(event: Event, audience: Audience) -> News:
    kind = f"{event.kind}.{audience.variant}" if audience.variant else event.kind
    if audience.is_nameless:
        facts = {"actor": event.actor_name, **audience.facts}
        return News(audience.topic, f"event:{event.id}", kind, "/inbox", facts, at=event.at)
    facts = {
        "actor": event.actor_name,
        "title": event.subject_title[:300],
        "objective": event.new.get("objective_title", ""),
        **({"stood_in_for": place} if (place := event.new.get("stood_in_for")) else {}),
        **({"said": event.reason[:300]} if event.reason else {}),
        **{name: value for name, value in audience.facts.items() if value not in (None, "")},
    }
    return News(
        audience.topic,
        f"event:{event.id}",
        kind,
        audience.url or _place(event),
        facts,
        event.subject_id,
        event.objective_id,
        event.other_objective_id,
        event.at,
    )


def _place(event: Event) -> str:
    if event.objective_id is not None:
        return f"/objectives/{event.objective_id}"
    return f"/teams/{event.team_id}" if event.team_id is not None else "/inbox"


class Followers:
    """Who follows the people, teams and objectives of some events. A key result of one of the `drafts`
    is no news: it belongs to the objective that is being written, or carried over."""

    def __init__(
        self,
        rows: Sequence[tuple[int, int | None, int | None, int | None]],
        drafts: Collection[int] = (),
    ) -> None:
        self._drafts = drafts
        self._people: dict[int, list[int]] = {}
        self._teams: dict[int, list[int]] = {}
        self._objectives: dict[int, list[int]] = {}
        for member, person, team, objective in rows:
            for kept, id in (
                (self._people, person),
                (self._teams, team),
                (self._objectives, objective),
            ):
                if id is not None:
                    kept.setdefault(id, []).append(member)

    def hearing(self, event: Event) -> set[int]:
        if event.kind == Kind.KEY_RESULT_ADDED and event.objective_id in self._drafts:
            return set()
        return {
            *self._people.get(event.actor_id or 0, ()),
            *self._teams.get(event.team_id or 0, ()),
            *self._objectives.get(event.objective_id or 0, ()),
            *self._objectives.get(event.other_objective_id or 0, ()),
        }


def followers_of(events: Sequence[Event]) -> Followers:
    people = {event.actor_id for event in events if event.actor_id}
    teams = {event.team_id for event in events if event.team_id}
    ends = (id for event in events for id in (event.objective_id, event.other_objective_id))
    objectives = {id for id in ends if id}
    if not events:
        return Followers([])
    found = Follow.objects.filter(
        Q(person__in=people) | Q(team__in=teams) | Q(objective__in=objectives)
    )
    rows = list(found.values_list("member_id", "person_id", "team_id", "objective_id"))
    return Followers(rows, _drafts_of(events) if rows else ())


def _drafts_of(events: Sequence[Event]) -> set[int]:
    """Those of the objectives that were given key results which are not published."""
    given = [event for event in events if event.kind == Kind.KEY_RESULT_ADDED]
    ids = {event.objective_id for event in given if event.objective_id}
    drafts = Objective.objects.filter(id__in=ids, published_at__isnull=True)
    return set(drafts.values_list("id", flat=True)) if ids else set()
