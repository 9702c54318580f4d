"""An organization of any size, made up from a seed, for benchmarks."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from django.db.transaction import atomic

from cairn.cycles.models import Cycle, Phase
from cairn.demo.calendar import fiscal_month, last_day_before, quarters_of, year_of
from cairn.demo.story import Span
from cairn.demo.synthetic.goals import Batch, Maker
from cairn.demo.synthetic.people import hire
from cairn.goals.models import Closure, KeyResult, Milestone, Objective, Participant
from cairn.organization.models import Organization
from cairn.search import filling
from cairn.storage.statistics import refresh_statistics

OBJECTIVES_A_BATCH = 200
RUNNING_OF_TEN = 7


def synthesize(
    people: int, objectives: int, seed: int, progress: Callable[[int, int], None] | None = None
) -> Organization:
    """A made-up organization whose administrator is admin@synthetic.example.

    Names, values and structure follow from the seed, dates from today; `progress` hears
    (objectives done, objectives in all). Of ten objectives seven are in the running quarter.
    """
    if people < 1 or objectives < 0:
        raise ValueError("people must be at least 1 and objectives at least 0")
    chance = Random(seed)  # noqa: S311 (names and numbers, no secrets)
    with atomic():
        organization = Organization.objects.create(name=f"合成组织 {seed}")
        in_the_last_month = last_day_before(organization.today().replace(day=1))
        organization.fiscal_month = fiscal_month(in_the_last_month)
        organization.save(update_fields=["fiscal_month"])
        cycles = _cycles(organization, in_the_last_month)
        since = cycles[0].starts_on - timedelta(days=30)
        staff = hire(organization, chance, people, since)
    maker = Maker(organization, staff, chance, organization.today())
    for first in range(0, objectives, OBJECTIVES_A_BATCH):
        batch = Batch()
        beyond = min(first + OBJECTIVES_A_BATCH, objectives)
        for number in range(first, beyond):
            maker.make(batch, number, _cycle_of(cycles, number))
        _write(organization, batch)
        if progress:
            progress(beyond, objectives)
    refresh_statistics()
    return organization


def _cycles(organization: Organization, day: date) -> list[Cycle]:
    """The four quarters, in a year whose last month holds today."""
    year = _cycle(organization, year_of(day), None, Phase.RUNNING)
    spans = quarters_of(year_of(day))
    phases = (Phase.CLOSED, Phase.CLOSED, Phase.CLOSED, Phase.RUNNING)
    return [
        _cycle(organization, span, year, phase) for span, phase in zip(spans, phases, strict=True)
    ]


def _cycle(organization: Organization, span: Span, parent: Cycle | None, phase: Phase) -> Cycle:
    return Cycle.objects.create(
        organization=organization,
        parent=parent,
        name=span.name,
        length=span.length,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        phase=phase,
    )


def _cycle_of(cycles: list[Cycle], number: int) -> Cycle:
    place = number % 10
    return cycles[3] if place < RUNNING_OF_TEN else cycles[place - RUNNING_OF_TEN]


@atomic
def _write(organization: Organization, batch: Batch) -> None:
    """All rows of a batch, those that others point at first, and the words that find them."""
    Objective.objects.bulk_create(batch.objectives)
    Participant.objects.bulk_create(batch.participants)
    KeyResult.objects.bulk_create(batch.key_results)
    Milestone.objects.bulk_create(batch.milestones)
    Closure.objects.bulk_create(batch.closures)
    batch.history.write()
    filling.put_new(
        organization.id,
        "objective",
        [(row.id, f"{row.title} {row.description}") for row in batch.objectives],
    )
    filling.put_new(
        organization.id, "key_result", [(row.id, row.title) for row in batch.key_results]
    )
