"""Facts about the geometry of the small drawings."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cairn.web import graphics

fractions = st.decimals(min_value=-5, max_value=50, places=6)


def test_a_full_bar_ends_at_the_goal() -> None:
    assert graphics.bar(Decimal(1)).fill == 90


def test_half_way_is_half_the_way_to_the_goal() -> None:
    assert graphics.bar(Decimal("0.5"), Decimal("0.55")).fill == 45
    assert graphics.bar(Decimal("0.5"), Decimal("0.55")).pace == Decimal("49.5")


def test_overshoot_runs_past_a_tick() -> None:
    drawn = graphics.bar(Decimal("1.31"))
    assert drawn.fill == 99
    assert drawn.goal == 90


def test_negative_and_undefined_progress_draw_nothing() -> None:
    assert graphics.bar(Decimal("-0.4")).fill == 0
    assert graphics.bar(None).fill == 0


def test_the_pace_mark_stays_at_the_goal_after_the_due_date() -> None:
    assert graphics.bar(Decimal(0), Decimal("1.4")).pace == 90


def test_a_forecast_is_a_place_and_a_width() -> None:
    assert graphics.bar(Decimal("0.6"), None, (Decimal("0.88"), Decimal("1.04"))).forecast == (
        Decimal("79.2"),
        Decimal("14.4"),
    )


@given(fractions, fractions)
def test_nothing_leaves_the_bar(progress: Decimal, expected: Decimal) -> None:
    drawn = graphics.bar(progress, expected)
    assert 0 <= drawn.fill <= 99
    assert drawn.pace is not None
    assert 0 <= drawn.pace <= 90


def test_confidence_five_is_the_middle_line() -> None:
    drawn = graphics.spark((5,))
    assert drawn is not None
    assert (drawn.x, drawn.y) == ("56", "14")


def test_no_confidence_has_no_line() -> None:
    assert graphics.spark(()) is None


def test_a_drop_of_three_is_marked_and_of_two_is_not() -> None:
    falling = graphics.spark((6, 6, 3))
    steady = graphics.spark((6, 6, 4))
    assert falling is not None
    assert falling.falling
    assert len(falling.drops) == 1
    assert steady is not None
    assert not steady.drops


def test_an_old_drop_does_not_redden_the_last_dot() -> None:
    drawn = graphics.spark((8, 4, 5))
    assert drawn is not None
    assert drawn.drops
    assert not drawn.falling


def test_a_cairn_has_one_stone_a_key_result() -> None:
    stones = graphics.cairn([(Decimal("0.6"), "on_track"), (None, "not_started")])
    assert [s.status for s in stones] == ["on_track", "not_started"]
    assert stones[0].filled == "25.2"
    assert stones[1].filled is None


def test_a_cairn_of_nothing_is_nothing() -> None:
    assert graphics.cairn([]) == ()


def test_a_tall_cairn_stops_at_seven_and_stays_in_its_box() -> None:
    for count in range(1, 12):
        stones = graphics.cairn([(Decimal(1), "on_track")] * count)
        assert len(stones) == min(count, 7)
        assert all(0 <= float(s.y) <= 46 - float(s.height) for s in stones)


def test_the_first_stone_lies_lowest() -> None:
    stones = graphics.cairn([(Decimal(1), "on_track")] * 5)
    assert [float(s.y) for s in stones] == sorted((float(s.y) for s in stones), reverse=True)


def test_a_quarter_has_a_tick_a_week() -> None:
    drawn = graphics.trail(50, 91)
    assert len(drawn.ticks) == 14
    assert sum(tick.reached for tick in drawn.ticks) == 8


def test_a_year_has_fewer_ticks() -> None:
    assert len(graphics.trail(10, 365).ticks) <= 15


def test_the_label_turns_over_near_the_summit() -> None:
    assert not graphics.trail(50, 91).label_before
    assert graphics.trail(90, 91).label_before


@given(st.integers(-400, 800), st.integers(0, 800))
def test_a_trail_can_always_be_drawn(day: int, days: int) -> None:
    assert graphics.trail(day, days).walked.startswith("M6 58")
