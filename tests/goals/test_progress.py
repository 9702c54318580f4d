from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.goals.progress import (
    PLACES,
    Part,
    Turns,
    band_progress,
    clamp,
    contributions,
    derived_status,
    direction_fault,
    expected,
    gap,
    milestone_progress,
    objective_score,
    progress_of,
    roll_up,
    score_band,
    suggested_score,
    turning_days,
)

D = Decimal
START, DUE = date(2026, 1, 1), date(2026, 3, 31)

fractions = st.decimals(-2, 2, places=6)
maybe = st.none() | fractions
weights = st.decimals(0, 100, places=2)
parts = st.lists(st.builds(Part, weight=weights, progress=maybe), max_size=6)
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
amounts = st.decimals(-(10**15), 10**15, places=6)


def test_half_way_down_is_half() -> None:
    assert progress_of("decrease", D(120), D(30), D(75)) == D("0.5")


def test_overshoot_and_the_wrong_way_are_kept() -> None:
    assert progress_of("increase", D(0), D(100), D(130)) == D("1.3")
    assert progress_of("increase", D(50), D(100), D(40)) == D("-0.2")


@pytest.mark.parametrize("missing", range(3))
def test_progress_is_undefined_where_a_value_is_missing(missing: int) -> None:
    values: list[Decimal | None] = [D(1), D(2), D(3)]
    values[missing] = None
    assert progress_of("increase", *values) is None


def test_progress_is_undefined_where_the_start_is_the_target() -> None:
    assert progress_of("increase", D(1), D(1), D(1)) is None


def test_a_maintained_value_has_no_line_to_be_on() -> None:
    assert progress_of("maintain", D(1), D(2), D(3)) is None


@given(amounts, amounts, amounts)
def test_progress_is_the_same_in_both_directions(a: Decimal, b: Decimal, c: Decimal) -> None:
    up, down = progress_of("increase", a, b, c), progress_of("decrease", -a, -b, -c)
    assert up == down


@given(amounts, amounts)
def test_the_start_is_zero_and_the_target_one(start: Decimal, target: Decimal) -> None:
    if start != target:
        assert progress_of("increase", start, target, start) == 0
        assert progress_of("increase", start, target, target) == 1


def test_a_band_counts_its_bounds_as_inside() -> None:
    assert band_progress([D(1), D(2), D(3), D(4)], D(2), D(3)) == D("0.5")


def test_a_band_may_be_open_at_either_end() -> None:
    assert band_progress([D(1), D(2), D(3)], D(2), None) == D("0.666667")
    assert band_progress([D(1), D(2), D(3)], None, D(1)) == D("0.333333")


def test_a_band_without_readings_is_undefined() -> None:
    assert band_progress([], D(2), D(3)) is None


def test_milestones_count_by_weight() -> None:
    assert milestone_progress([(D(1), True), (D(3), False)]) == D("0.25")


def test_milestones_without_weights_count_alike() -> None:
    assert milestone_progress([(D(0), True), (D(0), False)]) == D("0.5")


def test_no_milestones_are_undefined() -> None:
    assert milestone_progress([]) is None


def test_an_unmeasured_part_is_left_out_and_the_rest_rescaled() -> None:
    rolled = roll_up([Part(D(50), D(1)), Part(D(25), D(0)), Part(D(25), None)])
    assert (rolled.progress, rolled.measured, rolled.counted) == (D("0.666667"), 2, 3)


def test_a_part_of_weight_zero_does_not_count() -> None:
    rolled = roll_up([Part(D(0), D(1)), Part(D(100), None)])
    assert (rolled.progress, rolled.measured, rolled.counted) == (None, 0, 1)


def test_nothing_rolls_up_to_nothing() -> None:
    assert roll_up([]).progress is None


def test_overshoot_of_one_does_not_lift_another() -> None:
    assert roll_up([Part(D(50), D("1.3")), Part(D(50), D("-1"))]).progress == D("0.5")


@given(parts)
def test_a_roll_up_lies_between_its_parts(given_parts: list[Part]) -> None:
    rolled = roll_up(given_parts)
    seen = [clamp(p.progress) for p in given_parts if p.weight > 0 and p.progress is not None]
    assert (rolled.progress is None) == (not seen)
    if rolled.progress is not None:
        assert min(seen) <= rolled.progress <= max(seen)


@given(parts)
def test_contributions_sum_to_the_roll_up(given_parts: list[Part]) -> None:
    added = contributions(given_parts)
    assert len(added) == len(given_parts)
    present = [one for one in added if one is not None]
    progress = roll_up(given_parts).progress
    assert bool(present) == (progress is not None)
    if progress is not None:
        assert sum(present, D(0)).quantize(PLACES, ROUND_HALF_UP) == progress


def test_contributions_keep_a_tie_a_tie() -> None:
    ones = [Part(D(7), PLACES), Part(D(14), PLACES), Part(D(21), D(0))]
    assert sum(one for one in contributions(ones) if one) == D("0.0000005")
    assert roll_up(ones).progress == PLACES


def test_the_pace_is_linear() -> None:
    assert expected(date(2026, 1, 1), date(2026, 1, 11), date(2026, 1, 6)) == D("0.5")
    assert expected(START, DUE, START) == 0
    assert expected(START, DUE, DUE + timedelta(days=9)) == 1


def test_what_is_due_on_its_first_day_is_expected_that_day() -> None:
    assert expected(START, START, START) == 1
    assert expected(START, START, START - timedelta(days=1)) == 0


@given(
    fractions,
    days,
    st.integers(0, 400),
    st.decimals(0, 100, places=1),
    st.none() | days,
    st.integers(1, 31),
)
def test_turns_are_what_asking_day_by_day_gives(
    progress: Decimal,
    start_on: date,
    length: int,
    points: Decimal,
    last_on: date | None,
    cadence: int,
) -> None:
    due_on = start_on + timedelta(days=length)
    turns = turning_days(progress, start_on, due_on, points, last_on, cadence)
    calendar = [start_on + timedelta(days=n) for n in range(length + 30)]
    gaps = [(on, gap(expected(start_on, due_on, on), progress)) for on in calendar]
    assert turns.behind_on == next((on for on, behind in gaps if behind > 0), None)
    assert turns.at_risk_on == next((on for on, behind in gaps if behind > points / 100), None)
    if last_on is None:
        assert turns.outdated_on is None
    else:
        assert turns.outdated_on == last_on + timedelta(days=cadence + 4)


def test_a_third_after_a_third_of_the_time_is_no_gap() -> None:
    third = progress_of("increase", D(0), D(3), D(1))
    turns = turning_days(third, date(2026, 1, 1), date(2026, 1, 31), D(25), None, 7)
    assert turns.behind_on == date(2026, 1, 12)


def test_undefined_progress_turns_only_outdated() -> None:
    assert turning_days(None, START, DUE, D(25), START, 7) == Turns(None, None, date(2026, 1, 12))


def test_what_is_reached_never_turns() -> None:
    turns = turning_days(D(1), START, DUE, D(25), None, 7)
    assert (turns.behind_on, turns.at_risk_on) == (None, None)


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (date(2026, 1, 4), "on_track"),
        (date(2026, 1, 5), "behind"),
        (date(2026, 1, 9), "at_risk"),
        (date(2026, 1, 12), "outdated"),
    ],
)
def test_status_follows_the_turns(on: date, status: str) -> None:
    turns = Turns(date(2026, 1, 5), date(2026, 1, 9), date(2026, 1, 12))
    assert derived_status(turns, D("0.1"), True, on) == status


def test_outdated_can_be_looked_behind() -> None:
    turns = Turns(date(2026, 1, 5), None, date(2026, 1, 6))
    assert derived_status(turns, D(0), True, DUE, outdated_too=False) == "behind"


def test_nothing_has_started_without_a_check_in_or_a_measure() -> None:
    turns = Turns(START, START, START)
    assert derived_status(turns, D(0), False, DUE) == "not_started"
    assert derived_status(turns, None, True, DUE) == "not_started"


def test_what_is_reached_stays_on_track_after_the_due_date() -> None:
    turns = turning_days(D(1), START, DUE, D(25), DUE, 7)
    assert derived_status(turns, D(1), True, DUE + timedelta(days=5)) == "on_track"


@pytest.mark.parametrize(
    ("progress", "score"), [("0.65", "0.7"), ("0.649999", "0.6"), ("1.3", "1.0"), ("-0.2", "0.0")]
)
def test_the_suggested_score_is_rounded_half_up(progress: str, score: str) -> None:
    assert str(suggested_score(D(progress))) == score


def test_an_objective_is_scored_by_what_is_scored() -> None:
    scored = [(D(50), D("0.7")), (D(25), D("0.4")), (D(25), None)]
    assert objective_score(scored) == D("0.6")
    assert objective_score([(D(0), D(1)), (D(100), None)]) is None


@given(st.integers(0, 10))
def test_every_score_has_its_band(tenths: int) -> None:
    bands = ["low"] * 4 + ["middle"] * 3 + ["high"] * 4
    assert score_band(D(tenths) / 10) == bands[tenths]


@pytest.mark.parametrize(
    ("kind", "start", "target", "fault"),
    [
        ("increase", 1, 1, "start_is_target"),
        ("decrease", 1, 1, "start_is_target"),
        ("increase", 2, 1, "is_decrease"),
        ("decrease", 1, 2, "is_increase"),
        ("increase", 1, 2, None),
        ("decrease", 2, 1, None),
        ("maintain", 1, 1, None),
    ],
)
def test_a_direction_must_be_the_true_one(
    kind: str, start: int, target: int, fault: str | None
) -> None:
    assert direction_fault(kind, D(start), D(target)) == fault


def test_a_direction_without_a_start_is_not_judged() -> None:
    assert direction_fault("increase", None, D(1)) is None
