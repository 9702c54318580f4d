"""Which objective, team, word and key results a measurement asks for; read in a process of its own."""

import json
import sys
from dataclasses import dataclass

from benchmarks.instance import said_inside
from benchmarks.raw import Target

MOST_TARGETS = 400
USUAL = 3
WORD = "客户"


@dataclass(frozen=True, slots=True)
class Subjects:
    """`somebody` is the address of a person with about three objectives: a usual home page."""

    somebody: str
    objective: int
    team: int
    word: str
    targets: list[Target]


def find_subjects(environment: dict[str, str], email: str) -> Subjects:
    said = said_inside(environment, __file__, email)
    found = json.loads(said)
    targets = [Target(*one) for one in found.pop("targets")]
    return Subjects(**found, targets=targets)


def main(email: str) -> None:
    import django

    django.setup()
    from django.db.models import Count

    from cairn.cycles.models import Phase
    from cairn.goals.models import KeyResult, Objective
    from cairn.organization.models import Member

    member = Member.objects.get(user__email=email)
    open_ones = Objective.objects.filter(
        organization=member.organization,
        cycle__phase=Phase.RUNNING,
        published_at__isnull=False,
        closed_as="",
        deleted_at__isnull=True,
    )
    objective = open_ones.filter(team__isnull=False).order_by("id").first()
    assert objective is not None
    somebody = (
        Member.objects.filter(organization=member.organization, objectives__in=open_ones)
        .annotate(mine=Count("objectives"))
        .filter(mine__lte=USUAL, role="member", led__isnull=True)
        .order_by("-mine", "id")
        .first()
    )
    assert somebody is not None
    rows = (
        KeyResult.objects.filter(objective__in=open_ones, kind__in=("increase", "decrease"))
        .exclude(unit="duration")
        .order_by("id")
        .values_list("id", "objective_id", "objective__cycle_id")[:MOST_TARGETS]
    )
    print(
        json.dumps(
            {
                "somebody": somebody.user.email,
                "objective": objective.id,
                "team": objective.team_id,
                "word": WORD,
                "targets": [
                    [key_result, parent, member.organization_id, member.id, cycle]
                    for key_result, parent, cycle in rows
                ],
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1])
