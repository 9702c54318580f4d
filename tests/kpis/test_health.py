"""Where a value lies and whether it is to be believed, whatever the numbers and days."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cairn.kpis.health import State, band_edge, health_of, side_of, stale_on
from cairn.measures.silence import GRACE_DAYS

D = Decimal
DAY = date(2026, 11, 18)
amounts = st.decimals(min_value=-1000, max_value=1000, places=2)
ends = st.none() | amounts
days = st.integers(min_value=0, max_value=800)
cadences = st.integers(min_value=1, max_value=366)


def test_both_ends_belong_to_the_band() -> None:
    assert side_of(D(70), D(70), D(80)) == "inside"
    assert side_of(D(80), D(70), D(80)) == "inside"
    assert side_of(D("69.99"), D(70), None) == "below"
    assert side_of(D("80.01"), None, D(80)) == "above"


def test_before_the_first_reading_nothing_is_healthy() -> None:
    assert side_of(None, D(1), None) == ""
    health = health_of("", None, 7, DAY)
    assert (health.state, health.age_days, health.is_overdue) == (State.UNMEASURED, None, False)


def test_it_is_overdue_after_its_cadence_and_stale_three_days_later() -> None:
    states = [health_of("inside", DAY, 7, DAY + timedelta(days=n)) for n in (7, 8, 10, 11)]
    assert [one.is_overdue for one in states] == [False, True, True, True]
    assert [one.state for one in states] == ["healthy", "healthy", "healthy", "stale"]


@given(value=ends, lower=ends, upper=ends)
def test_a_value_outside_comes_back_by_reaching_the_edge(
    value: Decimal | None, lower: Decimal | None, upper: Decimal | None
) -> None:
    if lower is not None and upper is not None and lower > upper:
        lower, upper = upper, lower
    side = side_of(value, lower, upper)
    edge = band_edge(side, lower, upper)
    if edge is not None:
        assert side_of(edge, lower, upper) == "inside"
        assert value is not None
        assert edge > value if side == "below" else edge < value
    else:
        assert side in ("", "inside")


@given(age=days, cadence=cadences, side=st.sampled_from(["below", "inside", "above"]))
def test_silence_is_never_healthy(age: int, cadence: int, side: str) -> None:
    on = DAY + timedelta(days=age)
    health = health_of(side, DAY, cadence, on)
    turns = stale_on(DAY, cadence)
    assert turns is not None
    assert (health.state is State.STALE) == (on >= turns) == (age > cadence + GRACE_DAYS)
    assert health.side == side
