"""Who may see an objective, for the statements that are written by hand; see `policy.seen_by`.

A test compares the two for every kind of person and objective.
"""

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from cairn.goals.models import Objective
from cairn.organization.actor import Actor
from cairn.search import index
from cairn.storage.pieces import Piece, any_of, weave

ONCE = Piece("LIMIT 1 OFFSET 0")
"""Ends what stands in EXISTS: PostgreSQL then asks row by row and reads no whole table."""


def visible(viewer: Actor, at: str) -> Piece:
    """`queries.visible_objectives`, of the objectives under an alias."""
    return weave(
        "{at}.organization_id = {organization} AND {at}.deleted_at IS NULL AND {seen}",
        at=Piece(at),
        organization=viewer.organization_id,
        seen=seen(viewer, at),
    )


def visible_at(viewer: Actor, column: str) -> Piece:
    """`queries.seen_through`: the viewer may see the objective that a column points at."""
    return weave(
        "EXISTS (SELECT 1 FROM goals_objective y WHERE y.id = {column} AND {visible} {once})",
        column=Piece(column),
        visible=visible(viewer, "y"),
        once=ONCE,
    )


def found_objectives(viewer: Actor, query: str, among: QuerySet[Objective] | None = None) -> RawSQL:
    """Ids of objectives that match and that the viewer may see, the newest hundred; of those
    `among` which is asked, so that others do not take their place."""
    seen_here = _at(viewer, index.SUBJECT, among)
    return index.subjects(viewer.organization_id, "objective", query, seen=seen_here)


def alike_objectives(viewer: Actor, text: str) -> RawSQL:
    """Ids of objectives that share a word with a text and that the viewer may see, the newest
    hundred."""
    seen_here = visible_at(viewer, index.SUBJECT)
    return index.alike(viewer.organization_id, "objective", text, seen_here)


def found_key_results(
    viewer: Actor, query: str, among: QuerySet[Objective] | None = None
) -> RawSQL:
    """The same of key results."""
    seen_here = weave(
        "EXISTS (SELECT 1 FROM goals_keyresult x WHERE x.id = {subject} AND x.deleted_at IS NULL "
        "AND {visible} {once})",
        subject=Piece(index.SUBJECT),
        visible=_at(viewer, "x.objective_id", among),
        once=ONCE,
    )
    return index.subjects(viewer.organization_id, "key_result", query, seen=seen_here)


def _at(viewer: Actor, column: str, among: QuerySet[Objective] | None) -> Piece:
    """The objective that a column points at is visible, or one of those that are asked for."""
    if among is None:
        return visible_at(viewer, column)
    here = among.filter(Piece(f"goals_objective.id = {column}").as_filter())
    try:
        text, values = here.order_by().values("id").query.sql_with_params()
    except EmptyResultSet:
        return Piece("1 = 0")
    return Piece(f"EXISTS ({text} {ONCE.text})", tuple(values))


def seen(viewer: Actor, at: str, draft: Piece | None = None) -> Piece:
    """Within the viewer's organization. `draft`: what makes it one, unless the present does."""
    if viewer.is_steward:
        return Piece("1 = 1")
    then, draft = draft, draft or Piece(f"({at}.published_at IS NULL)")
    shown = weave("NOT {draft}", draft=draft)
    if viewer.confirms_as and then is None:
        shown = any_of(shown, _asked_in_place(viewer, at))
    return weave(
        "({shown} AND ({at}.visibility = 'organization' OR {at}.visibility = 'team' AND {line}) "
        "OR {at}.owner_id = {me} OR EXISTS (SELECT 1 FROM goals_participant q "
        "WHERE q.objective_id = {at}.id AND q.member_id = {me} {once}) "
        "OR {draft} AND ({at}.created_by_id = {me} OR {at}.team_id IN {leads} OR EXISTS (SELECT 1 "
        "FROM organization_member w WHERE w.id = {at}.owner_id AND w.manager_id = {me} {once})))",
        shown=shown,
        draft=draft,
        at=Piece(at),
        line=_in_line(viewer, at),
        me=viewer.member_id,
        leads=sorted(viewer.leads | viewer.confirms),
        once=ONCE,
    )


def _asked_in_place(viewer: Actor, at: str) -> Piece:
    """Submitted to somebody for whom the viewer stands in."""
    return weave(
        "{at}.agreement = 'submitted' AND ({at}.team_id IN {teams} OR {at}.team_id IS NULL AND EXISTS "
        "(SELECT 1 FROM organization_member w WHERE w.id = {at}.owner_id "
        "AND w.manager_id IN {people} {once}))",
        at=Piece(at),
        teams=sorted(viewer.confirms_for),
        people=sorted(viewer.confirms_as),
        once=ONCE,
    )


def _in_line(viewer: Actor, at: str) -> Piece:
    """Of the team that may see it, of one below it, or leading one above it."""
    within = weave("{at}.visible_team_id IN {lines}", at=Piece(at), lines=sorted(viewer.lines))
    if not viewer.leads:
        return within
    above = [weave("v.path LIKE {path}", path=f"%.{team}.%") for team in sorted(viewer.leads)]
    return weave(
        "({within} OR EXISTS (SELECT 1 FROM organization_team v "
        "WHERE v.id = {at}.visible_team_id AND {above} {once}))",
        within=within,
        at=Piece(at),
        above=any_of(*above),
        once=ONCE,
    )
