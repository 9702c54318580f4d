"""The table of a chart as a file, in any format that tables are written in."""

from django.http import HttpResponse
from django.urls import path

from cairn.errors import NotFound
from cairn.exchange.writing.exports import USUAL, make_file, read_format
from cairn.insights.sheets import chart_sheet
from cairn.intake import Intake
from cairn.web.exports import made_answer
from cairn.web.insights.asked import read_insights
from cairn.web.pages import member_page
from cairn.web.sessions import WebRequest


@member_page
def export_insights(request: WebRequest) -> HttpResponse:
    shown = read_insights(request)
    if shown is None:
        raise NotFound
    intake = Intake({"format": request.GET.get("format", "") or USUAL})
    format = read_format(intake)
    intake.settle()
    chart, since = request.GET.get("chart", "") or "status", shown.asked.since
    sheet = chart_sheet(shown.frame, chart, since, for_scripts=format == "json")
    return made_answer(make_file(request.actor, sheet, format))


urlpatterns = [path("exports/insights", export_insights)]
