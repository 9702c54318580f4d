"""Every code that a reader gives has its sentence, and every sentence a reader."""

import re
from pathlib import Path

from cairn.exchange import feishu, reading
from cairn.exchange.reading.wording import FAULTS, say_fault
from cairn.exchange.rows import Fault, Place

GUESSED = {f"label_{sort}" for sort in ("objective", "key_result", "initiative")}


def test_codes_and_sentences_match() -> None:
    folders = [Path(one.__path__[0]) for one in (reading, feishu)]
    files = [path for one in folders for path in one.glob("*.py") if path.name != "wording.py"]
    source = "\n".join(path.read_text(encoding="utf-8") for path in files)
    quoted = set(re.findall(r'"([a-z]+(?:_[a-z]+)+)"', source))
    assert set(FAULTS) - quoted == GUESSED
    given = set(re.findall(r'(?:Unreadable|Fault|warn|refuse)\(\s*"([a-z_]+)"', source))
    assert given - set(FAULTS) == set()


def test_a_fault_is_said_with_its_values() -> None:
    fault = Fault("day_unclear", Place("Plan", 3, "Due"), {"value": "soon"}, warning=True)
    assert "“soon”" in say_fault(fault)
