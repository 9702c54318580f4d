"""What of a KPI can be found by search."""

from cairn.kpis.models import Kpi
from cairn.search import index


def put_kpi(kpi: Kpi) -> None:
    index.put(kpi.organization_id, "kpi", kpi.id, words_of(kpi))


def words_of(kpi: Kpi) -> str:
    return f"{kpi.name} {kpi.description}"


def drop_kpi(kpi: Kpi) -> None:
    index.drop("kpi", kpi.id)
