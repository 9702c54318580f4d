"""Nothing is depended upon without a reason, and nothing is locked to a place."""

import json
import re
import tomllib

from tests.house.tree import ROOT

NAME = re.compile(r"^[A-Za-z0-9._-]+")


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"].values()
    extras = project["project"].get("optional-dependencies", {}).values()
    lists = [project["project"]["dependencies"], *groups, *extras]
    python = {match[0] for group in lists for line in group if (match := NAME.match(line))}
    package = json.loads((ROOT / "package.json").read_text())
    return python | set(package.get("dependencies", {})) | set(package["devDependencies"])


def test_every_dependency_has_its_reason_in_the_decisions() -> None:
    decisions = (ROOT / "docs" / "decisions").glob("*.md")
    text = "\n".join(path.read_text(encoding="utf-8") for path in decisions)
    assert [name for name in sorted(declared()) if f"`{name}`" not in text] == []


def test_python_locks_hold_hashes_and_no_addresses() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text()
        pins = len(re.findall(r"^[a-z0-9].*==", text, re.MULTILINE))
        assert pins == len(re.findall(r"^[a-z0-9].*==.*\\\n +--hash=sha256:", text, re.MULTILINE))
        assert "://" not in text


def test_the_node_lock_holds_hashes_and_no_addresses() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if "integrity" not in entry] == []
