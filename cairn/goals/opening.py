"""An objective with all that the policy compares, in one statement by hand; see `goals/sql.py`."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.db.models import FETCH_RAISE, Model

from cairn.cycles.models import Cycle
from cairn.goals.models import Objective, Participant
from cairn.organization.models import Member, Organization, Team
from cairn.storage.ids import LARGEST_ID
from cairn.storage.pieces import Piece, weave
from cairn.storage.rows import Columns, split

ENDS = ("cycle", "team", "visible_team", "owner", "organization")
JOINED = (
    Columns(Objective, "o"),
    Columns(Cycle, "c"),
    Columns(Team, "t"),
    Columns(Team, "v"),
    Columns(Member, "m"),
    Columns(Organization, "g"),
)
PARTS = (Columns(Participant, "p"), Columns(Member, "n"))
OPEN = (
    "SELECT {columns} FROM goals_objective o "
    "JOIN cycles_cycle c ON c.id = o.cycle_id "
    "LEFT JOIN organization_team t ON t.id = o.team_id "
    "LEFT JOIN organization_team v ON v.id = o.visible_team_id "
    "LEFT JOIN organization_member m ON m.id = o.owner_id "
    "JOIN organization_organization g ON g.id = o.organization_id "
    "LEFT JOIN goals_participant p ON p.objective_id = o.id "
    "LEFT JOIN organization_member n ON n.id = p.member_id "
    "WHERE o.id IN {ids} ORDER BY o.id, p.id"
)
COLUMNS = Piece(", ".join(part.text for part in (*JOINED, *PARTS)))
WIDTH = sum(part.width for part in JOINED)


def open_objectives(ids: Iterable[int]) -> dict[int, Objective]:
    """By id, whoever may see them; the caller knows. What is not loaded raises when it is asked for.

    One query.
    """
    asked = {id for id in ids if id <= LARGEST_ID}
    found: dict[int, Objective] = {}
    named: dict[int, list[Participant]] = {}
    for row in weave(OPEN, columns=COLUMNS, ids=asked).rows() if asked else ():
        if row[0] not in found:
            named[row[0]] = []
            found[row[0]] = joined(split(row[:WIDTH], JOINED), named[row[0]])
        participant, member = split(row[WIDTH:], PARTS)
        if participant is not None:
            participant._state.fields_cache["member"] = sealed(member)
            named[row[0]].append(participant)
    return found


def joined(parts: Sequence[Any], named: list[Participant]) -> Objective:
    """An objective put together with what belongs to it, in the order of `ENDS`."""
    objective, *ends = [sealed(one) for one in parts]
    objective._state.fields_cache |= dict(zip(ENDS, ends, strict=False))
    objective._prefetched_objects_cache = {"participants": named}
    return cast(Objective, objective)


def sealed[M: Model | None](made: M) -> M:
    """Whatever a statement did not load may not be asked for one by one."""
    if made is not None:
        made._state.fetch_mode = FETCH_RAISE
    return made
