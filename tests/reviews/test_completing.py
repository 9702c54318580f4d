"""A cycle closes by itself once everything in it has ended."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.doctor import examine
from cairn.checkins.models import CheckIn
from cairn.cycles.commands import move_cycle
from cairn.cycles.models import Cycle
from cairn.errors import Conflict, Stale
from cairn.events.models import Event
from cairn.goals.commands.closures import close_objective, reopen_objective
from cairn.goals.commands.cycles import edit_cycle
from cairn.goals.commands.drafts import publish_objective
from cairn.goals.commands.objectives import delete_objective
from cairn.goals.models import KeyResult, Objective
from cairn.notifications.models import Notice
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from cairn.reviews.commands.cycles import complete_cycle
from cairn.reviews.commands.scoring import score_key_result
from cairn.reviews.doctor import examine_reviews
from cairn.reviews.models import Score
from cairn.storage import clock
from tests.cast import MORNING, WriteObjective, again
from tests.later import do_later_work
from tests.threads import at_once

D = Decimal


@pytest.fixture
def scoring(champion: Actor, cycle: Cycle, objective: Objective) -> Iterator[Cycle]:
    """Being scored for an hour."""
    move_cycle(champion, cycle.id, phase="scoring")
    with clock.set_to(MORNING + timedelta(hours=1)):
        yield cycle


def is_closed(cycle: Cycle) -> bool:
    do_later_work()
    return Cycle.objects.get(id=cycle.id).is_closed


def test_it_closes_with_the_last_ending_and_not_with_the_last_score(
    employee: Actor,
    scoring: Cycle,
    objective: Objective,
    key_result: KeyResult,
    write_objective: WriteObjective,
) -> None:
    other = write_objective(employee)
    write_objective(employee, publish=False)
    score_key_result(employee, key_result.id, value=D("0.7"))
    close_objective(employee, other.id, outcome="postponed")
    assert not is_closed(scoring)
    close_objective(employee, objective.id, outcome="achieved")
    assert is_closed(scoring)
    assert is_closed(scoring)
    (event,) = Event.objects.filter(kind="cycle.completed")
    assert (event.actor_id, event.face) == (employee.member_id, "task")
    assert (event.old, event.new) == ({"phase": "scoring"}, {"phase": "closed"})


def test_champions_hear_of_it_whoever_ended_the_last(
    admin: Actor, champion: Actor, employee: Actor, scoring: Cycle, objective: Objective
) -> None:
    do_later_work()
    close_objective(champion, objective.id, outcome="achieved")
    assert is_closed(scoring)
    do_later_work()
    heard = Notice.objects.filter(kind="cycle.completed")
    assert {one.member_id for one in heard} == {admin.member_id, champion.member_id}
    assert {one.url for one in heard} == {f"/cycles/{scoring.id}/close"}


def test_what_a_champion_opens_again_stays_open_until_something_ends(
    champion: Actor, employee: Actor, scoring: Cycle, objective: Objective
) -> None:
    close_objective(employee, objective.id, outcome="achieved")
    assert is_closed(scoring)
    with clock.set_to(MORNING + timedelta(hours=2)):
        move_cycle(champion, scoring.id, phase="scoring", reason="一项评分有误")
        assert not is_closed(scoring)
        reopen_objective(employee, objective.id, reason="重新评")
    with clock.set_to(MORNING + timedelta(hours=3)):
        assert not is_closed(scoring)
        close_objective(employee, objective.id, outcome="missed")
        assert is_closed(scoring)


def test_what_had_ended_before_scoring_began_waits_for_the_champion(
    champion: Actor, employee: Actor, cycle: Cycle, objective: Objective
) -> None:
    close_objective(employee, objective.id, outcome="achieved")
    with clock.set_to(MORNING + timedelta(hours=1)):
        move_cycle(champion, cycle.id, phase="scoring")
        assert not is_closed(cycle)


def test_the_last_that_goes_on_is_deleted(
    employee: Actor, scoring: Cycle, objective: Objective, write_objective: WriteObjective
) -> None:
    other = write_objective(employee)
    close_objective(employee, objective.id, outcome="achieved")
    assert not is_closed(scoring)
    delete_objective(employee, other.id)
    assert is_closed(scoring)


def test_an_organization_may_close_its_cycles_itself(
    organization: Organization, employee: Actor, scoring: Cycle, objective: Objective
) -> None:
    Organization.objects.filter(id=organization.id).update(closes_cycles=False)
    close_objective(employee, objective.id, outcome="achieved")
    assert not is_closed(scoring)


@pytest.mark.django_db(transaction=True)
def test_the_last_two_end_at_the_same_moment_and_it_closes_once(
    employee: Actor, scoring: Cycle, objective: Objective, write_objective: WriteObjective
) -> None:
    other = write_objective(employee)

    def end(id: int) -> None:
        close_objective(employee, id, outcome="achieved")
        complete_cycle(scoring.id)

    raised = at_once([partial(end, objective.id), partial(end, other.id)])
    assert raised == [None, None]
    assert Cycle.objects.get(id=scoring.id).is_closed
    assert Event.objects.filter(kind="cycle.completed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_whoever_writes_while_it_closes_is_in_time_or_refused(
    employee: Actor,
    scoring: Cycle,
    objective: Objective,
    key_result: KeyResult,
    write_objective: WriteObjective,
) -> None:
    """A check-in, a reopening, and a draft that is published at the last moment."""
    draft = write_objective(employee, publish=False)
    close_objective(employee, objective.id, outcome="achieved")
    raised = at_once(
        [
            lambda: complete_cycle(scoring.id),
            lambda: complete_cycle(scoring.id),
            lambda: reopen_objective(employee, objective.id, reason="还没完"),
            lambda: check_in(employee, key_result.id, value=D(70)),
            lambda: publish_objective(employee, draft.id),
        ]
    )
    assert {type(one) for one in raised} <= {type(None), Conflict}
    is_over = Cycle.objects.get(id=scoring.id).is_closed
    going = Objective.objects.filter(closed_as="", published_at__isnull=False)
    assert is_over is not going.exists()
    assert CheckIn.objects.count() == (raised[3] is None)


def test_a_cycle_may_be_shortened_while_it_is_scored(
    employee: Actor, champion: Actor, scoring: Cycle, objective: Objective, checked_in: KeyResult
) -> None:
    """What was given stays given, what is left is scored by what was reached, and it closes."""
    score_key_result(employee, checked_in.id, value=D("0.6"))
    edit_cycle(champion, scoring.id, ends_on=date(2026, 11, 10))
    checked_in.refresh_from_db()
    objective.refresh_from_db()
    assert (checked_in.score, objective.score) == (D("0.6"), D("0.6"))
    assert checked_in.due_on == objective.due_on == date(2026, 11, 10)
    score_key_result(employee, checked_in.id, value=D("0.5"))
    close_objective(employee, objective.id, outcome="missed")
    assert is_closed(scoring)
    edit_cycle(champion, scoring.id, ends_on=date(2026, 11, 12))
    assert is_closed(scoring)
    organization = objective.organization
    assert [*examine(organization), *examine_reviews(organization)] == []


@pytest.mark.django_db(transaction=True)
def test_it_is_shortened_scored_twice_ended_and_closed_at_one_moment(
    employee: Actor, lead: Actor, champion: Actor, scoring: Cycle, key_result: KeyResult
) -> None:
    objective = key_result.objective
    raised = at_once(
        [
            lambda: edit_cycle(champion, scoring.id, ends_on=date(2026, 11, 30)),
            lambda: score_key_result(employee, key_result.id, value=D("0.6"), seen=0),
            lambda: score_key_result(again(lead), key_result.id, value=D("0.4"), seen=0),
            lambda: close_objective(employee, objective.id, outcome="missed"),
            lambda: complete_cycle(scoring.id),
            lambda: check_in(employee, key_result.id, value=D(66)),
        ]
    )
    assert {type(one) for one in raised} <= {type(None), Conflict, Stale}
    assert [raised[0], raised[3], raised[4]] == [None] * 3
    given = Score.objects.filter(key_result=key_result)
    assert given.count() == [raised[1], raised[2]].count(None) <= 1
    complete_cycle(scoring.id)
    assert Cycle.objects.get(id=scoring.id).is_closed
    organization = objective.organization
    assert [*examine(organization), *examine_reviews(organization)] == []
