"""What the tables of reviews must refuse; tried by `test_constraints.py`."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from cairn.checkins.models import Action
from cairn.goals.models import KeyResult
from cairn.reviews.models import Lesson, Retrospective, Score


def retrospective(kr: KeyResult, **values: Any) -> Retrospective:
    given = {
        "organization_id": kr.organization_id,
        "cycle_id": kr.objective.cycle_id,
        "started_by_id": kr.owner_id,
    }
    return Retrospective.objects.create(**(given | values))


def scored(kr: KeyResult) -> None:
    Score.objects.create(
        organization_id=kr.organization_id,
        objective=kr.objective,
        author_id=kr.owner_id or 0,
        value=Decimal("1.1"),
    )


def lesson_twice(kr: KeyResult) -> None:
    for _ in range(2):
        Lesson.objects.create(
            organization_id=kr.organization_id,
            cycle_id=kr.objective.cycle_id,
            body="?",
            created_by_id=kr.owner_id or 0,
            submission="f00",
        )


def agreed_on_nothing(kr: KeyResult) -> None:
    Action.objects.create(
        organization_id=kr.organization_id,
        key_result=kr,
        origin="meeting",
        origin_id=1,
        body="?",
        created_by_id=kr.owner_id or 0,
    )


REVIEWS: dict[str, Callable[[KeyResult], Any]] = {
    "score_range": scored,
    "retrospective_of_one_thing": lambda kr: retrospective(
        kr, objective=kr.objective, team_id=kr.objective.team_id
    ),
    "retrospective_team_once": lambda kr: [
        retrospective(kr, team_id=kr.objective.team_id) for _ in range(2)
    ],
    "retrospective_cycle_once": lambda kr: [retrospective(kr) for _ in range(2)],
    "lesson_submitted_once": lesson_twice,
    "action_objective": agreed_on_nothing,
}
