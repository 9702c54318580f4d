"""Recomputing everything that is derived, and saying where what is kept differs.

A batch is 500 objectives with what hangs on them, read in ten queries. Those that nothing counts
into come first, then every target after all that counts into it. What is over has the numbers of its
end where something counts into it: what did may have moved on, so they are not recomputed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import batched
from typing import Any

from django.db.models import Model, QuerySet
from django.db.transaction import atomic

from cairn.checkins.commands.checkins import restate
from cairn.checkins.models import CheckIn
from cairn.goals import weights
from cairn.goals.ancestry import ranks
from cairn.goals.commands.readings import reached_since
from cairn.goals.models import (
    Agreement,
    Alignment,
    Answer,
    Closure,
    Confirmation,
    KeyResult,
    Kind,
    Milestone,
    Objective,
    Outcome,
    Reading,
    Verdict,
)
from cairn.goals.paces import cadences
from cairn.goals.progress import Part, fed_progress
from cairn.goals.rollup import fold, reckon, stand, turn_key_result
from cairn.goals.ties import Feed, live_above
from cairn.kpis.doctor import examine_kpis, mend_kpis
from cairn.organization.models import Organization
from cairn.storage.bulk import update_models

BATCH = 500
AT_A_TIME = 10_000
TURNS = ("behind_on", "at_risk_on", "outdated_on")
COLUMNS: dict[type[Model], tuple[str, ...]] = {
    Milestone: ("reached_on",),
    KeyResult: (
        *("weight", "is_weight_fixed", "current", "previous", "own_progress", "progress"),
        *("confidence", "confidences", "said_status", "checked_in_on", *TURNS),
    ),
    Alignment: ("weight", "is_weight_fixed"),
    Objective: (
        *(
            "closed_as",
            "agreement",
            "cadence_days",
            "progress",
            "measured",
            "counted",
            "confidence",
            "checked_in_on",
        ),
        *TURNS,
    ),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that is not what the history says."""

    table: str
    id: int
    column: str
    kept: Any
    right: Any


@dataclass(frozen=True, slots=True)
class Pair:
    """A row as it is kept and as it should be."""

    kept: Model
    right: Model

    def differences(self) -> list[Difference]:
        table, id = self.kept._meta.db_table, self.kept.pk
        values = (
            (column, getattr(self.kept, column), getattr(self.right, column))
            for column in COLUMNS[type(self.kept)]
        )
        return [Difference(table, id, column, a, b) for column, a, b in values if a != b]

    def mend(self) -> list[Difference]:
        """Write what differs."""
        found = self.differences()
        if found:
            self.right.save(update_fields=[one.column for one in found])
            if isinstance(self.right, Objective):
                stand(self.right)
        return found


@dataclass
class History:
    """What hangs on the objectives of a batch, by the id of what it hangs on."""

    key_results: dict[int, list[KeyResult]] = field(default_factory=lambda: defaultdict(list))
    milestones: dict[int, list[Milestone]] = field(default_factory=lambda: defaultdict(list))
    readings: dict[int, list[tuple[date, Decimal, list[str]]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    words: dict[int, list[tuple[int, str, date]]] = field(default_factory=lambda: defaultdict(list))
    closures: dict[int, str] = field(default_factory=dict)
    agreements: dict[int, str] = field(default_factory=dict)
    feeds: dict[int, list[Alignment]] = field(default_factory=lambda: defaultdict(list))
    tied: set[int] = field(default_factory=set)


type Shown = dict[int, tuple[Decimal | None, date | None]]
"""Progress and last check-in that an objective brings to its targets, as they should be."""


def examine(organization: Organization) -> Iterator[Difference]:
    """Every difference in an organization; nothing is changed."""
    shown: Shown = {}
    for objectives in _batches(organization):
        for pair in _pairs(objectives, organization, shown):
            yield from pair.differences()
    yield from (Difference(*fault) for fault in examine_kpis(organization))


def mend(organization: Organization) -> list[Difference]:
    """Write the right values; what was found, as `examine` would have said it.

    What lies below a batch is read again with the batch locked: somebody may have checked in since.
    """
    mended: list[Difference] = []
    for seen in _batches(organization):
        with atomic():
            ids = [one.id for one in seen]
            locked = Objective.objects.select_for_update(of=("self",), no_key=True).filter(
                id__in=ids
            )
            objectives = list(locked.select_related("cycle").order_by("id"))
            for pair in _pairs(objectives, organization, {}):
                mended += pair.mend()
    return mended + [Difference(*fault) for fault in mend_kpis(organization)]


def recompute(
    organization: Organization, objective_ids: Collection[int], fresh: Collection[int] = ()
) -> None:
    """Write what follows from the history of objectives, and of all that they count into, many at a
    time, in the caller's transaction. `fresh` are new, so that also those that are over are reckoned."""
    wanted = set(objective_ids)
    for ids in batched(sorted(objective_ids), AT_A_TIME):
        wanted |= {one.target_id for one in live_above(ids)}
    shown: Shown = {}
    for objectives in _batches(organization, wanted):
        rights: dict[type[Model], list[Model]] = defaultdict(list)
        for pair in _pairs(objectives, organization, shown, fresh):
            if pair.differences() or pair.kept.pk in fresh:
                rights[type(pair.kept)].append(pair.right)
        for model, rows in rights.items():
            update_models(rows, COLUMNS[model])
        for right in rights[Objective]:
            assert isinstance(right, Objective)
            right.organization = organization
            stand(right)


def _batches(
    organization: Organization, only: Collection[int] | None = None
) -> Iterator[list[Objective]]:
    """By rank: how many counting alignments lie below, at most; then by id; all, or `only` those."""
    ties = Alignment.objects.filter(
        organization=organization, state=Answer.ACCEPTED, weight__gt=0
    ).values_list("objective_id", "target_id")
    by_rank: dict[int, list[int]] = defaultdict(list)
    for id, rank in ranks(list(ties)).items():
        if rank and (only is None or id in only):
            by_rank[rank].append(id)
    fed = {id for ids in by_rank.values() for id in ids}
    found = Objective.objects.select_related("cycle").order_by("id")
    if only is None:
        yield from _unfed(organization, fed)
    else:
        for some in batched(sorted(set(only) - fed), BATCH):
            yield list(found.filter(organization=organization, id__in=some))
    for rank in sorted(by_rank):
        ids = sorted(by_rank[rank])
        for at in range(0, len(ids), BATCH):
            yield list(found.filter(id__in=ids[at : at + BATCH]))


def _unfed(organization: Organization, fed: set[int]) -> Iterator[list[Objective]]:
    last = 0
    found = Objective.objects.filter(organization=organization).select_related("cycle")
    while batch := list(found.filter(id__gt=last).order_by("id")[:BATCH]):
        yield [one for one in batch if one.id not in fed]
        last = batch[-1].id


def _pairs(
    objectives: Sequence[Objective],
    organization: Organization,
    shown: Shown,
    fresh: Collection[int] = (),
) -> Iterator[Pair]:
    history, paces = _read([one.id for one in objectives]), cadences(organization.id)
    for objective in objectives:
        right = copy(objective)
        right.cadence_days = paces[objective.team_id] if objective.team_id else None
        rights = []
        kept = history.key_results[objective.id]
        for key_result in kept:
            steps = [Pair(step, _right_step(step, history)) for step in _steps(key_result, history)]
            yield from steps
            rights.append(_right_key_result(key_result, history, steps, organization))
        feeds = history.feeds[objective.id]
        beside = [one for one in feeds if not one.key_result_id]
        right_beside = [copy(one) for one in beside]
        _share([*rights, *right_beside])
        is_frozen = objective.is_over and objective.id in history.tied and objective.id not in fresh
        for one, before in zip(rights, kept, strict=True):
            one.objective = right
            one.progress = fed_progress(one.own_progress, _brought(feeds, one.id, shown))
            if is_frozen:
                one.progress = before.progress
            turn_key_result(one, organization)
        yield from map(Pair, [*kept, *beside], [*rights, *right_beside])
        right.closed_as = history.closures.get(objective.id, "")
        right.agreement = history.agreements.get(objective.id, "")
        if not is_frozen:
            parts, brought = list(map(_part, rights)), _parts(right_beside, shown)
            fold(right, parts, organization, brought)
        if not right.is_draft and not right.is_deleted:
            shown[right.id] = (right.shown_progress, right.checked_in_on)
        yield Pair(objective, right)


def _part(key_result: KeyResult) -> Part:
    said = key_result.confidence if key_result.checked_in_on else None
    return Part(
        key_result.weight,
        key_result.progress,
        key_result.checked_in_on,
        said,
        key_result.cadence_days,
    )


def _parts(alignments: Iterable[Alignment], shown: Shown) -> list[Part]:
    return [Part(one.weight, *_bringing(one, shown)) for one in alignments]


def _bringing(alignment: Alignment, shown: Shown) -> tuple[Decimal | None, date | None]:
    """As it should be; as it is kept where that was not reckoned here."""
    below = alignment.objective
    return shown.get(below.id, (below.shown_progress, below.checked_in_on))


def _brought(alignments: Iterable[Alignment], key_result_id: int, shown: Shown) -> list[Feed]:
    return [
        Feed(key_result_id, one.weight, *_bringing(one, shown))
        for one in alignments
        if one.key_result_id == key_result_id
    ]


def _steps(key_result: KeyResult, history: History) -> list[Milestone]:
    return history.milestones[key_result.id] if key_result.kind == Kind.MILESTONES else []


def _right_step(step: Milestone, history: History) -> Milestone:
    right = copy(step)
    oldest_first = reversed(history.readings[step.key_result_id])
    reached = [(day, milestones) for day, _, milestones in oldest_first]
    right.reached_on = reached_since(str(step.id), reached)
    return right


def _right_key_result(
    key_result: KeyResult, history: History, steps: list[Pair], organization: Organization
) -> KeyResult:
    right = copy(key_result)
    values = [value for _, value, _ in history.readings[key_result.id]]
    reached = [(pair.right.weight, pair.right.reached_on) for pair in steps]  # type: ignore[attr-defined]
    measured = reckon(right, values, reached)
    right.current, right.previous = measured.current, measured.previous
    right.own_progress = measured.progress
    right.confidence, right.said_status, right.checked_in_on = 5, "", None
    restate(right, history.words[key_result.id])
    return right


def _share(rights: Sequence[KeyResult | Alignment]) -> None:
    """Weights that do not sum to 100 are settled as an edit would."""
    if not rights or sum(one.weight for one in rights) == weights.WHOLE:
        return
    shares = weights.settle([weights.Share(one.weight, one.is_weight_fixed) for one in rights])
    for one, share in zip(rights, shares, strict=True):
        one.weight, one.is_weight_fixed = share.weight, share.fixed


def _read(ids: list[int]) -> History:
    """Ten queries, whatever the number of objectives. Of readings and words the latest first."""
    history = History()
    alive = KeyResult.objects.filter(objective__in=ids, deleted_at__isnull=True)
    for key_result in alive.order_by("position", "id"):
        history.key_results[key_result.objective_id].append(key_result)
    for step in Milestone.objects.filter(key_result__objective__in=ids).order_by("position", "id"):
        history.milestones[step.key_result_id].append(step)
    _read_readings(ids, history)
    said = CheckIn.objects.filter(key_result__objective__in=ids)
    corrected = _corrected(said)
    words = said.order_by("-effective_on", "-recorded_at", "-id")
    for id, key_result_id, confidence, status, day in words.values_list(
        "id", "key_result_id", "confidence", "status", "effective_on"
    ):
        if id not in corrected:
            history.words[key_result_id].append((confidence, status, day))
    counting = Alignment.objects.filter(target__in=ids, state=Answer.ACCEPTED, weight__gt=0)
    for alignment in counting.select_related("objective").order_by("id"):
        history.tied.add(alignment.target_id)
        if not alignment.objective.is_deleted and not alignment.objective.is_draft:
            history.feeds[alignment.target_id].append(alignment)
    asked = Confirmation.objects.filter(objective__in=ids).exclude(verdict=Verdict.WITHDRAWN)
    for objective_id, verdict in asked.order_by("id").values_list("objective_id", "verdict"):
        history.agreements[objective_id] = verdict or Agreement.SUBMITTED
    closures = Closure.objects.filter(objective__in=ids, reopened_at__isnull=True)
    ended = closures.values_list("objective_id", "outcome")
    history.closures.update((id, Outcome(outcome).ending) for id, outcome in ended)
    return history


def _corrected(rows: QuerySet[CheckIn] | QuerySet[Reading]) -> set[int]:
    """The ids that others correct. Asked by itself: where nothing was corrected yet, SQLite would
    look through all of them for each."""
    found = rows.filter(corrects__isnull=False).values_list("corrects_id", flat=True)
    return {id for id in found if id}


def _read_readings(ids: list[int], history: History) -> None:
    there = Reading.objects.filter(key_result__objective__in=ids)
    corrected = _corrected(there)
    valid = there.filter(value__isnull=False).order_by("-effective_on", "-recorded_at", "-id")
    for id, key_result_id, day, value, milestones in valid.values_list(
        "id", "key_result_id", "effective_on", "value", "milestones"
    ):
        if value is not None and id not in corrected:
            history.readings[key_result_id].append((day, value, milestones))
