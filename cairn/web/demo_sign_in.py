"""Links that sign in as the demonstration's personas; only a demonstration answers them."""

from django.conf import settings
from django.contrib.auth import login
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from cairn.errors import NotFound, Words
from cairn.organization.models import User

SALT = "cairn.demo"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PERSONAS: list[tuple[str, Words]] = [
    ("employee@cairn.example", _("Employee")),
    ("lead@cairn.example", _("Team lead")),
    ("executive@cairn.example", _("Executive")),
    ("champion@cairn.example", _("OKR champion")),
    ("admin@cairn.example", _("Administrator")),
]


def demo_link(email: str) -> str:
    """The path that signs in as this person in a demonstration."""
    return f"/demo/sign-in/{signing.dumps(email, salt=SALT)}"


def demo_links() -> list[tuple[str, Words]]:
    """(path, persona) of everybody one may be in the demonstration."""
    return [(demo_link(email), words) for email, words in PERSONAS]


def sign_in_as_persona(request: HttpRequest, token: str) -> HttpResponse:
    if not settings.DEMO:
        raise NotFound
    try:
        email = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise NotFound from None
    user = User.objects.filter(email=email, is_active=True).first()
    if user is None:
        raise NotFound
    login(request, user, backend=BACKEND)
    return HttpResponseRedirect("/")


urlpatterns: list[URLPattern] = [path("demo/sign-in/<str:token>", sign_in_as_persona)]
