"""The whole behaviour of a check-in and its roll-up."""

import random
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.models import CheckIn
from cairn.errors import Conflict, Forbidden, Invalid
from cairn.events.kinds import Kind as Event
from cairn.events.models import Event as Row
from cairn.goals.commands.key_results import add_key_result
from cairn.goals.models import KeyResult, Objective
from cairn.goals.queries import one_objective_row
from cairn.organization.actor import Actor
from tests.cast import TODAY, WriteKeyResult, WriteObjective

D = Decimal
WEEK = timedelta(days=7)


def fresh[M: (KeyResult, Objective)](thing: M) -> M:
    thing.refresh_from_db()
    return thing


def test_a_check_in_moves_the_key_result_and_its_objective(
    checked_in: KeyResult, objective: Objective
) -> None:
    assert (checked_in.current, checked_in.progress) == (D(66), D("0.4"))
    assert (checked_in.confidence, checked_in.confidences) == (7, [7])
    assert checked_in.checked_in_on == TODAY
    assert fresh(objective).progress == D("0.4")
    assert (objective.checked_in_on, objective.measured) == (TODAY, 1)
    assert objective.outdated_on == TODAY + timedelta(days=11)


def test_the_event_holds_the_values_before_and_after(
    employee: Actor, checked_in: KeyResult, objective: Objective
) -> None:
    check_in(employee, checked_in.id, value=D(69), confidence=4, note="一个客户流失")
    event = Row.objects.filter(kind=Event.CHECKIN_MADE).latest("id")
    assert event.old == {"value": "66", "confidence": 7}
    assert event.new == {
        "value": "69",
        "confidence": 4,
        "key_result": str(checked_in.id),
        "effective_on": TODAY.isoformat(),
    }
    assert (event.objective_id, event.reason) == (objective.id, "一个客户流失")


def test_the_latest_is_the_one_with_the_latest_day(
    employee: Actor, checked_in: KeyResult, objective: Objective
) -> None:
    check_in(employee, checked_in.id, value=D(62), confidence=3, effective_on=TODAY - WEEK)
    assert (fresh(checked_in).current, checked_in.previous) == (D(66), D(62))
    assert (checked_in.confidence, checked_in.confidences) == (7, [3, 7])
    assert checked_in.checked_in_on == TODAY
    assert fresh(objective).progress == D("0.4")


def test_of_two_on_one_day_the_later_counts(employee: Actor, checked_in: KeyResult) -> None:
    check_in(employee, checked_in.id, value=D(63))
    assert (fresh(checked_in).current, checked_in.previous) == (D(63), D(66))


def test_going_backwards_is_negative_but_the_roll_up_stops_at_nothing(
    employee: Actor, key_result: KeyResult, objective: Objective
) -> None:
    check_in(employee, key_result.id, value=D(57))
    assert (fresh(key_result).progress, fresh(objective).progress) == (D("-0.2"), D(0))


def test_overshoot_is_kept_and_clamped_in_the_roll_up(
    employee: Actor, key_result: KeyResult, objective: Objective
) -> None:
    check_in(employee, key_result.id, value=D(81))
    assert (fresh(key_result).progress, fresh(objective).progress) == (D("1.4"), D(1))


def test_without_a_confidence_the_last_one_stays(employee: Actor, checked_in: KeyResult) -> None:
    assert check_in(employee, checked_in.id, value=D(67)).confidence == 7


def test_the_first_confidence_is_five(employee: Actor, key_result: KeyResult) -> None:
    assert check_in(employee, key_result.id, note="刚开始").confidence == 5


def test_words_without_a_value_leave_the_value(employee: Actor, checked_in: KeyResult) -> None:
    made = check_in(employee, checked_in.id, note="没有变化", confidence=6)
    assert made.reading is None
    assert (fresh(checked_in).current, checked_in.confidence) == (D(66), 6)


def test_no_more_than_twelve_confidences_are_repeated(
    employee: Actor, key_result: KeyResult
) -> None:
    for confidence in (*range(11), 1, 2, 3):
        check_in(employee, key_result.id, confidence=confidence)
    assert fresh(key_result).confidences == [2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 2, 3]


# A status by hand


@pytest.mark.parametrize("seed", range(4))
def test_what_a_key_result_repeats_is_what_its_check_ins_say(
    seed: int, employee: Actor, key_result: KeyResult
) -> None:
    dice = random.Random(seed)
    latest: list[CheckIn] = []
    for _ in range(18):
        corrects = dice.choice(latest).id if latest and dice.random() < 0.2 else None
        check_in(
            employee,
            key_result.id,
            value=D(dice.randrange(99)),
            confidence=dice.randrange(11),
            status=dice.choice(("", "at_risk")),
            note="一句话",
            effective_on=dice.choice((None, TODAY, TODAY - WEEK, TODAY - 2 * WEEK)),
            corrects=corrects,
        )
        order = ("-effective_on", "-recorded_at", "-id")
        latest = list(CheckIn.objects.filter(corrected_by__isnull=True).order_by(*order)[:12])
        fresh(key_result)
        assert key_result.confidences == [one.confidence for one in reversed(latest)]
        said = (key_result.confidence, key_result.said_status, key_result.checked_in_on)
        assert said == (latest[0].confidence, latest[0].status, latest[0].effective_on)


def test_a_status_by_hand_shows_with_the_derived_one_beside_it(
    employee: Actor, checked_in: KeyResult, objective: Objective
) -> None:
    check_in(employee, checked_in.id, value=D(75), status="at_risk", note="老客户在谈别家")
    row = one_objective_row(employee, objective.id, TODAY).key_results[0]
    assert (row.status, row.derived_status) == ("at_risk", "on_track")
    check_in(employee, checked_in.id, value=D(75), note="谈妥了")
    assert one_objective_row(employee, objective.id, TODAY).key_results[0].status == "on_track"


def test_silence_hides_what_was_said(
    employee: Actor, checked_in: KeyResult, objective: Objective
) -> None:
    check_in(employee, checked_in.id, value=D(75), status="on_track", note="很好")
    later = one_objective_row(employee, objective.id, TODAY + timedelta(days=11)).key_results[0]
    assert (later.status, later.shown.beside) == ("outdated", "on_track")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"status": "at_risk"}, "note"),
        ({"status": "closed", "note": "?"}, "status"),
        ({"effective_on": TODAY + timedelta(days=2)}, "effective_on"),
        ({"milestones_reached": []}, "milestones_reached"),
        ({"corrects": 4711}, "corrects"),
    ],
)
def test_a_check_in_is_refused(
    employee: Actor, key_result: KeyResult, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        check_in(employee, key_result.id, **given)
    assert set(refused.value.fields) == {field}
    assert not CheckIn.objects.exists()


# Milestones and bands


@pytest.fixture
def launch(employee: Actor, objective: Objective) -> KeyResult:
    """Two milestones, the second three times as heavy."""
    return add_key_result(
        employee,
        objective.id,
        title="新版上线",
        kind="milestones",
        milestones=[(None, "内测", D(1)), (None, "上线", D(3))],
        reason="中途调整",
    )


def steps_of(launch: KeyResult) -> list[int]:
    return list(launch.milestones.order_by("position").values_list("id", flat=True))


def test_milestones_count_by_weight_and_keep_their_day(employee: Actor, launch: KeyResult) -> None:
    first, second = steps_of(launch)
    check_in(employee, launch.id, milestones_reached=[first], effective_on=TODAY - WEEK)
    check_in(employee, launch.id, milestones_reached=[first, second])
    days = dict(launch.milestones.values_list("id", "reached_on"))
    assert days == {first: TODAY - WEEK, second: TODAY}
    assert fresh(launch).progress == 1


def test_a_milestone_that_is_lost_again_is_not_reached(employee: Actor, launch: KeyResult) -> None:
    first, _ = steps_of(launch)
    check_in(employee, launch.id, milestones_reached=[first], effective_on=TODAY - WEEK)
    check_in(employee, launch.id, milestones_reached=[])
    assert fresh(launch).progress == 0
    assert launch.milestones.get(id=first).reached_on is None


def test_milestones_take_no_value_and_no_strangers(employee: Actor, launch: KeyResult) -> None:
    for given in ({"value": D(1)}, {"milestones_reached": [4711]}):
        with pytest.raises(Invalid):
            check_in(employee, launch.id, **given)


def test_maintain_is_the_share_of_readings_inside_the_band(
    employee: Actor, objective: Objective
) -> None:
    kept = add_key_result(
        employee,
        objective.id,
        title="可用率不低于 99.9%",
        kind="maintain",
        lower=D("99.9"),
        reason="中途调整",
    )
    assert kept.progress is None
    for value in ("99.9", "99.5", "99.95", "100"):
        check_in(employee, kept.id, value=D(value))
    assert fresh(kept).progress == D("0.75")


# Corrections


def test_a_correction_is_a_new_row_that_replaces_the_old(
    employee: Actor, checked_in: KeyResult
) -> None:
    wrong = checked_in.checkins.get()
    made = check_in(employee, checked_in.id, value=D(69), corrects=wrong.id)
    assert (made.corrects_id, made.confidence) == (wrong.id, 7)
    assert (fresh(checked_in).current, checked_in.previous) == (D(69), None)
    assert checked_in.confidences == [7]
    assert checked_in.checkins.count() == 2
    assert Row.objects.latest("id").kind == Event.CHECKIN_CORRECTED


def test_a_correction_keeps_the_day_of_what_it_corrects(
    employee: Actor, key_result: KeyResult
) -> None:
    old = check_in(employee, key_result.id, value=D(61), effective_on=TODAY - WEEK)
    check_in(employee, key_result.id, value=D(64))
    made = check_in(employee, key_result.id, value=D(62), corrects=old.id)
    assert made.effective_on == TODAY - WEEK
    assert (fresh(key_result).current, key_result.previous) == (D(64), D(62))


def test_a_correction_without_a_value_takes_the_value_back(
    employee: Actor, checked_in: KeyResult, objective: Objective
) -> None:
    wrong = checked_in.checkins.get()
    first = check_in(employee, checked_in.id, note="填错了", corrects=wrong.id)
    assert (fresh(checked_in).current, fresh(objective).progress) == (None, D(0))
    check_in(employee, checked_in.id, value=D(69), corrects=first.id)
    assert (fresh(checked_in).current, checked_in.previous) == (D(69), None)


def test_taking_milestones_back_unreaches_them(employee: Actor, launch: KeyResult) -> None:
    wrong = check_in(employee, launch.id, milestones_reached=steps_of(launch))
    check_in(employee, launch.id, note="说早了", corrects=wrong.id)
    assert (fresh(launch).progress, launch.current) == (D(0), None)


def test_what_was_corrected_is_not_corrected_again(employee: Actor, checked_in: KeyResult) -> None:
    wrong = checked_in.checkins.get()
    check_in(employee, checked_in.id, value=D(69), corrects=wrong.id)
    with pytest.raises(Conflict):
        check_in(employee, checked_in.id, value=D(70), corrects=wrong.id)


# Twice, too early, by whom


def test_the_same_submission_twice_is_one_check_in(employee: Actor, key_result: KeyResult) -> None:
    both = {check_in(employee, key_result.id, value=D(61), submission="f00").id for _ in range(2)}
    assert len(both) == 1
    assert key_result.checkins.count() == 1


def test_an_empty_submission_is_none(employee: Actor, key_result: KeyResult) -> None:
    for value in (61, 62):
        check_in(employee, key_result.id, value=D(value), submission="")
    assert key_result.checkins.count() == 2


def test_a_draft_takes_no_check_in(
    employee: Actor, write_objective: WriteObjective, write_key_result: WriteKeyResult
) -> None:
    made = write_key_result(employee, write_objective(employee, publish=False))
    with pytest.raises(Conflict):
        check_in(employee, made.id, value=D(1))


def test_those_who_answer_may_check_in(
    lead: Actor, champion: Actor, admin: Actor, key_result: KeyResult
) -> None:
    for actor in (lead, champion, admin):
        assert check_in(actor, key_result.id, value=D(61)).author_id == actor.member_id


def test_others_may_not(colleague: Actor, viewer: Actor, key_result: KeyResult) -> None:
    for actor in (colleague, viewer):
        with pytest.raises(Forbidden):
            check_in(actor, key_result.id, value=D(61))


def test_the_key_results_owner_checks_in_without_owning_the_objective(
    employee: Actor, colleague: Actor, objective: Objective, write_key_result: WriteKeyResult
) -> None:
    theirs = write_key_result(employee, objective, owner=colleague.member_id)
    check_in(colleague, theirs.id, value=D(50))
    assert fresh(objective).progress == D("0.5")
