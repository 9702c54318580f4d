"""An organization of any size, made up from a seed, for benchmarks."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from django.db.transaction import atomic

from cairn.cycles.models import Cycle, Phase
from cairn.demo.calendar import fiscal_month, last_day_before, quarters_of, year_of
from cairn.demo.story import Span
from cairn.demo.synthetic.forest import plant
from cairn.demo.synthetic.goals import Batch, Maker
from cairn.demo.synthetic.people import hire
from cairn.demo.synthetic.shape import shares
from cairn.organization.models import Organization
from cairn.search import filling
from cairn.storage.bulk import in_haste, insert_models
from cairn.storage.statistics import refresh_statistics

OF_TEN = (1, 1, 1, 7)


def synthesize(
    people: int,
    objectives: int,
    seed: int,
    progress: Callable[[int, int], None] | None = None,
    *,
    checkins: int = 12,
) -> Organization:
    """A made-up organization whose administrator is admin@synthetic.example.

    Names, values and structure follow from the seed, dates from today; `progress` hears
    (objectives done, objectives in all). Of ten objectives seven are in the running quarter. In each
    quarter they hang together from the company's down to people's, as deep as their number allows:
    five to seven levels from a thousand objectives on. `checkins` are those of each key result, weekly
    at twelve.
    """
    if people < 1 or objectives < 0 or checkins < 2:
        raise ValueError("at least 1 person, 0 objectives and 2 check-ins")
    chance = Random(seed)  # noqa: S311 (names and numbers, no secrets)
    with atomic():
        organization = Organization.objects.create(name=f"合成组织 {seed}")
        in_the_last_month = last_day_before(organization.today().replace(day=1))
        organization.fiscal_month = fiscal_month(in_the_last_month)
        organization.save(update_fields=["fiscal_month"])
        cycles = _cycles(organization, in_the_last_month)
        since = cycles[0].starts_on - timedelta(days=30)
        staff = hire(organization, chance, people, since)
    maker = Maker(organization, staff, chance, organization.today(), checkins)
    done = 0
    with in_haste():
        for cycle, count in zip(cycles, shares(objectives, OF_TEN), strict=True):
            for batch in plant(maker, cycle, done, count).batches():
                _write(organization, batch)
                done += len(batch.objectives)
                if progress:
                    progress(done, objectives)
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


@atomic
def _write(organization: Organization, batch: Batch) -> None:
    """All rows of a batch, those that others point at first, and the words that find them."""
    insert_models(batch.objectives)
    insert_models(batch.participants)
    insert_models(batch.key_results)
    insert_models(batch.milestones)
    insert_models(batch.closures)
    insert_models(batch.alignments)
    batch.history.write()
    filling.put_new(
        organization.id,
        "objective",
        [(row.id, f"{row.title} {row.description}") for row in batch.objectives],
    )
    filling.put_new(
        organization.id, "key_result", [(row.id, row.title) for row in batch.key_results]
    )
