"""What people say about an objective: comments with replies, and who is named in them."""

from dataclasses import dataclass, field
from datetime import datetime

from cairn.checkins.commands.comments import see_mentions
from cairn.checkins.models import Comment
from cairn.checkins.queries import comments_of
from cairn.goals.rows import PersonRef
from cairn.organization.actor import Actor


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment as the page shows it; a deleted one keeps its place while it has replies."""

    id: int
    author: PersonRef
    at: datetime
    text: str
    is_edited: bool
    is_deleted: bool
    can_edit: bool
    can_delete: bool
    replies: list["Remark"] = field(default_factory=list)


def read_discussion(viewer: Actor, objective_id: int, *, see: bool = False) -> list[Remark]:
    """The threads, oldest first; `see` marks what names the viewer as seen. One or two queries."""
    heads: dict[int, Remark] = {}
    for comment in comments_of(objective_id):
        remark = _remark(viewer, comment)
        if comment.parent_id is None:
            heads[comment.id] = remark
        elif comment.parent_id in heads and not remark.is_deleted:
            heads[comment.parent_id].replies.append(remark)
    if see:
        see_mentions(viewer, objective_id)
    return [one for one in heads.values() if one.replies or not one.is_deleted]


def _remark(viewer: Actor, comment: Comment) -> Remark:
    is_deleted = comment.deleted_at is not None
    return Remark(
        id=comment.id,
        author=PersonRef(comment.author_id, comment.author.name),
        at=comment.created_at,
        text="" if is_deleted else comment.body,
        is_edited=comment.edited_at is not None,
        is_deleted=is_deleted,
        can_edit=comment.author_id == viewer.member_id,
        can_delete=comment.author_id == viewer.member_id or viewer.is_steward,
    )
