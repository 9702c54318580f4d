"""What an objective supports and what supports it, as one viewer may know it.

An alignment is there for a viewer only where both of its ends are: lists, counts and sums alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db.models import FETCH_RAISE, Q, QuerySet

from cairn.cycles.models import Phase
from cairn.errors import NotFound
from cairn.goals.ends import alignments_of
from cairn.goals.finding import LONGEST_QUERY, literally_first
from cairn.goals.models import LIVE, Alignment, Answer, KeyResult, Objective
from cairn.goals.opening import open_objectives
from cairn.goals.policy import audience_covers, rules
from cairn.goals.queries import NAMES, saying, seen_through, visible_objectives
from cairn.goals.rows import OBJECTIVE_COLUMNS, ObjectiveRow, PersonRef, objective_row
from cairn.goals.seeing import alike_objectives
from cairn.goals.ties import leading_to
from cairn.organization.actor import Actor
from cairn.organization.models import Member, TeamMember, line_of
from cairn.search.tokens import telling_tokens

MOST_TIES: Final = 200
"""Of one objective, live ones first; the map shows the rest."""
MOST_CANDIDATES: Final = 60
FEWEST_SHARED: Final = 2
"""So many words or pairs of characters two titles share before the one is proposed for the other."""
MANAGER: Final = 1
WORDS: Final = 100


@dataclass(frozen=True, slots=True)
class KeyResultRef:
    id: int
    title: str


@dataclass(frozen=True, slots=True)
class TieRow:
    """An alignment seen from one of its ends; `other` is the far one. `key_result` is the one of
    the target's that is meant. `may_count`: who may see the target may see what supports it."""

    id: int
    state: str
    other: ObjectiveRow
    key_result: KeyResultRef | None
    is_for_blocked: bool
    weight: Decimal
    note: str
    requested_by: PersonRef
    requested_at: datetime
    answered_by: PersonRef | None
    answered_at: datetime | None
    answer_reason: str
    ended_by: PersonRef | None
    ended_at: datetime | None
    end_reason: str
    may_answer: bool
    may_end: bool
    may_weigh: bool
    may_count: bool

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def counts(self) -> bool:
        return self.weight > 0


@dataclass(frozen=True, slots=True)
class Ties:
    """What is asked or accepted, upward and downward; the declined and ended apart, newest first.

    `more`: there are others than these, beyond `MOST_TIES`.
    """

    supports: tuple[TieRow, ...] = ()
    supported_by: tuple[TieRow, ...] = ()
    supported: tuple[TieRow, ...] = ()
    was_supported_by: tuple[TieRow, ...] = ()
    more: bool = False

    def of_key_result(self, key_result_id: int) -> tuple[TieRow, ...]:
        """Those that support one of the objective's key results."""
        return tuple(
            one
            for one in self.supported_by
            if one.key_result is not None and one.key_result.id == key_result_id
        )

    @property
    def held(self) -> Decimal:
        """What accepted alignments hold of the objective's 100 %, beside its key results."""
        beside = (one.weight for one in self.supported_by if one.key_result is None)
        return sum(beside, Decimal(0))


def seen_alignments(viewer: Actor) -> QuerySet[Alignment]:
    """Those whose two ends the viewer may see, the key result there included.

    Both ends are of the viewer's organization; a filter on it would lead SQLite to read all of it.
    """
    return Alignment.objects.filter(
        seen_through(viewer),
        seen_through(viewer, "target_id"),
        Q(key_result__isnull=True) | Q(key_result__deleted_at__isnull=True),
    )


def ties_of(viewer: Actor, objective: Objective, on: date) -> Ties:
    """Both directions of a visible objective that is loaded for the policy. One query."""
    found = alignments_of(viewer, objective, MOST_TIES + 1)
    up: list[TieRow] = []
    down: list[TieRow] = []
    for one in found[:MOST_TIES]:
        near, far = one.objective, one.target
        if far is objective:
            down.append(tie_row(viewer, one, near, far, near, on))
        else:
            up.append(tie_row(viewer, one, near, far, far, on))
    return Ties(
        supports=_live(up),
        supported_by=_live(down),
        supported=tuple(one for one in up if not one.is_live),
        was_supported_by=tuple(one for one in down if not one.is_live),
        more=len(found) > MOST_TIES,
    )


def find_alignment(viewer: Actor, alignment_id: int) -> Alignment:
    """One alignment with its people and both ends loaded for the policy, or `NotFound`."""
    found = (
        seen_alignments(viewer)
        .filter(id=alignment_id)
        .select_related("key_result", "requested_by", "answered_by", "ended_by")
        .fetch_mode(FETCH_RAISE)
        .first()
    )
    if found is None:
        raise NotFound
    ends = open_objectives((found.objective_id, found.target_id))
    found.objective, found.target = ends[found.objective_id], ends[found.target_id]
    if found.key_result is not None:
        found.key_result.objective = found.target
    return found


def _live(rows: Iterable[TieRow]) -> tuple[TieRow, ...]:
    """What was asked first comes first; the order of the ids is the order of the sum."""
    return tuple(sorted((one for one in rows if one.is_live), key=lambda one: one.id))


def tie_row(
    viewer: Actor,
    alignment: Alignment,
    objective: Objective,
    target: Objective,
    other: Objective,
    on: date,
) -> TieRow:
    """From an alignment with its key result and people, and both ends loaded for the policy."""
    key_result = alignment.key_result
    if key_result is not None:
        key_result.objective = target
    may_answer = rules.can(viewer, "alignment.answer", key_result or target)
    is_open = not target.is_closed and not target.cycle.is_closed
    covered = audience_covers(objective, target)
    accepted = alignment.state == Answer.ACCEPTED
    return TieRow(
        id=alignment.id,
        state=alignment.state,
        other=row_of(other, on),
        key_result=KeyResultRef(key_result.id, key_result.title) if key_result else None,
        is_for_blocked=alignment.is_for_blocked,
        weight=alignment.weight,
        note=alignment.note,
        requested_by=_person(alignment.requested_by),
        requested_at=alignment.requested_at,
        answered_by=_perhaps(alignment.answered_by),
        answered_at=alignment.answered_at,
        answer_reason=alignment.answer_reason,
        ended_by=_perhaps(alignment.ended_by),
        ended_at=alignment.ended_at,
        end_reason=alignment.end_reason,
        may_answer=may_answer and is_open and alignment.state == Answer.REQUESTED,
        may_end=alignment.is_live
        and (is_open or not alignment.weight)
        and (may_answer or rules.can(viewer, "alignment.end", objective)),
        may_weigh=accepted
        and is_open
        and (covered or alignment.weight > 0)
        and rules.can(viewer, "alignment.weigh", target),
        may_count=covered,
    )


def row_of(objective: Objective, on: date) -> ObjectiveRow:
    """An objective loaded whole as the lists show it, without its key results."""
    values = {name: getattr(objective, name) for name in OBJECTIVE_COLUMNS}
    for path in NAMES:
        end, column = path.split("__")
        pointed = getattr(objective, end)
        values[path] = getattr(pointed, column) if pointed else None
    return objective_row(values, on)


def _person(member: Member) -> PersonRef:
    return PersonRef(member.id, member.name)


def _perhaps(member: Member | None) -> PersonRef | None:
    return None if member is None else _person(member)


@dataclass(frozen=True, slots=True)
class TargetKeyResult:
    """A key result that could be served; `is_taken`: it is aligned to already."""

    id: int
    title: str
    progress: Decimal | None
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Target:
    """An objective that could be served. `why`: "line" (of the teams above), "manager", "words"
    (they share some) or "" (it was searched for). `may_answer`: aligning to it needs no asking."""

    objective: ObjectiveRow
    key_results: tuple[TargetKeyResult, ...]
    why: str
    is_taken: bool
    may_answer: bool
    may_count: bool


def proposed_targets(
    viewer: Actor, objective: Objective, on: date, q: str = "", most: int = 8
) -> tuple[Target, ...]:
    """What an objective is likely to serve: the line above it first, then what shares its words;
    with `q` whatever the viewer may see and matches.

    Never itself, what it already supports as a whole, what leads up to it, or what is closed or at
    another time. At most eight queries, however many objectives there are.
    """
    taken = _taken(objective)
    ranked = _searched(viewer, objective, q) if q.strip() else _likely(viewer, objective)
    looping = leading_to(list(ranked), objective.id)
    if not q.strip():
        looping |= {target_id for target_id, _key_result_id in taken}
    chosen = [id for id in ranked if id not in looping][:most]
    ends, below = open_objectives(chosen), _key_results_of(chosen)
    return tuple(
        _target(viewer, objective, ends[id], below.get(id, []), ranked[id], taken, on)
        for id in chosen
        if id in ends
    )


def _taken(objective: Objective) -> set[tuple[int, int | None]]:
    found = Alignment.objects.filter(objective=objective, state__in=LIVE)
    return set(found.values_list("target_id", "key_result_id"))


def possible_targets(viewer: Actor, objective: Objective) -> QuerySet[Objective]:
    """Visible, open, and at a time that overlaps the objective's."""
    cycle = objective.cycle
    return (
        visible_objectives(viewer)
        .filter(closed_as="", cycle__starts_on__lte=cycle.ends_on)
        .filter(cycle__ends_on__gte=cycle.starts_on)
        .exclude(cycle__phase=Phase.CLOSED)
        .exclude(id=objective.id)
    )


def _searched(viewer: Actor, objective: Objective, query: str) -> dict[int, str]:
    asked = query.strip()[:LONGEST_QUERY]
    possible = possible_targets(viewer, objective)
    found = possible.filter(saying(viewer, asked, possible))
    ordered = found.order_by(literally_first("title", asked), "-id").values_list("id", flat=True)
    return dict.fromkeys(ordered[:MOST_CANDIDATES], "")


def _likely(viewer: Actor, objective: Objective) -> dict[int, str]:
    """By id, best first, with the reason."""
    distances, manager_id = _line_of(objective)
    possible = possible_targets(viewer, objective)
    own = words_of(objective.title)
    ranked: list[tuple[int, int, int, str]] = []
    above = Q(team_id__in=distances)
    if manager_id:
        above |= Q(owner_id=manager_id)
    shares = Q(id__in=alike_objectives(viewer, objective.title))
    for where in (above, shares):
        found = possible.filter(where).order_by("-id")
        for id, title, team_id, owner_id in found.values_list("id", "title", "team_id", "owner_id")[
            :MOST_CANDIDATES
        ]:
            shared = len(own & words_of(title))
            if team_id in distances:
                ranked.append((distances[team_id], -shared, -id, "line"))
            elif owner_id == manager_id and owner_id is not None:
                ranked.append((MANAGER, -shared, -id, "manager"))
            elif shared >= FEWEST_SHARED:
                ranked.append((WORDS, -shared, -id, "words"))
    return {-minus: why for _distance, _shared, minus, why in sorted(ranked)}


def words_of(text: str) -> set[str]:
    return set(telling_tokens(text))


def _line_of(objective: Objective) -> tuple[dict[int, int], int | None]:
    """The teams above an objective with how far they are, the nearest 0, and its owner's manager.

    What a person owns alone looks up to their teams; what a team owns looks above the team.
    """
    owner = objective.owner
    if objective.team is not None:
        lines = [objective.team.line[:-1]]
    else:
        paths = TeamMember.objects.filter(member_id=objective.owner_id, team__valid_to=None)
        lines = [line_of(path) for path in paths.values_list("team__path", flat=True)]
    distances: dict[int, int] = {}
    for line in lines:
        for distance, team_id in enumerate(reversed(line)):
            distances[team_id] = min(distance, distances.get(team_id, distance))
    return distances, owner.manager_id if owner else None


def _key_results_of(objective_ids: list[int]) -> dict[int, list[tuple[int, str, Decimal | None]]]:
    below: dict[int, list[tuple[int, str, Decimal | None]]] = {}
    found = KeyResult.objects.filter(objective__in=objective_ids, deleted_at__isnull=True)
    for objective_id, id, title, done in found.order_by("position", "id").values_list(
        "objective_id", "id", "title", "progress"
    ):
        below.setdefault(objective_id, []).append((id, title, done))
    return below


def _target(
    viewer: Actor,
    objective: Objective,
    target: Objective,
    key_results: list[tuple[int, str, Decimal | None]],
    why: str,
    taken: set[tuple[int, int | None]],
    on: date,
) -> Target:
    return Target(
        objective=row_of(target, on),
        key_results=tuple(
            TargetKeyResult(id, title, done, (target.id, id) in taken)
            for id, title, done in key_results
        ),
        why=why,
        is_taken=(target.id, None) in taken,
        may_answer=rules.can(viewer, "alignment.answer", target),
        may_count=audience_covers(objective, target),
    )
