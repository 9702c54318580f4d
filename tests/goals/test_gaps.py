"""Where alignment has holes, as each viewer may know it."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from cairn.cycles.models import Cycle
from cairn.goals.commands.alignments import accept_alignment, end_alignment, request_alignment
from cairn.goals.commands.closures import close_objective
from cairn.goals.commands.key_results import delete_key_result
from cairn.goals.commands.objectives import edit_objective
from cairn.goals.gap_rows import GapRow, gap_rows
from cairn.goals.gaps import (
    SKIPPED,
    UNALIGNED,
    UNSUPPORTED,
    Within,
    count_unaligned,
    find_gaps,
)
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Organization, Team
from tests.cast import TODAY, WriteKeyResult, WriteObjective, again, make_member, make_team

Find = Callable[..., list[int]]


@pytest.fixture
def above(write_objective: WriteObjective, champion: Actor, company: Team) -> Objective:
    """The company's objective, which the champion owns."""
    return write_objective(champion, title="成为客户最信任的伙伴", team=company.id)


@pytest.fixture
def squad(organization: Organization, team: Team) -> Team:
    """Two levels below the company."""
    return make_team(organization, "留存小组", team)


def ids(viewer: Actor, name: str, within: Within | None = None) -> list[int]:
    return [one.pk for one in find_gaps(viewer, name, within or Within())]


def rows(viewer: Actor, name: str) -> list[GapRow]:
    return gap_rows(viewer, name, list(find_gaps(viewer, name, Within())), TODAY)


def test_what_supports_nothing_is_unaligned_but_the_companys_own(
    colleague: Actor, champion: Actor, objective: Objective, above: Objective
) -> None:
    assert ids(colleague, UNALIGNED) == [objective.id]
    assert count_unaligned(colleague) == 1
    request_alignment(champion, objective.id, target=above.id)
    assert ids(colleague, UNALIGNED) == []


def test_a_request_fills_no_hole_before_it_is_accepted(
    employee: Actor, champion: Actor, objective: Objective, above: Objective
) -> None:
    asked = request_alignment(employee, objective.id, target=above.id)
    [row] = rows(employee, UNALIGNED)
    assert row.is_asked
    accept_alignment(champion, asked.id)
    assert ids(employee, UNALIGNED) == []
    end_alignment(champion, asked.id)
    assert ids(employee, UNALIGNED) == [objective.id]


def test_drafts_closed_ones_and_personal_growth_are_no_gaps(
    employee: Actor, champion: Actor, objective: Objective, write_objective: WriteObjective
) -> None:
    write_objective(employee, title="学会讲英语", is_growth=True)
    write_objective(employee, title="还没写完", publish=False)
    close_objective(champion, objective.id, outcome="closed")
    assert ids(champion, UNALIGNED) == []


def test_an_alignment_to_what_is_hidden_fills_no_hole_for_who_cannot_see_it(
    champion: Actor, colleague: Actor, objective: Objective, above: Objective
) -> None:
    request_alignment(champion, objective.id, target=above.id)
    edit_objective(champion, above.id, visibility="people")
    assert ids(colleague, UNALIGNED) == [objective.id]
    assert ids(champion, UNALIGNED) == []


def test_an_alignment_to_a_deleted_key_result_fills_none(
    champion: Actor, objective: Objective, above: Objective, write_key_result: WriteKeyResult
) -> None:
    own = write_key_result(champion, above)
    request_alignment(champion, objective.id, key_result=own.id)
    assert ids(champion, UNALIGNED) == []
    delete_key_result(champion, own.id, reason="中途调整")
    assert ids(champion, UNALIGNED) == [objective.id]


def test_hidden_objectives_are_counted_for_nobody_else(
    employee: Actor, colleague: Actor, write_objective: WriteObjective
) -> None:
    write_objective(employee, visibility="people")
    assert (count_unaligned(employee), count_unaligned(colleague)) == (1, 0)


def test_counting_stops_where_nobody_reads_on(
    employee: Actor, write_objective: WriteObjective
) -> None:
    for place in range(4):
        write_objective(employee, title=f"目标 {place}")
    assert count_unaligned(employee, most=2) == 3


def test_key_results_of_teams_that_nobody_supports(
    champion: Actor,
    colleague: Actor,
    employee: Actor,
    key_result: KeyResult,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    mine = write_objective(colleague, title="让产品好用")
    write_key_result(colleague, mine)
    assert ids(colleague, UNSUPPORTED) == [key_result.id]
    request_alignment(champion, mine.id, key_result=key_result.id)
    assert ids(colleague, UNSUPPORTED) == []
    edit_objective(champion, mine.id, visibility="people")
    assert ids(employee, UNSUPPORTED) == [key_result.id]


def test_who_may_carry_down_is_offered_it(
    employee: Actor, colleague: Actor, key_result: KeyResult
) -> None:
    assert [row.may_carry_down for row in rows(again(employee), UNSUPPORTED)] == [True]
    assert [row.may_carry_down for row in rows(colleague, UNSUPPORTED)] == [False]


def test_who_may_align_is_offered_it(
    employee: Actor, colleague: Actor, objective: Objective
) -> None:
    assert [row.may_align for row in rows(employee, UNALIGNED)] == [True]
    assert [row.may_align for row in rows(colleague, UNALIGNED)] == [False]


def test_a_team_below_a_team_skips_a_level_to_the_company(
    champion: Actor,
    colleague: Actor,
    team: Team,
    squad: Team,
    objective: Objective,
    above: Objective,
    write_objective: WriteObjective,
) -> None:
    deep = write_objective(champion, title="流失预警", team=squad.id)
    request_alignment(champion, deep.id, target=objective.id)
    request_alignment(champion, objective.id, target=above.id)
    assert ids(colleague, SKIPPED) == []
    over = request_alignment(champion, deep.id, target=above.id)
    assert ids(colleague, SKIPPED) == [over.id]
    [row] = rows(colleague, SKIPPED)
    assert [one.name for one in row.passed_over] == [team.name]
    assert row.target is not None
    assert (row.objective.id, row.target.id) == (deep.id, above.id)


def test_another_line_is_no_skipped_level(
    champion: Actor,
    product: Team,
    squad: Team,
    write_objective: WriteObjective,
) -> None:
    theirs = write_objective(champion, title="产品", team=product.id)
    deep = write_objective(champion, title="流失预警", team=squad.id)
    request_alignment(champion, deep.id, target=theirs.id)
    assert ids(champion, SKIPPED) == []


def test_a_persons_own_objective_lies_one_level_below_their_team(
    champion: Actor,
    employee: Actor,
    team: Team,
    objective: Objective,
    above: Objective,
    write_objective: WriteObjective,
) -> None:
    mine = write_objective(employee, title="我自己的")
    request_alignment(champion, mine.id, target=objective.id)
    assert ids(champion, SKIPPED) == []
    over = request_alignment(champion, mine.id, target=above.id)
    assert ids(champion, SKIPPED) == [over.id]
    [row] = rows(champion, SKIPPED)
    assert [one.id for one in row.passed_over] == [team.id]


def test_who_belongs_to_the_targets_team_skips_nothing(
    champion: Actor,
    organization: Organization,
    company: Team,
    team: Team,
    above: Objective,
    write_objective: WriteObjective,
) -> None:
    both = make_member(organization, "两边跑", "both@cairn.test", team=company)
    team.lead_id = both.member_id
    team.save(update_fields=["lead"])
    mine = write_objective(again(both), title="我自己的")
    request_alignment(champion, mine.id, target=above.id)
    assert ids(champion, SKIPPED) == []


def test_a_lead_of_the_team_below_skips_it(
    champion: Actor, lead: Actor, team: Team, above: Objective, write_objective: WriteObjective
) -> None:
    mine = write_objective(again(lead), title="我自己的")
    over = request_alignment(champion, mine.id, target=above.id)
    assert ids(champion, SKIPPED) == [over.id]


def test_lists_are_narrowed_by_cycle_and_by_line(
    champion: Actor,
    employee: Actor,
    colleague: Actor,
    company: Team,
    team: Team,
    squad: Team,
    product: Team,
    cycle: Cycle,
    year: Cycle,
    key_result: KeyResult,
    write_objective: WriteObjective,
) -> None:
    alone = write_objective(employee, title="我自己的")
    deep = write_objective(champion, title="流失预警", team=squad.id)
    there = write_objective(colleague, title="产品", team=product.id)
    annual = write_objective(employee, title="全年", cycle=year.id)
    line = Within([cycle.id], team.id)
    assert set(ids(champion, UNALIGNED, line)) == {alone.id, deep.id, key_result.objective_id}
    assert ids(champion, UNALIGNED, Within([cycle.id], product.id)) == [there.id]
    assert ids(champion, UNALIGNED, Within([year.id])) == [annual.id]
    assert count_unaligned(champion, [year.id, cycle.id]) == 5
    assert ids(champion, UNSUPPORTED, Within([cycle.id], team.id)) == [key_result.id]
    assert ids(champion, UNSUPPORTED, Within([cycle.id], product.id)) == []
    assert len(ids(champion, UNALIGNED, Within([], company.id))) == 5


def test_a_contribution_counts_as_support(
    champion: Actor, key_result: KeyResult, write_objective: WriteObjective
) -> None:
    below = write_objective(champion, title="下面")
    request_alignment(champion, below.id, key_result=key_result.id, weight=Decimal(10), reason="?")
    assert ids(champion, UNSUPPORTED) == []
