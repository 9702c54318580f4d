"""Imports over REST: sent, mapped, planned, written, taken back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cairn.api.schemas.imports import (
    ImportColumns,
    ImportNames,
    ImportOut,
    ImportPage,
    ImportPlan,
)
from cairn.cycles.models import Cycle
from cairn.exchange.models import Import
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.api.conformance import fits
from tests.cast import ApiClient
from tests.exchange.files import bring, planned, work
from tests.web.test_imports import TABLE

Connect = Callable[..., ApiClient]
HERE = "/api/v1/imports"


@pytest.fixture
def client(api: Connect, admin: Actor) -> ApiClient:
    return api(admin)


def send(client: ApiClient, content: bytes = TABLE.encode(), **more: Any) -> Any:
    return client.post(HERE, {"file": SimpleUploadedFile("okr.csv", content), **more})


def test_a_table_is_sent_mapped_planned_written_and_taken_back(
    client: ApiClient, employee: Actor, cycle: Cycle
) -> None:
    sent = send(client)
    made = fits(ImportOut, sent.json())
    assert (sent.status_code, made["state"]) == (202, "reading")
    here = f"{HERE}/{made['id']}"
    work()
    shown = fits(ImportColumns, client.get(f"{here}/columns").json())
    assert shown["headings"][:2] == ["Objective", "Key result"]
    columns = {**shown["columns"], "start": "From", "target": "To"}
    client.send("PATCH", here, {"columns": columns})
    work()
    names = fits(ImportNames, client.get(f"{here}/names").json())["items"]
    omar = next(one for one in names if one["name"] == "Omar Haddad")
    changed = client.send("PATCH", here, {"people": {omar["key"]: "employee@cairn.test"}})
    assert fits(ImportOut, changed.json())["open_names"] == 0
    assert client.send("POST", f"{here}/plan").status_code == 202
    work()
    rows = fits(ImportPlan, client.get(f"{here}/plan?action=create&limit=1").json())
    assert len(rows["items"]) == 1
    rest = client.get(f"{here}/plan?action=create&limit=200&cursor={rows['next']}").json()
    assert rows["items"][0]["position"] not in [one["position"] for one in rest["items"]]
    assert client.send("POST", f"{here}/apply").status_code == 202
    work()
    assert Objective.objects.filter(title="Win the mid-market").exists()
    assert client.send("POST", f"{here}/undo").status_code == 202
    work()
    done = fits(ImportOut, client.get(here).json())
    assert (done["state"], done["left"]) == ("undone", [])
    listed = fits(ImportPage, client.get(f"{HERE}?limit=1").json())
    assert (listed["items"][0]["id"], listed["next"]) == (made["id"], None)


def test_the_same_key_sends_once(client: ApiClient) -> None:
    header = {"Idempotency-Key": "once"}
    made = [
        client.post(HERE, {"file": SimpleUploadedFile("a.csv", b"a")}, headers=header).json()["id"]
        for _ in range(2)
    ]
    assert made[0] == made[1]


def test_what_is_no_file_is_refused_by_its_field(client: ApiClient) -> None:
    wrong = [
        client.send("POST", HERE, {"file": "x"}),
        client.post(HERE, {}),
        send(client, b""),
        client.generic("POST", HERE, b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        client.generic("POST", HERE, b"", "multipart/form-data"),
    ]
    for answer in wrong:
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "file"
    assert send(client, format="pdf").json()["errors"][0]["field"] == "format"
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        {"people": {"p3": "9999999999999999999"}},
        {"people": ["p3"]},
        {"labels": {"Objective": "team"}},
        {"columns": {"colour": "A"}},
        {"columns": {"title": "a\x00b"}},
        {"sheet": "x" * 300},
        {"heading_row": 0},
        {"strange": 1},
    ],
    ids=str,
)
def test_a_mapping_is_refused_by_its_field(
    client: ApiClient, admin: Actor, body: dict[str, Any]
) -> None:
    made = bring(admin)
    answer = client.send("PATCH", f"{HERE}/{made.id}", body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].startswith(next(iter(body)))


def test_what_the_state_forbids_is_a_conflict(
    client: ApiClient, admin: Actor, team: Team, cycle: Cycle
) -> None:
    made = bring(admin)
    assert client.send("POST", f"{HERE}/{made.id}/apply").status_code == 409
    assert client.get(f"{HERE}/{made.id}/columns").status_code in (404, 422)
    assert client.delete(f"{HERE}/{made.id}").status_code == 204
    assert client.get(f"{HERE}/{made.id}").status_code == 404


def test_only_administrators_with_that_scope(
    api: Connect, admin: Actor, champion: Actor, cycle: Cycle
) -> None:
    made = planned(admin)
    assert api(champion).get(f"{HERE}/{made.id}").status_code == 404
    assert api(champion).get(HERE).status_code == 403
    assert send(api(champion)).status_code == 403
    assert send(api(admin, ("read", "write"))).status_code == 403
