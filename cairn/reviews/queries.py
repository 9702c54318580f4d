"""What is to be scored, what was scored, and what everybody said."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import FETCH_RAISE, Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cairn.cycles.models import Cycle, Phase
from cairn.goals.models import KeyResult, Objective, Type
from cairn.goals.policy import seen_by
from cairn.goals.progress import suggested_score
from cairn.goals.queries import find_objective, key_result_rows
from cairn.goals.rows import KeyResultRow, PersonRef
from cairn.organization.actor import Actor, Role
from cairn.reviews.judging import likely_outcome, suggested_whole, verdict
from cairn.reviews.models import Score

NEAR_DAYS = 14
"""So long before its end a running cycle's objectives are offered for scoring."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one person gave, for a key result or (None) the objective."""

    id: int
    key_result_id: int | None
    value: Decimal | None
    suggested: Decimal | None
    note: str
    author: PersonRef
    scored_at: Any
    is_opinion: bool


@dataclass(frozen=True, slots=True)
class Scored:
    """A key result to score, with the word that counts and those beside it."""

    row: KeyResultRow
    suggested: Decimal | None
    counting: Said | None
    opinions: tuple[Said, ...]
    verdict: str

    @property
    def seen(self) -> int:
        """What the form says it has looked at."""
        return self.counting.id if self.counting else 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """An objective while it is scored. `computed` is what the key results' scores make, `suggested`
    what their suggested ones would."""

    objective: Objective
    lines: tuple[Scored, ...]
    computed: Decimal | None
    suggested: Decimal | None
    counting: Said | None
    opinions: tuple[Said, ...]
    verdict: str
    outcome: str

    @property
    def seen(self) -> int:
        return self.counting.id if self.counting else 0

    @property
    def scored(self) -> int:
        return sum(line.row.score is not None for line in self.lines)

    @property
    def is_begun(self) -> bool:
        """Somebody has given something, even if it was taken back."""
        said = [(one.counting, one.opinions) for one in self.lines]
        return any(score or others for score, others in [(self.counting, self.opinions), *said])


def is_committed(objective: Any) -> bool:
    return bool(objective.type == Type.COMMITTED)


def score_sheet(viewer: Actor, objective_id: int, on: date) -> Sheet:
    """Of an objective that the viewer may see. Four queries."""
    objective = find_objective(viewer, objective_id)
    rows = key_result_rows(viewer, [objective.id], on, {objective.id: objective.closed_as})
    said = said_about(objective.id)
    committed = is_committed(objective)
    lines = tuple(_line(row, said[row.id], committed) for row in rows)
    whole = said[None]
    score = objective.score
    return Sheet(
        objective=objective,
        lines=lines,
        computed=objective.computed_score,
        suggested=suggested_whole(
            [(row.weight, row.progress) for row in rows], objective.shown_progress
        ),
        counting=_counting(whole),
        opinions=_opinions(whole),
        verdict="" if score is None else verdict(committed, score),
        outcome=likely_outcome(committed, score),
    )


def _line(row: KeyResultRow, said: list[Said], committed: bool) -> Scored:
    return Scored(
        row=row,
        suggested=suggested_score(row.progress),
        counting=_counting(said),
        opinions=_opinions(said),
        verdict="" if row.score is None else verdict(committed, row.score),
    )


def said_about(objective_id: int) -> dict[int | None, list[Said]]:
    """Every score of an objective by key result, newest first. One query."""
    found: dict[int | None, list[Said]] = defaultdict(list)
    for one in scores_of(objective_id):
        found[one.key_result_id].append(
            Said(
                one.id,
                one.key_result_id,
                one.value,
                one.suggested,
                one.note,
                PersonRef(one.author_id, one.author.name),
                one.scored_at,
                one.is_opinion,
            )
        )
    return found


def scores_of(objective_id: int) -> QuerySet[Score]:
    """Newest first; whoever sees the objective sees them."""
    return (
        Score.objects.filter(objective_id=objective_id)
        .select_related("author")
        .order_by("-id")
        .fetch_mode(FETCH_RAISE)
    )


def _counting(said: Iterable[Said]) -> Said | None:
    return next((one for one in said if not one.is_opinion), None)


def _opinions(said: Iterable[Said]) -> tuple[Said, ...]:
    """The latest of each person, oldest first."""
    latest: dict[int, Said] = {}
    for one in said:
        if one.is_opinion:
            latest.setdefault(one.author.id, one)
    return tuple(sorted(latest.values(), key=lambda one: one.id))


def is_near(cycle: Cycle, on: date) -> bool:
    """Whether its objectives are to be scored now: in the scoring phase, and in the last two weeks
    of the running one."""
    if cycle.phase == Phase.SCORING:
        return True
    return cycle.phase == Phase.RUNNING and on > cycle.ends_on - timedelta(days=NEAR_DAYS)


def cycle_to_review(known: Sequence[Cycle], current: Cycle | None, on: date) -> Cycle | None:
    """Of cycles newest first: what is scored now, the shortest before the longer; else the last
    that ended; else the current one."""
    due = [one for one in known if is_near(one, on)]
    if due:
        return min(due, key=lambda one: (one.days, -one.ends_on.toordinal()))
    over = [one for one in known if one.ends_on < on]
    return max(over, key=lambda one: (one.ends_on, -one.days)) if over else current


@dataclass(frozen=True, slots=True)
class WaitingScore:
    """An objective of the viewer's that waits for scores or its end."""

    id: int
    title: str
    cycle: str
    ends_on: date
    scored: int
    key_results: int

    @property
    def is_scored(self) -> bool:
        return self.scored == self.key_results


def objectives_to_score(viewer: Actor, on: date) -> QuerySet[Objective]:
    """What the viewer owes a score: their own objectives, and those that nobody owns of teams they
    lead, as far as they may see them, in cycles that are scored now."""
    if viewer.role is Role.VIEWER:
        return Objective.objects.none()
    due = Q(cycle__phase=Phase.SCORING) | Q(
        cycle__phase=Phase.RUNNING, cycle__ends_on__lt=on + timedelta(days=NEAR_DAYS)
    )
    mine = Q(owner_id=viewer.member_id) | Q(owner__isnull=True, team_id__in=viewer.leads)
    return Objective.objects.filter(
        due,
        mine,
        seen_by(viewer),
        closed_as="",
        published_at__isnull=False,
        deleted_at__isnull=True,
    )


def waiting_score(viewer: Actor, on: date, objective_id: int) -> WaitingScore | None:
    """One of what the viewer owes a score, as it stands now. One query."""
    found = waiting_score_values(viewer, on).filter(id=objective_id).first()
    return WaitingScore(*found) if found else None


def waiting_scores_of(found: Sequence[Sequence[Any]]) -> list[WaitingScore]:
    return [
        WaitingScore(id, title, cycle, date.fromisoformat(ends_on), *counts)
        for id, title, cycle, ends_on, *counts in found
    ]


def waiting_score_values(viewer: Actor, on: date) -> QuerySet[Any, Any]:
    """The columns of `WaitingScore`, for `list_together`; read with `waiting_scores_of`."""
    found = objectives_to_score(viewer, on)
    below = (
        KeyResult.objects.filter(objective=OuterRef("pk"), deleted_at__isnull=True)
        .order_by()
        .values("objective")
    )
    return (
        found.annotate(
            below_scored=Coalesce(Subquery(below.annotate(n=Count("score")).values("n")), 0),
            below=Coalesce(Subquery(below.annotate(n=Count("id")).values("n")), 0),
        )
        .order_by("cycle__ends_on", "id")
        .values_list("id", "title", "cycle__name", "cycle__ends_on", "below_scored", "below")
    )
