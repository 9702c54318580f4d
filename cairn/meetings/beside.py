"""A team's latest meetings in the statement that reads the team, so that its page pays no query."""

import json
from datetime import UTC, datetime

from django.db.models import TextField
from django.db.models.expressions import RawSQL

from cairn.goals.seeing import visible_at
from cairn.meetings.minutes import MeetingRow
from cairn.organization.actor import Actor
from cairn.storage.pieces import Piece, weave
from cairn.storage.rows import on_postgresql

MOST = 4
COUNT = (
    "(SELECT COUNT(*) FROM meetings_entry e WHERE e.meeting_id = g.id AND e.deleted_at IS NULL "
    "AND e.kind = '{kind}' AND (e.objective_id IS NULL OR {{visible}}))"
)
LISTED = (
    "(SELECT {listed} FROM (SELECT id, started_at, ended_at, presenter_id FROM meetings_meeting "
    "WHERE team_id = organization_team.id ORDER BY started_at DESC LIMIT {most}) g "
    "JOIN organization_member w ON w.id = g.presenter_id)"
)


def meetings_beside(viewer: Actor) -> RawSQL:
    """For `.annotate()` on teams; read with `rows_beside`."""
    columns = ", ".join(
        [
            *("g.id", _instant("started_at"), _instant("ended_at"), "w.name"),
            *(COUNT.format(kind=kind) for kind in ("decision", "action")),
        ]
    )
    if on_postgresql():
        listed = f"json_agg(json_build_array({columns}) ORDER BY g.started_at DESC)::text"
    else:
        listed = f"json_group_array(json_array({columns}) ORDER BY g.started_at DESC)"
    made = weave(
        LISTED.replace("{listed}", listed),
        most=Piece(str(MOST)),
        visible=visible_at(viewer, "e.objective_id"),
    )
    return RawSQL(made.text, made.values, TextField())


def _instant(name: str) -> str:
    """As both databases write it: in UTC, without saying so."""
    if on_postgresql():
        return f"CAST(g.{name} AT TIME ZONE 'UTC' AS text)"
    return f"g.{name}"


def rows_beside(text: str | None) -> list[MeetingRow]:
    """What `meetings_beside` gave, newest first."""
    return [
        MeetingRow(id, _read(started), _read(ended) if ended else None, name, decisions, actions)
        for id, started, ended, name, decisions, actions in json.loads(text or "[]")
    ]


def _read(instant: str) -> datetime:
    return datetime.fromisoformat(instant).replace(tzinfo=UTC)
