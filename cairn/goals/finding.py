"""One question over everything that has a name: objectives, key results, KPIs, people and
teams."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, QuerySet, Value, When

from cairn.goals.models import KeyResult, Objective
from cairn.goals.rows import Columns
from cairn.goals.seeing import found_key_results, found_objectives, visible, visible_at
from cairn.goals.status import status_of
from cairn.kpis.health import Health
from cairn.kpis.queries import kpis_of, rows_of
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team
from cairn.organization.queries import members
from cairn.search import index
from cairn.storage.listing import list_together

LONGEST_QUERY = 200
TURNS = ("checked_in_on", "behind_on", "at_risk_on", "outdated_on")


@dataclass(frozen=True, slots=True)
class FoundObjective:
    id: int
    title: str
    owner: str
    team: str
    cycle: str
    progress: Decimal | None
    status: str

    @property
    def url(self) -> str:
        return f"/objectives/{self.id}"


@dataclass(frozen=True, slots=True)
class FoundKeyResult:
    id: int
    title: str
    objective_id: int
    objective: str
    owner: str
    progress: Decimal | None
    status: str

    @property
    def url(self) -> str:
        return f"/objectives/{self.objective_id}#kr-{self.id}"


@dataclass(frozen=True, slots=True)
class FoundPerson:
    id: int
    name: str
    title: str

    @property
    def url(self) -> str:
        return f"/people/{self.id}"


@dataclass(frozen=True, slots=True)
class FoundTeam:
    id: int
    name: str
    above: str
    lead: str

    @property
    def url(self) -> str:
        return f"/teams/{self.id}"


@dataclass(frozen=True, slots=True)
class FoundKpi:
    """`health` says how it stands; `value` is the latest, written for the reader, and `current` the same
    in the unit's own measure."""

    id: int
    name: str
    team: str
    owner: str
    value: str
    current: Decimal | None
    unit: str
    health: Health

    @property
    def url(self) -> str:
        return f"/kpis/{self.id}"


@dataclass(frozen=True, slots=True)
class Found:
    """At most the asked number of each; `more` names the groups that hold further matches."""

    objectives: tuple[FoundObjective, ...] = ()
    key_results: tuple[FoundKeyResult, ...] = ()
    people: tuple[FoundPerson, ...] = ()
    teams: tuple[FoundTeam, ...] = ()
    kpis: tuple[FoundKpi, ...] = ()
    more: frozenset[str] = frozenset()

    @property
    def total(self) -> int:
        groups = (self.objectives, self.key_results, self.kpis, self.people, self.teams)
        return sum(map(len, groups))


def find_everything(viewer: Actor, query: str, on: date, most: int) -> Found:
    """What matches every word of the query and the viewer may see. Four queries, or none."""
    asked = query.strip()[:LONGEST_QUERY]
    if not asked:
        return Found()
    people, teams = list_together(
        _people(viewer, asked)[: most + 1], _teams(viewer, asked)[: most + 1]
    )
    groups: dict[str, list[Any]] = {
        "objectives": _objectives(viewer, asked, on, most + 1),
        "key_results": _key_results(viewer, asked, on, most + 1),
        "kpis": _kpis(viewer, asked, on, most + 1),
        "people": [FoundPerson(*row) for row in people],
        "teams": [FoundTeam(id, name, up or "", lead or "") for id, name, up, lead in teams],
    }
    more = frozenset(name for name, found in groups.items() if len(found) > most)
    return Found(more=more, **{name: tuple(found[:most]) for name, found in groups.items()})


def literally_first(field: str, query: str) -> Case:
    """Orders what holds the query as it was typed before what holds its words apart."""
    return Case(When(**{f"{field}__icontains": query}, then=Value(0)), default=Value(1))


def _objectives(viewer: Actor, query: str, on: date, most: int) -> list[FoundObjective]:
    subjects = found_objectives(viewer, query)
    names = ("owner__name", "team__name", "cycle__name")
    rows = (
        Objective.objects.filter(visible(viewer, "goals_objective").as_filter(), id__in=subjects)
        .order_by(literally_first("title", query), "-id")
        .values("id", "title", "progress", "override", "closed_as", "published_at", *TURNS, *names)
    )
    return [
        FoundObjective(
            row["id"],
            row["title"],
            row["owner__name"] or "",
            row["team__name"] or "",
            row["cycle__name"],
            _shown(row),
            "draft"
            if row["published_at"] is None
            else status_of(Columns(row), _shown(row), on, closed_as=row["closed_as"]).status,
        )
        for row in rows[:most]
    ]


def _shown(row: dict[str, Any]) -> Decimal | None:
    done: Decimal | None = row["progress"] if row["override"] is None else row["override"]
    return done


def _key_results(viewer: Actor, query: str, on: date, most: int) -> list[FoundKeyResult]:
    subjects = found_key_results(viewer, query)
    rows = (
        KeyResult.objects.filter(
            visible_at(viewer, "goals_keyresult.objective_id").as_filter(),
            id__in=subjects,
            deleted_at__isnull=True,
        )
        .order_by(literally_first("title", query), "-id")
        .values(
            *("id", "title", "objective_id", "objective__title", "owner__name"),
            *("progress", "said_status", "objective__closed_as", *TURNS),
        )
    )
    return [
        FoundKeyResult(
            row["id"],
            row["title"],
            row["objective_id"],
            row["objective__title"],
            row["owner__name"] or "",
            row["progress"],
            status_of(
                Columns(row),
                row["progress"],
                on,
                said=row["said_status"],
                closed_as=row["objective__closed_as"],
            ).status,
        )
        for row in rows[:most]
    ]


def _kpis(viewer: Actor, query: str, on: date, most: int) -> list[FoundKpi]:
    subjects = index.subjects(viewer.organization_id, "kpi", query)
    found = kpis_of(viewer).filter(id__in=subjects)
    rows = rows_of(viewer, found.order_by(literally_first("name", query), "name", "id")[:most], on)
    return [
        FoundKpi(
            *(row.id, row.name, row.team_name, row.owner_name),
            *(row.current_text, row.current, row.unit, row.health),
        )
        for row in rows
    ]


def _people(viewer: Actor, query: str) -> QuerySet[Member, Any]:
    found = members(viewer, q=query).order_by(literally_first("name", query), "name", "id")
    return found.values_list("id", "name", "title")


def _teams(viewer: Actor, query: str) -> QuerySet[Team, Any]:
    return (
        Team.objects.open()
        .filter(
            id__in=index.subjects(viewer.organization_id, "team", query),
            organization_id=viewer.organization_id,
        )
        .order_by(literally_first("name", query), "name", "id")
        .values_list("id", "name", "parent__name", "lead__name")
    )


def words_to_mark(query: str) -> Iterable[str]:
    """What to stress in a match: the words as typed, longest first, then the pairs of characters
    that a Chinese word was looked up by."""
    words = query[:LONGEST_QUERY].split()
    pairs = [
        word[at : at + 2] for word in words if not word.isascii() for at in range(len(word) - 1)
    ]
    return sorted({*words, *pairs}, key=len, reverse=True)
