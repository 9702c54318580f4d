"""Somebody drafts, carries over or carries down while the cycle that it would go into is closed."""

import threading
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from cairn.cycles.commands import create_cycle
from cairn.cycles.models import Cycle
from cairn.errors import Conflict, Invalid
from cairn.goals.commands.carrying import carry_down
from cairn.goals.commands.drafts import draft_objective
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.models import KeyResult, Objective
from cairn.goals.ties import lock_lines_of_cycle
from cairn.organization.actor import Actor
from cairn.reviews.commands import cycles
from cairn.reviews.commands.carrying import carry_over
from tests.cast import WriteObjective
from tests.threads import PATIENCE, at_once

pytestmark = pytest.mark.django_db(transaction=True)

type Act = Callable[[], Any]


class Closing:
    """Holds a cycle's end until somebody has begun to write, and a moment longer."""

    def __init__(self, champion: Actor, cycle: Cycle) -> None:
        self.champion, self.cycle = champion, cycle
        self.held, self.begun = threading.Event(), threading.Event()

    def lock(self, organization_id: int, cycle_id: int) -> None:
        self.held.set()
        self.begun.wait(PATIENCE)
        time.sleep(0.4)
        lock_lines_of_cycle(organization_id, cycle_id)

    def close(self) -> None:
        cycles.close_cycle(self.champion, self.cycle.id, anyway=True, reason="?")

    def during(self, act: Act) -> Act:
        def wait() -> None:
            assert self.held.wait(PATIENCE)
            self.begun.set()
            act()

        return wait


@pytest.fixture
def closing(champion: Actor, monkeypatch: pytest.MonkeyPatch) -> Closing:
    later = create_cycle(
        champion,
        name="2027 Q1",
        length="quarter",
        starts_on=date(2027, 1, 1),
        ends_on=date(2027, 3, 31),
    )
    Cycle.objects.filter(id=later.id).update(phase="scoring")
    made = Closing(champion, later)
    monkeypatch.setattr(cycles, "lock_lines_of_cycle", made.lock)
    return made


@pytest.mark.parametrize("what", ["draft", "edit", "carry over", "carry down"])
def test_nothing_new_lands_in_a_closed_cycle(
    what: str,
    employee: Actor,
    closing: Closing,
    objective: Objective,
    key_result: KeyResult,
    write_objective: WriteObjective,
) -> None:
    later = closing.cycle.id
    draft = write_objective(employee, publish=False)
    source = write_objective(employee, cycle=later)
    acts: dict[str, Act] = {
        "draft": lambda: draft_objective(employee, title="下季度", cycle=later, publish=True),
        "edit": lambda: edit_objective(employee, draft.id, cycle=later, publish=True),
        "carry over": lambda: carry_over(employee, objectives=[objective.id], cycle=later),
        "carry down": lambda: carry_down(
            employee, objective=source.id, people=[employee.member_id or 0]
        ),
    }
    closed, refused = at_once([closing.close, closing.during(acts[what])])
    assert closed is None
    assert isinstance(refused, Invalid | Conflict)
    assert list(Objective.objects.filter(cycle=later)) == [source]
