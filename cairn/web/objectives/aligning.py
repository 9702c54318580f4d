"""Aligning: finding what an objective serves, and the page of one alignment with its acts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cairn.errors import Invalid
from cairn.goals.aligning import find_alignment, proposed_targets, tie_row
from cairn.goals.commands.alignments import (
    accept_alignment,
    decline_alignment,
    end_alignment,
    request_alignment,
    weigh_alignment,
)
from cairn.goals.commands.checks import require_open, wants_reason
from cairn.goals.intake_ties import alignment_fields, answer_fields, contribution_fields
from cairn.goals.models import Alignment, Answer
from cairn.goals.policy import rules
from cairn.goals.queries import find_objective
from cairn.goals.sharing import Shared, share_with
from cairn.organization.actor import Actor
from cairn.storage import clock
from cairn.web.answering import act_in_row
from cairn.web.forms import Form, see_other, typed
from cairn.web.pages import flash, fragment, member_page, page, take_unsent
from cairn.web.sessions import WebRequest

MOST_TARGETS, MOST_LIKELY = 8, 3
PICKER, LIKELY = "objectives/align.html", "objectives/likely.html"
ALIGNMENT = "objectives/alignment.html"


# Finding a target and asking


@require_http_methods(["GET", "POST"])
@member_page
def align(request: WebRequest, objective_id: int) -> HttpResponse:
    """Choose what an objective supports. `to` is `objective-ID` or `key-result-ID`."""
    if request.method != "POST":
        if request.GET.get("likely") and request.headers.get("HX-Request"):
            return _likely(request, objective_id)
        return _picker(request, objective_id, Form(take_unsent(request)))
    try:
        made = request_alignment(request.actor, objective_id, **read_request(request.POST))
    except Invalid as refused:
        return _picker(request, objective_id, Form(typed(request), refused.fields))
    if made.state == Answer.ACCEPTED:
        flash(request, _("Aligned."), undo_url=f"/alignments/{made.id}/end?undo=1")
    else:
        flash(request, _("Asked. It shows on both objectives, and waits for the owner's answer."))
    return see_other(f"/objectives/{objective_id}#alignment")


def read_request(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `request_alignment` from the picker's form."""
    read = {name: fields[name] for name in ("note", "is_for_blocked") if name in fields}
    kind, _dash, id = str(fields.get("to", "")).rpartition("-")
    if kind == "key-result":
        read["key_result"] = id
    elif kind == "objective":
        read["target"] = id
    return alignment_fields(read)


def _likely(request: WebRequest, objective_id: int) -> HttpResponse:
    """A few likely targets for the objective's own page, offered while it supports nothing."""
    objective = find_objective(request.actor, objective_id)
    rules.require(request.actor, "alignment.request", objective)
    today = clock.today(request.actor.time_zone)
    found = proposed_targets(request.actor, objective, today, most=MOST_LIKELY)
    return fragment(request, LIKELY, "likely", {"objective": objective, "targets": found})


def _picker(request: WebRequest, objective_id: int, form: Form) -> HttpResponse:
    actor = request.actor
    objective = find_objective(actor, objective_id)
    rules.require(actor, "alignment.request", objective)
    require_open(objective)
    query = request.GET.get("q", "").strip()
    found = proposed_targets(actor, objective, clock.today(actor.time_zone), query, MOST_TARGETS)
    context = {
        "objective": objective,
        "targets": found,
        "q": query,
        "form": form,
        "chosen": form.values.get("to", ""),
        "errors": [form.errors[name] for name in ("target", "key_result") if name in form.errors],
    }
    if request.headers.get("HX-Request"):
        return fragment(request, PICKER, "targets", context)
    return page(request, PICKER, context, status=form.status)


# One alignment


@require_safe
@member_page
def show(request: WebRequest, alignment_id: int) -> HttpResponse:
    return alignment_page(request, alignment_id, Form(take_unsent(request)))


@dataclass(frozen=True, slots=True)
class After:
    """What would follow from a contribution, or what is wrong with it."""

    shared: Shared
    fault: str = ""


def alignment_page(request: WebRequest, alignment_id: int, form: Form) -> HttpResponse:
    """The page, with a refused form as it was typed where there is one."""
    actor = request.actor
    alignment = find_alignment(actor, alignment_id)
    context = {
        "tie": _row(actor, alignment),
        "objective": alignment.objective,
        "target": alignment.target,
        "may_request": rules.can(actor, "alignment.request", alignment.objective),
        "needs_reason": wants_reason(alignment.target),
        "form": form,
        "contribution": form.values.get("contribution", request.GET.get("contribution", "")),
    }
    context["after"] = _after(actor, alignment, str(context["contribution"]))
    if request.headers.get("HX-Request") and request.method == "GET":
        return fragment(request, ALIGNMENT, "after", context)
    return page(request, ALIGNMENT, context, status=form.status)


def _row(actor: Actor, alignment: Alignment) -> Any:
    objective, target = alignment.objective, alignment.target
    return tie_row(actor, alignment, objective, target, target, clock.today(actor.time_zone))


def _after(actor: Actor, alignment: Alignment, text: str) -> After | None:
    """The weights as they would be with the contribution that is typed; None where none may be."""
    if alignment.state != Answer.ACCEPTED:
        return None
    weight = alignment.weight
    if text.strip():
        try:
            weight = contribution_fields({"contribution": text})["weight"]
        except Invalid as refused:
            return After(Shared(), str(next(iter(refused.fields.values()))))
    shared = share_with(actor, alignment, weight)
    if shared.largest is None:
        return After(shared)
    return After(
        shared, _("At most %(largest)s %% fits here.") % {"largest": _plain(shared.largest)}
    )


def _plain(weight: Decimal) -> str:
    return f"{weight.normalize():f}"


@require_POST
@member_page
def accept(request: WebRequest, alignment_id: int) -> HttpResponse:
    def act() -> str:
        accept_alignment(request.actor, alignment_id, **answer_fields(_given(request)))
        return _("Accepted: the link stands on both objectives and on the map.")

    return _acted(request, alignment_id, act)


@require_POST
@member_page
def decline(request: WebRequest, alignment_id: int) -> HttpResponse:
    def act() -> str:
        reason = answer_fields({"reason": request.POST.get("reason", "")}).get("reason", "")
        decline_alignment(request.actor, alignment_id, reason=reason)
        return _("Declined. They can read why.")

    return _acted(request, alignment_id, act)


@require_POST
@member_page
def end(request: WebRequest, alignment_id: int) -> HttpResponse:
    """With a way back; the undo of an alignment made this moment is an end without words."""

    def act() -> str:
        reason = answer_fields({"reason": request.POST.get("reason", "")}).get("reason", "")
        ended = end_alignment(request.actor, alignment_id, reason=reason)
        if ended.answered_at is None:
            return _("Taken back. Nobody has to answer any more.")
        return _("No longer aligned. It stays in the history.")

    undo = "" if request.GET.get("undo") else f"/alignments/{alignment_id}/again"
    return _acted(request, alignment_id, act, undo=undo)


@require_POST
@member_page
def again(request: WebRequest, alignment_id: int) -> HttpResponse:
    """Ask anew for what was ended or declined, as it was asked then; shows what was asked now."""
    shown = alignment_id

    def act() -> str:
        nonlocal shown
        was = find_alignment(request.actor, alignment_id)
        made = request_alignment(
            request.actor,
            was.objective_id,
            target=was.target_id,
            key_result=was.key_result_id,
            is_for_blocked=was.is_for_blocked,
            note=was.note,
        )
        shown = made.id
        return _("Aligned again.") if made.state == Answer.ACCEPTED else _("Asked again.")

    return _acted(request, alignment_id, act, then=lambda: shown)


@require_POST
@member_page
def weigh(request: WebRequest, alignment_id: int) -> HttpResponse:
    def act() -> str:
        made = weigh_alignment(request.actor, alignment_id, **contribution_fields(_given(request)))
        if not made.weight:
            return _("Aligned only: it counts into the target no more.")
        return _("It counts %(weight)s %% now; the others gave way.") % {
            "weight": _plain(made.weight)
        }

    return _acted(request, alignment_id, act)


def _given(request: WebRequest) -> dict[str, str]:
    """The fields that were filled in; an empty contribution is none."""
    read = {name: str(request.POST.get(name, "")) for name in ("contribution", "reason")}
    if not read["contribution"].strip() and not request.path.endswith("/contribution"):
        del read["contribution"]
    return read


def _acted(
    request: WebRequest,
    alignment_id: int,
    act: Callable[[], str],
    *,
    undo: str = "",
    then: Callable[[], int] | None = None,
) -> HttpResponse:
    """Do it and go back to where the form stood, or to the page of the alignment (`then` says of
    which one); bad input shows the alignment's own page."""
    return act_in_row(
        request,
        act,
        otherwise=lambda: f"/alignments/{then() if then else alignment_id}",
        refused=lambda refusal: alignment_page(
            request, alignment_id, Form(typed(request), refusal.fields)
        ),
        undo=lambda: undo,
    )
