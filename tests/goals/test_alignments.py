"""Alignments: asking, answering, ending; no loops; what counts into what."""

from decimal import Decimal
from typing import Any

import pytest

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.doctor import examine
from cairn.cycles.commands import create_cycle
from cairn.errors import Conflict, Forbidden, Invalid, NotFound
from cairn.goals.commands.alignments import (
    accept_alignment,
    decline_alignment,
    end_alignment,
    request_alignment,
    weigh_alignment,
)
from cairn.goals.commands.closures import close_objective, reopen_objective
from cairn.goals.commands.objectives import delete_objective, edit_objective, restore_objective
from cairn.goals.models import Alignment, Answer, KeyResult, Objective, Standing
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.cast import WriteKeyResult, WriteObjective

pytestmark = pytest.mark.django_db


@pytest.fixture
def above(write_objective: WriteObjective, champion: Actor, company: Team) -> Objective:
    """The company's objective, which the champion owns."""
    return write_objective(champion, title="成为客户最信任的伙伴", team=company.id)


def test_the_owner_asks_and_the_targets_owner_accepts(
    employee: Actor, champion: Actor, objective: Objective, above: Objective
) -> None:
    asked = request_alignment(employee, objective.id, target=above.id)
    assert asked.state == Answer.REQUESTED
    accepted = accept_alignment(champion, asked.id)
    assert (accepted.state, accepted.weight) == ("accepted", Decimal(0))
    assert accepted.answered_by_id == champion.member_id


def test_who_may_edit_both_needs_no_asking(
    champion: Actor, objective: Objective, above: Objective
) -> None:
    assert request_alignment(champion, objective.id, target=above.id).state == Answer.ACCEPTED


def test_only_the_targets_side_may_accept(
    employee: Actor, objective: Objective, above: Objective
) -> None:
    asked = request_alignment(employee, objective.id, target=above.id)
    with pytest.raises(Forbidden):
        accept_alignment(employee, asked.id)


def test_declining_needs_a_reason(
    employee: Actor, champion: Actor, objective: Objective, above: Objective
) -> None:
    asked = request_alignment(employee, objective.id, target=above.id)
    with pytest.raises(Invalid):
        decline_alignment(champion, asked.id, reason="")
    said = decline_alignment(champion, asked.id, reason="下个季度再说")
    assert (said.state, said.answer_reason) == (Answer.DECLINED, "下个季度再说")
    with pytest.raises(Conflict):
        accept_alignment(champion, asked.id)


def test_an_objective_cannot_support_itself(champion: Actor, objective: Objective) -> None:
    with pytest.raises(Invalid) as refused:
        request_alignment(champion, objective.id, target=objective.id)
    assert "target" in refused.value.fields


def test_because_it_is_blocked_names_the_key_result(
    employee: Actor, objective: Objective, above: Objective
) -> None:
    with pytest.raises(Invalid) as refused:
        request_alignment(employee, objective.id, target=above.id, is_for_blocked=True)
    assert "key_result" in refused.value.fields


def test_its_own_key_result_is_itself(
    champion: Actor, objective: Objective, key_result: KeyResult
) -> None:
    with pytest.raises(Invalid) as refused:
        request_alignment(champion, objective.id, key_result=key_result.id)
    assert "key_result" in refused.value.fields


def test_a_loop_is_refused_even_of_requests(
    employee: Actor, champion: Actor, objective: Objective, above: Objective, key_result: KeyResult
) -> None:
    request_alignment(employee, objective.id, target=above.id)
    with pytest.raises(Invalid):
        request_alignment(champion, above.id, key_result=key_result.id)


def test_cycles_must_overlap(
    champion: Actor, objective: Objective, write_objective: WriteObjective
) -> None:
    from datetime import date

    later = create_cycle(
        champion,
        name="2027 Q1",
        length="quarter",
        starts_on=date(2027, 1, 1),
        ends_on=date(2027, 3, 31),
    )
    far = write_objective(champion, title="明年", cycle=later.id)
    with pytest.raises(Invalid):
        request_alignment(champion, objective.id, target=far.id)


def test_a_contribution_counts_beside_the_key_results(
    champion: Actor,
    employee: Actor,
    objective: Objective,
    key_result: KeyResult,
    above: Objective,
    write_key_result: WriteKeyResult,
) -> None:
    own = write_key_result(champion, above)
    made = request_alignment(champion, objective.id, target=above.id)
    weigh_alignment(champion, made.id, weight=Decimal(40), reason="各占一部分")
    own.refresh_from_db()
    assert own.weight == 60
    check_in(employee, key_result.id, value=Decimal(75), confidence=8)
    check_in(champion, own.id, value=Decimal(50), confidence=6)
    above.refresh_from_db()
    assert above.progress == Decimal("0.7")
    assert (above.measured, above.counted, above.confidence) == (2, 2, 6)
    assert not list(examine(above.organization))


def test_a_key_result_can_be_fed(
    champion: Actor,
    employee: Actor,
    objective: Objective,
    key_result: KeyResult,
    above: Objective,
    write_key_result: WriteKeyResult,
) -> None:
    fed = write_key_result(champion, above)
    made = request_alignment(champion, objective.id, key_result=fed.id)
    weigh_alignment(champion, made.id, weight=Decimal(100), reason="全由它带动")
    check_in(employee, key_result.id, value=Decimal(66), confidence=8)
    fed.refresh_from_db()
    above.refresh_from_db()
    assert (fed.own_progress, fed.progress, above.progress) == (
        Decimal(0),
        Decimal("0.4"),
        Decimal("0.4"),
    )
    assert not list(examine(above.organization))


def test_what_does_not_fit_is_said_of_the_contribution(
    champion: Actor,
    objective: Objective,
    above: Objective,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    own = write_key_result(champion, above)
    second = write_objective(champion, title="第二个")
    for aim in (None, own.id):
        given: dict[str, Any] = {"target": above.id, "key_result": aim, "reason": "试"}
        request_alignment(champion, objective.id, weight=Decimal(80), **given)
        with pytest.raises(Invalid) as refused:
            request_alignment(champion, second.id, weight=Decimal(30), **given)
        assert set(refused.value.fields) == {"contribution"}


def test_ending_gives_the_weight_back(
    champion: Actor,
    objective: Objective,
    key_result: KeyResult,
    above: Objective,
    write_key_result: WriteKeyResult,
) -> None:
    own = write_key_result(champion, above)
    made = request_alignment(
        champion, objective.id, target=above.id, weight=Decimal(40), reason="试一季"
    )
    end_alignment(champion, made.id, reason="目标换了")
    own.refresh_from_db()
    assert own.weight == 100
    kept = Alignment.objects.get(id=made.id)
    assert (kept.state, kept.weight, kept.end_reason) == ("ended", Decimal(0), "目标换了")


def test_what_counts_into_a_closed_target_stays(
    champion: Actor,
    objective: Objective,
    key_result: KeyResult,
    above: Objective,
    write_key_result: WriteKeyResult,
) -> None:
    own = write_key_result(champion, above)
    made = request_alignment(
        champion, objective.id, target=above.id, weight=Decimal(40), reason="试一季"
    )
    close_objective(champion, above.id, outcome="closed")
    with pytest.raises(Conflict):
        end_alignment(champion, made.id, reason="目标换了")
    own.refresh_from_db()
    assert own.weight == 60


def test_deleting_takes_the_part_out_and_restoring_brings_it_back(
    champion: Actor,
    employee: Actor,
    objective: Objective,
    key_result: KeyResult,
    above: Objective,
    write_key_result: WriteKeyResult,
) -> None:
    own = write_key_result(champion, above)
    request_alignment(champion, objective.id, target=above.id, weight=Decimal(40), reason="试")
    check_in(employee, key_result.id, value=Decimal(75), confidence=8)
    delete_objective(champion, objective.id)
    above.refresh_from_db()
    own.refresh_from_db()
    assert (above.progress, own.weight) == (Decimal(0), Decimal(100))
    assert not list(examine(above.organization))
    restore_objective(champion, objective.id)
    above.refresh_from_db()
    own.refresh_from_db()
    assert (above.progress, own.weight) == (Decimal("0.4"), Decimal(60))
    assert not list(examine(above.organization))


def test_what_fewer_may_see_is_aligned_only(
    champion: Actor, employee: Actor, objective: Objective, above: Objective, team: Team
) -> None:
    edit_objective(employee, objective.id, visibility="team", visible_team=team.id)
    made = request_alignment(champion, objective.id, target=above.id)
    with pytest.raises(Invalid) as refused:
        weigh_alignment(champion, made.id, weight=Decimal(40), reason="x")
    assert "contribution" in refused.value.fields


def test_hiding_an_objective_stops_its_contribution(
    champion: Actor,
    employee: Actor,
    objective: Objective,
    key_result: KeyResult,
    above: Objective,
    team: Team,
    write_key_result: WriteKeyResult,
) -> None:
    own = write_key_result(champion, above)
    made = request_alignment(
        champion, objective.id, target=above.id, weight=Decimal(40), reason="x"
    )
    check_in(employee, key_result.id, value=Decimal(75), confidence=8)
    edit_objective(employee, objective.id, visibility="team", visible_team=team.id)
    made.refresh_from_db()
    own.refresh_from_db()
    above.refresh_from_db()
    assert (made.weight, own.weight, above.progress) == (Decimal(0), Decimal(100), Decimal(0))
    assert not list(examine(above.organization))


def test_a_stranger_to_one_end_does_not_find_it(
    champion: Actor, colleague: Actor, employee: Actor, objective: Objective, above: Objective
) -> None:
    made = request_alignment(champion, objective.id, target=above.id)
    edit_objective(employee, objective.id, visibility="people", readers=[])
    with pytest.raises(NotFound):
        end_alignment(colleague, made.id)


def test_numbers_travel_all_the_way_up(
    champion: Actor,
    employee: Actor,
    objective: Objective,
    key_result: KeyResult,
    write_objective: WriteObjective,
) -> None:
    line = [objective]
    for step in range(6):
        line.append(write_objective(champion, title=f"第 {step} 层"))
        request_alignment(
            champion, line[-2].id, target=line[-1].id, weight=Decimal(100), reason="x"
        )
    check_in(employee, key_result.id, value=Decimal(69), confidence=8)
    top = Objective.objects.get(id=line[-1].id)
    assert top.progress == Decimal("0.6")
    assert Standing.objects.get(objective=top).progress == Decimal("0.6")
    assert not list(examine(top.organization))


def test_a_closed_target_keeps_the_number_of_its_end_until_it_is_reopened(
    champion: Actor,
    employee: Actor,
    objective: Objective,
    key_result: KeyResult,
    above: Objective,
    write_key_result: WriteKeyResult,
) -> None:
    write_key_result(champion, above)
    request_alignment(champion, objective.id, target=above.id, weight=Decimal(40), reason="x")
    check_in(employee, key_result.id, value=Decimal(66))
    close_objective(champion, above.id, outcome="closed")
    check_in(employee, key_result.id, value=Decimal(75))
    above.refresh_from_db()
    assert above.progress == Decimal("0.16")
    assert not list(examine(above.organization))
    reopen_objective(champion, above.id, reason="还没结束")
    above.refresh_from_db()
    assert above.progress == Decimal("0.4")
    assert not list(examine(above.organization))
