"""What the viewer reviews of a cycle: their own objectives, then those of their teams."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import batched
from typing import Any, Final

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When

from cairn.cycles.models import Cycle
from cairn.goals.models import Closure, KeyResult, Objective, Outcome, Type
from cairn.goals.queries import visible_objectives
from cairn.goals.rows import PersonRef, TeamRef
from cairn.organization.actor import Actor
from cairn.reviews.judging import suggested_whole, too_easy, verdict


@dataclass(frozen=True, slots=True)
class Row:
    """An objective in the list of what is scored. `is_mine`: the viewer answers for it."""

    id: int
    title: str
    type: str
    cycle: str
    owner: PersonRef | None
    team: TeamRef | None
    progress: Decimal | None
    suggested: Decimal | None
    score: Decimal | None
    computed: Decimal | None
    verdict: str
    key_results: int
    scored: int
    closed_as: str
    outcome: str
    retrospective: int | None
    is_mine: bool
    carried_to: int | None

    @property
    def state(self) -> str:
        """`closed`, `scored` (all of it), `begun` or `open`."""
        if self.closed_as:
            return "closed"
        if self.score is not None and self.scored == self.key_results:
            return "scored"
        return "begun" if self.scored else "open"

    @property
    def outcome_word(self) -> str:
        return str(Outcome(self.outcome).label) if self.outcome else ""


@dataclass(frozen=True, slots=True)
class Board:
    """What the viewer reviews of a cycle: their own, then their teams'."""

    mine: tuple[Row, ...]
    teams: tuple[Row, ...]
    more: bool

    @property
    def rows(self) -> tuple[Row, ...]:
        return (*self.mine, *self.teams)

    @property
    def waiting(self) -> int:
        return sum(row.state in ("open", "begun") for row in self.rows)

    @property
    def is_too_easy(self) -> bool:
        aspired = [row for row in self.rows if row.type == Type.ASPIRATIONAL]
        return too_easy([row.score for row in aspired if row.score is not None])


MOST_ROWS: Final = 200
AT_A_TIME: Final = 500


def review_board(viewer: Actor, cycle: Cycle, team: int | None = None) -> Board:
    """The published objectives of a cycle that the viewer owns, or whose team they belong to or
    lead, itself or one above it; with `team` those of that team. Two queries."""
    found = _values(viewer, reviewed(viewer, cycle.id, team))
    rows = _rows(found[: MOST_ROWS + 1])
    shown = rows[:MOST_ROWS]
    return Board(
        mine=tuple(row for row in shown if row.is_mine),
        teams=tuple(row for row in shown if not row.is_mine),
        more=len(rows) > MOST_ROWS,
    )


def reviewed(
    viewer: Actor, cycle_id: int | None = None, team: int | None = None
) -> QuerySet[Objective]:
    """The objectives of `review_board`, of all cycles without one."""
    whose = mine_or_my_teams(viewer) if team is None else Q(team_id=team)
    found = visible_objectives(viewer).filter(whose, published_at__isnull=False)
    return found if cycle_id is None else found.filter(cycle=cycle_id)


def review_rows(viewer: Actor, found: QuerySet[Objective]) -> Iterator[Row]:
    """Of what `reviewed` found, however many; in the order of the board. One query, and one for each
    five hundred."""
    values = _values(viewer, found).iterator(chunk_size=AT_A_TIME)
    for some in batched(values, AT_A_TIME):
        yield from _rows(some)


def mine_or_my_teams(viewer: Actor) -> Q:
    """Objectives that the viewer owns, or of teams that they belong to or lead, itself or above."""
    found = Q(owner_id=viewer.member_id) | Q(team_id__in=viewer.teams | viewer.leads)
    for team_id in viewer.leads:
        found |= Q(team__path__contains=f".{team_id}.")
    return found


def _values(viewer: Actor, found: QuerySet[Objective]) -> Any:
    """The viewer's own first."""
    mine = Q(owner=viewer.member_id) | Q(owner__isnull=True, team__lead=viewer.member_id)
    below = (
        KeyResult.objects.filter(objective=OuterRef("pk"), deleted_at__isnull=True)
        .order_by()
        .values("objective")
    )
    closed = Closure.objects.filter(objective=OuterRef("pk"), reopened_at__isnull=True)
    carried = visible_objectives(viewer).filter(carried_from=OuterRef("pk"))
    return (
        found.annotate(
            below=Subquery(below.annotate(n=Count("id")).values("n")),
            below_scored=Subquery(below.annotate(n=Count("score")).values("n")),
            outcome=Subquery(closed.values("outcome")[:1]),
            carried=Subquery(carried.order_by("-id").values("id")[:1]),
            is_mine=Case(When(mine, then=Value(1)), default=Value(0)),
        )
        .order_by("-is_mine", F("team__path").asc(nulls_first=True), "position", "id")
        .values(
            *("id", "title", "type", "progress", "override", "score", "computed_score"),
            *("closed_as", "owner_id", "owner__name", "team_id", "team__name", "cycle__name"),
            *("below", "below_scored", "outcome", "carried", "retrospective__id", "is_mine"),
        )
    )


type Parts = list[tuple[Decimal, Decimal | None]]


def _rows(found: Iterable[dict[str, Any]]) -> list[Row]:
    """One query."""
    known = list(found)
    parts = _parts([values["id"] for values in known])
    return [_row(values, parts[values["id"]]) for values in known]


def _parts(ids: list[int]) -> dict[int, Parts]:
    """Weight and progress of the key results, by objective. One query."""
    found: dict[int, Parts] = defaultdict(list)
    below = KeyResult.objects.filter(objective__in=ids, deleted_at__isnull=True)
    for id, weight, progress in below.values_list("objective_id", "weight", "progress"):
        found[id].append((weight, progress))
    return found


def _row(values: dict[str, Any], parts: Parts) -> Row:
    done = values["progress"] if values["override"] is None else values["override"]
    score, owner = values["score"], values["owner_id"]
    return Row(
        id=values["id"],
        title=values["title"],
        type=values["type"],
        cycle=values["cycle__name"],
        owner=PersonRef(owner, values["owner__name"]) if owner else None,
        team=TeamRef(values["team_id"], values["team__name"]) if values["team_id"] else None,
        progress=done,
        suggested=suggested_whole(parts, done),
        score=score,
        computed=values["computed_score"],
        verdict="" if score is None else verdict(values["type"] == Type.COMMITTED, score),
        key_results=values["below"] or 0,
        scored=values["below_scored"] or 0,
        closed_as=values["closed_as"],
        outcome=values["outcome"] or "",
        retrospective=values["retrospective__id"],
        is_mine=bool(values["is_mine"]),
        carried_to=values["carried"],
    )
