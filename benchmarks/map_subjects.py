"""What a measurement of the map asks for; read in a process of its own, printed as JSON."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from benchmarks.instance import said_inside

WEEKS_AGO = 5


@dataclass(frozen=True, slots=True)
class MapSubjects:
    """Ids, a past day and a word. `branch` has the most below it of all below the company's,
    `focus` lies at the end of a line, `owner` answers for something and is no lead."""

    branch: int
    focus: int
    team: int
    owner: int
    word: str
    on: str

    def paths(self) -> list[tuple[str, str]]:
        """(name, address) of each answer that is measured."""
        asked = {
            "map": "",
            "map by team": "?view=teams",
            "focus on a line": f"?focus={self.focus}",
            "as of a past day": f"?on={self.on}",
            "of a cycle's status": "?status=at_risk",
            "of an owner": f"?owner={self.owner}",
            "of a team": f"?team={self.team}",
            "of a type": "?type=aspirational",
            "of a word": f"?q={self.word}",
            "past, of a status": f"?on={self.on}&status=behind",
            "past, of a team": f"?on={self.on}&team={self.team}",
            "past, focus": f"?on={self.on}&focus={self.focus}",
        }
        below = {
            "branch": f"of={self.branch}",
            "branch of a team": f"of=team:{self.team}&view=teams",
            "branch, past": f"of={self.branch}&on={self.on}",
            "aligned to nothing": "of=group:loose",
        }
        return [
            *((name, f"/map{query}") for name, query in asked.items()),
            *((name, f"/map/branch?{query}") for name, query in below.items()),
            ("inputs", f"/map/inputs?of={self.branch}"),
            ("inputs, past", f"/map/inputs?of={self.branch}&on={self.on}"),
        ]


def find_map_subjects(environment: dict[str, str]) -> MapSubjects:
    said = said_inside(environment, __file__)
    return MapSubjects(**json.loads(said))


def main() -> None:
    import django

    django.setup()
    from django.db.models import Count

    from cairn.cycles.models import Cycle, Phase
    from cairn.goals.models import Alignment, Answer, Objective

    cycle = Cycle.objects.filter(phase=Phase.RUNNING, length="quarter").latest("id")
    seen = Objective.objects.filter(cycle=cycle, visibility="organization")
    ties = Alignment.objects.filter(state=Answer.ACCEPTED, objective__in=seen)
    shallow = seen.filter(team__parent__isnull=False).order_by("id")[:50]
    branch = (
        ties.filter(target__in=list(shallow.values_list("id", flat=True)))
        .values("target")
        .annotate(below=Count("id"))
        .order_by("-below", "target")
        .first()
    )
    focus = _end_of_a_line(ties)
    team = seen.filter(team__parent__isnull=False).order_by("id").first()
    assert branch
    assert team
    found: dict[str, Any] = {
        "branch": branch["target"],
        "focus": focus.id,
        "team": team.team_id,
        "owner": focus.owner_id,
        "word": "客户",
        "on": (cycle.organization.today() - timedelta(weeks=WEEKS_AGO)).isoformat(),
    }
    print(json.dumps(found))


def _end_of_a_line(ties: Any) -> Any:
    """Down from the company by the first that counts, to where nothing counts any more."""
    counting = dict(ties.filter(weight__gt=0).values_list("target", "objective"))
    tops = set(counting) - set(counting.values())
    lines = []
    for top in sorted(tops):
        line = [top]
        while line[-1] in counting:
            line.append(counting[line[-1]])
        lines.append(line)
    from cairn.goals.models import Objective

    return Objective.objects.get(id=max(lines, key=len)[-1])


if __name__ == "__main__":
    main()
