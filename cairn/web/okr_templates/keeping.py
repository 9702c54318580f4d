"""Writing a template of the organization's own."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cairn.coaching.language import reader_language
from cairn.errors import Conflict, Invalid, Stale
from cairn.okr_templates.commands.keeping import (
    create_template,
    delete_template,
    edit_template,
    restore_template,
)
from cairn.okr_templates.intake import MOST_LINES, read_template
from cairn.okr_templates.policy import rules
from cairn.okr_templates.queries import find_template
from cairn.okr_templates.templates import VALUE_HOLES, KeyResultTemplate, Template
from cairn.web.forms import Form, see_other, typed
from cairn.web.objectives.sentences import amount_text, unit_text
from cairn.web.okr_templates.words import offered, tag_word
from cairn.web.pages import flash, member_page, page, take_unsent
from cairn.web.sessions import WebRequest
from cairn.web.submissions import new_submission, submission_of

FIELDS = (
    *("title_zh", "title_en", "why_zh", "why_en", "department", "role", "type", "tags"),
    "version",
)
LINE = ("text_zh", "text_en", "kind", "unit", *VALUE_HOLES, "leading")
SPARE = 2
LEAST = 4


@require_http_methods(["GET", "POST"])
@member_page
def new(request: WebRequest) -> HttpResponse:
    """GET: an empty form, or `?from=` another template to begin with. POST: create it."""
    actor = request.actor
    rules.require(actor, "template.keep", None)
    if request.method == "POST":
        try:
            arguments = {"department": "other", **read_template(_sent(request))}
            made = create_template(actor, **arguments, submission=submission_of(request))
        except Invalid as refused:
            return _form(request, Form(typed(request), refused.fields), None)
        flash(request, _("The template is there. Everybody can find it now."))
        return see_other(f"/templates/{made.id}")
    origin = request.GET.get("from", "")
    values = take_unsent(request) or (
        {**values_of(find_template(actor, origin)), "version": ""} if origin else {}
    )
    return _form(request, Form(values), None)


@require_http_methods(["GET", "POST"])
@member_page
def edit(request: WebRequest, template_id: int) -> HttpResponse:
    actor = request.actor
    template = find_template(actor, str(template_id))
    rules.require(actor, "template.keep", None)
    if template.is_deleted:
        raise Conflict(_("This template was deleted. Restore it to go on with it."))
    if request.method != "POST":
        return _form(request, Form(take_unsent(request) or values_of(template)), template)
    try:
        edit_template(actor, template_id, **read_template(_sent(request)))
    except Invalid as refused:
        return _form(request, Form(typed(request), refused.fields), template)
    except Stale as stale:
        values = {**typed(request), "version": stale.version}
        return _form(request, Form(values), template, status=409)
    flash(request, _("Saved."))
    return see_other(f"/templates/{template_id}")


def _sent(request: WebRequest) -> dict[str, Any]:
    """The fields, with the lines in which something stands as `key_results`."""
    posted = request.POST
    fields: dict[str, Any] = {name: posted[name] for name in FIELDS if name in posted}
    lines = []
    for number in range(MOST_LINES):
        line = {name: posted.get(f"key_results/{number}/{name}", "") for name in LINE}
        lines.append(line)
    while lines and not any(lines[-1][name].strip() for name in ("text_zh", "text_en")):
        lines.pop()
    fields["key_results"] = lines
    if not fields.get("version"):
        fields.pop("version", None)
    return fields


def values_of(template: Template) -> dict[str, Any]:
    """The texts of the form as they are kept."""
    values: dict[str, Any] = {
        "title_zh": template.title.zh,
        "title_en": template.title.en,
        "why_zh": template.why.zh,
        "why_en": template.why.en,
        "department": template.department,
        "role": template.role,
        "type": template.type,
        "tags": ", ".join(template.tags if template.own_id else map(tag_word, template.tags)),
        "version": template.version,
    }
    for number, line in enumerate(template.key_results):
        for name, text in _line_values(line).items():
            values[f"key_results/{number}/{name}"] = text
    return values


def _line_values(line: KeyResultTemplate) -> dict[str, str]:
    language = reader_language()
    unit = line.unit.written(language)
    typical = {name: amount_text(line.values.get(name), unit, language) for name in VALUE_HOLES}
    return {
        "text_zh": line.text.zh,
        "text_en": line.text.en,
        "kind": line.kind,
        "unit": unit_text(unit),
        "leading": "on" if line.is_leading else "",
        **typical,
    }


def _form(
    request: WebRequest, form: Form, template: Template | None, *, status: int | None = None
) -> HttpResponse:
    values = dict(form.values)
    written = [
        number
        for number in range(MOST_LINES)
        if any(values.get(f"key_results/{number}/{name}") for name in ("text_zh", "text_en"))
    ]
    shown = min(max(LEAST, (written[-1] + 1 + SPARE) if written else 0), MOST_LINES)
    context = {
        "template": template,
        "values": values,
        "errors": form.errors,
        "numbers": range(shown),
        "is_stale": status == 409,
        "submission": values.get("submission") or new_submission(),
        **offered(),
    }
    return page(request, "okr_templates/edit.html", context, status=status or form.status)


@require_POST
@member_page
def delete(request: WebRequest, template_id: int) -> HttpResponse:
    delete_template(request.actor, template_id)
    flash(
        request,
        _("The template was deleted; drafts made from it stay."),
        undo_url=f"/templates/{template_id}/restore",
    )
    return see_other("/templates")


@require_POST
@member_page
def restore(request: WebRequest, template_id: int) -> HttpResponse:
    restore_template(request.actor, template_id)
    flash(request, _("The template is back."))
    return see_other(f"/templates/{template_id}")
