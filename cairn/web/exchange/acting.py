"""Planning, writing, taking back, throwing away."""

from collections.abc import Callable

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cairn.errors import Conflict
from cairn.exchange.commands.deciding import apply_import, undo_import
from cairn.exchange.commands.preparing import discard_import, plan_import
from cairn.organization.actor import Actor
from cairn.web.exchange.frame import HERE, address_of
from cairn.web.forms import see_other
from cairn.web.pages import flash, member_page
from cairn.web.sessions import WebRequest


@require_POST
@member_page
def plan(request: WebRequest, import_id: int) -> HttpResponse:
    return act_on(request, import_id, plan_import)


@require_POST
@member_page
def apply(request: WebRequest, import_id: int) -> HttpResponse:
    return act_on(request, import_id, apply_import)


@require_POST
@member_page
def undo(request: WebRequest, import_id: int) -> HttpResponse:
    return act_on(request, import_id, undo_import)


def act_on(
    request: WebRequest, import_id: int, act: Callable[[Actor, int], object]
) -> HttpResponse:
    """What the state does not allow is said on the page of the import, which shows why."""
    try:
        act(request.actor, import_id)
    except Conflict as refused:
        flash(request, str(refused.reason), level="error")
    return see_other(address_of(import_id))


@require_POST
@member_page
def discard(request: WebRequest, import_id: int) -> HttpResponse:
    try:
        discard_import(request.actor, import_id)
    except Conflict as refused:
        flash(request, str(refused.reason), level="error")
        return see_other(address_of(import_id))
    flash(request, _("The import is thrown away. Nothing of it was in Cairn."))
    return see_other(HERE)
