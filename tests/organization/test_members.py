"""Inviting, changing and restoring people."""

from datetime import timedelta

import pytest
from django.core import mail

from cairn.errors import Conflict, Forbidden, Invalid, NotFound
from cairn.organization.actor import Actor
from cairn.organization.commands.invitations import (
    accept_invitation,
    find_invitation,
    invite_member,
    resend_invitation,
)
from cairn.organization.commands.members import edit_member
from cairn.organization.models import Invitation, Member, Organization, Team, User
from cairn.organization.queries import (
    find_member,
    invitations,
    member_choices,
    members,
    members_after,
    reports_of,
    teams_of,
)
from cairn.organization.signing import member_of
from cairn.storage import clock
from tests.cast import MORNING, PASSWORD
from tests.later import do_later_work


def secret_of(path: str) -> str:
    return path.removeprefix("/invitations/")


def test_an_invitation_makes_a_member_and_a_link(admin: Actor, team: Team, lead: Actor) -> None:
    member, path = invite_member(
        admin,
        email="Xin@Cairn.test",
        name="新人",
        title="运营",
        team=team.id,
        manager=lead.member_id,
    )
    assert mail.outbox == [], "a mail server that hangs holds nobody up"
    do_later_work()
    assert (member.user.email, member.manager_id) == ("xin@cairn.test", lead.member_id)
    assert [one.id for one in members(admin, team=team.id)] == [member.id]
    assert len(mail.outbox) == 1
    assert path in mail.outbox[0].body
    assert secret_of(path) not in Invitation.objects.get().secret_hash


def test_the_mail_speaks_the_organization_s_language(stranger: Actor) -> None:
    invite_member(stranger, email="a@elsewhere.test", name="Ada")
    do_later_work()
    assert mail.outbox[0].subject == "Otto Fremd invites you to Northwind on Cairn"


def test_whoever_accepts_may_sign_in(admin: Actor) -> None:
    invited, path = invite_member(admin, email="xin@cairn.test", name="新人")
    assert member_of(invited.user_id, None) is None
    accepted = accept_invitation(secret_of(path), password=PASSWORD, name="辛仁")
    assert (accepted.id, accepted.name) == (invited.id, "辛仁")
    assert accepted.user.check_password(PASSWORD)
    assert member_of(invited.user_id, None) == accepted
    with pytest.raises(Conflict):
        accept_invitation(secret_of(path), password=PASSWORD)


def test_an_invitation_ends_after_two_weeks(admin: Actor) -> None:
    _, path = invite_member(admin, email="xin@cairn.test", name="新人")
    with clock.set_to(MORNING + timedelta(days=14, minutes=1)), pytest.raises(Conflict):
        find_invitation(secret_of(path))


def test_a_second_link_replaces_the_first(admin: Actor) -> None:
    member, first = invite_member(admin, email="xin@cairn.test", name="新人")
    second = resend_invitation(admin, member.id)
    with pytest.raises(NotFound):
        find_invitation(secret_of(first))
    assert find_invitation(secret_of(second)).member_id == member.id
    assert invitations(admin).count() == 1


def test_who_is_here_gets_no_new_link(admin: Actor, employee: Actor) -> None:
    user = User.objects.get(id=employee.user_id)
    user.set_unusable_password()
    user.save()
    assert resend_invitation(admin, employee.member_id)
    _, path = invite_member(admin, email="xin@cairn.test", name="新人")
    member = accept_invitation(secret_of(path), password=PASSWORD)
    with pytest.raises(Conflict):
        resend_invitation(admin, member.id)


def test_an_account_in_use_opens_with_its_own_password_only(
    admin: Actor, stranger: Actor, employee: Actor
) -> None:
    user = User.objects.get(id=employee.user_id)
    user.set_password(PASSWORD)
    user.save()
    member, path = invite_member(stranger, email=user.email, name="周晓宇")
    with pytest.raises(Invalid) as refused:
        accept_invitation(secret_of(path), password="what the inviter wants")
    assert "password" in refused.value.fields
    assert member_of(user.id, member.id) == Member.objects.get(id=employee.member_id)
    accept_invitation(secret_of(path), password=PASSWORD)
    assert member_of(user.id, member.id) == member


def test_a_link_alone_opens_no_account_that_opens_another_organization(
    admin: Actor, stranger: Actor
) -> None:
    """Whoever invites can see the link, and might use it in order to look into the other one."""
    invite_member(admin, email="xin@cairn.test", name="新人")
    member, path = invite_member(stranger, email="xin@cairn.test", name="新人")
    with pytest.raises(Invalid) as refused:
        accept_invitation(secret_of(path), password=PASSWORD)
    assert "password" in refused.value.fields
    assert not User.objects.get(id=member.user_id).has_usable_password()
    assert accept_invitation(secret_of(path), signed_in=member.user_id) == member


def test_being_signed_in_is_enough_to_accept(stranger: Actor, employee: Actor) -> None:
    email = User.objects.get(id=employee.user_id).email
    member, path = invite_member(stranger, email=email, name="周晓宇")
    assert accept_invitation(secret_of(path), signed_in=employee.user_id) == member


def test_nobody_is_invited_twice(admin: Actor, employee: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        invite_member(admin, email="employee@cairn.test", name="又来")
    assert "email" in refused.value.fields


def test_only_administrators_invite_administrators(champion: Actor, employee: Actor) -> None:
    with pytest.raises(Forbidden):
        invite_member(champion, email="x@cairn.test", name="X", role="admin")
    with pytest.raises(Forbidden):
        invite_member(employee, email="x@cairn.test", name="X")
    assert invite_member(champion, email="x@cairn.test", name="X")[0].role == "member"


def test_people_change_their_own_name_but_not_their_role(employee: Actor) -> None:
    changed = edit_member(employee, employee.member_id, name="周小雨", theme="dark")
    assert (changed.name, changed.theme) == ("周小雨", "dark")
    for changes in ({"role": "admin"}, {"manager": None}):
        with pytest.raises(Forbidden):
            edit_member(employee, employee.member_id, **changes)


def test_what_does_not_change_needs_no_right(employee: Actor, lead: Actor) -> None:
    edit_member(employee, employee.member_id, role="member", manager=lead.member_id, title="运营")


def test_nobody_chooses_another_s_appearance(admin: Actor, employee: Actor) -> None:
    with pytest.raises(Forbidden):
        edit_member(admin, employee.member_id, theme="dark")


def test_managers_never_go_round_in_circles(champion: Actor, lead: Actor, employee: Actor) -> None:
    for manager in (employee, lead):
        with pytest.raises(Invalid) as refused:
            edit_member(champion, lead.member_id, manager=manager.member_id)
        assert "manager" in refused.value.fields


def test_the_last_administrator_stays_one(admin: Actor, employee: Actor) -> None:
    with pytest.raises(Conflict):
        edit_member(admin, admin.member_id, role="member")
    edit_member(admin, employee.member_id, role="admin")
    assert edit_member(admin, admin.member_id, role="member").role == "member"


def test_another_organization_s_people_do_not_exist(stranger: Actor, employee: Actor) -> None:
    with pytest.raises(NotFound):
        edit_member(stranger, employee.member_id, name="x")
    with pytest.raises(NotFound):
        find_member(stranger, employee.member_id)
    with pytest.raises(Invalid):
        edit_member(stranger, stranger.member_id, manager=employee.member_id)


def test_people_are_listed_by_name_found_and_paged(
    admin: Actor, employee: Actor, lead: Actor, team: Team
) -> None:
    edit_member(admin, employee.member_id, title="增长运营")
    assert [one.id for one in members(admin, q="增长")] == [employee.member_id]
    everybody = list(members(admin))
    assert [one.name for one in everybody] == sorted(one.name for one in everybody)
    first = everybody[0]
    assert list(members_after(members(admin), first.name, first.id)) == everybody[1:]
    assert [one.id for one in reports_of(admin, lead.member_id)] == [employee.member_id]
    assert teams_of(admin, [employee.member_id]) == {employee.member_id: [(team.id, "增长部")]}
    assert (lead.member_id, "林知远") in member_choices(admin, q="周晓宇", also=[lead.member_id])


def test_the_organizations_of_one_account_are_apart(admin: Actor, stranger: Actor) -> None:
    invite_member(stranger, email="admin@cairn.test", name="沈予安")
    assert Organization.objects.count() == 2
    assert [one.name for one in members(admin)] == ["沈予安"]
