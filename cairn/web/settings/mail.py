"""When and about what one gets mails."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cairn.notifications.choices import choice_of, choose_mail, read_mail_choice
from cairn.notifications.models import Pace, Topic
from cairn.organization.commands.members import edit_member
from cairn.organization.intake import read_member
from cairn.web.choices import time_zones, weekdays
from cairn.web.forms import Form, answer, see_other
from cairn.web.pages import flash, member_page
from cairn.web.sessions import WebRequest
from cairn.web.settings.frame import filled, settings_page

HERE = "/settings/mail"
FIELDS = ("pace", "hour", "weekday", "quiet_from", "quiet_to")


@member_page
def mail(request: WebRequest) -> HttpResponse:
    if request.method == "POST":
        return answer(request, lambda: save(request), lambda form: show(request, form))
    choice = choice_of(request.actor.member_id)
    kept: dict[str, Any] = {name: getattr(choice, name) for name in FIELDS}
    wanted = [topic for topic in Topic.values if topic not in choice.muted]
    zone = request.member.time_zone
    return show(request, filled(request, **kept, topics=wanted, time_zone=zone))


def save(request: WebRequest) -> HttpResponse:
    fields: dict[str, Any] = {name: request.POST[name] for name in FIELDS if name in request.POST}
    if "asks_topics" in request.POST:
        wanted = request.POST.getlist("topics")
        fields["muted"] = [topic for topic in Topic.values if topic not in wanted]
    changes = read_mail_choice(fields)
    if "time_zone" in request.POST:
        zone = read_member({"time_zone": request.POST["time_zone"]})
        edit_member(request.actor, request.actor.member_id, **zone)
    choose_mail(request.actor, **changes)
    flash(request, _("Saved."))
    return see_other(HERE)


def show(request: WebRequest, form: Form) -> HttpResponse:
    organization = request.member.organization
    as_all = _("As the organization: %s") % organization.time_zone.replace("_", " ")
    return settings_page(
        request,
        "mail",
        form,
        paces=Pace.choices,
        hours=[(hour, f"{hour}:00") for hour in range(24)],
        weekdays=weekdays(),
        topics=Topic.choices,
        zones=[("", as_all), *time_zones()],
        email=request.member.user.email,
    )
