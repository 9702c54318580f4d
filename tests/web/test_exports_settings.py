"""The lists of the settings as files: members, imports, mails, tokens, files that were asked for."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest
from django.test import Client

from cairn.cycles.models import Cycle
from cairn.exchange.models import Import, ImportedThing, State
from cairn.exchange.organizations.commands import ask_export
from cairn.exchange.table_files.commands import ask_table, make_table
from cairn.goals.models import KeyResult, Objective
from cairn.intake import Intake
from cairn.jobs.commands import finish_job, lease_job
from cairn.jobs.models import Job
from cairn.kpis.models import Kpi
from cairn.notifications.models import Mail
from cairn.organization.actor import Actor
from cairn.organization.commands.invitations import invite_member
from cairn.organization.commands.placeholders import Newcomer, draw_up_placeholders
from cairn.organization.commands.tokens import create_token, revoke_token
from cairn.organization.models import Invitation, Member, Team, Token
from cairn.storage import clock
from cairn.storage.ids import new_id
from tests.cast import MORNING, ApiClient, make_member, make_team, member_of
from tests.exchange.files import ROWS, applied, bring, named, planned, undone
from tests.web.budgets import BUDGET, queries_of
from tests.web.files import assert_in_every_format, items, workbook

type Web = Callable[[Actor], Client]
OF_ONE = ("import-rows", "import-faults", "import-names", "import-left")
ADMINS = ("imports", *OF_ONE, "import-sources", "mails", "jobs", "organization-files")
TABLES = (*ADMINS, "members", "tokens", "exported-files")
FAULTS = [
    {"code": "no_title", "place": ["Sheet1", 7, "Objective"], "values": {}, "warning": True},
    {"code": "=1+1", "place": ["Sheet1", 12, ""], "values": {}},
    {"code": "nowhere", "place": []},
]


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


@pytest.fixture
def client(web: Web, admin: Actor) -> Client:
    """The administrator's, in English."""
    Member.objects.filter(id=admin.member_id).update(locale="en")
    return web(admin)


def menu_of(client: Client, address: str) -> set[str]:
    """The addresses of JSON files that a page leads to."""
    page = unescape(client.get(address).text)
    return set(re.findall(r'href="(/exports/[^"]*format=json)"', page))


def of(made: Import) -> str:
    return f"&import_id={made.id}"


# Members


@pytest.fixture
def people(admin: Actor, employee: Actor, colleague: Actor, team: Team) -> None:
    """One of each state."""
    draw_up_placeholders(admin, member_of(admin).organization, [Newcomer(new_id(), "Omar Haddad")])
    invite_member(admin, email="new@cairn.test", name="New Here", team=team.id)
    Member.objects.filter(id=colleague.member_id).update(left_at=MORNING)


def test_members_are_told_as_the_page_tells_them(
    client: Client, employee: Actor, people: None, lead: Actor, team: Team
) -> None:
    assert_in_every_format(client, "members")
    told = {one["name"]: one for one in items(client, "members")}
    assert {name: one["state"] for name, one in told.items()} == {
        **dict.fromkeys(("沈予安", "林知远", "周晓宇"), "active"),
        "New Here": "invited",
        "Omar Haddad": "placeholder",
    }
    assert told["周晓宇"] == {
        "name": "周晓宇",
        "email": "employee@cairn.test",
        "title": None,
        "role": "member",
        "state": "active",
        "teams": "增长部",
        "manager": "林知远",
        "joined_at": ANY,
        "left_at": None,
        "id": str(employee.member_id),
        "manager_id": str(lead.member_id),
    }
    assert told["Omar Haddad"]["email"] is None
    (known,) = [one for one in items(client, "people") if one["name"] == "Omar Haddad"]
    assert known["email"] is None
    page = client.get("/settings/members").text
    assert all(f"/settings/members/{one['id']}" in page for one in told.values())


def test_members_are_narrowed_as_the_page_is(
    client: Client, people: None, colleague: Actor
) -> None:
    (found,) = items(client, "members", "&q=Here")
    assert found["name"] == "New Here"
    (left,) = items(client, "members", "&left=1")
    assert (left["name"], left["state"]) == ("Emma Clarke", "left")
    assert left["left_at"].startswith(MORNING.isoformat()[:10])
    assert items(client, "members", "&left=1&q=Here") == []
    assert menu_of(client, "/settings/members") == {"/exports/members?format=json"}
    (address,) = menu_of(client, "/settings/members?left=1&q=Emma")
    told = json.loads(client.get(address).getvalue())["items"]
    assert [one["id"] for one in told] == [str(colleague.member_id)]
    assert menu_of(client, "/settings/members?q=Nobody") == set()


def test_no_invitation_is_in_a_file(client: Client, people: None) -> None:
    secret = Invitation.objects.get().secret_hash
    told = client.get("/exports/members?format=csv").getvalue().decode()
    assert secret not in told
    assert "/join/" not in told


def test_closed_teams_are_there_where_they_are_asked_for(
    client: Client, team: Team, product: Team
) -> None:
    Team.objects.filter(id=product.id).update(valid_to=date(2026, 11, 1))
    assert {one["team"] for one in items(client, "teams")} == {"山岚科技", "增长部"}
    (closed,) = [one for one in items(client, "teams", "&closed=1") if one["valid_to"]]
    assert (closed["team"], closed["valid_to"]) == ("Product", "2026-11-01")
    assert menu_of(client, "/settings/teams") == {"/exports/teams?format=json"}
    assert menu_of(client, "/settings/teams?closed=1") == {"/exports/teams?closed=1&format=json"}


# Imports


def test_rows_of_an_import_are_those_of_its_page(
    client: Client, admin: Actor, employee: Actor, cycle: Cycle
) -> None:
    made = planned(admin)
    assert_in_every_format(client, "import-rows", of(made))
    told = items(client, "import-rows", of(made))
    assert [one["id"] for one in told] == [str(one.id) for one in made.steps.order_by("position")]
    page = unescape(client.get(f"/settings/imports/{made.id}").text)
    for one in told[:50]:
        assert one["title"] in page
        assert one["why"] in page
    (rate,) = [one for one in told if one["key"] == "k1" and one["sort"] == "key_result"]
    assert (rate["title"], rate["action"], rate["thing_id"]) == ("Activation rate", "create", None)
    assert rate["why"] == "Not in Cairn yet."


def test_rows_tell_what_they_are_in_cairn_once_they_are_written(
    client: Client, admin: Actor, cycle: Cycle
) -> None:
    made = applied(admin)
    told = {(one["sort"], one["key"]): one for one in items(client, "import-rows", of(made))}
    written = KeyResult.objects.get(title="Activation rate")
    assert told["key_result", "k1"]["thing_id"] == str(written.id)
    assert told["objective", "o1"]["thing_id"] == str(written.objective_id)
    known = ImportedThing.objects.get(sort="comment", key="m1")
    assert told["comment", "m1"]["thing_id"] == str(known.thing_id)


def test_rows_are_narrowed_and_placed(client: Client, admin: Actor, cycle: Cycle) -> None:
    made = planned(admin)
    made.steps.filter(key="k1", sort="key_result").update(
        place=["Ziele", 12, "KR"], action="conflict"
    )
    (found,) = items(client, "import-rows", f"{of(made)}&row_sort=key_result&action=conflict")
    assert (found["sheet"], found["row"], found["column"]) == ("Ziele", 12, "KR")
    others = items(client, "import-rows", f"{of(made)}&row_sort=key_result")
    assert len(others) == len(ROWS.key_results)
    assert {(one["sheet"], one["row"]) for one in others} == {("Ziele", 12), (None, None)}
    here = f"/settings/imports/{made.id}"
    assert menu_of(client, f"{here}?sort=key_result&action=conflict") == {
        f"/exports/import-rows?import_id={made.id}&row_sort=key_result&action=conflict&format=json"
    }
    assert menu_of(client, f"{here}?sort=team&action=conflict") == set()
    for odd in ("row_sort=x", "action=delete", "sort=team", "import_id=x"):
        assert client.get(f"/exports/import-rows?{odd}").status_code == 422
    assert client.get("/exports/import-rows?format=csv").status_code == 422
    assert client.get("/exports/import-rows?import_id=7").status_code == 404


def test_rows_are_read_in_portions(
    client: Client, admin: Actor, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = applied(admin)
    whole = items(client, "import-rows", of(made))
    monkeypatch.setattr("cairn.exchange.tables.imports.AT_A_TIME", 3)
    assert items(client, "import-rows", of(made)) == whole


def test_the_report_leads_to_the_rows(client: Client, admin: Actor, cycle: Cycle) -> None:
    made = applied(admin)
    here = f"/settings/imports/{made.id}"
    report = client.get(f"{here}/report", follow=True).getvalue().decode("utf-8-sig")
    assert "Activation rate" in report
    assert report.count("\n") == 1 + made.steps.count()
    assert client.get(f"{here}/report?format=xlsx", follow=True).getvalue()[:2] == b"PK"
    assert menu_of(client, here) == {f"/exports/import-rows?import_id={made.id}&format=json"}


def test_the_faults_of_a_file_can_be_handed_on(client: Client, admin: Actor) -> None:
    made = bring(admin, faults=FAULTS)
    Import.objects.update(state=State.FAILED, error="?")
    assert_in_every_format(client, "import-faults", of(made))
    first, second, remark = items(client, "import-faults", of(made))
    assert (first["fault"], first["kind"], first["row"]) == ("=1+1", "fault", 12)
    assert (second["fault"], second["sheet"], second["row"]) == ("nowhere", None, None)
    assert (remark["kind"], remark["sheet"], remark["column"]) == (
        *("remark", "Sheet1", "Objective"),
    )
    page = unescape(client.get(f"/settings/imports/{made.id}").text)
    assert all(one["fault"] in page for one in (first, second, remark))
    assert menu_of(client, f"/settings/imports/{made.id}") == {
        f"/exports/import-faults?import_id={made.id}&format=json"
    }
    (_head, row, *_more) = workbook(client, f"/exports/import-faults?import_id={made.id}")
    assert "=1+1" in row


def test_names_are_told_as_the_page_asks_about_them(
    client: Client, admin: Actor, employee: Actor, colleague: Actor, team: Team, cycle: Cycle
) -> None:
    made = bring(admin)
    made.mapping = {"people": {"p3": str(colleague.member_id)}}
    made.save()
    assert_in_every_format(client, "import-names", of(made))
    told = items(client, "import-names", of(made))
    assert [one["sort"] for one in told] == ["cycle", "team", *["person"] * 3]
    by_key = {one["key"]: one for one in told}
    assert (by_key["p1"]["state"], by_key["p1"]["taken_for"]) == (
        *("found", str(employee.member_id)),
    )
    assert (by_key["p3"]["state"], by_key["p3"]["taken_for"]) == (
        *("said", str(colleague.member_id)),
    )
    assert by_key["t1"]["state"] == "found"
    page = unescape(client.get(f"/settings/imports/{made.id}").text)
    assert all(one["name"] in page for one in told)
    assert menu_of(client, f"/settings/imports/{made.id}") == {
        f"/exports/import-names?import_id={made.id}&format=json"
    }
    text = client.get(f"/exports/import-names?format=csv{of(made)}").getvalue().decode()
    assert "Emma Clarke (colleague@cairn.test)" in text


def test_what_stays_of_an_import_says_why(
    client: Client, admin: Actor, company: Team, cycle: Cycle
) -> None:
    made = applied(admin)
    theirs: dict[str, Any] = {"created_by": Member.objects.get(name="Omar Haddad"), "lower": 1}
    Kpi.objects.create(organization_id=admin.organization_id, team=company, name="NPS", **theirs)
    undone(admin, made)
    assert_in_every_format(client, "import-left", of(made))
    told = items(client, "import-left", of(made))
    assert [(one["sort"], one["title"]) for one in told] == [("person", "Omar Haddad")]
    page = unescape(client.get(f"/settings/imports/{made.id}").text)
    assert all(one["why"] in page for one in told)
    (one,) = items(client, "imports")
    assert (one["state"], one["undo_until"]) == ("undone", None)
    assert menu_of(client, f"/settings/imports/{made.id}") == {
        f"/exports/import-left?import_id={made.id}&format=json"
    }


def test_imports_and_where_they_come_from(client: Client, admin: Actor, cycle: Cycle) -> None:
    assert menu_of(client, "/settings/imports") == set()
    made, source = planned(admin), named(admin)
    newer = bring(admin)
    for what in ("imports", "import-sources"):
        assert_in_every_format(client, what)
    later, first = items(client, "imports")
    assert (later["id"], later["state"], later["created"]) == (str(newer.id), "mapping", None)
    assert (first["id"], first["file"], first["by"]) == (str(made.id), "viva.zip", "沈予安")
    assert first["created"] == made.steps.filter(action="create").count()
    assert (first["changed"], first["conflicts"]) == (0, 0)
    assert first["skipped"] == made.steps.filter(action="skip").count()
    (app,) = items(client, "import-sources")
    assert (app["app_id"], app["address"], app["id"]) == (
        *(source.app_id, source.address, str(source.id)),
    )
    assert not any("secret" in name for name in app)
    assert menu_of(client, "/settings/imports") == {
        "/exports/imports?format=json",
        "/exports/import-sources?format=json",
    }


# Mails and later work


@pytest.fixture
def sent(admin: Actor, employee: Actor) -> tuple[Mail, Mail]:
    """One that was sent and one that waits for its next try."""
    about: dict[str, Any] = {
        "organization_id": admin.organization_id,
        "member_id": employee.member_id,
        "facts": {"secret": "geheim"},
    }
    done = Mail.objects.create(**about, kind="notices", sent_at=MORNING, attempts=1)
    error = "450 try later"
    return done, Mail.objects.create(**about, kind="invitation", error=error, attempts=3)


def test_mails_are_told_as_the_page_tells_them(client: Client, sent: tuple[Mail, Mail]) -> None:
    done, waits = sent
    assert_in_every_format(client, "mails")
    first, second = items(client, "mails")
    assert (first["id"], first["state"], first["error"]) == (
        *(str(waits.id), "retrying", "450 try later"),
    )
    assert (second["id"], second["state"], second["kind"]) == (str(done.id), "sent", "notices")
    assert (second["next_at"], first["ended_at"], first["attempts"]) == (None, None, 3)
    assert (first["name"], first["email"]) == ("周晓宇", "employee@cairn.test")
    (unsent,) = items(client, "mails", "&unsent=true")
    assert unsent == first
    assert "geheim" not in client.get("/exports/mails?format=csv").getvalue().decode()
    assert menu_of(client, "/settings/mails") == {"/exports/mails?unsent=1&format=json"}
    assert menu_of(client, "/settings/mails?which=all") == {"/exports/mails?format=json"}


def test_later_work_in_trouble_is_told_without_what_it_says_of_others(
    client: Client, admin: Actor, stranger: Actor
) -> None:
    ours, theirs = admin.organization_id, stranger.organization_id
    Job.objects.create(organization_id=theirs, kind="theirs", error="Fremd")
    Job.objects.create(organization_id=ours, kind="well")
    Job.objects.create(key="every:mails.send", kind="mails.send", error="OSError: Otto Fremd")
    Job.objects.create(
        organization_id=ours, kind="import.read", error="disk full", failed_at=MORNING, attempts=3
    )
    assert_in_every_format(client, "jobs")
    told = [(one["kind"], one["state"], one["error"]) for one in items(client, "jobs")]
    assert told == [
        ("import.read", "failed", "disk full"),
        ("mails.send", "retrying", "OSError"),
    ]
    assert menu_of(client, "/settings/mails") == {"/exports/jobs?format=json"}


# Tokens


def test_tokens_are_ones_own_and_without_their_secret(
    web: Web, employee: Actor, lead: Actor
) -> None:
    create_token(lead, name="Fremd", scopes=["read"], days=3)
    gone, _secret = create_token(employee, name="Alt", scopes=["read"], days=3)
    revoke_token(employee, gone.id)
    made, secret = create_token(employee, name="Skript", scopes=["read", "write"], days=30)
    client = web(employee)
    assert_in_every_format(client, "tokens")
    (told,) = items(client, "tokens")
    assert told == {
        "name": "Skript",
        "opens": "token",
        "permissions": "read write",
        "created_at": ANY,
        "last_used_at": None,
        "ends_at": ANY,
        "app_id": None,
        "id": str(made.id),
    }
    kept = Token.objects.get(id=made.id)
    for format in ("json", "csv", "md"):
        text = client.get(f"/exports/tokens?format={format}").getvalue().decode()
        assert not any(one in text for one in (secret, kept.secret_hash, kept.hint))
    client.cookies["cairn_language"] = "zh-hans"
    assert "| 读取、写入 |" in client.get("/exports/tokens?format=md").getvalue().decode()
    assert menu_of(client, "/settings/tokens") == {"/exports/tokens?format=json"}
    with clock.set_to(MORNING + timedelta(days=31)):
        assert items(web(employee), "tokens") == []
        assert menu_of(web(employee), "/settings/tokens") == set()


# Files


def test_files_that_were_asked_for(web: Web, employee: Actor, objective: Objective) -> None:
    client = web(employee)
    assert menu_of(client, "/exports") == set()
    ask_table(employee, "objectives", Intake({"format": "csv"}))
    job = lease_job()
    assert job
    make_table(job, lambda _step, _steps: None)
    finish_job(job)
    ask_table(employee, "people", Intake({}))
    assert_in_every_format(client, "exported-files")
    later, first = items(client, "exported-files")
    assert (later["table"], later["format"], later["state"]) == ("people", "xlsx", "waiting")
    assert (later["bytes"], later["rows"], later["made_at"]) == (None, None, None)
    assert (first["table"], first["state"], first["id"]) == ("objectives", "made", str(job.id))
    assert first["bytes"] > 0
    assert menu_of(client, "/exports") == {"/exports/exported-files?format=json"}


def test_files_of_the_whole_organization(client: Client, web: Web, admin: Actor) -> None:
    assert menu_of(client, "/settings/export") == set()
    job = ask_export(admin)
    assert_in_every_format(client, "organization-files")
    (told,) = items(client, "organization-files")
    assert (told["id"], told["by"], told["state"]) == (str(job.id), "沈予安", "waiting")
    assert menu_of(client, "/settings/export") == {"/exports/organization-files?format=json"}
    assert items(client, "exported-files") == []


# Who may


def test_what_is_the_administrators_is_nobody_elses(
    web: Web,
    api: Callable[..., ApiClient],
    admin: Actor,
    champion: Actor,
    stranger: Actor,
    sent: tuple[Mail, Mail],
    cycle: Cycle,
) -> None:
    made = planned(admin)
    ask_export(admin)
    for what in ADMINS:
        query = of(made) if what in OF_ONE else ""
        for asks in ("get", "post"):
            refused = getattr(web(champion), asks)(f"/exports/{what}?format=json{query}")
            assert refused.status_code == 403, what
        theirs = web(stranger).get(f"/exports/{what}?format=json{query}")
        assert theirs.status_code == (404 if query else 200)
        assert query or json.loads(theirs.getvalue())["items"] == []
        script = api(admin, scopes=("read",))
        assert script.get(f"/api/v1/exports/{what}?format=json{query}").status_code == 403


def test_a_script_gets_the_same_files(
    api: Callable[..., ApiClient], client: Client, admin: Actor, sent: Any, cycle: Cycle
) -> None:
    made, script = planned(admin), api(admin)
    for what in TABLES:
        query = of(made) if what in OF_ONE else ""
        answer = script.get(f"/api/v1/exports/{what}?format=json{query}")
        told = json.loads(answer.getvalue())["items"]
        shown = items(client, what, query)
        if what == "tokens":  # the script has used its own meanwhile
            told, shown = (
                [{**one, "last_used_at": None} for one in some] for some in (told, shown)
            )
        assert told == shown, what
    assert script.get("/api/v1/exports/imports?import_id=7").status_code == 422


def test_queries_do_not_grow_with_the_rows(
    client: Client, admin: Actor, company: Team, sent: Any, cycle: Cycle
) -> None:
    made = planned(admin)
    ask_export(admin)
    addresses = {
        what: f"/exports/{what}?format=csv{of(made) if what in OF_ONE else ''}" for what in TABLES
    }
    few = {what: queries_of(client, address) for what, address in addresses.items()}
    organization = member_of(admin).organization
    for number in range(3):
        team = make_team(organization, f"甲 {number}", company)
        make_member(organization, f"乙 {number}", f"{number}@cairn.test", team=team)
        bring(admin)
        Mail.objects.create(organization=organization, member_id=admin.member_id, kind="notices")
        Job.objects.create(organization_id=organization.id, kind="?", error="?")
        create_token(admin, name="?", scopes=["read"], days=3)
        made.steps.create(position=1_000 + number, sort="team", action="skip", key=str(number))
        theirs = {"organization_id": organization.id, "created_by_id": admin.member_id}
        Job.objects.create(**theirs, kind="organization.export")
    many = {what: queries_of(client, address) for what, address in addresses.items()}
    assert few == many
    assert max(many.values()) <= BUDGET + 2  # who it is, and a page's own
