"""All KPIs, by team, narrowed by what the address says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse

from cairn.kpis.health import State
from cairn.kpis.policy import rules
from cairn.kpis.queries import Filters, behind, filtered, rows_of, series_of
from cairn.kpis.rows import KpiRow
from cairn.organization.actor import Actor
from cairn.storage import clock
from cairn.web.kpis.chart import Spark, spark
from cairn.web.kpis.words import states
from cairn.web.pages import fragment, member_page, page
from cairn.web.paging import PAGE, address, cut, id_in, wants_fragment
from cairn.web.people import team_options
from cairn.web.sessions import WebRequest

LONGEST = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address narrows the list to; empty and None mean "any"."""

    q: str = ""
    team: int | None = None
    state: str = ""
    owner: str = ""
    archived: str = ""

    def query(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    @property
    def is_narrowed(self) -> bool:
        return any((self.q, self.team, self.state, self.owner))


@dataclass(frozen=True, slots=True)
class Group:
    """The KPIs of one team on this page of the list; without a team `id` is None."""

    id: int | None
    name: str
    rows: tuple[KpiRow, ...]


def read_asked(request: HttpRequest) -> Asked:
    """What is no known value counts as not asked."""
    state = request.GET.get("state", "")
    return Asked(
        q=request.GET.get("q", "").strip()[:LONGEST],
        team=id_in(request, "team"),
        state=state if state in list(State) else "",
        owner="me" if request.GET.get("owner") == "me" else "",
        archived="1" if request.GET.get("archived") else "",
    )


@member_page
def show_kpis(request: WebRequest) -> HttpResponse:
    actor, asked = request.actor, read_asked(request)
    on = clock.today(actor.time_zone)
    fitting = filtered(actor, _filters(actor, asked), on)
    last = id_in(request, "after")
    found = cut(rows_of(actor, (behind(actor, fitting, last) if last else fitting)[: PAGE + 1], on))
    end = found.rows[-1].id if found.has_more else None
    context = {
        "asked": asked,
        "groups": grouped(found.rows),
        "sparks": sparks_of(found.rows),
        "more_url": address("/kpis", {**asked.query(), "after": end}) if end else "",
        "is_first": last is None,
    }
    if wants_fragment(request):
        return fragment(request, "kpis/list.html", "rows" if last else "found", context)
    offered = {
        "teams": team_options(actor),
        "states": states(),
        "may_write": rules.can(actor, "kpi.write", None),
    }
    return page(request, "kpis/list.html", {**context, **offered})


def _filters(actor: Actor, asked: Asked) -> Filters:
    return Filters(
        team=asked.team,
        owner=actor.member_id if asked.owner else None,
        state=asked.state,
        q=asked.q,
        archived=bool(asked.archived),
    )


def grouped(rows: Iterable[KpiRow]) -> list[Group]:
    """Neighbours of one team under its name."""
    return [
        Group(team[0], team[1], tuple(found))
        for team, found in groupby(rows, key=lambda row: (row.team_id, row.team_name))
    ]


def sparks_of(rows: Sequence[KpiRow]) -> dict[int, Spark | None]:
    """A small line for each. One query."""
    series = series_of([row.id for row in rows])
    return {row.id: spark(series.get(row.id, []), row.lower, row.upper) for row in rows}
