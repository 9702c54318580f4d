"""Somebody leaves: what they were asked for, asked for and agreed to do goes on without them."""

from datetime import timedelta

import pytest
from django.test import Client

from cairn.checkins.agreed import open_actions
from cairn.checkins.commands.actions import add_action, finish_action
from cairn.checkins.commands.helping import answer_help, ask_for_help
from cairn.checkins.commands.leaving import remove_member
from cairn.checkins.held import held_by
from cairn.checkins.helping import help_waiting
from cairn.checkins.models import Action, HelpRequest
from cairn.checkins.reminders import due_reminders
from cairn.events.models import Event
from cairn.goals.commands.confirming import submit_objective
from cairn.goals.confirming import asked_confirmations
from cairn.goals.models import Confirmation, KeyResult, Objective
from cairn.notifications.models import Notice
from cairn.notifications.reading import told_of
from cairn.notifications.wording import sentence
from cairn.organization.actor import Actor
from cairn.organization.commands.members import edit_member
from cairn.organization.models import Team
from cairn.web.feed import read_feed
from tests.cast import TODAY, WriteObjective, again, member_of


def ask(by: Actor, of: Actor, about: Objective | None = None) -> HelpRequest:
    about_id = about.id if about else None
    return ask_for_help(by, asked=of.member_id, body="借一台测试机", objective=about_id)


def agree(
    who: Actor, owner: Actor, *, team: Team | None = None, about: int | None = None
) -> Action:
    return add_action(
        who,
        origin="meeting",
        origin_id=1,
        body="约客户",
        owner=owner.member_id,
        team=team.id if team else None,
        objective=about,
    )


def heard() -> dict[int, list[str]]:
    """What the latest events told, by member."""
    told_of(list(Event.objects.filter(kind__regex="handed_over|withdrawn").order_by("id")))
    found: dict[int, list[str]] = {}
    for one in Notice.objects.order_by("id"):
        found.setdefault(one.member_id, []).append(sentence(one.kind, one.reason, one.facts))
    return found


def test_whoever_takes_over_is_asked_and_does_it(
    admin: Actor, champion: Actor, employee: Actor, colleague: Actor, objective: Objective
) -> None:
    about, general = ask(champion, employee, objective), ask(champion, employee)
    done = ask(champion, employee)
    answer_help(employee, done.id, answer="好")
    action = agree(champion, employee)
    held = held_by(member_of(employee))
    remove_member(admin, employee.member_id, hand_over_to=colleague.member_id)
    waiting = help_waiting(again(colleague))
    assert [row.id for row in waiting] == [about.id, general.id]
    assert all(row.may_answer for row in waiting)
    assert [one.id for one in open_actions(again(colleague))] == [action.id]
    done.refresh_from_db()
    assert done.asked_id == employee.member_id
    event = Event.objects.filter(kind="help.handed_over").earliest("id")
    assert (event.old, event.new) == ({"asked": "周晓宇"}, {"asked": "Emma Clarke"})
    assert event.reason
    left = Event.objects.get(kind="member.left")
    assert (left.new["help"], left.new["actions"]) == (2, 1) == (held.help, held.actions)
    told = heard()
    assert "You are asked for help in place of 周晓宇" in told[colleague.member_id]
    assert "You do now what 周晓宇 agreed to do: “约客户”" in told[colleague.member_id]
    assert told[champion.member_id][0] == (
        "Emma Clarke is asked now for the help that you asked of 周晓宇"
    )


def test_without_a_name_it_is_the_manager_unless_they_asked_themselves(
    admin: Actor, champion: Actor, lead: Actor, employee: Actor, colleague: Actor
) -> None:
    others, managers = ask(colleague, employee), ask(lead, employee)
    action = agree(champion, employee)
    remove_member(admin, employee.member_id)
    for row in (others, managers, action):
        row.refresh_from_db()
    assert (others.asked_id, action.owner_id) == (lead.member_id, lead.member_id)
    assert managers.asked_id == champion.member_id  # leads the company


def test_without_a_manager_the_lead_of_their_team(
    admin: Actor, lead: Actor, employee: Actor, colleague: Actor, team: Team
) -> None:
    edit_member(admin, employee.member_id, manager=None)
    asked, action = ask(colleague, employee), agree(colleague, employee, team=None)
    remove_member(admin, employee.member_id)
    for row in (asked, action):
        row.refresh_from_db()
    assert (asked.asked_id, action.owner_id) == (lead.member_id, lead.member_id)


def test_a_team_that_nobody_leads_keeps_the_action_for_somebody_to_take(
    admin: Actor, champion: Actor, colleague: Actor, product: Team
) -> None:
    of_team, of_nobody = agree(champion, colleague, team=product), agree(champion, colleague)
    remove_member(admin, colleague.member_id)
    of_team.refresh_from_db()
    of_nobody.refresh_from_db()
    assert [of_team.owner_id, of_nobody.owner_id] == [None, champion.member_id]
    assert finish_action(admin, of_team.id).done_at is not None


def test_what_they_asked_for_goes_on_for_the_heir(
    admin: Actor, employee: Actor, colleague: Actor, lead: Actor, objective: Objective
) -> None:
    about, general = ask(employee, colleague, objective), ask(employee, colleague)
    remove_member(admin, employee.member_id, hand_over_to=lead.member_id)
    for one in (about, general):
        one.refresh_from_db()
        assert (one.asked_by_id, one.asked_id) == (lead.member_id, colleague.member_id)
        answer_help(again(colleague), one.id, answer="好")
    assert "The help that 周晓宇 asked for is yours to follow now" in heard()[lead.member_id]


def test_what_nobody_else_can_take_is_closed_and_whoever_asked_is_told(
    admin: Actor, champion: Actor, employee: Actor, lead: Actor
) -> None:
    edit_member(admin, employee.member_id, manager=champion.member_id)
    Team.objects.update(lead=champion.member_id)
    made, own = ask(champion, employee), ask(employee, champion)
    remove_member(admin, employee.member_id)
    for one in (made, own):
        one.refresh_from_db()
        assert one.withdrawn_at is not None
    assert (made.asked_id, own.asked_by_id) == (employee.member_id, employee.member_id)
    assert heard()[champion.member_id] == ["Your request for help was closed without an answer"]


def test_what_is_limited_to_a_few_goes_to_somebody_who_sees_it(
    admin: Actor,
    champion: Actor,
    lead: Actor,
    employee: Actor,
    colleague: Actor,
    write_objective: WriteObjective,
) -> None:
    secret = write_objective(
        lead, visibility="people", readers=[employee.member_id], owner=lead.member_id
    )
    asked = ask(again(lead), employee, secret)
    action = agree(again(lead), employee, about=secret.id)
    remove_member(admin, employee.member_id, hand_over_to=colleague.member_id)
    asked.refresh_from_db()
    action.refresh_from_db()
    assert asked.asked_id == champion.member_id
    assert action.owner_id == lead.member_id
    assert secret.title not in str(heard().get(colleague.member_id, ""))


def test_between_two_people_no_feed_tells_of_it(
    admin: Actor, champion: Actor, employee: Actor, colleague: Actor
) -> None:
    ask(champion, employee)
    remove_member(admin, employee.member_id, hand_over_to=colleague.member_id)
    told = {entry.words for entry in read_feed(admin, person=admin.member_id).entries}
    assert "handed a request for help over" not in told


@pytest.mark.parametrize("holds", [True, False])
def test_the_page_says_how_much_is_handed_over(
    client: Client, admin: Actor, champion: Actor, employee: Actor, holds: bool, web: object
) -> None:
    if holds:
        ask(champion, employee)
        agree(champion, employee)
    page = web(admin).get(f"/settings/members/{employee.member_id}").text  # type: ignore[operator]
    assert ('id="held"' in page) == holds


def test_after_a_lead_has_left_confirmations_and_reminders_go_on_to_the_next(
    admin: Actor,
    champion: Actor,
    lead: Actor,
    employee: Actor,
    team: Team,
    key_result: KeyResult,
    write_objective: WriteObjective,
) -> None:
    draft = write_objective(employee, owner=employee.member_id, publish=False)
    submit_objective(employee, draft.id)
    remove_member(admin, lead.member_id)
    team.refresh_from_db()
    assert team.lead_id is None
    assert Confirmation.objects.get().asked_id is None  # whoever may: champions, administrators
    assert [one.objective_id for one in asked_confirmations(again(champion))] == [draft.id]
    heard = {
        one.member_id
        for days in range(30)
        for one in due_reminders(team.organization, TODAY + timedelta(days=days))
        if one.key_result_id == key_result.id
    }
    assert heard == {employee.member_id, champion.member_id}
