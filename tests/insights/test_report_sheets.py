"""How a PDF fills its sheets: no heading stands alone, none is left half empty."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from cairn.cycles.models import Cycle
from cairn.goals.models import KeyResult
from cairn.insights.reports.contents import ChangeLine, Report
from cairn.insights.reports.pdf import objectives, risks
from cairn.insights.reports.pdf.overview import write_changes
from cairn.insights.reports.pdf.paper import BOTTOM, HEIGHT, Paper
from cairn.organization.actor import Actor
from tests.insights.test_reports import behind, built

pytestmark = pytest.mark.django_db
__all__ = ["behind"]
LOOSE = 16.0
"""Millimetres of a sheet that a guess may leave empty."""


@pytest.fixture
def report(colleague: Actor, behind: KeyResult, cycle: Cycle) -> Report:
    return built(colleague, cycle)


@pytest.fixture
def paper() -> Paper:
    return Paper("甲", "乙", "zh-hans", "脚注")


def taken(paper: Paper, write: Callable[[], None]) -> float:
    """How much of a fresh sheet something takes."""
    paper.sheet()
    before = paper.y
    write()
    return paper.y - before


def test_a_heading_goes_with_what_stands_below_it(report: Report, paper: Paper) -> None:
    change = ChangeLine("silent", "转为久未更新", 452, ("让代理商知道该找谁",) * 6)
    report = replace(report, changes=(change,))
    whole, top = taken(paper, lambda: write_changes(paper, report)), paper.y
    paper.y = HEIGHT - BOTTOM - 38
    write_changes(paper, report)
    assert (paper.y, whole > 38) == (top, True), "all of it stands on the next sheet"


def test_the_room_of_a_risk_is_what_it_takes(report: Report, paper: Paper) -> None:
    (risk,) = report.risks
    for note in ("", "短", "等供应商。" * 30):
        said = replace(risk.remarks[0], note=note)
        for remarks in ((said,) * 3, ()):
            one = replace(risk, remarks=remarks)
            actual = taken(paper, lambda one=one: risks._risk(paper, one))  # type: ignore[misc]
            assert 0 <= risks._height(paper, one) + 3.5 - actual < LOOSE


def test_the_room_of_an_objective_is_what_it_takes(report: Report, paper: Paper) -> None:
    (told,) = report.objectives
    for count in (1, 4, 8):
        one = replace(told, key_results=told.key_results * count)
        actual = taken(paper, lambda one=one: objectives._objective(paper, one))  # type: ignore[misc]
        assert 0 <= objectives._height(one) + 3 - actual < LOOSE
