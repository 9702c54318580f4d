"""Of which file a sheet is a newer version: over REST and from the command line."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from cairn.api.schemas.imports import ImportOut
from cairn.cli.commands import run
from cairn.cycles.models import Cycle
from cairn.exchange.models import Import, State
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.api.conformance import fits
from tests.cast import ApiClient
from tests.exchange.files import work
from tests.exchange.reading.files import csv_text
from tests.exchange.test_families import HEAD, LINES, OTHERS, edited

pytestmark = pytest.mark.django_db
HERE = "/api/v1/imports"
EDITED = edited(O1="Win the whole mid-market", KR1="Activation rate of new customers")


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LC_ALL", "C")
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _people(employee: Actor, colleague: Actor, team: Team, cycle: Cycle) -> None:
    """Whom the lines name."""


@pytest.fixture
def client(api: Callable[..., ApiClient], admin: Actor) -> ApiClient:
    return api(admin)


def sheet_of(lines: list[list[str]]) -> str:
    return csv_text([HEAD, *lines])


def read(client: ApiClient, lines: list[list[str]], name: str) -> str:
    """The address of an import whose names wait."""
    file = SimpleUploadedFile(name, sheet_of(lines).encode())
    made = client.post(HERE, {"file": file, "format": "sheet"}).json()
    work()
    return f"{HERE}/{made['id']}"


def act(client: ApiClient, here: str, name: str) -> None:
    assert client.send("POST", f"{here}/{name}").status_code == 202
    work()


def test_over_rest_another_file_is_named_and_taken_back(client: ApiClient) -> None:
    first = read(client, LINES, "plan.csv")
    act(client, first, "plan")
    act(client, first, "apply")
    here = read(client, EDITED, "plan v2.csv")
    asked = fits(ImportOut, client.get(here).json())["newer_of"]
    number = first.rpartition("/")[2]
    assert (asked["chosen"], asked["suggested"]) == (number, True)
    own = client.send("PATCH", here, {"newer_of": "new"})
    assert fits(ImportOut, own.json())["newer_of"]["chosen"] == "new"
    act(client, here, "plan")
    told = fits(ImportOut, client.get(here).json())["counts_by_sort"]
    assert next(one["create"] for one in told if one["sort"] == "objective") == 2
    client.send("PATCH", here, {"newer_of": number})
    act(client, here, "plan")
    act(client, here, "apply")
    assert Objective.objects.count() == 2
    assert Objective.objects.filter(title="Win the whole mid-market").exists()


@pytest.mark.parametrize("wrong", ["5", "nobody", "\u202e"])
def test_over_rest_what_is_no_earlier_file_is_refused(client: ApiClient, wrong: str) -> None:
    here = read(client, LINES, "plan.csv")
    answer = client.send("PATCH", here, {"newer_of": wrong})
    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == ["#/newer_of"]


def brought(tmp_path: Path, lines: list[list[str]], name: str, *words: str) -> int:
    """The command's exit code."""
    file = tmp_path / name
    file.write_text(sheet_of(lines), encoding="utf-8")
    return run(["import", str(file), *words])


def test_the_command_takes_what_it_is_told(
    admin: Actor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert brought(tmp_path, LINES, "plan.csv", "--apply") == 0
    first = Import.objects.get(state=State.APPLIED)
    capsys.readouterr()
    assert brought(tmp_path, EDITED, "v2.csv") == 0
    assert "Newer version of: “plan.csv”" in capsys.readouterr().out
    assert brought(tmp_path, EDITED, "v2.csv", "--newer-of", "new") == 0
    said = capsys.readouterr().out
    assert "Newer version of" not in said
    assert "Objective: 2 new" in said
    assert brought(tmp_path, OTHERS, "o.csv", "--newer-of", str(first.id), "--apply") == 0
    assert Import.objects.filter(state=State.APPLIED, source=first.source).count() == 2
    assert KeyResult.objects.filter(title="Activation rate").count() == 2
    assert brought(tmp_path, EDITED, "v2.csv", "--newer-of", "5") == 2
    assert capsys.readouterr().err.count("\n") == 1
