"""Every way we know of saying where something starts, where it is to go, and by when."""

from decimal import Decimal
from pathlib import Path

import pytest

from cairn.coach.labels import label_key_result

EXAMPLES = Path(__file__).parent / "examples"
KINDS = {"c": "change", "m": "multiple"}


def _cases() -> list[tuple[str, str]]:
    lines = [
        line
        for path in sorted(EXAMPLES.glob("values_??.txt"))
        for line in path.read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    return [(text, said) for text, _, said in (line.rpartition(" | ") for line in lines)]


def _said(text: str) -> str:
    """What the coach reads, in the words of the examples."""
    found = label_key_result(text)
    value = f"{round(found.to_value, 2)}" if isinstance(found.to_value, Decimal) else "T"
    start = f"{round(found.from_value, 2)} > " if isinstance(found.from_value, Decimal) else ""
    kind = {"change": " c", "multiple": " m"}.get(found.value_kind or "", "")
    return f"{start}{value if found.has_target else '-'}{kind}{' D' * found.time_bound_in_text}"


@pytest.mark.parametrize(("text", "said"), _cases())
def test_values_and_deadline_are_read(text: str, said: str) -> None:
    assert _plain(_said(text)) == _plain(said)


def _plain(said: str) -> list[object]:
    return [round(float(one), 2) if one[-1].isdigit() else one for one in said.split()]
