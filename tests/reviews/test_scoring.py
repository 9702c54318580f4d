"""Scoring key results and objectives, and what others say beside."""

from decimal import Decimal
from functools import partial

import pytest

from cairn.cycles.commands import move_cycle
from cairn.cycles.models import Cycle
from cairn.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from cairn.events.models import Event
from cairn.goals.commands.closures import close_objective, reopen_objective
from cairn.goals.commands.key_results import delete_key_result
from cairn.goals.commands.weights import set_weight
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.reviews.commands.scoring import give_opinion, score_key_result, score_objective
from cairn.reviews.models import Score
from tests.cast import TODAY, WriteKeyResult, WriteObjective, again
from tests.threads import at_once

D = Decimal


@pytest.fixture
def second(
    employee: Actor, objective: Objective, key_result: KeyResult, write_key_result: WriteKeyResult
) -> KeyResult:
    """Beside `key_result`, of the same weight."""
    return write_key_result(employee, objective)


def kept(objective: Objective) -> tuple[Decimal | None, Decimal | None, str]:
    objective.refresh_from_db()
    return objective.score, objective.computed_score, objective.score_reason


def test_a_score_is_kept_beside_what_the_progress_suggested(
    employee: Actor, objective: Objective, checked_in: KeyResult
) -> None:
    made = score_key_result(employee, checked_in.id, value=D("0.6"), note="两家大客户拖到一月")
    said = Score.objects.get()
    assert (made.score, said.value, said.suggested) == (D("0.6"), D("0.6"), D("0.4"))
    assert kept(objective) == (D("0.6"), D("0.6"), "")
    event = Event.objects.get(kind="key_result.scored")
    assert (event.old, event.new, event.reason) == ({"score": None}, {"score": "0.6"}, said.note)


def test_the_objective_has_the_weighted_mean_of_what_is_scored(
    employee: Actor, objective: Objective, key_result: KeyResult, second: KeyResult
) -> None:
    score_key_result(employee, key_result.id, value=D("0.9"))
    assert kept(objective)[0] == D("0.9")
    score_key_result(employee, second.id, value=D("0.2"))
    assert kept(objective)[0] == D("0.6")  # 0.55, half up
    set_weight(employee, second.id, weight=D(80), reason="更要紧")
    assert kept(objective)[0] == D("0.3")
    delete_key_result(employee, second.id, reason="中途调整")
    assert kept(objective)[0] == D("0.9")
    score_key_result(employee, key_result.id, value=None)
    assert kept(objective) == (None, None, "")


def test_the_same_score_again_changes_nothing(employee: Actor, key_result: KeyResult) -> None:
    for _ in range(2):
        score_key_result(employee, key_result.id, value=D("0.7"), note="好", seen=0)
    assert Score.objects.count() == 1


def test_the_second_of_two_windows_reads_both(
    employee: Actor, lead: Actor, key_result: KeyResult
) -> None:
    score_key_result(employee, key_result.id, value=D("0.7"), note="够了", seen=0)
    first = Score.objects.get()
    with pytest.raises(Stale) as refused:
        score_key_result(again(lead), key_result.id, value=D("0.4"), note="不够", seen=0)
    assert refused.value.theirs == {"score": D("0.7"), "note": "够了"}
    assert refused.value.yours == {"score": D("0.4"), "note": "不够"}
    assert refused.value.version == first.id
    score_key_result(again(lead), key_result.id, value=D("0.4"), note="不够", seen=first.id)
    assert list(Score.objects.order_by("id").values_list("value", flat=True)) == [
        D("0.7"),
        D("0.4"),
    ]


def test_people_decide_another_score_with_a_reason(
    employee: Actor, objective: Objective, key_result: KeyResult, second: KeyResult
) -> None:
    score_key_result(employee, key_result.id, value=D("0.5"))
    with pytest.raises(Invalid) as refused:
        score_objective(employee, objective.id, value=D("0.8"))
    assert set(refused.value.fields) == {"reason"}
    score_objective(employee, objective.id, value=D("0.8"), reason="最难的一项做成了")
    assert kept(objective) == (D("0.8"), D("0.5"), "最难的一项做成了")
    score_key_result(employee, second.id, value=D("0.1"))
    assert kept(objective) == (D("0.8"), D("0.3"), "最难的一项做成了")
    score_objective(employee, objective.id, value=None)
    assert kept(objective) == (D("0.3"), D("0.3"), "")
    assert Event.objects.filter(kind="objective.scored").count() == 2
    score_objective(employee, objective.id, value=D("0.3"), reason="?")  # as computed
    assert kept(objective) == (D("0.3"), D("0.3"), "")


def test_the_objective_too_shows_both_to_the_second(
    employee: Actor, objective: Objective, key_result: KeyResult
) -> None:
    score_objective(employee, objective.id, value=D("0.8"), reason="一", seen=0)
    with pytest.raises(Stale):
        score_objective(employee, objective.id, value=D("0.2"), reason="二", seen=0)


@pytest.mark.parametrize("value", ["1.1", "-0.1", "0.55", "NaN"])
def test_what_is_no_score_is_refused(
    employee: Actor, objective: Objective, key_result: KeyResult, value: str
) -> None:
    for act in (
        partial(score_key_result, employee, key_result.id),
        partial(score_objective, employee, objective.id, reason="?"),
    ):
        with pytest.raises(Invalid):
            act(value=D(value))


def test_a_second_opinion_stands_beside_and_never_counts(
    employee: Actor, lead: Actor, champion: Actor, objective: Objective, key_result: KeyResult
) -> None:
    score_key_result(employee, key_result.id, value=D("0.9"))
    for value in ("0.5", "0.6"):
        give_opinion(again(lead), objective.id, key_result=key_result.id, value=D(value), note="?")
    give_opinion(champion, objective.id, value=D("0.4"))
    key_result.refresh_from_db()
    assert key_result.score == D("0.9")
    assert kept(objective)[0] == D("0.9")
    assert Score.objects.filter(is_opinion=True).count() == 3
    assert Event.objects.filter(kind="opinion.given").count() == 3


def test_a_second_opinion_is_somebody_elses(
    employee: Actor, lead: Actor, colleague: Actor, objective: Objective, key_result: KeyResult
) -> None:
    for actor in (employee, colleague):
        with pytest.raises(Forbidden):
            give_opinion(actor, objective.id, key_result=key_result.id, value=D("0.9"))
    score_key_result(again(lead), key_result.id, value=D("0.9"))
    with pytest.raises(Conflict):
        give_opinion(again(lead), objective.id, key_result=key_result.id, value=D("0.9"))


def test_the_owner_of_a_key_result_scores_it_and_no_other(
    employee: Actor,
    colleague: Actor,
    objective: Objective,
    key_result: KeyResult,
    write_key_result: WriteKeyResult,
) -> None:
    theirs = write_key_result(employee, objective, owner=colleague.member_id)
    assert score_key_result(colleague, theirs.id, value=D("0.3")).score == D("0.3")
    with pytest.raises(Forbidden):
        score_key_result(colleague, key_result.id, value=D("0.3"))
    with pytest.raises(Forbidden):
        score_objective(colleague, objective.id, value=D("0.3"), reason="?")


def test_what_is_over_or_not_begun_is_not_scored(
    employee: Actor,
    champion: Actor,
    objective: Objective,
    key_result: KeyResult,
    cycle: Cycle,
    write_objective: WriteObjective,
) -> None:
    draft = write_objective(employee, publish=False)
    with pytest.raises(Conflict):
        score_objective(employee, draft.id, value=D("0.3"), reason="?")
    close_objective(employee, objective.id, outcome="missed")
    with pytest.raises(Conflict):
        score_key_result(employee, key_result.id, value=D("0.3"))
    reopen_objective(employee, objective.id, reason="还没评分")
    score_key_result(employee, key_result.id, value=D("0.3"))
    move_cycle(champion, cycle.id, phase="drafting")
    with pytest.raises(Conflict):
        score_key_result(employee, key_result.id, value=D("0.4"))
    for phase in ("running", "scoring", "closed"):
        move_cycle(champion, cycle.id, phase=phase)
    with pytest.raises(Conflict):
        score_key_result(employee, key_result.id, value=D("0.4"))


def test_reopening_keeps_the_scores(
    employee: Actor, objective: Objective, key_result: KeyResult
) -> None:
    score_key_result(employee, key_result.id, value=D("0.3"))
    close_objective(employee, objective.id, outcome="missed")
    reopen_objective(employee, objective.id, reason="再看一眼")
    assert kept(objective)[0] == D("0.3")


def test_a_private_objective_is_not_there_for_others(
    employee: Actor,
    colleague: Actor,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    private = write_objective(employee, visibility="people")
    measure = write_key_result(employee, private)
    for act in (
        partial(score_key_result, colleague, measure.id),
        partial(score_objective, colleague, private.id),
        partial(give_opinion, colleague, private.id),
    ):
        with pytest.raises(NotFound):
            act(value=D("0.3"))


def test_a_lead_above_a_dissolved_team_gives_an_opinion(
    champion: Actor, objective: Objective, team: Team
) -> None:
    Team.objects.filter(id=team.id).update(valid_to=TODAY, lead=None)
    assert give_opinion(champion, objective.id, value=D("0.4")).is_opinion


@pytest.mark.django_db(transaction=True)
def test_eight_windows_score_at_once_and_one_counts(
    employee: Actor, objective: Objective, key_result: KeyResult
) -> None:
    acts = [
        partial(score_key_result, employee, key_result.id, value=D(n) / 10, seen=0)
        for n in range(1, 9)
    ]
    raised = at_once(acts)
    assert sorted(str(type(one).__name__) for one in raised) == ["NoneType"] + ["Stale"] * 7
    key_result.refresh_from_db()
    assert Score.objects.get().value == key_result.score == kept(objective)[0]
