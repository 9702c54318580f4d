"""Reports for meetings: asking, how far each has come, reading and downloading."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from cairn.errors import Conflict
from cairn.goals.tallies import Tally
from cairn.insights.models import Format, Occasion
from cairn.insights.reports.commands import KEPT_DAYS, ask_report, delete_report
from cairn.insights.reports.contents import Report, TeamLine
from cairn.insights.reports.formats import WAYS, is_installed, read_contents
from cairn.insights.reports.intake import FIELDS, read_asking
from cairn.insights.reports.queries import content_of, find_report, report_rows, reports_of
from cairn.insights.reports.words import MARKS
from cairn.insights.words import kind_name
from cairn.organization.models import LOCALES
from cairn.storage import clock
from cairn.web.cycle_choice import choose_cycle
from cairn.web.downloads import file_answer
from cairn.web.forms import Form, answer, see_other
from cairn.web.insights.charts import columns, lines, stack
from cairn.web.pages import flash, fragment, member_page, page, take_unsent
from cairn.web.paging import PAGE, address, cut, id_in
from cairn.web.people import team_options
from cairn.web.sessions import WebRequest
from cairn.web.submissions import new_submission, submission_of

FULL = Decimal(1)
QUARTERS = tuple(Decimal(n) / 4 for n in range(5))


@require_http_methods(["GET", "POST"])
@member_page
def show_reports(request: WebRequest) -> HttpResponse:
    """GET: mine, and a form that asks for one (`?team=`, `?cycle=`, `?on=` chosen). POST: ask."""
    if request.method == "POST":
        return answer(request, lambda: _ask(request), lambda form: _list(request, form))
    chosen = {name: request.GET.get(name, "") for name in ("team", "cycle", "on")}
    return _list(request, Form(take_unsent(request) or chosen))


def _ask(request: WebRequest) -> HttpResponse:
    sent: dict[str, Any] = {name: request.POST.get(name) or None for name in FIELDS}
    sent["formats"] = request.POST.getlist("formats")
    fields = {name: value for name, value in sent.items() if value is not None}
    arguments = read_asking(fields, clock.today(request.actor.time_zone))
    try:
        made = ask_report(request.actor, **arguments, submission=submission_of(request))
    except Conflict as refusal:
        flash(request, str(refusal.reason), level="error")
        return see_other("/reports")
    count = len(made)
    words = ngettext(
        "%(n)s file is being made. It appears here.",
        "%(n)s files are being made. They appear here.",
        count,
    )
    flash(request, words % {"n": count})
    return see_other("/reports")


def _list(request: WebRequest, form: Form) -> HttpResponse:
    actor = request.actor
    found = reports_of(actor)
    before = id_in(request, "before")
    if before is not None:
        found = found.filter(id__lt=before)
    shown = cut(list(found[: PAGE + 1]))
    rows = report_rows(shown.rows)
    choice = choose_cycle(request, actor)
    context = {
        "rows": rows,
        "more_url": address("/reports", {"before": rows[-1].id}) if shown.has_more else "",
        "values": form.values,
        "errors": form.errors,
        "occasions": Occasion.choices,
        "formats": [(one.value, one.label, is_installed(one)) for one in Format],
        "chosen": _chosen(form),
        "languages": LOCALES,
        "locale_chosen": form.values.get("locale") or request.LANGUAGE_CODE,
        "teams": [("", _("The whole organization")), *team_options(actor)],
        "cycles": [(one.id, one.name) for one in choice.known],
        "cycle": form.values.get("cycle") or choice.id or "",
        "today": clock.today(actor.time_zone),
        "kept_days": KEPT_DAYS,
        "submission": form.values.get("submission") or new_submission(),
    }
    return page(request, "reports/list.html", context, status=form.status)


def _chosen(form: Form) -> list[str]:
    sent = form.values.get("formats")
    if sent is None:
        return [Format.PAGE.value]
    return sent if isinstance(sent, list) else [sent]


@member_page
def show_row(request: WebRequest, report_id: int) -> HttpResponse:
    """One row of the list, which asks again while its file is being made."""
    rows = report_rows([find_report(request.actor, report_id)])
    return fragment(request, "reports/list.html", "row", {"row": rows[0]})


@member_page
def show_report(request: WebRequest, report_id: int) -> HttpResponse:
    """The page to print, in the language in which it was asked for; other formats are downloads."""
    kept = find_report(request.actor, report_id)
    if kept.format != Format.PAGE or kept.made_at is None:
        return see_other("/reports")
    report = read_contents(content_of(request.actor, report_id)[1])
    with translation.override(report.locale):
        return page(request, "reports/report.html", _drawn(report) | {"report": report})


def _drawn(report: Report) -> dict[str, Any]:
    points = [one for one in report.trend if one.progress is not None]
    series = [
        ("expected", [one.expected for one in points]),
        ("progress", [one.progress for one in points]),
    ]
    ticks = [(one, f"{one * 100:.0f}%") for one in QUARTERS]
    return {
        "stack_of": _stack,
        "trend": lines([one.on for one in points], series, FULL, ticks)
        if len(points) > 1
        else None,
        "histograms": [(one, _columns(one.counts)) for one in report.scores],
        "kind_name": kind_name,
        "marks": MARKS,
    }


def _stack(line: TeamLine) -> Any:
    return stack(Tally(tuple((name, count) for name, count in line.counts.items() if count)))


def _columns(counts: tuple[int, ...]) -> Any:
    return columns([Decimal(one) for one in counts], Decimal(max(*counts, 1)))


@member_page
def download(request: WebRequest, report_id: int) -> HttpResponse:
    found, content = content_of(request.actor, report_id)
    if found.format == Format.PAGE:
        return see_other(f"/reports/{report_id}")
    return file_answer(WAYS[found.format].media_type, found.name, content)


@require_POST
@member_page
def delete(request: WebRequest, report_id: int) -> HttpResponse:
    delete_report(request.actor, report_id)
    flash(request, _("The report is deleted."))
    return see_other("/reports")


urlpatterns = [
    path("reports", show_reports),
    path("reports/<int:report_id>", show_report),
    path("reports/<int:report_id>/row", show_row),
    path("reports/<int:report_id>/file", download),
    path("reports/<int:report_id>/delete", delete),
]
