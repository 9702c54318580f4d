"""Saying something about an objective, answering, rewording, taking it back."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cairn.checkins.commands.comments import add_comment, delete_comment, edit_comment
from cairn.checkins.models import Comment
from cairn.errors import Invalid, NotFound
from cairn.goals.queries import find_objective
from cairn.intake import LONGEST_WORDS, Intake, present
from cairn.web.forms import typed
from cairn.web.objectives.page import Retry, objective_page
from cairn.web.pages import flash, member_page
from cairn.web.sessions import WebRequest


@require_POST
@member_page
def add(request: WebRequest, objective_id: int) -> HttpResponse:
    """A comment, or with `parent` a reply."""
    intake = Intake(request.POST)
    given = present(
        body=intake.text("body", LONGEST_WORDS),
        parent=intake.id("parent"),
        key_result=intake.id("key_result"),
        submission=intake.line("submission", 64, required=False),
    )
    try:
        intake.settle()
        made = add_comment(request.actor, objective_id, **{"body": "", **given})
    except Invalid as refused:
        form = f"comment-{request.POST.get('parent', '')}"
        retry = Retry(form, typed(request), refused.fields)
        return objective_page(request, objective_id, retry, tab="discussion")
    return _back(objective_id, made.id)


@require_POST
@member_page
def edit(request: WebRequest, comment_id: int) -> HttpResponse:
    intake = Intake(request.POST)
    body = intake.text("body", LONGEST_WORDS)
    try:
        intake.settle()
        made = edit_comment(request.actor, comment_id, body=body if isinstance(body, str) else "")
    except Invalid as refused:
        retry = Retry(f"edit-{comment_id}", typed(request), refused.fields)
        return objective_page(request, _objective_of(request, comment_id), retry, tab="discussion")
    return _back(made.objective_id, made.id)


@require_POST
@member_page
def delete(request: WebRequest, comment_id: int) -> HttpResponse:
    made = delete_comment(request.actor, comment_id)
    flash(request, _("The comment was deleted."))
    return _back(made.objective_id)


@member_page
def find(request: WebRequest, comment_id: int) -> HttpResponse:
    """A comment's own address leads to its place in the discussion."""
    return _back(_objective_of(request, comment_id), comment_id)


def _objective_of(request: WebRequest, comment_id: int) -> int:
    found = Comment.objects.filter(
        id=comment_id, organization_id=request.actor.organization_id
    ).values_list("objective_id", flat=True)
    objective_id = found.first()
    if objective_id is None:
        raise NotFound
    return find_objective(request.actor, objective_id).id


def _back(objective_id: int, comment_id: int | None = None) -> HttpResponseRedirect:
    mark = f"#c-{comment_id}" if comment_id else ""
    address = f"/objectives/{objective_id}?tab=discussion{mark}"
    return HttpResponseRedirect(address, status=303)
