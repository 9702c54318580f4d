"""The templates that the viewer handed out: who was given a draft, and what has become of it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.words import status_cell
from cairn.goals.queries import DRAFT, objective_rows, visible_objectives
from cairn.goals.rows import ObjectiveRow
from cairn.measures.table import Cell, Column, Sheet, Word, share
from cairn.okr_templates.models import HandOut, Origin
from cairn.okr_templates.queries import find_hand_out, hand_outs_of
from cairn.organization.actor import Actor
from cairn.storage import clock

FILTERS: Final = ("hand_out",)
AT_A_TIME: Final = 20


def hand_outs_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """The latest first, a row for each draft that the viewer still sees, or one row where nothing is
    written. `NotFound` of somebody else's. One query, and four for each twenty hand-outs."""
    columns = [
        Column("template", pgettext("column", "Template"), 44),
        Column("handed_at", pgettext("column", "Handed out at"), 17),
        Column("state", pgettext("column", "Hand-out"), 14),
        Column("objective", pgettext("column", "Objective"), 44),
        Column("team", pgettext("column", "Team"), 20),
        Column("owner", pgettext("column", "Owner"), 18),
        Column("cycle", _("Cycle"), 14),
        Column("status", pgettext("column", "Status"), 13),
        Column("progress", _("Progress"), 11, "right"),
        Column("given", _("Drafts in all"), 11, "right", brief=False),
        Column("skipped", _("Skipped"), 11, "right", brief=False),
        Column("error", _("What went wrong"), 40, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("hand_out_id", _("Id of the hand-out"), 22, brief=False),
        Column("template_id", _("Id of the template"), 26, brief=False),
        Column("cycle_id", _("Id of the cycle"), 22, brief=False),
    ]
    found = hand_outs_of(viewer)
    if asked.hand_out is not None:
        found = found.filter(id=find_hand_out(viewer, asked.hand_out).id)
    return Sheet("hand-outs", _("Templates handed out"), columns, _rows(viewer, found))


def _rows(viewer: Actor, found: QuerySet[HandOut]) -> Iterator[Sequence[Cell]]:
    states = {
        "waiting": Word("waiting", pgettext("hand-out", "Being written")),
        "done": Word("done", _("Handed out")),
        "failed": Word("failed", _("Failed")),
    }
    for some in batched(found.iterator(), AT_A_TIME):
        drafts = _drafts(viewer, [one.id for one in some])
        for one in some:
            state = states["failed" if one.failed_at else "done" if one.done_at else "waiting"]
            written: Sequence[ObjectiveRow | None] = drafts[one.id] or (None,)
            for draft in written:
                yield _row(one, state, draft)


def _drafts(viewer: Actor, hand_outs: Sequence[int]) -> dict[int, list[ObjectiveRow]]:
    """By hand-out, in the order in which they were written. Three queries."""
    of = dict(
        Origin.objects.filter(hand_out__in=hand_outs).values_list("objective_id", "hand_out_id")
    )
    seen = visible_objectives(viewer).filter(id__in=list(of)).order_by("id")
    drafts: dict[int, list[ObjectiveRow]] = defaultdict(list)
    on = clock.today(viewer.time_zone)
    for row in objective_rows(viewer, seen, on, with_key_results=False):
        drafts[of[row.id] or 0].append(row)
    return drafts


def _row(one: HandOut, state: Word, draft: ObjectiveRow | None) -> Sequence[Cell]:
    said: Sequence[Cell] = (None,) * 3
    stands: Sequence[Cell] = (None,) * 2
    if draft is not None:
        owner, team = draft.owner, draft.team
        said = (draft.title, team.name if team else None, owner.name if owner else None)
        status = status_cell(DRAFT if draft.is_draft else draft.status)
        stands = (status, share(draft.progress))
    return (
        *(one.title, one.asked_at, state),
        *said,
        one.cycle.name,
        *stands,
        *(0 if one.failed_at else one.size, one.skipped, one.error or None),
        str(draft.id) if draft else None,
        *(str(one.id), one.template, str(one.cycle_id)),
    )
