"""What KPIs said while a key result or its objective was deleted, or the objective closed, is taken
over as it comes back."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from cairn.events.kinds import Kind as Event
from cairn.goals.commands.feeding import Change, repeat, takes_readings, tell
from cairn.goals.models import KeyResult, Objective, Reading
from cairn.goals.rollup import refresh_key_result
from cairn.kpis.models import Kpi, KpiReading
from cairn.organization.actor import Actor


def catch_up(
    actor: Actor, objective: Objective, since: datetime, only: KeyResult | None = None
) -> None:
    """Repeat, in their order, the readings and corrections since then in the key results that were
    there all the time, or in the one that comes back. Called with the objective's line locked; locks
    the KPIs; the objective is rolled up by the caller."""
    key_results = [only] if only else list(objective.key_results.filter(deleted_at__isnull=True))
    for key_result in key_results:
        key_result.objective = objective
    fed = [one for one in key_results if takes_readings(one)]
    kpis = lock_kpis(fed)
    missed = _missed(kpis, since)
    for key_result in sorted(fed, key=lambda one: one.id) if missed else ():
        _catch_up(actor, key_result, kpis, missed)


def lock_kpis(key_results: Sequence[KeyResult]) -> dict[int, Kpi]:
    """Those that give the readings now, and those that gave one that is still held; at once, in the
    order of their ids."""
    ids = [one.id for one in key_results]
    held = Reading.objects.filter(key_result__in=ids, kpi_reading__isnull=False)
    giving = {one.kpi_id for one in key_results if one.kpi_id}
    kpis = Kpi.objects.select_for_update(of=("self",), no_key=True).filter(
        Q(id__in=giving) | Q(id__in=held.values("kpi_reading__kpi"))
    )
    return {one.id: one for one in kpis.order_by("id")}


def _missed(kpis: dict[int, Kpi], since: datetime) -> list[KpiReading]:
    found = KpiReading.objects.filter(kpi__in=kpis, recorded_at__gte=since)
    return list(found.select_related("corrects").order_by("recorded_at", "id"))


def _catch_up(
    actor: Actor, key_result: KeyResult, kpis: dict[int, Kpi], missed: Sequence[KpiReading]
) -> None:
    before = key_result.current
    known = set(_known(key_result, missed))
    taken = [one for one in missed if one.id not in known and repeat(key_result, one, one.corrects)]
    if not taken:
        return
    refresh_key_result(key_result, key_result.objective.organization)
    change = Change(key_result.id, key_result.title, before, key_result.current)
    last = taken[-1]
    tell(actor, Event.KPI_MEASURED, kpis[last.kpi_id], key_result.objective_id, change, last)


def _known(key_result: KeyResult, missed: Sequence[KpiReading]) -> Sequence[int | None]:
    """Those that it took before it went."""
    own = Reading.objects.filter(key_result=key_result, kpi_reading__in=missed)
    return list(own.values_list("kpi_reading_id", flat=True))
