"""Everything that a page, endpoint or tool asks about objectives and key results."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    FETCH_RAISE,
    CharField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    StringAgg,
    Subquery,
    Value,
)
from django.db.models.expressions import RawSQL

from cairn.errors import NotFound
from cairn.goals import sql
from cairn.goals.models import (
    KeyResult,
    Kind,
    Objective,
    ObjectiveTag,
)
from cairn.goals.opening import open_objectives
from cairn.goals.policy import can_see, seen_by
from cairn.goals.rows import (
    OBJECTIVE_COLUMNS,
    KeyResultRow,
    MilestoneRow,
    ObjectiveRow,
    key_result_row,
    objective_row,
)
from cairn.goals.seeing import found_key_results, found_objectives, visible
from cairn.goals.status import having_status
from cairn.organization.actor import Actor
from cairn.storage.pieces import weave

DRAFT, GROWTH = "draft", "growth"
"""What a list of objectives can be narrowed to beside a status and a type."""
SERVED = (
    "SELECT t.title FROM goals_alignment a JOIN goals_objective t ON t.id = a.target_id "
    "WHERE a.objective_id = goals_objective.id AND a.state = 'accepted' AND {visible} "
    "ORDER BY a.id LIMIT 1"
)
NAMES = (
    "owner__name",
    "team__name",
    "visible_team__name",
    "cycle__name",
    "cycle__starts_on",
)


def visible_objectives(viewer: Actor) -> QuerySet[Objective]:
    """The objectives that the viewer may see, deleted ones left out."""
    return Objective.objects.filter(seen_by(viewer), deleted_at__isnull=True)


def seen_through(viewer: Actor, column: str = "objective_id") -> Exists:
    """A filter for rows that point at an objective: only where the viewer may see it.

    Asked row by row through the key, since a list of all visible objectives grows with the company.
    """
    return Exists(visible_objectives(viewer).filter(pk=OuterRef(column)))


def find_objective(viewer: Actor, objective_id: int | None) -> Objective:
    """One objective with all that the policy compares, or `NotFound`. One query."""
    found = open_objectives([objective_id or 0]).get(objective_id or 0)
    if found is None or found.is_deleted or not can_see(viewer, found):
        raise NotFound
    return found


def find_key_result(viewer: Actor, key_result_id: int | None) -> KeyResult:
    """One key result, its objective loaded for the policy, or `NotFound`."""
    return _key_result(viewer, key_result_id, is_deleted=False)


def find_deleted_key_result(viewer: Actor, key_result_id: int) -> KeyResult:
    """One that was deleted from an objective that is there."""
    return _key_result(viewer, key_result_id, is_deleted=True)


def _key_result(viewer: Actor, key_result_id: int | None, *, is_deleted: bool) -> KeyResult:
    found = (
        KeyResult.objects.filter(
            id=key_result_id or 0,
            organization_id=viewer.organization_id,
            deleted_at__isnull=not is_deleted,
        )
        .select_related("owner")
        .fetch_mode(FETCH_RAISE)
        .first()
    )
    if found is None:
        raise NotFound
    found.objective = find_objective(viewer, found.objective_id)
    return found


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of objectives is narrowed to; None and empty mean "any". `status` may be `DRAFT`,
    `type` may be `GROWTH`."""

    cycle: int | None = None
    team: int | None = None
    owner: int | None = None
    status: str = ""
    q: str = ""
    drafts: bool = True
    type: str = ""
    tag: str = ""


def filtered(viewer: Actor, filters: Filters, on: date) -> QuerySet[Objective]:
    """The visible objectives that fit, newest first."""
    found = visible_objectives(viewer)
    if filters.cycle:
        found = found.filter(cycle_id=filters.cycle)
    if filters.team:
        found = found.filter(team_id=filters.team)
    if filters.owner:
        found = found.filter(owner_id=filters.owner)
    if filters.status == DRAFT:
        found = found.filter(published_at__isnull=True)
    elif filters.status:
        found = found.filter(having_status(filters.status, on))
    if not filters.drafts:
        found = found.filter(published_at__isnull=False)
    if filters.type:
        found = found.filter(_of_type(filters.type))
    if filters.tag:
        found = found.filter(tags__name=filters.tag)
    if filters.q.strip():
        found = found.filter(saying(viewer, filters.q, found))
    return found.order_by("-id")


def _of_type(type: str) -> Q:
    return Q(is_growth=True) if type == GROWTH else Q(type=type, is_growth=False)


def saying(viewer: Actor, query: str, among: QuerySet[Objective]) -> Q:
    """Those among visible objectives whose own words or one of whose key results match."""
    own = found_objectives(viewer, query, among)
    within = KeyResult.objects.filter(id__in=found_key_results(viewer, query, among))
    return Q(id__in=own) | Q(id__in=within.values("objective_id"))


@dataclass(slots=True)
class Steps:
    """Milestones by key result, read in one query for a list of objectives and, beside it, for the
    key results `of`. `found` is None where the list was empty; given at the start, it is not read."""

    of: Sequence[int] = ()
    found: dict[int, list[MilestoneRow]] | None = None


def objective_rows(
    viewer: Actor,
    objectives: QuerySet[Objective],
    on: date,
    *,
    with_key_results: bool = True,
    with_served: bool = False,
    steps: Steps | None = None,
) -> list[ObjectiveRow]:
    """The rows of a list, in its order. One query, or three with key results. `with_served` says
    what each serves first."""
    beside = {"served": _served(viewer)} if with_served else {}
    found = list(objectives.values(*OBJECTIVE_COLUMNS, *NAMES, tag_names=tag_names(), **beside))
    ids = [values["id"] for values in found]
    closed = {values["id"]: values["closed_as"] for values in found if values["closed_as"]}
    below: dict[int, list[KeyResultRow]] = defaultdict(list)
    if with_key_results and ids:
        for row in key_result_rows(viewer, ids, on, closed, steps):
            below[row.objective_id].append(row)
    return [
        objective_row(
            values,
            on,
            key_results=below[values["id"]],
            tags=split_tags(values["tag_names"]),
        )
        for values in found
    ]


def _served(viewer: Actor) -> RawSQL:
    """The title of the first visible objective that a row is aligned to."""
    title = weave(SERVED, visible=visible(viewer, "t"))
    return RawSQL(title.text, title.values, CharField())


def tag_names() -> Subquery:
    """An objective's tags in lines, asked row by row through the key; None where it has none."""
    tags = ObjectiveTag.objects.filter(objective=OuterRef("pk")).order_by().values("objective_id")
    return Subquery(tags.annotate(names=StringAgg("name", Value("\n"))).values("names"))


def split_tags(names: str | None) -> list[str]:
    """What `tag_names` gave, in order."""
    return sorted(names.split("\n")) if names else []


def key_result_rows(
    viewer: Actor,
    objective_ids: Sequence[int],
    on: date,
    closed: dict[int, str],
    beside: Steps | None = None,
) -> list[KeyResultRow]:
    """The key results of objectives that the viewer may see. Two queries."""
    found = sql.key_results_of(objective_ids)
    beside = beside or Steps()
    own = [values["id"] for values in found if values["kind"] == Kind.MILESTONES]
    if beside.found is None:
        beside.found = milestones_of([*own, *beside.of])
    steps = beside.found
    return [
        key_result_row(
            values,
            on,
            viewer.locale,
            closed_as=closed.get(values["objective_id"], ""),
            milestones=steps.get(values["id"], ()),
        )
        for values in found
    ]


def milestones_of(key_result_ids: Iterable[int]) -> dict[int, list[MilestoneRow]]:
    """By key result, in their order. Always one query, so that the count stays constant."""
    below: dict[int, list[MilestoneRow]] = defaultdict(list)
    for key_result_id, id, title, weight, reached_on in sql.milestones_in(list(key_result_ids)):
        below[key_result_id].append(MilestoneRow(id, title, weight, reached_on))
    return below


def one_objective_row(
    viewer: Actor, objective_id: int | None, on: date, *, with_served: bool = False
) -> ObjectiveRow:
    """One visible objective with its key results, or `NotFound`."""
    found = visible_objectives(viewer).filter(id=objective_id or 0)
    rows = objective_rows(viewer, found, on, with_served=with_served)
    if not rows:
        raise NotFound
    return rows[0]
