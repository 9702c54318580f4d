"""The link in a mail that stops mails: opened by its reader, or pressed by a mail program."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from cairn.errors import NotFound
from cairn.notifications.choices import stop_mails
from cairn.notifications.models import Topic
from cairn.notifications.stopping import EVERYTHING, read_stop
from cairn.organization.models import Member
from cairn.web.pages import outside_page


@csrf_exempt  # a mail program sends it without a session; the signed link is what it may do
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Looking asks first, since some mail programs open every link; sending does it."""
    member_id, what = read_stop(token)
    member = _reader(member_id)
    if request.method == "POST" and stop_mails(member_id, what) is None:
        raise NotFound
    locale = member.locale or member.organization.locale
    with translation.override(locale):
        request.LANGUAGE_CODE = locale
        context: dict[str, Any] = {
            "email": member.user.email,
            "organization_name": member.organization.name,
            "topic": "" if what == EVERYTHING else str(Topic(what).label),
            "is_done": request.method == "POST",
        }
        return outside_page(request, "mail/stop.html", context)


def _reader(member_id: int) -> Member:
    found = (
        Member.objects.select_related("organization", "user")
        .filter(id=member_id, left_at__isnull=True)
        .first()
    )
    if found is None:
        raise NotFound(_("This person is no longer here, and gets no mails."))
    return found


urlpatterns = [path("mails/stop/<str:token>", stop)]
