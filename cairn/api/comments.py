"""Comments over REST."""

from typing import Any

from django.http import HttpResponse
from ninja import Router

from cairn.api.documents import IDEMPOTENCY, PAGE, extra
from cairn.api.objectives import path_id
from cairn.api.paging import PAGE_PARAMETERS, read_page, take_page
from cairn.api.requests import (
    ApiRequest,
    answer,
    given,
    or_none,
    read_body,
    read_query,
    still_there,
    submission_of,
)
from cairn.api.schemas.talk import CommentOut, CommentPage, NewComment
from cairn.api.schemas.types import Id
from cairn.api.shapes.talk import comment_shape
from cairn.checkins.commands.comments import add_comment
from cairn.checkins.queries import comments_of
from cairn.goals.queries import find_objective
from cairn.intake import LONGEST_WORDS, Intake

router = Router(tags=["comments"])


@router.get(
    "/objectives/{objective_id}/comments",
    response=CommentPage,
    summary="What was said about an objective, oldest first",
    openapi_extra=extra(*PAGE),
)
def list_comments(request: ApiRequest, objective_id: Id) -> HttpResponse:
    intake = read_query(request, *PAGE_PARAMETERS)
    asked = read_page(intake)
    intake.settle()
    objective = find_objective(request.auth, path_id(objective_id))
    rows, following = take_page(comments_of(objective.id), ("id",), asked)
    return answer({"items": [comment_shape(row) for row in rows], "next": following})


@router.post(
    "/objectives/{objective_id}/comments",
    response={201: CommentOut},
    summary="Say something about an objective",
    openapi_extra=extra(IDEMPOTENCY, body=NewComment),
)
def create_comment(request: ApiRequest, objective_id: Id) -> HttpResponse:
    actor, found = request.auth, path_id(objective_id)
    sent = read_body(request, NewComment)
    arguments = sent.read(read_comment, {"body": "", **given(sent.fields)})
    made = add_comment(actor, found, **arguments, submission=submission_of(request))
    return answer(comment_shape(still_there(comments_of(found), made.id)), 201)


def read_comment(fields: dict[str, Any]) -> dict[str, Any]:
    """Arguments of `add_comment`."""
    intake = Intake(fields)
    body = intake.text("body", LONGEST_WORDS, required=True)
    parent = or_none(intake.id("parent"))
    intake.settle()
    return {"body": body, "parent": parent}
