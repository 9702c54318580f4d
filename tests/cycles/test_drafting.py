"""How long a cycle's OKRs are drafted, and when people are reminded."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.cycles.commands import change_cycle, create_cycle
from cairn.cycles.drafting import drafting_deadline, drafting_step
from cairn.cycles.models import Cycle
from cairn.errors import Invalid
from cairn.goals.commands.organization_pace import edit_organization
from cairn.organization.actor import Actor
from tests.cast import TODAY

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("today", "last"),
    [
        ("2026-12-01", "2026-12-31"),  # in time: the eve
        ("2026-12-18", "2026-12-31"),  # fourteen days are just left
        ("2026-12-19", "2027-01-01"),  # too late: fourteen days from today
        ("2027-01-20", "2027-02-02"),
        ("2027-03-30", "2027-03-31"),  # never beyond the cycle
    ],
)
def test_a_quarter_s_deadline(today: str, last: str) -> None:
    found = drafting_deadline(day(today), day("2027-01-01"), day("2027-03-31"), 14)
    assert found == day(last)


def test_a_cycle_that_is_over_has_none() -> None:
    assert drafting_deadline(day("2027-04-01"), day("2027-01-01"), day("2027-03-31"), 14) is None


@given(DAYS, DAYS, st.integers(1, 800), st.integers(1, 92))
def test_a_deadline_lies_ahead_and_inside(today: date, first: date, length: int, days: int) -> None:
    last = first + timedelta(days=length)
    found = drafting_deadline(today, first, last, days)
    assert (found is None) == (today > last)
    if found is not None:
        assert today <= found <= last
        assert (found - today).days >= days - 1 or found == last


@given(st.integers(1, 92), st.integers(-100, 10))
def test_the_reminders_of_a_deadline_come_in_their_order(days: int, offset: int) -> None:
    ends_on = date(2027, 3, 31)
    order = ["", "half", "soon", "last"]
    steps = [drafting_step(ends_on, days, ends_on + timedelta(days=offset + n)) for n in range(3)]
    before = [step for n, step in enumerate(steps) if offset + n <= 0]
    assert [order.index(step) for step in before] == sorted(order.index(step) for step in before)
    assert all(step == "" for n, step in enumerate(steps) if offset + n > 0)
    assert drafting_step(ends_on, days, ends_on) == "last"
    assert drafting_step(ends_on, days, ends_on - timedelta(days=2)) == "soon"
    assert drafting_step(None, days, ends_on) == ""


def test_two_weeks_remind_at_half_time_two_days_before_and_on_the_day() -> None:
    first, last = day("2026-12-18"), day("2026-12-31")
    steps = [drafting_step(last, 14, first + timedelta(days=n)) for n in range(15)]
    told = {step: steps.index(step) + first.day for step in ("half", "soon", "last")}
    assert told == {"half": 24, "soon": 29, "last": 31}


def test_a_new_cycle_drafts_as_long_as_the_organization_does(champion: Actor) -> None:
    edit_organization(champion, drafting_days=10)
    given: dict[str, Any] = {
        "length": "quarter",
        "starts_on": day("2027-01-01"),
        "ends_on": day("2027-03-31"),
    }
    assert create_cycle(champion, name="Q1", **given).drafting_ends_on == day("2026-12-31")
    now: dict[str, Any] = {
        "length": "month",
        "starts_on": TODAY.replace(day=1),
        "ends_on": day("2026-11-30"),
    }
    assert create_cycle(champion, name="11月", **now).drafting_ends_on == day("2026-11-27")


def test_the_day_may_be_changed_and_taken_away(champion: Actor, cycle: Cycle) -> None:
    changed = change_cycle(champion, cycle.id, drafting_ends_on=day("2026-11-20"))
    assert changed.drafting_ends_on == day("2026-11-20")
    assert change_cycle(champion, cycle.id, drafting_ends_on=None).drafting_ends_on is None
    with pytest.raises(Invalid) as refused:
        change_cycle(champion, cycle.id, drafting_ends_on=day("2027-01-01"))
    assert "drafting_ends_on" in refused.value.fields


def test_a_shortened_cycle_shortens_its_drafting(champion: Actor, cycle: Cycle) -> None:
    change_cycle(champion, cycle.id, drafting_ends_on=day("2026-12-30"))
    shorter = change_cycle(champion, cycle.id, ends_on=day("2026-12-10"))
    assert shorter.drafting_ends_on == day("2026-12-10")
