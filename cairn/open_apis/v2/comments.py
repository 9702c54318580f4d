"""Comments on objectives, key results and progress records. Ours are neither solved nor reopened."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from cairn.checkins.commands.comments import (
    add_comment,
    delete_comment,
    edit_comment,
    known_names,
)
from cairn.checkins.models import Comment
from cairn.checkins.queries import comments_of, find_comment
from cairn.errors import NotFound
from cairn.goals.queries import find_key_result, find_objective
from cairn.intake import LONGEST_WORDS, refuse
from cairn.open_apis.blocks import blocks_v2, paragraphs_of
from cairn.open_apis.calls import Call
from cairn.open_apis.content import read_markdown, split_source
from cairn.open_apis.identities import spell_person
from cairn.open_apis.instants import ms
from cairn.open_apis.numbers import said
from cairn.open_apis.paging import one_page
from cairn.open_apis.records import find_record
from cairn.storage.ids import read_id

OBJECTIVE, KEY_RESULT, PROGRESS = "objective", "key_result", "progress"
TARGETS = (OBJECTIVE, KEY_RESULT, PROGRESS)


def list_comments(call: Call) -> dict[str, Any]:
    """Oldest first, answers too."""
    where = _where(call, call.asked("target_type"), read_id(call.asked("target_id")))
    found = comments_of(where.pop("objective")).filter(deleted_at__isnull=True, **where)
    page = one_page(call, list(found), lambda one: one.id)
    return page.answer(_shapes(call, page.rows))


def _where(call: Call, kind: str, id: int | None) -> dict[str, Any]:
    """The objective that it is about, and what else its comments have in common."""
    if kind == OBJECTIVE:
        return {"objective": find_objective(call.actor, id).id, "key_result__isnull": True}
    if kind == KEY_RESULT:
        key_result = find_key_result(call.actor, id)
        return {"objective": key_result.objective_id, "key_result": key_result.id}
    if kind != PROGRESS:
        refuse("target_type", _("Choose one of: %(choices)s.") % {"choices": ", ".join(TARGETS)})
    record = find_record(call, str(id))
    if record.comment is None:
        raise NotFound
    return {"objective": record.entity_id, "parent": record.id}


def create_comment(call: Call) -> dict[str, Any]:
    target = call.sent("target")
    fields = target if isinstance(target, dict) else {}
    where = _where(call, str(fields.get("target_type")), read_id(fields.get("target_id")))
    body = read_markdown(call.actor, "content", call.sent("content"), LONGEST_WORDS)
    made = add_comment(
        call.actor,
        where["objective"],
        body=body,
        key_result=where.get("key_result"),
        parent=call.sent_id("ref_comment_id") or where.get("parent"),
    )
    return {"comment_id": str(made.id)}


def show_comment(call: Call, comment_id: str) -> dict[str, Any]:
    found = find_comment(call.actor, read_id(comment_id) or 0)
    return {"comment": _shapes(call, [found])[0]}


def change_comment(call: Call, comment_id: str) -> dict[str, Any]:
    found = find_comment(call.actor, read_id(comment_id) or 0)
    body = read_markdown(call.actor, "content", call.sent("content"), LONGEST_WORDS)
    edit_comment(call.actor, found.id, body=body + split_source(found.body)[1])
    return show_comment(call, comment_id)


def remove_comment(call: Call, comment_id: str) -> dict[str, Any]:
    found = find_comment(call.actor, read_id(comment_id) or 0)
    delete_comment(call.actor, found.id)
    return {"comment_id": str(found.id)}


def _shapes(call: Call, rows: Sequence[Comment]) -> list[dict[str, Any]]:
    people = known_names((one.body for one in rows), call.actor.organization_id)
    return [_comment(call, one, people) for one in rows]


def _comment(call: Call, row: Comment, people: dict[str, int]) -> dict[str, Any]:
    text, _source = split_source(row.body)
    kind, id = (OBJECTIVE, row.objective_id)
    if row.key_result_id is not None:
        kind, id = KEY_RESULT, row.key_result_id
    return said(
        id=str(row.id),
        target={"target_type": kind, "target_id": str(id)},
        commentator_id=spell_person(row.author_id, call.spelling),
        status="open",
        create_time=ms(row.created_at),
        update_time=ms(row.edited_at or row.created_at),
        content=blocks_v2(paragraphs_of(text, people), call.spelling),
        ref_comment_id=str(row.parent_id) if row.parent_id else None,
    )
