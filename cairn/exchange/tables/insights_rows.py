"""The rows behind a number of the insights: objectives, key results or people, as its page lists them."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.words import status_cell
from cairn.insights.asking import asked_frame, asked_number
from cairn.insights.behind import (
    all_objectives_behind,
    count_behind,
    key_results_behind,
    people_behind,
)
from cairn.insights.changes import since_of
from cairn.insights.frame import Frame
from cairn.insights.number import KEY_RESULTS, OBJECTIVES, PEOPLE, Number
from cairn.insights.words import number_title
from cairn.measures.table import Cell, Column, Sheet, share
from cairn.organization.actor import Actor

FILTERS: Final = ("show", "group", "since", "cycle", "team", "person", "on")
MOST: Final = 1_000_000
"""More than any file holds."""
AT_A_TIME: Final = 5_000


def insights_rows_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """Its columns follow what the number counts. A change without a day counts from where that of the
    insights does. `Invalid` and `NotFound` as `asked_frame` and `asked_number`. Six queries, and one
    for each thousand."""
    about = {"cycle": asked.cycle, "team": asked.team, "person": asked.person}
    frame = asked_frame(viewer, **about, on=asked.on)
    since = asked.since
    if since is None and asked.show.startswith("change."):
        since, _talked = since_of(frame, None)
    number = asked_number(frame, asked.show, asked.group, since)
    columns, rows = {
        OBJECTIVES: (_of_objectives, _objectives),
        KEY_RESULTS: (_of_key_results, _key_results),
        PEOPLE: (_of_people, _people),
    }[number.kind]
    count = partial(count_behind, frame, number)
    return Sheet("insights-rows", number_title(number), columns(), rows(frame, number), count)


def _of_objectives() -> list[Column]:
    return [
        Column("objective", pgettext("column", "Objective"), 44),
        Column("team", pgettext("column", "Team"), 20),
        Column("owner", pgettext("column", "Owner"), 18),
        Column("status", pgettext("column", "Status"), 13),
        Column("progress", _("Progress"), 11, "right"),
        Column("confidence", _("Confidence"), 11, "right"),
        Column("id", _("Id"), 22, brief=False),
    ]


def _objectives(frame: Frame, number: Number) -> Iterator[Sequence[Cell]]:
    for one in all_objectives_behind(frame, number, MOST):
        yield (
            *(one.title, one.team or None, one.owner or None, status_cell(one.status)),
            *(share(one.progress), one.confidence, one.id),
        )


def _of_key_results() -> list[Column]:
    return [
        Column("key_result", pgettext("column", "Key result"), 44),
        Column("objective", pgettext("column", "Objective"), 44),
        Column("team", pgettext("column", "Team"), 20),
        Column("owner", pgettext("column", "Owner"), 18),
        Column("id", _("Id"), 22, brief=False),
        Column("objective_id", _("Id of the objective"), 22, brief=False),
    ]


def _key_results(frame: Frame, number: Number) -> Iterator[Sequence[Cell]]:
    after: int | None = None
    while found := key_results_behind(frame, number, after, AT_A_TIME):
        for one in found:
            yield (
                *(one.title, one.objective, one.team or None, one.owner or None),
                *(str(one.id), str(one.objective_id)),
            )
        if len(found) < AT_A_TIME:
            return
        after = found[-1].id


def _of_people() -> list[Column]:
    return [Column("name", pgettext("person", "Name"), 20), Column("id", _("Id"), 22, brief=False)]


def _people(frame: Frame, number: Number) -> Iterator[Sequence[Cell]]:
    for id, name in people_behind(frame, number, None, MOST):
        yield name, str(id)
