"""The whole behaviour of the commands that write key results, weights and initiatives."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cairn.checkins.commands.checkins import check_in
from cairn.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from cairn.events.kinds import Kind as Event
from cairn.events.models import Event as Row
from cairn.goals.commands.closures import close_objective
from cairn.goals.commands.drafts import publish_objective
from cairn.goals.commands.initiatives import add_initiative, delete_initiative, edit_initiative
from cairn.goals.commands.key_results import (
    add_key_result,
    claim_key_result,
    delete_key_result,
    edit_key_result,
    order_key_results,
    restore_key_result,
)
from cairn.goals.commands.weights import even_out_weights, release_weight, set_weight
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.storage import clock
from tests.cast import MORNING, WriteKeyResult, WriteObjective

D = Decimal


def weights_of(objective: Objective) -> list[Decimal]:
    rows = KeyResult.objects.filter(objective=objective, deleted_at__isnull=True)
    return list(rows.order_by("position", "id").values_list("weight", flat=True))


def last_event(subject_id: int) -> Row:
    return Row.objects.filter(subject_id=subject_id).latest("id")


@pytest.fixture
def three(
    employee: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> list[KeyResult]:
    """Three key results, weighed 33.33, 33.33 and 33.34."""
    return [write_key_result(employee, objective, title=title) for title in "甲乙丙"]


# Adding


def test_a_key_result_starts_at_nothing_with_half_confidence(key_result: KeyResult) -> None:
    assert (key_result.progress, key_result.current, key_result.confidence) == (D(0), None, 5)
    assert (key_result.weight, key_result.is_weight_fixed) == (D(100), False)


def test_a_missing_start_leaves_progress_undefined(
    employee: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> None:
    made = write_key_result(employee, objective, start=None)
    objective.refresh_from_db()
    assert (made.progress, objective.progress, objective.counted) == (None, None, 1)
    assert objective.measured == 0


def test_adding_is_recorded_under_the_objective(
    key_result: KeyResult, objective: Objective
) -> None:
    event = last_event(key_result.id)
    assert (event.kind, event.objective_id) == (Event.KEY_RESULT_ADDED, objective.id)
    assert event.new["target"] == "75"
    assert event.new["owner"] == "周晓宇"


def test_key_results_share_the_whole(objective: Objective, three: list[KeyResult]) -> None:
    assert weights_of(objective) == [D("33.33"), D("33.33"), D("33.34")]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"start": D(5), "target": D(5)}, "target"),
        ({"start": D(9), "target": D(5)}, "kind"),
        ({"kind": "decrease", "start": D(5), "target": D(9)}, "kind"),
        ({"kind": "maintain"}, "lower"),
        ({"kind": "maintain", "lower": D(3), "upper": D(2)}, "upper"),
        ({"owner": 4711}, "owner"),
        ({"due_on": date(2027, 2, 1)}, "due_on"),
    ],
)
def test_a_key_result_is_refused(
    employee: Actor, objective: Objective, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        add_key_result(employee, objective.id, **({"title": "甲"} | given), reason="中途调整")
    assert set(refused.value.fields) == {field}
    assert not objective.key_results.exists()


def test_a_weight_that_does_not_fit_names_the_largest(
    employee: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> None:
    write_key_result(employee, objective)
    second = write_key_result(employee, objective, weight=D(70))
    with pytest.raises(Invalid) as refused:
        write_key_result(employee, objective, weight=D("30.01"))
    assert "30" in str(refused.value.fields["weight"])
    assert weights_of(objective) == [D(30), second.weight]


def test_the_same_submission_twice_gives_the_first_key_result(
    employee: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> None:
    both = {write_key_result(employee, objective, submission="f00").id for _ in range(2)}
    assert len(both) == 1
    assert weights_of(objective) == [D(100)]


def test_who_answers_for_a_key_result_may_see_the_objective(
    employee: Actor,
    colleague: Actor,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    private = write_objective(employee, visibility="people")
    made = write_key_result(employee, private, owner=colleague.member_id)
    assert check_in(colleague, made.id, value=D(50)).confidence == 5


def test_yes_or_no_is_one_milestone(employee: Actor, objective: Objective) -> None:
    made = add_key_result(
        employee, objective.id, title="拿到牌照", kind="milestones", reason="中途调整"
    )
    assert [step.title for step in made.milestones.all()] == ["拿到牌照"]
    assert made.progress == 0


# Editing


def test_a_target_moved_mid_cycle_needs_a_reason_and_stays_visible(
    employee: Actor, checked_in: KeyResult
) -> None:
    with pytest.raises(Invalid) as refused:
        edit_key_result(employee, checked_in.id, target=D(72))
    assert set(refused.value.fields) == {"reason"}
    made = edit_key_result(employee, checked_in.id, target=D(72), reason="市场变了")
    event = last_event(checked_in.id)
    assert (event.old, event.new, event.reason) == (
        {"target": "75"},
        {"target": "72"},
        "市场变了",
    )
    assert made.progress == D("0.5")


def test_the_objective_follows_a_moved_target(
    employee: Actor, checked_in: KeyResult, objective: Objective
) -> None:
    edit_key_result(employee, checked_in.id, target=D(72), reason="市场变了")
    objective.refresh_from_db()
    assert objective.progress == D("0.5")


def test_a_draft_is_changed_without_a_reason(
    employee: Actor, write_objective: WriteObjective, write_key_result: WriteKeyResult
) -> None:
    draft = write_objective(employee, publish=False)
    made = write_key_result(employee, draft)
    assert edit_key_result(employee, made.id, target=D(90)).target == 90


def test_a_new_title_needs_a_reason_while_the_cycle_runs(
    employee: Actor, key_result: KeyResult
) -> None:
    with pytest.raises(Invalid) as refused:
        edit_key_result(employee, key_result.id, title="续约率 75%")
    assert set(refused.value.fields) == {"reason"}
    assert edit_key_result(employee, key_result.id, title="续约率 75%", reason="?").version == 2


def test_a_stale_edit_of_a_key_result_shows_both_texts(
    employee: Actor, key_result: KeyResult
) -> None:
    edit_key_result(employee, key_result.id, title="他们的", version=1, reason="?")
    with pytest.raises(Stale):
        edit_key_result(employee, key_result.id, title="你的", version=1)


def test_readings_of_a_value_do_not_become_milestones(
    employee: Actor, checked_in: KeyResult
) -> None:
    with pytest.raises(Invalid) as refused:
        edit_key_result(employee, checked_in.id, kind="milestones", reason="?")
    assert "kind" in refused.value.fields


def test_before_the_first_reading_the_kind_may_change(
    employee: Actor, key_result: KeyResult
) -> None:
    made = edit_key_result(
        employee, key_result.id, kind="milestones", milestones=[(None, "立项", D(1))], reason="?"
    )
    assert (made.start, made.target, made.progress) == (None, None, D(0))


def test_edited_milestones_keep_what_was_reached(employee: Actor, objective: Objective) -> None:
    lines: list[tuple[int | None, str, Decimal]] = [(None, "立项", D(1)), (None, "上线", D(1))]
    made = add_key_result(
        employee, objective.id, title="上线", kind="milestones", milestones=lines, reason="中途调整"
    )
    first = made.milestones.get(title="立项")
    check_in(employee, made.id, milestones_reached=[first.id])
    lines = [(None, "复盘", D(2)), (first.id, "立项会", D(2))]
    edit_key_result(employee, made.id, milestones=lines, reason="先看过一遍再上线")
    made.refresh_from_db()
    kept = made.milestones.get(id=first.id)
    assert (kept.title, kept.reached_on, made.progress) == ("立项会", MORNING.date(), D("0.5"))


# Claiming


def test_an_open_key_result_is_claimed_by_whoever_sees_it(
    employee: Actor, colleague: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> None:
    free = write_key_result(employee, objective, owner=None)
    assert claim_key_result(colleague, free.id).owner_id == colleague.member_id
    assert last_event(free.id).kind == Event.KEY_RESULT_CLAIMED
    with pytest.raises(Forbidden):
        claim_key_result(employee, free.id)


def test_viewers_claim_nothing(
    employee: Actor, viewer: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> None:
    with pytest.raises(Forbidden):
        claim_key_result(viewer, write_key_result(employee, objective, owner=None).id)


# Deleting and restoring


def test_undoing_a_deletion_brings_every_weight_back(
    employee: Actor, objective: Objective, three: list[KeyResult]
) -> None:
    set_weight(employee, three[0].id, weight=D(50), reason="?")
    set_weight(employee, three[1].id, weight=D(30), reason="?")
    delete_key_result(employee, three[1].id, reason="中途调整")
    assert weights_of(objective) == [D(50), D(50)]
    restored = restore_key_result(employee, three[1].id, reason="中途调整")
    assert weights_of(objective) == [D(50), D(30), D(20)]
    assert restored.is_weight_fixed


def test_what_no_longer_fits_comes_back_with_less(
    employee: Actor, objective: Objective, three: list[KeyResult]
) -> None:
    delete_key_result(employee, three[2].id, reason="中途调整")
    set_weight(employee, three[0].id, weight=D(80), reason="?")
    set_weight(employee, three[1].id, weight=D(20), reason="?")
    restore_key_result(employee, three[2].id, reason="中途调整")
    assert sum(weights_of(objective)) == 100


def test_a_deleted_key_result_counts_no_more(
    employee: Actor, objective: Objective, checked_in: KeyResult
) -> None:
    delete_key_result(employee, checked_in.id, reason="中途调整")
    objective.refresh_from_db()
    assert (objective.progress, objective.counted, objective.checked_in_on) == (None, 0, None)
    with pytest.raises(NotFound):
        check_in(employee, checked_in.id, value=D(70))


def test_after_thirty_days_a_key_result_stays_deleted(
    employee: Actor, key_result: KeyResult
) -> None:
    delete_key_result(employee, key_result.id, reason="中途调整")
    with clock.set_to(MORNING + timedelta(days=30, hours=1)), pytest.raises(Conflict):
        restore_key_result(employee, key_result.id, reason="中途调整")


# Weights


def test_an_edited_weight_stays_and_the_others_share(
    employee: Actor, objective: Objective, three: list[KeyResult]
) -> None:
    set_weight(employee, three[0].id, weight=D(50), reason="最重要")
    assert weights_of(objective) == [D(50), D(25), D(25)]
    event = last_event(objective.id)
    assert event.kind == Event.KEY_RESULT_WEIGHED
    assert event.old == {"甲": "33.33%", "乙": "33.33%", "丙": "33.34%"}
    assert event.new["甲"] == "50%"


def test_the_roll_up_follows_the_weights(
    employee: Actor, objective: Objective, three: list[KeyResult]
) -> None:
    check_in(employee, three[0].id, value=D(100))
    set_weight(employee, three[0].id, weight=D(60), reason="?")
    objective.refresh_from_db()
    assert objective.progress == D("0.6")


def test_weights_changed_mid_cycle_need_a_reason(
    employee: Actor, objective: Objective, three: list[KeyResult]
) -> None:
    acts: list[Callable[[], object]] = [
        lambda: set_weight(employee, three[0].id, weight=D(50)),
        lambda: even_out_weights(employee, objective.id),
    ]
    for act in acts:
        with pytest.raises(Invalid) as refused:
            act()
        assert set(refused.value.fields) == {"reason"}


def test_evening_out_releases_all(
    employee: Actor, objective: Objective, three: list[KeyResult]
) -> None:
    set_weight(employee, three[0].id, weight=D(50), reason="?")
    even_out_weights(employee, objective.id, reason="?")
    assert weights_of(objective) == [D("33.33"), D("33.33"), D("33.34")]
    assert not objective.key_results.filter(is_weight_fixed=True).exists()


def test_a_released_weight_keeps_its_value(
    employee: Actor, objective: Objective, three: list[KeyResult]
) -> None:
    set_weight(employee, three[0].id, weight=D(50), reason="?")
    release_weight(employee, three[0].id)
    assert weights_of(objective) == [D(50), D(25), D(25)]


# Order, refusals


def test_key_results_take_the_order_that_is_asked_for(
    employee: Actor, objective: Objective, three: list[KeyResult]
) -> None:
    order_key_results(employee, objective.id, [three[2].id])
    found = objective.key_results.order_by("position")
    assert list(found) == [three[2], three[0], three[1]]


def test_a_colleague_changes_no_key_result(
    colleague: Actor, objective: Objective, key_result: KeyResult
) -> None:
    for act in (
        lambda: add_key_result(colleague, objective.id, title="?", reason="中途调整"),
        lambda: edit_key_result(colleague, key_result.id, title="?"),
        lambda: delete_key_result(colleague, key_result.id, reason="中途调整"),
        lambda: set_weight(colleague, key_result.id, weight=D(1), reason="?"),
        lambda: even_out_weights(colleague, objective.id, reason="?"),
        lambda: release_weight(colleague, key_result.id),
        lambda: order_key_results(colleague, objective.id, []),
        lambda: add_initiative(colleague, key_result.id, title="?"),
    ):
        with pytest.raises(Forbidden):
            act()


def test_for_a_stranger_no_key_result_exists(stranger: Actor, key_result: KeyResult) -> None:
    for act in (
        lambda: edit_key_result(stranger, key_result.id, title="?"),
        lambda: claim_key_result(stranger, key_result.id),
        lambda: set_weight(stranger, key_result.id, weight=D(1)),
        lambda: check_in(stranger, key_result.id, value=D(1)),
    ):
        with pytest.raises(NotFound):
            act()


def test_the_key_results_of_a_closed_objective_are_read_only(
    employee: Actor, objective: Objective, key_result: KeyResult
) -> None:
    close_objective(employee, objective.id, outcome="closed")
    for act in (
        lambda: edit_key_result(employee, key_result.id, title="?"),
        lambda: delete_key_result(employee, key_result.id, reason="中途调整"),
        lambda: set_weight(employee, key_result.id, weight=D(1), reason="?"),
        lambda: check_in(employee, key_result.id, value=D(1)),
        lambda: order_key_results(employee, objective.id, []),
        lambda: add_initiative(employee, key_result.id, title="?"),
    ):
        with pytest.raises(Conflict):
            act()


# Initiatives


def test_an_initiative_is_the_key_result_owners_unless_said_otherwise(
    employee: Actor, lead: Actor, key_result: KeyResult
) -> None:
    mine = add_initiative(employee, key_result.id, title="回访二十家客户")
    theirs = add_initiative(employee, key_result.id, title="?", owner=lead.member_id)
    assert (mine.owner_id, mine.position) == (employee.member_id, 0)
    assert (theirs.owner_id, theirs.position) == (lead.member_id, 1)
    assert last_event(mine.id).kind == Event.INITIATIVE_ADDED


def test_an_initiative_moves_on_and_goes(employee: Actor, key_result: KeyResult) -> None:
    made = add_initiative(employee, key_result.id, title="回访")
    edit_initiative(employee, made.id, state="done")
    assert last_event(made.id).new == {"state": "done"}
    delete_initiative(employee, made.id)
    with pytest.raises(NotFound):
        edit_initiative(employee, made.id, state="open")


def test_a_draft_published_keeps_its_key_results(
    employee: Actor, write_objective: WriteObjective, write_key_result: WriteKeyResult
) -> None:
    draft = write_objective(employee, publish=False)
    write_key_result(employee, draft)
    assert publish_objective(employee, draft.id).key_results.count() == 1
