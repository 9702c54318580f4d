"""`cairn import`: shown, written, taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from cairn.cli.commands import run
from cairn.cycles.models import Cycle
from cairn.exchange.models import Import, State
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from tests.web.test_imports import TABLE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LC_ALL", "C")
    with translation.override("en"):
        yield


@pytest.fixture
def file(tmp_path: Path) -> str:
    found = tmp_path / "okr.csv"
    found.write_text(TABLE)
    return str(found)


def test_a_file_is_shown_then_written_then_taken_back(
    admin: Actor, employee: Actor, cycle: Cycle, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["import", file, "--plan"]) == 0
    said = capsys.readouterr().out
    assert "Objective: 1 new" in said
    assert "Nothing has been written." in said
    assert not Objective.objects.exists()
    assert run(["import", file, "--apply"]) == 0
    made = Import.objects.get(state=State.APPLIED)
    assert f"cairn import --undo {made.id}" in capsys.readouterr().out
    assert Objective.objects.get().owner_id == employee.member_id
    assert run(["import", "--undo", str(made.id)]) == 0
    assert not Objective.objects.filter(deleted_at__isnull=True).exists()


def test_what_cannot_be_read_is_one_line(
    admin: Actor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "okr.xlsx"
    broken.write_bytes(b"PK\x03\x04 no archive")
    assert run(["import", str(broken)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    "words", [[], ["--undo", "x"], ["--undo", "5"], ["nowhere.csv"]], ids=" ".join
)
def test_bad_input_is_one_clear_line(
    words: list[str], admin: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["import", *words]) == 2
    assert capsys.readouterr().err.startswith("cairn: ")
