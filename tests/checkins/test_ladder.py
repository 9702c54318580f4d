"""Who hears of a missing check-in: the rule, and what it makes of the cast."""

from collections import defaultdict
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.commands.snoozing import snooze_check_in
from cairn.checkins.ladder import Ladder, Line, Step, who_hears
from cairn.checkins.owed import rows_owed
from cairn.checkins.queries import due_count, later_days
from cairn.checkins.reminders import CATCH_UP_DAYS, Reminder, due_reminders
from cairn.errors import Conflict, Forbidden, Invalid, Refusal
from cairn.events.models import Event
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor, Role
from cairn.organization.commands.absences import end_absence, plan_absence
from cairn.organization.models import Member, Organization, Team
from cairn.storage import clock
from cairn.web.feed import read_feed
from tests.cast import MORNING, TODAY, WriteKeyResult, WriteObjective, again, make_member

DUE = date(2026, 11, 20)  # the Friday of the first round
IDS = st.integers(1, 8)
DAYS = st.none() | st.integers(1, 30)


# The rule


@given(owner=st.none() | IDS, objective_owner=st.none() | IDS, leads=st.lists(IDS, max_size=4))
def test_a_line_names_everybody_once(
    owner: int | None, objective_owner: int | None, leads: list[int]
) -> None:
    line = Line(owner, objective_owner, leads)
    for step in Step:
        asked = line.of(step)
        assert len(asked) == len(set(asked))
        assert set(asked) == {id for id in (owner, objective_owner, *leads) if id is not None}


@given(
    line=st.lists(IDS, max_size=6, unique=True),
    fit=st.sets(IDS),
    away=st.dictionaries(IDS, IDS),
)
def test_exactly_one_hears_if_anybody_can(
    line: list[int], fit: set[int], away: dict[int, int]
) -> None:
    hears = who_hears(line, fit, away)
    assert (hears is None) == (not fit & set(line))
    if hears is not None:
        assert hears in fit
        there = [id for id in line if id in fit and id not in away]
        assert hears not in away or not there


@given(line=st.lists(IDS, min_size=1, max_size=6, unique=True))
def test_the_first_hears_where_all_are_there(line: list[int]) -> None:
    assert who_hears(line, set(line), {}) == line[0]


@given(objective_owner_days=DAYS, lead_days=DAYS)
def test_each_step_has_one_day_or_none(
    objective_owner_days: int | None, lead_days: int | None
) -> None:
    days = list(Ladder(objective_owner_days, lead_days).days(DUE))
    found = dict(days)
    assert len(days) == len(found)
    assert found.pop(Step.OWNER) == DUE
    assert found.pop(Step.OBJECTIVE_OWNER, None) == (
        DUE + timedelta(days=objective_owner_days) if objective_owner_days is not None else None
    )
    assert found.pop(Step.LEAD, None) == (
        DUE + timedelta(days=lead_days) if lead_days is not None else None
    )


# The cast


@pytest.fixture
def measured(
    champion: Actor,
    colleague: Actor,
    employee: Actor,
    objective: Objective,
    write_key_result: WriteKeyResult,
) -> KeyResult:
    """The colleague's key result of the employee's objective, in the team that the lead leads."""
    return write_key_result(employee, objective, owner=colleague.member_id)


def told(organization: Organization, days: int) -> list[tuple[str, int]]:
    """(step, who) of what is told for the first time so many days after it was due."""
    on = DUE + timedelta(days=days)
    fresh = [one for one in due_reminders(organization, on) if one.told_on == on]
    return [(str(one.step), one.member_id) for one in fresh]


def test_one_after_the_other_hears_of_it(
    organization: Organization, measured: KeyResult, colleague: Actor, employee: Actor, lead: Actor
) -> None:
    steps = [told(organization, days) for days in range(-2, 12)]
    assert steps.pop(2) == [("owner", colleague.member_id)]
    assert steps.pop(2 + 3 - 1) == [("objective_owner", employee.member_id)]
    assert steps.pop(2 + 7 - 2) == [("lead", lead.member_id)]
    assert not any(steps)


def test_the_organization_may_say_never(organization: Organization, measured: KeyResult) -> None:
    organization.tells_objective_owner_days = organization.tells_lead_days = None
    assert [told(organization, days) for days in range(1, 30)] == [[]] * 29


def test_what_was_missed_is_told_for_three_days_with_the_same_key(
    organization: Organization, measured: KeyResult
) -> None:
    keys = [
        [one.key for one in due_reminders(organization, DUE + timedelta(days=days))]
        for days in range(CATCH_UP_DAYS + 2)
    ]
    first = f"checkin:{measured.id}:owner:2026-11-20"
    assert [first in one for one in keys] == [True] * (CATCH_UP_DAYS + 1) + [False]


def test_who_has_checked_in_hears_nothing(
    organization: Organization, measured: KeyResult, colleague: Actor
) -> None:
    check_in(colleague, measured.id, value=Decimal(3))
    assert list(due_reminders(organization, DUE)) == []


def test_without_an_owner_the_objectives_owner_hears(
    organization: Organization, measured: KeyResult, employee: Actor
) -> None:
    KeyResult.objects.filter(id=measured.id).update(owner=None)
    assert told(organization, 0) == [("owner", employee.member_id)]


@pytest.mark.parametrize("change", [{"left_at": MORNING}, {"role": Role.VIEWER}])
def test_who_left_or_only_looks_is_passed_over(
    organization: Organization,
    measured: KeyResult,
    colleague: Actor,
    employee: Actor,
    lead: Actor,
    change: dict[str, object],
) -> None:
    Member.objects.filter(id=colleague.member_id).update(**change)
    assert told(organization, 0) == [("owner", employee.member_id)]
    Member.objects.filter(id=employee.member_id).update(**change)
    assert told(organization, 0) == [("owner", lead.member_id)]
    assert told(organization, 3) == [("objective_owner", lead.member_id)]


def test_of_a_dissolved_team_the_lead_above_hears(
    organization: Organization, measured: KeyResult, team: Team, champion: Actor
) -> None:
    Team.objects.filter(id=team.id).update(valid_to=TODAY)
    assert told(organization, 7) == [("lead", champion.member_id)]


def test_of_a_personal_objective_the_manager_hears(
    organization: Organization,
    employee: Actor,
    lead: Actor,
    champion: Actor,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    write_key_result(employee, write_objective(employee))
    assert told(organization, 7) == [("lead", lead.member_id)]


def test_who_is_away_is_heard_for(
    organization: Organization,
    measured: KeyResult,
    colleague: Actor,
    employee: Actor,
    lead: Actor,
) -> None:
    made = plan_absence(
        colleague,
        colleague.member_id,
        stand_in=lead.member_id,
        starts_on=DUE,
        ends_on=DUE + timedelta(days=30),
    )
    (reminder,) = due_reminders(organization, DUE)
    assert reminder == Reminder(
        lead.member_id,
        measured.id,
        measured.objective_id,
        Step.OWNER,
        DUE,
        DUE,
        colleague.member_id,
        Step.OWNER,
        stands_in=True,
    )
    Member.objects.filter(id=lead.member_id).update(left_at=clock.now())
    assert told(organization, 0) == [("owner", employee.member_id)]
    with clock.set_to(MORNING + timedelta(days=1)):
        end_absence(colleague, made.id)
    assert told(organization, 0) == [("owner", colleague.member_id)]


def test_who_may_not_see_it_does_not_hear_of_it(
    organization: Organization,
    champion: Actor,
    employee: Actor,
    lead: Actor,
    colleague: Actor,
    team: Team,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    secret = write_objective(
        employee, team=team.id, owner=employee.member_id, visibility="people", title="秘"
    )
    write_key_result(employee, secret)
    plan_absence(
        employee,
        employee.member_id,
        stand_in=colleague.member_id,
        starts_on=TODAY,
        ends_on=DUE + timedelta(days=30),
    )
    assert told(organization, 0) == [("owner", champion.member_id)]  # neither stand-in nor lead
    assert told(organization, 7) == [("lead", champion.member_id)]
    assert rows_owed(again(colleague), organization, DUE) == []


@pytest.mark.parametrize("seed", range(12))
def test_whoever_comes_and_goes_one_person_a_step_hears_and_nothing_is_hidden(
    organization: Organization,
    measured: KeyResult,
    key_result: KeyResult,
    champion: Actor,
    colleague: Actor,
    employee: Actor,
    lead: Actor,
    seed: int,
) -> None:
    chance = Random(seed)
    people = [champion, colleague, employee, again(lead)]
    for _ in range(8):
        with suppress(Refusal):
            chance.choice((_leave, _go_away, _put_off, _give_up))(chance, people)
    first, last = TODAY - timedelta(days=1), DUE + timedelta(days=14)
    told: dict[tuple[int, str], set[tuple[int, date]]] = defaultdict(set)
    for days in range((last - first).days):
        for one in due_reminders(organization, first + timedelta(days=days)):
            told[one.key_result_id, one.step].add((one.member_id, one.told_on))
    assert all(len(hearing) == 1 for hearing in told.values())
    assert len(told) == 2 * len(Step)  # the champion never leaves
    for person in people:
        mine = KeyResult.objects.filter(owner=person.member_id).count()
        rows = rows_owed(again(person), organization, TODAY)
        assert sum(row.is_due for row in rows if not row.stands_in_for) == mine


def _leave(chance: Random, people: list[Actor]) -> None:
    Member.objects.filter(id=chance.choice(people[1:]).member_id).update(left_at=clock.now())


def _go_away(chance: Random, people: list[Actor]) -> None:
    who, stand_in = chance.sample(people, 2)
    starts_on = TODAY + timedelta(days=chance.randrange(8))
    plan_absence(
        who,
        who.member_id,
        stand_in=stand_in.member_id,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=chance.randrange(8)),
    )


def _put_off(chance: Random, people: list[Actor]) -> None:
    key_result = chance.choice(list(KeyResult.objects.order_by("id")))
    until_on = TODAY + timedelta(days=chance.randrange(1, 3))
    snooze_check_in(again(chance.choice(people)), key_result.id, until_on=until_on)


def _give_up(chance: Random, _people: list[Actor]) -> None:
    key_result = chance.choice(list(KeyResult.objects.order_by("id")))
    KeyResult.objects.filter(id=key_result.id).update(owner=None)


# Standing in


@pytest.fixture
def helper(organization: Organization) -> Actor:
    """Somebody who has nothing to do with any of it."""
    return make_member(organization, "替班人", "stand-in@cairn.test")


def test_a_stand_in_may_check_in_while_it_lasts(
    organization: Organization, measured: KeyResult, colleague: Actor, helper: Actor
) -> None:
    with pytest.raises(Forbidden):
        check_in(helper, measured.id, value=Decimal(1))
    plan_absence(
        colleague,
        colleague.member_id,
        stand_in=helper.member_id,
        starts_on=TODAY,
        ends_on=DUE,
    )
    helper = again(helper)
    (row,) = rows_owed(helper, organization, TODAY)
    assert (row.id, row.stands_in_for, row.is_due) == (measured.id, "Emma Clarke", True)
    assert due_count(helper, organization, TODAY) == 1
    made = check_in(helper, measured.id, value=Decimal(7))
    assert (made.author_id, made.stood_in_for_id) == (helper.member_id, colleague.member_id)
    assert Event.objects.get(subject_id=made.id).new["stood_in_for"] == "Emma Clarke"
    (said,) = read_feed(helper, person=helper.member_id).entries
    assert said.stood_in_for == "Emma Clarke"
    with clock.set_to(MORNING + timedelta(days=3)), pytest.raises(Forbidden):
        check_in(again(helper), measured.id, value=Decimal(8))


# Snoozes


def test_a_snooze_moves_the_reminder_and_hides_nothing(
    organization: Organization, measured: KeyResult, colleague: Actor
) -> None:
    thursday = TODAY + timedelta(days=1)
    snooze_check_in(colleague, measured.id, until_on=thursday)
    (row,) = rows_owed(colleague, organization, TODAY)
    assert (row.is_due, row.snoozed_until) == (True, thursday)
    assert due_count(colleague, organization, TODAY) == 1
    assert told(organization, -1) == [("owner", colleague.member_id)]
    assert told(organization, 0) == []
    assert told(organization, 3) != []  # the others hear of it on their day
    snooze_check_in(colleague, measured.id, until_on=None)
    assert told(organization, 0) == [("owner", colleague.member_id)]


def test_a_snooze_after_the_reminder_brings_another_one(
    organization: Organization, measured: KeyResult, colleague: Actor
) -> None:
    with clock.set_to(MORNING + timedelta(days=2)):
        snooze_check_in(colleague, measured.id, until_on=DUE + timedelta(days=4))
    assert told(organization, 4) == [("owner", colleague.member_id)]
    (again_told,) = [
        one for one in due_reminders(organization, DUE + timedelta(days=4)) if one.step == "owner"
    ]
    assert again_told.key == f"checkin:{measured.id}:owner:2026-11-24"


@pytest.mark.parametrize("days", [-1, 0, 3, 40])
def test_a_snooze_stays_within_the_round(measured: KeyResult, colleague: Actor, days: int) -> None:
    with pytest.raises(Invalid):
        snooze_check_in(colleague, measured.id, until_on=TODAY + timedelta(days=days))


def test_what_is_not_due_cannot_be_put_off(measured: KeyResult, colleague: Actor) -> None:
    check_in(colleague, measured.id, value=Decimal(3))
    with pytest.raises(Conflict):
        snooze_check_in(colleague, measured.id, until_on=DUE)


def test_who_may_not_check_in_has_nothing_to_put_off(measured: KeyResult, viewer: Actor) -> None:
    with pytest.raises(Forbidden):
        snooze_check_in(viewer, measured.id, until_on=DUE)


@given(on=st.dates(date(2026, 1, 1), date(2027, 1, 1)), weekday=st.integers(0, 6))
def test_there_is_always_a_day_left_to_put_it_off_to(on: date, weekday: int) -> None:
    days = later_days(Organization(checkin_weekday=weekday), on)
    assert days == tuple(on + timedelta(days=ahead + 1) for ahead in range(len(days)))
    assert 1 <= len(days) <= 7
    assert days[-1].weekday() == weekday
