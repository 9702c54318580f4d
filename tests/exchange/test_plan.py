"""What a plan says of the traps that files hold. No database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cairn.exchange.matching import CycleHere, Directory, PersonHere, TeamHere, names_of, suggested
from cairn.exchange.packing import pack, unpack
from cairn.exchange.periods import span_of
from cairn.exchange.plan import make_plan
from cairn.exchange.planning.steps import Known, Plan, Step, Thing
from cairn.exchange.rows import (
    Alignment,
    CheckIn,
    Ending,
    Initiative,
    KeyResult,
    Person,
    Rows,
)
from tests.exchange.files import BELOW, Q4, RATE, ROWS, TOP

D = Decimal
HERE = Directory(
    people=(PersonHere(1, "周晓宇", "employee@cairn.test"), PersonHere(2, "emma  CLARKE", "e@x.y")),
    teams=(TeamHere(10, "山岚科技", ()), TeamHere(11, "增长部", ("增长部",))),
    cycles=(CycleHere(20, "2026 第四季度", date(2026, 10, 1), date(2026, 12, 31)),),
)
KNOWN = Known(HERE, date(2026, 11, 18), company="10")


def plan_of(rows: Rows, known: Known = KNOWN) -> Plan:
    return make_plan(rows, known, suggested(names_of(rows, known.directory)))


def step(plan: Plan, sort: str, key: str) -> Step:
    return next(one for one in plan.steps if (one.sort, one.key) == (sort, key))


def codes(plan: Plan, sort: str, key: str) -> list[str]:
    return [code for code, _values in step(plan, sort, key).reasons]


def with_key_result(**changes: Any) -> Rows:
    return replace(ROWS, key_results=(replace(RATE, **changes),), initiatives=(), check_ins=())


def test_rows_survive_being_packed() -> None:
    assert unpack(pack(ROWS)) == ROWS
    with pytest.raises(ValueError, match="header"):
        unpack(b"nothing")


def test_people_are_matched_by_address_then_name_teams_by_name_cycles_by_days() -> None:
    plan = plan_of(ROWS)
    assert step(plan, "person", "p1").facts["id"] == "1"
    assert step(plan, "person", "p2").facts["id"] == "2"
    assert codes(plan, "person", "p3") == ["placeholder"]
    assert step(plan, "objective", "o1").facts["team"] == "11"
    assert step(plan, "objective", "o1").facts["cycle"] == "20"


def test_two_people_of_one_name_are_nobody_for_sure() -> None:
    twins = (*HERE.people, PersonHere(3, "Emma Clarke", "other@x.y"))
    [name] = [one for one in names_of(ROWS, replace(HERE, people=twins)) if one.key == "p2"]
    assert (name.suggestion, name.candidates) == ("placeholder", (2, 3))


@pytest.mark.parametrize(
    ("changes", "code", "kind"),
    [
        ({"start": D(40), "target": D(25)}, "turned_decrease", "decrease"),
        ({"kind": "decrease"}, "turned_increase", "increase"),
        ({"start": D(40)}, "start_is_target", "maintain"),
        ({"kind": "maintain", "target": None}, "no_band", "milestones"),
        ({"start": D(10) ** 20}, "too_large", "increase"),
    ],
)
def test_a_measure_that_cannot_be_is_mended_and_said(
    changes: dict[str, Any], code: str, kind: str
) -> None:
    plan = plan_of(with_key_result(**changes))
    assert code in codes(plan, "key_result", "k1")
    assert step(plan, "key_result", "k1").facts["kind"] == kind


def test_what_hangs_elsewhere_is_hung_where_it_can() -> None:
    rows = replace(
        ROWS,
        key_results=(
            RATE,
            KeyResult("k4", "k1", "Below"),
            KeyResult("k5", "gone", "Alone", due_on=Q4.ends_on),
        ),
        initiatives=(Initiative("i2", "o1", "Project"),),
        alignments=(Alignment("a2", "o2", "gone"), Alignment("a3", "k1", "o2")),
        check_ins=(),
    )
    plan = plan_of(rows)
    assert "moved_up" in codes(plan, "key_result", "k4")
    assert "became_key_result" in codes(plan, "key_result", "i2")
    assert codes(plan, "alignment", "a2") == ["absent_parent"]
    assert codes(plan, "alignment", "a3") == ["one_objective"]
    assert {"unaligned", "became_objective"} <= set(codes(plan, "objective", "k5"))


def test_loops_are_refused() -> None:
    back = Alignment("a9", "o1", "o2", D(10))
    plan = plan_of(replace(ROWS, alignments=(*ROWS.alignments, back)))
    assert codes(plan, "alignment", "a9") == ["loop"]


def test_what_was_said_of_the_future_or_of_nothing_is_left_out() -> None:
    rows = replace(
        ROWS,
        check_ins=(
            CheckIn("s1", "k1", date(2026, 12, 1), value=D(1)),
            CheckIn("s2", "gone", date(2026, 10, 1), value=D(1)),
            CheckIn("s3", "k1", date(2026, 10, 1)),
        ),
    )
    plan = plan_of(rows)
    found = [codes(plan, "check_in", key)[0] for key in ("s1", "s2", "s3")]
    assert found == ["in_the_future", "on_nothing", "says_nothing"]


def test_what_ended_here_is_not_changed() -> None:
    thing = Thing(5, {"title": "Old"}, {"title": "Old"}, "ended_here", 5)
    known = replace(KNOWN, things={("objective", "o1"): thing})
    assert codes(plan_of(ROWS, known), "objective", "o1") == ["ended_here"]


def test_the_same_is_planned_the_same() -> None:
    assert plan_of(ROWS).digest == plan_of(unpack(pack(ROWS))).digest
    ended = replace(TOP, ending=Ending("closed", D("0.7")))
    assert plan_of(replace(ROWS, objectives=(ended, BELOW))).digest != plan_of(ROWS).digest


def test_nobody_uses_it_so_nobody_is_made() -> None:
    rows = replace(ROWS, people=(*ROWS.people, Person("p9", "Nobody", "n@x.y")))
    assert all(one.key != "p9" for one in plan_of(rows).steps)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Q1 2026", date(2026, 1, 1), date(2026, 3, 31)),
        ("Quarter 1 FY26", date(2026, 1, 1), date(2026, 3, 31)),
        ("1Q26", date(2026, 1, 1), date(2026, 3, 31)),
        ("Annual 2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("January 2026", date(2026, 1, 1), date(2026, 1, 31)),
        ("2026年第三季度", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026年下半年", date(2026, 7, 1), date(2026, 12, 31)),
    ],
)
def test_a_periods_name_spells_its_days(name: str, first: date, last: date) -> None:
    span = span_of(name)
    assert span is not None
    assert (span.starts_on, span.ends_on) == (first, last)


def test_a_fiscal_year_bears_the_name_of_the_year_it_ends_in() -> None:
    span = span_of("FY2026 Q1", fiscal_month=7)
    assert span is not None
    assert span.starts_on == date(2025, 7, 1)
