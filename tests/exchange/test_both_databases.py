"""A whole organization from PostgreSQL to SQLite and from there to PostgreSQL: every row, and what stands
in its JSON, as it was, types included."""

import json
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from cairn.exchange.organizations.kinds import kinds
from cairn.organization.models import Organization
from tests.backup.test_moving import CAIRN, other_postgres, run  # noqa: F401 (a fixture)
from tests.exchange.test_organizations import LATER, exported, whole  # noqa: F401 (a fixture)
from tests.test_routes import World, everybody, measured, world  # noqa: F401 (fixtures)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        os.environ["CAIRN_TEST_DATABASE"] != "postgresql", reason="there is one database only"
    ),
]
LET_IN = "member.invited"
"""Each import makes a link for the first administrator, and says so in the ledger."""
NESTED = {"events.old", "events.new", "meetings.agenda", "ballots.among", "key_results.confidences"}
"""JSON columns that have to hold something, or nothing would be compared."""
type Rows = dict[str, dict[str, dict[str, Any]]]


def rows_in(file: Path) -> Rows:
    """By member of the ZIP and id, without what the moving itself put down."""
    found: Rows = {}
    with zipfile.ZipFile(file) as packed:
        for name in packed.namelist():
            if name.endswith(".jsonl"):
                lines = [json.loads(line) for line in packed.read(name).splitlines()]
                found[name] = {
                    json.dumps(line.get("id", line)): line
                    for line in lines
                    if line.get("kind") not in LATER
                }
    return found


def spelled(value: Any) -> str:
    """1, 1.0, "1" and true are four different things."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def unlike(one: Rows, other: Rows) -> list[tuple[str, str, str]]:
    """(member, id, field) of each difference."""
    assert one.keys() == other.keys()
    found = []
    for name, rows in one.items():
        told = {id for id, row in other[name].items() if row.get("kind") == LET_IN}
        assert rows.keys() == other[name].keys() - (told - rows.keys()), name
        for id, row in rows.items():
            there = other[name][id]
            fields = sorted(row.keys() | there.keys())
            found += [
                (name, id, field)
                for field in fields
                if spelled(row.get(field)) != spelled(there.get(field))
            ]
    return found


def json_held(rows: Rows) -> set[str]:
    """The JSON columns in which something stands."""
    return {
        f"{kind.name}.{field.name}"
        for kind in kinds()
        for field in kind.columns
        if field.is_nested and any(row.get(field.name) for row in rows.get(kind.file, {}).values())
    }


def moved(file: Path, again: Path, name: str, url: str, data: Path) -> None:
    """Into the database at `url`, and out of it again."""
    data.mkdir()
    said = run(CAIRN, "import-organization", str(file), url=url, data=data)
    assert "compared row by row" in said
    run(CAIRN, "export-organization", name, str(again), url=url, data=data)


def test_there_and_back(
    whole: Organization,  # noqa: F811
    tmp_path: Path,
    other_postgres: str,  # noqa: F811
) -> None:
    first, on_sqlite, back = (tmp_path / f"{name}.zip" for name in ("first", "sqlite", "back"))
    exported(whole, first)
    moved(first, on_sqlite, whole.name, f"sqlite:///{tmp_path / 'c.sqlite3'}", tmp_path / "there")
    moved(on_sqlite, back, whole.name, other_postgres, tmp_path / "again")
    before, between, after = rows_in(first), rows_in(on_sqlite), rows_in(back)
    assert unlike(before, between) == []
    assert unlike(between, after) == []
    assert sum(map(len, before.values())) > 100
    assert json_held(before) >= NESTED
    assert json_held(before) == json_held(after)
