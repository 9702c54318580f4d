"""Insights over REST: the numbers of the pages, and the tables of their charts as files."""

from datetime import timedelta
from typing import Annotated

from django.http import HttpResponse
from ninja import Router
from pydantic import WithJsonSchema

from cairn.api.documents import extra, parameter
from cairn.api.downloads import made_answer
from cairn.api.requests import ApiRequest, QueryIntake, answer, or_none, read_query
from cairn.api.schemas.insights import ProgressOut, QualityOut, RhythmOut
from cairn.api.schemas.types import ID, one_of
from cairn.api.shapes.insights import progress_shape, quality_shape, rhythm_shape
from cairn.exchange.writing.exports import USUAL, make_file, read_format
from cairn.exchange.writing.formats import EVERYWHERE, FORMATS
from cairn.insights.asking import asked_frame
from cairn.insights.changes import changes_of, may_count_from
from cairn.insights.cover import cover_of
from cairn.insights.discipline import discipline_of
from cairn.insights.frame import Frame
from cairn.insights.hygiene import hygiene_of
from cairn.insights.participation import participation_of
from cairn.insights.scores import scores_of
from cairn.insights.sheets import CHARTS, chart_sheet
from cairn.insights.spread import spread_of
from cairn.insights.subject import PERSON
from cairn.insights.trend import trend_of
from cairn.insights.weeks import WEEK

router = Router(tags=["insights"])

Chart = Annotated[str, WithJsonSchema(one_of(list(CHARTS)))]
DAY = {"type": "string", "format": "date"}
ABOUT = [
    parameter("cycle", "A cycle's id, or `current` (the default)."),
    parameter("team", "A team, with those below it and what their people own alone.", ID),
    parameter("person", "A member; not together with `team`.", ID),
    parameter("on", "A past day of the cycle; today without it.", DAY),
]
SINCE = parameter("since", "The day from which changes count; a week before without it.", DAY)


@router.get(
    "/insights/progress",
    response=ProgressOut,
    summary="Status by team, progress against pace and confidence over time, what changed",
    openapi_extra=extra(*ABOUT, SINCE),
)
def show_progress(request: ApiRequest) -> HttpResponse:
    """Only what you may see counts; a past number only if you could see it then."""
    intake = _intake(request, "since")
    since = or_none(intake.day("since"))
    frame = _frame(request, intake)
    if since is None or not may_count_from(frame, since):
        since = frame.on - timedelta(days=WEEK)
    found = spread_of(frame), trend_of(frame), changes_of(frame, since)
    return answer(progress_shape(frame, *found))


@router.get(
    "/insights/rhythm",
    response=RhythmOut,
    summary="Check-ins in time, round by round, and who takes part",
    openapi_extra=extra(*ABOUT),
)
def show_rhythm(request: ApiRequest) -> HttpResponse:
    """Counts of people by team, never a ranking."""
    frame = _frame(request, _intake(request))
    taking = None if frame.subject.kind == PERSON else participation_of(frame)
    return answer(rhythm_shape(frame, discipline_of(frame), taking))


@router.get(
    "/insights/quality",
    response=QualityOut,
    summary="What to put in order, alignment and scores",
    openapi_extra=extra(*ABOUT),
)
def show_quality(request: ApiRequest) -> HttpResponse:
    """All of it is advice."""
    frame = _frame(request, _intake(request))
    hygiene = None if frame.scope.past else hygiene_of(frame)
    return answer(quality_shape(frame, hygiene, cover_of(frame), scores_of(frame)))


@router.get(
    "/insights/tables/{chart}",
    response={200: None},
    summary="The table of a chart as a file: Excel, CSV, JSON or Markdown",
    openapi_extra=extra(
        *ABOUT,
        parameter(
            "since",
            "For `changes`: the day from which they count; without it the last meeting or look "
            "back, else a week before.",
            DAY,
        ),
        parameter("format", "What the file is.", one_of(list(EVERYWHERE)) | {"default": USUAL}),
        files={FORMATS[one].media_type.partition(";")[0] for one in EVERYWHERE},
    ),
)
def export_chart(request: ApiRequest, chart: Chart) -> HttpResponse:
    """What the page's *Export* gives. Columns are headed in your language; JSON has its field names
    and words in English. `participation` is of no person alone, `hygiene` of today only: 404."""
    intake = _intake(request, "since", "format")
    since, format = or_none(intake.day("since")), read_format(intake)
    frame = _frame(request, intake)
    sheet = chart_sheet(frame, chart, since, for_scripts=format == "json")
    return made_answer(make_file(request.auth, sheet, format))


def _intake(request: ApiRequest, *more: str) -> QueryIntake:
    """The parameters; an empty one is as good as none."""
    intake = read_query(request, *(one["name"] for one in ABOUT), *more)
    intake.fields = {name: value for name, value in intake.fields.items() if value}
    return intake


def _frame(request: ApiRequest, intake: QueryIntake) -> Frame:
    """Without any cycle there is nothing to find."""
    asked = {name: or_none(intake.id(name)) for name in ("team", "person")}
    cycle = intake.fields.get("cycle", "current")
    asked["cycle"] = None if cycle == "current" else or_none(intake.id("cycle"))
    on = or_none(intake.day("on"))
    intake.settle()
    return asked_frame(request.auth, **asked, on=on)
