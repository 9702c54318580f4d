"""Reading every objective that everybody may see, and keeping which rules had something to say.

Only what changed since is read again, so that it can be done every night and whenever somebody
asks. An objective for fewer eyes is never read.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Final

from django.db.models import Q, QuerySet
from django.db.transaction import atomic

from cairn import __version__
from cairn.coach.draft import Draft, KeyResultDraft
from cairn.coach.review import Review, review_draft
from cairn.coach.rules import RULES
from cairn.coaching.drafts import kept_line, lines_of
from cairn.coaching.models import Examined, Remark
from cairn.coaching.texts import fingerprint
from cairn.cycles.models import Cycle, Phase
from cairn.goals.models import KeyResult, Objective, Visibility
from cairn.jobs.models import Job
from cairn.jobs.worker import Tell
from cairn.storage import clock

AT_A_TIME: Final = 100
OWNED: Final = Q(owner__isnull=False) | Q(team__isnull=False)
COLUMNS: Final = ("title", "owner", "weight", "kind", "unit", "start", "target", "lower", "upper")
READER: Final = f"{__version__} {' '.join(RULES)}"


def examine_objectives(_job: Job, tell: Tell) -> None:
    """The job: every organization's cycles that are not over, a hundred objectives at a time."""
    cycles = list(Cycle.objects.exclude(phase=Phase.CLOSED).values_list("id", flat=True))
    for step, cycle in enumerate(cycles):
        for few in batched(open_to_all(cycle).values_list("id", flat=True), AT_A_TIME):
            tell(step, len(cycles))
            examine(few)


def open_to_all(cycle_id: int) -> QuerySet[Objective]:
    """What is published for the whole organization, in the order of ids."""
    return Objective.objects.filter(
        cycle=cycle_id,
        published_at__isnull=False,
        deleted_at__isnull=True,
        visibility=Visibility.ORGANIZATION,
    ).order_by("id")


@dataclass(frozen=True, slots=True)
class Found:
    """An objective, what the coach reads of it, and the fingerprint of that."""

    objective_id: int
    draft: Draft
    texts: str


def examine(objective_ids: Sequence[int]) -> int:
    """Read those of them that changed since they were examined; how many. Nothing is locked while
    the coach reads."""
    known = dict(
        Examined.objects.filter(objective__in=objective_ids).values_list("objective", "texts")
    )
    changed = [one for one in _found(objective_ids) if known.get(one.objective_id) != one.texts]
    if changed:
        _keep(changed)
    return len(changed)


def _found(objective_ids: Sequence[int]) -> list[Found]:
    lines: dict[int, list[KeyResultDraft]] = defaultdict(list)
    key_results = KeyResult.objects.filter(
        objective__in=objective_ids, deleted_at__isnull=True
    ).order_by("objective", "position", "id")
    for objective, title, owner, *measure in key_results.values_list("objective", *COLUMNS):
        weight, kind, unit, start, *ends = measure
        owned = owner is not None
        lines[objective].append(
            kept_line(
                title, weight=weight, owned=owned, kind=kind, unit=unit, start=start, ends=ends
            )
        )
    wanted = Objective.objects.filter(id__in=objective_ids).order_by("id")
    return [
        _one(id, Draft(title, lines_of(lines[id]), "growth" if is_growth else type, owned))
        for id, title, type, is_growth, owned in wanted.annotate(owned=OWNED).values_list(
            "id", "title", "type", "is_growth", "owned"
        )
    ]


def _one(objective_id: int, draft: Draft) -> Found:
    read = [READER, draft.objective or "", draft.type or "", str(draft.owned)]
    for one in draft.key_results:
        read += [one.text, *map(str, (one.weight, one.owned, one.started, one.counted, one.aimed))]
    return Found(objective_id, draft, fingerprint("\x1f".join(read)))


def _keep(changed: Sequence[Found]) -> None:
    said = [_rules_in(review_draft(one.draft, language="en")) for one in changed]
    _replace(changed, said)


@atomic
def _replace(changed: Sequence[Found], said: Sequence[Collection[str]]) -> None:
    """In place of what was kept, all at once."""
    Examined.objects.filter(objective__in=[one.objective_id for one in changed]).delete()
    now = clock.now()
    made = [
        Examined(objective_id=one.objective_id, texts=one.texts, examined_at=now) for one in changed
    ]
    Examined.objects.bulk_create(made)
    Remark.objects.bulk_create(
        Remark(examined=examined, rule=rule)
        for examined, rules in zip(made, said, strict=True)
        for rule in sorted(rules)
    )


def _rules_in(review: Review) -> Collection[str]:
    of_lines = (finding for one in review.key_results for finding in one.findings)
    of_aim = review.objective.findings if review.objective else ()
    return {finding.rule for finding in (*review.findings, *of_aim, *of_lines)}
