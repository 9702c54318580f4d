"""Taking notes, decisions and actions down in a meeting, and striking them."""

from datetime import date
from typing import Any

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.checkins.commands.actions import (
    add_action,
    drop_locked,
    lock_action,
    reopen_locked,
)
from cairn.checkins.models import Action
from cairn.errors import Conflict, NotFound
from cairn.events.kinds import Kind as Event
from cairn.goals.commands.checks import UNKNOWN
from cairn.goals.opening import open_objectives
from cairn.goals.policy import can_see
from cairn.intake import refuse
from cairn.meetings import findable
from cairn.meetings.agenda import Item, Why
from cairn.meetings.commands.attending import attend
from cairn.meetings.commands.locking import grow, lock_meeting, record_meeting
from cairn.meetings.models import Entry, EntryKind, Meeting
from cairn.meetings.policy import rules
from cairn.meetings.seen import seen_items
from cairn.organization.actor import Actor
from cairn.storage import clock

ORIGIN = "meeting"


@atomic
def take_down(
    actor: Actor,
    meeting_id: int,
    *,
    body: str,
    kind: str = EntryKind.NOTE,
    about: str = "",
    owner: int | None = None,
    due_on: date | None = None,
    submission: str | None = None,
) -> Entry:
    """Write something down; `about` is the key of an entry of the agenda, empty for none of them.

    An action has an owner and a day. The same `submission` twice gives the entry of the first time.
    """
    meeting = lock_meeting(actor, meeting_id)
    known = meeting.entries.filter(submission=submission, author=actor.member_id)
    if submission and (first := known.first()):
        return first
    rules.require(actor, "meeting.write", meeting)
    if meeting.ended_at is not None:
        raise Conflict(_("This meeting has ended. What you wrote is not in its minutes: copy it."))
    subject = _subject(actor, meeting, about)
    made = Entry(
        meeting=meeting,
        kind=kind,
        objective_id=subject.objective_id,
        key_result_id=subject.key_result_id,
        body=body,
        author_id=actor.member_id,
        created_at=clock.now(),
        submission=submission or None,
    )
    if kind == EntryKind.ACTION:
        made.action = _agree(actor, meeting, subject, body, owner, due_on)
    made.save(force_insert=True)
    attend(meeting, actor.member_id)
    grow(meeting)
    findable.put_entry(made)
    if kind != EntryKind.ACTION:
        _record(actor, Event.MEETING_NOTED, made)
    return made


def _subject(actor: Actor, meeting: Meeting, about: str) -> Item:
    if not about:
        return Item(Why.END)
    found = next((one for one in seen_items(actor, meeting) if one.key == about), None)
    if found is None:
        refuse("about", UNKNOWN)
    return found


def _agree(
    actor: Actor,
    meeting: Meeting,
    subject: Item,
    body: str,
    owner: int | None,
    due_on: date | None,
) -> Action:
    return add_action(
        actor,
        origin=ORIGIN,
        origin_id=meeting.id,
        body=body,
        owner=owner,
        due_on=due_on,
        team=meeting.team_id,
        objective=subject.objective_id,
        key_result=subject.key_result_id,
    )


@atomic
def strike_entry(actor: Actor, entry_id: int, *, within: int | None = None) -> Entry:
    """Take something out of the minutes while the meeting goes on; its action is dropped. Twice
    changes nothing. `within`: the meeting that it must belong to."""
    entry = lock_entry(actor, entry_id, within)
    rules.require(actor, "entry.strike", entry)
    require_open_minutes(entry.meeting)
    if entry.deleted_at is None:
        if entry.action_id is not None:
            drop_locked(actor, lock_action(actor, entry.action_id))
        _mark(actor, entry, clock.now(), Event.MEETING_STRUCK)
        findable.drop_entry(entry)
    return entry


@atomic
def restore_entry(actor: Actor, entry_id: int) -> Entry:
    """Put back what was struck."""
    entry = lock_entry(actor, entry_id)
    rules.require(actor, "entry.strike", entry)
    require_open_minutes(entry.meeting)
    if entry.deleted_at is not None:
        if entry.action_id is not None:
            reopen_locked(actor, lock_action(actor, entry.action_id))
        _mark(actor, entry, None, Event.MEETING_NOTED)
        findable.put_entry(entry)
    return entry


def require_open_minutes(meeting: Meeting) -> None:
    if meeting.ended_at is not None:
        raise Conflict(_("This meeting has ended; its minutes stay as they are."))


def _mark(actor: Actor, entry: Entry, deleted_at: Any, kind: Event) -> None:
    entry.deleted_at = deleted_at
    entry.save(update_fields=["deleted_at"])
    grow(entry.meeting)
    _record(actor, kind, entry)


def lock_entry(actor: Actor, entry_id: int, within: int | None = None) -> Entry:
    """With its meeting locked; `NotFound` where the actor may not see what it is about."""
    found = Entry.objects.filter(
        id=entry_id, meeting__organization_id=actor.organization_id
    ).first()
    if found is None or within not in (None, found.meeting_id):
        raise NotFound
    meeting = lock_meeting(actor, found.meeting_id)
    found.refresh_from_db()
    found.meeting = meeting
    if found.objective_id is not None:
        objective = open_objectives([found.objective_id]).get(found.objective_id)
        if objective is None or objective.is_deleted or not can_see(actor, objective):
            raise NotFound
    return found


def _record(actor: Actor, kind: Event, entry: Entry) -> None:
    record_meeting(
        actor,
        kind,
        entry.meeting,
        title=entry.body,
        objective_id=entry.objective_id,
        new={"kind": str(entry.kind)},
    )
