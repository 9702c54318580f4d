"""Reading a meeting again for a write."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict, NotFound
from cairn.events.kinds import Kind
from cairn.events.ledger import record
from cairn.meetings.models import Meeting
from cairn.organization.actor import Actor


def lock_meeting(actor: Actor, meeting_id: int) -> Meeting:
    """Locked and loaded for the policy; `NotFound` if it is not there for this actor."""
    found = (
        Meeting.objects.select_for_update(of=("self",), no_key=True)
        .select_related("team", "presenter")
        .filter(id=meeting_id, organization_id=actor.organization_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def require_going(meeting: Meeting) -> None:
    if meeting.ended_at is not None:
        raise Conflict(_("This meeting has ended."))


def grow(meeting: Meeting, *changed: str) -> None:
    """Keep what changed, and tell all that look."""
    meeting.revision += 1
    meeting.save(update_fields=[*changed, "revision"])


def record_meeting(actor: Actor, kind: Kind, meeting: Meeting, **values: Any) -> None:
    title = values.pop("title", meeting.team.name)
    record(actor, kind, meeting.id, title=title, team_id=meeting.team_id, **values)
