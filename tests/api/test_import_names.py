"""Thousands of names of a file, page by page; and said all at once from the command line."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cairn.cli.commands import run
from cairn.exchange.models import Import
from cairn.exchange.rows import Person
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from tests.exchange.files import ROWS, TOP, bring

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LC_ALL", "C")
    with translation.override("en"):
        yield


def test_they_come_page_by_page(api: Callable[..., Any], admin: Actor) -> None:
    people = tuple(Person(f"p{at}", f"Person {at}") for at in range(3_000))
    objectives = tuple(replace(TOP, key=f"o{one.key}", owners=(one.key,)) for one in people)
    made = bring(admin, replace(ROWS, people=people, objectives=objectives))
    client, address = api(admin), f"/api/v1/imports/{made.id}/names?sort=person&limit=200"
    client.send("GET", "/api/v1/me")  # a token's first use is noted
    with CaptureQueriesContext(connection) as counted:
        page = client.send("GET", address).json()
    assert len(counted) <= 12
    assert len(page["items"]) == 200
    seen = [one["key"] for one in page["items"]]
    while page["next"]:
        page = client.send("GET", f"{address}&cursor={page['next']}").json()
        seen += [one["key"] for one in page["items"]]
    assert len(seen) == len(set(seen))
    assert {one.key for one in people} <= set(seen)
    assert client.send("GET", f"/api/v1/imports/{made.id}/names?open=true").json()["items"] == []
    assert client.send("GET", f"/api/v1/imports/{made.id}/names?sort=?").status_code == 422


def test_a_file_says_columns_and_names(
    admin: Actor, employee: Actor, team: Any, cycle: Any, tmp_path: Path
) -> None:
    table = tmp_path / "t.csv"
    table.write_text("What we want,Whose,When\nWin the north,Somebody,Q4 2026\n")
    said = tmp_path / "m.json"
    said.write_text(
        json.dumps(
            {
                "columns": {"title": "What we want", "owner": "Whose", "cycle": "When"},
                "people": {"Somebody": "employee@cairn.test"},
            }
        )
    )
    assert run(["import", str(table), "--mapping", str(said), "--apply"]) == 0, list(
        Import.objects.values("state", "error", "mapping", "faults")
    )
    assert Objective.objects.get(title="Win the north").owner_id == employee.member_id


@pytest.mark.parametrize("text", ["", "[]", '{"peeple": {}}', '{"people": 1}', "[" * 9_999])
def test_what_is_no_mapping_is_refused(admin: Actor, tmp_path: Path, text: str) -> None:
    table, said = tmp_path / "t.csv", tmp_path / "m.json"
    table.write_text("Objective\nWin\n")
    said.write_text(text)
    assert run(["import", str(table), "--mapping", str(said)]) == 2
    assert not Import.objects.exists()
