"""The whole organization as a file that a worker makes: asked for, downloaded, forgotten."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cairn.errors import Conflict, Forbidden, NotFound
from cairn.events.models import Event
from cairn.exchange.made_files import KEPT_DAYS
from cairn.exchange.organizations.commands import (
    ask_export,
    delete_export,
    make_export,
    open_export,
    sweep_exports,
)
from cairn.exchange.organizations.queries import export_rows, exports_of, path_of
from cairn.jobs.commands import finish_job, lease_job, tell_step
from cairn.jobs.models import Job
from cairn.organization.actor import Actor
from cairn.storage import clock
from tests.cast import ApiClient

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def work() -> Job:
    """As a worker does: leased, told how far it is, finished."""
    job = lease_job()
    assert job is not None
    make_export(job, lambda step, steps: tell_step(job, step, steps))
    finish_job(job)
    return job


def row_of(actor: Actor) -> Any:
    return export_rows(exports_of(actor))[0]


def test_it_is_asked_for_made_downloaded_and_forgotten(admin: Actor, champion: Actor) -> None:
    asked = ask_export(admin, submission="once")
    assert ask_export(admin, submission="once").id == asked.id
    assert row_of(admin).state == "waiting"
    with pytest.raises(Conflict, match="already"):
        ask_export(admin, submission="twice")
    with pytest.raises(Conflict, match="not made"):
        open_export(admin, asked.id)
    job = work()
    made = row_of(admin)
    assert (made.state, made.step) == ("made", made.steps - 1)
    name, opened = open_export(admin, asked.id)
    with opened:
        assert "manifest.json" in zipfile.ZipFile(opened).namelist()
    assert name.endswith(".zip")
    said = Event.objects.filter(kind__startswith="organization.").order_by("id")
    assert [one.kind for one in said][-2:] == ["organization.exported", "organization.downloaded"]
    with clock.set_to(clock.now() + timedelta(days=KEPT_DAYS, minutes=1)):
        sweep_exports(job, lambda _step, _steps: None)
    assert not path_of(job).exists()
    assert not exports_of(admin).exists()


def test_only_administrators_know_of_it_and_only_of_their_own(
    admin: Actor, champion: Actor, stranger: Actor, web: Callable[[Actor], Client]
) -> None:
    asked = ask_export(admin)
    for act in (exports_of, ask_export):
        with pytest.raises(Forbidden):
            act(champion)
    for other in (champion, stranger):
        with pytest.raises((Forbidden, NotFound)):
            open_export(other, asked.id)
        with pytest.raises((Forbidden, NotFound)):
            delete_export(other, asked.id)
    job = work()
    delete_export(admin, asked.id)
    assert not path_of(job).exists()


def test_the_page_and_the_endpoints_hand_it_out(
    admin: Actor, web: Callable[[Actor], Client], api: Callable[..., ApiClient]
) -> None:
    browser, script = web(admin), api(admin)
    assert browser.post("/settings/export", {"submission": "x"}).status_code == 303
    sent = script.get("/api/v1/organization/exports").json()["items"][0]
    assert sent["state"] == "waiting"
    assert "progress" in browser.get("/settings/export").text
    work()
    here = f"/settings/export/{sent['id']}"
    assert f"{here}/file" in browser.get(f"{here}/row").text
    for client, address in ((browser, f"{here}/file"), (script, sent["url"])):
        answer: Any = client.get(address)
        assert answer.headers["Content-Type"] == "application/zip"
        zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).close()
    assert script.delete(f"/api/v1/organization/exports/{sent['id']}").status_code == 204
    assert script.get("/api/v1/organization/exports").json() == {"items": []}
