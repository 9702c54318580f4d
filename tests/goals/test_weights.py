from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.goals.weights import (
    WHOLE,
    Share,
    WeightTooLarge,
    add_share,
    drop_share,
    even_out,
    set_weight,
)

D = Decimal
percents = st.decimals(0, 100, places=2)


def shares(*spelled: str) -> list[Share]:
    """ "40!" is fixed, "60" is not."""
    return [Share(D(one.rstrip("!")), one.endswith("!")) for one in spelled]


def spell(given_shares: list[Share]) -> list[str]:
    return [f"{one.weight.normalize():f}{'!' if one.fixed else ''}" for one in given_shares]


def test_three_alike_leave_the_residue_to_the_last() -> None:
    assert even_out(3) == [D("33.33"), D("33.33"), D("33.34")]
    assert even_out(0) == []


def test_an_edited_weight_stays_and_the_others_share_the_rest_in_proportion() -> None:
    assert spell(set_weight(shares("20", "20", "60"), 0, D(40))) == ["40!", "15", "45"]


def test_others_that_are_all_zero_share_equally() -> None:
    assert spell(set_weight(shares("100", "0", "0"), 0, D(50))) == ["50!", "25", "25"]


def test_a_zero_that_does_not_count_takes_no_residue() -> None:
    mended = set_weight(shares("10", "30", "30", "30", "0"), 0, D(0))
    assert spell(mended) == ["0!", "33.33", "33.33", "33.34", "0"]


def test_too_large_a_weight_is_refused_with_the_largest_that_fits() -> None:
    with pytest.raises(WeightTooLarge) as refusal:
        set_weight(shares("30!", "25.5!", "44.5"), 2, D(50))
    assert refusal.value.largest == D("44.5")


@pytest.mark.parametrize("weight", ["-1", "NaN", "Infinity", "-0.01", "100.01"])
def test_no_weight_is_below_nothing_or_above_everything(weight: str) -> None:
    with pytest.raises(ValueError, match=r"0 to 100|at most"):
        set_weight(shares("50", "50"), 0, D(weight))


def test_the_last_of_the_others_gives_way_when_all_are_fixed() -> None:
    assert spell(set_weight(shares("60!", "40!"), 0, D(50))) == ["50!", "50"]
    assert spell(set_weight(shares("30!", "30!", "40"), 2, D(10))) == ["30!", "60", "10!"]


def test_one_alone_is_everything() -> None:
    assert spell(set_weight(shares("100"), 0, D(60))) == ["100"]
    assert spell(add_share([], None)) == spell(add_share([], D(20))) == ["100"]


def test_a_new_one_takes_an_equal_part_of_what_is_free() -> None:
    assert spell(add_share(shares("50", "50"), None)) == ["33.33", "33.33", "33.34"]
    assert spell(add_share(shares("40!", "20", "40"), None)) == ["40!", "13.33", "26.66", "20.01"]


def test_a_new_one_may_bring_its_weight() -> None:
    assert spell(add_share(shares("50", "50"), D(20))) == ["40", "40", "20!"]


def test_a_new_one_finds_no_room_where_all_is_fixed() -> None:
    assert spell(add_share(shares("60!", "40!"), None)) == ["60!", "40!", "0"]


def test_the_others_take_over_from_one_that_goes() -> None:
    assert spell(drop_share(shares("50!", "10", "20", "20"), 1)) == ["50!", "25", "25"]
    assert spell(drop_share(shares("50!", "20!", "30"), 2)) == ["50!", "50"]
    assert drop_share(shares("100"), 0) == []


@given(st.data())
def test_no_order_of_operations_breaks_the_sum(data: st.DataObject) -> None:
    current: list[Share] = []
    for _ in range(data.draw(st.integers(1, 12))):
        act = data.draw(st.sampled_from(["add", "drop", "set"])) if current else "add"
        index = data.draw(st.integers(0, len(current) - 1)) if current else 0
        before = current
        try:
            if act == "add":
                current = add_share(current, data.draw(st.none() | percents))
            elif act == "drop":
                current = drop_share(current, index)
            else:
                current = set_weight(current, index, data.draw(percents))
        except WeightTooLarge:
            continue
        assert sum(one.weight for one in current) == (WHOLE if current else 0)
        assert all(one.weight >= 0 and one.weight == round(one.weight, 2) for one in current)
        if act == "set" and any(not s.fixed for i, s in enumerate(before) if i != index):
            for place, share in enumerate(before):
                if share.fixed and place != index:
                    assert current[place] == share


@given(st.lists(percents, min_size=2, max_size=6), percents)
def test_the_largest_that_fits_fits(fixed: list[Decimal], weight: Decimal) -> None:
    current = [Share(one, fixed=False) for one in even_out(len(fixed))]
    for index, one in enumerate(fixed):
        try:
            current = set_weight(current, index, one)
        except WeightTooLarge as refusal:
            current = set_weight(current, index, refusal.largest)
        assert sum(share.weight for share in current) == WHOLE


@given(st.integers(1, 200))
def test_even_out_is_even(count: int) -> None:
    weights = even_out(count)
    assert sum(weights) == WHOLE
    assert len(set(weights[:-1])) <= 1
    assert weights[-1] >= weights[0]


def test_key_results_added_one_by_one_stay_even() -> None:
    shares: list[Share] = []
    for count in range(1, 8):
        shares = add_share(shares, None)
        assert [share.weight for share in shares] == even_out(count)
    for count in range(6, 0, -1):
        shares = drop_share(shares, 0)
        assert [share.weight for share in shares] == even_out(count)
