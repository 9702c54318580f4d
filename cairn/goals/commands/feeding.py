"""A key result that takes its readings from a KPI. Called with the objective's line and the KPI locked.

It takes those of its own time: from the day on which it starts to the end of its cycle. What is
closed, deleted or in a closed cycle keeps the numbers of its end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cairn.errors import Words
from cairn.events.kinds import Kind as Event
from cairn.events.ledger import record
from cairn.goals import sql
from cairn.goals.models import KeyResult, Kind, Reading, Source
from cairn.goals.rollup import ask_both, refresh_both
from cairn.intake import Intake
from cairn.kpis.models import Kpi, KpiReading
from cairn.organization.actor import Actor
from cairn.storage import clock
from cairn.storage.ids import new_id
from cairn.storage.rows import insert, unsaved

FEEDABLE = (Kind.INCREASE, Kind.DECREASE, Kind.MAINTAIN)


@dataclass(frozen=True, slots=True)
class Change:
    """What a reading of the KPI did to one key result."""

    key_result_id: int
    title: str
    before: Decimal | None
    after: Decimal | None


def fed_by(kpi_id: int, reading_id: int | None = None) -> Sequence[tuple[int, int]]:
    """(key result, objective) that take a KPI's readings or hold this one, by their ids."""
    linked = KeyResult.objects.filter(_fed(kpi_id, reading_id), deleted_at__isnull=True)
    return list(linked.order_by("objective_id", "id").values_list("id", "objective_id").distinct())


def _fed(kpi_id: int, reading_id: int | None) -> Q:
    if reading_id is None:
        return Q(kpi=kpi_id)
    holding = Reading.objects.filter(kpi_reading=reading_id)
    return Q(kpi=kpi_id) | Q(id__in=holding.values("key_result_id"))


def fed_objectives(kpi_id: int, reading_id: int | None = None) -> list[int]:
    return sorted({objective_id for _id, objective_id in fed_by(kpi_id, reading_id)})


def feed(
    actor: Actor, key_result_id: int, reading: KpiReading, wrong: KpiReading | None
) -> Change | None:
    """Repeat a reading of the KPI, or its correction, in a key result; None where it takes none."""
    key_result = sql.lock_key_result(actor.organization_id, key_result_id)
    if key_result is None or not takes_readings(key_result):
        return None
    before = key_result.current
    if not repeat(key_result, reading, wrong):
        return None
    refresh_both(key_result, key_result.objective, ask_both(key_result))
    return Change(key_result.id, key_result.title, before, key_result.current)


def repeat(key_result: KeyResult, reading: KpiReading, wrong: KpiReading | None) -> bool:
    """Append what a reading of the KPI, or its correction, means for a key result that takes
    readings; False where it means nothing. Rolls up nothing."""
    repeated = _repeated(key_result, wrong)
    # Corrections reach what it took
    is_fed = key_result.kpi_id == reading.kpi_id or repeated is not None
    value = reading.value if is_fed and _is_in_time(key_result, reading) else None
    if value is None and repeated is None:
        return False
    _append(key_result, reading, value, repeated)
    return True


def tell(
    actor: Actor, kind: Event, kpi: Kpi, objective_id: int, change: Change, reading: KpiReading
) -> None:
    """For the history of the objective; no feed beside its own repeats it."""
    record(
        actor,
        kind,
        kpi.id,
        title=kpi.name,
        objective_id=objective_id,
        old={"value": change.before},
        new={
            "value": change.after,
            "unit": kpi.unit,
            "effective_on": reading.effective_on,
            "key_result": change.key_result_id,
            "key_result_title": change.title,
        },
    )


def takes_readings(key_result: KeyResult) -> bool:
    objective = key_result.objective
    return not (objective.is_over or objective.is_deleted) and key_result.kind in FEEDABLE


def _is_in_time(key_result: KeyResult, reading: KpiReading) -> bool:
    ends_on = max(key_result.due_on, key_result.objective.cycle.ends_on)
    return key_result.starts_on <= reading.effective_on <= ends_on


def _repeated(key_result: KeyResult, wrong: KpiReading | None) -> Reading | None:
    """The key result's own reading that repeats the one that was wrong."""
    if wrong is None:
        return None
    own = Reading.objects.filter(
        key_result=key_result, kpi_reading=wrong, corrected_by__isnull=True
    )
    return own.first()


def _append(
    key_result: KeyResult,
    reading: KpiReading,
    value: Decimal | None,
    corrects: Reading | None,
) -> None:
    insert(
        unsaved(
            Reading,
            id=new_id(),
            key_result_id=key_result.id,
            value=value,
            milestones=[],
            effective_on=reading.effective_on,
            recorded_at=clock.now(),
            author_id=reading.author_id,
            source=str(Source.KPI),
            kpi_reading_id=reading.id,
            corrects_id=corrects.id if corrects else None,
        )
    )


def find_kpi(actor: Actor, kpi_id: int | None, intake: Intake) -> Kpi | None:
    """The KPI that shall give the readings, locked; None where none was asked for."""
    if kpi_id is None:
        return None
    kpis = Kpi.objects.select_for_update(of=("self",), no_key=True)
    found = kpis.filter(id=kpi_id, organization_id=actor.organization_id).first()
    if found is None:
        intake.refuse("kpi", _("This does not exist, or you may not see it."))
    elif found.archived_at is not None:
        intake.refuse("kpi", _("This KPI is archived; choose another."))
    return found


def still_fed_by(key_result: KeyResult) -> int | None:
    """The KPI from which a successor may go on taking readings; None where it is archived."""
    if not key_result.kpi_id:
        return None
    kept = Kpi.objects.filter(id=key_result.kpi_id, archived_at__isnull=True)
    return kept.values_list("id", flat=True).first()


def check_fed(intake: Intake, key_result: KeyResult, kpi: Kpi | None) -> None:
    """What takes its readings from a KPI counts the same thing in the same unit; a start that
    nobody gave is what the KPI shows now."""
    if kpi is None:
        return
    if why := _misfit(key_result, kpi):
        intake.refuse("kpi", why)
    elif key_result.start is None and key_result.kind != Kind.MAINTAIN:
        key_result.start = kpi.current


def _misfit(key_result: KeyResult, kpi: Kpi) -> Words | None:
    if key_result.kind not in FEEDABLE:
        return _("Milestones are reached one by one; they cannot take readings from a KPI.")
    if key_result.unit != kpi.unit:
        return _("The KPI has the unit “%(theirs)s”, the key result “%(ours)s”. Use the same.") % {
            "theirs": kpi.unit,
            "ours": key_result.unit,
        }
    return None


def take_over(key_result: KeyResult) -> None:
    """The latest reading of its KPI for a key result that just began to take them. Rolls up nothing."""
    kpi = key_result.kpi
    if kpi is None:
        return
    latest = (
        kpi.readings.filter(corrected_by__isnull=True, value__isnull=False)
        .order_by("-effective_on", "-recorded_at", "-id")
        .first()
    )
    if latest is None or not _is_in_time(key_result, latest):
        return
    if not Reading.objects.filter(key_result=key_result, kpi_reading=latest).exists():
        _append(key_result, latest, latest.value, None)
