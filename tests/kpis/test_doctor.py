"""What a KPI repeats is what its readings say; a broken value is named and mended."""

from datetime import date
from decimal import Decimal

from cairn.checkins.doctor import examine, mend
from cairn.goals.commands.measuring import correct_kpi, measure_kpi, undo_reading
from cairn.kpis.commands import edit_kpi
from cairn.kpis.models import Kpi
from cairn.organization.actor import Actor
from tests.cast import TODAY

D = Decimal


def test_nothing_that_people_do_makes_a_difference(employee: Actor, kpi: Kpi) -> None:
    first = measure_kpi(employee, kpi.id, value=D(69), effective_on=date(2026, 11, 2))
    second = measure_kpi(employee, kpi.id, value=D(72))
    correct_kpi(employee, kpi.id, first.id, value=D(71))
    undo_reading(employee, kpi.id, second.id)
    edit_kpi(employee, kpi.id, lower=D(75), cadence_days=30)
    assert list(examine(kpi.organization)) == []


def test_a_broken_value_is_named_and_mended(employee: Actor, kpi: Kpi) -> None:
    measure_kpi(employee, kpi.id, value=D(69))
    Kpi.objects.filter(id=kpi.id).update(current=D(99), side="inside", stale_on=None)
    found = {(one.table, one.column, one.right) for one in examine(kpi.organization)}
    assert {("kpis_kpi", "current", D(69)), ("kpis_kpi", "side", "below")} < found
    assert len(mend(kpi.organization)) == 3
    kpi.refresh_from_db()
    assert (kpi.current, kpi.side, kpi.measured_on) == (D(69), "below", TODAY)
    assert list(examine(kpi.organization)) == []
