"""Somebody leaves; nothing is lost."""

from typing import Any

import pytest

from cairn.checkins.commands.leaving import remove_member
from cairn.errors import Conflict, Forbidden, Invalid
from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.goals.commands.initiatives import add_initiative
from cairn.goals.models import KeyResult, Objective, Part, Participant
from cairn.organization.actor import Actor
from cairn.organization.commands.members import edit_member, restore_member
from cairn.organization.commands.tokens import actor_of_token, create_token
from cairn.organization.models import Member, Team
from cairn.organization.queries import members
from cairn.organization.signing import member_of


def test_everything_goes_to_the_named_person(
    admin: Actor, employee: Actor, colleague: Actor, objective: Objective, key_result: KeyResult
) -> None:
    initiative = add_initiative(employee, key_result.id, title="回访前二十位客户")
    remove_member(admin, employee.member_id, hand_over_to=colleague.member_id)
    for row in (objective, key_result, initiative):
        row.refresh_from_db()
        assert row.owner_id == colleague.member_id
    event = Event.objects.get(kind=Kind.OBJECTIVE_HANDED_OVER)
    assert (event.old, event.new) == ({"owner": "周晓宇"}, {"owner": "Emma Clarke"})
    assert event.reason
    left = Event.objects.get(kind=Kind.MEMBER_LEFT)
    assert left.new == {
        "handed_over_to": "Emma Clarke",
        "objectives": 1,
        "key_results": 1,
        "initiatives": 1,
    }


def test_without_a_name_the_manager_takes_over(
    admin: Actor, employee: Actor, lead: Actor, objective: Objective, key_result: KeyResult
) -> None:
    remove_member(admin, employee.member_id)
    objective.refresh_from_db()
    key_result.refresh_from_db()
    assert (objective.owner_id, key_result.owner_id) == (lead.member_id, lead.member_id)


def test_without_a_manager_the_team_s_lead_takes_over(
    admin: Actor, employee: Actor, lead: Actor, key_result: KeyResult
) -> None:
    edit_member(admin, employee.member_id, manager=None)
    remove_member(admin, employee.member_id)
    key_result.refresh_from_db()
    assert key_result.owner_id == lead.member_id


def test_without_anybody_key_results_are_open_and_objectives_go_up(
    admin: Actor, champion: Actor, colleague: Actor, write_objective: Any, write_key_result: Any
) -> None:
    objective = write_objective(colleague)
    key_result = write_key_result(colleague, objective)
    remove_member(admin, colleague.member_id)
    objective.refresh_from_db()
    key_result.refresh_from_db()
    assert key_result.owner_id is None
    assert objective.owner_id == champion.member_id


def test_what_is_closed_stays_with_whoever_did_it(
    admin: Actor, employee: Actor, objective: Objective, key_result: KeyResult
) -> None:
    Objective.objects.filter(id=objective.id).update(closed_as="closed")
    remove_member(admin, employee.member_id)
    objective.refresh_from_db()
    key_result.refresh_from_db()
    assert (objective.owner_id, key_result.owner_id) == (employee.member_id, employee.member_id)


def test_the_heir_collaborates_leads_and_sees(
    admin: Actor, lead: Actor, employee: Actor, team: Team, colleague: Actor, write_objective: Any
) -> None:
    private = write_objective(
        employee, visibility="people", collaborators=[lead.member_id], owner=employee.member_id
    )
    remove_member(admin, lead.member_id, hand_over_to=colleague.member_id)
    parts = Participant.objects.filter(objective=private, part=Part.COLLABORATOR)
    assert [one.member_id for one in parts] == [colleague.member_id]
    team.refresh_from_db()
    assert team.lead_id == colleague.member_id


def test_reports_report_to_the_manager_above(
    admin: Actor, champion: Actor, lead: Actor, employee: Actor
) -> None:
    edit_member(admin, lead.member_id, manager=champion.member_id)
    remove_member(admin, lead.member_id)
    assert Member.objects.get(id=employee.member_id).manager_id == champion.member_id


def test_sessions_and_tokens_end(admin: Actor, employee: Actor) -> None:
    _, secret = create_token(employee, name="脚本")
    remove_member(admin, employee.member_id)
    assert actor_of_token(secret) is None
    assert member_of(employee.user_id, employee.member_id) is None
    assert not members(admin, q="周晓宇").exists()
    assert members(admin, left=True).get().id == employee.member_id


def test_a_restored_member_is_back_in_their_teams(
    admin: Actor, employee: Actor, team: Team
) -> None:
    remove_member(admin, employee.member_id)
    restore_member(admin, employee.member_id)
    assert members(admin, q="周晓宇", team=team.id).get().id == employee.member_id


def test_who_may_not_inherit_is_refused(
    admin: Actor, employee: Actor, viewer: Actor, stranger: Actor
) -> None:
    for heir in (employee, viewer, stranger):
        with pytest.raises(Invalid) as refused:
            remove_member(admin, employee.member_id, hand_over_to=heir.member_id)
        assert "hand_over_to" in refused.value.fields


def test_only_administrators_remove_and_never_the_last(
    admin: Actor, champion: Actor, employee: Actor
) -> None:
    with pytest.raises(Forbidden):
        remove_member(champion, employee.member_id)
    with pytest.raises(Conflict):
        remove_member(admin, admin.member_id)
