"""Sheets that come again, and sheets that only look like one that came: each keeps to its own things."""

from typing import Any

import pytest

from cairn.cycles.models import Cycle
from cairn.errors import Invalid
from cairn.exchange.commands.deciding import apply_import
from cairn.exchange.commands.preparing import map_import, plan_import, start_import
from cairn.exchange.models import Import, ImportedThing, State
from cairn.exchange.queries import find_import
from cairn.goals.models import KeyResult, Objective
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from tests.exchange.files import again, bring, undone, work
from tests.exchange.reading.files import csv_text

HEAD = ["Reference", "Type", "Title", "Parent", "Owner", "Team", "Cycle", "Start", "Target"]
Q4 = "2026 Q4"
LINES = [
    ["O1", "Objective", "Win the mid-market", "", "周晓宇", "增长部", Q4],
    ["KR1", "Key result", "Activation rate", "O1", "", "", "", "25", "40"],
    ["KR2", "Key result", "Customers signed", "O1", "", "", "", "0", "12"],
    ["O2", "Objective", "Make onboarding effortless", "", "Emma Clarke", "增长部", Q4],
    ["KR3", "Key result", "Days to value", "O2", "", "", "", "9", "3"],
]
OTHERS = [
    ["O1", "Objective", "Pay people on time", "", "Emma Clarke", "增长部", Q4],
    ["KR1", "Key result", "Errors a month", "O1", "", "", "", "9", "1"],
    ["KR2", "Key result", "Activation rate", "O1", "", "", "", "1", "2"],
]


def edited(**titles: str) -> list[list[str]]:
    """The same lines with other titles, by reference."""
    return [[line[0], line[1], titles.get(line[0], line[2]), *line[3:]] for line in LINES]


def read(actor: Actor, lines: list[list[str]], name: str = "plan.csv") -> Import:
    content = csv_text([HEAD, *lines]).encode()
    made = start_import(actor, file_name=name, content=content, format="sheet")
    work()
    return again(made)


def planned(actor: Actor, lines: list[list[str]], name: str = "plan.csv", **says: Any) -> Import:
    made = read(actor, lines, name)
    if says:
        map_import(actor, made.id, **says)
    plan_import(actor, made.id)
    work()
    made = again(made)
    assert made.state == State.PLANNED, made.error
    return made


def brought(actor: Actor, lines: list[list[str]], name: str = "plan.csv", **says: Any) -> Import:
    made = planned(actor, lines, name, **says)
    apply_import(actor, made.id)
    work()
    made = again(made)
    assert made.state == State.APPLIED, made.error
    return made


def done(made: Import) -> set[str]:
    return {action for counts in made.counts.values() for action in counts}


@pytest.fixture
def first(admin: Actor, employee: Actor, colleague: Actor, team: Team, cycle: Cycle) -> Import:
    return brought(admin, LINES)


def test_the_same_sheet_under_another_name_changes_nothing(first: Import, admin: Actor) -> None:
    second = planned(admin, LINES, "plan (1) final.csv")
    assert second.source == first.source
    assert done(second) == {"skip"}


def test_two_sheets_with_the_same_references_do_not_touch_each_other(
    first: Import, admin: Actor
) -> None:
    other = brought(admin, OTHERS)
    assert other.source != first.source
    assert other.counts["objective"] == {"create": 1}
    assert other.counts["key_result"] == {"create": 2}
    assert Objective.objects.count() == 3
    assert KeyResult.objects.filter(title="Activation rate").count() == 2
    assert done(planned(admin, LINES)) == {"skip"}
    assert done(planned(admin, OTHERS)) == {"skip"}


def test_a_line_of_words_that_another_sheet_has_as_well_stays_its_own(
    first: Import, admin: Actor
) -> None:
    """One objective in common, of another owner and team, is not the same file."""
    lines = [
        ["1", "Objective", "Win the mid-market", "", "Emma Clarke", "山岚科技", Q4],
        ["2", "Key result", "Activation rate", "1", "", "", "", "25", "40"],
    ]
    other = brought(admin, lines)
    assert other.counts["objective"] == {"create": 1}
    assert Objective.objects.filter(title="Win the mid-market").count() == 2


def test_an_edited_sheet_changes_what_was_edited(first: Import, admin: Actor) -> None:
    lines = edited(O1="Win the whole mid-market", KR1="Activation rate of new customers")
    lines[3][4] = "周晓宇"
    second = brought(admin, lines, "plan v2.csv")
    assert second.source == first.source
    assert second.counts["objective"] == {"change": 2}
    assert second.counts["key_result"] == {"change": 1, "skip": 2}
    assert Objective.objects.count() == 2
    assert KeyResult.objects.filter(title="Activation rate of new customers").exists()
    assert done(planned(admin, lines)) == {"skip"}


def test_lines_put_in_between_move_no_reference_to_another_thing(
    first: Import, admin: Actor
) -> None:
    fresh = ["O1", "Objective", "Hire well", "", "Emma Clarke", "增长部", Q4]
    moved = [[line[0].replace("O2", "O3").replace("O1", "O2"), *line[1:]] for line in LINES]
    for line in moved:
        line[3] = line[3].replace("O2", "O3").replace("O1", "O2")
    second = brought(admin, [fresh, *moved])
    assert second.counts["objective"] == {"create": 1, "skip": 2}
    assert second.counts["key_result"] == {"skip": 3}


def test_next_quarter_in_the_same_sheet_is_new(first: Import, admin: Actor) -> None:
    lines = [[*line[:6], "2027 Q1" if line[6:7] == [Q4] else "", *line[7:]] for line in LINES]
    for newer_of in ("", str(first.id)):
        second = planned(admin, lines, newer_of=newer_of)
        assert second.counts["objective"] == {"create": 2}
        assert second.counts["key_result"] == {"create": 3}


def test_somebody_says_which_file_it_is(first: Import, admin: Actor) -> None:
    made = read(admin, LINES)
    page = find_import(admin, made.id)
    assert page.newer_of is not None
    assert (page.newer_of.chosen, page.newer_of.is_suggested) == (str(first.id), True)
    assert "plan.csv" in page.newer_of.label
    assert "5 rows" in page.newer_of.label
    own = planned(admin, LINES, newer_of="new")
    assert done(own) == {"create", "skip"}  # people, team and cycle are here
    assert own.counts["objective"] == {"create": 2}
    for wrong in ("7", str(made.id), "plan.csv"):
        with pytest.raises(Invalid):
            map_import(admin, made.id, newer_of=wrong)
    other = planned(admin, OTHERS, newer_of=str(first.id))
    assert other.source == first.source
    assert other.counts["objective"] == {"create": 1}


def test_of_viva_nothing_is_asked(first: Import, admin: Actor) -> None:
    made = bring(admin)
    assert find_import(admin, made.id).newer_of is None
    with pytest.raises(Invalid):
        map_import(admin, made.id, newer_of="new")


def test_the_same_sheet_planned_twice_before_it_is_written_is_written_once(
    admin: Actor, employee: Actor, colleague: Actor, team: Team, cycle: Cycle
) -> None:
    one, two = planned(admin, LINES), planned(admin, LINES)
    for made in (one, two):
        apply_import(admin, made.id)
        work()
    assert again(one).state == State.APPLIED
    assert again(two).state == State.PLANNED
    assert again(two).error
    assert Objective.objects.count() == 2


def test_an_undone_sheet_is_new_again(first: Import, admin: Actor) -> None:
    undone(admin, first)
    assert not ImportedThing.objects.filter(made_by=first).exists()
    assert planned(admin, LINES).counts["objective"] == {"create": 2}


def test_a_table_is_known_by_its_own_ids(
    admin: Actor, employee: Actor, team: Team, cycle: Cycle
) -> None:
    """An id such as K-1 is enough, whatever the title became."""
    head = ["Key", "Name", "Type", "Parent", "Cycle", "Owner"]
    lines = [
        ["K-1", "Win", "Objective", "", Q4, "周晓宇"],
        ["K-2", "Sign customers", "KR", "K-1", "", ""],
        ["K-3", "Lose none", "KR", "K-1", "", ""],
    ]

    def table(rows: list[list[str]]) -> Import:
        made = start_import(admin, file_name="list.csv", content=csv_text([head, *rows]).encode())
        work()
        columns = {"id": "Key", "title": "Name", "type": "Type", "parent": "Parent"}
        map_import(admin, made.id, columns=columns | {"cycle": "Cycle", "owner": "Owner"})
        work()
        plan_import(admin, made.id)
        work()
        return again(made)

    one = table(lines)
    apply_import(admin, one.id)
    work()
    lines[1][1] = "Bring new names home"
    two = table(lines)
    assert two.source == again(one).source
    assert two.counts["key_result"] == {"change": 1, "skip": 1}, two.error
