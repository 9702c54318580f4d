"""The insights of the organization, a team or a person, the rows behind each number, the exports."""

from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page

from cairn.insights.asking import asked_number
from cairn.insights.behind import key_results_behind, objectives_behind, people_behind
from cairn.insights.changes import Change
from cairn.insights.hygiene import Finding
from cairn.insights.number import KEY_RESULTS, PEOPLE, Number
from cairn.insights.scores import STEPS
from cairn.insights.tables import rows_by_group, share
from cairn.insights.words import (
    change_name,
    finding_name,
    finding_rule,
    group_name,
    kind_name,
    number_title,
)
from cairn.storage.ids import read_id
from cairn.web.insights import charts, export
from cairn.web.insights.asked import Insights, read_insights
from cairn.web.insights.parts import parts_of
from cairn.web.pages import fragment, member_page, page
from cairn.web.paging import PAGE, Slice, cut, wants_fragment
from cairn.web.sessions import WebRequest

LONGEST = 60


@gzip_page
@member_page
def show_insights(request: WebRequest) -> HttpResponse:
    shown = read_insights(request)
    if shown is None:
        return page(request, "insights/nothing.html", {})
    context = {
        **_common(shown),
        "parts": parts_of(shown),
        "views": _views(shown),
        "stack": charts.stack,
        "width_of": charts.meter,
        "meter_of": lambda count, of: charts.meter(share(count, of)),
        "counts_of": lambda scores: [scores.counts.get(step, 0) for step in STEPS],
        "rows_by_group": rows_by_group,
        "words": {
            "finding": finding_name,
            "rule": finding_rule,
            "change": change_name,
            "kind": kind_name,
        },
        "findings": tuple(Finding),
        "changes": tuple(Change),
    }
    return page(request, "insights/insights.html", context)


def _common(shown: Insights) -> dict[str, Any]:
    return {
        "shown": shown,
        "subject": shown.frame.subject,
        "cycle": shown.choice.chosen,
        "cycles": shown.choice.links("/insights", **_kept(shown)),
        "days": shown.days,
        "on": shown.frame.on,
    }


def _kept(shown: Insights) -> dict[str, str]:
    """What stays when another cycle is looked at."""
    asked = shown.asked
    return {
        "view": asked.view,
        "team": str(asked.team or ""),
        "person": str(asked.person or ""),
    }


def _views(shown: Insights) -> list[tuple[str, str, bool, None]]:
    names = {"progress": _("Progress"), "rhythm": _("Rhythm"), "quality": _("Quality")}
    return [
        (
            words,
            shown.address(view="" if view == "progress" else view),
            view == shown.asked.view,
            None,
        )
        for view, words in names.items()
    ]


@member_page
def show_rows(request: WebRequest) -> HttpResponse:
    shown = read_insights(request)
    if shown is None:
        return page(request, "insights/nothing.html", {})
    show, group = request.GET.get("show", "")[:LONGEST], request.GET.get("group", "")
    number = asked_number(shown.frame, show, group, shown.asked.since)
    rows, more = _rows(request, shown, number)
    context = {
        **_common(shown),
        "number": number,
        "title": number_title(number),
        "group": None if number.group is None else group_name(shown.frame.subject, number.group),
        "rows": rows,
        "filters": shown.filters(number),
        "more_url": shown.behind(number.text, number.group, since=number.since, after=more)
        if more
        else "",
    }
    if wants_fragment(request) and request.GET.get("after"):
        return fragment(request, "insights/rows.html", "rows", context)
    return page(request, "insights/rows.html", context)


def _rows(request: WebRequest, shown: Insights, number: Number) -> tuple[Any, str]:
    """A page of them, and the cursor behind its last one."""
    frame, after = shown.frame, request.GET.get("after", "")
    if number.kind == PEOPLE:
        id, _dot, name = after.partition(".")
        last = read_id(id)
        people = cut(people_behind(frame, number, (name, last) if last else None, PAGE + 1))
        end = people.rows[-1] if people.has_more else None
        return people.rows, f"{end[0]}.{end[1]}" if end else ""
    asked = (frame, number, read_id(after), PAGE + 1)
    found: Slice[Any] = cut(
        key_results_behind(*asked) if number.kind == KEY_RESULTS else objectives_behind(*asked)
    )
    return found.rows, str(found.rows[-1].id) if found.has_more else ""


urlpatterns = [
    path("insights", show_insights),
    path("insights/rows", show_rows),
    *export.urlpatterns,
]
