"""Handing a template out: chosen, looked at, then written; and how that stands."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cairn.coaching.language import reader_language
from cairn.errors import Conflict, Invalid, Words
from cairn.goals.queries import visible_objectives
from cairn.intake import Intake
from cairn.jobs.models import Job
from cairn.okr_templates.commands.handing_out import hand_out
from cairn.okr_templates.filling import Filling
from cairn.okr_templates.handing_out import Asked, Plan, plan_hand_out
from cairn.okr_templates.intake import read_handing
from cairn.okr_templates.models import HandOut
from cairn.okr_templates.policy import rules
from cairn.okr_templates.queries import find_hand_out, usable_template
from cairn.okr_templates.templates import Template
from cairn.web.forms import Form, see_other, typed
from cairn.web.objectives.kept import cycle_to_write_for, open_cycles
from cairn.web.objectives.names import Directory, split_names
from cairn.web.okr_templates.filled import filling_context, sent_filling, several
from cairn.web.okr_templates.receivers import offered_receivers
from cairn.web.okr_templates.words import languages, spoken
from cairn.web.pages import flash, fragment, member_page, page, take_unsent
from cairn.web.paging import wants_fragment
from cairn.web.sessions import WebRequest
from cairn.web.submissions import new_submission, submission_of

MOST_NAMED = 10_000
SHOWN = 60


@require_http_methods(["GET", "POST"])
@member_page
def give(request: WebRequest, template_id: str) -> HttpResponse:
    """POST `act=preview` shows who gets it and who is skipped, `act=apply` writes the drafts."""
    actor = request.actor
    template = usable_template(actor, template_id)
    rules.require(actor, "template.hand_out", None)
    if request.method != "POST":
        kept = take_unsent(request)
        return _form(request, template, Form(kept or {"language": request.GET.get("language", "")}))
    try:
        filling, asked, cycle = _read(request, template)
        plan = plan_hand_out(actor, template, filling, asked, cycle)
        if request.POST.get("act") != "apply":
            return _form(request, template, Form(typed(request)), plan)
        seen = request.POST.get("seen", "")
        row = hand_out(
            actor,
            template.key,
            filling,
            asked,
            cycle=cycle,
            seen=seen,
            submission=submission_of(request),
        )
    except Invalid as refused:
        return _form(request, template, Form(typed(request), refused.fields))
    except Conflict as refused:
        return _form(request, template, Form(typed(request)), plan, refused=refused.reason)
    if row.done_at:
        words = ngettext("%(n)s draft is written.", "%(n)s drafts are written.", row.size)
        flash(request, words % {"n": row.size})
    return see_other(f"/templates/hand-outs/{row.id}")


def _read(request: WebRequest, template: Template) -> tuple[Filling, Asked, int | None]:
    """Those ticked, those of a team, and those named in words."""
    posted, actor = request.POST, request.actor
    teams, people = list(posted.getlist("teams")), list(posted.getlist("people"))
    names = split_names(posted.get("others", "")[:MOST_NAMED])
    directory = Directory(actor, names, names)
    intake = Intake({})
    for name in names:
        if len(directory.teams.get(name, [])) == 1 and name not in directory.people:
            teams.append(str(directory.teams[name][0]))
        elif isinstance(found := directory.person(intake, "others", name), int):
            people.append(str(found))
    intake.settle()
    fields: dict[str, Any] = {**sent_filling(posted), "teams": teams, "people": people}
    fields |= {name: posted[name] for name in ("cycle", "below", "members_of") if name in posted}
    read = read_handing(fields, template, reader_language())
    filling = Filling(read["language"], read["answers"], read["values"], read["lines"])
    asked = Asked(
        read.get("teams", ()), read.get("people", ()), read.get("below"), read.get("members_of")
    )
    return filling, asked, read.get("cycle")


def _form(
    request: WebRequest,
    template: Template,
    form: Form,
    plan: Plan | None = None,
    *,
    refused: Words | None = None,
) -> HttpResponse:
    actor = request.actor
    values = dict(form.values)
    cycles = open_cycles(actor)
    usual = cycle_to_write_for(actor, cycles)
    language = spoken(template, str(values.get("language") or ""))
    context = {
        **filling_context(template, language, values, of_many=True),
        "values": values,
        "errors": form.errors,
        "languages": [one for one in languages() if one[0] in template.languages],
        "cycles": [(one.id, one.name) for one in cycles],
        "cycle": values.get("cycle") or (usual.id if usual else ""),
        "offered": offered_receivers(actor),
        "chosen": {name: several(values.get(name)) for name in ("teams", "people")},
        "plan": plan,
        "refused": refused,
        "submission": values.get("submission") or new_submission(),
    }
    status = 409 if refused else form.status
    return page(request, "okr_templates/hand-out.html", context, status=status)


@member_page
def show_hand_out(request: WebRequest, hand_out_id: int) -> HttpResponse:
    row = find_hand_out(request.actor, hand_out_id)
    context = {"row": row, "job": _job(row), "drafts": _drafts(request, row)}
    if wants_fragment(request):
        return fragment(request, "okr_templates/handed-out.html", "state", context)
    return page(request, "okr_templates/handed-out.html", context)


def _job(row: HandOut) -> Job | None:
    """How far the work has come, while it goes on."""
    if row.done_at or row.failed_at:
        return None
    return Job.objects.filter(key=row.job_key).first()


def _drafts(request: WebRequest, row: HandOut) -> list[tuple[int, str, str, str]]:
    """(id, title, team, owner) of the first of them that the reader may see."""
    found = visible_objectives(request.actor).filter(origin__hand_out=row).order_by("id")
    names = found.values_list("id", "title", "team__name", "owner__name")[:SHOWN]
    return [(id, title, team or "", owner or "") for id, title, team, owner in names]
