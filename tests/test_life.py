"""From the first draft to the next cycle's: random people do random things in random order."""

from contextlib import suppress
from datetime import date

import pytest

from cairn.checkins.doctor import examine
from cairn.cycles.commands import create_cycle
from cairn.cycles.models import Cycle
from cairn.errors import Refusal
from cairn.events.models import Event
from cairn.goals.models import KeyResult
from cairn.kpis.models import Kpi
from cairn.organization.actor import Actor
from cairn.organization.models import Organization
from cairn.reviews.doctor import examine_reviews
from tests.cast import WriteKeyResult, WriteObjective
from tests.life import Life, rows_kept

STEPS = 130


@pytest.mark.parametrize("seed", range(5))
def test_whatever_happens_every_number_is_right_and_everything_is_told(
    seed: int,
    organization: Organization,
    admin: Actor,
    champion: Actor,
    lead: Actor,
    employee: Actor,
    viewer: Actor,
    colleague: Actor,
    checked_in: KeyResult,
    kpi: Kpi,
    cycle: Cycle,
    write_objective: WriteObjective,
    write_key_result: WriteKeyResult,
) -> None:
    create_cycle(
        champion,
        name="2027 Q1",
        length="quarter",
        starts_on=date(2027, 1, 1),
        ends_on=date(2027, 3, 31),
    )
    for owner in (employee, lead, colleague, champion):
        made = write_objective(owner)
        for _ in range(2):
            write_key_result(owner, made)
    stewards = [admin, champion] * 2
    life = Life(seed, organization, [*stewards, lead, employee, viewer, colleague])
    done: dict[str, int] = {}
    before, told = rows_kept(), Event.objects.count()
    for _ in range(STEPS):
        with suppress(Refusal):
            name = life.step()
            done[name] = done.get(name, 0) + 1
        after, now_told = rows_kept(), Event.objects.count()
        assert after == before or now_told > told, f"nobody was told: {name}"
        before, told = after, now_told
    assert [*examine(organization), *examine_reviews(organization)] == []
    assert len(done) > 8, done
