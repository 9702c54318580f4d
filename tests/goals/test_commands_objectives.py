"""The whole behaviour of the commands that write objectives."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cairn.cycles.commands import move_cycle
from cairn.cycles.models import Cycle
from cairn.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from cairn.events.kinds import Kind as Event
from cairn.events.models import Event as Row
from cairn.goals.commands.closures import close_objective, reopen_objective
from cairn.goals.commands.drafts import draft_objective, publish_objective
from cairn.goals.commands.key_results import add_key_result
from cairn.goals.commands.objectives import delete_objective, edit_objective, restore_objective
from cairn.goals.commands.ordering import order_objectives
from cairn.goals.commands.overrides import override_progress
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Organization, Team
from cairn.storage import clock
from tests.cast import MORNING, TODAY, WriteKeyResult, WriteObjective, again, make_member


def last_event(subject: Objective | KeyResult) -> Row:
    found = Row.objects.filter(subject_id=subject.id).order_by("-id").first()
    assert found is not None
    return found


def fields_of(refused: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return set(refused.value.fields)


# Drafting


def test_a_draft_is_the_actors_own_and_ends_with_the_cycle(employee: Actor, cycle: Cycle) -> None:
    made = draft_objective(employee, title="学会讲数据", cycle=cycle.id)
    assert (made.owner_id, made.due_on) == (employee.member_id, cycle.ends_on)
    assert made.team is None
    assert made.is_draft
    assert made.progress is None


def test_drafting_and_publishing_at_once_leaves_two_events(objective: Objective) -> None:
    kinds = (
        Row.objects.filter(subject_id=objective.id).order_by("id").values_list("kind", flat=True)
    )
    assert list(kinds) == [Event.OBJECTIVE_DRAFTED, Event.OBJECTIVE_PUBLISHED]


def test_the_same_submission_twice_gives_the_first(employee: Actor, cycle: Cycle) -> None:
    first = draft_objective(employee, title="甲", cycle=cycle.id, submission="f00")
    again_ = draft_objective(employee, title="乙", cycle=cycle.id, submission="f00")
    assert first.id == again_.id
    assert Objective.objects.filter(submission="f00").count() == 1


def test_without_a_submission_two_alike_are_two(employee: Actor, cycle: Cycle) -> None:
    for _ in range(2):
        draft_objective(employee, title="甲", cycle=cycle.id, submission="")
    assert Objective.objects.filter(title="甲").count() == 2


def test_every_wrong_field_is_named(employee: Actor, cycle: Cycle) -> None:
    with pytest.raises(Invalid) as refused:
        draft_objective(
            employee, title="甲", cycle=77, team=78, owner=79, readers=[80], collaborators=[81]
        )
    assert fields_of(refused) == {"cycle", "team", "owner", "readers", "collaborators"}


def test_a_due_day_outside_the_cycle_is_refused(employee: Actor, cycle: Cycle) -> None:
    with pytest.raises(Invalid) as refused:
        draft_objective(employee, title="甲", cycle=cycle.id, due_on=date(2027, 1, 1))
    assert fields_of(refused) == {"due_on"}


def test_a_closed_cycle_takes_no_objective(champion: Actor, employee: Actor, cycle: Cycle) -> None:
    for phase in ("scoring", "closed"):
        move_cycle(champion, cycle.id, phase=phase)
    with pytest.raises(Invalid) as refused:
        draft_objective(employee, title="甲", cycle=cycle.id)
    assert fields_of(refused) == {"cycle"}


def test_a_cycle_of_another_organization_does_not_exist(stranger: Actor, cycle: Cycle) -> None:
    with pytest.raises(Invalid) as refused:
        draft_objective(stranger, title="甲", cycle=cycle.id)
    assert fields_of(refused) == {"cycle"}


def test_viewers_draft_nothing(viewer: Actor, cycle: Cycle) -> None:
    with pytest.raises(Forbidden):
        draft_objective(viewer, title="甲", cycle=cycle.id)


def test_nobody_drafts_for_a_team_that_is_not_theirs(
    employee: Actor, product: Team, cycle: Cycle
) -> None:
    with pytest.raises(Forbidden):
        draft_objective(employee, title="甲", cycle=cycle.id, team=product.id)


def test_a_manager_drafts_for_a_report(lead: Actor, employee: Actor, cycle: Cycle) -> None:
    made = draft_objective(lead, title="甲", cycle=cycle.id, owner=employee.member_id)
    assert made.owner_id == employee.member_id


def test_who_sees_a_teams_line_defaults_to_the_owning_team(
    employee: Actor, team: Team, cycle: Cycle
) -> None:
    made = draft_objective(employee, title="甲", cycle=cycle.id, team=team.id, visibility="team")
    assert made.visible_team_id == team.id


def test_a_line_without_a_team_is_refused(employee: Actor, cycle: Cycle) -> None:
    with pytest.raises(Invalid) as refused:
        draft_objective(employee, title="甲", cycle=cycle.id, visibility="team")
    assert fields_of(refused) == {"visible_team"}


def test_new_objectives_come_last(write_objective: WriteObjective, employee: Actor) -> None:
    assert [write_objective(employee).position for _ in range(3)] == [0, 1, 2]


# Editing


def test_an_edit_records_what_changed_and_nothing_else(
    employee: Actor, objective: Objective
) -> None:
    given: dict[str, Any] = {
        "title": "留住老客户",
        "description": "",
        "type": "aspirational",
    }
    edit_objective(employee, objective.id, reason="说得更清楚", **given)
    event = last_event(objective)
    assert event.kind == Event.OBJECTIVE_CHANGED
    assert event.old == {"title": "让老客户愿意留下来", "type": "committed"}
    assert event.new == {"title": "留住老客户", "type": "aspirational"}


def test_an_edit_that_changes_nothing_leaves_no_event(
    employee: Actor, objective: Objective
) -> None:
    before = Row.objects.count()
    edit_objective(employee, objective.id, title=objective.title)
    assert Row.objects.count() == before


def test_a_stale_edit_of_the_same_text_shows_both(employee: Actor, objective: Objective) -> None:
    edit_objective(employee, objective.id, version=1, title="他们的", reason="?")
    with pytest.raises(Stale) as refused:
        edit_objective(employee, objective.id, version=1, title="你的")
    assert refused.value.theirs == {"title": "他们的"}
    assert refused.value.yours == {"title": "你的"}
    assert refused.value.version == 2


def test_two_who_write_the_same_do_not_quarrel(employee: Actor, objective: Objective) -> None:
    for _ in range(2):
        edit_objective(employee, objective.id, version=1, title="一样的", reason="?")


def test_a_new_owner_while_the_cycle_runs_needs_a_reason(
    employee: Actor, lead: Actor, objective: Objective
) -> None:
    with pytest.raises(Invalid) as refused:
        edit_objective(employee, objective.id, owner=lead.member_id)
    assert fields_of(refused) == {"reason"}
    edit_objective(employee, objective.id, owner=lead.member_id, reason="换岗")
    event = last_event(objective)
    assert (event.old, event.new, event.reason) == (
        {"owner": "周晓宇"},
        {"owner": "林知远"},
        "换岗",
    )


def test_handing_over_to_a_namesake_is_a_change_too(
    employee: Actor, organization: Organization, objective: Objective
) -> None:
    namesake = make_member(organization, "周晓宇", "other@cairn.test")
    edit_objective(employee, objective.id, owner=namesake.member_id, reason="换岗")
    assert last_event(objective).new == {"owner": "周晓宇"}


def test_a_draft_changes_hands_without_a_reason(
    write_objective: WriteObjective, employee: Actor, lead: Actor
) -> None:
    draft = write_objective(employee, publish=False)
    assert edit_objective(employee, draft.id, owner=lead.member_id).owner_id == lead.member_id


def test_tags_and_readers_are_history_too(
    employee: Actor, colleague: Actor, objective: Objective
) -> None:
    edit_objective(employee, objective.id, tags=["增长", "续约"], readers=[colleague.member_id])
    event = last_event(objective)
    assert event.old == {"tags": [], "readers": []}
    assert event.new == {"tags": ["增长", "续约"], "readers": ["Emma Clarke"]}


def test_new_readers_do_not_shut_out_who_answers_for_a_key_result(
    employee: Actor, colleague: Actor, viewer: Actor, objective: Objective
) -> None:
    add_key_result(employee, objective.id, title="甲", owner=colleague.member_id, reason="中途调整")
    edit_objective(employee, objective.id, visibility="people", readers=[viewer.member_id])
    named = set(objective.participants.values_list("member_id", flat=True))
    assert named == {colleague.member_id, viewer.member_id}


def test_an_owner_who_left_does_not_stop_an_edit(lead: Actor, objective: Objective) -> None:
    Member.objects.filter(id=objective.owner_id or 0).update(left_at=MORNING)
    given: dict[str, Any] = {"title": "留住老客户", "owner": objective.owner_id}
    edit_objective(lead, objective.id, reason="说得更清楚", **given)
    assert last_event(objective).new == {"title": "留住老客户"}


def test_somebody_elses_team_is_no_place_to_move_to(
    employee: Actor, company: Team, objective: Objective
) -> None:
    with pytest.raises(Forbidden):
        edit_objective(employee, objective.id, team=company.id, reason="升级为公司目标")


def test_moving_to_another_cycle_takes_the_key_results_along(
    champion: Actor, year: Cycle, key_result: KeyResult, objective: Objective
) -> None:
    edit_objective(champion, objective.id, cycle=year.id)
    key_result.refresh_from_db()
    assert key_result.starts_on == year.starts_on


def test_moving_into_a_closed_cycle_is_refused(
    champion: Actor, year: Cycle, objective: Objective
) -> None:
    for phase in ("scoring", "closed"):
        move_cycle(champion, year.id, phase=phase)
    with pytest.raises(Invalid) as refused:
        edit_objective(champion, objective.id, cycle=year.id)
    assert fields_of(refused) == {"cycle"}


def test_an_objective_keeps_an_owner_or_a_team(employee: Actor, objective: Objective) -> None:
    with pytest.raises(Invalid) as refused:
        edit_objective(employee, objective.id, owner=None, team=None, reason="?")
    assert "owner" in fields_of(refused)


def test_a_colleague_may_look_but_not_edit(colleague: Actor, objective: Objective) -> None:
    with pytest.raises(Forbidden):
        edit_objective(colleague, objective.id, title="我的")


def test_for_a_stranger_it_does_not_exist(stranger: Actor, objective: Objective) -> None:
    with pytest.raises(NotFound):
        edit_objective(stranger, objective.id, title="我的")


def test_a_collaborator_may_edit(employee: Actor, colleague: Actor, objective: Objective) -> None:
    edit_objective(employee, objective.id, collaborators=[colleague.member_id])
    assert edit_objective(colleague, objective.id, due_on=TODAY).due_on == TODAY


# Publishing


def test_publishing_says_who_and_when(write_objective: WriteObjective, employee: Actor) -> None:
    draft = write_objective(employee, publish=False)
    made = publish_objective(employee, draft.id)
    assert (made.published_by_id, made.published_at) == (employee.member_id, MORNING)


def test_publishing_twice_changes_nothing(employee: Actor, objective: Objective) -> None:
    before = Row.objects.count()
    publish_objective(employee, objective.id)
    assert Row.objects.count() == before


# Deleting and restoring


def test_what_was_deleted_is_gone_and_comes_back_whole(
    employee: Actor, objective: Objective, checked_in: KeyResult
) -> None:
    delete_objective(employee, objective.id)
    with pytest.raises(NotFound):
        delete_objective(employee, objective.id)
    restored = restore_objective(employee, objective.id)
    assert restored.progress == checked_in.progress
    assert last_event(objective).kind == Event.OBJECTIVE_RESTORED


def test_after_thirty_days_it_stays_deleted(employee: Actor, objective: Objective) -> None:
    delete_objective(employee, objective.id)
    with clock.set_to(MORNING + timedelta(days=31)), pytest.raises(Conflict):
        restore_objective(employee, objective.id)


def test_what_is_closed_is_not_deleted(employee: Actor, objective: Objective) -> None:
    close_objective(employee, objective.id, outcome="closed")
    with pytest.raises(Conflict):
        delete_objective(employee, objective.id)


# Setting the number by hand


def test_an_override_shows_and_keeps_the_automatic_value(
    employee: Actor, objective: Objective, checked_in: KeyResult
) -> None:
    made = override_progress(employee, objective.id, progress=Decimal("0.9"), reason="口头承诺")
    assert (made.shown_progress, made.progress) == (Decimal("0.9"), Decimal("0.4"))
    assert last_event(objective).old == {"progress": "0.4"}
    assert last_event(objective).new == {"progress": "0.9"}


def test_resuming_brings_the_automatic_value_back(
    employee: Actor, objective: Objective, checked_in: KeyResult
) -> None:
    override_progress(employee, objective.id, progress=Decimal("0.9"), reason="口头承诺")
    made = override_progress(employee, objective.id, progress=None)
    assert made.shown_progress == Decimal("0.4")
    assert last_event(objective).kind == Event.OBJECTIVE_RESUMED


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"progress": Decimal("0.9")}, "reason"),
        ({"progress": Decimal(11), "reason": "?"}, "progress"),
    ],
)
def test_an_override_is_refused(
    employee: Actor, objective: Objective, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        override_progress(employee, objective.id, **given)
    assert fields_of(refused) == {field}


# Closing and reopening


def test_closing_keeps_outcome_and_note(employee: Actor, objective: Objective) -> None:
    made = close_objective(employee, objective.id, outcome="missed", note="差两家")
    closure = made.closures.get()
    assert (made.closed_as, closure.outcome, closure.note) == ("closed", "missed", "差两家")
    assert last_event(objective).new == {"outcome": "missed", "score": None}


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        ("achieved", "closed"),
        ("missed", "closed"),
        ("carried", "closed"),
        ("closed", "closed"),
        ("postponed", "postponed"),
        ("abandoned", "abandoned"),
    ],
)
def test_every_outcome_has_its_status(
    employee: Actor, objective: Objective, outcome: str, status: str
) -> None:
    assert close_objective(employee, objective.id, outcome=outcome).closed_as == status


def test_what_is_closed_is_read_only(employee: Actor, objective: Objective) -> None:
    close_objective(employee, objective.id, outcome="abandoned")
    for act in (
        lambda: edit_objective(employee, objective.id, title="?"),
        lambda: add_key_result(employee, objective.id, title="?", reason="中途调整"),
        lambda: override_progress(employee, objective.id, progress=None),
        lambda: close_objective(employee, objective.id, outcome="closed"),
        lambda: publish_objective(employee, objective.id),
    ):
        with pytest.raises(Conflict):
            act()


def test_reopening_needs_a_reason_and_undoes_the_closing(
    employee: Actor, objective: Objective
) -> None:
    close_objective(employee, objective.id, outcome="achieved")
    with pytest.raises(Invalid):
        reopen_objective(employee, objective.id, reason="")
    made = reopen_objective(employee, objective.id, reason="还差一家客户")
    assert made.closed_as == ""
    assert last_event(objective).old == {"outcome": "achieved", "score": None}
    close_objective(employee, objective.id, outcome="closed")


def test_only_what_is_closed_is_reopened(employee: Actor, objective: Objective) -> None:
    with pytest.raises(Conflict):
        reopen_objective(employee, objective.id, reason="?")


def test_a_closed_cycle_reopens_nothing(
    champion: Actor, employee: Actor, cycle: Cycle, objective: Objective
) -> None:
    close_objective(employee, objective.id, outcome="closed")
    for phase in ("scoring", "closed"):
        move_cycle(champion, cycle.id, phase=phase)
    with pytest.raises(Conflict):
        reopen_objective(employee, objective.id, reason="?")


def test_a_lead_may_close_for_the_owner(lead: Actor, objective: Objective) -> None:
    assert close_objective(lead, objective.id, outcome="closed").is_closed


# Order


def test_objectives_take_the_order_that_is_asked_for(
    write_objective: WriteObjective, employee: Actor
) -> None:
    first, second, third, fourth = (write_objective(employee) for _ in range(4))
    order_objectives(employee, [third.id, first.id])
    found = Objective.objects.filter(owner=employee.member_id).order_by("position")
    assert list(found) == [third, second, first, fourth]
    assert last_event(third).new == {"order": [str(third.id), str(first.id)]}


def test_the_same_order_again_leaves_no_event(
    write_objective: WriteObjective, employee: Actor
) -> None:
    both = [write_objective(employee).id for _ in range(2)]
    before = Row.objects.count()
    order_objectives(employee, both)
    assert Row.objects.count() == before


def test_ordering_what_is_not_ones_own_is_refused(
    colleague: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> None:
    with pytest.raises(Forbidden):
        order_objectives(again(colleague), [objective.id])
