"""When a check-in is due, by whose cadence, and what follows when that changes."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.checkins.commands.checkins import check_in
from cairn.checkins.doctor import examine
from cairn.checkins.dues import WEEK, deadline_after, due_after
from cairn.checkins.owed import rows_owed
from cairn.checkins.queries import due_count
from cairn.errors import Invalid
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.commands.organization_pace import edit_organization
from cairn.goals.commands.teams import edit_team
from cairn.goals.models import KeyResult, Objective
from cairn.goals.paces import nearest
from cairn.goals.progress import turning_days
from cairn.measures.silence import GRACE_DAYS
from cairn.organization.actor import Actor
from cairn.organization.commands.teams import create_team
from cairn.organization.models import Organization, Team
from tests.cast import TODAY, WriteKeyResult

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
CADENCES = st.integers(1, 92)
WEEKDAYS = st.integers(0, 6)
D = Decimal


@given(last=DAYS, cadence=CADENCES, weekday=WEEKDAYS)
def test_it_is_due_after_its_cadence_and_within_three_days_of_it(
    last: date, cadence: int, weekday: int
) -> None:
    due = due_after(last, last, cadence, weekday)
    assert due.opens_on <= due.due_on
    assert last < due.opens_on
    late = due.due_on - (last + timedelta(days=cadence))
    assert timedelta(0) <= late <= timedelta(days=GRACE_DAYS)
    assert cadence < WEEK or due.due_on.weekday() == weekday or late.days == GRACE_DAYS


@given(said=st.lists(DAYS, min_size=1, max_size=8), cadence=CADENCES, weekday=WEEKDAYS)
def test_nothing_is_outdated_before_it_is_overdue(
    said: list[date], cadence: int, weekday: int
) -> None:
    """Whatever was said when: owed, then due, then overdue, and outdated after the cadence and three
    days without a word, never before."""
    for last, following in pairwise([*sorted(said), date.max]):
        due = due_after(last, last, cadence, weekday)
        outdated_on = turning_days(None, last, last, D(25), last, cadence).outdated_on
        assert outdated_on == last + timedelta(days=cadence + 4)
        assert last < due.opens_on <= due.due_on < outdated_on
        days = [last + timedelta(days=ahead) for ahead in range(cadence + 8)]
        for on in (day for day in days if day < following):
            is_outdated = on >= outdated_on
            assert not is_outdated or (due.days_overdue(on) > 0 and due.is_owed(on))


@given(last=DAYS, cadence=st.integers(7, 92), weekday=WEEKDAYS, days=st.integers(0, 200))
def test_it_is_owed_in_the_round_in_which_the_cadence_runs_out(
    last: date, cadence: int, weekday: int, days: int
) -> None:
    on = last + timedelta(days=days)
    runs_out = last + timedelta(days=cadence) <= deadline_after(on, weekday)
    assert due_after(last, last, cadence, weekday).is_owed(on) is runs_out


@given(last=DAYS, cadence=CADENCES, weekday=WEEKDAYS, days=st.integers(0, 200))
def test_what_is_overdue_is_owed(last: date, cadence: int, weekday: int, days: int) -> None:
    due, on = due_after(last, last, cadence, weekday), last + timedelta(days=days)
    assert due.days_overdue(on) == max(0, (on - due.due_on).days)
    assert due.is_owed(on) or not due.days_overdue(on)


@given(since=DAYS, cadence=CADENCES, weekday=WEEKDAYS)
def test_the_first_one_is_due_in_the_round_in_which_it_begins(
    since: date, cadence: int, weekday: int
) -> None:
    due = due_after(None, since, cadence, weekday)
    assert due.opens_on == since
    assert timedelta(0) <= due.due_on - since < timedelta(days=WEEK)


@given(own=st.dictionaries(st.integers(1, 6), CADENCES), depth=st.integers(1, 6))
def test_the_nearest_team_with_a_pace_counts(own: dict[int, int], depth: int) -> None:
    line = range(1, depth + 1)
    paced = [id for id in line if id in own]
    assert nearest(line, own) == (own[paced[-1]] if paced else None)


def outdated_on(key_result: KeyResult) -> date | None:
    return KeyResult.objects.get(id=key_result.id).outdated_on


def test_a_teams_pace_is_followed_at_once(
    employee: Actor, lead: Actor, team: Team, organization: Organization, checked_in: KeyResult
) -> None:
    assert outdated_on(checked_in) == TODAY + timedelta(days=11)
    edit_team(lead, team.id, cadence_days=14)
    assert outdated_on(checked_in) == TODAY + timedelta(days=18)
    objective = Objective.objects.get(id=checked_in.objective_id)
    assert (objective.cadence_days, objective.outdated_on) == (14, TODAY + timedelta(days=18))
    row = rows_owed(employee, organization, TODAY)[0]
    assert (row.due_on, row.is_due) == (date(2026, 12, 4), False)
    assert list(examine(organization)) == []
    edit_team(lead, team.id, cadence_days=None)
    assert outdated_on(checked_in) == TODAY + timedelta(days=11)
    assert list(examine(organization)) == []


def test_the_key_results_own_pace_comes_first(
    employee: Actor,
    lead: Actor,
    team: Team,
    organization: Organization,
    objective: Objective,
    write_key_result: WriteKeyResult,
) -> None:
    edit_team(lead, team.id, cadence_days=14)
    own = write_key_result(employee, Objective.objects.get(id=objective.id), cadence_days=3)
    check_in(employee, own.id, value=D(5))
    assert outdated_on(own) == TODAY + timedelta(days=7)
    row = rows_owed(employee, organization, TODAY + timedelta(days=1))[0]
    assert (row.due_on, row.is_due) == (TODAY + timedelta(days=3), True)


def test_a_team_below_follows_the_nearest_above_and_moves_with_it(
    admin: Actor, employee: Actor, team: Team, organization: Organization, checked_in: KeyResult
) -> None:
    root = Team.objects.get(parent=None)
    above = create_team(admin, root.id, name="上级", cadence_days=28)
    edit_team(admin, team.id, parent=above.id)
    assert outdated_on(checked_in) == TODAY + timedelta(days=32)
    edit_team(admin, above.id, cadence_days=21)
    assert outdated_on(checked_in) == TODAY + timedelta(days=25)
    edit_objective(admin, checked_in.objective_id, team=root.id, reason="r")
    assert outdated_on(checked_in) == TODAY + timedelta(days=11)
    assert list(examine(organization)) == []


def test_the_company_follows_the_organization(admin: Actor, company: Team) -> None:
    with pytest.raises(Invalid) as refusal:
        edit_team(admin, company.id, cadence_days=14)
    assert set(refusal.value.fields) == {"cadence_days"}


def test_what_was_added_today_is_not_late(
    employee: Actor, organization: Organization, key_result: KeyResult
) -> None:
    row = rows_owed(employee, organization, TODAY)[0]
    assert (row.due_on, row.days_overdue, row.is_due) == (date(2026, 11, 20), 0, True)
    row = rows_owed(employee, organization, TODAY + timedelta(days=4))[0]
    assert row.days_overdue == 2


def test_the_count_is_that_of_the_rows(
    employee: Actor, organization: Organization, objective: Objective, checked_in: KeyResult
) -> None:
    for days in range(20):
        on = TODAY + timedelta(days=days)
        rows = rows_owed(employee, organization, on)
        assert due_count(employee, organization, on) == sum(row.is_due for row in rows)


def test_said_early_in_a_round_it_is_due_before_it_is_outdated(
    employee: Actor, organization: Organization, checked_in: KeyResult
) -> None:
    """The cast's check-in day is Friday; on a Saturday the next Friday but one is too far away."""
    saturday = date(2026, 11, 14)
    check_in(employee, checked_in.id, value=D(30), effective_on=saturday)
    KeyResult.objects.filter(id=checked_in.id).update(checked_in_on=saturday)
    row = rows_owed(employee, organization, TODAY)[0]
    assert row.due_on == saturday + timedelta(days=10)
    days = [TODAY, row.due_on - timedelta(days=1), row.due_on, row.due_on + timedelta(days=1)]
    rows = [rows_owed(employee, organization, day)[0] for day in days]
    assert [one.is_due_early for one in rows] == [False, True, True, False]


def test_an_objective_is_not_outdated_before_its_key_results_are_due(
    admin: Actor,
    employee: Actor,
    organization: Organization,
    objective: Objective,
    write_key_result: WriteKeyResult,
) -> None:
    """All of its key results are heard of once a month, so it is too."""
    monthly = write_key_result(employee, objective, cadence_days=30)
    check_in(employee, monthly.id, value=D(5))
    assert Objective.objects.get(id=objective.id).outdated_on == TODAY + timedelta(days=34)
    assert list(examine(organization)) == []
    edit_organization(admin, cadence_days=14)
    assert Objective.objects.get(id=objective.id).outdated_on == TODAY + timedelta(days=34)
    weekly = write_key_result(employee, objective, cadence_days=7)
    check_in(employee, weekly.id, value=D(5))
    assert Objective.objects.get(id=objective.id).outdated_on == TODAY + timedelta(days=11)
    assert list(examine(organization)) == []
