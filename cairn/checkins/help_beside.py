"""The requests for help about an objective, in the statement that reads the objective."""

import json
from collections.abc import Sequence
from typing import Any

from cairn.checkins.helping import HelpRow
from cairn.checkins.models import HelpRequest
from cairn.checkins.policy import rules
from cairn.goals.rows import PersonRef
from cairn.organization.actor import Actor
from cairn.storage.listing import listed_instant
from cairn.storage.pieces import Piece
from cairn.storage.rows import on_postgresql

MOST = 20
COLUMNS = (
    "r.id, a.id, a.name, b.id, b.name, r.key_result_id, k.title, r.body, r.asked_at, r.answer, "
    "w.name, r.answered_at, r.in_place"
)
LISTED = (
    "(SELECT {listed} FROM (SELECT * FROM checkins_helprequest WHERE objective_id = o.id "
    "AND withdrawn_at IS NULL ORDER BY answered_at IS NOT NULL, id DESC LIMIT {most}) r "
    "JOIN organization_member a ON a.id = r.asked_by_id "
    "JOIN organization_member b ON b.id = r.asked_id "
    "LEFT JOIN organization_member w ON w.id = r.answered_by_id "
    "LEFT JOIN goals_keyresult k ON k.id = r.key_result_id)"
)


def help_beside() -> Piece:
    """Of the objective under the alias `o`; read with `help_rows`."""
    order = "ORDER BY r.answered_at IS NOT NULL, r.id DESC"
    if on_postgresql():
        listed = f"json_agg(json_build_array({COLUMNS}) {order})::text"
    else:
        listed = f"json_group_array(json_array({COLUMNS}) {order})"
    return Piece(LISTED.format(listed=listed, most=MOST + 1))


def help_rows(
    viewer: Actor, objective_id: int, title: str, text: str | None
) -> tuple[list[HelpRow], bool]:
    """What `help_beside` gave of an objective that the viewer sees: open ones first, newest first, and
    whether there are more."""
    found = json.loads(text or "[]")
    rows = [_row(viewer, objective_id, title, values) for values in found[:MOST]]
    return sorted(rows, key=lambda row: not row.is_open), len(found) > MOST


def _row(viewer: Actor, objective_id: int, title: str, values: Sequence[Any]) -> HelpRow:
    id, by_id, by, asked_id, asked, key_result, aim, body, asked_at, said, who, *more = values
    said_at, in_place = more
    request = HelpRequest(asked_id=asked_id, asked_by_id=by_id)
    return HelpRow(
        id=id,
        asked_by=PersonRef(by_id, by),
        asked=PersonRef(asked_id, asked),
        objective_id=objective_id,
        objective_title=title,
        key_result_id=key_result,
        key_result_title=aim or "",
        body=body,
        asked_at=listed_instant(asked_at),
        answer=said,
        answered_by=who or "",
        answered_at=listed_instant(said_at) if said_at else None,
        in_place=bool(in_place),
        is_withdrawn=False,
        may_answer=not said_at and rules.can(viewer, "help.answer", request),
        may_withdraw=not said_at and rules.can(viewer, "help.withdraw", request),
    )
