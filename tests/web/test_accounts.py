"""Signing in, signing out, and what happens to what was typed before."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.test import Client

from cairn.demo.personas import demo_link
from cairn.organization.actor import Actor
from cairn.organization.models import Member, User
from cairn.storage import clock
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db

Web = Callable[[Actor], Client]


@pytest.fixture
def person(employee: Actor) -> User:
    """The employee's account, with a password."""
    user: User = User.objects.get(id=employee.user_id)
    user.set_password(PASSWORD)
    user.save()
    return user


def signed_in(client: Client) -> bool:
    return SESSION_KEY in client.session


def test_e_mail_and_password_sign_in(person: User) -> None:
    client = Client()
    answer = client.post(
        "/sign-in", {"login": "Employee@cairn.test", "password": PASSWORD, "next": "/objectives"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/objectives")
    assert signed_in(client)


def test_a_wrong_password_is_told_and_the_address_stays(person: User) -> None:
    client = Client()
    answer = client.post("/sign-in", {"login": person.email, "password": "not this one"})
    assert "do not match" in answer.content.decode()
    assert person.email in answer.content.decode()
    assert not signed_in(client)


def test_next_leads_nowhere_else(person: User) -> None:
    sent = {"login": person.email, "password": PASSWORD, "next": "https://elsewhere.test/"}
    assert Client().post("/sign-in", sent)["Location"] == "/"


@pytest.mark.parametrize("login", ["", "nobody", "a@b.cn\x00", "x" * 100_000, "１２３"])
def test_odd_addresses_are_refused_in_words(person: User, login: str) -> None:
    answer = Client().post("/sign-in", {"login": login, "password": "x"})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode() or "refused" in answer.content.decode()


def test_attempts_are_limited_across_processes(person: User) -> None:
    client = Client()
    for _ in range(6):
        answer = client.post("/sign-in", {"login": person.email, "password": "guess"})
    assert "Wait" in answer.content.decode()


def test_a_code_by_e_mail_signs_in(person: User) -> None:
    client = Client()
    asked = client.post("/sign-in/code?next=/people", {"email": person.email, "next": "/people"})
    assert asked["Location"].startswith("/sign-in/code/confirm")
    code = re.search(r"^ {4}(\S+)$", str(mail.outbox[0].body), re.MULTILINE)
    assert code
    assert code[1] in mail.outbox[0].subject
    answer = client.post(asked["Location"], {"code": code[1], "next": "/people"})
    assert answer["Location"] == "/people"
    assert signed_in(client)


def test_a_code_for_an_unknown_address_tells_nothing(person: User) -> None:
    client = Client()
    asked = client.post("/sign-in/code", {"email": "nobody@cairn.test"})
    assert asked["Location"].startswith("/sign-in/code/confirm")
    assert client.get(asked["Location"]).status_code == 200
    assert mail.outbox == []


def test_a_forgotten_password_is_replaced_by_a_link(person: User) -> None:
    client = Client(headers={"host": "evil.test"})
    assert (
        client.post("/password/reset", {"email": person.email})["Location"]
        == "/password/reset/sent"
    )
    link = re.search(r"http://127.0.0.1:8000(/password/reset/\S+)", str(mail.outbox[0].body))
    assert link
    form = client.get(link[1])["Location"]
    assert client.get(form).status_code == 200
    fresh = {"password1": "another way to mark", "password2": "another way to mark"}
    assert client.post(form, fresh)["Location"] == "/password/reset/done"
    assert User.objects.get(id=person.id).check_password("another way to mark")
    assert "has been used" in Client().get(link[1]).content.decode()


def test_signing_out_takes_a_post(web: Web, employee: Actor) -> None:
    client = web(employee)
    assert client.get("/sign-out").status_code == 200
    assert signed_in(client)
    assert client.post("/sign-out")["Location"] == "/sign-in"
    assert not signed_in(client)


def test_who_has_left_is_told_so(person: User) -> None:
    Member.objects.filter(user=person).update(left_at=clock.now())
    client = Client()
    answer = client.post("/sign-in", {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 403
    assert "not a member" in answer.content.decode()
    assert not signed_in(client)


def test_an_instance_without_an_organization_begins_with_the_first_run() -> None:
    assert Client().get("/sign-in")["Location"] == "/first-run"


def test_a_demonstration_signs_in_by_link(settings: object, admin: Actor, person: User) -> None:
    assert Client().get(demo_link(person.email)).status_code == 404
    settings.DEMO = True  # type: ignore[attr-defined]
    client = Client()
    assert client.get(demo_link(person.email))["Location"] == "/"
    assert client.session[SESSION_KEY] == str(person.id)
    assert client.get("/demo/sign-in/forged:token:here").status_code == 404
    assert client.get(demo_link("nobody@cairn.test")).status_code == 404
    assert "Team lead" in Client().get("/sign-in").content.decode()


def test_pages_that_do_not_exist_say_so_in_both_languages(person: User) -> None:
    for language, words in (("en", "Nothing here"), ("zh-hans", '<html lang="zh-Hans"')):
        answer = Client(headers={"accept-language": language}).get("/no-such-page")
        assert answer.status_code == 404
        assert words in answer.content.decode()
