"""The end of a cycle: what is reviewed, how far it is, and who gave which score."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.counting import counted
from cairn.exchange.tables.objectives import FILTERS as OF_OBJECTIVES
from cairn.exchange.tables.objectives import fitting
from cairn.exchange.tables.words import id_cell, type_cell, yes_cell
from cairn.goals.models import Objective, Outcome, Type
from cairn.measures.table import Cell, Column, Sheet, Word, share
from cairn.organization.actor import Actor
from cairn.reviews.board import Row, review_rows, reviewed
from cairn.reviews.judging import verdict
from cairn.reviews.models import Score
from cairn.reviews.wording import review_state, verdict_word
from cairn.storage import clock

FILTERS: Final = ("cycle", "team")
SCORE_FILTERS: Final = OF_OBJECTIVES
SCORE: Final = (
    *("objective__title", "key_result__title", "value", "suggested", "is_opinion"),
    *("author__name", "author_id", "scored_at", "note", "objective__type"),
    *("objective__cycle__name", "id", "objective_id", "key_result_id"),
)


def reviews_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """The viewer's own objectives, then those of their teams, or those of one team. One query, and
    one for each five hundred."""
    columns = [
        Column("objective", pgettext("column", "Objective"), 44),
        Column("owner", pgettext("column", "Owner"), 18),
        Column("team", pgettext("column", "Team"), 20),
        Column("cycle", _("Cycle"), 14, brief=False),
        Column("type", pgettext("column", "Type"), 14),
        Column("state", _("State"), 13),
        Column("scored", _("Key results scored"), 11, "right", brief=False),
        Column("key_results", _("Key results"), 11, "right", brief=False),
        Column("progress", _("Progress"), 11, "right"),
        Column("suggested", _("Suggested score"), 11, "right"),
        Column("computed", _("Mean of the key results"), 11, "right", brief=False),
        Column("score", _("Score"), 9, "right"),
        Column("verdict", _("What it means"), 22),
        Column("outcome", pgettext("column", "Closed as"), 18),
        Column("id", _("Id"), 22, brief=False),
        Column("retrospective_id", _("Id of the retrospective"), 22, brief=False),
        Column("carried_to_id", _("Id of the objective that goes on"), 22, brief=False),
    ]
    found = reviewed(viewer, asked.cycle, asked.team)
    return Sheet("reviews", _("Reviews"), columns, _reviews(viewer, found), counted(found))


def _reviews(viewer: Actor, found: QuerySet[Objective]) -> Iterator[Sequence[Cell]]:
    for row in review_rows(viewer, found):
        yield (
            row.title,
            row.owner.name if row.owner else None,
            row.team.name if row.team else None,
            row.cycle,
            type_cell(row.type),
            Word(row.state, review_state(row.state)),
            *(row.scored, row.key_results, share(row.progress)),
            *(row.suggested, row.computed, row.score),
            Word(row.verdict, verdict_word(row.verdict)) if row.verdict else None,
            _outcome(row),
            str(row.id),
            *(id_cell(id) for id in (row.retrospective, row.carried_to)),
        )


def _outcome(row: Row) -> Word | None:
    return Word(row.outcome, str(Outcome(row.outcome).label)) if row.outcome else None


def scores_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """Whatever was given, the latest first of each objective and key result. One query."""
    columns = [
        Column("objective", pgettext("column", "Objective"), 44),
        Column("key_result", pgettext("column", "Key result"), 44),
        Column("cycle", _("Cycle"), 14, brief=False),
        Column("kind", pgettext("column", "Kind"), 14),
        Column("latest", _("It is the latest"), 11),
        Column("score", _("Score"), 9, "right"),
        Column("suggested", _("Suggested score"), 11, "right"),
        Column("verdict", _("What it means"), 22),
        Column("by", pgettext("column", "Who"), 18),
        Column("at", pgettext("column", "When"), 17),
        Column("note", _("What stands behind it"), 40),
        Column("id", _("Id"), 22, brief=False),
        Column("objective_id", _("Id of the objective"), 22, brief=False),
        Column("key_result_id", _("Id of the key result"), 22, brief=False),
    ]
    found = _given(fitting(viewer, asked, clock.today(viewer.time_zone)))
    return Sheet("scores", _("Scores"), columns, _scores(found), counted(found))


def _given(found: QuerySet[Objective]) -> QuerySet[Score]:
    """Of the objectives and of their key results, but for deleted ones."""
    return Score.objects.filter(
        Q(key_result__isnull=True) | Q(key_result__deleted_at__isnull=True),
        objective__in=found.order_by().values("id"),
    ).order_by(
        "-objective_id", F("key_result__position").asc(nulls_first=True), "key_result_id", "-id"
    )


def _scores(found: QuerySet[Score]) -> Iterator[Sequence[Cell]]:
    kinds = {
        False: Word("score", pgettext("column", "Score")),
        True: Word("opinion", _("Second opinion")),
    }
    before: tuple[int, int | None] | None = None
    for row in found.values_list(*SCORE).iterator():
        title, below, value, suggested, is_opinion, by, by_id, at, note, type, cycle, *ids = row
        about = ids[1], ids[2]
        if about != before:
            before, said = about, set[int | None]()
        who = by_id if is_opinion else None
        is_latest = who not in said
        said.add(who)
        yield (
            *(title, below, cycle, kinds[is_opinion], yes_cell(is_latest)),
            *(value, suggested, _meaning(type, value), by, at, note or None),
            *(id_cell(id) for id in ids),
        )


def _meaning(type: str, value: Decimal | None) -> Word | None:
    if value is None:
        return None
    code = verdict(type == Type.COMMITTED, value)
    return Word(code, verdict_word(code))
