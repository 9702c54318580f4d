"""What of meetings can be found by search: what was taken down, each by itself, and the summaries.

Each entry is a subject of its own, so that a word of one that a reader may not see finds nothing.
"""

from cairn.meetings.models import Entry, Meeting
from cairn.search import index

KIND = "minute"


def put_entry(entry: Entry) -> None:
    index.put(entry.meeting.organization_id, KIND, entry.id, entry.body)


def drop_entry(entry: Entry) -> None:
    index.drop(KIND, entry.id)


def put_summary(meeting: Meeting) -> None:
    """`meeting.team` must be loaded."""
    if meeting.summary:
        index.put(meeting.organization_id, KIND, meeting.id, meeting.summary)
