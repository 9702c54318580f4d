"""Links that sign in as the demonstration's personas; only a demonstration answers them."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path

from cairn.demo.personas import email_of
from cairn.errors import NotFound
from cairn.organization.models import User
from cairn.web.sessions import let_in


def sign_in_as_persona(request: HttpRequest, token: str) -> HttpResponse:
    email = email_of(token) if settings.DEMO else None
    user = User.objects.filter(email=email, is_active=True).first() if email else None
    if user is None:
        raise NotFound
    let_in(request, user)
    return HttpResponseRedirect("/")


urlpatterns: list[URLPattern] = [path("demo/sign-in/<str:token>", sign_in_as_persona)]
