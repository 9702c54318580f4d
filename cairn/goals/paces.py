"""How often a check-in is wanted: by the key result, else its team or the nearest above that has a
pace of its own, else the organization."""

from collections.abc import Iterable, Mapping, Sequence

from cairn.organization.models import Team, line_of


def nearest(line: Sequence[int], own: Mapping[int, int]) -> int | None:
    """The pace of the last team of a line that has one; `own` are the paces by team."""
    return next((own[id] for id in reversed(line) if id in own), None)


def cadence_of(team: Team | None) -> int | None:
    """What the objectives of a team repeat as their `cadence_days`. One query, none without a team."""
    if team is None:
        return None
    paced = Team.objects.filter(id__in=team.line, cadence_days__isnull=False)
    return nearest(team.line, _own(paced.values_list("id", "cadence_days")))


def cadences(organization_id: int) -> dict[int, int | None]:
    """The same of every team, open or closed. One query."""
    teams = Team.objects.filter(organization_id=organization_id)
    found = list(teams.values_list("id", "path", "cadence_days"))
    own = _own((id, days) for id, _, days in found)
    return {id: nearest(line_of(path), own) for id, path, _ in found}


def _own(rows: Iterable[tuple[int, int | None]]) -> dict[int, int]:
    return {id: days for id, days in rows if days is not None}
