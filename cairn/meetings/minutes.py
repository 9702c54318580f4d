"""What is kept of a meeting, as far as a reader may see it; and a team's meetings so far."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import FETCH_RAISE, Count, Exists, OuterRef, Q, QuerySet

from cairn.goals.models import KeyResult
from cairn.goals.queries import seen_through, visible_objectives
from cairn.meetings.agenda import Item, Why, read_agenda
from cairn.meetings.models import Entry, EntryKind, Meeting, is_forgotten
from cairn.meetings.stage import find_meeting, seen_entries
from cairn.organization.actor import Actor
from cairn.organization.models import Member


@dataclass(frozen=True, slots=True)
class Part:
    """What was said about one key result or objective, or (both None) about all the rest."""

    key: str
    title: str
    objective: str
    url: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Minutes:
    """`attended` are those who took part, as they came. `parts` are those with something taken
    down, in the agenda's order; `covered` and `left` the titles of what the presenter showed or
    something was taken down on, and of what the meeting did not come to."""

    meeting: Meeting
    parts: tuple[Part, ...]
    covered: tuple[str, ...]
    left: tuple[str, ...]
    attended: tuple[Member, ...] = ()

    def entries_of(self, kind: str) -> list[Entry]:
        return [one for part in self.parts for one in part.entries if one.kind == kind]

    @property
    def decisions(self) -> list[Entry]:
        return self.entries_of(EntryKind.DECISION)

    @property
    def actions(self) -> list[Entry]:
        return self.entries_of(EntryKind.ACTION)


def read_minutes(viewer: Actor, meeting_id: int) -> Minutes:
    """Five queries."""
    meeting = find_meeting(viewer, meeting_id)
    return minutes_of(viewer, meeting, list(seen_entries(viewer).filter(meeting=meeting)))


def attended(meeting: Meeting) -> tuple[Member, ...]:
    """As they came. One query."""
    found = meeting.attendances.select_related("member").order_by("since", "id")
    return tuple(one.member for one in found)


def minutes_of(viewer: Actor, meeting: Meeting, entries: list[Entry]) -> Minutes:
    """From the entries that the viewer sees. Three queries."""
    items = read_agenda(meeting.agenda)
    titles = _titles(viewer, items)
    seen = [one for one in items if one.key in titles]
    order = {one.key: at for at, one in enumerate(items)}
    written = {_key(one) for one in entries}
    keys = sorted(written, key=lambda key: order.get(key, len(order)))
    covered = [one for one in seen if one.shown or one.key in written]
    return Minutes(
        meeting,
        tuple(_part(key, [one for one in entries if _key(one) == key]) for key in keys),
        covered=tuple(titles[one.key] for one in covered),
        left=tuple(titles[one.key] for one in seen if one not in covered),
        attended=attended(meeting),
    )


def _key(entry: Entry) -> str:
    return str(entry.key_result_id or entry.objective_id or Why.END)


def _part(key: str, entries: list[Entry]) -> Part:
    first = entries[0]
    objective, key_result = first.objective, first.key_result
    if objective is None:
        return Part(key, "", "", "", tuple(entries))
    mark = f"#kr-{key_result.id}" if key_result else ""
    return Part(
        key,
        key_result.title if key_result else objective.title,
        objective.title if key_result else "",
        f"/objectives/{objective.id}{mark}",
        tuple(entries),
    )


def _titles(viewer: Actor, items: list[Item]) -> dict[str, str]:
    """By key, of what the viewer may see."""
    key_results = KeyResult.objects.filter(
        seen_through(viewer), id__in={one.key_result_id for one in items if one.key_result_id}
    ).values_list("id", "title")
    alone = {one.objective_id for one in items if one.objective_id and not one.key_result_id}
    objectives = visible_objectives(viewer).filter(id__in=alone).values_list("id", "title")
    return {str(id): title for id, title in [*key_results, *objectives]}


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in a list; the counts are of what the reader may see."""

    id: int
    started_at: datetime
    ended_at: datetime | None
    presenter: str
    decisions: int
    actions: int

    @property
    def url(self) -> str:
        return f"/meetings/{self.id}{'/minutes' if self.ended_at else ''}"

    @property
    def is_going(self) -> bool:
        return self.ended_at is None and not is_forgotten(self.started_at)


def meetings_of(viewer: Actor, team_id: int) -> QuerySet[Meeting]:
    """A team's, newest first."""
    return (
        Meeting.objects.filter(team=team_id, organization_id=viewer.organization_id)
        .select_related("team", "presenter", "started_by", "ended_by", "cycle")
        .order_by("-id")
        .fetch_mode(FETCH_RAISE)
    )


def meeting_rows(
    viewer: Actor, team_id: int, *, before: int | None = None, most: int = 50
) -> list[MeetingRow]:
    """Newest first, before an id. One query."""
    seen = Q(entries__objective__isnull=True) | Q(
        Exists(visible_objectives(viewer).filter(pk=OuterRef("entries__objective_id")))
    )
    counted = {
        f"{kind}s": Count(
            "entries", filter=seen & Q(entries__kind=kind, entries__deleted_at__isnull=True)
        )
        for kind in (EntryKind.DECISION, EntryKind.ACTION)
    }
    found = meetings_of(viewer, team_id).annotate(**counted)
    if before is not None:
        found = found.filter(id__lt=before)
    columns = ("id", "started_at", "ended_at", "presenter__name", "decisions", "actions")
    return [MeetingRow(*row) for row in found.values_list(*columns)[:most]]
