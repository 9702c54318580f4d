"""The drafting assistant: its address, its model, its key, whether it is on, and a try."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cairn.coaching.language import reader_language
from cairn.connectors.commands import (
    EXAMPLE,
    change_assistant,
    find_assistant,
    read_assistant,
    try_assistant,
)
from cairn.errors import Conflict, Unavailable
from cairn.web.forms import Form, answer, see_other
from cairn.web.pages import flash, member_page
from cairn.web.sessions import WebRequest
from cairn.web.settings.frame import settings_page

HERE = "/settings/assistant"
FIELDS = ("url", "model", "key", "is_on", "forget_key")


@require_http_methods(["GET", "POST"])
@member_page
def assistant(request: WebRequest) -> HttpResponse:
    if request.method == "POST":
        return answer(request, lambda: _save(request), lambda form: _show(request, form))
    return _show(request)


def _save(request: WebRequest) -> HttpResponse:
    fields = {name: request.POST[name] for name in FIELDS if name in request.POST}
    change_assistant(request.actor, **read_assistant(fields))
    flash(request, _("Saved."))
    return see_other(HERE)


@require_POST
@member_page
def attempt(request: WebRequest) -> HttpResponse:
    """Ask it once about a made-up objective and show what came of it."""
    language = reader_language()
    try:
        lines, fault = try_assistant(request.actor, language), ""
    except (Conflict, Unavailable) as refused:
        lines, fault = [], str(refused)
    return _show(request, tried=True, lines=lines, fault=fault, example=EXAMPLE[language])


def _show(request: WebRequest, form: Form | None = None, **more: Any) -> HttpResponse:
    """The key never comes back to the page."""
    kept = find_assistant(request.actor)
    values = {
        "url": kept.url if kept else "",
        "model": kept.model if kept else "",
        "is_on": kept.organization.asks_assistant if kept else False,
    }
    if form is not None:
        values |= {name: one for name, one in form.values.items() if name in values}
        form = Form(values, form.errors)
    return settings_page(
        request,
        "assistant",
        form or Form(values),
        has_key=bool(kept and kept.sealed_key),
        is_named=kept is not None,
        **more,
    )
