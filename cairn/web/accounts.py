"""Signing in and out: allauth's flows on Cairn's pages, for people who were invited."""

from typing import Any, cast
from urllib.parse import quote

from allauth.account import views as allauth
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, re_path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cairn.demo.personas import demo_links
from cairn.errors import Forbidden, Unavailable
from cairn.organization.models import Organization, User
from cairn.organization.signing import member_of
from cairn.web.pages import flash, forget_ended_session

NO_MEMBER = _(
    "You are not a member of any organization now. Ask an administrator of yours to invite you."
)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """How allauth behaves here: nobody signs up by themselves, people are invited."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This e-mail address and password do not match."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This is not the code that we sent. Look at the newest message."),
        "invalid_password_reset": _("This link has been used or has expired. Ask for a new one."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes and try again."),
        "rate_limited": _("Too many attempts. Wait a little and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse | None:
        """Whoever has left every organization is told so, and stays outside."""
        if user.is_active and member_of(user.id, None) is None:
            raise Forbidden(NO_MEMBER)
        return cast(HttpResponse | None, super().pre_login(request, user, **details))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Only what the next page does not say by itself."""
        if message:
            flash(request, str(message), level="error" if level >= messages.ERROR else "info")
        elif message_template == "account/messages/password_changed.txt":
            flash(request, gettext("Your password has been changed."))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """With the instance's own address, whatever host the request claims to be for."""
        address = reverse("account_reset_password_from_key", kwargs={"uidb36": "U", "key": "K"})
        return settings.HOST_URL + address.replace("U-K", quote(key))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        send_or_refuse(self.render_mail(template_prefix, email, {**context, "email": email}))


def send_or_refuse(message: EmailMessage) -> None:
    """Send a mail; a mail server that fails is a refusal that says so."""
    try:
        message.send()
    except OSError as error:
        raise Unavailable(
            _("The mail could not be sent. Try again later, or ask who runs this instance.")
        ) from error


class SignIn(allauth.LoginView):  # type: ignore[misc]
    """E-mail and password. An instance without an organization goes to the first run instead."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not Organization.objects.exists():
            return HttpResponseRedirect("/first-run")
        forget_ended_session(request)
        return cast(HttpResponse, super().dispatch(request, *args, **kwargs))

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().get_context_data(**context)
        return {**shown, "personas": demo_links() if settings.DEMO else []}


urlpatterns: list[URLPattern] = [
    path("sign-in", SignIn.as_view(), name="account_login"),
    path("sign-out", allauth.logout, name="account_logout"),
    path("sign-in/code", allauth.request_login_code, name="account_request_login_code"),
    path("sign-in/code/confirm", allauth.confirm_login_code, name="account_confirm_login_code"),
    path("sign-in/inactive", allauth.account_inactive, name="account_inactive"),
    path("password/reset", allauth.password_reset, name="account_reset_password"),
    path("password/reset/sent", allauth.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/done",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
