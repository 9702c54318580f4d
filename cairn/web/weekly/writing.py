"""My week: four squares, saved as they are typed until they are published."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from cairn.checkins.commands.weekly import SQUARES, is_writable, save_update, week_of
from cairn.checkins.helping import help_of_update
from cairn.checkins.intake import read_update
from cairn.checkins.models import WeeklyUpdate
from cairn.checkins.policy import rules
from cairn.checkins.queries import DAYS
from cairn.checkins.weekly import (
    confidence_rows,
    kpis_beside,
    kpis_of_week,
    my_update,
    my_weeks,
    prefilled,
)
from cairn.errors import Conflict, Invalid, Refusal, Stale
from cairn.storage import clock
from cairn.web.answering import act_in_row, row_of
from cairn.web.forms import see_other
from cairn.web.pages import drawing, flash, member_page, page, take_unsent
from cairn.web.refusals import status_of
from cairn.web.sessions import WebRequest

PAGE = "weekly/weekly.html"
CHANGED = _lazy("Another window saved this week since. Open the page again to see both.")


@member_page
def this_week(request: WebRequest) -> HttpResponse:
    return _show(request, week_of(request.member.organization, _today(request)))


@member_page
def week(request: WebRequest, day: str) -> HttpResponse:
    """One of my weeks, named by any day of it."""
    week_on = week_named(request, day)
    if request.method == "POST":
        return _save(request, week_on)
    return _show(request, week_on)


def week_named(request: WebRequest, day: str) -> date:
    try:
        named = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    if not 1990 < named.year < 2200:
        raise Http404
    return week_of(request.member.organization, named)


def _save(request: WebRequest, week_on: date) -> HttpResponse:
    """Keep what was typed; with `publish` everybody may read it from now on."""
    if row_of(request):
        return _save_in_row(request, week_on)
    is_quiet = bool(request.headers.get("HX-Request"))
    try:
        kept = save_update(
            request.actor,
            week_on,
            **read_update(request.POST.dict()),
            publish="publish" in request.POST and not is_quiet,
        )
    except (Invalid, Conflict) as refusal:
        if is_quiet:
            return _refused(refusal)
        return _show(request, week_on, refusal=refusal)
    if is_quiet:
        return drawing("weekly/saved.html", "saved", kept)
    if kept.published_at is not None:
        flash(request, _("Published: everybody in the organization can read it."))
    else:
        flash(request, _("Saved. Only you see it until you publish it."))
    return see_other(_address(week_on))


def _save_in_row(request: WebRequest, week_on: date) -> HttpResponse:
    """The short form of the inbox."""

    def act() -> str:
        try:
            read = read_update(request.POST.dict())
            save_update(request.actor, week_on, **read, publish="publish" in request.POST)
        except Stale:
            raise Invalid({"priorities": CHANGED}) from None
        except Conflict as refusal:
            raise Invalid({"priorities": refusal.reason}) from None
        return _("Published: everybody in the organization can read it.")

    return act_in_row(request, act, otherwise=lambda: _address(week_on))


def _refused(refusal: Refusal) -> HttpResponse:
    fields = refusal.fields if isinstance(refusal, Invalid) else {}
    words = str(next(iter(fields.values()), refusal.reason))
    if isinstance(refusal, Stale):
        words = str(CHANGED)
    answer = drawing("weekly/saved.html", "refused", words)
    answer.status_code = status_of(refusal)
    return answer


def _show(request: WebRequest, week_on: date, *, refusal: Refusal | None = None) -> HttpResponse:
    actor, organization, on = request.actor, request.member.organization, _today(request)
    kept, current = my_update(actor, week_on), week_of(organization, on)
    may_write = is_writable(organization, week_on, on) and rules.can(actor, "update.write", None)
    is_editing = may_write and (
        kept is None or kept.published_at is None or "edit" in request.GET or refusal is not None
    )
    context = {
        "week_on": week_on,
        "starts_on": week_on - timedelta(days=DAYS - 1),
        "update": kept,
        "is_editing": is_editing,
        "may_write": may_write,
        "weeks": my_weeks(actor, current),
        "rows": confidence_rows(actor, actor.member_id, week_on),
        "health": kpis_of_week(actor, kpis_beside(actor.member_id), week_on),
        "asked": help_of_update(actor, kept.id if kept else 0),
        "teams": actor.team_names,
        **_form(request, kept, week_on, refusal),
    }
    return page(request, PAGE, context, status=status_of(refusal) if refusal else 200)


def _form(
    request: WebRequest,
    kept: WeeklyUpdate | None,
    week_on: date,
    refusal: Refusal | None,
) -> dict[str, Any]:
    """What the squares hold: what was typed, else what is kept, else what last week suggests."""
    own = {name: getattr(kept, name) for name in SQUARES} if kept else None
    start = own or prefilled(request.actor, week_on)
    typed = request.POST.dict() if refusal else take_unsent(request)
    version = kept.version if kept else 0
    return {
        "squares": {name: str(typed.get(name, start[name])) for name in SQUARES},
        "is_prefilled": kept is None and any(start.values()),
        "version": version,
        "errors": refusal.fields if isinstance(refusal, Invalid) else {},
        "theirs": refusal.theirs if isinstance(refusal, Stale) else {},
        "conflict": str(refusal.reason)
        if isinstance(refusal, Conflict) and not isinstance(refusal, Stale)
        else "",
    }


def _address(week_on: date) -> str:
    return f"/weekly/{week_on.isoformat()}"


def _today(request: WebRequest) -> date:
    return clock.today(request.actor.time_zone)
