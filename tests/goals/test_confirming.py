"""Agreeing: drafts are submitted, confirmed or returned; what changes afterwards is seen."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from cairn.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.goals.agreed import differences, stamp_of
from cairn.goals.commands.asking import agreed_text, confirmers_of
from cairn.goals.commands.confirming import (
    confirm_objective,
    confirm_objectives,
    return_objective,
    return_objectives,
    submit_objective,
    submit_objectives,
    withdraw_submission,
)
from cairn.goals.commands.drafts import publish_objective
from cairn.goals.commands.key_results import delete_key_result, edit_key_result
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.models import Confirmation, Objective, Verdict
from cairn.goals.queries import find_objective, visible_objectives
from cairn.organization.actor import Actor, Role
from cairn.organization.models import Member, Organization, Team
from tests.cast import WriteKeyResult, WriteObjective, again, make_member, make_team

CHANGE = "客户的预算变了"


def stamp(actor: Actor, objective: Objective) -> str:
    return stamp_of(agreed_text(find_objective(actor, objective.id)))


def confirm(actor: Actor, objective: Objective, **how: Any) -> Objective:
    return confirm_objective(actor, objective.id, stamp=stamp(actor, objective), **how)


def asked_of(objective: Objective) -> int | None:
    return Confirmation.objects.get(objective=objective, verdict="").asked_id


@pytest.fixture
def draft(employee: Actor, write_objective: WriteObjective) -> Objective:
    """The employee's own, unpublished."""
    return write_objective(employee, publish=False)


@pytest.fixture
def submitted(employee: Actor, draft: Objective) -> Objective:
    return submit_objective(employee, draft.id, note="先给您看看")


@pytest.fixture
def agreed(
    employee: Actor, lead: Actor, draft: Objective, write_key_result: WriteKeyResult
) -> Objective:
    """The employee's own with one key result, confirmed and published; the quarter runs."""
    write_key_result(employee, draft)
    submit_objective(employee, draft.id)
    return confirm(lead, draft)


# Asking and answering


def test_a_submitted_draft_waits_for_the_manager(
    submitted: Objective, employee: Actor, lead: Actor
) -> None:
    waiting = Confirmation.objects.get(objective=submitted)
    assert (waiting.asked_id, waiting.submitted_by_id) == (lead.member_id, employee.member_id)
    assert (submitted.agreement, submitted.is_draft) == ("submitted", True)
    event = Event.objects.get(kind=Kind.OBJECTIVE_SUBMITTED)
    assert (event.new["asked"], event.reason) == (lead.name, "先给您看看")


def test_confirming_publishes_and_keeps_the_text(submitted: Objective, lead: Actor) -> None:
    done = confirm(lead, submitted, comment="就这么干")
    kept = Confirmation.objects.get(objective=done)
    assert (done.agreement, done.is_draft) == ("confirmed", False)
    assert (kept.verdict, kept.answered_by_id, kept.comment) == (
        Verdict.CONFIRMED,
        lead.member_id,
        "就这么干",
    )
    assert kept.agreed["title"] == done.title
    kinds = set(Event.objects.filter(objective_id=done.id).values_list("kind", flat=True))
    assert {Kind.OBJECTIVE_CONFIRMED.value, Kind.OBJECTIVE_PUBLISHED.value} <= kinds


def test_a_confirmed_draft_may_wait_for_the_announcement(submitted: Objective, lead: Actor) -> None:
    done = confirm(lead, submitted, publish=False)
    assert (done.agreement, done.is_draft) == ("confirmed", True)


def test_returning_needs_a_comment_and_submitting_again_is_possible(
    submitted: Objective, employee: Actor, lead: Actor
) -> None:
    with pytest.raises(Invalid) as refused:
        return_objective(lead, submitted.id, comment="")
    assert "comment" in refused.value.fields
    assert return_objective(lead, submitted.id, comment="目标太散").agreement == "returned"
    assert submit_objective(employee, submitted.id).agreement == "submitted"
    assert Confirmation.objects.filter(objective=submitted).count() == 2


def test_a_submission_is_taken_back_to_where_it_stood(
    submitted: Objective, employee: Actor, lead: Actor
) -> None:
    assert withdraw_submission(employee, submitted.id).agreement == ""
    submit_objective(employee, submitted.id)
    return_objective(lead, submitted.id, comment="再想想")
    submit_objective(employee, submitted.id)
    assert withdraw_submission(employee, submitted.id).agreement == "returned"


def test_an_edit_keeps_it_submitted_and_the_old_text_cannot_be_confirmed(
    submitted: Objective, employee: Actor, lead: Actor
) -> None:
    read = stamp(lead, submitted)
    edit_objective(employee, submitted.id, title="换个说法")
    with pytest.raises(Stale):
        confirm_objective(lead, submitted.id, stamp=read)
    submitted.refresh_from_db()
    assert submitted.agreement == "submitted"
    assert confirm(lead, submitted).title == "换个说法"


def test_a_changed_key_result_is_another_text_too(
    draft: Objective, employee: Actor, lead: Actor, write_key_result: WriteKeyResult
) -> None:
    key_result = write_key_result(employee, draft)
    submit_objective(employee, draft.id)
    read = stamp(lead, draft)
    edit_key_result(employee, key_result.id, target=90)
    with pytest.raises(Stale):
        confirm_objective(lead, draft.id, stamp=read)


def test_names_of_people_are_no_part_of_the_text(submitted: Objective, lead: Actor) -> None:
    read = stamp(lead, submitted)
    Member.objects.filter(id=submitted.owner_id).update(name="周晓雨")
    assert stamp(lead, submitted) == read


def test_several_are_answered_together_or_not_at_all(
    employee: Actor, lead: Actor, write_objective: WriteObjective
) -> None:
    one, two = (write_objective(employee, title=title, publish=False) for title in "甲乙")
    submit_objectives(employee, [one.id, two.id])
    with pytest.raises(Stale):
        confirm_objectives(lead, {one.id: stamp(lead, one), two.id: "?"})
    assert not Confirmation.objects.filter(verdict="confirmed").exists()
    return_objectives(lead, [one.id, two.id], comment="都少一个基线")
    assert set(Objective.objects.values_list("agreement", flat=True)) == {"returned"}


# What is refused


def test_who_may_not_confirm_reads_why(
    submitted: Objective, employee: Actor, colleague: Actor, lead: Actor
) -> None:
    with pytest.raises(Forbidden):
        confirm(employee, submitted)
    with pytest.raises(NotFound):
        confirm_objective(colleague, submitted.id, stamp="")
    publish_objective(employee, submitted.id)
    for act in (confirm, lambda who, o: return_objective(who, o.id, comment="?")):
        with pytest.raises(Forbidden):
            act(colleague, submitted)


def test_a_second_answer_and_a_second_asking_are_refused(
    submitted: Objective, employee: Actor, lead: Actor
) -> None:
    with pytest.raises(Conflict):
        submit_objective(employee, submitted.id)
    confirm(lead, submitted)
    acts: tuple[Callable[[], object], ...] = (
        lambda: confirm(lead, submitted),
        lambda: return_objective(lead, submitted.id, comment="?"),
        lambda: withdraw_submission(employee, submitted.id),
        lambda: submit_objective(employee, submitted.id),
    )
    for act in acts:
        with pytest.raises(Conflict):
            act()


def test_what_is_closed_is_agreed_on_no_more(
    objective: Objective, employee: Actor, champion: Actor
) -> None:
    submit_objective(employee, objective.id)
    Objective.objects.filter(id=objective.id).update(closed_as="closed")
    with pytest.raises(Conflict):
        confirm(champion, objective)


# Who is asked


def test_a_team_s_is_for_the_first_lead_above(
    lead: Actor, team: Team, organization: Organization, write_objective: WriteObjective
) -> None:
    unled = make_team(organization, "小组", team)
    below = make_team(organization, "小小组", unled)
    writer = make_member(organization, "小新", "junior@cairn.test", team=below)
    draft = write_objective(writer, team=below.id, publish=False)
    submit_objective(writer, draft.id)
    assert asked_of(draft) == lead.member_id
    assert confirm(again(lead), draft).agreement == "confirmed"


def test_the_company_s_is_for_its_lead(
    admin: Actor, champion: Actor, company: Team, write_objective: WriteObjective
) -> None:
    Member.objects.filter(id=champion.member_id).update(role=Role.MEMBER)
    draft = write_objective(admin, team=company.id, publish=False)
    submit_objective(admin, draft.id)
    assert asked_of(draft) == champion.member_id
    assert confirm(again(champion), draft).agreement == "confirmed"


def test_without_anybody_stewards_are_asked(
    colleague: Actor, admin: Actor, write_objective: WriteObjective
) -> None:
    draft = write_objective(colleague, publish=False)
    submit_objective(colleague, draft.id)
    assert asked_of(draft) is None
    assert confirm(admin, draft).agreement == "confirmed"


def test_a_manager_who_only_looks_is_not_asked(
    lead: Actor, employee: Actor, draft: Objective
) -> None:
    Member.objects.filter(id=lead.member_id).update(role=Role.VIEWER)
    submit_objective(employee, draft.id)
    assert asked_of(draft) is None


def test_a_manager_who_may_not_see_what_is_published_is_not_asked(
    employee: Actor, lead: Actor, write_objective: WriteObjective
) -> None:
    hidden = write_objective(employee, visibility="people")
    submit_objective(employee, hidden.id)
    assert asked_of(hidden) is None
    edit_objective(employee, hidden.id, visibility="organization")
    assert asked_of(hidden) == lead.member_id


def test_another_owner_has_another_confirmer(
    submitted: Objective, employee: Actor, admin: Actor, colleague: Actor
) -> None:
    edit_objective(admin, submitted.id, owner=colleague.member_id)
    assert asked_of(submitted) is None


def test_whoever_confirms_is_whoever_the_policy_lets(
    lead: Actor,
    employee: Actor,
    champion: Actor,
    company: Team,
    team: Team,
    product: Team,
    organization: Organization,
    write_objective: WriteObjective,
) -> None:
    """The lists of the asked and the rows of the policy come from different places."""
    from cairn.goals.policy import rules

    Member.objects.filter(id=champion.member_id).update(role=Role.MEMBER)
    squad = make_team(organization, "一组", team, employee)
    closed = make_team(organization, "旧组", product)
    Team.objects.filter(id=closed.id).update(valid_to="2026-11-01", lead=employee.member_id)
    deep = make_team(organization, "旧组之下", closed)
    people = [again(one) for one in (champion, lead, employee)]
    made = [
        write_objective(admin_of(organization), team=one.id, publish=False)
        for one in (company, team, product, squad, deep)
    ]
    made.append(write_objective(people[2], publish=False))
    asked = confirmers_of(list(Objective.objects.select_related("owner")))
    for one in made:
        whole = find_objective(admin_of(organization), one.id)
        allowed = {who.member_id for who in people if rules.can(who, "objective.confirm", whole)}
        confirmer = asked[one.id]
        assert allowed == ({confirmer.id} if confirmer else set()), one
        for who in people:
            if confirmer and who.member_id == confirmer.id:
                assert visible_objectives(who).contains(one)


def admin_of(organization: Organization) -> Actor:
    found = Member.objects.filter(organization=organization, role=Role.ADMIN).first()
    return (
        again(found.id)
        if found
        else make_member(organization, "管理员", "boss@cairn.test", role=Role.ADMIN)
    )


# What changes afterwards


def test_what_was_changed_since_is_told(
    agreed: Objective, employee: Actor, write_key_result: WriteKeyResult
) -> None:
    first = agreed.key_results.get()
    kept = Confirmation.objects.get(objective=agreed).agreed
    edit_objective(employee, agreed.id, title="新的说法", reason=CHANGE)
    edit_key_result(employee, first.id, target=80, reason=CHANGE)
    write_key_result(employee, agreed, title="再来一条")
    found = differences(kept, agreed_text(find_objective(employee, agreed.id)))
    assert {(one.title, one.name, one.old, one.new) for one in found} == {
        ("", "title", "让新人第一天就能上手", "新的说法"),
        (first.title, "target", "100", "80"),
        (first.title, "weight", "100", "50"),
        ("再来一条", "added", None, "再来一条"),
    }
    delete_key_result(employee, first.id, reason="中途调整")
    found = differences(kept, agreed_text(find_objective(employee, agreed.id)))
    assert (first.title, "removed") in {(one.title, one.name) for one in found}


@pytest.mark.parametrize("change", [{"title": "别的"}, {"description": "别的缘由"}])
def test_a_text_changed_while_the_cycle_runs_needs_a_reason(
    agreed: Objective, employee: Actor, change: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as refused:
        edit_objective(employee, agreed.id, **change)
    assert "reason" in refused.value.fields
    edit_objective(employee, agreed.id, reason=CHANGE, **change)
    agreed.refresh_from_db()
    assert agreed.agreement == "confirmed"


def test_so_does_a_key_result_s(agreed: Objective, employee: Actor) -> None:
    with pytest.raises(Invalid):
        edit_key_result(employee, agreed.key_results.get().id, title="别的")


def test_other_milestones_are_another_target(
    agreed: Objective, employee: Actor, write_key_result: WriteKeyResult
) -> None:
    steps = [(None, "听十位客户说", Decimal(1)), (None, "写成一页", Decimal(1))]
    made = write_key_result(employee, agreed, kind="milestones", milestones=steps)
    with pytest.raises(Invalid) as refused:
        edit_key_result(employee, made.id, milestones=steps[:1])
    assert "reason" in refused.value.fields
    edit_key_result(employee, made.id, milestones=steps[:1], reason=CHANGE)
    assert made.milestones.count() == 1


def test_a_confirmed_draft_that_was_changed_goes_back_when_it_is_published(
    submitted: Objective, employee: Actor, lead: Actor, organization: Organization
) -> None:
    Organization.objects.filter(id=organization.id).update(reconfirms_changes=True)
    confirm(lead, submitted, publish=False)
    edit_objective(employee, submitted.id, title="悄悄改过的说法")
    assert publish_objective(employee, submitted.id).agreement == "submitted"
    assert asked_of(submitted) == lead.member_id


def test_so_does_one_that_is_published_with_the_change(
    submitted: Objective, employee: Actor, lead: Actor, organization: Organization
) -> None:
    Organization.objects.filter(id=organization.id).update(reconfirms_changes=True)
    confirm(lead, submitted, publish=False)
    edit_objective(employee, submitted.id, title="悄悄改过的说法", publish=True)
    assert asked_of(submitted) == lead.member_id


def test_a_change_goes_back_where_the_organization_says_so(
    agreed: Objective, employee: Actor, lead: Actor, organization: Organization
) -> None:
    Organization.objects.filter(id=organization.id).update(reconfirms_changes=True)
    key_result = agreed.key_results.get()
    edit_key_result(employee, key_result.id, target=80, reason=CHANGE)
    agreed.refresh_from_db()
    waiting = Confirmation.objects.get(objective=agreed, verdict="")
    assert agreed.agreement == "submitted"
    assert (waiting.is_change, waiting.note, waiting.asked_id) == (True, CHANGE, lead.member_id)
    with pytest.raises(Conflict):
        withdraw_submission(employee, agreed.id)
    edit_key_result(employee, key_result.id, target=100, reason="还是按原来的")
    assert withdraw_submission(employee, agreed.id).agreement == "confirmed"


def test_it_does_not_go_back_for_what_was_never_agreed(
    objective: Objective, employee: Actor, organization: Organization
) -> None:
    Organization.objects.filter(id=organization.id).update(reconfirms_changes=True)
    edit_objective(employee, objective.id, title="别的", reason=CHANGE)
    assert not Confirmation.objects.exists()
