from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cairn.exchange.packing import pack, unpack
from cairn.exchange.rows import (
    CheckIn,
    Ending,
    Fault,
    KeyResult,
    Milestone,
    Objective,
    Place,
    Rows,
)
from cairn.exchange.spelling import Misspelled, read_spelled, spell

ROWS = Rows(
    "viva",
    objectives=(
        Objective(
            "1",
            "赢",
            owners=("a", "b"),
            ending=Ending("closed", Decimal("0.7"), date(2026, 3, 31)),
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
            only_for=(),
        ),
    ),
    key_results=(
        KeyResult("2", "1", "Rate", target=Decimal("40.50"), milestones=(Milestone("Plan"),)),
    ),
    check_ins=(CheckIn("3", "2", date(2026, 3, 10), confidence=6, place=Place("Plan", 3, "Due")),),
    faults=(Fault("day_unclear", Place(), {"value": "soon"}, warning=True),),
)


def test_rows_come_back_as_they_were() -> None:
    assert read_spelled(spell(ROWS), Rows) == ROWS
    assert unpack(pack(ROWS)) == ROWS


@pytest.mark.parametrize(
    "text",
    [
        b"{",
        b"[]",
        b'{"sourc": "x"}',
        b'{"source": null}',
        b'{"source": "x", "people": {}}',
        b'{"source": "x", "faults": [{"code": "a", "place": {"row": true}}]}',
        b'{"source": "x", "faults": [{"code": "a", "place": {}, "values": {"a": 1}}]}',
        b'{"source": "x", "check_ins": [{"key": "1", "on": "2", "day": "tomorrow"}]}',
        b'{"source": "x", "key_results": [{"key": "1", "objective": "", "title": "",'
        b' "kind": "grow"}]}',
    ],
)
def test_what_is_no_rows_is_refused(text: bytes) -> None:
    with pytest.raises(Misspelled):
        read_spelled(text, Rows)


def test_packed_rows_that_are_damaged_or_too_long_are_refused() -> None:
    packed = pack(replace(ROWS, source="x" * 10_000))
    for damaged in (b"", b"?", packed[:-5]):
        with pytest.raises(ValueError, match=r".*"):
            unpack(damaged)
    with pytest.raises(ValueError, match="too long"):
        unpack(packed, most=100)
