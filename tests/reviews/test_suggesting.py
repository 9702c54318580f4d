"""Every page suggests the same score for an objective."""

from decimal import Decimal
from random import Random

import pytest

from cairn.checkins.commands.checkins import check_in
from cairn.cycles.models import Cycle
from cairn.goals.commands.alignments import (
    accept_alignment,
    request_alignment,
    weigh_alignment,
)
from cairn.goals.commands.overrides import override_progress
from cairn.goals.commands.weights import set_weight
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from cairn.reviews.board import review_board
from cairn.reviews.judging import suggested_whole
from cairn.reviews.queries import score_sheet
from tests.cast import TODAY, WriteKeyResult, WriteObjective

D = Decimal


def suggested(viewer: Actor, objective: Objective) -> Decimal | None:
    """By the board and by the scoring page."""
    cycle = Cycle.objects.get(id=objective.cycle_id)
    rows = {row.id: row for row in review_board(viewer, cycle).rows}
    sheet = score_sheet(viewer, objective.id, TODAY)
    assert rows[objective.id].suggested == sheet.suggested
    return sheet.suggested


def test_it_is_made_of_the_key_results_suggested_scores(
    employee: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> None:
    """0.25 and 0.25 are a progress of 25 %, and two scores of 0.3; 0.24 and 0.34 not 0.3."""
    low, high = (write_key_result(employee, objective) for _ in range(2))
    set_weight(employee, low.id, weight=D(70), reason="?")
    check_in(employee, low.id, value=D(24))
    check_in(employee, high.id, value=D(34))
    assert suggested(employee, objective) == D("0.2")
    check_in(employee, low.id, value=D(25))
    check_in(employee, high.id, value=D(25))
    assert suggested(employee, objective) == D("0.3")


def test_neither_an_override_nor_what_counts_into_it_changes_it(
    employee: Actor,
    lead: Actor,
    objective: Objective,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    check_in(employee, write_key_result(employee, objective).id, value=D(40))
    override_progress(employee, objective.id, progress=D("0.9"), reason="签了意向书")
    below = write_objective(lead)
    check_in(lead, write_key_result(lead, below).id, value=D(100))
    tie = request_alignment(lead, below.id, target=objective.id)
    accept_alignment(employee, tie.id)
    weigh_alignment(employee, tie.id, weight=D(50), reason="?")
    assert suggested(employee, objective) == D("0.4")


def test_without_a_measured_key_result_its_own_progress_suggests(
    employee: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> None:
    write_key_result(employee, objective, start=None)
    assert suggested(employee, objective) is None
    override_progress(employee, objective.id, progress=D("0.65"), reason="已交付")
    assert suggested(employee, objective) == D("0.7")


@pytest.mark.parametrize("seed", range(3))
def test_all_pages_agree_whatever_was_reached(
    seed: int, employee: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> None:
    dice = Random(seed)
    lines = [write_key_result(employee, objective) for _ in range(4)]
    for one in lines[:3]:
        check_in(employee, one.id, value=D(dice.randrange(-20, 130)))
    set_weight(employee, lines[0].id, weight=D(dice.randrange(100)), reason="?")
    suggested(employee, objective)


def test_nothing_measured_suggests_nothing() -> None:
    assert suggested_whole([], None) is None
    assert suggested_whole([(D(100), None)], D("1.3")) == D("1.0")
