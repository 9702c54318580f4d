"""Which team takes up what of a planning round's own objectives, as far as the viewer sees both."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.asked_one import asked_round
from cairn.exchange.tables.words import id_cell, yes_cell
from cairn.measures.table import Cell, Column, Sheet, Word
from cairn.organization.actor import Actor
from cairn.planning.coverage import Cover, Need, TeamSet, Told, Wanted, read_coverage
from cairn.planning.models import Round
from cairn.planning.rounds import EVERYTHING
from cairn.storage import clock

FILTERS: Final = ("round",)
COVERED, TWICE, NOT_COVERED, SERVES_NOTHING = "covered", "twice", "not_covered", "serves_nothing"
type Above = tuple[Cell, Cell, Cell, Cell]
"""The objective and key result above, and their ids."""


def coverage_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """What is above, each with whoever covers it, one row a team's objective; behind it what the
    teams want that serves nothing above. Eight queries."""
    held = asked_round(viewer, asked)
    columns = [
        Column("above", _("Objective above"), 44),
        Column("above_key_result", _("Key result above"), 44),
        Column("state", _("State"), 14),
        Column("team", pgettext("column", "Team"), 20),
        Column("objective", _("The team’s objective"), 44),
        Column("planned", _("Aligned with the announcement"), 14),
        Column("id", _("Id"), 22, brief=False),
        Column("above_id", _("Id of the objective above"), 22, brief=False),
        Column("above_key_result_id", _("Id of the key result above"), 22, brief=False),
        Column("team_id", _("Id of the team"), 22, brief=False),
        Column("objective_id", _("Id of the objective"), 22, brief=False),
        Column("planned_id", _("Id of the planned alignment"), 22, brief=False),
        Column("round_id", _("Id of the planning round"), 22, brief=False),
    ]
    return Sheet("coverage", _("What is covered"), columns, _rows(viewer, held))


def _rows(viewer: Actor, held: Round) -> Iterator[Sequence[Cell]]:
    found = read_coverage(viewer, held, clock.today(viewer.time_zone), most=EVERYTHING)
    words = {
        COVERED: Word(COVERED, _("Covered")),
        TWICE: Word(TWICE, _("Covered twice")),
        NOT_COVERED: Word(NOT_COVERED, _("Not covered")),
        SERVES_NOTHING: Word(SERVES_NOTHING, _("serves nothing above")),
    }
    last = str(held.id)
    for wanted in found.wanted:
        for above, state, by in _needs(wanted):
            yield from _covers(above, words[state], by, last)
    for told in found.told:
        for texts, is_covered, covers in _told(told):
            yield from _covers(texts, words[COVERED] if is_covered else None, covers, last)
    for team in found.teams:
        yield from _unserving(team, words[SERVES_NOTHING], last)


def _needs(wanted: Wanted) -> Iterator[tuple[Above, str, Sequence[Cover]]]:
    """As the page tells them: the objective as a whole where somebody covers it, or it has no parts."""
    if wanted.whole.by or not wanted.parts:
        yield _above(wanted.whole), _state(wanted.whole, bool(wanted.whole.by)), wanted.whole.by
    for part in wanted.parts:
        yield _above(part), _state(part, wanted.is_covered(part)), part.by


def _above(need: Need) -> Above:
    part = need.key_result
    return (
        *(need.objective.title, part.title if part else None, str(need.objective.id)),
        str(part.id) if part else None,
    )


def _state(need: Need, is_covered: bool) -> str:
    return TWICE if need.is_twice else COVERED if is_covered else NOT_COVERED


def _told(told: Told) -> Iterator[tuple[Above, bool, Sequence[Cover]]]:
    """What its room chose, in the words of the room; whether a part is covered is not told."""
    chosen = told.chosen
    id = str(chosen.objective_id)
    yield (chosen.title, None, id, None), bool(told.by), told.by
    for text in chosen.key_results:
        yield (chosen.title, text, id, None), False, ()


def _covers(
    above: Above, state: Word | None, by: Sequence[Cover], round_id: str
) -> Iterator[Sequence[Cell]]:
    """A row for each that covers it, or one without."""
    title, part, *ids = above
    for one in by:
        planned = id_cell(one.planned_id)
        yield (
            *(title, part, state, one.team.name, one.objective.title),
            *(yes_cell(bool(planned)), None),
            *(*ids, str(one.team.id), str(one.objective.id), planned, round_id),
        )
    if not by:
        yield title, part, state, None, None, None, None, *ids, None, None, None, round_id


def _unserving(team: TeamSet, state: Word, round_id: str) -> Iterator[Sequence[Cell]]:
    for one in team.objectives:
        if one.id not in team.serves:
            yield (
                *(None, None, state, team.team.name, one.title, None, None, None, None),
                *(str(team.team.id), str(one.id), None, round_id),
            )
