"""The planning rounds, what each team does in them and where it stands, and their rooms."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import batched
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.tables.asked import Asked, known
from cairn.exchange.tables.counting import counted
from cairn.exchange.tables.words import id_cell, yes_cell
from cairn.measures.table import Cell, Column, Sheet, Word
from cairn.organization.actor import Actor
from cairn.planning.models import Room, Stage, StepKind
from cairn.planning.plan import State
from cairn.planning.room_counts import counted_rooms
from cairn.planning.rounds import (
    ANNOUNCED,
    CANCELLED,
    RoundRow,
    StepRow,
    round_rows,
    rounds,
    steps_of_rounds,
)
from cairn.planning.words import state_word
from cairn.storage import clock

FILTERS: Final = ("cycle",)
STEP_FILTERS: Final = ("round", "cycle", "team")
ROOM_FILTERS: Final = ("round", "cycle", "team")
AT_A_TIME: Final = 50
"""Rounds whose steps are read together."""
ROOM: Final = (
    *("team__name", "about__title", "stage", "standing", "heaps", "picked", "seated", "finished"),
    *("dots", "is_anonymous", "is_invited", "round__cycle__name", "opened_at", "ended_at", "id"),
    *("round_id", "team_id", "about_id"),
)


def rounds_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """The newest first; steps are counted while a round is open. Two queries."""
    columns = [
        Column("cycle", _("Cycle"), 14),
        Column("team", pgettext("column", "Team"), 20),
        Column("state", _("State"), 13),
        Column("starts_on", _("First day"), 12),
        Column("ends_on", _("Last day"), 12),
        Column("steps_over", _("Steps done or skipped"), 11, "right"),
        Column("steps", _("Steps"), 9, "right"),
        Column("anonymous", _("Proposals without names"), 11, brief=False),
        Column("dots", _("Dots for each"), 9, "right", brief=False),
        Column("started_by", _("Started by"), 18),
        Column("started_at", _("Started"), 17, brief=False),
        Column("announced_by", _("Announced by"), 18, brief=False),
        Column("announced_at", _("Announced at"), 17, brief=False),
        Column("cancelled_by", _("Cancelled by"), 18, brief=False),
        Column("cancelled_at", _("Cancelled at"), 17, brief=False),
        Column("reason", _("Reason"), 40, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("cycle_id", _("Id of the cycle"), 22, brief=False),
        Column("team_id", _("Id of the team"), 22, brief=False),
    ]
    return Sheet("rounds", _("Planning rounds"), columns, _rounds(viewer, asked))


def _rounds(viewer: Actor, asked: Asked) -> Iterator[Sequence[Cell]]:
    on = clock.today(viewer.time_zone)
    states = _states()
    for row in round_rows(viewer, on, cycle=asked.cycle):
        yield _round(row, states[row.state_on(on)])


def _states() -> Mapping[str, Word]:
    """Where a step or an open round stands, and how a round ended."""
    ends = {
        ANNOUNCED: Word(ANNOUNCED, pgettext("round", "Announced")),
        CANCELLED: Word(CANCELLED, pgettext("round", "Cancelled")),
    }
    return ends | {str(one): Word(str(one), state_word(one)) for one in State}


def _round(row: RoundRow, state: Word) -> Sequence[Cell]:
    held = row.held
    return (
        *(held.cycle.name, held.team.name, state, held.starts_on, held.ends_on),
        *((row.over, row.steps) if row.steps else (None, None)),
        *(yes_cell(held.is_anonymous), held.dots, held.started_by.name, held.started_at),
        *(held.announced_by.name if held.announced_by else None, held.announced_at),
        *(held.cancelled_by.name if held.cancelled_by else None, held.cancelled_at),
        *(held.cancel_reason or None, str(held.id), str(held.cycle_id), str(held.team_id)),
    )


def steps_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """Round by round, the newest first, in the order of the round's page. A query, and two for each
    fifty rounds."""
    columns = [
        Column("step", pgettext("column", "Step"), 14),
        Column("team", pgettext("column", "Team"), 20),
        Column("lead", pgettext("team", "Lead"), 18),
        Column("starts_on", _("First day"), 12),
        Column("ends_on", _("Last day"), 12),
        Column("state", _("State"), 13),
        Column("turn", pgettext("step", "Turn"), 9, "right", brief=False),
        Column("asked", _("Another hour asked over"), 40),
        Column("asked_by", _("Hour asked by"), 18, brief=False),
        Column("reason", _("Reason for skipping"), 40),
        Column("begun_at", pgettext("step", "Begun"), 17, brief=False),
        Column("done_at", pgettext("step", "Done at"), 17, brief=False),
        Column("skipped_at", _("Skipped at"), 17, brief=False),
        Column("cycle", _("Cycle"), 14, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("round_id", _("Id of the planning round"), 22, brief=False),
        Column("team_id", _("Id of the team"), 22, brief=False),
        Column("room_id", _("Id of the room"), 22, brief=False),
    ]
    return Sheet("round-steps", _("Steps of planning rounds"), columns, _steps(viewer, asked))


def _steps(viewer: Actor, asked: Asked) -> Iterator[Sequence[Cell]]:
    on: date = clock.today(viewer.time_zone)
    states = _states()
    kinds = {one.value: Word(one.value, str(one.label)) for one in StepKind}
    said = known(id=asked.round, cycle=asked.cycle)
    for some in batched(rounds(viewer).filter(**said), AT_A_TIME):
        for row in steps_of_rounds(viewer, some, on, team=asked.team):
            yield _step(row, kinds[row.step.kind], states[row.state])


def _step(row: StepRow, kind: Word, state: Word) -> Sequence[Cell]:
    step, team, asked = row.step, row.step.team, row.asked
    return (
        *(kind, team.name, team.lead.name if team.lead else None),
        *(step.starts_on, step.ends_on, state, step.turn),
        *((asked.comment, asked.asked_by.name) if asked else (None, None)),
        *(step.skip_reason or None, step.begun_at, step.done_at, step.skipped_at),
        *(step.round.cycle.name, str(step.id), str(step.round_id), str(team.id)),
        id_cell(row.room_id),
    )


def rooms_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """Round by round, the newest first, the oldest room first. One query."""
    columns = [
        Column("team", pgettext("column", "Team"), 20),
        Column("about", _("For the key results of"), 40),
        Column("stage", pgettext("room", "Stage"), 13),
        Column("proposals", _("Proposals"), 10, "right"),
        Column("groups", pgettext("room", "Groups"), 9, "right"),
        Column("chosen", _("Proposals chosen"), 9, "right"),
        Column("people", _("People in the room"), 12, "right"),
        Column("finished", _("Have given all their dots"), 14, "right", brief=False),
        Column("dots", _("Dots for each"), 9, "right", brief=False),
        Column("anonymous", _("Proposals without names"), 11, brief=False),
        Column("invited", _("Only for who was asked in"), 11, brief=False),
        Column("cycle", _("Cycle"), 14, brief=False),
        Column("opened_at", pgettext("room", "Opened"), 17),
        Column("ended_at", pgettext("room", "Ended at"), 17, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("round_id", _("Id of the planning round"), 22, brief=False),
        Column("team_id", _("Id of the team"), 22, brief=False),
        Column("objective_id", _("Id of the objective"), 22, brief=False),
    ]
    found = _fitting(viewer, asked)
    return Sheet("rooms", _("Rooms of planning rounds"), columns, _rooms(found), counted(found))


def _fitting(viewer: Actor, asked: Asked) -> QuerySet[Room]:
    said = known(round=asked.round, round__cycle=asked.cycle, team=asked.team)
    return counted_rooms(viewer).filter(**said)


def _rooms(found: QuerySet[Room]) -> Iterator[Sequence[Cell]]:
    stages = {one.value: Word(one.value, str(one.label)) for one in Stage}
    for row in found.values_list(*ROOM).iterator():
        team, about, stage, *counts = row[:8]
        dots, is_anonymous, is_invited, cycle, opened_at, ended_at, *ids = row[8:]
        yield (
            *(team, about, stages[stage], *counts, dots),
            *(yes_cell(is_anonymous), yes_cell(is_invited)),
            *(cycle, opened_at, ended_at, *(id_cell(id) for id in ids)),
        )
