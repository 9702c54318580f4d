"""All weights of a form at once: fixed ones stay, the others share, and the sum is exactly 100."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.goals.weights import WHOLE, Share, WeightTooLarge, share_out

FREE = st.one_of(
    st.none(),
    st.builds(Share, st.decimals(0, 100, places=2), st.just(False)),
)
FIXED = st.builds(Share, st.decimals(0, 12, places=2), st.just(True))


def fixed(weight: int) -> Share:
    return Share(Decimal(weight), fixed=True)


@given(st.lists(st.one_of(FREE, FIXED), min_size=1, max_size=8))
def test_they_always_make_the_whole(asked: list[Share | None]) -> None:
    assert sum(share.weight for share in share_out(asked)) == WHOLE


def test_none_is_an_equal_part_of_what_is_free() -> None:
    shared = share_out([fixed(40), None, Share(Decimal(30), fixed=False)])
    assert [share.weight for share in shared] == [40, 30, 30]


def test_fixed_weights_may_change_places() -> None:
    assert [share.weight for share in share_out([fixed(30), fixed(70)])] == [30, 70]


def test_too_much_is_refused_with_what_fits() -> None:
    with pytest.raises(WeightTooLarge) as refused:
        share_out([fixed(70), fixed(50)])
    assert refused.value.largest == 30
