"""What the tabs and the head of an objective's page say beside, in one statement by hand."""

from typing import Any

from cairn.checkins.help_beside import help_beside
from cairn.coaching.hearing import silent_to
from cairn.goals.changes_said import NOT_HISTORY
from cairn.goals.confirming import BESIDE, BESIDE_JOINS, BESIDE_WIDTH, beside
from cairn.goals.models import Closure, Objective, Outcome
from cairn.goals.seeing import visible, visible_at
from cairn.organization.actor import Actor
from cairn.storage.pieces import Piece, weave
from cairn.storage.rows import Columns, on_postgresql

CLOSURE = Columns(Closure, "x", "id", "outcome", "note", "closed_at")
COUNTS = (
    "SELECT {closure}, {agreement}, closer.name, publisher.name, "
    "(SELECT COUNT(*) FROM checkins_comment s "
    "WHERE s.objective_id = o.id AND s.deleted_at IS NULL), "
    "(SELECT COUNT(*) FROM events_event e WHERE e.objective_id = o.id AND {is_history} "
    "AND (e.other_objective_id IS NULL OR e.other_objective_id = o.id OR {far_seen})) + "
    "(SELECT COUNT(*) FROM events_event e WHERE e.other_objective_id = o.id AND {is_history} "
    "AND (e.objective_id IS NULL OR e.objective_id <> o.id AND {near_seen})), "
    "EXISTS (SELECT 1 FROM checkins_mention h JOIN checkins_comment s ON s.id = h.comment_id "
    "WHERE h.member_id = {me} AND h.seen_at IS NULL AND s.objective_id = o.id), "
    "EXISTS (SELECT 1 FROM notifications_follow f "
    "WHERE f.member_id = {me} AND f.objective_id = o.id), "
    "{help}, (SELECT {join}(g.name, '\n') FROM goals_objectivetag g WHERE g.objective_id = o.id), "
    "before.id, before.title, later.id, later.title, "
    "(SELECT b.id FROM reviews_retrospective b WHERE b.objective_id = o.id), "
    "EXISTS (SELECT 1 FROM planning_choice c "
    "WHERE c.objective_id = o.id AND c.key_result_id IS NULL), "
    "EXISTS (SELECT 1 FROM planning_round r WHERE r.cycle_id = o.cycle_id "
    "AND r.announced_at IS NULL AND r.cancelled_at IS NULL), {silent} "
    "FROM goals_objective o "
    "LEFT JOIN goals_closure x ON x.objective_id = o.id AND x.reopened_at IS NULL "
    "LEFT JOIN organization_member closer ON closer.id = x.closed_by_id "
    "LEFT JOIN organization_member publisher ON publisher.id = o.published_by_id "
    "LEFT JOIN goals_objective before ON before.id = o.carried_from_id AND {before_seen} "
    "LEFT JOIN goals_objective later ON later.id = (SELECT l.id FROM goals_objective l "
    "WHERE l.carried_from_id = o.id AND {later_seen} ORDER BY l.id DESC LIMIT 1) "
    "{agreement_joins}"
    "WHERE o.id = {id}"
)
NAMES = (
    *("closed_by_name", "published_by_name", "said", "changes"),
    *("mentions", "is_followed", "help", "tag_names"),
    *("before_id", "before_title", "later_id", "later_title", "retrospective_id"),
    *("is_chosen", "is_planned", "silent"),
)


def counts_of(viewer: Actor, objective: Objective) -> dict[str, Any]:
    """Of a visible objective. `changes` is what the history tab lists, for this viewer."""
    statement = weave(
        COUNTS,
        closure=Piece(CLOSURE.text),
        agreement=Piece(BESIDE),
        agreement_joins=Piece(BESIDE_JOINS),
        is_history=weave(
            "e.kind NOT IN {other} AND e.kind NOT LIKE {said}",
            other=[str(kind) for kind in NOT_HISTORY],
            said="comment.%",
        ),
        far_seen=visible_at(viewer, "e.other_objective_id"),
        near_seen=visible_at(viewer, "e.objective_id"),
        before_seen=visible(viewer, "before"),
        later_seen=visible(viewer, "l"),
        help=help_beside(),
        me=viewer.member_id,
        join=Piece("string_agg" if on_postgresql() else "group_concat"),
        silent=silent_to(viewer),
        id=objective.id,
    )
    (row,) = statement.rows()
    own = CLOSURE.width + BESIDE_WIDTH
    closure = CLOSURE.as_values(row[: CLOSURE.width])
    asking, agreed = beside(row[CLOSURE.width : own])
    return {
        "closed_note": closure["note"],
        "outcome_word": str(Outcome(closure["outcome"]).label) if closure["outcome"] else "",
        "closed_on": closure["closed_at"],
        "asking": asking,
        "agreed": agreed,
        **dict(zip(NAMES, row[own:], strict=True)),
    }
