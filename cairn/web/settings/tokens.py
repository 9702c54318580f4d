"""Personal access tokens: their secret is shown once."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cairn.organization.actor import Actor, Scope
from cairn.organization.commands.tokens import create_token, revoke_token
from cairn.organization.intake import read_token
from cairn.organization.queries import tokens_of
from cairn.organization.wording import OPENS, SCOPES
from cairn.web.forms import Form, answer, see_other
from cairn.web.pages import flash, member_page
from cairn.web.sessions import WebRequest
from cairn.web.settings.frame import filled, settings_page
from cairn.web.submissions import is_repeated, new_submission

HERE = "/settings/tokens"
USUAL: dict[str, Any] = {"kind": "token", "days": "90", "scopes": [Scope.READ, Scope.WRITE]}


@never_cache
@member_page
def tokens(request: WebRequest) -> HttpResponse:
    if request.method == "POST":
        return answer(request, lambda: create(request), lambda form: show(request, form))
    return show(request, filled(request, **USUAL))


def create(request: WebRequest) -> HttpResponse:
    """The answer itself shows the secret, so that it is kept nowhere."""
    if is_repeated(request):
        flash(
            request,
            _("This token has already been created, and its secret was shown."),
            level="info",
        )
        return see_other(HERE)
    fields: dict[str, Any] = {**request.POST.dict(), "scopes": request.POST.getlist("scopes")}
    token, secret = create_token(request.actor, **read_token(fields))
    return show(request, Form(USUAL), token=token, secret=secret)


def show(request: WebRequest, form: Form, **fresh: Any) -> HttpResponse:
    return settings_page(
        request,
        "tokens",
        form,
        tokens=tokens_of(request.actor),
        scopes=scopes(request.actor),
        lifetimes=lifetimes(),
        kinds=kinds(),
        host=settings.HOST_URL,
        submission=new_submission(),
        **fresh,
    )


def scopes(actor: Actor) -> Sequence[tuple[str, str, str]]:
    """(scope, words, what it opens)."""
    open_to = [
        (Scope.READ, _("See what you see.")),
        (Scope.WRITE, _("Check in, comment and edit as you may.")),
        (Scope.ADMIN, _("Invite people and change the settings.")),
    ]
    known = [(scope, str(SCOPES[scope]), opens) for scope, opens in open_to]
    return known if actor.is_steward else known[:2]


def kinds() -> list[tuple[str, str]]:
    return [(kind, str(words)) for kind, words in OPENS.items()]


def lifetimes() -> list[tuple[str, str]]:
    return [
        ("30", _("30 days")),
        ("90", _("90 days")),
        ("365", _("One year")),
        ("", _("Until I revoke it")),
    ]


@require_POST
@member_page
def revoke(request: WebRequest, token_id: int) -> HttpResponse:
    token = revoke_token(request.actor, token_id)
    flash(request, _("%(name)s was revoked and no longer works.") % {"name": token.name})
    return see_other(HERE)
