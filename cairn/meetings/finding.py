"""Minutes found by what was taken down in them, and in one go with them weekly updates."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from cairn.checkins.finding import FoundUpdate, found_update, update_values
from cairn.goals.seeing import ONCE, visible_at
from cairn.meetings.findable import KIND
from cairn.meetings.models import Meeting
from cairn.meetings.stage import seen_entries
from cairn.organization.actor import Actor
from cairn.search import index
from cairn.storage.listing import list_together, listed_instant
from cairn.storage.pieces import Piece, weave

LONGEST_QUERY = 200


@dataclass(frozen=True, slots=True)
class FoundMinute:
    """`kind` is that of the entry, or "summary"."""

    id: int
    meeting_id: int
    team: str
    at: datetime
    kind: str
    title: str

    @property
    def url(self) -> str:
        mark = "" if self.kind == "summary" else f"#e-{self.id}"
        return f"/meetings/{self.meeting_id}/minutes{mark}"


def find_minutes_and_updates(
    viewer: Actor, query: str, most: int
) -> tuple[list[FoundMinute], list[FoundUpdate]]:
    """What matches every word and the viewer may see, newest first: of minutes, and of weekly updates.
    Two queries for both, or none."""
    asked = query.strip()[:LONGEST_QUERY]
    if not asked:
        return [], []
    summaries, updates = list_together(
        _summaries(viewer, asked)[:most], update_values(viewer, asked)[:most]
    )
    minutes = [*_entries(viewer, asked, most), *(_summary(*values) for values in summaries)]
    return (
        sorted(minutes, key=lambda one: one.at, reverse=True)[:most],
        [found_update(asked, *values) for values in updates],
    )


ENTRY: Final = (
    "EXISTS (SELECT 1 FROM meetings_entry x WHERE x.id = {subject} AND x.deleted_at IS NULL "
    "AND (x.objective_id IS NULL OR {visible}) {once})"
)
SUMMARY: Final = "EXISTS (SELECT 1 FROM meetings_meeting x WHERE x.id = {subject} {once})"


def _subjects(viewer: Actor, query: str, seen: str) -> RawSQL:
    here = weave(
        seen,
        subject=Piece(index.SUBJECT),
        visible=visible_at(viewer, "x.objective_id"),
        once=ONCE,
    )
    return index.subjects(viewer.organization_id, KIND, query, seen=here)


def _entries(viewer: Actor, query: str, most: int) -> list[FoundMinute]:
    subjects = _subjects(viewer, query, ENTRY)
    found = (
        seen_entries(viewer)
        .select_related(None)
        .select_related("meeting__team")
        .filter(id__in=subjects)
        .order_by("-id")[:most]
    )
    return [
        FoundMinute(
            one.id, one.meeting_id, one.meeting.team.name, one.created_at, one.kind, one.body
        )
        for one in found
    ]


def _summaries(viewer: Actor, query: str) -> QuerySet[Meeting, Any]:
    subjects = _subjects(viewer, query, SUMMARY)
    found = Meeting.objects.filter(id__in=subjects, organization_id=viewer.organization_id)
    return found.order_by("-id").values_list("id", "team__name", "started_at", "summary")


def _summary(id: int, team: str, at: str, summary: str) -> FoundMinute:
    return FoundMinute(id, id, team, listed_instant(at), "summary", summary)
