"""Carrying over in bulk, with a preview of every draft that will be made."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cairn.cycles.models import Cycle
from cairn.cycles.queries import cycles
from cairn.errors import Invalid, NotFound
from cairn.goals.queries import find_objective
from cairn.reviews.commands.carrying import carry_over
from cairn.reviews.intake import carrying_fields
from cairn.reviews.preview import Asked, Preview, later_cycles, preview_of
from cairn.reviews.queries import cycle_to_review
from cairn.storage import clock
from cairn.storage.ids import read_id
from cairn.web.forms import Form, see_other
from cairn.web.pages import flash, member_page, page
from cairn.web.sessions import WebRequest

HERE = "/reviews/carry-over"


@require_http_methods(["GET", "POST"])
@member_page
def carry(request: WebRequest) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    asked = Asked(*(read_id(given.get(name, "")) for name in ("objective", "team", "person")))
    known = list(cycles(request.actor))
    origin = _origin(request, given, asked, known)
    if request.method != "POST":
        return _show(request, known, origin, asked, Form())
    try:
        made = carry_over(request.actor, **_read(request))
    except Invalid as refused:
        values = {name: request.POST.getlist(name) for name in request.POST}
        return _show(request, known, origin, asked, Form(values, refused.fields))
    words = ngettext(
        "%(count)s draft goes on in %(cycle)s.", "%(count)s drafts go on in %(cycle)s.", len(made)
    )
    flash(request, words % {"count": len(made), "cycle": made[0].cycle.name})
    if len(made) == 1:
        return see_other(f"/objectives/{made[0].id}")
    return see_other(f"/objectives?{urlencode({'cycle': made[0].cycle_id})}")


def _read(request: WebRequest) -> dict[str, Any]:
    """What the boxes say: none ticked is none chosen."""
    return carrying_fields(
        {
            "objectives": request.POST.getlist("objectives"),
            "key_results": request.POST.getlist("key_results"),
            "cycle": request.POST.get("to", ""),
            "initiatives": request.POST.get("initiatives", ""),
            "ask_again": request.POST.get("ask_again", ""),
        }
    )


def _origin(
    request: WebRequest, given: QueryDict, asked: Asked, known: list[Cycle]
) -> Cycle | None:
    """The cycle that things are carried out of."""
    wanted = read_id(given.get("from", ""))
    if asked.objective is not None:
        wanted = find_objective(request.actor, asked.objective).cycle_id
    if wanted is None:
        return cycle_to_review(known, None, clock.today(request.actor.time_zone))
    found = next((one for one in known if one.id == wanted), None)
    if found is None:
        raise NotFound
    return found


def _show(
    request: WebRequest, known: list[Cycle], origin: Cycle | None, asked: Asked, form: Form
) -> HttpResponse:
    actor = request.actor
    later = later_cycles(known, origin) if origin else []
    given = request.POST if request.method == "POST" else request.GET
    wanted = read_id(given.get("to", ""))
    target = next((one for one in later if one.id == wanted), later[0] if later else None)
    none = Preview((), (), more=False)
    preview = preview_of(actor, origin, target, asked) if origin else none
    context = {
        "origin": origin,
        "later": [(one.id, one.name) for one in later],
        "target": target,
        "asked": asked,
        "preview": preview,
        "form": form,
        "locale_now": actor.locale,
    }
    return page(request, "reviews/carry-over.html", context, status=form.status)
