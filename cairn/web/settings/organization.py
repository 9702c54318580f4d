"""The organization's own page: what it is, its pace and its calendar."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cairn.goals.commands.organization_pace import edit_organization
from cairn.organization.intake import read_organization
from cairn.organization.models import LOCALES
from cairn.organization.policy import rules
from cairn.web.choices import months, time_zones, weekdays
from cairn.web.forms import Form, answer, see_other
from cairn.web.pages import flash, member_page
from cairn.web.sessions import WebRequest
from cairn.web.settings.frame import filled, settings_page

FIELDS = (
    *("name", "mission", "vision", "strategy", "locale", "time_zone"),
    *("drafting_days", "reconfirms_changes", "closes_cycles"),
    *("fiscal_month", "checkin_weekday", "cadence_days", "behind_points"),
    *("tells_objective_owner_days", "tells_lead_days"),
)


@member_page
def organization(request: WebRequest) -> HttpResponse:
    if request.method == "POST":
        return answer(request, lambda: save(request), lambda form: show(request, form))
    kept = {name: getattr(request.member.organization, name) for name in FIELDS}
    return show(request, filled(request, **kept))


def save(request: WebRequest) -> HttpResponse:
    edit_organization(request.actor, **read_organization(request.POST))
    flash(request, _("Saved."))
    return see_other("/settings/organization")


def show(request: WebRequest, form: Form) -> HttpResponse:
    return settings_page(
        request,
        "organization",
        form,
        may_change=rules.can(request.actor, "organization.change", request.member.organization),
        locales=LOCALES,
        zones=time_zones(),
        months=months(),
        weekdays=weekdays(),
    )
