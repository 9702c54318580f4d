"""The files of the project, as git sees them."""

import subprocess
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]


@cache
def tracked() -> tuple[Path, ...]:
    """What is committed, or would be by `git add`."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = (ROOT / name for name in names.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def python_files() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py" and "migrations" not in path.parts]


def templates() -> list[Path]:
    return [path for path in tracked() if "templates" in path.parts and path.suffix == ".html"]


def documents() -> list[Path]:
    """What is written about the project; the pages that the product shows are tried by the product."""
    shown = ROOT / "cairn" / "web" / "learning" / "texts"
    return [path for path in tracked() if path.suffix == ".md" and path.parent != shown]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()
