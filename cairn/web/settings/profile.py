"""What people say about themselves: name, title, language, theme, password."""

from allauth.account.forms import ChangePasswordForm
from allauth.account.internal.flows.password_change import finalize_password_change
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from cairn.errors import NotFound
from cairn.goals.commands.people import edit_person
from cairn.intake import Intake, present
from cairn.organization.intake import read_member
from cairn.organization.models import LOCALES, THEMES
from cairn.organization.queries import memberships_of
from cairn.web.forms import Form, answer, see_other
from cairn.web.pages import flash, member_page
from cairn.web.preferences import remember
from cairn.web.sessions import MEMBER_KEY, WebRequest
from cairn.web.settings.frame import filled, settings_page

OWN = ("name", "title", "locale", "theme")


@member_page
def settings(request: WebRequest) -> HttpResponse:
    return see_other("/settings/profile")


@member_page
def profile(request: WebRequest) -> HttpResponse:
    if request.method == "POST":
        return answer(request, lambda: save_profile(request), lambda form: show(request, form))
    kept = {name: getattr(request.member, name) for name in OWN}
    return show(request, filled(request, **kept))


def save_profile(request: WebRequest) -> HttpResponse:
    fields = {name: request.POST[name] for name in OWN if name in request.POST}
    member = edit_person(request.actor, request.actor.member_id, **read_member(fields))
    with override(member.locale or request.member.organization.locale):
        flash(request, _("Saved."))
    response = see_other("/settings/profile")
    remember(response, {"locale": member.locale, "theme": member.theme})
    return response


def show(
    request: WebRequest, form: Form, passwords: ChangePasswordForm | None = None
) -> HttpResponse:
    organization = request.member.organization
    return settings_page(
        request,
        "profile",
        form,
        locales=[("", _("As the organization: %s") % dict(LOCALES)[organization.locale]), *LOCALES],
        themes=THEMES,
        actor_email=request.member.user.email,
        passwords=passwords or ChangePasswordForm(user=request.member.user),
        memberships=memberships_of(request.actor.user_id),
    )


@sensitive_post_parameters("oldpassword", "password1", "password2")
@member_page
def change_password(request: WebRequest) -> HttpResponse:
    """All other sessions of the account end; this one stays."""
    if request.method != "POST":
        return see_other("/settings/profile#password")
    form = ChangePasswordForm(user=request.member.user, data=request.POST)
    if form.is_valid():
        form.save()
        finalize_password_change(request, form.user)
        return see_other("/settings/profile")
    kept = {name: getattr(request.member, name) for name in OWN}
    response = show(request, Form(kept), form)
    response.status_code = 422
    return response


@require_POST
@member_page
def switch(request: WebRequest) -> HttpResponse:
    """Act as another membership of the same account."""
    intake = Intake(request.POST)
    wanted = present(member=intake.id("member")).get("member")
    if wanted not in dict(memberships_of(request.actor.user_id)):
        raise NotFound
    request.session[MEMBER_KEY] = wanted
    return see_other("/")
