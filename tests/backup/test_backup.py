"""A backup is taken while people write, tells what is damaged, and comes back equal, row by row."""

import zipfile
from collections.abc import Callable, Iterable
from contextvars import copy_context
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

from cairn.backup import keeping, making, restoring
from cairn.backup.archive import MANIFEST
from cairn.backup.checking import check_backup
from cairn.backup.making import make_backup
from cairn.backup.restoring import restore_backup
from cairn.backup.tables import Table, tables_after
from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.comments import add_comment
from cairn.checkins.models import Comment
from cairn.errors import Conflict, Refusal
from cairn.goals.finding import find_everything
from cairn.goals.models import KeyResult
from cairn.jobs.commands import finish_job, lease_job, put_job, tell_step
from cairn.jobs.models import Job
from cairn.organization.actor import Actor
from cairn.planning.commands.rounds import start_round
from cairn.storage.packing import UNSEALED, Damaged, seal
from tests.cast import TODAY
from tests.threads import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cairn.zip"


@pytest.fixture
def lived(champion: Actor, checked_in: KeyResult) -> KeyResult:
    """A check-in, a comment in Chinese, a planning round."""
    add_comment(champion, checked_in.objective_id, body="两个大客户已续约 — “继续” 🎉\n第二行")
    start_round(champion, checked_in.objective.cycle_id)
    return checked_in


def write_beside(act: Callable[[], object]) -> None:
    """In a connection of its own, to its end."""

    def run() -> None:
        try:
            act()
        finally:
            connections.close_all()

    thread = Thread(target=copy_context().run, args=(run,), daemon=True)
    thread.start()
    thread.join(PATIENCE)
    assert not thread.is_alive(), "whoever writes waits for the backup"


def rewritten(file: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A well-formed ZIP with other members; None leaves one out."""
    made = file.with_name("other.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if (kept := change(name, old.read(name))) is not None:
                new.writestr(name, kept)
        new.comment = UNSEALED
    with made.open("r+b") as finished:
        seal(finished)
    return made


def test_what_comes_back_is_equal(lived: KeyResult, employee: Actor, file: Path) -> None:
    made = make_backup(file)
    call_command("flush", interactive=False, verbosity=0)
    restore_backup(file)
    again = make_backup(file.with_name("again.zip"))
    assert [one for one in again.parts if "job" not in one.table] == [
        one for one in made.parts if "job" not in one.table
    ]
    assert made.rows > 50
    assert Comment.objects.get().body.endswith("🎉\n第二行")
    assert lived.objective_id in {
        one.id for one in find_everything(employee, "客户", TODAY, 9).objectives
    }
    check_in(employee, lived.id, value=Decimal(65))
    assert file.stat().st_mode & 0o077 == 0


def test_one_whose_columns_stand_in_another_order_comes_back(
    lived: KeyResult, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tables of another version may have them so."""

    def turned(migrations: Iterable[tuple[str, str]]) -> dict[str, Table]:
        tables = tables_after(migrations)
        return {name: replace(one, columns=one.columns[::-1]) for name, one in tables.items()}

    monkeypatch.setattr(making, "tables_after", turned)
    made = make_backup(file)
    call_command("flush", interactive=False, verbosity=0)
    restore_backup(file)
    assert make_backup(file.with_name("again.zip")).rows == made.rows


def test_people_write_while_it_is_taken_and_it_is_of_one_moment(
    lived: KeyResult, employee: Actor, file: Path
) -> None:
    def tell(done: int, _all: int) -> None:
        if done == 1:
            write_beside(lambda: add_comment(employee, lived.objective_id, body="later"))

    made = make_backup(file, tell)
    comments = next(one for one in made.parts if one.table == "checkins_comment")
    assert comments.rows == 1
    assert Comment.objects.count() == 2


def test_one_that_is_broken_off_leaves_nothing(lived: KeyResult, file: Path) -> None:
    def tell(done: int, _all: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_backup(file, tell)
    assert list(file.parent.iterdir()) == []
    make_backup(file)
    with pytest.raises(Refusal, match="there already"):
        make_backup(file)


def test_damage_is_named(lived: KeyResult, file: Path) -> None:
    make_backup(file)
    check_backup(file)
    table = "tables/goals_keyresult.jsonl"

    def without(name: str, said: bytes) -> bytes | None:
        return None if name == table else said

    def other(name: str, said: bytes) -> bytes | None:
        return said.replace(b"66", b"99") if name == table else said

    def fewer(name: str, said: bytes) -> bytes | None:
        return b"" if name == table else said

    def nonsense(name: str, said: bytes) -> bytes | None:
        return b'{"format": "cairn-backup", "version": 1}' if name == MANIFEST else said

    for change in (without, other, fewer):
        with pytest.raises(Damaged, match="goals_keyresult"):
            check_backup(rewritten(file, change))
    with pytest.raises(Damaged, match=MANIFEST):
        check_backup(rewritten(file, nonsense))
    whole = file.read_bytes()
    for kept in (0, 10, 2_000, len(whole) - 30):
        file.write_bytes(whole[:kept])
        with pytest.raises(Damaged):
            check_backup(file)
    for scratched in range(5, len(whole), len(whole) // 40):
        file.write_bytes(whole[:scratched] + b"?!" + whole[scratched + 2 :])
        with pytest.raises(Damaged):
            check_backup(file)


def test_only_an_empty_place_with_the_right_secret_takes_it(
    lived: KeyResult, file: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    make_backup(file)
    with pytest.raises(Conflict, match="an organization here already"):
        restore_backup(file)
    with pytest.raises(Refusal, match="No such file"):
        restore_backup(file.with_name("nowhere.zip"))
    call_command("flush", interactive=False, verbosity=0)

    def newer(name: str, said: bytes) -> bytes:
        return said.replace(b'"0001_cache_table"', b'"0099_of_tomorrow"')

    with pytest.raises(Conflict, match="newer Cairn"):
        restore_backup(rewritten(file, newer))
    monkeypatch.setattr(restoring, "read_rows", lambda _table, _columns: iter([b"?"]))
    with pytest.raises(restoring.Different, match="nothing was restored"):
        restore_backup(file)
    assert restoring.is_empty()
    monkeypatch.undo()
    kept = (settings.DATA / "secret_key").read_text()
    settings.SECRET_KEY, settings.DATA = "another", file.parent
    monkeypatch.setenv("CAIRN_SECRET_KEY", "another")
    with pytest.raises(Conflict, match="CAIRN_SECRET_KEY"):
        restore_backup(file)
    monkeypatch.delenv("CAIRN_SECRET_KEY")
    restore_backup(file)
    assert (file.parent / "secret_key").read_text() == kept


def test_those_taken_by_themselves_are_examined_and_the_oldest_go(
    lived: KeyResult, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BACKUPS, settings.BACKUP_KEEP = tmp_path / "backups", 1
    before = keeping.take_backup(keeping.BEFORE_A_CHANGE)
    mine = settings.BACKUPS / "cairn-mine.zip"
    mine.write_text("of somebody's own")
    first, second = (keeping.take_backup(keeping.REGULAR) for _ in range(2))
    assert keeping.kept_backups() == [second]
    assert [one.exists() for one in (before, mine, first)] == [True, True, False]

    def broken(path: Path) -> None:
        raise Damaged(str(path))

    monkeypatch.setattr(keeping, "check_backup", broken)
    with pytest.raises(Damaged):
        keeping.take_backup(keeping.REGULAR)
    assert keeping.kept_backups() == [second]


def test_the_job_tells_how_far_it_is_and_keeps_nobody_from_writing(
    champion: Actor, lived: KeyResult, tmp_path: Path, settings: Any
) -> None:
    settings.BACKUPS = tmp_path / "backups"
    put_job("backups.keep", {})
    job = lease_job()
    assert job is not None

    def tell(step: int, steps: int) -> None:
        tell_step(job, step, steps)
        if step == 1:
            write_beside(lambda: add_comment(champion, lived.objective_id, body="meanwhile"))

    keeping.keep_backup(job, tell)
    finish_job(job)
    assert 0 < Job.objects.get(id=job.id).step < Job.objects.get(id=job.id).steps
    assert Comment.objects.count() == 2


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "file").write_text("")
    settings.BACKUPS = tmp_path / "file" / "backups"
    with pytest.raises(Refusal, match="cannot be used"):
        keeping.take_backup(keeping.REGULAR)
