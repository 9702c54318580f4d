"""A key result that takes its readings from a KPI, and what it does not take."""

import threading
import time
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.db.transaction import atomic

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.undoing import undo_check_in
from cairn.checkins.doctor import examine
from cairn.errors import Invalid
from cairn.events.models import Event
from cairn.goals.commands import catching_up, cycles
from cairn.goals.commands.closures import close_objective, reopen_objective
from cairn.goals.commands.cycles import move_cycle
from cairn.goals.commands.key_results import (
    add_key_result,
    delete_key_result,
    edit_key_result,
    restore_key_result,
)
from cairn.goals.commands.measuring import correct_kpi, measure_kpi, undo_reading
from cairn.goals.commands.objectives import delete_objective, restore_objective
from cairn.goals.models import KeyResult, Objective, Reading
from cairn.kpis.commands import archive_kpi, create_kpi
from cairn.kpis.models import Kpi
from cairn.organization.actor import Actor
from tests.cast import TODAY, WriteObjective
from tests.threads import at_once

D = Decimal


@pytest.fixture
def fed(employee: Actor, objective: Objective, kpi: Kpi) -> KeyResult:
    """续约率 → 80 % by the KPI, which showed 60 % a week ago: its start."""
    measure_kpi(employee, kpi.id, value=D(60), effective_on=TODAY - timedelta(days=7))
    return add_key_result(
        employee,
        objective.id,
        title="续约率到 80%",
        unit="percent",
        target=D(80),
        kpi=kpi.id,
        reason="中途调整",
    )


def now(key_result: KeyResult) -> tuple[Decimal | None, Decimal | None]:
    key_result.refresh_from_db()
    return key_result.current, key_result.progress


def test_the_start_is_what_the_kpi_shows(fed: KeyResult) -> None:
    assert (fed.start, fed.current, fed.progress) == (D(60), D(60), D(0))
    reading = Reading.objects.get(key_result=fed)
    assert (reading.source, reading.effective_on) == ("kpi", TODAY - timedelta(days=7))


def test_a_start_that_somebody_gave_stays(employee: Actor, objective: Objective, kpi: Kpi) -> None:
    measure_kpi(employee, kpi.id, value=D(60))
    given = add_key_result(
        employee,
        objective.id,
        title="甲",
        unit="percent",
        start=D(50),
        target=D(80),
        kpi=kpi.id,
        reason="中途调整",
    )
    assert (given.start, given.current) == (D(50), D(60))


def test_a_reading_of_the_kpi_rolls_up_to_the_objective_in_the_same_transaction(
    lead: Actor, objective: Objective, fed: KeyResult, kpi: Kpi
) -> None:
    measure_kpi(lead, kpi.id, value=D(70))
    assert now(fed) == (D(70), D("0.5"))
    objective.refresh_from_db()
    assert objective.progress == D("0.5")
    reading = Reading.objects.get(key_result=fed, value=D(70))
    assert (reading.source, reading.author_id) == ("kpi", lead.member_id)
    told = Event.objects.get(objective_id=objective.id, kind="kpi.measured")
    assert told.new["key_result"] == str(fed.id)


def test_corrections_and_undoing_follow(employee: Actor, fed: KeyResult, kpi: Kpi) -> None:
    wrong = measure_kpi(employee, kpi.id, value=D(700))
    right = correct_kpi(employee, kpi.id, wrong.id, value=D(70))
    assert now(fed) == (D(70), D("0.5"))
    back = undo_reading(employee, kpi.id, right.id)
    assert now(fed)[0] == D(700)
    gone = correct_kpi(employee, kpi.id, back.id)
    assert now(fed)[0] == D(60)
    undo_reading(employee, kpi.id, gone.id)
    assert now(fed)[0] == D(700)


def test_a_reading_from_before_the_key_result_is_not_its(
    employee: Actor, fed: KeyResult, kpi: Kpi
) -> None:
    early = fed.starts_on - timedelta(days=1)
    made = measure_kpi(employee, kpi.id, value=D(10), effective_on=early)
    assert Reading.objects.filter(key_result=fed).count() == 1
    correct_kpi(employee, kpi.id, made.id, value=D(65), effective_on=TODAY)
    assert now(fed)[0] == D(65)


def test_who_cannot_see_the_objective_measures_all_the_same(
    employee: Actor, lead: Actor, write_objective: WriteObjective, kpi: Kpi
) -> None:
    private = write_objective(employee, visibility="people", owner=employee.member_id)
    hidden = add_key_result(
        employee,
        private.id,
        title="乙",
        unit="percent",
        start=D(0),
        target=D(100),
        kpi=kpi.id,
        reason="中途调整",
    )
    measure_kpi(lead, kpi.id, value=D(40))
    assert now(hidden) == (D(40), D("0.4"))


def test_what_is_closed_keeps_the_numbers_of_its_end(
    employee: Actor, objective: Objective, fed: KeyResult, kpi: Kpi
) -> None:
    reading = measure_kpi(employee, kpi.id, value=D(70))
    close_objective(employee, objective.id, outcome="abandoned", note="不做了")
    measure_kpi(employee, kpi.id, value=D(75))
    correct_kpi(employee, kpi.id, reading.id, value=D(71))
    assert now(fed)[0] == D(70)


def test_a_check_in_asks_for_confidence_and_words_only(
    employee: Actor, fed: KeyResult, kpi: Kpi
) -> None:
    made = check_in(employee, fed.id, confidence=7, note="按计划")
    assert (made.reading, now(fed)[0]) == (None, D(60))
    check_in(employee, fed.id, value=D(60), confidence=8)
    with pytest.raises(Invalid) as refused:
        check_in(employee, fed.id, value=D(61))
    assert "value" in refused.value.fields
    undo_check_in(employee, fed.id, checkin=made.id)
    assert now(fed)[0] == D(60)


def test_let_go_it_is_measured_by_hand_again(employee: Actor, fed: KeyResult, kpi: Kpi) -> None:
    edit_key_result(employee, fed.id, kpi=None, reason="口径不同")
    measure_kpi(employee, kpi.id, value=D(75))
    assert now(fed)[0] == D(60)
    check_in(employee, fed.id, value=D(62))
    assert now(fed)[0] == D(62)


def test_beginning_in_mid_cycle_needs_a_reason(
    employee: Actor, key_result: KeyResult, kpi: Kpi
) -> None:
    measure_kpi(employee, kpi.id, value=D(66))
    with pytest.raises(Invalid) as refused:
        edit_key_result(employee, key_result.id, kpi=kpi.id)
    assert "reason" in refused.value.fields
    edit_key_result(employee, key_result.id, kpi=kpi.id, reason="以后自动取数")
    assert now(key_result) == (D(66), D("0.4"))


def test_another_unit_milestones_and_what_is_archived_do_not_fit(
    employee: Actor, objective: Objective, kpi: Kpi
) -> None:
    wrong: list[dict[str, Any]] = [{"unit": "number"}, {"unit": "percent", "kind": "milestones"}]
    for given in wrong:
        with pytest.raises(Invalid) as refused:
            add_key_result(
                employee,
                objective.id,
                title="丙",
                target=D(9),
                kpi=kpi.id,
                **given,
                reason="中途调整",
            )
        assert "kpi" in refused.value.fields
    archive_kpi(employee, kpi.id)
    with pytest.raises(Invalid):
        add_key_result(
            employee,
            objective.id,
            title="丙",
            unit="percent",
            target=D(9),
            kpi=kpi.id,
            reason="中途调整",
        )


def test_what_comes_back_catches_up(
    lead: Actor, objective: Objective, fed: KeyResult, kpi: Kpi
) -> None:
    """In the same command, with each reading's own day and author, told once to its history."""
    delete_key_result(lead, fed.id, reason="中途调整")
    measure_kpi(lead, kpi.id, value=D(66), effective_on=TODAY - timedelta(days=1))
    measure_kpi(lead, kpi.id, value=D(70))
    assert now(fed)[0] == D(60)
    restore_key_result(lead, fed.id, reason="中途调整")
    assert now(fed) == (D(70), D("0.5"))
    objective.refresh_from_db()
    assert objective.progress == D("0.5")
    values = Reading.objects.filter(key_result=fed).order_by("effective_on")
    assert list(values.values_list("value", flat=True)) == [D(60), D(66), D(70)]
    told = Event.objects.get(objective_id=objective.id, kind="kpi.measured")
    assert (told.old["value"], told.new["value"]) == ("60", "70")
    assert list(examine(objective.organization)) == []


def test_an_objective_that_comes_back_catches_up(
    employee: Actor, objective: Objective, fed: KeyResult, kpi: Kpi
) -> None:
    delete_objective(employee, objective.id)
    measure_kpi(employee, kpi.id, value=D(72))
    restore_objective(employee, objective.id)
    assert now(fed) == (D(72), D("0.6"))
    close_objective(employee, objective.id, outcome="abandoned", note="不做了")
    measure_kpi(employee, kpi.id, value=D(75))
    reopen_objective(employee, objective.id, reason="还要做")
    assert now(fed)[0] == D(75)
    objective.refresh_from_db()
    assert objective.progress == D("0.75")
    assert list(examine(objective.organization)) == []


def test_corrections_that_were_missed_are_caught_up_too(
    employee: Actor, objective: Objective, fed: KeyResult, kpi: Kpi
) -> None:
    held = measure_kpi(employee, kpi.id, value=D(70), effective_on=TODAY - timedelta(days=1))
    close_objective(employee, objective.id, outcome="abandoned", note="不做了")
    once = correct_kpi(employee, kpi.id, held.id, value=D(71))
    correct_kpi(employee, kpi.id, once.id, value=D(72))
    gone = measure_kpi(employee, kpi.id, value=D(99))
    correct_kpi(employee, kpi.id, gone.id)
    reopen_objective(employee, objective.id, reason="还要做")
    assert now(fed)[0] == D(72)
    valid = Reading.objects.filter(key_result=fed, corrected_by__isnull=True, value__isnull=False)
    assert list(valid.order_by("effective_on").values_list("value", flat=True)) == [D(60), D(72)]


def test_what_a_kpi_said_before_the_key_result_took_it_stays_outside(
    employee: Actor, objective: Objective, fed: KeyResult, kpi: Kpi
) -> None:
    """A detached one takes nothing, and nothing is taken twice."""
    measure_kpi(employee, kpi.id, value=D(70))
    close_objective(employee, objective.id, outcome="abandoned", note="不做了")
    reopen_objective(employee, objective.id, reason="还要做")
    assert Reading.objects.filter(key_result=fed).count() == 2
    edit_key_result(employee, fed.id, kpi=None, reason="口径不同")
    delete_key_result(employee, fed.id, reason="中途调整")
    measure_kpi(employee, kpi.id, value=D(75))
    restore_key_result(employee, fed.id, reason="中途调整")
    assert now(fed)[0] == D(70)


def test_a_cycle_that_opens_again_catches_up(
    champion: Actor, employee: Actor, objective: Objective, fed: KeyResult, kpi: Kpi
) -> None:
    for phase in ("scoring", "closed"):
        move_cycle(champion, objective.cycle_id, phase=phase)
    measure_kpi(employee, kpi.id, value=D(70))
    assert now(fed)[0] == D(60)
    move_cycle(champion, objective.cycle_id, phase="scoring", reason="还差一个评分")
    assert now(fed) == (D(70), D("0.5"))
    objective.refresh_from_db()
    assert objective.progress == D("0.5")
    assert list(examine(objective.organization)) == []


@pytest.mark.django_db(transaction=True)
def test_a_cycle_that_opens_again_locks_all_its_kpis_in_order(
    champion: Actor,
    employee: Actor,
    objective: Objective,
    kpi: Kpi,
    lead: Actor,
    write_objective: WriteObjective,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The earlier objective takes from the later KPI, and the other way round."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one lock for all")
    later = create_kpi(
        lead, name="新签数", unit="percent", direction="higher", lower=D(1), team=kpi.team_id
    )
    for one, source in ((objective, later), (write_objective(employee), kpi)):
        add_key_result(
            employee,
            one.id,
            title="甲",
            unit="percent",
            target=D(80),
            kpi=source.id,
            reason="中途调整",
        )
    for phase in ("scoring", "closed"):
        move_cycle(champion, objective.cycle_id, phase=phase)
    held, begun = threading.Event(), threading.Event()

    def catch_up(*given: Any) -> None:
        catching_up.catch_up(*given)
        held.set()
        begun.wait(5)
        time.sleep(0.3)

    def hold() -> None:
        assert held.wait(40)
        with atomic():
            begun.set()
            list(Kpi.objects.select_for_update(no_key=True).order_by("id"))

    monkeypatch.setattr(cycles, "catch_up", catch_up)
    opens = partial(move_cycle, champion, objective.cycle_id, phase="scoring", reason="还差一个")
    assert at_once([opens, hold]) == [None, None]
