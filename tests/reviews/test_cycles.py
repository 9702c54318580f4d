"""A cycle ends, and the next one is ready."""

from datetime import date
from decimal import Decimal

import pytest

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.leaving import remove_member
from cairn.checkins.models import CheckIn
from cairn.cycles.commands import create_cycle, move_cycle
from cairn.cycles.models import Cycle
from cairn.errors import Conflict, Forbidden, Invalid
from cairn.events.models import Event
from cairn.goals.commands.closures import close_objective
from cairn.goals.commands.cycles import edit_cycle
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.reviews.commands.cycles import close_cycle, create_next_cycle
from cairn.reviews.commands.scoring import score_key_result
from cairn.reviews.endings import Missing, missing_of, names_of, standing_of
from tests.cast import WriteKeyResult, WriteObjective
from tests.threads import at_once

D = Decimal


@pytest.fixture
def scoring(champion: Actor, cycle: Cycle, objective: Objective) -> Cycle:
    return move_cycle(champion, cycle.id, phase="scoring")


def test_it_closes_once_everything_is_scored_or_closed(
    employee: Actor,
    champion: Actor,
    scoring: Cycle,
    key_result: KeyResult,
    write_objective: WriteObjective,
) -> None:
    over = write_objective(employee)
    with pytest.raises(Conflict) as refused:
        close_cycle(champion, scoring.id)
    assert employee.name in str(refused.value)
    score_key_result(employee, key_result.id, value=D("0.7"))
    close_objective(employee, over.id, outcome="abandoned")
    assert close_cycle(champion, scoring.id).is_closed
    assert close_cycle(champion, scoring.id).is_closed
    told = Event.objects.filter(kind="cycle.moved", subject_id=scoring.id).order_by("-id")
    assert told[0].new == {"phase": "closed"}


def test_the_champion_closes_it_anyway_and_names_who_is_missing(
    employee: Actor, champion: Actor, scoring: Cycle
) -> None:
    with pytest.raises(Invalid):
        close_cycle(champion, scoring.id, anyway=True)
    close_cycle(champion, scoring.id, anyway=True, reason="新季度等不起")
    told = Event.objects.filter(kind="cycle.moved").order_by("-id")[0]
    assert (told.new["missing"], told.reason) == ([employee.name], "新季度等不起")


def test_only_stewards_and_only_after_scoring(
    lead: Actor, champion: Actor, cycle: Cycle, objective: Objective
) -> None:
    with pytest.raises(Forbidden):
        close_cycle(lead, cycle.id)
    with pytest.raises(Conflict):
        close_cycle(champion, cycle.id, anyway=True, reason="?")


def test_who_is_missing_is_the_owner_else_the_lead_else_the_team(
    champion: Actor,
    lead: Actor,
    employee: Actor,
    admin: Actor,
    scoring: Cycle,
    team: Team,
    product: Team,
    write_objective: WriteObjective,
) -> None:
    write_objective(champion, team=team.id, owner=None)
    write_objective(champion, team=product.id, owner=None)
    assert {one.name for one in missing_of(champion, scoring)} == {
        employee.name,
        lead.name,
        product.name,
    }
    remove_member(admin, lead.member_id, hand_over_to=employee.member_id)
    names = {one.name for one in missing_of(champion, scoring)}
    assert lead.name not in names


def test_the_numbers_of_an_ending(
    employee: Actor,
    champion: Actor,
    scoring: Cycle,
    objective: Objective,
    key_result: KeyResult,
    write_objective: WriteObjective,
) -> None:
    score_key_result(employee, key_result.id, value=D("0.7"))
    write_objective(employee, publish=False)
    close_objective(employee, write_objective(employee).id, outcome="missed")
    write_objective(employee)
    found = standing_of(champion, scoring)
    assert (found.objectives, found.closed, found.scored, found.drafts) == (3, 1, 1, 1)
    assert found.bands == {("committed", "high"): 1}
    assert found.unscored == len(missing_of(champion, scoring)[0].objectives) == 1
    close_cycle(champion, scoring.id, anyway=True, reason="新季度等不起")
    assert standing_of(champion, scoring).unscored == 1


def test_the_next_one_follows_and_is_made_once(champion: Actor, cycle: Cycle) -> None:
    made = create_next_cycle(champion, cycle.id)
    assert (made.name, made.length) == ("2027 Q1", "quarter")
    assert (made.starts_on, made.ends_on) == (date(2027, 1, 1), date(2027, 3, 31))
    assert create_next_cycle(champion, cycle.id) == made


def test_after_a_shortened_cycle_comes_the_next_of_the_year(champion: Actor, cycle: Cycle) -> None:
    edit_cycle(champion, cycle.id, ends_on=date(2026, 12, 11))
    assert create_next_cycle(champion, cycle.id).starts_on == date(2027, 1, 1)


def test_a_custom_one_is_followed_at_once_by_one_as_long(champion: Actor) -> None:
    odd = create_cycle(
        champion,
        name="春茶",
        length="custom",
        starts_on=date(2027, 3, 5),
        ends_on=date(2027, 4, 13),
    )
    made = create_next_cycle(champion, odd.id)
    assert (made.name, made.starts_on) == ("2027-04", date(2027, 4, 14))
    assert made.days == odd.days


def test_a_shortened_cycle_is_scored_by_what_was_reached(
    employee: Actor, champion: Actor, cycle: Cycle, checked_in: KeyResult
) -> None:
    edit_cycle(champion, cycle.id, ends_on=date(2026, 11, 20))
    move_cycle(champion, cycle.id, phase="scoring")
    score_key_result(employee, checked_in.id, value=D("0.4"))
    assert close_cycle(champion, cycle.id).is_closed


@pytest.mark.django_db(transaction=True)
def test_whoever_checks_in_while_it_closes_is_in_time_or_refused(
    employee: Actor,
    champion: Actor,
    objective: Objective,
    cycle: Cycle,
    write_key_result: WriteKeyResult,
) -> None:
    lines = [write_key_result(employee, objective) for _ in range(5)]
    Cycle.objects.filter(id=cycle.id).update(phase="scoring")
    moved = at_once(
        [
            lambda: close_cycle(champion, cycle.id, anyway=True, reason="?"),
            *(lambda one=one: check_in(employee, one.id, value=D(5)) for one in lines),
        ]
    )
    assert moved[0] is None
    assert {type(one) for one in moved[1:]} <= {type(None), Conflict}
    closed_at = Cycle.objects.get(id=cycle.id).phase_since
    assert CheckIn.objects.count() == sum(one is None for one in moved[1:])
    assert not CheckIn.objects.filter(recorded_at__gt=closed_at).exists()


@pytest.mark.parametrize(
    ("count", "end"), [(2, "P1"), (10, "P9"), (11, "P9 and 1 other"), (36, "P9 and 26 others")]
)
def test_of_many_who_are_missing_the_first_are_named_and_the_rest_counted(
    count: int, end: str
) -> None:
    missing = [Missing(n, f"P{n}", ()) for n in range(count)]
    assert names_of(missing).endswith(end)
    assert names_of(missing).startswith("P0, P1")
