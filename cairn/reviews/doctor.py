"""Recomputing scores and what was carried over, and saying where what is kept differs.

A key result's score is the latest that was given; an objective's is what people decided, else what
those of its key results make. What was scored before scores had a history stays as it is.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from copy import copy

from django.db.models import Exists, Model, OuterRef
from django.db.transaction import atomic

from cairn.checkins.doctor import Difference
from cairn.goals.models import Closure, Initiative, KeyResult, Objective, Outcome
from cairn.goals.progress import objective_score
from cairn.goals.ties import lock_lines
from cairn.organization.models import Organization
from cairn.reviews.models import Score

BATCH = 500
COLUMNS: dict[type[Model], tuple[str, ...]] = {
    Objective: ("computed_score", "score", "score_reason"),
    KeyResult: ("score", "carried_from_id"),
    Initiative: ("carried_from_id",),
}

type Row = Objective | KeyResult | Initiative
type Pair = tuple[Row, Row]
"""A row as it is kept and as it should be."""


def examine_reviews(organization: Organization) -> Iterator[Difference]:
    """Every difference; nothing is changed. Four queries for each five hundred objectives."""
    for objectives in _batches(organization):
        for kept, right in _pairs(objectives):
            yield from _differences(kept, right)
    yield from _lost(organization)


def mend_reviews(organization: Organization) -> list[Difference]:
    """Write the right values; what was found. Each objective is read again with its line locked."""
    wrong = [
        one.id
        for objectives in _batches(organization)
        for one in objectives
        if any(_differences(*pair) for pair in _pairs([one]))
    ]
    mended: list[Difference] = []
    for id in wrong:
        with atomic():
            lock_lines(organization.id, [id])
            for kept, right in _pairs([Objective.objects.get(id=id)]):
                found = _differences(kept, right)
                if found:
                    right.save(update_fields=[one.column for one in found])
                mended += found
    lost = list(_lost(organization))
    Closure.objects.filter(id__in=[one.id for one in lost]).update(outcome=Outcome.CLOSED)
    return mended + lost


def _batches(organization: Organization) -> Iterator[list[Objective]]:
    last = 0
    found = Objective.objects.filter(organization=organization).order_by("id")
    while batch := list(found.filter(id__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].id


def _pairs(objectives: Sequence[Objective]) -> Iterator[Pair]:
    ids = [one.id for one in objectives]
    below: dict[int, list[KeyResult]] = defaultdict(list)
    rows = KeyResult.objects.filter(objective__in=ids).select_related("carried_from")
    for row in rows.order_by("position", "id"):
        below[row.objective_id].append(row)
    carried = Initiative.objects.filter(
        key_result__objective__in=ids, carried_from__isnull=False
    ).select_related("carried_from", "key_result")
    for initiative in carried.order_by("id"):
        yield initiative, _right_initiative(initiative)
    given: dict[int, dict[int | None, Score]] = defaultdict(dict)
    for score in Score.objects.filter(objective__in=ids, is_opinion=False).order_by("id"):
        given[score.objective_id][score.key_result_id] = score
    for objective in objectives:
        said = given[objective.id]
        rights = [_right_key_result(row, objective, said) for row in below[objective.id]]
        yield from zip(below[objective.id], rights, strict=True)
        yield objective, _right_objective(objective, rights, said)


def _right_key_result(
    kept: KeyResult, objective: Objective, given: dict[int | None, Score]
) -> KeyResult:
    """What it goes on from belongs to the objective that its own goes on from."""
    right = copy(kept)
    if kept.id in given:
        right.score = given[kept.id].value
    if kept.carried_from and kept.carried_from.objective_id != objective.carried_from_id:
        right.carried_from = None
    return right


def _right_initiative(kept: Initiative) -> Initiative:
    """The same of what it is done for."""
    right = copy(kept)
    old, of = kept.carried_from, kept.key_result
    if old is not None and old.key_result_id != of.carried_from_id:
        right.carried_from = None
    return right


def _right_objective(
    kept: Objective, rows: Sequence[KeyResult], given: dict[int | None, Score]
) -> Objective:
    right = copy(kept)
    right.computed_score = objective_score(
        [(row.weight, row.score) for row in rows if row.deleted_at is None]
    )
    decided = given.get(None)
    if decided is not None and decided.value is not None:
        right.score, right.score_reason = decided.value, decided.note
    elif given:
        right.score, right.score_reason = right.computed_score, ""
    return right


def _differences(kept: Row, right: Row) -> list[Difference]:
    table = kept._meta.db_table
    names = COLUMNS[type(kept)]
    values = ((name, getattr(kept, name), getattr(right, name)) for name in names)
    return [Difference(table, kept.pk, name, a, b) for name, a, b in values if a != b]


def _lost(organization: Organization) -> Iterator[Difference]:
    """Endings that say "carried over" while nothing goes on."""
    later = Objective.objects.filter(carried_from=OuterRef("objective"))
    found = Closure.objects.filter(
        ~Exists(later),
        objective__organization=organization,
        outcome=Outcome.CARRIED,
        reopened_at__isnull=True,
    )
    for id in found.order_by("id").values_list("id", flat=True):
        yield Difference(
            Closure._meta.db_table, id, "outcome", Outcome.CARRIED.value, Outcome.CLOSED.value
        )
