"""People known by name only, on the settings pages, over REST and from the command line."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation

from cairn.cli.commands import run
from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.organization.actor import Actor
from cairn.organization.commands.invitations import accept_invitation
from cairn.organization.commands.placeholders import Newcomer, draw_up_placeholders
from cairn.organization.models import Member, Organization, User
from cairn.organization.queries import members
from cairn.storage.ids import new_id
from tests.cast import PASSWORD
from tests.later import do_later_work

pytestmark = pytest.mark.django_db

Web = Callable[[Actor], Client]


@pytest.fixture
def omar(organization: Organization, admin: Actor, team: Any) -> Member:
    draw_up_placeholders(admin, organization, [Newcomer(new_id(), "Omar Haddad")])
    made = Member.objects.select_related("user").get(name="Omar Haddad")
    team.lead = made
    team.save()
    return made


def test_the_list_and_the_pages_say_who_is_known_by_name_only(
    web: Web, admin: Actor, employee: Actor, omar: Member
) -> None:
    with translation.override("zh-hans"):
        shown = web(admin).get("/settings/members?q=Omar").content.decode()
    assert "placeholder.invalid" not in shown
    assert (
        f"/settings/members/{omar.id}/merge"
        in web(admin).get(f"/settings/members/{omar.id}").content.decode()
    )
    assert f"/settings/members/{omar.id}" in web(admin).get(f"/people/{omar.id}").content.decode()
    theirs = web(employee).get(f"/people/{omar.id}").content.decode()
    assert f"/settings/members/{omar.id}" not in theirs


def test_with_an_address_they_come_in_as_themselves(
    web: Web, champion: Actor, omar: Member, organization: Organization
) -> None:
    here = f"/settings/members/{omar.id}"
    wrong = web(champion).post(f"{here}/address", {"email": "nobody", "invite": "on"})
    assert wrong.status_code == 422
    assert b'value="nobody"' in wrong.content
    taken = web(champion).post(f"{here}/address", {"email": "champion@cairn.test", "invite": "on"})
    assert taken.status_code == 422
    done = web(champion).post(f"{here}/address", {"email": "Omar@cairn.test", "invite": "on"})
    assert done.status_code == 200
    do_later_work()
    assert mail.outbox[-1].to == ["omar@cairn.test"]
    secret = done.content.decode().split("/invitations/")[1].split('"')[0].split("<")[0]
    assert accept_invitation(secret, password=PASSWORD).id == omar.id
    assert not User.objects.filter(id=omar.user_id).exists()
    assert Event.objects.get(kind=Kind.MEMBER_NAMED).new == {"email": "omar@cairn.test"}
    assert [one.id for one in members(champion, q="omar@cairn.test")] == [omar.id]
    assert web(champion).post(f"{here}/address", {"email": "x@cairn.test"}).status_code == 409


def test_what_moves_is_shown_before_it_does(
    web: Web, admin: Actor, employee: Actor, omar: Member, team: Any
) -> None:
    here = f"/settings/members/{omar.id}"
    assert web(admin).get(f"{here}/merge").status_code == 200
    assert web(admin).get(f"{here}/merge?into=1").status_code == 422
    shown = web(admin).get(f"{here}/merge?into={employee.member_id}")
    assert shown.status_code == 200
    assert f'value="{employee.member_id}"' in shown.content.decode()
    assert Member.objects.filter(id=omar.id).exists()
    done = web(admin).post(f"{here}/merge", {"into": employee.member_id})
    assert (done.status_code, done.headers["Location"]) == (
        303,
        f"/settings/members/{employee.member_id}",
    )
    team.refresh_from_db()
    assert team.lead_id == employee.member_id
    assert web(admin).get(f"{here}/merge").status_code == 404
    assert web(admin).get(f"/settings/members/{employee.member_id}/merge").status_code == 409


def test_over_rest(api: Any, admin: Actor, employee: Actor, omar: Member) -> None:
    client = api(admin)
    listed = {
        one["id"]: one["by_name_only"]
        for one in client.send("GET", "/api/v1/members").json()["items"]
    }
    assert listed == {**dict.fromkeys(listed, False), str(omar.id): True}
    address = f"/api/v1/members/{omar.id}/merge"
    assert client.send("GET", address).status_code == 422
    moves = client.send("GET", f"{address}?into={employee.member_id}").json()
    assert (moves["teams_led"], moves["into"]["id"]) == (1, str(employee.member_id))
    assert client.send("POST", address, {"into": "x"}).status_code == 422
    assert client.send("POST", address, {"into": str(employee.member_id)}).json() == moves
    assert client.send("POST", address, {"into": str(employee.member_id)}).status_code == 404


def test_an_address_over_rest(api: Any, champion: Actor, omar: Member) -> None:
    address = f"/api/v1/members/{omar.id}/address"
    sent = {"email": "omar@cairn.test", "invite": False}
    assert api(champion).send("POST", address, {"email": "?"}).status_code == 422
    answer = api(champion).send("POST", address, sent)
    assert answer.json()["invitation"] is None
    assert Member.objects.get(id=omar.id).user.is_active


def test_from_the_command_line(
    admin: Actor,
    employee: Actor,
    omar: Member,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    words = ["member", "merge", "Omar Haddad", "employee@cairn.test"]
    assert run(words) == 0
    assert "teams_led: 1" in capsys.readouterr().out
    assert Member.objects.filter(id=omar.id).exists()
    assert run([*words, "--yes"]) == 0
    assert not Member.objects.filter(id=omar.id).exists()
    assert run(words) == 2
    assert run(["member", "address", "Nobody", "x@cairn.test"]) == 2
