"""Starting a meeting, moving through it, handing the screen over, and ending it."""

from datetime import datetime, timedelta

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.checkins.agreed import OPEN
from cairn.checkins.models import Action
from cairn.cycles.queries import current_cycle
from cairn.errors import Conflict, NotFound
from cairn.events.kinds import Kind as Event
from cairn.goals.commands.checks import UNKNOWN
from cairn.goals.commands.checks import find_member as look_up
from cairn.intake import Intake, refuse
from cairn.meetings import findable
from cairn.meetings.agenda import arrange, kept, read_agenda
from cairn.meetings.commands.attending import attend
from cairn.meetings.commands.locking import grow, lock_meeting, record_meeting, require_going
from cairn.meetings.gathering import candidates
from cairn.meetings.models import Meeting, is_forgotten
from cairn.meetings.policy import rules
from cairn.meetings.seen import seen_items
from cairn.organization.actor import Actor, Face
from cairn.organization.models import Member, Team
from cairn.organization.signing import actor_for
from cairn.storage import clock


@atomic
def start_meeting(actor: Actor, team_id: int) -> Meeting:
    """The team's meeting with its agenda, presented by the actor; the one that goes on, if one does,
    for whoever takes part in it. One that was forgotten ends now."""
    team = (
        Team.objects.select_for_update(of=("self",), no_key=True)
        .filter(id=team_id, organization_id=actor.organization_id)
        .first()
    )
    if team is None:
        raise NotFound
    made = Meeting(
        organization_id=actor.organization_id,
        team=team,
        presenter_id=actor.member_id,
        started_by_id=actor.member_id,
        started_at=clock.now(),
    )
    going = Meeting.objects.select_related("team").filter(team=team, ended_at__isnull=True).first()
    if going is not None and is_forgotten(going.started_at):
        rules.require(actor, "meeting.start", made)
        _end_forgotten(actor, going)
        going = None
    rules.require(actor, "meeting.write" if going else "meeting.start", going or made)
    if going is not None:
        attend(going, actor.member_id)
        return going
    if team.valid_to is not None:
        raise Conflict(_("This team was closed; it meets no more."))
    cycle = current_cycle(actor)
    if cycle is None:
        raise Conflict(_("There is no cycle yet to talk about."))
    made.cycle = cycle
    left = Action.objects.filter(OPEN, team=team).exists()
    found = candidates(team, cycle, clock.today(actor.time_zone), made.started_at)
    made.agenda = arrange(found, has_actions=left)
    made.save(force_insert=True)
    attend(made, actor.member_id)
    _open_first(actor, made)
    record_meeting(actor, Event.MEETING_STARTED, made)
    return made


def _end_forgotten(actor: Actor, meeting: Meeting) -> None:
    """It ended with the last thing that was taken down."""
    last = meeting.entries.order_by("-id").values_list("created_at", flat=True).first()
    _end(actor, meeting, last or meeting.started_at, "")


def _open_first(actor: Actor, meeting: Meeting) -> None:
    """Begin with the first thing that the presenter sees."""
    first = seen_items(actor, meeting)[0]
    _show(meeting, first.key)
    grow(meeting, "agenda", "place")


@atomic
def move_on(actor: Actor, meeting_id: int, *, to: str) -> Meeting:
    """Show everybody another entry of the agenda, by its key. The timer begins anew with it."""
    meeting = lock_meeting(actor, meeting_id)
    require_going(meeting)
    rules.require(actor, "meeting.present", meeting)
    if to not in {item.key for item in seen_items(actor, meeting)}:
        raise NotFound
    if read_agenda(meeting.agenda)[meeting.place].key == to:
        return meeting
    _show(meeting, to)
    grow(meeting, "agenda", "place", "timer_ends_at")
    return meeting


def _show(meeting: Meeting, key: str) -> None:
    items = read_agenda(meeting.agenda)
    minutes = items[meeting.place].minutes if meeting.timer_ends_at else 0
    place = next(at for at, item in enumerate(items) if item.key == key)
    meeting.place = place
    entry = kept(items[place]) | {"shown": meeting.revision + 1}
    meeting.agenda[place] = entry | ({"minutes": minutes} if minutes else {})
    if minutes:
        meeting.timer_ends_at = clock.now() + timedelta(minutes=minutes)


@atomic
def set_timer(actor: Actor, meeting_id: int, *, minutes: int) -> Meeting:
    """Give what is shown, and each entry after it, so many minutes; 0 stops the timer."""
    meeting = lock_meeting(actor, meeting_id)
    require_going(meeting)
    rules.require(actor, "meeting.present", meeting)
    now = clock.now()
    meeting.timer_ends_at = now + timedelta(minutes=minutes) if minutes else None
    meeting.agenda[meeting.place] = {**meeting.agenda[meeting.place], "minutes": minutes}
    grow(meeting, "agenda", "timer_ends_at")
    return meeting


@atomic
def hand_over(actor: Actor, meeting_id: int, *, to: int | None = None) -> Meeting:
    """Somebody else presents from now on; without a name the actor takes the screen over."""
    meeting = lock_meeting(actor, meeting_id)
    require_going(meeting)
    rules.require(actor, "meeting.hand_over", meeting)
    heir = _heir(actor, meeting, to or actor.member_id)
    if heir.id == meeting.presenter_id:
        return meeting
    before = meeting.presenter.name
    meeting.presenter = heir
    grow(meeting, "presenter")
    attend(meeting, heir.id)
    record_meeting(
        actor,
        Event.MEETING_HANDED_OVER,
        meeting,
        old={"presenter": before},
        new={"presenter": heir.name},
    )
    return meeting


def _heir(actor: Actor, meeting: Meeting, member_id: int) -> Member:
    """Somebody who takes part in the meeting."""
    intake = Intake({})
    found = look_up(actor, member_id, intake, "to")
    intake.settle()
    if found is None:
        refuse("to", UNKNOWN)
    whole = Member.objects.select_related("organization").get(id=found.id)
    if not rules.can(actor_for(whole, Face.TASK), "meeting.hand_over", meeting):
        refuse("to", _("%(name)s takes no part in this meeting.") % {"name": found.name})
    return found


@atomic
def end_meeting(actor: Actor, meeting_id: int, *, summary: str = "") -> Meeting:
    """Close it: its minutes stay, and the team is told. Twice changes nothing."""
    meeting = lock_meeting(actor, meeting_id)
    rules.require(actor, "meeting.end", meeting)
    if meeting.ended_at is not None:
        return meeting
    attend(meeting, actor.member_id)
    _end(actor, meeting, clock.now(), summary)
    return meeting


def _end(actor: Actor, meeting: Meeting, at: datetime, summary: str) -> None:
    meeting.ended_by_id, meeting.ended_at = actor.member_id, at
    meeting.summary, meeting.timer_ends_at = summary, None
    grow(meeting, "ended_by", "ended_at", "summary", "timer_ends_at")
    findable.put_summary(meeting)
    record_meeting(actor, Event.MEETING_ENDED, meeting)
