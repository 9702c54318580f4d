"""Carrying down: who gets a draft, what it says, who sees it, and what it is aligned to."""

from datetime import date
from decimal import Decimal

import pytest

from cairn.checkins.doctor import examine
from cairn.cycles.commands import create_cycle
from cairn.cycles.models import Cycle
from cairn.errors import Conflict, Forbidden, Invalid, NotFound
from cairn.events.models import Event
from cairn.goals.commands.alignments import weigh_alignment
from cairn.goals.commands.carrying import carry_down
from cairn.goals.commands.drafts import publish_objective
from cairn.goals.commands.objectives import delete_objective, edit_objective
from cairn.goals.models import Alignment, Answer, Objective
from cairn.goals.policy import can_see
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from tests.cast import WriteKeyResult, WriteObjective, again, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def above(write_objective: WriteObjective, champion: Actor, company: Team) -> Objective:
    """The company's objective, which the champion owns."""
    return write_objective(champion, title="成为客户最信任的伙伴", team=company.id)


def test_each_team_and_person_gets_an_aligned_draft(
    champion: Actor, lead: Actor, colleague: Actor, team: Team, above: Objective
) -> None:
    made = carry_down(champion, objective=above.id, teams=[team.id], people=[colleague.member_id])
    assert [(one.team_id, one.owner_id) for one in made] == [
        (team.id, lead.member_id),
        (None, colleague.member_id),
    ]
    for one in made:
        tie = Alignment.objects.get(objective=one)
        assert tie.target_id == above.id
        assert tie.key_result_id is None
        assert tie.weight == 0
        assert (tie.state, tie.answered_by_id) == (Answer.ACCEPTED, champion.member_id)
        assert one.is_draft
        assert (one.title, one.cycle_id, one.due_on) == (above.title, above.cycle_id, above.due_on)
        assert above.title in one.description
        assert "山岚科技" in one.description
    assert not list(examine(above.organization))


def test_a_key_result_is_carried_down_by_who_owns_it(
    champion: Actor, employee: Actor, team: Team, above: Objective, write_key_result: WriteKeyResult
) -> None:
    measured = write_key_result(
        champion, above, title="续约率" + "很" * 400, owner=employee.member_id
    )
    [made] = carry_down(employee, key_result=measured.id, people=[employee.member_id])
    assert Alignment.objects.get(objective=made).key_result_id == measured.id
    assert (len(made.title), made.title[-1]) == (300, "…")
    with pytest.raises(Forbidden):
        carry_down(employee, objective=above.id, people=[employee.member_id])


def test_a_title_and_a_cycle_of_their_own(
    champion: Actor, team: Team, year: Cycle, cycle: Cycle, write_objective: WriteObjective
) -> None:
    yearly = write_objective(champion, cycle=year.id, title="全年")
    [made] = carry_down(
        champion, objective=yearly.id, teams=[team.id], title="四季度先做这些", cycle=cycle.id
    )
    assert (made.title, made.cycle_id, made.due_on) == ("四季度先做这些", cycle.id, cycle.ends_on)


def test_the_cycles_must_overlap(champion: Actor, team: Team, above: Objective) -> None:
    later = create_cycle(
        champion,
        name="2027 Q1",
        length="quarter",
        starts_on=date(2027, 1, 1),
        ends_on=date(2027, 3, 31),
    )
    with pytest.raises(Invalid) as refused:
        carry_down(champion, objective=above.id, teams=[team.id], cycle=later.id)
    assert set(refused.value.fields) == {"cycle"}


def test_whoever_gets_it_writes_and_publishes_it(
    champion: Actor, lead: Actor, colleague: Actor, team: Team, above: Objective
) -> None:
    made, own = carry_down(
        champion, objective=above.id, teams=[team.id], people=[colleague.member_id]
    )
    edit_objective(again(lead), made.id, title="让每个新人第一天就能上手")
    assert not publish_objective(again(lead), made.id).is_draft
    delete_objective(colleague, own.id)
    with pytest.raises(NotFound):
        publish_objective(colleague, own.id)


def test_a_team_without_a_lead_owns_the_draft_alone(
    champion: Actor, product: Team, above: Objective
) -> None:
    [made] = carry_down(champion, objective=above.id, teams=[product.id])
    assert made.team_id == product.id
    assert made.owner is None


def test_only_who_may_edit_the_target_carries_it_down(
    employee: Actor, colleague: Actor, viewer: Actor, objective: Objective
) -> None:
    for other in (colleague, viewer):
        with pytest.raises(Forbidden):
            carry_down(other, objective=objective.id, people=[colleague.member_id])
    assert carry_down(employee, objective=objective.id, people=[colleague.member_id])


def test_no_receiver_or_an_unknown_one_is_refused(
    champion: Actor, stranger: Actor, viewer: Actor, product: Team, above: Objective
) -> None:
    with pytest.raises(Invalid) as refused:
        carry_down(champion, objective=above.id)
    assert set(refused.value.fields) == {"teams"}
    foreign = Team.objects.get(organization_id=stranger.organization_id)
    Team.objects.filter(id=product.id).update(valid_to=date(2026, 11, 1))
    for teams in ([foreign.id], [product.id], [4]):
        with pytest.raises(Invalid) as refused:
            carry_down(champion, objective=above.id, teams=teams)
        assert set(refused.value.fields) == {"teams"}
    for people in ([stranger.member_id], [viewer.member_id], [4]):
        with pytest.raises(Invalid) as refused:
            carry_down(champion, objective=above.id, people=people)
        assert set(refused.value.fields) == {"people"}
    assert Objective.objects.count() == 1


def test_sent_twice_it_makes_nothing_twice(
    champion: Actor, colleague: Actor, team: Team, above: Objective
) -> None:
    for _ in range(2):
        first = carry_down(
            champion, objective=above.id, teams=[team.id, team.id], submission="x" * 64
        )
    again_and_more = carry_down(
        champion,
        objective=above.id,
        teams=[team.id],
        people=[colleague.member_id],
        submission="x" * 64,
    )
    assert [one.id for one in again_and_more[:1]] == [one.id for one in first]
    assert Alignment.objects.filter(target=above).count() == 2


def test_what_is_not_public_yet_or_no_longer_open_stays_where_it_is(
    champion: Actor, team: Team, write_objective: WriteObjective, above: Objective
) -> None:
    draft = write_objective(champion, publish=False)
    with pytest.raises(Conflict):
        carry_down(champion, objective=draft.id, teams=[team.id])
    Objective.objects.filter(id=above.id).update(closed_as="closed")
    with pytest.raises(Conflict):
        carry_down(champion, objective=above.id, teams=[team.id])
    with pytest.raises(NotFound):
        carry_down(champion, objective=4, teams=[team.id])


def test_the_draft_of_something_private_is_as_private(
    lead: Actor,
    employee: Actor,
    colleague: Actor,
    champion: Actor,
    team: Team,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    lead = again(lead)
    private = write_objective(
        lead, team=team.id, visibility="people", readers=[employee.member_id], title="鲸鱼计划"
    )
    [made] = carry_down(lead, objective=private.id, people=[employee.member_id])
    publish_objective(employee, made.id)
    for one, sees in ((employee, True), (lead, True), (champion, True), (colleague, False)):
        assert can_see(one, Objective.objects.get(id=made.id)) is sees
    write_key_result(lead, private)
    tie = Alignment.objects.get(objective=made)
    weigh_alignment(lead, tie.id, weight=Decimal(30), reason="?")
    with pytest.raises(Invalid) as refused:
        carry_down(lead, objective=private.id, people=[colleague.member_id])
    assert set(refused.value.fields) == {"people"}


def test_a_teams_line_stays_a_teams_line(
    lead: Actor,
    employee: Actor,
    colleague: Actor,
    team: Team,
    objective: Objective,
    organization: Organization,
    product: Team,
) -> None:
    edit_objective(employee, objective.id, visibility="team", visible_team=team.id)
    squad = make_team(organization, "小组", team, employee)
    other = make_team(organization, "别组", product, colleague)
    [made] = carry_down(again(employee), objective=objective.id, teams=[squad.id])
    assert (made.visibility, made.visible_team_id) == ("team", team.id)
    with pytest.raises(Invalid) as refused:
        carry_down(again(employee), objective=objective.id, teams=[other.id])
    assert set(refused.value.fields) == {"teams"}


def test_both_events_are_kept(champion: Actor, team: Team, above: Objective) -> None:
    [made] = carry_down(champion, objective=above.id, teams=[team.id])
    told = Event.objects.filter(objective_id=made.id).order_by("id")
    assert [one.kind for one in told] == ["objective.drafted", "alignment.requested"]
    assert told[1].other_objective_id == above.id
    assert told[1].new["state"] == "accepted"


def test_the_draft_speaks_the_organizations_language(
    champion: Actor, team: Team, above: Objective, organization: Organization
) -> None:
    Organization.objects.filter(id=organization.id).update(locale="en")
    [made] = carry_down(champion, objective=above.id, teams=[team.id])
    assert made.description.startswith("Carried down from")
