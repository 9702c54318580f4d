"""What pages, endpoints and tools ask about KPIs. Everybody in an organization sees them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import FETCH_RAISE, F, Q, QuerySet, Value, Window
from django.db.models.functions import Coalesce, RowNumber

from cairn.errors import NotFound
from cairn.kpis.health import State, due_by
from cairn.kpis.models import Kpi, KpiReading, Side
from cairn.kpis.readings import valid_readings
from cairn.kpis.rows import COLUMNS, KpiRow, kpi_row
from cairn.organization.actor import Actor, Role
from cairn.search import index

POINTS = 12

type Series = list[tuple[date, Decimal]]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of KPIs is narrowed to; None and empty mean "any"."""

    team: int | None = None
    owner: int | None = None
    state: str = ""
    q: str = ""
    archived: bool = False


def kpis_of(viewer: Actor) -> QuerySet[Kpi]:
    """Those in use."""
    return Kpi.objects.filter(organization_id=viewer.organization_id, archived_at__isnull=True)


def filtered(viewer: Actor, filters: Filters, on: date) -> QuerySet[Kpi]:
    """Those that fit, by the name of their team, then in its order."""
    found = Kpi.objects.filter(
        organization_id=viewer.organization_id, archived_at__isnull=not filters.archived
    )
    if filters.team:
        found = found.filter(team=filters.team)
    if filters.owner:
        found = found.filter(owner=filters.owner)
    if filters.state:
        found = found.filter(in_state(filters.state, on))
    if filters.q.strip():
        found = found.filter(id__in=index.subjects(viewer.organization_id, "kpi", filters.q))
    return found.annotate(group=Coalesce("team__name", Value(""))).order_by(
        "group", "team_id", "position", "id"
    )


def in_state(state: str, on: date) -> Q:
    """`health_of` as a filter."""
    fresh = Q(stale_on__gt=on)
    match state:
        case State.UNMEASURED:
            return Q(measured_on__isnull=True)
        case State.STALE:
            return Q(stale_on__lte=on)
        case State.HEALTHY:
            return fresh & Q(side=Side.INSIDE)
    return fresh & Q(side__in=(Side.BELOW, Side.ABOVE))


def behind(viewer: Actor, kpis: QuerySet[Kpi], last: int) -> QuerySet[Kpi]:
    """What follows a KPI in the order of `filtered`; everything where that one is not there."""
    there = Kpi.objects.filter(id=last, organization_id=viewer.organization_id)
    row = there.values_list("team__name", "team_id", "position", "id").first()
    if row is None:
        return kpis
    group, team, position, id = row[0] or "", row[1], row[2], row[3]
    same = Q(group=group, team_id=team) if team else Q(team__isnull=True)
    later = Q(group=group, team_id__gt=team) if team else Q(pk__in=[])
    return kpis.filter(
        Q(group__gt=group)
        | later
        | (same & (Q(position__gt=position) | Q(position=position, id__gt=id)))
    )


def rows_of(viewer: Actor, kpis: QuerySet[Kpi], on: date) -> list[KpiRow]:
    """In the order of the query. One query."""
    away = viewer.stands_in_for
    return [kpi_row(values, on, viewer.locale, away) for values in kpis.values(*COLUMNS)]


def kpis_of_teams(viewer: Actor, team_ids: Collection[int], on: date) -> list[KpiRow]:
    """The KPIs in use of these teams, team by team in their own order. One query."""
    found = kpis_of(viewer).filter(team__in=team_ids)
    return rows_of(viewer, found.order_by("team__name", "team_id", "position", "id"), on)


def kpis_to_measure(viewer: Actor) -> QuerySet[Kpi]:
    """Those of the viewer's own, of those for whom they stand in and of the teams they lead, the
    longest silent first; for stewards too only these, since a hundred thousand people's are nobody's
    to type in."""
    return _silent_first(viewer, Q(owner__in=_answers_for(viewer)) | Q(team__in=viewer.leads))


def kpis_owed(viewer: Actor, on: date) -> QuerySet[Kpi]:
    """Those of them that wait for a reading on a day: never measured, or their cadence has run out.
    A lead owes those of the team that nobody owns."""
    mine = Q(owner__in=_answers_for(viewer)) | Q(owner__isnull=True, team__in=viewer.leads)
    waits = Q(stale_on__isnull=True) | Q(stale_on__lte=due_by(on))
    return _silent_first(viewer, mine).filter(waits)


def _answers_for(viewer: Actor) -> set[int]:
    return {viewer.member_id, *viewer.stands_in_for}


def _silent_first(viewer: Actor, mine: Q) -> QuerySet[Kpi]:
    found = kpis_of(viewer) if viewer.role is not Role.VIEWER else Kpi.objects.none()
    return found.filter(mine).order_by(F("stale_on").asc(nulls_first=True), "position", "id")


def find_kpi(viewer: Actor, kpi_id: int | None) -> Kpi:
    """One KPI, archived or not, with all that the policy compares, or `NotFound`."""
    found = (
        Kpi.objects.select_related("owner", "team", "archived_by")
        .filter(id=kpi_id or 0, organization_id=viewer.organization_id)
        .fetch_mode(FETCH_RAISE)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def row_of(kpi: Kpi, on: date, locale: str) -> KpiRow:
    """From a KPI with team and owner loaded."""
    names: dict[str, Any] = {
        "team__name": kpi.team.name if kpi.team else None,
        "owner__name": kpi.owner.name if kpi.owner else None,
    }
    plain = {name: getattr(kpi, name) for name in COLUMNS if name not in names}
    return kpi_row({**plain, **names}, on, locale)


def series_of(kpi_ids: Iterable[int], most: int = POINTS) -> dict[int, Series]:
    """The latest values of each KPI, oldest first, one a day. One query."""
    found: dict[int, Series] = defaultdict(list)
    for kpi_id, day, value in latest_readings(kpi_ids, most):
        _add(found[kpi_id], day, value)
    return found


def latest_readings(
    kpi_ids: Iterable[int], most: int, until: date | None = None
) -> list[tuple[int, date, Decimal]]:
    """(KPI, day, value) of the latest readings of each, up to a day; oldest first. One query."""
    valid = KpiReading.objects.filter(
        kpi__in=list(kpi_ids), corrected_by__isnull=True, value__isnull=False
    )
    if until is not None:
        valid = valid.filter(effective_on__lte=until)
    numbered = valid.annotate(
        place=Window(
            RowNumber(),
            partition_by=F("kpi_id"),
            order_by=[F("effective_on").desc(), F("recorded_at").desc(), F("id").desc()],
        )
    )
    rows = numbered.filter(place__lte=most).order_by("kpi_id", "effective_on", "recorded_at", "id")
    found = rows.values_list("kpi_id", "effective_on", "value")
    return [(kpi_id, day, value) for kpi_id, day, value in found if value is not None]


def whole_series(kpi_id: int, most: int) -> Series:
    """The latest values of one KPI, oldest first, one a day. One query."""
    latest = valid_readings(kpi_id).values_list("effective_on", "value")[:most]
    series: Series = []
    for day, value in reversed(latest):
        _add(series, day, value)
    return series


def _add(series: Series, day: date, value: Decimal | None) -> None:
    """The last word of a day counts."""
    if value is None:
        return
    if series and series[-1][0] == day:
        series.pop()
    series.append((day, value))


def all_readings(kpi_id: int) -> QuerySet[KpiReading]:
    """The readings of a KPI, corrected ones too, latest day first."""
    return (
        KpiReading.objects.filter(kpi=kpi_id)
        .select_related("author", "corrects", "corrected_by")
        .order_by("-effective_on", "-recorded_at", "-id")
        .fetch_mode(FETCH_RAISE)
    )


def readings_of(kpi_id: int, before: KpiReading | None, most: int) -> Sequence[KpiReading]:
    """The same from behind one on."""
    found = all_readings(kpi_id)
    if before is not None:
        day, at = before.effective_on, before.recorded_at
        found = found.filter(
            Q(effective_on__lt=day)
            | Q(effective_on=day, recorded_at__lt=at)
            | Q(effective_on=day, recorded_at=at, id__lt=before.id)
        )
    return list(found[:most])


def find_reading(kpi: Kpi, reading_id: int | None) -> KpiReading | None:
    return KpiReading.objects.filter(id=reading_id or 0, kpi=kpi).first()
