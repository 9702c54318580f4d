"""The first run: an empty instance becomes somebody's, behind the code that its log printed."""

import logging

from django.conf import settings
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from cairn.cycles.policy import rules as cycle_rules
from cairn.cycles.queries import cycles
from cairn.errors import Invalid, NotFound
from cairn.intake import Intake
from cairn.organization.commands.founding import (
    check_setup_code,
    found_organization,
    issue_setup_code,
)
from cairn.organization.commands.teams import create_team
from cairn.organization.intake import read_founding
from cairn.organization.models import LOCALES, Organization, SetupCode, Team
from cairn.web.choices import months, time_zones
from cairn.web.forms import Form, answer, see_other
from cairn.web.pages import flash, member_page, outside_page
from cairn.web.proposals import create_year, propose_year
from cairn.web.sessions import LANGUAGE_COOKIE, MEMBER_KEY, WebRequest, let_in

log = logging.getLogger("cairn.first_run")
NEEDED = ("setup_code", "name", "owner_name", "email", "password")
MOST_TEAMS = 50


@sensitive_post_parameters("password", "setup_code")
@never_cache
def first_run(request: HttpRequest) -> HttpResponse:
    if Organization.objects.exists():
        raise NotFound
    if request.method == "POST":
        return answer(request, lambda: found(request), lambda form: show(request, form))
    print_setup_code()
    return show(request, Form({"time_zone": "Asia/Shanghai", "locale": request.LANGUAGE_CODE}))


def print_setup_code() -> None:
    """Where nobody has printed a code yet (a server started in some other way), do it now."""
    if not SetupCode.objects.exists():
        log.warning("Open %s/first-run with this code: %s", settings.HOST_URL, issue_setup_code())


def show(request: HttpRequest, form: Form) -> HttpResponse:
    context = {
        "values": form.values,
        "errors": form.errors,
        "locales": LOCALES,
        "zones": time_zones(),
    }
    return outside_page(request, "first-run/organization.html", context, status=form.status)


def found(request: HttpRequest) -> HttpResponse:
    given = read_founding(dict.fromkeys(NEEDED, "") | request.POST.dict())
    if not check_setup_code(given["setup_code"]):
        why = _("This is not the setup code. Look in the server's log, at its latest start.")
        raise Invalid({"setup_code": why})
    _organization, owner = found_organization(**given)
    let_in(request, owner.user)
    request.session[MEMBER_KEY] = owner.id
    response = see_other("/first-run/start")
    response.delete_cookie(LANGUAGE_COOKIE)
    return response


@member_page
def start(request: WebRequest) -> HttpResponse:
    """Cycles and teams to begin with; only before the first cycle, for whoever may make them."""
    cycle_rules.require(request.actor, "cycle.create", None)
    if cycles(request.actor).exists():
        return see_other("/")
    if request.method == "POST":
        return answer(request, lambda: make_start(request), lambda form: show_start(request, form))
    return show_start(request, Form({"fiscal_month": request.member.organization.fiscal_month}))


def show_start(request: WebRequest, form: Form) -> HttpResponse:
    month = month_of(form)
    context = {
        "values": form.values,
        "errors": form.errors,
        "months": months(),
        "month": dict(months())[month],
        "proposed": propose_year(request.actor, month),
    }
    return outside_page(request, "first-run/start.html", context, status=form.status)


def month_of(form: Form) -> int:
    """The first month of the fiscal year as it was typed; January where it is none."""
    found = Intake(form.values).whole("fiscal_month", 1, 12)
    return found if isinstance(found, int) else 1


def make_start(request: WebRequest) -> HttpResponse:
    actor = request.actor
    intake = Intake(request.POST)
    month = intake.whole("fiscal_month", 1, 12)
    names = read_names(intake)
    intake.settle()
    company = Team.objects.get(organization=actor.organization_id, parent__isnull=True)
    with atomic():
        if request.POST.get("cycles"):
            create_year(actor, month if isinstance(month, int) else 1)
        for name in names:
            create_team(actor, company.id, name=name)
    flash(request, _("Everything is ready. Write your first objective, or invite your people."))
    return see_other("/")


def read_names(intake: Intake) -> list[str]:
    """The names of teams, one a line."""
    written = intake.text("teams", 8_000) if "teams" in intake.fields else ""
    names = [line.strip() for line in str(written or "").splitlines() if line.strip()]
    if len(names) > MOST_TEAMS or any(len(name) > 120 for name in names):
        intake.refuse("teams", _("At most 50 names of at most 120 characters, one per line."))
    if len(set(names)) < len(names):
        intake.refuse("teams", _("A name appears twice."))
    return names


urlpatterns: list[URLPattern] = [
    path("first-run", first_run, name="first_run"),
    path("first-run/start", start, name="first_run_start"),
]
