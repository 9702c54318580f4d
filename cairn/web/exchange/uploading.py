"""Choosing a file."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cairn.exchange.commands.preparing import start_import
from cairn.exchange.models import Format
from cairn.exchange.policy import rules
from cairn.exchange.uploads import MOST_MB, read_upload
from cairn.web.exchange.frame import address_of
from cairn.web.exchange.listing import origins
from cairn.web.forms import Form, answer, see_other
from cairn.web.pages import member_page
from cairn.web.sessions import WebRequest
from cairn.web.settings.frame import filled, settings_page
from cairn.web.submissions import new_submission, submission_of

READABLE = (Format.VIVA_TABLE, Format.VIVA_ARCHIVE, Format.SHEET, Format.TABLE)


@member_page
def new_import(request: WebRequest) -> HttpResponse:
    rules.require(request.actor, "import.prepare", None)
    if request.method == "POST":
        return answer(request, lambda: _start(request), lambda form: _show(request, form))
    return _show(request, filled(request))


def _start(request: WebRequest) -> HttpResponse:
    name, content = read_upload(request.FILES.get("file"))
    made = start_import(
        request.actor,
        file_name=name,
        content=content,
        format=request.POST.get("format", ""),
        submission=submission_of(request),
    )
    return see_other(address_of(made.id))


def _show(request: WebRequest, form: Form) -> HttpResponse:
    named = request.GET.get("from", "")
    formats = [("", _("Cairn finds out")), *((one.value, str(one.label)) for one in READABLE)]
    return settings_page(
        request,
        "imports",
        form,
        template="exchange/new",
        origin=next((one for one in origins() if one.name == named), None),
        formats=formats,
        most_mb=MOST_MB,
        submission=form.values.get("submission") or new_submission(),
    )
