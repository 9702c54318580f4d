"""Taking people in from a list: read it, show row by row what would happen, then do it."""

from hashlib import sha256

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.goals.commands.people import take_people_in
from cairn.intake import refuse
from cairn.organization.commands.people import plan_import
from cairn.organization.people_import import Action, Plan
from cairn.organization.people_table import LARGEST_BYTES, decode
from cairn.organization.policy import rules
from cairn.web.forms import Form, answer, see_other
from cairn.web.pages import flash, member_page
from cairn.web.sessions import WebRequest
from cairn.web.settings.frame import filled, settings_page

MOST_SHOWN = 300


@member_page
def people_import(request: WebRequest) -> HttpResponse:
    rules.require(request.actor, "people.import", request.member.organization)
    if request.method != "POST":
        return show(request, filled(request))
    act = apply if request.POST.get("step") == "apply" else check
    return answer(request, lambda: act(request), lambda form: show(request, form))


def check(request: WebRequest) -> HttpResponse:
    text = read_list(request)
    return show_plan(request, text, plan_import(request.actor, text))


def read_list(request: WebRequest) -> str:
    """The text of the uploaded file, or what was pasted."""
    file = request.FILES.get("file")
    if file is not None:
        if (file.size or 0) > LARGEST_BYTES:
            refuse("file", _("The file is too large: at most 5 MB fit."))
        return decode(file.read()).removeprefix("\ufeff")
    text = request.POST.get("text", "")
    if not text.strip():
        refuse("file", _("Choose a file, or paste the list below."))
    return text


def show(request: WebRequest, form: Form) -> HttpResponse:
    return settings_page(request, "members", form, template="people-import", plan=None)


def show_plan(request: WebRequest, text: str, plan: Plan, why: str = "") -> HttpResponse:
    """Rows with errors first; a long list is shown in part and counted in full."""
    return settings_page(
        request,
        "members",
        template="people-import",
        plan=plan,
        why=why,
        text=text,
        fingerprint=fingerprint_of(plan),
        faulty=plan.having(Action.ERROR)[:MOST_SHOWN],
        rows=[row for row in plan.rows if row.action is not Action.ERROR][:MOST_SHOWN],
        most=MOST_SHOWN,
        new_teams=["/".join(path) for path in plan.new_teams],
    )


def fingerprint_of(plan: Plan) -> str:
    """Tells whether what would happen is still what was shown."""
    shown = [(row.number, row.action, row.email, row.changes) for row in plan.rows]
    return sha256(repr((shown, plan.new_teams)).encode()).hexdigest()


def apply(request: WebRequest) -> HttpResponse:
    text = request.POST.get("text", "")
    plan = plan_import(request.actor, text)
    if fingerprint_of(plan) != request.POST.get("fingerprint"):
        why = _("People or teams have changed since you looked. This is what would happen now.")
        return show_plan(request, text, plan, why)
    if plan.has_errors and not request.POST.get("skip_errors"):
        why = _("Some rows have errors. Fix them, or tick the box to leave them out.")
        return show_plan(request, text, plan, why)
    done = take_people_in(
        request.actor,
        plan,
        skip_errors=bool(request.POST.get("skip_errors")),
        invite=bool(request.POST.get("invite")),
    )
    flash(request, words_of(done))
    return see_other("/settings/members")


def words_of(plan: Plan) -> str:
    made, changed = plan.counts[Action.CREATE], plan.counts[Action.CHANGE]
    first = ngettext("%(n)s person is new", "%(n)s people are new", made) % {"n": made}
    second = ngettext("%(n)s was changed", "%(n)s were changed", changed) % {"n": changed}
    return _("%(first)s, %(second)s.") % {"first": first, "second": second}
