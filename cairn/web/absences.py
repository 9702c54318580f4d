"""Being away: my own page among the settings, and those of the people I lead."""

from datetime import date

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cairn.errors import Conflict
from cairn.organization.away import (
    absences_of,
    clashes,
    clashes_of,
    find_absence,
    standing_in,
    whose,
)
from cairn.organization.commands.absences import change_absence, end_absence, plan_absence
from cairn.organization.intake import read_absence
from cairn.organization.models import Absence, Member
from cairn.organization.policy import rules
from cairn.organization.queries import find_member, reports_of
from cairn.storage import clock
from cairn.web.filters import day_range
from cairn.web.forms import Form, answer, see_other
from cairn.web.pages import flash, member_page
from cairn.web.sessions import WebRequest
from cairn.web.settings.frame import filled, settings_page
from cairn.web.settings.person_choice import (
    Choices,
    person_choices,
    shown_person,
    with_people,
)

MOST_REPORTS = 50


@member_page
def mine(request: WebRequest) -> HttpResponse:
    return _page(request, find_member(request.actor, request.actor.member_id))


@member_page
def theirs(request: WebRequest, member_id: int) -> HttpResponse:
    member = find_member(request.actor, member_id)
    rules.require(request.actor, "absence.plan", whose(member))
    return _page(request, member)


def _page(request: WebRequest, member: Member) -> HttpResponse:
    if request.method == "POST":
        return answer(
            request, lambda: _plan(request, member), lambda form: _show(request, member, form)
        )
    return _show(request, member, filled(request, stand_in="", starts_on="", ends_on=""))


def _plan(request: WebRequest, member: Member) -> HttpResponse:
    fields = with_people(request.actor, request.POST.dict(), "stand_in")
    made = plan_absence(request.actor, member.id, **read_absence(fields))
    days = day_range(made.starts_on, made.ends_on)
    words = _("%(name)s stands in: %(days)s.") % {"name": made.stand_in.name, "days": days}
    flash(request, words, undo_url=f"/absences/{made.id}/end")
    if clash := clashing_words(made, clashes(made, _today(request))):
        flash(request, clash, level="warning")
    return see_other(_address(request, member.id))


def clashing_words(absence: Absence, clash: str) -> str:
    """What to know of a stand-in who is not there all the time; empty where they are."""
    name = {"name": absence.stand_in.name}
    match clash:
        case "left":
            return _("%(name)s has left: reminders go to the objective's owner.") % name
        case "away":
            words = _("%(name)s is away on some of these days too: reminders go to others then.")
            return words % name
    return ""


def _show(request: WebRequest, member: Member, form: Form) -> HttpResponse:
    actor, on = request.actor, _today(request)
    is_me = member.id == actor.member_id
    absences = clashes_of(absences_of(actor, member.id, on), on)
    return settings_page(
        request,
        "absences",
        form,
        person=member,
        is_me=is_me,
        absences=[(one, clashing_words(one, clash)) for one, clash in absences],
        standing=list(standing_in(actor, on)) if is_me else [],
        reports=list(reports_of(actor, member.id)[:MOST_REPORTS]) if is_me else [],
        people=person_choices(actor, _("Choose…"), but=member.id),
        may_plan=rules.can(actor, "absence.plan", whose(member)),
        today=on,
        here=_address(request, member.id),
    )


@member_page
def change(request: WebRequest, absence_id: int) -> HttpResponse:
    """Its days, and who stands in."""
    absence = find_absence(request.actor, absence_id)
    rules.require(request.actor, "absence.plan", whose(absence.member))
    if request.method == "POST":
        return answer(
            request,
            lambda: _change(request, absence),
            lambda form: _show_change(request, absence, form),
        )
    people = _stand_ins(request, absence)
    kept = {"starts_on": absence.starts_on.isoformat(), "ends_on": absence.ends_on.isoformat()}
    kept["stand_in"] = str(shown_person(people, absence.stand_in_id))
    return _show_change(request, absence, filled(request, **kept))


def _stand_ins(request: WebRequest, absence: Absence) -> Choices:
    return person_choices(request.actor, _("Choose…"), [absence.stand_in_id], but=absence.member_id)


def _change(request: WebRequest, absence: Absence) -> HttpResponse:
    fields = with_people(request.actor, request.POST.dict(), "stand_in")
    changed = change_absence(request.actor, absence.id, **read_absence(fields))
    flash(request, _("Saved."))
    if clash := clashing_words(changed, clashes(changed, _today(request))):
        flash(request, clash, level="warning")
    return see_other(_address(request, changed.member_id))


def _show_change(request: WebRequest, absence: Absence, form: Form) -> HttpResponse:
    return settings_page(
        request,
        "absences",
        form,
        template="absence",
        absence=absence,
        is_me=absence.member_id == request.actor.member_id,
        people=_stand_ins(request, absence),
        back=_address(request, absence.member_id),
    )


@require_POST
@member_page
def end(request: WebRequest, absence_id: int) -> HttpResponse:
    """Back early; what has not begun is taken back."""
    try:
        ended = end_absence(request.actor, absence_id)
    except Conflict as refusal:
        flash(request, str(refusal), level="error")
        return see_other("/settings/absences")
    flash(request, _("Nobody stands in for %(name)s any more.") % {"name": ended.member.name})
    return see_other(_address(request, ended.member_id))


def _address(request: WebRequest, member_id: int) -> str:
    is_me = member_id == request.actor.member_id
    return "/settings/absences" if is_me else f"/people/{member_id}/absences"


def _today(request: WebRequest) -> date:
    return clock.today(request.actor.time_zone)


urlpatterns = [
    path("settings/absences", mine),
    path("people/<int:member_id>/absences", theirs),
    path("absences/<int:absence_id>", change),
    path("absences/<int:absence_id>/end", end),
]
