"""Who hears of meetings, and of what was agreed on in them."""

from cairn.checkins.models import Action
from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.meetings.models import Meeting
from cairn.notifications.audience import Audience, because
from cairn.notifications.models import Topic
from cairn.organization.models import TeamMember


def action_agreed(event: Event) -> Audience:
    """Its owner, when it becomes theirs."""
    found = Action.objects.filter(id=event.subject_id).first()
    is_theirs = event.kind == Kind.ACTION_ADDED or "owner" in event.new
    owner = found.owner_id if found and is_theirs else None
    facts = {"day": found.due_on if found else None}
    return Audience(Topic.MEETINGS, because("doer", [owner]), "/inbox#actions", facts)


def action_handed_over(event: Event) -> Audience:
    owner = Action.objects.filter(id=event.subject_id).values_list("owner_id", flat=True).first()
    facts = {"was": event.old.get("owner")}
    return Audience(Topic.MEETINGS, because("heir", [owner]), "/inbox#actions", facts)


def action_done(event: Event) -> Audience:
    found = Action.objects.filter(id=event.subject_id).first()
    return Audience(Topic.MEETINGS, because("requester", [found.created_by_id if found else None]))


def meeting_ended(event: Event) -> Audience:
    """The team, and whoever took part from elsewhere: its minutes are there."""
    found = Meeting.objects.select_related("team").filter(id=event.subject_id).first()
    if found is None:
        return Audience(Topic.MEETINGS)
    taken = found.entries.filter(deleted_at__isnull=True)
    wrote = taken.values_list("author_id", "action__owner_id")
    there = found.attendances.values_list("member_id", flat=True)
    guests = [found.presenter_id, *there, *(id for pair in wrote for id in pair)]
    people = TeamMember.objects.filter(team=found.team_id).values_list("member_id", flat=True)
    heard = because("guest", guests) | because("team", [*people, found.team.lead_id])
    return Audience(Topic.MEETINGS, heard, f"/meetings/{found.id}", {"team": found.team.name})
