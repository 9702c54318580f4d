"""Long tables as files that a worker makes: asked for, made, downloaded, forgotten."""

import json
import stat
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from cairn.errors import Conflict, Invalid, NotFound, Refusal
from cairn.exchange.made_files import KEPT_DAYS
from cairn.exchange.table_files import commands
from cairn.exchange.table_files.commands import (
    MOST_TRIES,
    MOST_WAITING,
    ask_table,
    delete_table,
    make_table,
    open_table,
    sweep_tables,
)
from cairn.exchange.table_files.queries import files_of, folder, path_of, table_file
from cairn.exchange.tables.asked import (
    FLAGS,
    IDS,
    READERS,
    Asked,
    read_asked,
    texts_of,
)
from cairn.exchange.tables.index import EXPORTS
from cairn.exchange.writing.formats import FORMATS
from cairn.exchange.writing.limits import too_many
from cairn.goals.models import Objective, Visibility
from cairn.intake import Intake
from cairn.jobs.commands import LeaseLost, finish_job, lease_job, tell_step
from cairn.jobs.models import Job
from cairn.organization.actor import Actor
from cairn.organization.models import Member
from cairn.storage import clock
from tests.cast import TODAY, ApiClient, WriteObjective, again
from tests.web.budgets import stays_in_budget

pytestmark = pytest.mark.django_db(transaction=True)
type SignIn = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


@pytest.fixture
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows are long already."""
    for name, way in FORMATS.items():
        monkeypatch.setitem(FORMATS, name, replace(way, at_once=1))


def ask(actor: Actor, what: str = "objectives", **said: str) -> Job:
    return ask_table(actor, what, Intake({"format": "json", **said}))


def work() -> Job:
    """As a worker does: leased, told how far it is, finished."""
    job = lease_job()
    assert job is not None
    make_table(job, lambda step, steps: tell_step(job, step, steps))
    finish_job(job)
    return job


def items(actor: Actor, job: Job) -> list[dict[str, Any]]:
    with open_table(actor, job.id).file as file:
        found: list[dict[str, Any]] = json.loads(file.read())["items"]
        return found


def state_of(actor: Actor) -> str:
    return table_file(files_of(actor)[0]).state


def test_it_is_asked_for_made_downloaded_and_forgotten(
    employee: Actor, objective: Objective
) -> None:
    intake = {"format": "json", "owner": "me", "q": "老客户"}
    asked = ask_table(employee, "objectives", Intake(dict(intake)), submission="once")
    same = ask_table(employee, "objectives", Intake(dict(intake)), submission="once")
    assert (same.id, state_of(employee)) == (asked.id, "waiting")
    with pytest.raises(Conflict, match="not made"):
        open_table(employee, asked.id)
    job = work()
    made = table_file(files_of(employee)[0])
    assert (made.state, made.done, made.of) == ("made", 1, 1)
    assert made.name.endswith(f" {TODAY}.json")
    assert [one["objective"] for one in items(employee, asked)] == [objective.title]
    assert stat.S_IMODE(path_of(job).stat().st_mode) == 0o600
    assert made.size == path_of(job).stat().st_size
    with clock.set_to(clock.now() + timedelta(days=KEPT_DAYS, minutes=1)):
        sweep_tables(job, lambda _step, _steps: None)
    assert list(folder().iterdir()) == []
    assert not files_of(employee).exists()


def test_requests_come_before_each_row(
    employee: Actor, write_objective: WriteObjective, monkeypatch: pytest.MonkeyPatch
) -> None:
    for title in ("甲", "乙", "丙"):
        write_objective(employee, title=title)
    given: list[None] = []
    monkeypatch.setattr(commands, "give_way", lambda: given.append(None))
    ask(employee)
    assert len(items(employee, work())) == len(given) == 3


def test_nobody_else_finds_it(
    employee: Actor, admin: Actor, colleague: Actor, stranger: Actor, objective: Objective
) -> None:
    asked = ask(employee)
    work()
    for other in (admin, colleague, stranger):
        assert not files_of(other).exists()
        for act in (open_table, delete_table):
            with pytest.raises(NotFound):
                act(other, asked.id)
    delete_table(employee, asked.id)
    assert not path_of(asked).exists()


def test_it_holds_what_its_asker_may_see_when_it_is_made(
    colleague: Actor, employee: Actor, write_objective: WriteObjective
) -> None:
    shown = write_objective(employee, title="开放")
    ask(colleague)
    Objective.objects.filter(id=shown.id).update(visibility=Visibility.PEOPLE)
    assert items(colleague, work()) == []
    ask(employee)
    assert [one["objective"] for one in items(employee, work())] == ["开放"]


def test_it_speaks_the_language_in_which_it_was_asked_for(
    employee: Actor, objective: Objective
) -> None:
    for locale, head in (("zh-hans", "负责人"), ("en", "Owner")):
        job = ask(replace(employee, locale=locale), format="csv")
        work()
        with open_table(employee, job.id).file as file:
            assert head in file.read().decode()


def test_whoever_has_left_gets_nothing(employee: Actor, objective: Objective) -> None:
    ask(employee)
    Member.objects.filter(id=employee.member_id).update(left_at=clock.now())
    job = work()
    found = table_file(files_of(employee)[0])
    assert found.state == "failed"
    assert found.error
    assert not path_of(job).exists()
    sweep_tables(job, lambda _step, _steps: None)
    assert not files_of(employee).exists()


def test_too_many_rows_are_refused_in_the_askers_words(
    employee: Actor, objective: Objective, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the worker where nobody could tell, and where there were fewer when they were asked for."""
    ask(replace(employee, locale="zh-hans"))
    monkeypatch.setitem(FORMATS, "json", replace(FORMATS["json"], most=0))
    ask(replace(employee, locale="zh-hans"), "templates")
    for job in (work(), work()):
        found = table_file(Job.objects.get(id=job.id))
        assert (found.state, found.size) == ("failed", None), found.what
        assert "缩小" in found.error, found.error
        assert not path_of(job).exists()
    assert list(folder().iterdir()) == []


def test_what_is_known_to_be_too_much_is_not_put_down(
    employee: Actor,
    objective: Objective,
    web: SignIn,
    api: Callable[..., ApiClient],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(FORMATS, "json", replace(FORMATS["json"], most=0, at_once=0))
    here = "/exports/objectives?format=json"
    client = web(employee)
    shown, said = client.get(here), api(employee).get(f"/api/v1{here}")
    sent = {"submission": "once"}
    assert client.post(here, sent).headers["Location"] == "/exports"
    told = api(employee).post(f"/api/v1{here}", {}, headers={"Idempotency-Key": "twice"})
    with override(employee.locale):
        assert (shown.status_code, too_many(0) in unescape(shown.text)) == (409, True)
        assert (said.status_code, said.json()["detail"]) == (409, too_many(0))
        assert too_many(0) in unescape(client.get("/exports").text)
        assert (told.status_code, told.json()["detail"]) == (409, too_many(0))
    assert not Job.objects.exists()
    narrowed = client.post(f"{here}&q=nothing", sent)
    assert narrowed.headers["Location"] == "/exports"
    assert files_of(employee).count() == 1


def test_a_fault_is_tried_again_and_then_told(
    employee: Actor, objective: Objective, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(commands, "_write", broken)
    job = ask(employee)
    for attempt in range(1, MOST_TRIES):
        job.attempts = attempt
        with pytest.raises(OSError, match="No space"):
            make_table(job, lambda _step, _steps: None)
    Job.objects.filter(id=job.id).update(attempts=MOST_TRIES - 1)
    work()
    found = table_file(files_of(employee)[0])
    assert found.state == "failed"
    assert "No space" not in found.error
    assert "administrator" in found.error or "管理员" in found.error


def test_what_a_killed_worker_left_is_swept_and_the_file_made_anew(
    employee: Actor, objective: Objective
) -> None:
    job = ask(employee)
    folder().mkdir()
    (folder() / f"{job.id}-1.part").write_text("half")
    (folder() / "7-1.part").write_text("of nobody")
    done = work()
    assert len(items(employee, job)) == 1
    sweep_tables(done, lambda _step, _steps: None)
    assert [one.name for one in folder().iterdir()] == [str(job.id)]


def test_what_is_deleted_while_it_is_made_leaves_nothing(
    employee: Actor, objective: Objective
) -> None:
    asked = ask(employee)
    job = lease_job()
    assert job is not None
    delete_table(employee, asked.id)
    with pytest.raises(LeaseLost):
        make_table(job, lambda step, steps: tell_step(job, step, steps))
    assert list(folder().iterdir()) == []


def test_nobody_asks_for_very_many(employee: Actor, objective: Objective) -> None:
    for _n in range(MOST_WAITING):
        ask(employee)
    with pytest.raises(Conflict, match="Wait"):
        ask(employee)
    with pytest.raises(Invalid):
        ask(employee, status="lovely")
    with pytest.raises(NotFound):
        ask(employee, "secrets")
    assert files_of(employee).count() == MOST_WAITING


def test_what_was_asked_is_read_to_the_same_later(employee: Actor) -> None:
    said = {
        "cycle": "12",
        "owner": "me",
        "person": "5",
        "status": "draft",
        "type": "growth",
        "tag": "增长",
        "q": " a\n'b ",
        "like": "少走弯路",
        "template": "company-daily-product",
        "show": "kept.2026-11-20",
        "group": "0",
        "state": "stale",
        "section": "check-ins",
        "department": "sales",
        "role": "team",
        "kind": "increase",
        "unit": "percent",
        "only": "own",
        "of": "teams",
        "stage": "written",
        "sort": "kpi",
        "row_sort": "objective",
        "action": "create",
        "teaches": "task",
        **dict.fromkeys(IDS, "7"),
        **dict.fromkeys(FLAGS, "on"),
        **dict.fromkeys(("since", "until", "on"), "2026-11-18"),
    }
    assert set(said) == set(READERS) == {one.name for one in fields(Asked)}
    intake = Intake(said)
    first = read_asked(employee, intake, said)
    intake.settle()
    kept = texts_of(first)
    assert set(kept) == set(said)
    assert read_asked(employee, Intake(kept), said) == first
    assert texts_of(Asked()) == {}


def test_each_table_is_made_as_it_is_sent_at_once(
    employee: Actor, objective: Objective, web: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is refused at once is not put down either. The files made stand in their own list, which
    then is another one."""
    tried, refused = {*EXPORTS} - {"exported-files"}, set()
    monkeypatch.setattr(commands, "MOST_KEPT", len(tried))
    for what in sorted(tried):
        answer = web(again(employee)).get(f"/exports/{what}?format=json")
        if answer.status_code == 200:
            ask(employee, what)
            later = items(employee, work())
            assert later == json.loads(answer.getvalue())["items"], what
        else:
            refused.add(what)
            with pytest.raises(Refusal):
                ask(employee, what)
    assert "objectives" not in refused
    assert len(refused) < len(tried) / 2
    assert files_of(employee).count() == len(tried) - len(refused)


@pytest.mark.usefixtures("_short")
def test_the_page_offers_to_make_a_long_table_and_hands_it_out(
    employee: Actor, lead: Actor, write_objective: WriteObjective, web: SignIn
) -> None:
    write_objective(employee, title="甲")
    client = web(employee)
    assert client.get("/exports/objectives?format=md").headers["Content-Disposition"]
    write_objective(employee, title="乙")
    here = "/exports/objectives?owner=me&format=md"
    offered = client.get(here)
    assert "Content-Disposition" not in offered.headers
    assert 'action="/exports/objectives?owner=me&amp;format=md"' in offered.text
    sent = {"submission": "once"}
    for _twice in range(2):
        answer = client.post(here, sent)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/exports")
    (job,) = files_of(employee)
    assert job.payload["asked"] == {"owner": str(employee.member_id)}
    row = f"/exports/files/{job.id}/row"
    assert "hx-get" in client.get(row).text
    work()
    assert "hx-get" not in client.get(row).text
    file: Any = client.get(f"/exports/files/{job.id}/file")
    assert "甲" in b"".join(file.streaming_content).decode()
    assert file.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert "乙" not in web(lead).get("/exports").text
    assert client.post(f"/exports/files/{job.id}/delete").status_code == 303
    assert not files_of(employee).exists()
    assert client.post("/exports/objectives?format=exe").status_code == 422


def test_the_list_of_files_stays_in_its_budget(
    employee: Actor, objective: Objective, web: SignIn
) -> None:
    ask(employee)
    stays_in_budget(web(employee), "/exports", lambda: [ask(employee), ask(employee)])


@pytest.mark.usefixtures("_short")
def test_a_table_that_cannot_be_counted_is_bounded_too(employee: Actor, web: SignIn) -> None:
    answer = web(employee).get("/exports/templates?format=csv")
    assert "Content-Disposition" not in answer.headers
    assert 'action="/exports/templates?format=csv"' in answer.text


@pytest.mark.usefixtures("_short")
def test_a_script_asks_looks_and_fetches(
    employee: Actor,
    colleague: Actor,
    write_objective: WriteObjective,
    api: Callable[..., ApiClient],
) -> None:
    write_objective(employee, title="甲")
    write_objective(employee, title="乙")
    script = api(employee, scopes=("read",))
    here = "/api/v1/exports/objectives?format=json&owner=me"
    refused = script.get(here)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:cairn:problem:too-long")
    assert "POST" in refused.json()["detail"]
    asked = script.post(here, {}, headers={"Idempotency-Key": "once"})
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    assert script.post(here, {}, headers={"Idempotency-Key": "once"}).json() == asked.json()
    file = f"/api/v1/exports/files/{asked.json()['id']}"
    assert script.get(asked.json()["url"]).status_code == 409
    work()
    told = script.get(file).json()
    assert (told["state"], told["done"], told["of"], told["export"]) == ("made", 2, 2, "objectives")
    assert script.get("/api/v1/exports/files").json() == {"items": [told]}
    got: Any = script.get(told["url"])
    assert len(json.loads(b"".join(got.streaming_content))["items"]) == 2
    assert api(colleague).get(file).status_code == 404
    assert script.post("/api/v1/exports/objectives?status=lovely", {}).status_code == 422
    assert script.post("/api/v1/exports/objectives?q=%00", {}).status_code == 422
    assert script.post("/api/v1/exports/secrets", {}).status_code == 404
    assert script.delete(file).status_code == 204
    assert script.get(file).status_code == 404
    writer = api(employee, scopes=("write",))
    assert writer.post(here, {}).status_code == 403
