"""A template inserted as a draft: for whom, into which cycle, with which words and values."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.coaching.language import reader_language
from cairn.errors import Invalid
from cairn.okr_templates.commands.inserting import insert_template
from cairn.okr_templates.intake import read_inserting
from cairn.okr_templates.policy import rules
from cairn.okr_templates.queries import usable_template
from cairn.okr_templates.templates import Template
from cairn.organization.actor import Actor
from cairn.web.forms import Form, see_other, typed
from cairn.web.objectives.kept import cycle_to_write_for, open_cycles
from cairn.web.okr_templates.filled import filling_context, sent_filling
from cairn.web.okr_templates.words import languages, spoken
from cairn.web.pages import flash, member_page, page, take_unsent
from cairn.web.people import team_options
from cairn.web.sessions import WebRequest
from cairn.web.submissions import new_submission, submission_of


@require_http_methods(["GET", "POST"])
@member_page
def insert(request: WebRequest, template_id: str) -> HttpResponse:
    """GET: `?team=`, `?cycle=` and `?language=` chosen. POST: a draft, then its editor."""
    actor = request.actor
    template = usable_template(actor, template_id)
    rules.require(actor, "template.insert", None)
    if request.method != "POST":
        kept = take_unsent(request)
        asked = {name: request.GET.get(name, "") for name in ("team", "cycle", "language")}
        return _form(request, template, Form(kept or asked))
    fields = {**sent_filling(request.POST), **_where(request)}
    try:
        arguments = read_inserting(fields, template, reader_language())
        arguments["submission"] = submission_of(request)
        made = insert_template(actor, template.key, **arguments)
    except Invalid as refused:
        return _form(request, template, Form(typed(request), refused.fields))
    flash(
        request, _("Your draft is there. Fill in what is yours: the values, the owners, the words.")
    )
    return see_other(f"/objectives/{made.id}/edit")


def _where(request: WebRequest) -> dict[str, Any]:
    return {name: request.POST[name] for name in ("cycle", "team") if name in request.POST}


def _form(request: WebRequest, template: Template, form: Form) -> HttpResponse:
    actor = request.actor
    values = dict(form.values)
    cycles = open_cycles(actor)
    usual = cycle_to_write_for(actor, cycles)
    language = spoken(template, str(values.get("language") or ""))
    context = {
        **filling_context(template, language, values, of_many=False),
        "values": values,
        "errors": form.errors,
        "languages": [one for one in languages() if one[0] in template.languages],
        "cycles": [(one.id, one.name) for one in cycles],
        "cycle": values.get("cycle") or (usual.id if usual else ""),
        "teams": [("", _("Myself")), *_teams(actor)],
        "suggested": {"team": actor.team_names[0][1] if actor.team_names else ""},
        "submission": values.get("submission") or new_submission(),
    }
    return page(request, "okr_templates/insert.html", context, status=form.status)


def _teams(actor: Actor) -> list[tuple[int, str]]:
    """Those for which the actor may draft."""
    if actor.is_steward:
        return team_options(actor)
    allowed = actor.teams | actor.leads
    return [(id, name) for id, name in actor.team_names if id in allowed]
