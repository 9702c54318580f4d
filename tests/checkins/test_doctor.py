"""Whatever people do, what is kept is what the history says; and a broken number is mended."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.doctor import Difference, examine, mend
from cairn.checkins.models import CheckIn
from cairn.cycles.models import Cycle
from cairn.errors import Refusal
from cairn.goals.commands.closures import close_objective, reopen_objective
from cairn.goals.commands.cycles import edit_cycle
from cairn.goals.commands.key_results import (
    add_key_result,
    delete_key_result,
    edit_key_result,
    order_key_results,
    restore_key_result,
)
from cairn.goals.commands.objectives import delete_objective, edit_objective, restore_objective
from cairn.goals.commands.organization_pace import edit_organization
from cairn.goals.commands.overrides import override_progress
from cairn.goals.commands.weights import even_out_weights, release_weight, set_weight
from cairn.goals.models import KeyResult, Milestone, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from tests.cast import TODAY

D = Decimal
type Act = Callable[["Stage", int, int], object]


@dataclass
class Stage:
    """What a random sequence of commands plays on."""

    actor: Actor
    objective: Objective
    key_results: list[int] = field(default_factory=list)

    def one(self, pick: int) -> int:
        return self.key_results[pick % len(self.key_results)] if self.key_results else 0

    def stepped(self, pick: int) -> int:
        """A key result with milestones."""
        return self._any(KeyResult.objects.filter(kind="milestones", deleted_at=None), pick)

    def deleted(self, pick: int) -> int:
        return self._any(KeyResult.objects.filter(deleted_at__isnull=False), pick)

    def milestones(self, pick: int, number: int) -> list[int]:
        found = Milestone.objects.filter(key_result=self.stepped(pick)).order_by("position")
        return list(found.values_list("id", flat=True)[: number % 4])

    def correct(self, pick: int, **said: Any) -> None:
        """Correct a check-in that nobody corrected."""
        made = CheckIn.objects.filter(corrected_by=None, key_result__deleted_at=None)
        checkin = CheckIn.objects.filter(id=self._any(made, pick)).first()
        if checkin:
            check_in(self.actor, checkin.key_result_id, corrects=checkin.id, **said)

    def _any(self, rows: QuerySet[Any], pick: int) -> int:
        ids = list(rows.order_by("id").values_list("id", flat=True))
        return ids[pick % len(ids)] if ids else 0


KINDS: list[dict[str, Any]] = [
    {"start": D(0), "target": D(100)},
    {"start": None, "target": D(50)},
    {"kind": "decrease", "start": D(90), "target": D(-10)},
    {"kind": "maintain", "lower": D(40), "upper": D(60)},
    {"kind": "milestones", "milestones": [(None, t, D(n)) for n, t in enumerate("甲乙丙")]},
]


def add(stage: Stage, pick: int, number: int) -> None:
    weight = D(number) / 2 if pick % 3 == 0 else None
    made = add_key_result(
        stage.actor,
        stage.objective.id,
        title=f"{pick}",
        weight=weight,
        **KINDS[number % 5],
        reason="中途调整",
    )
    stage.key_results.append(made.id)


def say(stage: Stage, pick: int, number: int) -> None:
    check_in(
        stage.actor,
        stage.one(pick),
        value=D(number),
        confidence=number % 11,
        status="at_risk" if number % 4 == 0 else "",
        note="说明",
        effective_on=TODAY - timedelta(days=number % 30),
    )


def edit_steps(stage: Stage, pick: int, number: int) -> None:
    kept = stage.milestones(pick, number)
    lines: list[tuple[int | None, str, Decimal]] = [(id, f"{id}", D(2)) for id in kept]
    lines.append((None, f"新 {number}", D(1)))
    edit_key_result(stage.actor, stage.stepped(pick), milestones=lines, reason="?")


def away_and_back(stage: Stage, _pick: int, _number: int) -> None:
    delete_objective(stage.actor, stage.objective.id)
    restore_objective(stage.actor, stage.objective.id)


ACTS: dict[str, Act] = {
    "add": add,
    "say": say,
    "say again": say,
    "say no value": lambda s, p, n: check_in(s.actor, s.one(p), confidence=n % 11),
    "reach": lambda s, p, n: check_in(
        s.actor,
        s.stepped(p),
        milestones_reached=s.milestones(p, n),
        effective_on=TODAY - timedelta(days=n % 9),
    ),
    "correct": lambda s, p, n: s.correct(p, value=D(n)),
    "correct steps": lambda s, p, n: s.correct(p, milestones_reached=s.milestones(p, n)),
    "take back": lambda s, p, _n: s.correct(p),
    "weigh": lambda s, p, n: set_weight(s.actor, s.one(p), weight=D(n), reason="?"),
    "even": lambda s, _p, _n: even_out_weights(s.actor, s.objective.id, reason="?"),
    "release": lambda s, p, _n: release_weight(s.actor, s.one(p)),
    "delete": lambda s, p, _n: delete_key_result(s.actor, s.one(p), reason="中途调整"),
    "restore": lambda s, p, _n: restore_key_result(s.actor, s.deleted(p), reason="中途调整"),
    "retarget": lambda s, p, n: edit_key_result(s.actor, s.one(p), target=D(n), reason="?"),
    "reweigh": lambda s, p, n: edit_key_result(s.actor, s.one(p), weight=D(n), reason="?"),
    "rhythm": lambda s, p, n: edit_key_result(s.actor, s.one(p), cadence_days=n % 30 + 1),
    "earlier": lambda s, p, n: edit_key_result(
        s.actor, s.one(p), due_on=TODAY + timedelta(days=n % 40)
    ),
    "edit steps": edit_steps,
    "order": lambda s, p, _n: order_key_results(s.actor, s.objective.id, [s.one(p)]),
    "override": lambda s, _p, n: override_progress(
        s.actor, s.objective.id, progress=D(n) / 100, reason="?"
    ),
    "resume": lambda s, _p, _n: override_progress(s.actor, s.objective.id, progress=None),
    "close": lambda s, _p, _n: close_objective(s.actor, s.objective.id, outcome="closed"),
    "reopen": lambda s, _p, _n: reopen_objective(s.actor, s.objective.id, reason="?"),
    "away and back": away_and_back,
    "due": lambda s, _p, n: edit_objective(
        s.actor, s.objective.id, due_on=TODAY + timedelta(days=n % 40)
    ),
    "pace": lambda s, _p, n: edit_organization(s.actor, cadence_days=n % 20 + 1),
    "patience": lambda s, _p, n: edit_organization(s.actor, behind_points=n % 60),
    "dates": lambda s, _p, n: edit_cycle(
        s.actor, s.objective.cycle_id, starts_on=date(2026, 10, 1) + timedelta(days=n % 40)
    ),
}

STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 5), st.integers(0, 120)),
    min_size=3,
    max_size=14,
)


@given(steps=STEPS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_sequence_of_commands_leaves_a_wrong_number(
    steps: list[tuple[str, int, int]], admin: Actor, objective: Objective
) -> None:
    with transaction.atomic():
        stage = Stage(admin, objective)
        for number in (0, 3, 4):
            add(stage, 1, number)
        for name, pick, number in steps:
            with suppress(Refusal):
                ACTS[name](stage, pick, number)
        organization = Organization.objects.get(id=objective.organization_id)
        found = list(examine(organization))
        transaction.set_rollback(True)
    assert found == []


# Finding and mending


def test_a_wrong_number_is_found_with_what_it_should_be(
    organization: Organization, objective: Objective, checked_in: KeyResult
) -> None:
    Objective.objects.filter(id=objective.id).update(progress=D("0.9"))
    assert list(examine(organization)) == [
        Difference("goals_objective", objective.id, "progress", D("0.9"), D("0.4"))
    ]


@pytest.mark.parametrize(
    "broken",
    [
        {"current": D(1)},
        {"previous": D(1)},
        {"progress": D(1)},
        {"confidence": 1},
        {"confidences": [1, 2]},
        {"said_status": "behind"},
        {"checked_in_on": date(2026, 11, 1)},
        {"behind_on": None},
        {"at_risk_on": None},
        {"outdated_on": None},
        {"weight": D(60)},
    ],
)
def test_whatever_breaks_is_mended(
    organization: Organization, checked_in: KeyResult, broken: dict[str, Any]
) -> None:
    KeyResult.objects.filter(id=checked_in.id).update(**broken)
    assert {one.column for one in mend(organization)} >= set(broken)
    assert list(examine(organization)) == []
    kept = dict(checked_in.__dict__, _state=None)
    checked_in.refresh_from_db()
    assert dict(checked_in.__dict__, _state=None) == kept


def test_a_closure_that_is_not_kept_is_found(
    admin: Actor, organization: Organization, objective: Objective
) -> None:
    close_objective(admin, objective.id, outcome="postponed")
    Objective.objects.filter(id=objective.id).update(closed_as="")
    assert [one.right for one in mend(organization)] == ["postponed"]


def test_examining_changes_nothing_and_asks_as_often_whatever_there_is(
    admin: Actor, organization: Organization, objective: Objective, checked_in: KeyResult
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert list(examine(organization)) == []
        assert not [one for one in queries if not one["sql"].startswith("SELECT")]
        return len(queries)

    before = asked()
    for number in range(5):
        made = add_key_result(
            admin, objective.id, title=f"{number}", **KINDS[number], reason="中途调整"
        )
        if number not in (3, 4):
            check_in(admin, made.id, value=D(5))
    assert asked() == before


def test_another_organization_is_not_looked_at(
    stranger: Actor, objective: Objective, cycle: Cycle
) -> None:
    Objective.objects.filter(id=objective.id).update(progress=D("0.9"))
    theirs = Organization.objects.get(id=stranger.organization_id)
    assert list(examine(theirs)) == []
