"""Who has drafted, submitted and agreed on the OKRs of a cycle, for its champion; and what was said when
objectives were submitted, for whoever sees them."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.cycles.models import Cycle
from cairn.cycles.policy import rules
from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.asked_one import asked_cycle, asked_round
from cairn.exchange.tables.counting import counted
from cairn.exchange.tables.objectives import FILTERS as OF_OBJECTIVES
from cairn.exchange.tables.objectives import fitting
from cairn.exchange.tables.words import yes_cell
from cairn.goals.agreeing import (
    SetRow,
    Stage,
    branches_of,
    expects_people,
    sets_of,
    sets_of_reports,
    tally_of,
)
from cairn.goals.confirming import not_withdrawn
from cairn.goals.models import Confirmation
from cairn.measures.table import Cell, Column, Sheet, Word
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.organization.queries import company_of, find_team
from cairn.storage import clock

FILTERS: Final = ("cycle", "of", "stage", "team")
TEAM_FILTERS: Final = ("cycle", "team")
STEP_FILTERS: Final = OF_OBJECTIVES
REPORT_FILTERS: Final = ("round",)
AT_A_TIME: Final = 5_000
MOST_REPORTS: Final = 100_000
"""More than anybody has."""
STEPS: Final = (
    *("objective__title", "objective__owner__name", "objective__team__name"),
    *("objective__cycle__name", "verdict", "is_change", "submitted_by__name", "submitted_at"),
    *("note", "asked__name", "answered_by__name", "answered_at", "in_place", "comment", "id"),
    "objective_id",
)


def agreements_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """People, or teams, by name. `Forbidden` but for champions and administrators. Two queries, and
    one for each five thousand."""
    rules.require(viewer, "cycle.see_agreeing", None)
    cycle = asked_cycle(viewer, asked)
    team = None if asked.team is None else find_team(viewer, asked.team)
    whose = asked.of or ("people" if expects_people(cycle) else "teams")
    return sets_sheet(viewer, cycle, whose, team, asked.stage)


def sets_sheet(viewer: Actor, cycle: Cycle, whose: str, team: Team | None, stage: str) -> Sheet:
    """Of all people or teams, or those in one team and below; who may know is the caller's to say."""

    def count(most: int) -> int:
        tally = tally_of(viewer, cycle, whose, team)
        return min(most, tally[stage] if stage else tally.total)

    rows = _rows(viewer, cycle, whose, team, stage)
    return Sheet("agreements", _("Who has come how far"), _columns(whose), rows, count)


def reports_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """The people whose manager the viewer is, by name, as a planning round shows them. Two queries."""
    cycle = asked_round(viewer, asked).cycle
    words = {one.value: Word(one.value, str(one.label)) for one in Stage}
    found = sets_of_reports(viewer, cycle, most=MOST_REPORTS)
    rows = (_row(row, words[row.stage], cycle) for row in found)
    return Sheet("agreement-reports", _("Whom you agree with"), _columns("people"), rows)


def _columns(whose: str) -> list[Column]:
    if whose == "people":
        name = Column("name", pgettext("person", "Name"), 20)
        other = Column("manager", _("Manager"), 18)
        other_id = Column("manager_id", _("Id of the manager"), 22, brief=False)
    else:
        name = Column("name", pgettext("column", "Team"), 24)
        other = Column("lead", pgettext("team", "Lead"), 18)
        other_id = Column("lead_id", _("Id of the lead"), 22, brief=False)
    return [
        name,
        Column("title", _("Job title"), 24, brief=False),
        Column("stage", _("How far they are"), 14),
        Column("objectives", _("Objectives"), 11, "right"),
        Column("confirmed", pgettext("agreement", "Confirmed"), 11, "right"),
        Column("submitted", pgettext("agreement", "Submitted"), 11, "right"),
        Column("returned", pgettext("agreement", "Returned"), 11, "right"),
        other,
        Column("cycle", _("Cycle"), 14, brief=False),
        Column("id", _("Id"), 22, brief=False),
        other_id,
        Column("cycle_id", _("Id of the cycle"), 22, brief=False),
    ]


def _rows(
    viewer: Actor, cycle: Cycle, whose: str, within: Team | None, stage: str
) -> Iterator[Sequence[Cell]]:
    words = {one.value: Word(one.value, str(one.label)) for one in Stage}
    after: tuple[str, int] | None = None
    while True:
        found = sets_of(
            viewer, cycle, whose, within=within, stage=stage, after=after, most=AT_A_TIME
        )
        for row in found:
            yield _row(row, words[row.stage], cycle)
        if len(found) < AT_A_TIME:
            return
        after = found[-1].name, found[-1].id


def _row(row: SetRow, stage: Word, cycle: Cycle) -> Sequence[Cell]:
    return (
        *(row.name, row.title or None, stage, row.written),
        *(row.confirmed, row.submitted, row.returned),
        row.other.name if row.other else None,
        *(cycle.name, str(row.id)),
        str(row.other.id) if row.other else None,
        str(cycle.id),
    )


def agreement_teams_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """The people of the teams right below one, or below the company, each counted once. `Forbidden`
    but for champions and administrators. Three queries."""
    rules.require(viewer, "cycle.see_agreeing", None)
    cycle = asked_cycle(viewer, asked)
    team = company_of(viewer) if asked.team is None else find_team(viewer, asked.team)
    columns = [
        Column("team", pgettext("column", "Team"), 24),
        Column("people", _("People"), 11, "right"),
        *(Column(one.value, str(one.label), 12, "right") for one in Stage),
        Column("cycle", _("Cycle"), 14, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("cycle_id", _("Id of the cycle"), 22, brief=False),
    ]
    return Sheet(
        "agreement-teams", _("How far the teams below are"), columns, _teams(viewer, cycle, team)
    )


def _teams(viewer: Actor, cycle: Cycle, team: Team) -> Iterator[Sequence[Cell]]:
    for one in branches_of(viewer, cycle, team):
        counts = (one.tally[stage] for stage in Stage)
        yield one.name, one.tally.total, *counts, cycle.name, str(one.id), str(cycle.id)


def agreement_steps_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """Each submission of the objectives that fit, with what was answered; the latest first. One
    query."""
    columns = [
        Column("objective", pgettext("column", "Objective"), 44),
        Column("owner", pgettext("column", "Owner"), 18),
        Column("team", pgettext("column", "Team"), 20),
        Column("cycle", _("Cycle"), 14, brief=False),
        Column("state", _("State"), 13),
        Column("change", _("Changed after it was confirmed"), 14, brief=False),
        Column("submitted_by", _("Submitted by"), 18),
        Column("submitted_at", _("Submitted at"), 17),
        Column("note", _("What was said with it"), 40),
        Column("asked", _("Who is to answer"), 18, brief=False),
        Column("answered_by", _("Answered by"), 18),
        Column("answered_at", _("Answered"), 17),
        Column("in_place", _("Answered in somebody's place"), 14, brief=False),
        Column("comment", _("What was answered"), 40),
        Column("id", _("Id"), 22, brief=False),
        Column("objective_id", _("Id of the objective"), 22, brief=False),
    ]
    within = fitting(viewer, asked, clock.today(viewer.time_zone)).order_by().values("id")
    found = not_withdrawn().filter(objective__in=within).order_by("-id")
    name = _("Submissions and answers")
    return Sheet("agreement-steps", name, columns, _steps(found), counted(found))


def _steps(found: QuerySet[Confirmation]) -> Iterator[Sequence[Cell]]:
    states = {one.value: Word(one.value, str(one.label)) for one in Stage}
    states[""] = states[Stage.SUBMITTED]
    for row in found.values_list(*STEPS).iterator():
        verdict, is_change, by, at, note, asked, answered_by, answered_at = row[4:12]
        in_place, comment, *ids = row[12:]
        yield (
            *(*row[:4], states[verdict], yes_cell(is_change), by, at, note or None),
            *(asked, answered_by, answered_at, yes_cell(in_place), comment or None),
            *map(str, ids),
        )
