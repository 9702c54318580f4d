"""A team is dissolved in mid-cycle: nothing of it is lost, and somebody answers for all of it."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from cairn.checkins.commands.actions import add_action, finish_action
from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.helping import answer_help, ask_for_help
from cairn.checkins.reminders import due_reminders
from cairn.cycles.models import Cycle
from cairn.events.models import Event
from cairn.goals.commands.alignments import request_alignment
from cairn.goals.commands.dependencies import accept_dependency, request_dependency
from cairn.goals.commands.drafts import draft_objective
from cairn.goals.commands.key_results import add_key_result
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.commands.teams import dissolve_team, revive_team
from cairn.goals.models import Objective
from cairn.goals.waiting import asked_alignments, asked_dependencies, waiting_for
from cairn.kpis.commands import create_kpi
from cairn.meetings.commands.meetings import end_meeting, start_meeting
from cairn.notifications.models import Notice
from cairn.notifications.reading import told_of
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from cairn.storage import clock
from tests.cast import MORNING, TODAY, again, make_member, make_team

D = Decimal
type Web = Callable[[Actor], Client]


@pytest.fixture
def squad(organization: Organization, team: Team) -> Team:
    """Below the lead's team, led by somebody of its own."""
    made = make_team(organization, "一组", team)
    head = make_member(organization, "吴双", "head@cairn.test", team=made)
    Team.objects.filter(id=made.id).update(lead=head.member_id)
    made.refresh_from_db()
    return made


@pytest.fixture
def head(squad: Team) -> Actor:
    return again(squad.lead_id or 0)


@pytest.fixture
def aim(cycle: Cycle, squad: Team, head: Actor) -> Objective:
    """The team's, and nobody's own."""
    return draft_objective(
        head, title="整队的目标", cycle=cycle.id, team=squad.id, owner=None, publish=True
    )


def test_what_was_nobody_s_own_goes_to_who_led_the_team(
    admin: Actor, squad: Team, head: Actor, aim: Objective
) -> None:
    kpi = create_kpi(head, name="整队的指标", lower=D(1), team=squad.id)
    assert aim.owner_id is None
    dissolve_team(admin, squad.id)
    for one in (aim, kpi):
        one.refresh_from_db()
        assert one.owner_id == head.member_id
    event = Event.objects.get(kind="objective.handed_over")
    assert (event.new, "一组" in event.reason) == ({"owner": head.name}, True)
    told_of([event])
    assert Notice.objects.get(kind="objective.handed_over").member_id == head.member_id
    assert edit_objective(again(head), aim.id, title="接着做", reason="团队撤销").title == "接着做"
    revive_team(admin, squad.id)
    dissolve_team(admin, squad.id)
    assert Event.objects.filter(kind="objective.handed_over").count() == 1


def test_without_a_lead_to_the_lead_above_and_else_to_who_dissolves_it(
    admin: Actor, lead: Actor, team: Team, squad: Team, product: Team, cycle: Cycle, aim: Objective
) -> None:
    Team.objects.filter(id=squad.id).update(lead=None)
    dissolve_team(admin, squad.id)
    aim.refresh_from_db()
    assert aim.owner_id == lead.member_id
    alone = draft_objective(admin, title="?", cycle=cycle.id, team=product.id, owner=None)
    Team.objects.update(lead=None)
    dissolve_team(admin, product.id)
    alone.refresh_from_db()
    assert alone.owner_id == admin.member_id


def test_what_others_asked_of_it_is_with_the_lead_above(
    admin: Actor,
    lead: Actor,
    champion: Actor,
    employee: Actor,
    squad: Team,
    objective: Objective,
    aim: Objective,
) -> None:
    needed = request_dependency(
        employee, objective.id, team=squad.id, need="测试环境", needed_on=TODAY
    )
    asked = request_alignment(employee, objective.id, target=aim.id)
    dissolve_team(admin, squad.id)
    for who in (again(lead), champion):
        waiting = waiting_for(who, TODAY)
        assert [one.id for one in waiting.dependencies] == [needed.id]
        assert [one.id for one in asked_dependencies(who, TODAY)] == [needed.id]
    heir = again(squad.lead_id or 0)
    assert [one.id for one in waiting_for(heir, TODAY).alignments] == [asked.id]
    assert [one.id for one in asked_alignments(heir)] == [asked.id]
    told_of(list(Event.objects.filter(kind="dependency.requested")))
    told = Notice.objects.filter(kind="dependency.requested").values_list("member_id", flat=True)
    assert list(told) == [lead.member_id]
    assert accept_dependency(again(lead), needed.id).state == "accepted"


def test_checking_in_and_what_is_late_go_on(
    admin: Actor, organization: Organization, squad: Team, head: Actor, aim: Objective, lead: Actor
) -> None:
    key_result = add_key_result(
        head, aim.id, title="甲", start=D(0), target=D(10), owner=None, reason="中途调整"
    )
    owned = add_key_result(
        head, aim.id, title="乙", start=D(0), target=D(10), owner=head.member_id, reason="中途调整"
    )
    dissolve_team(admin, squad.id)
    for measure in (owned, key_result):
        assert check_in(again(head), measure.id, value=D(3)).key_result_id == measure.id
    heard: dict[int, set[int]] = {}
    for days in range(30):
        with clock.set_to(MORNING.replace(day=18)):
            for one in due_reminders(organization, TODAY.fromordinal(TODAY.toordinal() + days)):
                heard.setdefault(one.key_result_id, set()).add(one.member_id)
    assert heard[owned.id] == heard[key_result.id] >= {head.member_id, lead.member_id}


def test_its_pages_its_meeting_and_what_it_agreed_on_stay(
    admin: Actor, squad: Team, head: Actor, aim: Objective, employee: Actor, web: Web
) -> None:
    meeting = start_meeting(head, squad.id)
    action = add_action(
        head,
        origin="meeting",
        origin_id=meeting.id,
        body="收尾",
        owner=head.member_id,
        team=squad.id,
    )
    asked = ask_for_help(employee, asked=head.member_id, body="?", objective=aim.id)
    dissolve_team(admin, squad.id)
    for address in (f"/teams/{squad.id}", f"/objectives/{aim.id}", f"/meetings/{meeting.id}"):
        assert web(employee).get(address).status_code in (200, 302, 303), address
    assert aim.title in web(employee).get(f"/teams/{squad.id}").text
    assert aim.title in web(employee).get("/objectives").text
    for query in ("view=teams", "view=alignment&q=整队", "view=teams&q=整队"):
        assert aim.title in web(employee).get(f"/map?{query}").text, query
    assert end_meeting(again(head), meeting.id).ended_at is not None
    assert finish_action(again(head), action.id).done_at is not None
    assert answer_help(again(head), asked.id, answer="好").answered_at is not None
    assert web(employee).get(f"/meetings/{meeting.id}/minutes").status_code == 200
