"""Organizations, members and tokens from the command line."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from cairn.cli.commands import run
from cairn.organization.actor import Actor, Scope
from cairn.organization.commands.invitations import find_invitation
from cairn.organization.commands.tokens import actor_of_token
from cairn.organization.models import Member, Organization
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LC_ALL", "C")
    with translation.override("en"):
        yield


def test_a_token_is_printed_and_nothing_else(
    employee: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["token", "create", "Employee@cairn.test", "--name", "脚本", "--days", "30"]) == 0
    printed = capsys.readouterr()
    actor = actor_of_token(printed.out.strip())
    assert actor is not None
    assert actor.member_id == employee.member_id
    assert printed.out.count("\n") == 1
    assert printed.err == ""


def test_scopes_are_repeated_or_listed(employee: Actor, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["token", "create", "employee@cairn.test", "--name", "x"]
    assert run([*words, "--scopes", "read,admin"]) == 0
    actor = actor_of_token(capsys.readouterr().out.strip())
    assert actor is not None
    assert actor.scopes == {Scope.READ, Scope.ADMIN}


@pytest.mark.parametrize(
    "words",
    [
        ["token", "create", "nobody@cairn.test", "--name", "x"],
        ["token", "create", "employee@cairn.test"],
        ["token", "create", "employee@cairn.test", "--name", "x", "--days", "0"],
        ["token", "create", "employee@cairn.test", "--name", "x", "--scopes", "everything"],
        ["member", "invite", "no address", "--name", "x"],
        ["member", "invite", "x@cairn.test", "--name", "x", "--organization", "Nowhere"],
        ["serve", "--port", "0"],
        ["fly"],
    ],
    ids=" ".join,
)
def test_bad_input_is_one_clear_line(
    words: list[str], employee: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("cairn: ")
    assert printed.err.count("\n") == 1


def test_an_organization_is_founded(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--name", "Northwind", "--owner", "Ada", "--email", "ada@x.test", "--locale", "en"]
    assert run(["organization", "create", *words, "--password", PASSWORD]) == 0
    made = Organization.objects.get()
    assert capsys.readouterr().out.strip() == str(made.id)
    assert Member.objects.get().user.check_password(PASSWORD)


def test_an_invitation_prints_its_link(admin: Actor, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["xin@cairn.test", "--name", "新人", "--role", "champion"]
    assert run(["member", "invite", *words, "--organization", "山岚科技"]) == 0
    link = capsys.readouterr().out.strip()
    member = find_invitation(link.rpartition("/")[2]).member
    assert (member.name, member.role) == ("新人", "champion")


def test_of_several_organizations_one_must_be_named(
    admin: Actor, stranger: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["member", "invite", "x@cairn.test", "--name", "X"]) == 2
    assert "--organization" in capsys.readouterr().err


def test_of_two_with_one_name_the_ids_are_told(
    admin: Actor, stranger: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    Organization.objects.update(name="山岚科技")
    words = ["member", "invite", "x@cairn.test", "--name", "x"]
    assert run([*words, "--organization", "山岚科技"]) == 2
    assert str(admin.organization_id) in capsys.readouterr().err
    assert run([*words, "--organization", str(admin.organization_id)]) == 0
