"""The planning rounds, and the page of one: each team's step, who is late, what is next."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cairn.errors import Conflict, Invalid, NotFound
from cairn.planning.commands.rounds import cancel_round
from cairn.planning.commands.steps import (
    begin_step,
    drop_steps,
    extend_step,
    finish_step,
    repeat_step,
    skip_step,
)
from cairn.planning.intake_rounds import drop_fields, hour_fields, reason_fields, repeat_fields
from cairn.planning.models import Step
from cairn.planning.rounds import find_round, read_round, round_rows
from cairn.storage import clock
from cairn.web.forms import Form, back_to, see_other, typed
from cairn.web.pages import flash, fragment, member_page, page, take_unsent
from cairn.web.paging import PAGE, address, cut, id_in, wants_fragment
from cairn.web.planning.plan import may_start
from cairn.web.refusals import sentence_of
from cairn.web.sessions import WebRequest


@require_safe
@member_page
def show_rounds(request: WebRequest) -> HttpResponse:
    actor = request.actor
    on = clock.today(actor.time_zone)
    found = cut(round_rows(actor, on, before=id_in(request, "before"), most=PAGE + 1))
    last = found.rows[-1].held.id if found.has_more else ""
    context = {
        "rows": found.rows,
        "more_url": address("/rounds", {"before": last}) if last else "",
        "may_start": may_start(actor),
        "today": on,
    }
    if wants_fragment(request):
        return fragment(request, "planning/rounds.html", "rows", context)
    return page(request, "planning/rounds.html", context)


@require_safe
@member_page
def show_round(request: WebRequest, round_id: int) -> HttpResponse:
    return _show(request, round_id, Form(take_unsent(request)))


def _show(request: WebRequest, round_id: int, form: Form) -> HttpResponse:
    actor = request.actor
    held = find_round(actor, round_id)
    on = clock.today(actor.time_zone)
    after = id_in(request, "after")
    found = read_round(actor, held, on, after=after)
    context = {
        "held": held,
        "round": found,
        "further": next((one for one in found.kinds if one.is_further), None),
        "days_left": max(0, (held.ends_on - on).days + 1),
        "today": on,
        "here": f"/rounds/{round_id}",
        "form": form,
    }
    if wants_fragment(request) and context["further"]:
        return fragment(request, "planning/round.html", "further", context)
    return page(request, "planning/round.html", context, status=form.status)


@require_POST
@member_page
def cancel(request: WebRequest, round_id: int) -> HttpResponse:
    try:
        cancel_round(request.actor, round_id, **reason_fields(request.POST.dict()))
    except Invalid as refusal:
        return _show(request, round_id, Form(typed(request), refusal.fields))
    flash(
        request, _("The round is cancelled. Nothing was published, and everything stays readable.")
    )
    return see_other(f"/rounds/{round_id}")


@require_POST
@member_page
def drop(request: WebRequest, round_id: int) -> HttpResponse:
    """What the advice names is skipped at one go."""
    dropped = drop_steps(request.actor, round_id, **drop_fields(request.POST.dict()))
    if dropped:
        flash(request, _("Skipped. It can be done again from the round’s page."))
    return see_other(f"/rounds/{round_id}")


ACTS: dict[str, Callable[[WebRequest, int], Step]] = {
    "begin": lambda request, step_id: begin_step(request.actor, step_id),
    "finish": lambda request, step_id: finish_step(request.actor, step_id),
    "skip": lambda request, step_id: skip_step(
        request.actor, step_id, **reason_fields(request.POST.dict())
    ),
    "repeat": lambda request, step_id: repeat_step(
        request.actor, step_id, **repeat_fields(request.POST.dict())
    ),
    "extend": lambda request, step_id: (
        extend_step(request.actor, step_id, **hour_fields(request.POST.dict())).step
    ),
}


@require_POST
@member_page
def act(request: WebRequest, step_id: int) -> HttpResponse:
    """Begin, finish, skip, repeat or extend a step, wherever it is shown."""
    chosen = ACTS.get(request.POST.get("act", ""))
    if chosen is None:
        raise NotFound
    try:
        step = chosen(request, step_id)
    except (Conflict, Invalid) as refusal:
        if (back := back_to(request, "")) == "":
            raise
        flash(request, sentence_of(refusal), level="warning")
        return see_other(back)
    flash(request, _done(request.POST["act"], step))
    return see_other(back_to(request, f"/rounds/{step.round_id}"))


def _done(act: str, step: Step) -> str:
    words: dict[str, Any] = {
        "begin": _("Begun: %(team)s."),
        "finish": _("Done: %(team)s."),
        "skip": _("Skipped: %(team)s."),
        "repeat": _("It is done again: %(team)s."),
        "extend": _("%(team)s is asked for another hour."),
    }
    return str(words[act]) % {"team": step.team.name}
