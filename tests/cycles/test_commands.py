"""The whole behaviour of the commands that arrange cycles."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cairn.checkins.doctor import examine
from cairn.cycles.commands import create_cycle, move_cycle
from cairn.cycles.models import Cycle
from cairn.cycles.queries import choose_current, current_cycle, find_cycle
from cairn.errors import Conflict, Forbidden, Invalid, NotFound
from cairn.events.kinds import Kind as Event
from cairn.events.models import Event as Row
from cairn.goals.commands.cycles import edit_cycle
from cairn.goals.commands.key_results import add_key_result
from cairn.goals.models import KeyResult, Objective
from cairn.goals.progress import expected
from cairn.organization.actor import Actor
from cairn.storage import clock
from tests.cast import MORNING, TODAY

Q1: dict[str, Any] = {
    "name": "2027 Q1",
    "length": "quarter",
    "starts_on": date(2027, 1, 1),
    "ends_on": date(2027, 3, 31),
}


def test_a_cycle_begins_in_drafting_and_is_recorded(champion: Actor) -> None:
    made = create_cycle(champion, **Q1)
    event = Row.objects.get(subject_id=made.id)
    assert (made.phase, event.kind) == ("drafting", Event.CYCLE_CREATED)
    assert event.new == {"length": "quarter", "starts_on": "2027-01-01", "ends_on": "2027-03-31"}


def test_a_quarter_joins_the_year_that_holds_it(year: Cycle, cycle: Cycle) -> None:
    assert cycle.parent_id == year.id


def test_a_year_takes_in_the_quarter_that_came_first(champion: Actor, year: Cycle) -> None:
    quarter = create_cycle(champion, **Q1)
    assert not quarter.parent_id
    lasts: dict[str, Any] = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31)}
    made = create_cycle(champion, name="2027", length="year", **lasts)
    assert Cycle.objects.get(id=quarter.id).parent_id == made.id
    assert Cycle.objects.get(id=year.id).parent_id is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": date(2027, 1, 1)}, "ends_on"),
        ({"ends_on": date(2030, 1, 1)}, "ends_on"),
        ({"name": "2026 Q4"}, "name"),
        ({"length": "fortnight"}, "length"),
        ({"parent": 4711}, "parent"),
    ],
)
def test_a_cycle_is_refused(
    champion: Actor, cycle: Cycle, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        create_cycle(champion, **(Q1 | changes))
    assert set(refused.value.fields) == {field}


def test_a_cycle_outside_its_parent_is_refused(champion: Actor, year: Cycle) -> None:
    with pytest.raises(Invalid) as refused:
        create_cycle(champion, **Q1, parent=year.id)
    assert set(refused.value.fields) == {"parent"}


def test_only_stewards_arrange_cycles(lead: Actor, cycle: Cycle) -> None:
    acts: list[Callable[[], object]] = [
        lambda: create_cycle(lead, **Q1),
        lambda: edit_cycle(lead, cycle.id, name="?"),
        lambda: move_cycle(lead, cycle.id, phase="scoring"),
    ]
    for act in acts:
        with pytest.raises(Forbidden):
            act()


def test_phases_follow_each_other_and_go_back(champion: Actor, cycle: Cycle) -> None:
    with pytest.raises(Conflict):
        move_cycle(champion, cycle.id, phase="closed")
    assert move_cycle(champion, cycle.id, phase="scoring").phase == "scoring"
    assert move_cycle(champion, cycle.id, phase="running").phase == "running"
    newest = Row.objects.filter(subject_id=cycle.id).latest("id")
    assert (newest.old, newest.new) == ({"phase": "scoring"}, {"phase": "running"})


def test_what_is_closed_opens_again_only_with_a_reason(champion: Actor, cycle: Cycle) -> None:
    for phase in ("scoring", "closed"):
        move_cycle(champion, cycle.id, phase=phase)
    with pytest.raises(Invalid) as refused:
        move_cycle(champion, cycle.id, phase="scoring")
    assert set(refused.value.fields) == {"reason"}
    move_cycle(champion, cycle.id, phase="scoring", reason="一项评分有误")
    newest = Row.objects.filter(subject_id=cycle.id).latest("id")
    assert (newest.old, newest.reason) == ({"phase": "closed"}, "一项评分有误")


def test_an_unknown_phase_is_refused(champion: Actor, cycle: Cycle) -> None:
    with pytest.raises(Invalid):
        move_cycle(champion, cycle.id, phase="lunch")


def test_staying_in_a_phase_leaves_no_event(champion: Actor, cycle: Cycle) -> None:
    before = Row.objects.count()
    move_cycle(champion, cycle.id, phase="running")
    assert Row.objects.count() == before


def test_new_dates_take_objectives_and_key_results_along(
    champion: Actor, cycle: Cycle, objective: Objective, checked_in: KeyResult
) -> None:
    edit_cycle(champion, cycle.id, starts_on=date(2026, 10, 8), ends_on=date(2026, 12, 20))
    objective.refresh_from_db()
    checked_in.refresh_from_db()
    assert objective.due_on == checked_in.due_on == date(2026, 12, 20)
    assert checked_in.starts_on == date(2026, 10, 8)
    newest = Row.objects.filter(subject_id=cycle.id).latest("id")
    assert newest.old == {"starts_on": "2026-10-01", "ends_on": "2026-12-31"}


def test_a_longer_cycle_gives_what_is_due_at_its_end_more_time(
    champion: Actor, cycle: Cycle, objective: Objective, checked_in: KeyResult
) -> None:
    """Shortened and lengthened again, everything is as it was; a day of one's own stays."""
    KeyResult.objects.filter(id=checked_in.id).update(due_on=date(2026, 12, 10))
    own = add_key_result(
        champion, objective.id, title="甲", start=Decimal(0), target=Decimal(10), reason="?"
    )
    expected = expected_on(own)
    edit_cycle(champion, cycle.id, ends_on=date(2026, 12, 20))
    own.refresh_from_db()
    assert expected_on(own) > expected
    assert own.due_on == date(2026, 12, 20)
    edit_cycle(champion, cycle.id, ends_on=date(2026, 12, 31))
    for one in (objective, own, checked_in):
        one.refresh_from_db()
    assert (objective.due_on, own.due_on) == (date(2026, 12, 31), date(2026, 12, 31))
    assert checked_in.due_on == date(2026, 12, 10)
    assert expected_on(own) == expected
    assert list(examine(cycle.organization)) == []


def test_a_shorter_cycle_turns_what_has_no_time_left(
    champion: Actor, cycle: Cycle, objective: Objective, checked_in: KeyResult
) -> None:
    """Expected progress, and the day on which a status turns, follow the new end."""
    before = expected_on(checked_in)
    edit_cycle(champion, cycle.id, ends_on=date(2026, 11, 20))
    checked_in.refresh_from_db()
    assert checked_in.due_on == date(2026, 11, 20)
    assert expected_on(checked_in) > before
    assert list(examine(cycle.organization)) == []
    with clock.set_to(MORNING.replace(day=21)):
        assert expected_on(checked_in) == 1


def expected_on(key_result: KeyResult) -> Decimal:
    today = clock.today("Asia/Shanghai")
    return expected(key_result.starts_on, key_result.due_on, today)


def test_a_year_stays_around_its_quarters(champion: Actor, year: Cycle, cycle: Cycle) -> None:
    with pytest.raises(Invalid):
        edit_cycle(champion, year.id, ends_on=date(2026, 11, 30))


def test_a_quarter_stays_inside_its_year(champion: Actor, cycle: Cycle) -> None:
    with pytest.raises(Invalid):
        edit_cycle(champion, cycle.id, ends_on=date(2027, 1, 31))


def test_a_cycle_of_another_organization_does_not_exist(stranger: Actor, cycle: Cycle) -> None:
    acts: list[Callable[[], object]] = [
        lambda: edit_cycle(stranger, cycle.id, name="?"),
        lambda: move_cycle(stranger, cycle.id, phase="scoring"),
        lambda: find_cycle(stranger, cycle.id),
        lambda: find_cycle(stranger, None),
    ]
    for act in acts:
        with pytest.raises(NotFound):
            act()


def test_now_means_the_quarter_rather_than_the_year(employee: Actor, cycle: Cycle) -> None:
    assert current_cycle(employee) == cycle


def test_between_cycles_now_means_the_next_and_after_them_the_last(
    employee: Actor, cycle: Cycle, year: Cycle
) -> None:
    assert choose_current([cycle], cycle.starts_on - timedelta(days=40)) == cycle
    assert choose_current([cycle, year], TODAY + timedelta(days=400)) == cycle
    assert choose_current([], TODAY) is None


@pytest.mark.parametrize(
    "broken", [{"name": "2026 Q4"}, {"ends_on": date(2026, 10, 1), "starts_on": date(2026, 10, 1)}]
)
def test_the_database_holds_the_line(cycle: Cycle, broken: dict[str, Any]) -> None:
    given: dict[str, Any] = Q1 | broken
    with pytest.raises(IntegrityError), transaction.atomic():
        Cycle.objects.create(organization_id=cycle.organization_id, **given)
