"""Minutes found by what was taken down in them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import FETCH_RAISE

from cairn.meetings.findable import KIND
from cairn.meetings.models import Meeting
from cairn.meetings.stage import seen_entries
from cairn.organization.actor import Actor
from cairn.search import index

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


def find_minutes(viewer: Actor, query: str, most: int) -> list[FoundMinute]:
    """What matches every word and the viewer may see, newest first. Two queries, or none."""
    asked = query.strip()[:LONGEST_QUERY]
    if not asked:
        return []
    found = [*_entries(viewer, asked, most), *_summaries(viewer, asked, most)]
    return sorted(found, key=lambda one: one.at, reverse=True)[:most]


def _entries(viewer: Actor, query: str, most: int) -> list[FoundMinute]:
    subjects = index.subjects(viewer.organization_id, KIND, query)
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


def _summaries(viewer: Actor, query: str, most: int) -> list[FoundMinute]:
    subjects = index.subjects(viewer.organization_id, KIND, query)
    found = (
        Meeting.objects.filter(id__in=subjects, organization_id=viewer.organization_id)
        .select_related("team")
        .fetch_mode(FETCH_RAISE)
        .order_by("-id")[:most]
    )
    return [
        FoundMinute(one.id, one.id, one.team.name, one.started_at, "summary", one.summary)
        for one in found
    ]
