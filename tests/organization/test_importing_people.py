"""Writing what an import plans."""

import pytest
from django.core import mail

from cairn.errors import Conflict, Forbidden
from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.organization.actor import Actor
from cairn.organization.commands.members import edit_member
from cairn.organization.commands.people import import_people, plan_import
from cairn.organization.models import Invitation, Member, Team
from cairn.organization.queries import members
from tests.later import do_later_work

FILE = (
    "姓名,邮箱,团队,上级,职务\n"
    "许星,xu@cairn.test,客户成功部/续约组,lead@cairn.test,专员\n"
    "周小雨,employee@cairn.test,Product,xu@cairn.test,运营\n"
)


def test_a_file_makes_people_teams_and_lines(
    champion: Actor, employee: Actor, lead: Actor, product: Team
) -> None:
    plan = import_people(champion, plan_import(champion, FILE))
    assert plan.counts == {"create": 1, "change": 1, "skip": 0, "error": 0}
    xu = Member.objects.get(user__email="xu@cairn.test")
    changed = Member.objects.get(id=employee.member_id)
    assert (xu.manager_id, xu.title, xu.role) == (lead.member_id, "专员", "member")
    assert (changed.name, changed.title, changed.manager_id) == ("周小雨", "运营", xu.id)
    assert [team.name for team in xu.teams.all()] == ["续约组"]
    assert {team.name for team in changed.teams.all()} == {"增长部", "Product"}
    assert members(champion, q="许星").get() == xu
    assert not xu.user.has_usable_password()


def test_it_leaves_its_trace(champion: Actor, employee: Actor, lead: Actor, product: Team) -> None:
    import_people(champion, plan_import(champion, FILE))
    event = Event.objects.get(kind=Kind.PEOPLE_IMPORTED)
    assert event.new == {"create": 1, "change": 1, "skip": 0, "error": 0, "teams": 2}
    changed = Event.objects.get(kind=Kind.MEMBER_CHANGED)
    assert changed.old["manager"] == "林知远"


def test_again_changes_nothing(
    champion: Actor, employee: Actor, lead: Actor, product: Team
) -> None:
    import_people(champion, plan_import(champion, FILE))
    again = plan_import(champion, FILE)
    assert again.counts == {"create": 0, "change": 0, "skip": 2, "error": 0}
    assert again.new_teams == ()


def test_errors_stop_everything_unless_they_are_skipped(champion: Actor, company: Team) -> None:
    plan = plan_import(champion, "name,email\nAda,a@cairn.test\nBob,nothing\n")
    with pytest.raises(Conflict):
        import_people(champion, plan)
    assert not Member.objects.filter(user__email="a@cairn.test").exists()
    import_people(champion, plan, skip_errors=True)
    assert Member.objects.filter(user__email="a@cairn.test").exists()


def test_a_plan_that_is_out_of_date_is_refused(champion: Actor, employee: Actor) -> None:
    plan = plan_import(champion, "name,email\n周小雨,employee@cairn.test\n")
    edit_member(champion, employee.member_id, name="周小雨")
    with pytest.raises(Conflict):
        import_people(champion, plan)


def test_invitations_go_out_only_when_asked(champion: Actor, company: Team) -> None:
    import_people(champion, plan_import(champion, "name,email\nAda,a@cairn.test\n"))
    do_later_work()
    assert (len(mail.outbox), Invitation.objects.count()) == (0, 0)
    plan = plan_import(champion, "name,email\nBob,b@cairn.test\n")
    import_people(champion, plan, invite=True)
    do_later_work()
    assert (len(mail.outbox), Invitation.objects.count()) == (1, 1)


def test_only_stewards_import(employee: Actor, lead: Actor) -> None:
    for actor in (employee, lead):
        with pytest.raises(Forbidden):
            plan_import(actor, FILE)


def test_an_account_of_another_organization_is_used_again(
    champion: Actor, company: Team, stranger: Actor
) -> None:
    import_people(champion, plan_import(champion, "name,email\nOtto,stranger@elsewhere.test\n"))
    assert Member.objects.filter(user=stranger.user_id).count() == 2


def test_the_tree_keeps_its_rules(champion: Actor, company: Team) -> None:
    text = "name,email,team\n" + "".join(f"P{n},p{n}@x.cn,部门{n % 3}/组{n}\n" for n in range(60))
    import_people(champion, plan_import(champion, text))
    assert Team.objects.count() == 1 + 3 + 60
    assert all(team.path.endswith(f".{team.id}.") for team in Team.objects.all())
