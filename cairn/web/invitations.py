"""The link of an invitation: a name and a password, and one is in."""

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from cairn.organization.commands.invitations import (
    accept_invitation,
    find_invitation,
    is_account_in_use,
)
from cairn.organization.intake import read_acceptance
from cairn.organization.models import Invitation
from cairn.web.forms import Form, answer, see_other
from cairn.web.pages import flash, outside_page
from cairn.web.preferences import remember
from cairn.web.sessions import MEMBER_KEY, let_in


@sensitive_post_parameters("password")
@never_cache
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """An invitation that is used up, too old or unknown is refused with its reason."""
    found = find_invitation(secret)
    if request.method == "POST":
        return answer(
            request,
            lambda: accept(request, secret),
            lambda form: show(request, found, form),
        )
    return show(request, found, Form({"name": found.member.name}))


def show(request: HttpRequest, found: Invitation, form: Form) -> HttpResponse:
    context = {
        "invitation": found,
        "values": form.values,
        "errors": form.errors,
        "signed_in": signed_in(request) == found.member.user_id,
        "in_use": is_account_in_use(found.member.user),
    }
    return outside_page(request, "account/invitation.html", context, status=form.status)


def signed_in(request: HttpRequest) -> int | None:
    actor = request.actor  # type: ignore[attr-defined]
    return actor.user_id if actor else None


def came_by_password(request: HttpRequest) -> bool:
    """Whether this session began with the account's password, not with a code."""
    ways = [one.get("method") for one in get_authentication_records(request, request.user)]
    return "password" in ways or "code" not in ways


def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """In they go, and the language in which they read the invitation goes with them."""
    given = read_acceptance({"name": "", **request.POST.dict()})
    member = accept_invitation(
        secret, **given, signed_in=signed_in(request), knows_password=came_by_password(request)
    )
    let_in(request, member.user)
    request.session[MEMBER_KEY] = member.id
    flash(request, _("Welcome to %(name)s.") % {"name": member.organization.name})
    if not member.user.has_usable_password():
        flash(
            request,
            _(
                "The password that was chosen with another link has ended. Reset it to choose your own."
            ),
        )
    response = see_other("/")
    remember(response, {"locale": request.LANGUAGE_CODE})
    return response


urlpatterns: list[URLPattern] = [path("invitations/<str:secret>", invitation, name="invitation")]
