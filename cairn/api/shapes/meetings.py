"""Meetings, entries and actions as the API shows them."""

from collections.abc import Iterable
from typing import Any

from cairn.api.shapes.values import can, ref, spelled
from cairn.checkins.agreed import ActionRow
from cairn.meetings.agenda import Item
from cairn.meetings.finding import FoundMinute
from cairn.meetings.minutes import attended
from cairn.meetings.models import Entry, Meeting
from cairn.meetings.policy import rules
from cairn.organization.actor import Actor

ACTS = {
    "write": "meeting.write",
    "present": "meeting.present",
    "hand_over": "meeting.hand_over",
    "end": "meeting.end",
}


def meeting_line(meeting: Meeting) -> dict[str, Any]:
    """`team` and `presenter` must be loaded."""
    end = "" if meeting.ended_at is None else "/minutes"
    return {
        "id": str(meeting.id),
        "team": ref(meeting.team),
        "presenter": ref(meeting.presenter),
        "started_at": meeting.started_at,
        "ended_at": meeting.ended_at,
        "summary": meeting.summary,
        "url": f"/meetings/{meeting.id}{end}",
    }


def meeting_shape(
    actor: Actor, meeting: Meeting, items: Iterable[Item], entries: Iterable[Entry]
) -> dict[str, Any]:
    """With what the actor sees of its agenda and its entries."""
    return meeting_line(meeting) | {
        "cycle": ref(meeting.cycle),
        "agenda": [
            {
                "why": str(one.why),
                "objective": spelled(one.objective_id),
                "key_result": spelled(one.key_result_id),
                "covered": one.shown > 0,
            }
            for one in items
        ],
        "entries": [entry_shape(one) for one in entries],
        "attended": [ref(one) for one in attended(meeting)],
        "can": can(rules, actor, meeting, ACTS),
    }


def entry_shape(entry: Entry) -> dict[str, Any]:
    """`author` and the action's `owner` must be loaded."""
    action = entry.action
    return {
        "id": str(entry.id),
        "kind": entry.kind,
        "body": entry.body,
        "objective": spelled(entry.objective_id),
        "key_result": spelled(entry.key_result_id),
        "action": spelled(entry.action_id),
        "owner": ref(action.owner) if action else None,
        "due_on": action.due_on if action else None,
        "author": ref(entry.author),
        "created_at": entry.created_at,
    }


def action_shape(row: ActionRow) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "body": row.body,
        "owner": ref(row.owner),
        "due_on": row.due_on,
        "team": ref(row.team),
        "objective": spelled(row.objective_id),
        "key_result": spelled(row.key_result_id),
        "origin": row.origin,
        "origin_id": str(row.origin_id),
        "created_by": ref(row.created_by),
        "created_at": row.created_at,
        "done_at": row.done_at,
        "dropped_at": row.dropped_at,
        "can": {"change": row.may_change},
    }


def minute_found(found: FoundMinute) -> dict[str, Any]:
    """As a search tells it."""
    return {
        "kind": "minute",
        "id": str(found.id),
        "title": found.title,
        "detail": found.team,
        "objective": None,
        "progress": None,
        "status": None,
        "url": found.url,
    }
