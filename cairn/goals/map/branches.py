"""What hangs on any node of a map, whatever it is."""

from cairn.goals.map.alignment import Drawing, draw_branch
from cairn.goals.map.nodes import LOOSE, ROOT
from cairn.goals.map.scope import Scope
from cairn.goals.map.teams import draw_team_branch
from cairn.storage.ids import read_id


def draw_any_branch(
    scope: Scope, of: str, *, by_team: bool, after: int | None = None
) -> Drawing | None:
    """A page of a node's children; None where there is no such node to see."""
    kind, _, number = of.rpartition(":")
    if of == ROOT:
        return draw_team_branch(scope, of, after) if by_team else draw_branch(scope, of, after)
    if of == LOOSE:
        return draw_branch(scope, of, after)
    if read_id(number) is None:
        return None
    if kind in ("team", "member"):
        return draw_team_branch(scope, of, after)
    return draw_branch(scope, of, after) if kind == "" else None
