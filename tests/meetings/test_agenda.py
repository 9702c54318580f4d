"""The order of an agenda, and that it comes back as it was kept."""

from hypothesis import given
from hypothesis import strategies as st

from cairn.meetings.agenda import (
    MOST,
    ORDER,
    Candidate,
    Item,
    Why,
    arrange,
    kept,
    last_shown,
    read_agenda,
)

REASONS = st.frozensets(st.sampled_from([Why.CHANGED, Why.AT_RISK, Why.STALE, Why.ASKED]))
CANDIDATES = st.lists(st.builds(Candidate, st.integers(1, 9), st.integers(10, 99), REASONS))


def test_the_reason_that_tells_most_counts() -> None:
    assert Candidate(1, 2, frozenset({Why.CHANGED, Why.AT_RISK, Why.ASKED})).why == Why.ASKED
    assert Candidate(1, 2, frozenset({Why.CHANGED, Why.STALE})).why == Why.STALE
    assert Candidate(1, 2).why == Why.REST


@given(CANDIDATES, st.booleans())
def test_reasons_come_in_order_and_nothing_is_lost(found: list[Candidate], actions: bool) -> None:
    items = read_agenda(arrange(found, has_actions=actions))
    places = [ORDER.index(item.why) for item in items]
    assert places == sorted(places)
    assert (items[0].why is Why.ACTIONS) == actions
    assert items[-1].why is Why.END
    assert len(items) == min(len(found), MOST) + 1 + actions
    within = [item.key_result_id for item in items if item.why is Why.REST]
    assert within == [one.key_result_id for one in found if one.why is Why.REST][: len(within)]


@given(
    st.builds(
        Item,
        st.sampled_from(Why),
        st.none() | st.integers(1, 2**63 - 1),
        st.none() | st.integers(1, 2**63 - 1),
        st.integers(0, 99),
        st.integers(0, 180),
    )
)
def test_an_entry_comes_back_as_it_was_kept(item: Item) -> None:
    assert read_agenda([kept(item)]) == [item]


def test_whoever_may_not_see_the_last_one_stays_at_the_one_before() -> None:
    items = [Item(Why.REST, 1, 11, shown=2), Item(Why.REST, 2, 12, shown=5), Item(Why.END)]
    assert last_shown(items) == items[1]
    assert last_shown([items[0], items[2]]) == items[0]
    assert last_shown([items[2]]) is None
