"""How a round lies in time, and what it drops when time runs out; pure."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.planning.limits import Drop, Part, advise, working_days
from cairn.planning.models import StepKind
from cairn.planning.plan import (
    ORDER,
    USUAL,
    State,
    Window,
    kinds_for,
    lay_out,
    state_of,
    usual_span,
)

FIRST = date(2026, 12, 14)  # a Monday
DAY = timedelta(days=1)
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
WHOLE = [Part(kind) for kind in ORDER] + [Part("cascade", 2), Part("cascade", 3)]


def test_the_kinds_are_those_of_the_table() -> None:
    assert list(ORDER) == StepKind.values


def test_two_weeks_end_on_the_eve_of_the_cycle() -> None:
    assert usual_span(date(2026, 11, 18), date(2027, 1, 1)) == (
        date(2026, 12, 18),
        date(2026, 12, 31),
    )
    assert usual_span(date(2026, 12, 28), date(2027, 1, 1)) == (
        date(2026, 12, 28),
        date(2026, 12, 31),
    )
    assert usual_span(date(2027, 1, 9), date(2027, 1, 1)) == (date(2027, 1, 9), date(2027, 1, 22))


def test_two_weeks_are_shared_as_usual() -> None:
    windows = lay_out(FIRST, FIRST + 13 * DAY)
    assert {one.kind: (one.ends_on - one.starts_on).days + 1 for one in windows} == USUAL


def test_an_afternoon_has_everything_on_one_day() -> None:
    assert {(one.starts_on, one.ends_on) for one in lay_out(FIRST, FIRST)} == {(FIRST, FIRST)}


def test_without_teams_below_nothing_is_handed_on() -> None:
    assert kinds_for(0) == ("collect", "choose", "individuals", "announce")
    assert "cascade" not in kinds_for(1)
    assert kinds_for(2) == ORDER


@settings(max_examples=60, deadline=None)
@given(DAYS, st.integers(0, 60), st.sampled_from([kinds_for(0), kinds_for(1), ORDER]))
def test_the_steps_fill_the_days_one_after_the_other(
    first: date, more: int, kinds: tuple[str, ...]
) -> None:
    windows = lay_out(first, first + more * DAY, kinds)
    assert tuple(one.kind for one in windows) == kinds
    assert windows[0].starts_on == first
    assert windows[-1].ends_on <= first + more * DAY
    assert all(one.starts_on <= one.ends_on for one in windows)
    if more + 1 >= len(kinds):
        assert windows[-1].ends_on == first + more * DAY
        assert all(two.starts_on - one.ends_on == DAY for one, two in pairwise(windows))
    else:
        assert all(one.starts_on <= two.starts_on for one, two in pairwise(windows))


def test_a_step_stands_where_its_days_and_people_have_brought_it() -> None:
    window = Window("choose", FIRST, FIRST + DAY)
    none = {"begun": False, "done": False, "skipped": False}
    assert state_of(window, FIRST - DAY, **none) is State.WAITING
    assert state_of(window, FIRST - DAY, **none | {"begun": True}) is State.RUNNING
    assert state_of(window, FIRST + DAY, **none) is State.RUNNING
    assert state_of(window, FIRST + 2 * DAY, **none) is State.LATE
    assert state_of(window, FIRST + 2 * DAY, **none | {"done": True}) is State.DONE
    assert state_of(window, FIRST, **none | {"skipped": True}) is State.SKIPPED
    assert state_of(window, FIRST, **none, is_open=False) is State.LEFT


def test_weekends_are_no_working_days() -> None:
    assert working_days(FIRST, FIRST + 13 * DAY) == 10
    assert working_days(FIRST + 5 * DAY, FIRST + 6 * DAY) == 0
    assert working_days(FIRST, FIRST - DAY) == 0


def test_a_new_plan_has_time_enough() -> None:
    assert advise(WHOLE, FIRST, FIRST, FIRST + 13 * DAY) is None
    assert advise([Part(kind) for kind in kinds_for(0)], FIRST, FIRST, FIRST) is None


def test_what_is_dropped_first_is_what_lies_deepest() -> None:
    left = [Part(one.kind, one.depth, is_over=one.kind in ("collect", "choose")) for one in WHOLE]
    end = FIRST + 11 * DAY  # a Friday
    advice = advise(left, end - 4 * DAY, FIRST, end)
    assert advice is not None
    assert (advice.days, advice.steps, advice.drop) == (5, 6, (Drop.DEEP,))
    advice = advise(left, end - DAY, FIRST, end)
    assert advice is not None
    assert advice.drop == (Drop.DEEP, Drop.INDIVIDUALS, Drop.HAND_ON, Drop.CASCADE)
    assert advice.fits


def test_what_has_begun_is_not_dropped_and_the_end_may_have_to_move() -> None:
    left = [Part("choose"), Part("hand_on", 1, has_begun=True), Part("announce")]
    advice = advise(left, FIRST + 14 * DAY, FIRST, FIRST + 13 * DAY)
    assert advice is not None
    assert (advice.days, advice.drop, advice.fits) == (0, (), False)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.builds(Part, st.sampled_from(ORDER), st.integers(0, 4), st.booleans())), DAYS)
def test_advice_is_given_only_where_it_is_needed(parts: list[Part], on: date) -> None:
    advice = advise(parts, on, FIRST, FIRST + 13 * DAY)
    if advice is not None:
        assert advice.drop == tuple(one for one in Drop if one in advice.drop)
        assert advice.steps > advice.days
