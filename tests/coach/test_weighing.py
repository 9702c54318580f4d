"""The weights as they ship: names written short are read back whole."""

import pytest

from cairn.coach import weighing


def test_names_written_short_are_read_back_whole() -> None:
    names = [name for weights in weighing.load_weights().values() for name in weights]
    capitals = set(weighing.CAPITALS.values())
    assert any(name.startswith("act=") for name in names)
    assert [name for name in names if set(name) & capitals] == []


def test_a_name_that_could_not_be_read_back_is_refused() -> None:
    assert weighing.in_short("act=doing&sort=share") == "AdoingSshare"
    with pytest.raises(ValueError, match="wordA"):
        weighing.in_short("wordA")
