"""What hangs on many objectives, read together: rows, words, comments, alignments, scores."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max, Q

from cairn.checkins.chains import Word, words_of
from cairn.checkins.commands.comments import known_names
from cairn.checkins.models import Comment
from cairn.goals.aligning import seen_alignments
from cairn.goals.commands.objective_weights import weights_among
from cairn.goals.models import Answer
from cairn.goals.queries import objective_rows, visible_objectives
from cairn.goals.rows import ObjectiveRow
from cairn.open_apis.calls import Call
from cairn.open_apis.identities import both_ids, held_id, holder_of
from cairn.reviews.models import Score

type At = tuple[int, datetime]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """By objective, or by key result: `below` are those aligned to it, `above` those it serves.

    `weights` are those that were given; `people` are the names after an @ that mean somebody.
    """

    rows: Sequence[ObjectiveRow]
    words: Mapping[int, Sequence[Word]]
    comments: Mapping[int, Sequence[At]]
    below: Mapping[int, list[dict[str, Any]]]
    above: Mapping[int, list[dict[str, Any]]]
    changed_at: Mapping[int, datetime]
    scored_at: Mapping[tuple[int, int | None], datetime]
    weights: Mapping[int, Decimal]
    people: Mapping[str, int]

    def checked_at(self, key_result_id: int) -> datetime | None:
        return max((word.last_at for word in self.words[key_result_id]), default=None)


def read_surroundings(call: Call, which: Q) -> Surroundings:
    """Of the objectives that pass a filter, as far as the caller sees them. Ten queries."""
    seen = visible_objectives(call.actor).filter(which).order_by("-cycle", "position", "id")
    rows = objective_rows(call.actor, seen, call.today)
    ids = [row.id for row in rows]
    titles = [text for row in rows for text in (row.title, *(kr.title for kr in row.key_results))]
    below, above = _alignments(call, ids)
    return Surroundings(
        rows=rows,
        words=words_of([kr.id for row in rows for kr in row.key_results]),
        comments=_comments(ids),
        below=below,
        above=above,
        changed_at=dict(seen.values_list("id", "updated_at")),
        scored_at=_scores(ids),
        weights=weights_among(ids),
        people=known_names(titles, call.actor.organization_id),
    )


def _comments(objective_ids: Sequence[int]) -> Mapping[int, list[At]]:
    """What is said about objectives themselves, the latest first: their progress records."""
    found: dict[int, list[At]] = defaultdict(list)
    rows = Comment.objects.filter(
        objective__in=objective_ids,
        key_result__isnull=True,
        parent__isnull=True,
        deleted_at__isnull=True,
    )
    for id, of, made, edited in rows.order_by("-id").values_list(
        "id", "objective_id", "created_at", "edited_at"
    ):
        found[of].append((id, edited or made))
    return found


ENDS = [
    f"{end}{column}"
    for end in ("objective", "target")
    for column in ("_id", "__cycle_id", "__owner_id", "__team_id")
]


def _alignments(
    call: Call, ids: Sequence[int]
) -> tuple[Mapping[int, list[dict[str, Any]]], Mapping[int, list[dict[str, Any]]]]:
    """What was accepted and has both ends in sight."""
    below: dict[int, list[dict[str, Any]]] = defaultdict(list)
    above: dict[int, list[dict[str, Any]]] = defaultdict(list)
    found = seen_alignments(call.actor).filter(
        Q(objective__in=ids) | Q(target__in=ids), state=Answer.ACCEPTED
    )
    for near, n_cycle, n_owner, n_team, far, f_cycle, f_owner, f_team in found.order_by(
        "id"
    ).values_list(*ENDS):
        _add(above[near], far, f_cycle, f_owner, f_team)
        _add(below[far], near, n_cycle, n_owner, n_team)
    return below, above


def _add(
    ends: list[dict[str, Any]], id: int, cycle_id: int, owner_id: int | None, team_id: int | None
) -> None:
    """Each objective once, though several of its key results are meant."""
    okr_id = held_id(holder_of(owner_id, team_id), cycle_id)
    end = {"id": str(id), "okr_id": okr_id, "owner": both_ids(owner_id)}
    if end not in ends:
        ends.append(end)


def _scores(objective_ids: Sequence[int]) -> Mapping[tuple[int, int | None], datetime]:
    found = Score.objects.filter(objective__in=objective_ids, is_opinion=False).order_by()
    last = found.values("objective_id", "key_result_id").annotate(at=Max("scored_at"))
    return {(one["objective_id"], one["key_result_id"]): one["at"] for one in last}
