"""The whole organization as a file: asked for, made by a worker, downloaded. For administrators."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cairn.errors import Conflict
from cairn.exchange.made_files import KEPT_DAYS
from cairn.exchange.organizations.commands import ask_export, delete_export, open_export
from cairn.exchange.organizations.queries import export_rows, exports_of, find_export
from cairn.web.downloads import file_answer
from cairn.web.forms import see_other
from cairn.web.pages import flash, fragment, member_page
from cairn.web.sessions import WebRequest
from cairn.web.settings.frame import settings_page
from cairn.web.submissions import new_submission, submission_of

HERE = "/settings/export"
ZIP = "application/zip"


@require_http_methods(["GET", "POST"])
@member_page
def export(request: WebRequest) -> HttpResponse:
    if request.method == "POST":
        return _ask(request)
    return settings_page(
        request,
        "export",
        rows=export_rows(exports_of(request.actor)),
        kept_days=KEPT_DAYS,
        submission=new_submission(),
    )


def _ask(request: WebRequest) -> HttpResponse:
    try:
        ask_export(request.actor, submission=submission_of(request))
    except Conflict as refusal:
        flash(request, str(refusal.reason), level="error")
    else:
        flash(request, _("The file is being made. It appears here."))
    return see_other(HERE)


@member_page
def row(request: WebRequest, export_id: int) -> HttpResponse:
    """One row of the list, which asks again while its file is being made."""
    found = export_rows([find_export(request.actor, export_id)])
    return fragment(request, "settings/export.html", "row", {"one": found[0]})


@member_page
def download(request: WebRequest, export_id: int) -> HttpResponse:
    name, opened = open_export(request.actor, export_id)
    return file_answer(ZIP, name, opened)


@require_POST
@member_page
def delete(request: WebRequest, export_id: int) -> HttpResponse:
    try:
        delete_export(request.actor, export_id)
    except Conflict as refusal:
        flash(request, str(refusal.reason), level="error")
    else:
        flash(request, _("The file is deleted."))
    return see_other(HERE)
