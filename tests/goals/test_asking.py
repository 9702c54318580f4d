"""Who is asked to confirm when people and teams change."""

import pytest
from django.db.models import Q

from cairn.checkins.commands.leaving import remove_member
from cairn.events.models import Event
from cairn.goals.commands.asking import ask_anew
from cairn.goals.commands.confirming import (
    submit_objective,
)
from cairn.goals.commands.people import edit_person
from cairn.goals.commands.teams import dissolve_team, edit_team, revive_team
from cairn.goals.models import Objective
from cairn.notifications.models import Notice
from cairn.notifications.reading import told_of
from cairn.notifications.wording import sentence
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from tests.cast import WriteObjective, make_member, make_team
from tests.goals.test_confirming import asked_of


@pytest.fixture
def submitted(employee: Actor, write_objective: WriteObjective) -> Objective:
    return submit_objective(employee, write_objective(employee, publish=False).id)


def test_nothing_changes_where_the_same_person_is_asked(submitted: Objective, admin: Actor) -> None:
    assert ask_anew(admin, Q(objective=submitted)) == 0
    assert not Event.objects.filter(kind="objective.asked_anew").exists()


def test_whoever_is_asked_now_is_told(
    submitted: Objective,
    admin: Actor,
    lead: Actor,
    employee: Actor,
    colleague: Actor,
) -> None:
    edit_person(admin, employee.member_id, manager=colleague.member_id)
    event = Event.objects.get(kind="objective.asked_anew")
    was = {"asked": lead.name, "asked_id": str(lead.member_id)}
    assert (event.old, event.new) == (was, {"asked": colleague.name})
    assert event.objective_id == submitted.id
    told_of([event])
    former = Notice.objects.get(kind="objective.asked_anew.gone")
    assert former.member_id == lead.member_id
    assert former.objective_id is None
    assert submitted.title not in str(former.facts)
    told = Notice.objects.get(kind="objective.asked_anew")
    assert (told.member_id, told.reason) == (colleague.member_id, "asked")
    assert submitted.title in sentence(told.kind, told.reason, told.facts)
    edit_person(admin, employee.member_id, manager=None)
    told_of(list(Event.objects.filter(kind="objective.asked_anew", new__asked=None)))
    stewards = Notice.objects.filter(kind="objective.asked_anew", reason="asked")
    assert stewards.count() > 1  # whoever may confirm it where nobody is asked


def test_another_manager_is_asked(
    submitted: Objective,
    admin: Actor,
    employee: Actor,
    champion: Actor,
) -> None:
    edit_person(admin, employee.member_id, manager=champion.member_id)
    assert asked_of(submitted) == champion.member_id
    edit_person(admin, employee.member_id, manager=None)
    assert asked_of(submitted) is None


def test_a_manager_who_becomes_a_viewer_is_asked_no_more(
    submitted: Objective,
    admin: Actor,
    lead: Actor,
) -> None:
    edit_person(admin, lead.member_id, role="viewer")
    assert asked_of(submitted) is None
    edit_person(admin, lead.member_id, role="member")
    assert asked_of(submitted) == lead.member_id


def test_whoever_takes_over_for_a_leaver_confirms(
    submitted: Objective,
    admin: Actor,
    lead: Actor,
    colleague: Actor,
    champion: Actor,
) -> None:
    edit_person(admin, lead.member_id, manager=champion.member_id)
    remove_member(admin, lead.member_id, hand_over_to=colleague.member_id)
    assert asked_of(submitted) == champion.member_id


def test_what_a_leaver_had_submitted_goes_to_the_heir_s_manager(
    submitted: Objective,
    admin: Actor,
    employee: Actor,
    colleague: Actor,
    champion: Actor,
) -> None:
    edit_person(admin, colleague.member_id, manager=champion.member_id)
    remove_member(admin, employee.member_id, hand_over_to=colleague.member_id)
    assert asked_of(submitted) == champion.member_id


@pytest.fixture
def of_squad(organization: Organization, team: Team, write_objective: WriteObjective) -> Objective:
    """A submitted draft of a team below the lead's."""
    squad = make_team(organization, "一组", team)
    writer = make_member(organization, "小新", "junior@cairn.test", team=squad)
    written = write_objective(writer, team=squad.id, publish=False)
    return submit_objective(writer, written.id)


def test_another_lead_is_asked_and_without_one_the_lead_above(
    of_squad: Objective, admin: Actor, team: Team, employee: Actor, champion: Actor
) -> None:
    edit_team(admin, team.id, lead=employee.member_id)
    assert asked_of(of_squad) == employee.member_id
    edit_team(admin, team.id, lead=None)
    assert asked_of(of_squad) == champion.member_id


def test_a_moved_team_asks_where_it_stands_now(
    of_squad: Objective, admin: Actor, product: Team, champion: Actor
) -> None:
    edit_team(admin, of_squad.team_id or 0, parent=product.id)
    assert asked_of(of_squad) == champion.member_id


def test_the_lead_of_a_dissolved_team_confirms_no_more(
    of_squad: Objective, admin: Actor, team: Team, lead: Actor, champion: Actor
) -> None:
    dissolve_team(admin, of_squad.team_id or 0)
    assert asked_of(of_squad) == lead.member_id
    dissolve_team(admin, team.id)
    assert asked_of(of_squad) == champion.member_id
    revive_team(admin, team.id)
    assert asked_of(of_squad) == lead.member_id
