"""What a score means."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cairn.reviews.judging import TONES, asks_why, likely_outcome, tone, too_easy, verdict

TENTHS = st.integers(0, 10).map(lambda n: Decimal(n) / 10)
D = Decimal


def test_a_commitment_is_kept_at_one() -> None:
    said = [verdict(True, D(n) / 10) for n in range(11)]
    assert said == ["missed"] * 4 + ["partly"] * 3 + ["nearly"] * 3 + ["kept"]


def test_an_aspiration_is_sweet_at_six_and_seven() -> None:
    said = [verdict(False, D(n) / 10) for n in range(11)]
    assert said == ["hard"] * 4 + ["short"] * 2 + ["sweet"] * 2 + ["beyond"] * 2 + ["easy"]


def test_all_of_it_reached_every_time_was_too_easy() -> None:
    assert too_easy([D("1.0")] * 3)
    assert not too_easy([D("1.0")] * 2)
    assert not too_easy([D("1.0"), D("1.0"), D("0.9")])


@given(st.booleans(), TENTHS)
def test_colours_follow_the_type(committed: bool, score: Decimal) -> None:
    said = verdict(committed, score)
    assert tone(said) in {"ok", "warn", "risk", "rest"}
    assert set(TONES) >= {said}
    if committed:
        assert asks_why(committed, score) == (tone(said) != "ok")
    else:
        assert not asks_why(committed, score)
    assert (likely_outcome(committed, score) == "missed") == (tone(said) in {"warn", "risk"})


def test_without_a_score_nothing_is_asked() -> None:
    assert not asks_why(True, None)
    assert likely_outcome(True, None) == ""
