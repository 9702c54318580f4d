"""An address that another organization of the server made an account of first: whoever chose its password
there gets into no further organization by it."""

import re

import pytest
from django.core import mail
from django.test import Client

from cairn.errors import Invalid
from cairn.organization.actor import Actor
from cairn.organization.commands.invitations import accept_invitation, invite_member
from cairn.organization.commands.members import restore_member
from cairn.organization.commands.people import import_people, plan_import
from cairn.organization.commands.placeholders import (
    Newcomer,
    draw_up_placeholders,
    name_address,
)
from cairn.organization.models import Invitation, Member, Organization, User
from cairn.organization.queries import memberships_of
from cairn.organization.signing import member_of
from cairn.storage import clock
from cairn.storage.ids import new_id
from tests.cast import PASSWORD, again
from tests.later import do_later_work

pytestmark = pytest.mark.django_db
VICTIM, NEW = "victim@cairn.test", "another way to the summit"


@pytest.fixture
def theirs(stranger: Actor) -> Member:
    """The link was shown to whoever invited, who took it and chose the password."""
    Member.objects.filter(id=stranger.member_id).update(role="champion")
    _made, path = invite_member(again(stranger), email=VICTIM, name="V", send=False)
    return accept_invitation(path.rpartition("/")[2], password=PASSWORD)


def brought_in(how: str, admin: Actor, organization: Organization) -> Member:
    if how == "people":
        import_people(admin, plan_import(admin, f"name,email\nV,{VICTIM}\n"))
    elif how == "import":
        draw_up_placeholders(admin, organization, [Newcomer(new_id(), "V", VICTIM)])
    else:
        draw_up_placeholders(admin, organization, [Newcomer(new_id(), "V")])
        waiting = Member.objects.get(name="V", organization=organization)
        name_address(admin, waiting.id, email=VICTIM, invite=False)
    return Member.objects.select_related("user").get(organization=organization, name="V")


@pytest.mark.parametrize("how", ["people", "import", "address"])
def test_a_password_from_elsewhere_opens_nothing_here(
    how: str, theirs: Member, admin: Actor, organization: Organization
) -> None:
    made = brought_in(how, admin, organization)
    assert made.user_id == theirs.user_id
    assert [id for id, _name in memberships_of(made.user_id)] == [theirs.id]
    found = member_of(made.user_id, made.id)
    assert found is not None
    assert found.id == theirs.id
    do_later_work()
    assert mail.outbox[-1].to == [VICTIM]


def test_whoever_reads_the_mail_comes_in_and_the_other_password_ends(
    theirs: Member, admin: Actor, organization: Organization
) -> None:
    thief = Client()
    assert thief.post("/sign-in", {"login": VICTIM, "password": PASSWORD}).status_code == 302
    made = brought_in("import", admin, organization)
    do_later_work()
    link = re.search(r"/invitations/[\w.-]+", str(mail.outbox[-1].body))
    assert link is not None
    real = Client()
    real.post("/sign-in/code", {"email": VICTIM})
    code = re.search(r"^ {4}(\S+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code is not None, mail.outbox[-1].body
    assert real.post("/sign-in/code/confirm", {"code": code[1]}).status_code == 302
    assert real.post(link[0], {"name": "Vera"}).status_code == 303
    assert real.session["member"] == made.id
    assert real.get("/settings/profile").status_code == 200
    assert thief.get("/settings/profile").status_code == 302
    thief.post("/sign-in", {"login": VICTIM, "password": PASSWORD})
    assert thief.get("/settings/profile").status_code == 302


def test_who_knows_the_password_keeps_it(
    theirs: Member, admin: Actor, organization: Organization
) -> None:
    _made, path = invite_member(admin, email=VICTIM, name="V", send=False)
    real = Client()
    assert real.post("/sign-in", {"login": VICTIM, "password": PASSWORD}).status_code == 302
    assert real.post(path, {"name": "V"}).status_code == 303
    assert User.objects.get(id=theirs.user_id).check_password(PASSWORD)


def test_who_left_is_not_taken_over_meanwhile(
    stranger: Actor, admin: Actor, organization: Organization
) -> None:
    import_people(admin, plan_import(admin, f"name,email\nV,{VICTIM}\n"))
    made = Member.objects.get(organization=organization, name="V")
    Member.objects.filter(id=made.id).update(left_at=clock.now())
    Member.objects.filter(id=stranger.member_id).update(role="champion")

    _made, path = invite_member(again(stranger), email=VICTIM, name="V", send=False)
    with pytest.raises(Invalid):
        accept_invitation(path.rpartition("/")[2], password=NEW)
    User.objects.filter(id=made.user_id).update(last_login=clock.now())
    restore_member(admin, made.id)
    assert Invitation.objects.filter(member=made, accepted_at__isnull=True).exists()
