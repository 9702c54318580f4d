"""The drill, in processes of their own: an instance goes to the other database and back, and a
backup that was taken before the tables changed comes back into a new place."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from cairn.backup.archive import read_archive
from cairn.backup.moving import move_database
from cairn.errors import Invalid, Refusal
from cairn.goals.models import KeyResult

pytestmark = pytest.mark.django_db(transaction=True)
CAIRN = "from cairn.cli.app import main; main()"
BACKWARDS = (
    "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'cairn.settings'; import django; "
    "django.setup(); from django.core.management import call_command; "
    "call_command('migrate', 'planning', '0002', verbosity=0)"
)


def run(code: str, *words: str, url: str, data: Path) -> str:
    """What it prints; it has to end well."""
    there = os.environ | {"DATABASE_URL": url, "CAIRN_DATA": str(data), "LC_ALL": "C"}
    command = [sys.executable, "-c", code, *words]
    done = subprocess.run(command, env=there, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def other_postgres() -> Iterator[str]:
    """The address of an empty database beside the tests' own."""
    own = str(connection.settings_dict["NAME"])
    name = f"{own}_other"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name}")
    before, _, after = os.environ["DATABASE_URL"].partition("?")
    address = f"{before.rpartition('/')[0]}/{name}"
    yield f"{address}?{after}" if after else address
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.skipif(
    os.environ["CAIRN_TEST_DATABASE"] != "postgresql", reason="there is no PostgreSQL to move to"
)
def test_to_the_other_database_and_back(
    checked_in: KeyResult, tmp_path: Path, other_postgres: str
) -> None:
    file = f"sqlite:///{tmp_path / 'moved.sqlite3'}"
    moved = move_database(file)
    assert "Moved and compared" in run(CAIRN, "move-db", other_postgres, url=file, data=tmp_path)
    with pytest.raises(Refusal, match="an organization here already"):
        move_database(other_postgres)
    run(CAIRN, "backup", str(tmp_path / "back.zip"), url=other_postgres, data=tmp_path)
    with read_archive(tmp_path / "back.zip") as reader:
        back = reader.manifest
    assert back.database == "postgresql"
    assert [one for one in back.parts if one.table != "words"] == [
        one for one in moved.parts if one.table != "words"
    ]


@pytest.mark.skipif(
    os.environ["CAIRN_TEST_DATABASE"] != "sqlite", reason="a file shows it as well as a server"
)
def test_the_tables_change_after_a_backup_that_can_be_restored(
    checked_in: KeyResult, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    file = f"sqlite:///{first / 'cairn.sqlite3'}"
    moved = move_database(file)
    run(BACKWARDS, url=file, data=first)
    assert "Backed up before the tables change" in run(CAIRN, "migrate", url=file, data=first)
    (taken,) = (first / "backups").glob("before-migration-*.zip")
    with read_archive(taken) as reader:
        assert ("planning", "0002_who_may_be_voted_for") in reader.manifest.migrations
        assert not any(
            name.startswith("0003") for app, name in reader.manifest.migrations if app == "planning"
        )
        assert reader.manifest.rows == moved.rows
    said = run(CAIRN, "restore", str(taken), url="", data=second)
    assert f"{moved.rows} rows" in said
    assert "Everything is correct." in run(CAIRN, "doctor", url="", data=second)


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(Invalid):
        move_database("mysql://somewhere/else")
