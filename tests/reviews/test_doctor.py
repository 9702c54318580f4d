"""What is kept of scores and of what goes on is what the history says; what is broken is mended."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairn.checkins.doctor import Difference
from cairn.goals.commands.closures import close_objective
from cairn.goals.commands.initiatives import add_initiative
from cairn.goals.models import Closure, Initiative, KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from cairn.reviews.commands.carrying import carry_over
from cairn.reviews.commands.cycles import create_next_cycle
from cairn.reviews.commands.scoring import give_opinion, score_key_result, score_objective
from cairn.reviews.doctor import examine_reviews, mend_reviews
from tests.cast import WriteKeyResult, WriteObjective

D = Decimal
type Break = Callable[[], object]


@pytest.fixture
def scored(
    employee: Actor,
    lead: Actor,
    objective: Objective,
    checked_in: KeyResult,
    write_key_result: WriteKeyResult,
) -> Objective:
    """0.6 and 0.9, decided as 0.7, doubted."""
    score_key_result(employee, checked_in.id, value=D("0.5"))
    score_key_result(employee, checked_in.id, value=D("0.6"))
    score_key_result(employee, write_key_result(employee, objective).id, value=D("0.9"))
    give_opinion(lead, objective.id, value=D("0.2"), key_result=checked_in.id)
    score_objective(employee, objective.id, value=D("0.7"), reason="难度更高")
    give_opinion(lead, objective.id, value=D("0.3"))
    return objective


@pytest.fixture
def carried(employee: Actor, champion: Actor, scored: Objective) -> Objective:
    later = create_next_cycle(champion, scored.cycle_id)
    (made,) = carry_over(employee, objectives=[scored.id], cycle=later.id)
    return made


def check(organization: Organization, *columns: str) -> None:
    """Exactly these differ; mended, nothing does."""
    found = list(examine_reviews(organization))
    assert sorted(one.column for one in found) == sorted(columns)
    assert mend_reviews(organization) == found
    assert list(examine_reviews(organization)) == []


def test_nothing_differs(organization: Organization, carried: Objective) -> None:
    check(organization)


def test_a_key_result_has_the_latest_score_that_is_no_opinion(
    organization: Organization, scored: Objective, checked_in: KeyResult
) -> None:
    KeyResult.objects.filter(id=checked_in.id).update(score=D("0.2"))
    check(organization, "score")
    assert KeyResult.objects.get(id=checked_in.id).score == D("0.6")


@pytest.mark.parametrize(
    ("wrong", "columns"),
    [
        ({"computed_score": D("0.1")}, ["computed_score"]),
        ({"score": D("0.1")}, ["score"]),
        ({"score": None, "score_reason": ""}, ["score", "score_reason"]),
    ],
)
def test_an_objective_has_what_was_decided(
    organization: Organization, scored: Objective, wrong: dict[str, object], columns: list[str]
) -> None:
    Objective.objects.filter(id=scored.id).update(**wrong)
    check(organization, *columns)
    scored.refresh_from_db()
    assert (scored.computed_score, scored.score) == (D("0.8"), D("0.7"))
    assert scored.score_reason == "难度更高"


def test_without_a_decision_it_has_what_the_key_results_make(
    organization: Organization, employee: Actor, scored: Objective
) -> None:
    score_objective(employee, scored.id, value=None)
    Objective.objects.filter(id=scored.id).update(score=D("0.7"))
    check(organization, "score")


def test_what_was_scored_before_there_was_a_history_stays(
    organization: Organization, objective: Objective, checked_in: KeyResult
) -> None:
    KeyResult.objects.filter(id=checked_in.id).update(score=D("0.4"))
    Objective.objects.filter(id=objective.id).update(score=D("0.5"))
    check(organization, "computed_score")
    assert Objective.objects.get(id=objective.id).score == D("0.5")


def test_what_goes_on_belongs_to_what_goes_on(
    organization: Organization, employee: Actor, carried: Objective, write_objective: WriteObjective
) -> None:
    Objective.objects.filter(id=carried.id).update(carried_from=write_objective(employee))
    check(organization, "carried_from_id", "carried_from_id", "outcome")
    assert Closure.objects.get().outcome == "closed"


def test_an_initiative_goes_on_for_the_same_key_result(
    organization: Organization,
    employee: Actor,
    champion: Actor,
    objective: Objective,
    key_result: KeyResult,
    write_key_result: WriteKeyResult,
) -> None:
    old = add_initiative(employee, key_result.id, title="约谈十家")
    other = write_key_result(employee, objective)
    later = create_next_cycle(champion, objective.cycle_id)
    carry_over(employee, objectives=[objective.id], cycle=later.id)
    check(organization)
    Initiative.objects.filter(id=old.id).update(key_result=other)
    check(organization, "carried_from_id")


def test_an_ending_that_says_so_has_something_that_goes_on(
    organization: Organization, employee: Actor, objective: Objective
) -> None:
    close_objective(employee, objective.id, outcome="missed")
    Closure.objects.update(outcome="carried")
    check(organization, "outcome")


def test_many_are_read_in_a_few_queries(
    organization: Organization,
    employee: Actor,
    carried: Objective,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    for _ in range(5):
        write_key_result(employee, write_objective(employee))
    with CaptureQueriesContext(connection) as queries:
        list(examine_reviews(organization))
    assert len(queries) == 6


def test_differences_read_alike(organization: Organization, scored: Objective) -> None:
    Objective.objects.filter(id=scored.id).update(score=D("0.1"))
    assert list(examine_reviews(organization)) == [
        Difference("goals_objective", scored.id, "score", D("0.1"), D("0.7"))
    ]
