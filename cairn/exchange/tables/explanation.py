"""How the progress of an objective or a key result came about: its parts, then the whole."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.errors import Invalid
from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.words import status_cell
from cairn.goals.explaining import Input, explain_key_result, explain_progress
from cairn.goals.formulas import formula_of, left_out
from cairn.goals.queries import find_objective
from cairn.measures.table import Cell, Column, Sheet, Word, share
from cairn.organization.actor import Actor
from cairn.storage import clock

FILTERS: Final = ("objective", "key_result")
type Row = Sequence[Cell]


def explanation_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """The parts in their order, the last row is the whole. What a part adds is a fraction of the
    whole, None where it is left out. `Invalid` unless asked of just one thing. Up to seven queries."""
    if asked.objective is not None and asked.key_result is not None:
        raise Invalid({"key_result": _("Choose an objective or a key result, not both.")})
    if asked.key_result is not None:
        rows = _of_key_result(viewer, asked.key_result)
    elif asked.objective is not None:
        rows = _of_objective(viewer, asked.objective)
    else:
        raise Invalid({"objective": _("Choose an objective or a key result.")})
    columns = [
        Column("part", pgettext("explanation", "Part"), 14),
        Column("title", _("Counts into it"), 50),
        Column("progress", _("Progress"), 11, "right"),
        Column("weight", _("Weight"), 10, "right"),
        Column("adds", _("Adds"), 11, "right"),
        Column("how", pgettext("explanation", "How it is reckoned"), 44),
        Column("expected", _("Expected"), 11, "right", brief=False),
        Column("status", pgettext("column", "Status"), 13, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("objective_id", _("Id of the objective"), 22, brief=False),
    ]
    name = _("Where the number comes from")
    return Sheet("explanation", name, columns, rows, _count(rows))


def _of_objective(viewer: Actor, objective_id: int) -> list[Row]:
    objective = find_objective(viewer, objective_id)
    found = explain_progress(viewer, objective.id, clock.today(viewer.time_zone))
    whole = (
        Word("whole", pgettext("explanation", "Whole")),
        objective.title,
        share(found.progress),
        _weight(found.inputs),
        share(found.automatic),
        "\n".join(left_out(found)) or None,
        share(found.expected),
        status_cell(found.shown.status),
        *(str(objective.id), str(objective.id)),
    )
    return [*_parts(found.inputs, objective.id), whole]


def _of_key_result(viewer: Actor, key_result_id: int) -> list[Row]:
    found = explain_key_result(viewer, key_result_id, clock.today(viewer.time_zone))
    row, of = found.row, found.key_result.objective_id
    how = formula_of(row, found.key_result)
    whole = (
        Word("whole", pgettext("explanation", "Whole")),
        row.title,
        share(row.progress),
        _weight(found.parts),
        share(row.progress),
        None,
        share(row.expected),
        status_cell(row.status),
        *(str(row.id), str(of)),
    )
    return [*_parts(found.parts, of, how), whole]


def _parts(inputs: Iterable[Input], of: int, how: str | None = None) -> Iterator[Row]:
    """`how` tells the number of a key result's own measure."""
    words = {
        "key_result": pgettext("column", "Key result"),
        "objective": pgettext("column", "Objective"),
        "measure": pgettext("explanation", "Measure"),
    }
    for one in inputs:
        is_measure = one.kind == "measure"
        yield (
            Word(one.kind, words[one.kind]),
            _("its own measure") if is_measure else one.title,
            share(one.progress),
            one.weight,
            share(one.contribution),
            how if is_measure else None,
            *(None, None, str(one.id)),
            str(one.id if one.kind == "objective" else of),
        )


def _weight(inputs: Iterable[Input]) -> Decimal:
    return sum((one.weight for one in inputs), Decimal(0))


def _count(rows: Sequence[Row]) -> Callable[[int], int]:
    return lambda most: min(most, len(rows))
