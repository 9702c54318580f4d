import re
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.exchange.reading.viva_cells import read_above, read_check_in
from tests.exchange.reading.files import shown

SAMPLE = (
    "Checkin Date: 2026-03-10; User: Li Na; Note: Pilot; extended; Metric Name: Activation rate;"
    " Status: On Track; Current Value: 34.6%; Activity Date: 2026-03-10 20:57:08 UTC;"
)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40)
NOTES = st.lists(
    st.one_of(WORDS, st.sampled_from([";", "\n", "; Status: ", "; User:", "Metric Name:", "；"])),
    max_size=6,
).map("".join)


def bare(text: str) -> str:
    """Without the semicolons and spaces at its end, which are as good as the cell's own."""
    return re.sub(r"[;\s]+$", "", text).strip()


def test_seven_labels_are_read_in_order() -> None:
    cell = read_check_in(SAMPLE)
    assert cell is not None
    assert (cell.date, cell.user, cell.note) == ("2026-03-10", "Li Na", "Pilot; extended")
    assert (cell.metric, cell.status, cell.value) == ("Activation rate", "On Track", "34.6%")
    assert cell.at == "2026-03-10 20:57:08 UTC"


def test_a_note_may_hold_line_breaks_and_labels() -> None:
    note = "First line;\nsecond; Status: green; Metric Name: old"
    cell = read_check_in(SAMPLE.replace("Pilot; extended", note))
    assert cell is not None
    assert cell.note == note
    assert cell.status == "On Track"


def test_what_is_no_check_in_is_none() -> None:
    assert read_check_in("Checkin Date: 2026-03-10; Note: no user") is None
    assert read_check_in("Checkin Date:" * 5_000) is None


@settings(max_examples=60, deadline=None)
@given(NOTES, st.sampled_from(["34.6%", "", "¥1,200", "-3"]))
def test_whatever_a_note_says_comes_back(note: str, value: str) -> None:
    cell = read_check_in(
        f"Checkin Date: 2026-03-10; User: 李娜; Note: {note}; Metric Name: 激活率; Status: Behind;"
        f" Current Value: {value}; Activity Date: 2026-03-11;"
    )
    assert cell is not None
    assert bare(cell.note) == bare(note)
    assert (cell.user, cell.status, cell.value) == ("李娜", "Behind", value)


def test_a_parent_has_a_title_a_weight_and_an_id() -> None:
    [above] = read_above("Win (the) mid-market, twice(weight: 33.33%, Id: 3100399)")
    assert above.title == "Win (the) mid-market, twice"
    assert (above.weight, above.key) == (Decimal("33.33"), "3100399")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(WORDS, st.integers(0, 100), st.integers(1, 10**9)), min_size=1, max_size=4),
    st.sampled_from([", ", "; ", "\n", ""]),
)
def test_every_parent_is_found_however_they_are_separated(
    parents: list[tuple[str, int, int]], separator: str
) -> None:
    cell = separator.join(
        f"{title}(weight: {weight}%, Id: {key})" for title, weight, key in parents
    )
    found = read_above(cell)
    assert [shown(one.weight, one.key) for one in found] == [(w, str(key)) for _, w, key in parents]
    assert found[0].title == parents[0][0].strip()
