"""Measuring a KPI. The reading goes on to the key results that take theirs from it, in the same
transaction: each gets a reading of its own with the source "kpi", and everything is rolled up.

The objectives are locked first, with their lines and in the order of their ids, then the KPI; a key
result begins to take its readings from a KPI under the same two locks in the same order.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.transaction import atomic
from django.utils.translation import gettext_lazy as _

from cairn.errors import Conflict
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.goals.commands.feeding import fed_by, fed_objectives, feed, tell
from cairn.goals.commands.locking import lock_found
from cairn.intake import Intake, refuse
from cairn.kpis.commands import lock_kpi, require_kept
from cairn.kpis.intake import NO_VALUE
from cairn.kpis.models import Kpi, KpiReading
from cairn.kpis.policy import rules
from cairn.kpis.readings import append_reading
from cairn.organization.actor import Actor
from cairn.storage import clock


def _lock_fed(actor: Actor, kpi_id: int, reading_id: int | None = None) -> Kpi:
    """The KPI, locked with all that it feeds."""
    return lock_found(
        actor.organization_id,
        lambda: fed_objectives(kpi_id, reading_id),
        lambda _fed: lock_kpi(actor, kpi_id),
    )


@atomic
def measure_kpi(
    actor: Actor,
    kpi_id: int,
    *,
    value: Decimal | None,
    note: str = "",
    effective_on: date | None = None,
    submission: str | None = None,
) -> KpiReading:
    """Say what a KPI was on a day (today where none is given).

    The same `submission` twice gives the reading of the first time.
    """

    kpi = _lock_fed(actor, kpi_id)
    rules.require(actor, "kpi.measure", kpi)
    if submission and (first := kpi.readings.filter(submission=submission).first()):
        return first
    require_kept(kpi)
    if value is None:
        refuse("value", NO_VALUE)
    today = clock.today(kpi.organization.time_zone)
    day = effective_on or today
    _check_day(day, today)
    return _write(actor, kpi, None, value=value, note=note, effective_on=day, submission=submission)


@atomic
def correct_kpi(
    actor: Actor,
    kpi_id: int,
    reading_id: int,
    *,
    value: Decimal | None = None,
    note: str = "",
    effective_on: date | None = None,
    submission: str | None = None,
) -> KpiReading:
    """Replace a reading by another one; without a value it is taken back. The day is that of the
    corrected one where none is given."""

    kpi = _lock_fed(actor, kpi_id, reading_id)
    rules.require(actor, "kpi.measure", kpi)
    if submission and (first := kpi.readings.filter(submission=submission).first()):
        return first
    require_kept(kpi)
    wrong = _find(kpi, reading_id)
    day = effective_on or wrong.effective_on
    _check_day(day, clock.today(kpi.organization.time_zone))
    return _write(
        actor, kpi, wrong, value=value, note=note, effective_on=day, submission=submission
    )


@atomic
def undo_reading(actor: Actor, kpi_id: int, reading_id: int) -> KpiReading:
    """Take a reading back; what was itself a correction gives way to what it corrected."""
    before = (
        KpiReading.objects.filter(
            id=reading_id, kpi=kpi_id, kpi__organization=actor.organization_id
        )
        .values_list("corrects__value", "corrects__note", "corrects__effective_on")
        .first()
    )
    value, note, day = before or (None, None, None)
    return correct_kpi(actor, kpi_id, reading_id, value=value, note=note or "", effective_on=day)


def _find(kpi: Kpi, reading_id: int) -> KpiReading:
    found = kpi.readings.filter(id=reading_id).first()
    if found is None:
        refuse("reading", _("This does not exist, or you may not see it."))
    if KpiReading.objects.filter(corrects=found).exists():
        raise Conflict(_("This reading was corrected already; correct the newer one."))
    return found


def _check_day(day: date, today: date) -> None:
    intake = Intake({})
    if day > today + timedelta(days=1):
        intake.refuse("effective_on", _("This day is in the future."))
    intake.settle()


def _write(actor: Actor, kpi: Kpi, wrong: KpiReading | None, **said: Any) -> KpiReading:
    """The reading, what follows from it, one event for the KPI and one for each objective it feeds."""
    old = kpi.current
    reading = append_reading(actor, kpi, corrects=wrong, **said)
    kind = Event.KPI_CORRECTED if wrong else Event.KPI_MEASURED
    new = {"value": kpi.current, "unit": kpi.unit, "effective_on": reading.effective_on}
    before = {"value": old}
    if kpi.owner is not None and kpi.owner_id in actor.stands_in_for:
        new["stood_in_for"] = kpi.owner.name
    record(
        actor,
        kind,
        kpi.id,
        title=kpi.name,
        team_id=kpi.team_id,
        old=before,
        new=new,
        reason=reading.note[:500],
    )
    for key_result_id, objective_id in fed_by(kpi.id, wrong.id if wrong else None):
        change = feed(actor, key_result_id, reading, wrong)
        if change is not None:
            tell(actor, kind, kpi, objective_id, change, reading)
    return reading
