"""What is asked about KPIs: lists, states as filters, pages of a list, feeds."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from cairn.events.queries import feed
from cairn.goals.commands.key_results import add_key_result
from cairn.goals.commands.measuring import correct_kpi, measure_kpi
from cairn.goals.histories import seen_events
from cairn.goals.models import Objective
from cairn.kpis.beside import kpis_beside, rows_beside
from cairn.kpis.commands import archive_kpi, create_kpi
from cairn.kpis.health import State
from cairn.kpis.models import Kpi
from cairn.kpis.queries import (
    Filters,
    behind,
    filtered,
    kpis_of_teams,
    kpis_owed,
    kpis_to_measure,
    readings_of,
    rows_of,
    series_of,
    whole_series,
)
from cairn.kpis.rows import is_better
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.cast import TODAY

D = Decimal


@pytest.fixture
def some(admin: Actor, team: Team, product: Team, employee: Actor) -> list[Kpi]:
    """Two of each team and one of a person's alone, in the order of the list."""
    rows: list[dict[str, Any]] = [
        {"name": "无团队", "owner": employee.member_id},
        {"name": "P1", "team": product.id},
        {"name": "P2", "team": product.id},
        {"name": "增1", "team": team.id},
        {"name": "增2", "team": team.id},
    ]
    return [create_kpi(admin, lower=D(10), upper=D(20), direction="within", **row) for row in rows]


def test_a_list_goes_by_team_and_each_page_goes_on_where_the_last_ended(
    employee: Actor, stranger: Actor, some: list[Kpi]
) -> None:
    found = filtered(employee, Filters(), TODAY)
    assert list(found) == some
    for at, one in enumerate(some):
        assert list(behind(employee, found, one.id)) == some[at + 1 :]
    theirs = create_kpi(stranger, name="甲", lower=D(1), owner=stranger.member_id)
    assert list(behind(employee, found, theirs.id)) == some, "another organization's is no mark"


def test_every_state_is_the_same_as_a_filter_and_on_a_row(
    admin: Actor, employee: Actor, some: list[Kpi]
) -> None:
    measure_kpi(admin, some[0].id, value=D(10))
    measure_kpi(admin, some[1].id, value=D(21))
    measure_kpi(admin, some[2].id, value=D(15), effective_on=TODAY - timedelta(days=11))
    measure_kpi(admin, some[3].id, value=D(9), effective_on=TODAY - timedelta(days=10))
    for state in State:
        by_row = [
            one.id
            for one in rows_of(admin, filtered(admin, Filters(), TODAY), TODAY)
            if one.state == state
        ]
        by_filter = [one.id for one in filtered(admin, Filters(state=state), TODAY)]
        assert by_filter == by_row != []


def test_it_is_found_by_team_owner_and_words_and_archived_ones_stand_apart(
    admin: Actor, employee: Actor, team: Team, some: list[Kpi]
) -> None:
    archive_kpi(admin, some[3].id)
    assert list(filtered(admin, Filters(team=team.id), TODAY)) == [some[4]]
    assert list(filtered(admin, Filters(owner=employee.member_id), TODAY)) == [some[0]]
    assert list(filtered(admin, Filters(q="团队"), TODAY)) == [some[0]]
    assert list(filtered(admin, Filters(archived=True), TODAY)) == [some[3]]


def test_a_stranger_sees_nothing(stranger: Actor, team: Team, some: list[Kpi]) -> None:
    assert list(filtered(stranger, Filters(), TODAY)) == []
    assert kpis_of_teams(stranger, [team.id], TODAY) == []


def test_the_kpis_of_teams_are_one_query(
    employee: Actor,
    team: Team,
    some: list[Kpi],
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    with django_assert_num_queries(1):
        rows = kpis_of_teams(employee, [team.id], TODAY)
    assert [(one.name, one.band_text, one.state) for one in rows] == [
        ("增1", "10–20", "unmeasured"),
        ("增2", "10–20", "unmeasured"),
    ]


def test_what_somebody_measures_begins_with_the_longest_silent(
    employee: Actor, lead: Actor, colleague: Actor, kpi: Kpi, some: list[Kpi]
) -> None:
    measure_kpi(lead, kpi.id, value=D(71))
    assert [one.name for one in kpis_to_measure(employee)] == ["无团队", "老客户续约率"]
    assert [one.name for one in kpis_to_measure(lead)][-1] == "老客户续约率"
    assert list(kpis_to_measure(colleague)) == []


def test_a_series_has_the_last_word_of_each_day_without_what_was_corrected(
    employee: Actor, kpi: Kpi
) -> None:
    wrong = measure_kpi(employee, kpi.id, value=D(700), effective_on=TODAY - timedelta(days=7))
    correct_kpi(employee, kpi.id, wrong.id, value=D(70))
    measure_kpi(employee, kpi.id, value=D(71))
    measure_kpi(employee, kpi.id, value=D(72))
    expected = [(TODAY - timedelta(days=7), D(70)), (TODAY, D(72))]
    assert series_of([kpi.id])[kpi.id] == expected == whole_series(kpi.id, 10)
    assert [one.value for one in readings_of(kpi.id, None, 9)] == [D(72), D(71), D(70), D(700)]
    first = readings_of(kpi.id, None, 2)
    assert [one.value for one in readings_of(kpi.id, first[-1], 9)] == [D(70), D(700)]


def test_a_feed_tells_a_reading_once_and_an_objectives_own_feed_too(
    employee: Actor, objective: Objective, kpi: Kpi
) -> None:
    add_key_result(
        employee,
        objective.id,
        title="甲",
        unit="percent",
        target=D(80),
        kpi=kpi.id,
        reason="中途调整",
    )
    measure_kpi(employee, kpi.id, value=D(71))

    def kinds(**about: int | None) -> list[str]:
        found = feed(employee.organization_id, seen_events(employee), **about)  # type: ignore[arg-type]
        return [one.kind for one in found if one.kind.startswith("kpi.")]

    assert kinds(actor_id=employee.member_id) == ["kpi.measured"]
    assert kinds(team_id=kpi.team_id) == ["kpi.measured", "kpi.created"]
    assert kinds(objective_id=objective.id) == ["kpi.measured"]
    assert kinds(kpi_id=kpi.id) == ["kpi.measured", "kpi.created"]


def test_the_feed_of_a_kpi_reads_its_own_index(employee: Actor, kpi: Kpi) -> None:
    found = feed(employee.organization_id, seen_events(employee), kpi_id=kpi.id)
    if connection.vendor == "sqlite":  # PostgreSQL plans by how much there is
        assert "event_of_kpi" in found.explain()


@pytest.mark.parametrize(
    ("before", "after", "lower", "upper", "better"),
    [
        (60, 65, 70, None, True),
        (75, 72, 70, None, False),
        (3, 2, None, 5, True),
        (1, 12, 10, 20, True),
        (12, 15, 10, 20, None),
        (25, 5, 10, 20, None),
        (5, 5, 10, None, None),
    ],
)
def test_better_is_closer_to_the_band_or_further_along_its_open_side(
    before: int, after: int, lower: int | None, upper: int | None, better: bool | None
) -> None:
    ends = [None if end is None else D(end) for end in (lower, upper)]
    assert is_better(D(before), D(after), *ends) is better


def test_what_stands_beside_a_team_is_what_is_asked_for_it(
    employee: Actor, admin: Actor, team: Team, kpi: Kpi, some: list[Kpi]
) -> None:
    measure_kpi(employee, kpi.id, value=D("71.25"))
    measure_kpi(employee, kpi.id, value=D("69.5"))
    archive_kpi(admin, some[3].id)
    beside = (
        Team.objects.annotate(found=kpis_beside()).values_list("found", flat=True).get(id=team.id)
    )
    rows, has_more = rows_beside(beside, TODAY, employee.locale)
    assert not has_more
    assert [one.name for one in rows] == ["老客户续约率", "增2"]
    assert rows == [
        replace(one, description="") for one in kpis_of_teams(employee, [team.id], TODAY)
    ]


def test_what_waits_for_a_reading_is_owed_by_its_owner(
    lead: Actor, employee: Actor, colleague: Actor, team: Team, kpi: Kpi
) -> None:
    """Never measured, and from the day on which the cadence has run out; the lead owes what nobody
    owns."""
    nobodys = create_kpi(lead, name="无人负责", lower=D(1), team=team.id)
    assert list(kpis_owed(employee, TODAY)) == [kpi]
    assert list(kpis_owed(lead, TODAY)) == [nobodys]
    measure_kpi(employee, kpi.id, value=D(75))
    assert list(kpis_owed(employee, TODAY + timedelta(days=6))) == []
    assert list(kpis_owed(employee, TODAY + timedelta(days=7))) == [kpi]
    stand_in = replace(colleague, stands_in_for=frozenset({employee.member_id}))
    assert list(kpis_owed(stand_in, TODAY + timedelta(days=7))) == [kpi]
    measure_kpi(stand_in, kpi.id, value=D(76))
    archive_kpi(lead, nobodys.id)
    assert list(kpis_owed(lead, TODAY)) == []


def test_a_team_of_very_many_shows_fifty_and_says_so(
    employee: Actor, admin: Actor, team: Team
) -> None:
    for n in range(52):
        create_kpi(admin, name=f"K{n}", team=team.id, lower=D(1))
    text = (
        Team.objects.annotate(found=kpis_beside()).values_list("found", flat=True).get(id=team.id)
    )
    assert len(json.loads(text)) == 51
    rows, has_more = rows_beside(text, TODAY, employee.locale)
    assert ([one.name for one in rows], has_more) == ([f"K{n}" for n in range(50)], True)
