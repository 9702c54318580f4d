"""Who takes part in a meeting. Its minutes list them; no event tells of it."""

from django.db.transaction import atomic

from cairn.meetings.commands.locking import lock_meeting
from cairn.meetings.models import Attendance, Meeting, is_forgotten
from cairn.meetings.policy import rules
from cairn.organization.actor import Actor


def attend_meeting(actor: Actor, meeting_id: int) -> None:
    """Join a meeting that goes on. Twice changes nothing, nor does it where the actor only looks."""
    if Attendance.objects.filter(meeting=meeting_id, member=actor.member_id).exists():
        return
    with atomic():
        meeting = lock_meeting(actor, meeting_id)
        is_going = meeting.ended_at is None and not is_forgotten(meeting.started_at)
        if is_going and rules.can(actor, "meeting.write", meeting):
            attend(meeting, actor.member_id)


def attend(meeting: Meeting, member_id: int) -> None:
    """`attend_meeting` in the caller's transaction, of whoever was found to take part."""
    row = Attendance(meeting=meeting, member_id=member_id)
    Attendance.objects.bulk_create([row], ignore_conflicts=True)
