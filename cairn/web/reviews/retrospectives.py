"""Writing a retrospective together; each field is saved as it is typed."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cairn.checkins.commands.actions import (
    add_action,
    drop_action,
    finish_action,
    reopen_action,
)
from cairn.checkins.policy import rules as action_rules
from cairn.errors import Invalid, NotFound, Stale
from cairn.goals.queries import find_objective
from cairn.reviews.commands.lessons import add_lesson, delete_lesson, restore_lesson
from cairn.reviews.commands.retrospectives import (
    finish_retrospective,
    reopen_retrospective,
    write_retrospective,
)
from cairn.reviews.intake import TEXTS, action_fields, lesson_fields, text_fields
from cairn.reviews.judging import asks_why
from cairn.reviews.looking_back import ORIGIN, LookingBack, find_retrospective, look_back_on
from cairn.reviews.models import Lesson, Retrospective
from cairn.reviews.policy import rules
from cairn.reviews.queries import is_committed
from cairn.web.forms import Form, see_other, typed
from cairn.web.pages import drawing, flash, member_page, page, take_unsent
from cairn.web.reviews.words import QUESTIONS
from cairn.web.sessions import WebRequest
from cairn.web.settings.person_choice import person_choices, with_people
from cairn.web.submissions import new_submission, submission_of

ACTS = {"done": finish_action, "drop": drop_action, "reopen": reopen_action}


@require_http_methods(["GET"])
@member_page
def of_objective(request: WebRequest, objective_id: int) -> HttpResponse:
    """To the retrospective of an objective, or to where it is started."""
    objective = find_objective(request.actor, objective_id)
    there = Retrospective.objects.filter(objective_id=objective.id).first()
    if there is not None:
        return see_other(f"/retrospectives/{there.id}")
    new = Retrospective(objective=objective, cycle=objective.cycle)
    context = {
        "objective": objective,
        "may_write": rules.can(request.actor, "retrospective.write", new),
        "asks_why": asks_why(is_committed(objective), objective.score),
        "questions": QUESTIONS,
    }
    return page(request, "reviews/begin.html", context)


@require_http_methods(["GET", "POST"])
@member_page
def show(request: WebRequest, retrospective_id: int) -> HttpResponse:
    if request.headers.get("HX-Request") and "revision" in request.GET:
        return _news(request, retrospective_id)
    if request.method != "POST":
        return _page(request, retrospective_id, Form(take_unsent(request)))
    one = _only(request)
    if one:
        return _save_one(request, retrospective_id, one)
    try:
        write_retrospective(request.actor, retrospective_id, **text_fields(request.POST))
    except Stale as stale:
        return _page(request, retrospective_id, Form(typed(request)), stale)
    except Invalid as refused:
        return _page(request, retrospective_id, Form(typed(request), refused.fields))
    flash(request, _("Saved."))
    return see_other(f"/retrospectives/{retrospective_id}")


def _news(request: WebRequest, retrospective_id: int) -> HttpResponse:
    """What an open page shows of what others wrote since; 204 where nothing is new."""
    found = look_back_on(request.actor, retrospective_id)
    if found.revision == request.GET["revision"]:
        return HttpResponse(status=204)
    context = _context(request, found, Form({}))
    return render(request, "reviews/looking-back.html", context)


def _only(request: WebRequest) -> str | None:
    """The one field that a script saves: a form sends all of them along."""
    name = request.GET.get("field", "")
    return name if request.headers.get("HX-Request") and name in TEXTS else None


def _save_one(request: WebRequest, retrospective_id: int, name: str) -> HttpResponse:
    """What stands under a field after it was saved, or was not. Who was shown what somebody else
    wrote meanwhile, and only leaves the field, has not brought the two together."""
    given, was = request.POST.get(name, ""), request.POST.get(f"was-{name}", "")
    if request.POST.get(f"mine-{name}") == given:
        return _kept(name, was, was, given)
    try:
        fields = text_fields({name: given, f"was-{name}": was})
        write_retrospective(request.actor, retrospective_id, **fields)
    except Stale as stale:
        theirs = stale.theirs[name]
        return _kept(name, theirs, theirs, given)
    except Invalid as refused:
        return _kept(name, was, error=str(next(iter(refused.fields.values()))))
    return _kept(name, fields["texts"][name], saved=True)


def _kept(
    name: str,
    was: str,
    theirs: str | None = None,
    mine: str = "",
    error: str = "",
    *,
    saved: bool = False,
) -> HttpResponse:
    return drawing("reviews/kept.html", "kept", name, was, theirs, mine, error, saved)


def _page(
    request: WebRequest, retrospective_id: int, form: Form, stale: Stale | None = None
) -> HttpResponse:
    found = look_back_on(request.actor, retrospective_id)
    context = _context(request, found, form, stale)
    status = 409 if stale else form.status
    return page(request, "reviews/retrospective.html", context, status=status)


def _context(
    request: WebRequest, found: LookingBack, form: Form, stale: Stale | None = None
) -> dict[str, Any]:
    actor, one = request.actor, found.retrospective
    objective = one.objective
    for action in found.actions:
        action.objective = objective
    may_write = rules.can(actor, "retrospective.write", one)
    return {
        "one": one,
        "revision": found.revision,
        "objective": objective,
        "lessons": [(row, rules.can(actor, "lesson.delete", row)) for row in found.lessons],
        "actions": [(row, action_rules.can(actor, "action.change", row)) for row in found.actions],
        "form": form,
        "theirs": stale.theirs if stale else {},
        "questions": QUESTIONS,
        "may_write": may_write,
        "is_open": one.finished_at is None,
        "may_finish": rules.can(actor, "retrospective.finish", one),
        "asks_why": objective is not None and asks_why(is_committed(objective), objective.score),
        "submission": new_submission(),
        "people": person_choices(actor, _("Nobody yet")) if may_write else [],
    }


@require_POST
@member_page
def finish(request: WebRequest, retrospective_id: int) -> HttpResponse:
    finish_retrospective(request.actor, retrospective_id)
    here = f"/retrospectives/{retrospective_id}"
    flash(request, _("Finished: it is read-only now."), undo_url=f"{here}/reopen")
    return see_other(here)


@require_POST
@member_page
def reopen(request: WebRequest, retrospective_id: int) -> HttpResponse:
    reopen_retrospective(request.actor, retrospective_id)
    flash(request, _("Open again."))
    return see_other(f"/retrospectives/{retrospective_id}")


@require_POST
@member_page
def keep_lesson(request: WebRequest, retrospective_id: int) -> HttpResponse:
    find_retrospective(request.actor, retrospective_id)
    try:
        arguments = lesson_fields(request.POST.dict())
        once = submission_of(request)
        add_lesson(request.actor, retrospective_id, **{**arguments, "submission": once})
    except Invalid as refused:
        errors = {f"lesson-{name}": why for name, why in refused.fields.items()}
        values = {"lesson": request.POST.get("body", "")}
        return _page(request, retrospective_id, Form(values, errors))
    flash(request, _("Kept in the library."))
    return see_other(f"/retrospectives/{retrospective_id}#lessons")


@require_POST
@member_page
def delete(request: WebRequest, lesson_id: int) -> HttpResponse:
    gone = delete_lesson(request.actor, lesson_id)
    flash(request, _("Deleted from the library."), undo_url=f"/lessons/{lesson_id}/restore")
    return see_other(_page_of(gone))


@require_POST
@member_page
def restore(request: WebRequest, lesson_id: int) -> HttpResponse:
    back = restore_lesson(request.actor, lesson_id)
    flash(request, _("Back in the library."))
    return see_other(_page_of(back))


def _page_of(lesson: Lesson) -> str:
    id = lesson.retrospective_id
    return f"/retrospectives/{id}#lessons" if id else "/lessons"


@require_POST
@member_page
def agree(request: WebRequest, retrospective_id: int) -> HttpResponse:
    """Somebody will do something by a day."""
    one = find_retrospective(request.actor, retrospective_id)
    rules.require(request.actor, "retrospective.write", one)
    try:
        given = with_people(request.actor, request.POST.dict(), "owner")
        add_action(
            request.actor,
            origin=ORIGIN,
            origin_id=one.id,
            team=one.team_id or (one.objective.team_id if one.objective else None),
            objective=one.objective_id,
            **action_fields({"body": "", **given}),
        )
    except Invalid as refused:
        values = {f"action-{name}": text for name, text in request.POST.items()}
        errors = {f"action-{name}": why for name, why in refused.fields.items()}
        return _page(request, retrospective_id, Form(values, errors))
    flash(request, _("Agreed."))
    return see_other(f"/retrospectives/{retrospective_id}#actions")


@require_POST
@member_page
def act(request: WebRequest, retrospective_id: int, action_id: int) -> HttpResponse:
    find_retrospective(request.actor, retrospective_id)
    chosen = ACTS.get(request.POST.get("act", ""))
    if chosen is None:
        raise NotFound
    chosen(request.actor, action_id)
    return see_other(f"/retrospectives/{retrospective_id}#actions")
