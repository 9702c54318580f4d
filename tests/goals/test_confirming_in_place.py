"""While a confirmer is away, whoever stands in confirms and returns in their place."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import product as every

import pytest
from django.test import Client

from cairn.cycles.models import Cycle
from cairn.errors import Forbidden, NotFound
from cairn.events.models import Event
from cairn.goals.agreed import stamp_of
from cairn.goals.commands.asking import agreed_text
from cairn.goals.commands.confirming import (
    confirm_objective,
    return_objective,
    submit_objective,
    withdraw_submission,
)
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.confirming import waiting_confirmations, waiting_count
from cairn.goals.models import Agreement, Objective
from cairn.goals.policy import can_see, rules, seen_by
from cairn.goals.queries import find_objective
from cairn.goals.seeing import visible_at
from cairn.notifications.models import Notice
from cairn.notifications.reading import told_of
from cairn.notifications.wording import sentence
from cairn.organization.actor import Actor, Role
from cairn.organization.commands.absences import end_absence, plan_absence
from cairn.organization.models import Absence, Member, Organization, Team
from cairn.storage import clock
from cairn.web.feed import read_feed
from cairn.web.objectives.history import history_of
from tests.cast import MORNING, TODAY, WriteObjective, again, make_member, make_team

type Web = Callable[[Actor], Client]


def away(member: Actor, stand_in: Actor, ends_on: date = TODAY) -> None:
    plan_absence(
        member,
        member.member_id,
        stand_in=stand_in.member_id,
        starts_on=TODAY,
        ends_on=ends_on,
    )


def confirm(who: Actor, objective: Objective) -> Objective:
    stamp = stamp_of(agreed_text(objective))
    return confirm_objective(again(who), objective.id, stamp=stamp)


@pytest.fixture
def helper(organization: Organization) -> Actor:
    """Of no team, managing nobody."""
    return make_member(organization, "替班人", "stand-in@cairn.test")


@pytest.fixture
def submitted(employee: Actor, write_objective: WriteObjective) -> Objective:
    """The employee's own draft, submitted to the lead, who manages them."""
    draft = write_objective(employee, owner=employee.member_id, publish=False)
    return submit_objective(employee, draft.id, note="请看")


def test_the_stand_in_finds_it_confirms_it_and_it_says_for_whom(
    submitted: Objective, lead: Actor, employee: Actor, helper: Actor, web: Web
) -> None:
    assert waiting_count(helper) == 0
    away(lead, helper)
    (waiting,) = waiting_confirmations(again(helper), TODAY).rows
    assert (waiting.objective.id, waiting.stands_in_for) == (submitted.id, lead.name)
    for address in ("/inbox", "/inbox?only=confirmations", f"/objectives/{submitted.id}"):
        page = web(helper).get(address).text
        assert submitted.title in page, address
    tag = f'<span class="tag">代{lead.name}</span>'
    for address in ("/inbox", "/inbox?only=confirmations"):
        assert tag in web(helper).get(address).text
    done = confirm(helper, submitted)
    assert (done.agreement, done.is_draft) == (Agreement.CONFIRMED, False)
    row = done.confirmations.get()
    assert (row.asked_id, row.answered_by_id, row.in_place) == (
        lead.member_id,
        helper.member_id,
        True,
    )
    event = Event.objects.get(kind="objective.confirmed")
    assert event.new == {"stood_in_for": lead.name}
    assert lead.name in {
        one.stood_in_for for one in read_feed(employee, person=helper.member_id).entries
    }
    said = history_of(employee, submitted.id, [], None)["entries"]
    assert lead.name in {one.stood_in_for for one in said}
    assert tag in web(employee).get(f"/objectives/{submitted.id}").text


def test_both_are_told_and_the_owner_hears_in_whose_place(
    submitted: Objective, lead: Actor, employee: Actor, helper: Actor
) -> None:
    away(lead, helper)
    told_of(list(Event.objects.filter(kind="objective.submitted")))
    heard = {
        one.member_id: sentence(one.kind, one.reason, one.facts) for one in Notice.objects.all()
    }
    assert heard[lead.member_id].endswith(f"asks you to confirm “{submitted.title}”")
    assert heard[helper.member_id].endswith("you stand in")
    return_objective(again(helper), submitted.id, comment="起点在哪")
    told_of(list(Event.objects.filter(kind="objective.returned")))
    last = Notice.objects.get(member=employee.member_id, kind="objective.returned")
    assert f"{helper.name} (for {lead.name})" in sentence(last.kind, last.reason, last.facts)


def test_the_day_after_they_are_back_nobody_stands_in(
    submitted: Objective, lead: Actor, helper: Actor
) -> None:
    away(lead, helper)
    with clock.set_to(MORNING + timedelta(days=1)):
        assert waiting_count(again(helper)) == 0
        with pytest.raises(NotFound):
            confirm(helper, submitted)


def test_drafts_that_are_not_submitted_stay_among_those_who_write_them(
    submitted: Objective, lead: Actor, employee: Actor, helper: Actor
) -> None:
    away(lead, helper)
    assert find_objective(again(helper), submitted.id) == submitted
    withdraw_submission(employee, submitted.id)
    with pytest.raises(NotFound):
        find_objective(again(helper), submitted.id)


def test_what_is_limited_to_others_is_not_shown_to_the_stand_in(
    submitted: Objective, lead: Actor, employee: Actor, helper: Actor
) -> None:
    edit_objective(employee, submitted.id, visibility="people")
    away(lead, helper)
    assert waiting_count(again(helper)) == 0
    with pytest.raises(NotFound):
        confirm(helper, submitted)


def test_nobody_confirms_their_own_for_somebody_else(
    submitted: Objective, lead: Actor, employee: Actor
) -> None:
    away(lead, employee)
    assert waiting_count(again(employee)) == 0
    with pytest.raises(Forbidden):
        confirm(employee, submitted)
    assert confirm(lead, submitted).confirmations.get().in_place is False


def test_who_leads_the_team_or_collaborates_does_not_either(
    employee: Actor, lead: Actor, champion: Actor, team: Team, write_objective: WriteObjective
) -> None:
    of_team = write_objective(lead, team=team.id, publish=False, collaborators=[employee.member_id])
    submit_objective(again(lead), of_team.id)
    for helper in (lead, employee):
        away(champion, helper)
        assert waiting_count(again(helper)) == 0
        with pytest.raises(Forbidden):
            confirm(helper, of_team)
        end_absence(champion, Absence.objects.get(ended_at=None).id)


def test_of_a_team_below_and_of_the_company(
    organization: Organization,
    company: Team,
    team: Team,
    lead: Actor,
    champion: Actor,
    helper: Actor,
    write_objective: WriteObjective,
) -> None:
    squad = make_team(organization, "一组", make_team(organization, "无人", team))
    writer = make_member(organization, "小新", "junior@cairn.test", team=squad)
    of_squad = submit_objective(writer, write_objective(writer, team=squad.id, publish=False).id)
    other = make_member(organization, "高经理", "boss@cairn.test")
    of_company = submit_objective(
        champion, write_objective(champion, team=company.id, publish=False).id
    )
    away(lead, helper)
    away(champion, other)
    assert again(helper).confirms_for == {squad.id, squad.parent_id}
    assert company.id in again(other).confirms_for
    assert confirm(helper, of_squad).agreement == Agreement.CONFIRMED
    with pytest.raises(NotFound):
        confirm(helper, of_company)
    assert confirm(other, of_company).confirmations.get().in_place is True


def test_for_a_viewer_nobody_confirms(submitted: Objective, lead: Actor, helper: Actor) -> None:
    away(lead, helper)
    Member.objects.filter(id=lead.member_id).update(role=Role.VIEWER)
    actor = again(helper)
    assert (actor.stands_in_for, actor.confirms_as, actor.confirms_for) == (
        frozenset({lead.member_id}),
        frozenset(),
        frozenset(),
    )
    assert waiting_count(actor) == 0


def test_the_predicate_the_query_and_the_statement_agree(
    organization: Organization,
    cycle: Cycle,
    company: Team,
    team: Team,
    product: Team,
    lead: Actor,
    champion: Actor,
    employee: Actor,
    colleague: Actor,
    helper: Actor,
) -> None:
    away(lead, helper)
    away(champion, colleague)
    made = [
        Objective(
            organization_id=organization.id,
            cycle=cycle,
            title="?",
            owner_id=owner.member_id,
            team=of,
            visibility=visibility,
            visible_team=seen if visibility == "team" else None,
            agreement=agreement,
            published_at=None if is_draft else MORNING,
            created_by_id=champion.member_id,
            due_on=cycle.ends_on,
        )
        for owner, of, (visibility, seen), agreement, is_draft in every(
            (lead, employee, colleague),
            (None, company, team, product),
            (("organization", None), ("people", None), ("team", team), ("team", company)),
            ("", "submitted", "confirmed"),
            (False, True),
        )
    ]
    Objective.objects.bulk_create(made)
    loaded = Objective.objects.select_related("visible_team", "owner", "team")
    known = list(loaded.prefetch_related("participants"))
    for one in (helper, colleague, lead, employee):
        actor = again(one)
        seen = {row.id for row in known if can_see(actor, row)}
        assert set(Objective.objects.filter(seen_by(actor)).values_list("id", flat=True)) == seen
        by_hand = Objective.objects.filter(visible_at(actor, "goals_objective.id").as_filter())
        assert set(by_hand.values_list("id", flat=True)) == seen
        for row in known:
            is_own = row.owner_id == actor.member_id or row.team_id in actor.leads
            if rules.can(actor, "objective.confirm", row) and is_own:
                assert actor.is_steward or row.team_id in actor.confirms
