"""A meeting as somebody sees it while it goes on: one entry of the agenda at a time."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import FETCH_RAISE, Q, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from cairn.checkins.agreed import ActionRow, action_rows, by_day
from cairn.checkins.helping import OPEN, HelpRow, help_requests, help_row
from cairn.checkins.models import CheckIn
from cairn.checkins.queries import checkins_of, checkins_of_key_result
from cairn.errors import NotFound
from cairn.goals.models import Initiative
from cairn.goals.queries import objective_rows, seen_through, visible_objectives
from cairn.goals.rows import KeyResultRow, ObjectiveRow
from cairn.meetings.agenda import Item, Why, last_shown, read_agenda
from cairn.meetings.models import Entry, Meeting
from cairn.meetings.policy import rules
from cairn.meetings.seen import carried_actions, keep_seen, sees_actions
from cairn.organization.actor import Actor

MOST_HELP = 10


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the agenda as the viewer counts it: `number` among what they see, from 1."""

    key: str
    why: str
    number: int
    title: str
    key_result: KeyResultRow | None
    objective: ObjectiveRow | None
    is_covered: bool
    entries: int

    @property
    def status(self) -> str:
        if self.key_result:
            return self.key_result.status
        return self.objective.status if self.objective else ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something taken down, and whether the viewer may strike it."""

    entry: Entry
    may_strike: bool


@dataclass(frozen=True, slots=True)
class Stage:
    """`here` is what this reader looks at, `there` what is presented to them; the same while they
    follow. `token` changes with everything that they see of the meeting, and with nothing else."""

    meeting: Meeting
    places: tuple[Place, ...]
    here: Place
    there: Place
    is_following: bool
    token: str
    notes: tuple[Note, ...]
    checkin: CheckIn | None
    initiatives: tuple[Initiative, ...]
    help: tuple[HelpRow, ...]
    actions: tuple[ActionRow, ...]
    is_presenter: bool
    may_write: bool
    may_end: bool

    @property
    def before(self) -> Place | None:
        return self.places[self.here.number - 2] if self.here.number > 1 else None

    @property
    def after(self) -> Place | None:
        return self.places[self.here.number] if self.here.number < len(self.places) else None

    @property
    def covered(self) -> int:
        return sum(place.is_covered for place in self.places)

    @property
    def timer_ends_at(self) -> datetime | None:
        """Of what is presented, where that is something they see."""
        return _timer(self.meeting, self.there) if self.is_following else None


def find_meeting(viewer: Actor, meeting_id: int) -> Meeting:
    """Everybody in the organization may look at a meeting, or `NotFound`. One query."""
    found = (
        Meeting.objects.filter(id=meeting_id, organization_id=viewer.organization_id)
        .select_related("team", "presenter", "started_by", "ended_by", "cycle")
        .fetch_mode(FETCH_RAISE)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def seen_entries(viewer: Actor) -> QuerySet[Entry]:
    """What was taken down and stands, about nothing in particular or about what the viewer sees."""
    return (
        Entry.objects.filter(
            Q(objective__isnull=True) | Q(seen_through(viewer)),
            meeting__organization_id=viewer.organization_id,
            deleted_at__isnull=True,
        )
        .select_related("author", "action__owner", "objective", "key_result")
        .order_by("id")
        .fetch_mode(FETCH_RAISE)
    )


def read_stage(viewer: Actor, meeting: Meeting, on: date, at: str = "") -> Stage:
    """What the viewer sees at a key of the agenda, or where it is presented. Eight queries at most."""
    items = read_agenda(meeting.agenda)
    entries = list(seen_entries(viewer).filter(meeting=meeting))
    places, shown = _places(viewer, meeting, items, entries, on)
    there = next((one for one in places if shown and one.key == shown.key), places[0])
    here = next((one for one in places if one.key == at), None) if at else there
    if here is None:
        raise NotFound
    return Stage(
        meeting=meeting,
        places=places,
        here=here,
        there=there,
        is_following=not at,
        token=_token(viewer, meeting, at, _digest(meeting, places, there, here, entries)),
        notes=tuple(_note(viewer, meeting, one) for one in entries if _is_on(one, here)),
        checkin=_last_words(here),
        initiatives=_initiatives(here),
        help=_help(viewer, here),
        actions=_actions(viewer, meeting, here),
        is_presenter=meeting.presenter_id == viewer.member_id,
        may_write=rules.can(viewer, "meeting.write", meeting),
        may_end=rules.can(viewer, "meeting.end", meeting),
    )


def _places(
    viewer: Actor, meeting: Meeting, items: list[Item], entries: list[Entry], on: date
) -> tuple[tuple[Place, ...], Item | None]:
    """What the viewer sees of the agenda, and what was last presented of it."""
    wanted = visible_objectives(viewer).filter(
        id__in={one.objective_id for one in items if one.objective_id}
    )
    objectives = {row.id: row for row in objective_rows(viewer, wanted, on)}
    key_results = {kr.id: kr for row in objectives.values() for kr in row.key_results}
    seen = keep_seen(items, set(objectives), set(key_results), sees_actions(viewer, meeting, items))
    said = [_key(one) for one in entries]
    places = [
        _place(item, number, objectives, key_results, said.count(item.key))
        for number, item in enumerate(seen, 1)
    ]
    return tuple(places), last_shown(seen)


def _place(
    item: Item,
    number: int,
    objectives: Mapping[int, ObjectiveRow],
    key_results: Mapping[int, KeyResultRow],
    entries: int,
) -> Place:
    key_result = key_results[item.key_result_id] if item.key_result_id else None
    objective = objectives[item.objective_id] if item.objective_id else None
    title = key_result.title if key_result else objective.title if objective else ""
    return Place(
        key=item.key,
        why=str(item.why),
        number=number,
        title=title,
        key_result=key_result,
        objective=objective,
        is_covered=item.shown > 0,
        entries=entries,
    )


def _key(entry: Entry) -> str:
    """Where on the agenda an entry stands; what is about nothing in particular stands at the end."""
    return str(entry.key_result_id or entry.objective_id or Why.END)


def _is_on(entry: Entry, here: Place) -> bool:
    """What is about nothing in particular is shown wherever the team speaks of no key result."""
    return _key(entry) == (here.key if here.objective else Why.END)


def _note(viewer: Actor, meeting: Meeting, entry: Entry) -> Note:
    entry.meeting = meeting
    return Note(entry, rules.can(viewer, "entry.strike", entry))


def _last_words(here: Place) -> CheckIn | None:
    if here.key_result:
        said = checkins_of_key_result(here.key_result.id)
    elif here.objective:
        said = checkins_of(here.objective.id)
    else:
        return None
    return said.filter(corrected_by__isnull=True).first()


def _initiatives(here: Place) -> tuple[Initiative, ...]:
    if here.key_result is None:
        return ()
    found = Initiative.objects.filter(key_result=here.key_result.id, deleted_at__isnull=True)
    return tuple(found.select_related("owner").order_by("position", "id").fetch_mode(FETCH_RAISE))


def _help(viewer: Actor, here: Place) -> tuple[HelpRow, ...]:
    """Open requests about this key result, or about its objective as a whole."""
    if here.objective is None:
        return ()
    about = Q(key_result__isnull=True)
    if here.key_result:
        about |= Q(key_result=here.key_result.id)
    found = help_requests(viewer).filter(OPEN, about, objective=here.objective.id)
    return tuple(help_row(viewer, one) for one in found[:MOST_HELP])


def _actions(viewer: Actor, meeting: Meeting, here: Place) -> tuple[ActionRow, ...]:
    if here.why != Why.ACTIONS:
        return ()
    return tuple(action_rows(viewer, by_day(carried_actions(viewer, meeting))))


def _digest(
    meeting: Meeting, places: tuple[Place, ...], there: Place, here: Place, entries: list[Entry]
) -> str:
    """Of what the viewer sees only: what goes on elsewhere does not change it."""
    seen = (
        (there.key, here.key),
        [place.key for place in places if place.is_covered],
        [entry.id for entry in entries],
        [entry.action.done_at for entry in entries if entry.action],
        meeting.presenter_id,
        _timer(meeting, there),
        meeting.ended_at,
    )
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:24]


def _timer(meeting: Meeting, there: Place) -> datetime | None:
    """The timer of something that the viewer does not see is no news to them."""
    item = read_agenda(meeting.agenda)[meeting.place]
    return meeting.timer_ends_at if item.key == there.key else None


def _token(viewer: Actor, meeting: Meeting, at: str, digest: str) -> str:
    return f"{_seal(viewer, meeting, at)}.{digest}"


def _seal(viewer: Actor, meeting: Meeting, at: str) -> str:
    """The revision, told to nobody: a gap in it would say that something hidden was shown."""
    value = f"{viewer.member_id}:{meeting.id}:{meeting.revision}:{at}"
    return salted_hmac("cairn.meetings", value, algorithm="sha256").hexdigest()[:16]


def is_at(viewer: Actor, meeting: Meeting, token: str, at: str = "") -> bool:
    """Whether nothing at all happened since the viewer got this token, looking there. No query."""
    return constant_time_compare(token.partition(".")[0], _seal(viewer, meeting, at))


def is_same(stage: Stage, token: str) -> bool:
    """Whether nothing that the viewer sees happened since."""
    return constant_time_compare(stage.token.partition(".")[2], token.partition(".")[2])
