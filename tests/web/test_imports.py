"""The pages of an import: from the file to what becomes of it, and back."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cairn.cycles.models import Cycle
from cairn.exchange.models import Import, State
from cairn.exchange.reading.limits import MEGABYTE
from cairn.exchange.uploads import MOST_MB
from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team
from tests.exchange.files import ROWS, applied, bring, planned, undone, work
from tests.web.budgets import stays_in_budget

Web = Callable[[Actor], Client]
HERE = "/settings/imports"
TABLE = (
    "Objective,Key result,Owner,Quarter,From,To\n"
    "Win the mid-market,Activation rate,employee@cairn.test,Q4 2026,25,40\n"
    ",Wait,Omar Haddad,Q4 2026,120,30\n"
)


def text_of(answer: Any) -> str:
    return unescape(answer.content.decode())


def send(client: Client, content: str | bytes, name: str = "okr.csv", **more: str) -> Any:
    content = content.encode() if isinstance(content, str) else content
    return client.post(f"{HERE}/new", {"file": SimpleUploadedFile(name, content), **more})


@pytest.fixture
def client(web: Web, admin: Actor) -> Client:
    """The administrator's, in English."""
    browser = web(admin)
    browser.cookies["cairn_language"] = "en"
    return browser


def test_a_table_is_taken_from_the_file_to_the_objectives_and_back(
    client: Client, employee: Actor, cycle: Cycle
) -> None:
    here = send(client, TABLE).headers["Location"]
    waiting = text_of(client.get(here))
    assert "The file is being read." in waiting
    assert "<progress" in waiting
    work()
    assert client.get(here, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert "Which column is what?" in text_of(client.get(here))
    columns = {"objective": "Objective", "key_result": "Key result", "owner": "Owner"}
    columns |= {"cycle": "Quarter", "start": "From", "target": "To"}
    sent = {f"column:{heading}": field for field, heading in columns.items()}
    assert client.post(f"{here}/columns", sent).status_code == 303
    work()
    names = text_of(client.get(here))
    assert "Omar Haddad" in names
    assert "Nothing has been written yet." in names
    assert client.post(f"{here}/names", {"act": "plan"}).status_code == 303
    work()
    plan = text_of(client.get(here))
    assert "Nothing has been written yet." in plan
    assert "Activation rate" in plan
    assert not Objective.objects.filter(title="Win the mid-market").exists()
    client.post(f"{here}/apply")
    assert "Everything is being written" in text_of(client.get(here))
    work()
    assert "It is in Cairn now." in text_of(client.get(here))
    assert Objective.objects.get(title="Win the mid-market").owner_id == employee.member_id
    client.post(f"{here}/undo")
    work()
    assert "Nothing of it stays." in text_of(client.get(here))
    assert not Objective.objects.filter(title="Win the mid-market").exists()


def test_the_list_says_how_far_each_is(client: Client, admin: Actor, cycle: Cycle) -> None:
    planned(admin)
    page = text_of(client.get(HERE))
    assert "Where do you come from?" in page
    assert "viva.zip" in page
    assert "Planned" in page


def test_the_template_is_a_workbook_in_the_readers_language(client: Client, team: Team) -> None:
    answer = client.get(f"{HERE}/template")
    assert answer.content[:2] == b"PK"
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "okr.csv"), (b"x" * (MOST_MB * MEGABYTE + 1), "okr.csv")],
    ids=["empty", "too large"],
)
def test_what_is_no_file_is_refused_beside_the_field(
    client: Client, content: bytes, name: str
) -> None:
    answer = send(client, content, name, format="table")
    assert answer.status_code == 422
    assert 'id="f-file-error"' in text_of(answer)
    assert '<option value="table" selected>' in text_of(answer)
    assert not Import.objects.exists()


def test_no_file_and_no_format_of_ours_are_refused(client: Client) -> None:
    assert client.post(f"{HERE}/new", {}).status_code == 422
    assert send(client, TABLE, format="pdf").status_code == 422


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"PK\x03\x04 no archive", "okr.xlsx"), (b"%PDF-1.7 \x00\x01\x02", "okr.csv")],
    ids=["broken archive", "no table"],
)
def test_a_file_that_cannot_be_read_says_why(client: Client, content: bytes, name: str) -> None:
    here = send(client, content, name).headers["Location"]
    work()
    page = text_of(client.get(here))
    assert "Nothing was written." in page
    assert "Choose another file" in page
    assert client.post(f"{here}/discard").headers["Location"] == HERE
    assert not Import.objects.exists()


def test_two_columns_of_the_same_field_are_refused_and_nothing_said_is_lost(
    client: Client,
) -> None:
    here = send(client, TABLE, format="table").headers["Location"]
    work()
    sent = {"column:Objective": "title", "column:Key result": "title", "column:To": "weight"}
    answer = client.post(f"{here}/columns", sent)
    assert answer.status_code == 422
    page = text_of(answer)
    assert "Two columns are said to hold" in page
    assert '<option value="weight" selected>' in page
    hostile = client.post(f"{here}/columns", {"column:a\x00b": "title"})
    assert hostile.status_code == 422


def test_names_are_chosen_and_what_is_wrong_stays_as_it_was_typed(
    client: Client, admin: Actor, colleague: Actor, team: Team, cycle: Cycle
) -> None:
    made = bring(admin)
    where = f"{HERE}/{made.id}/names"
    wrong = {"person:p3": "other", "other:person:p3": "Nobody Nowhere", "team:t1": "new"}
    answer = client.post(where, {**wrong, "act": "plan"})
    assert answer.status_code == 422
    page = text_of(answer)
    assert "Nobody here is called Nobody Nowhere." in page
    assert 'value="Nobody Nowhere"' in page
    right = {"person:p3": "other", "other:person:p3": "Emma Clarke", "person:p1": "out"}
    assert client.post(where, {**right, "act": "keep"}).status_code == 303
    made.refresh_from_db()
    assert made.mapping["people"] == {"p3": str(colleague.member_id), "p1": "out"}
    assert made.state == State.MAPPING
    strange = client.post(where, {"team:t1": "99999999999999999999", "cycle:c4": "\x00"})
    assert strange.status_code == 422
    assert 'aria-invalid="true"' in text_of(strange)


def test_the_plan_is_narrowed_and_paged(client: Client, admin: Actor, cycle: Cycle) -> None:
    made = planned(admin)
    here = f"{HERE}/{made.id}"
    page = text_of(client.get(f"{here}?sort=key_result&action=create"))
    assert "Activation rate" in page
    assert "Make onboarding effortless" not in page
    assert "There is no such row" in text_of(client.get(f"{here}?action=conflict"))
    for odd in ("sort=x&action=%00", "after=99999999999999999999", "after=-5", "before=x"):
        assert client.get(f"{here}?{odd}").status_code in (200, 422)
    assert "Omar Haddad" in text_of(client.get(f"{here}?step=names"))


def test_what_the_state_forbids_is_said_on_the_page(
    client: Client, admin: Actor, cycle: Cycle
) -> None:
    made = applied(admin)
    here = f"{HERE}/{made.id}"
    for act in ("plan", "discard"):
        assert "not possible" in text_of(client.post(f"{here}/{act}", follow=True))
    undone(admin, made)
    assert "not possible" in text_of(client.post(f"{here}/apply", follow=True))


def test_only_administrators_find_it(
    web: Web, admin: Actor, champion: Actor, stranger: Actor
) -> None:
    made = bring(admin)
    for who in (champion, stranger):
        browser = web(who)
        assert browser.get(f"{HERE}/{made.id}").status_code == 404
        assert browser.post(f"{HERE}/{made.id}/discard").status_code in (403, 404)
    assert web(champion).get(HERE).status_code == 403
    assert HERE not in text_of(web(champion).get("/settings/profile"))


def test_the_pages_stay_in_their_budget(
    client: Client, admin: Actor, team: Team, cycle: Cycle
) -> None:
    made, names = planned(admin), bring(admin)
    more: Callable[[], object] = lambda: [bring(admin), Member.objects.count()]  # noqa: E731
    for address in (HERE, f"{HERE}/{made.id}", f"{HERE}/{names.id}", f"{HERE}/new"):
        stays_in_budget(client, address, more)
    assert ROWS.source == made.source


def test_an_administrator_finds_it_from_an_empty_home(
    web: Web, admin: Actor, employee: Actor
) -> None:
    link = f'href="{HERE}"'
    assert link in text_of(web(admin).get("/"))
    assert link in text_of(web(admin).get("/first-run/start"))
    assert link not in text_of(web(employee).get("/"))
