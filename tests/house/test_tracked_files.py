"""A clone stands alone: it names no machine, no registry and no unfinished place."""

import re
from pathlib import Path

from tests.house.tree import name_of, tracked

# Written so that this file does not match itself
MACHINE = re.compile(
    r"(^|[\s\"'=(`:])/([w]ork|[t]mp|[r]oot|[f]arm|[h]ome/\w+)/"
    r"|\.[l]ibrary\b|[f]arm-(studio|bench)|\.\./[s]hared"
    r"|[p]ypi\.org|[p]ythonhosted|[r]egistry\.npmjs|[n]pmjs\.org"
)
UNFINISHED = re.compile(r"\b([T]ODO|[F]IXME|[X]XX|[N]otImplementedError)\b")
UNFINISHED_IN = {".py", ".ts", ".html", ".css"}
LARGEST = 1024 * 1024


def places(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    found = []
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [
            f"{name_of(path)}:{at}" for at, line in enumerate(lines, 1) if pattern.search(line)
        ]
    return found


def test_no_file_names_a_machine_or_a_registry() -> None:
    assert places(MACHINE, list(tracked())) == []


def test_nothing_is_left_for_later() -> None:
    assert places(UNFINISHED, [path for path in tracked() if path.suffix in UNFINISHED_IN]) == []


def test_no_tracked_file_is_large() -> None:
    assert [name_of(path) for path in tracked() if path.stat().st_size > LARGEST] == []
