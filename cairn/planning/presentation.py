"""What is presented to everybody at the end of a round: the OKRs, why these, and some of them taken
apart into initiatives."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import FETCH_RAISE, Count, OuterRef, Q, Subquery, Sum

from cairn.goals.models import Agreement, Initiative
from cairn.goals.queries import objective_rows, visible_objectives
from cairn.goals.rows import KeyResultRow, ObjectiveRow
from cairn.organization.actor import Actor
from cairn.organization.models import Team
from cairn.planning.models import Argument, Choice, Round, Vote

MOST: Final = 200
MOST_APART: Final = 3


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why something was chosen: `proposals` said it, `dots` are those of its last revealed vote, None
    where there was none."""

    why: str
    proposals: int
    dots: int | None
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class Presented:
    """An objective of the round's own team; `reasons` None where no proposal became it."""

    objective: ObjectiveRow
    reasons: Reasons | None


@dataclass(frozen=True, slots=True)
class Apart:
    """An objective taken apart: each key result with what is done for it."""

    objective: ObjectiveRow
    parts: tuple[tuple[KeyResultRow, tuple[Initiative, ...]], ...]


@dataclass(frozen=True, slots=True)
class TeamOkrs:
    name: str
    objectives: tuple[ObjectiveRow, ...]


@dataclass(frozen=True, slots=True)
class Presentation:
    own: tuple[Presented, ...]
    apart: tuple[Apart, ...]
    teams: tuple[TeamOkrs, ...]


def read_presentation(viewer: Actor, held: Round, on: date) -> Presentation:
    """What is published of the round's team and those right below it, and before the announcement
    what was agreed on, as far as the viewer sees it. Six queries."""
    rows = _rows(viewer, held, on)
    own = [row for row in rows if row.team and row.team.id == held.team_id]
    reasons = _reasons(held)
    teams: dict[str, list[ObjectiveRow]] = defaultdict(list)
    for row in rows:
        if row.team and row.team.id != held.team_id:
            teams[row.team.name].append(row)
    return Presentation(
        own=tuple(Presented(row, reasons.get(row.id)) for row in own),
        apart=_apart(rows),
        teams=tuple(TeamOkrs(name, tuple(some)) for name, some in teams.items()),
    )


def _rows(viewer: Actor, held: Round, on: date) -> list[ObjectiveRow]:
    below = Team.objects.open().filter(parent=held.team_id).values("id")
    shown = Q(published_at__isnull=False)
    if held.is_open:
        chosen = Q(chosen_from__proposal__room__round=held)
        shown |= Q(agreement=Agreement.CONFIRMED) | chosen
    found = visible_objectives(viewer).filter(
        Q(team=held.team_id) | Q(team__in=below), shown, cycle=held.cycle_id, is_growth=False
    )
    ordered = visible_objectives(viewer).filter(id__in=found.values("id"))
    return objective_rows(viewer, ordered.order_by("team__path", "position", "id")[:MOST], on)


def _reasons(held: Round) -> dict[int, Reasons]:
    """By the draft that was chosen. Two queries."""
    votes = Vote.objects.filter(
        proposal=OuterRef("proposal"), ballot__revealed_at__isnull=False
    ).order_by("-ballot__number")
    dots = votes.values("ballot__number").annotate(sum=Sum("dots")).values("sum")[:1]
    chosen = (
        Choice.objects.filter(proposal__room__round=held, key_result__isnull=True)
        .select_related("proposal")
        .annotate(dots=Subquery(dots), origins=Count("proposal__origins"))
        .fetch_mode(FETCH_RAISE)
    )
    said: dict[int, list[Argument]] = defaultdict(list)
    for one in (
        Argument.objects.filter(proposal__choice__in=chosen.values("id"), deleted_at__isnull=True)
        .select_related("author")
        .order_by("id")
        .fetch_mode(FETCH_RAISE)
    ):
        said[one.proposal_id].append(one)
    return {
        one.objective_id: Reasons(
            one.proposal.why, 1 + one.origins, one.dots, tuple(said[one.proposal_id])
        )
        for one in chosen
    }


def _apart(rows: Sequence[ObjectiveRow]) -> tuple[Apart, ...]:
    """The first that initiatives stand under. One query."""
    below: dict[int, list[Initiative]] = defaultdict(list)
    ids = [kr.id for row in rows for kr in row.key_results]
    initiatives = Initiative.objects.filter(key_result__in=ids, deleted_at__isnull=True)
    for one in (
        initiatives.select_related("owner").order_by("position", "id").fetch_mode(FETCH_RAISE)
    ):
        below[one.key_result_id].append(one)
    taken = [
        Apart(row, tuple((kr, tuple(below[kr.id])) for kr in row.key_results if kr.id in below))
        for row in rows
    ]
    return tuple(one for one in taken if one.parts)[:MOST_APART]
