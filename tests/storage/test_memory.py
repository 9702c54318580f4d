"""What was freed goes back to the system."""

import os
from pathlib import Path

import pytest

from cairn.storage import memory

ENOUGH = 50_000_000


@pytest.mark.skipif(memory._trim is None, reason="only glibc can be asked")
def test_what_was_freed_below_something_kept_goes_back() -> None:
    many = [os.urandom(1000) for _ in range(100_000)]
    above = many.pop()
    held = _resident()
    many.clear()
    memory.give_back_memory()
    assert held - _resident() > ENOUGH
    assert above


def _resident() -> int:
    """Bytes of this process that lie in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
