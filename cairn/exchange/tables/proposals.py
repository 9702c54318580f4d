"""What came out of planning rounds: every proposal that stands, its dots, and whether it was chosen."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cairn.exchange.tables.asked import Asked
from cairn.exchange.tables.counting import counted
from cairn.measures.table import Cell, Column, Sheet, Word
from cairn.organization.actor import Actor
from cairn.planning.models import Argument, Choice, Proposal, Side, Vote
from cairn.planning.seen import seen_rooms

FILTERS: Final = ("round", "team", "cycle")
YES, NO = "true", "false"


def proposals_sheet(viewer: Actor, asked: Asked) -> Sheet:
    """Room by room, the oldest first. Dots are those of the last vote that was revealed; who
    proposed without a name has none here either. One query."""
    columns = [
        Column("team", pgettext("column", "Team"), 20),
        Column("proposal", pgettext("column", "Proposal"), 44),
        Column("why", _("Why"), 40),
        Column("key_results", _("Key results"), 44),
        Column("proposed_by", pgettext("proposal", "Proposed by"), 18),
        Column("merged", _("Merged into it"), 12, "right", brief=False),
        Column("dots", pgettext("vote", "Dots"), 9, "right"),
        Column("for", _("Arguments for"), 12, "right"),
        Column("against", _("Arguments against"), 12, "right"),
        Column("rank", _("Place"), 9, "right", brief=False),
        Column("chosen", pgettext("proposal", "Chosen"), 10),
        Column("over", _("For the key results of"), 40, brief=False),
        Column("cycle", _("Cycle"), 14, brief=False),
        Column("proposed_on", _("Proposed"), 12, brief=False),
        Column("id", _("Id"), 22, brief=False),
        Column("round_id", _("Id of the planning round"), 22, brief=False),
    ]
    found = _fitting(viewer, asked)
    return Sheet("proposals", _("Proposals"), columns, _rows(found), counted(found))


def _fitting(viewer: Actor, asked: Asked) -> QuerySet[Proposal]:
    narrowed = {"room__round": asked.round, "room__team": asked.team}
    narrowed["room__round__cycle"] = asked.cycle
    return Proposal.objects.filter(
        room__in=seen_rooms(viewer).values("id"),
        withdrawn_at__isnull=True,
        merged_into__isnull=True,
        **{name: value for name, value in narrowed.items() if value is not None},
    )


def _rows(found: QuerySet[Proposal]) -> Iterator[Sequence[Cell]]:
    found = found.annotate(
        merged=Count("origins"),
        given=_dots(),
        arguments_for=_arguments(Side.FOR),
        arguments_against=_arguments(Side.AGAINST),
        is_chosen=Exists(
            Choice.objects.filter(proposal=OuterRef("pk"), objective__deleted_at__isnull=True)
        ),
    )
    columns = (
        *("room__team__name", "title", "why", "key_results", "proposer__name", "merged"),
        *("given", "arguments_for", "arguments_against", "rank", "is_chosen", "room__about__title"),
        *("room__round__cycle__name", "proposed_on", "id", "room__round_id"),
    )
    yes, no = Word(YES, _("Yes")), Word(NO, _("No"))
    ordered = found.order_by("-room__round_id", "room_id", "position", "id")
    for row in ordered.values_list(*columns).iterator():
        yield (
            *row[:3],
            "\n".join(map(str, row[3])),
            *row[4:7],
            row[7] or 0,
            row[8] or 0,
            row[9],
            yes if row[10] else no,
            *row[11:14],
            *map(str, row[14:]),
        )


def _dots() -> Subquery:
    votes = Vote.objects.filter(proposal=OuterRef("pk"), ballot__revealed_at__isnull=False)
    by_ballot = votes.order_by("-ballot__number").values("ballot__number")
    return Subquery(by_ballot.annotate(sum=Sum("dots")).values("sum")[:1])


def _arguments(side: str) -> Subquery:
    said = Argument.objects.filter(Q(side=side), proposal=OuterRef("pk"), deleted_at__isnull=True)
    counted = said.order_by().values("proposal").annotate(count=Count("id"))
    return Subquery(counted.values("count"))
