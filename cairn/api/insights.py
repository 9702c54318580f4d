"""Insights over REST: the numbers of the pages."""

from datetime import timedelta

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from cairn.api.documents import extra, parameter
from cairn.api.requests import ApiRequest, QueryIntake, answer, or_none, read_query
from cairn.api.schemas.insights import ProgressOut, QualityOut, RhythmOut
from cairn.api.schemas.types import ID
from cairn.api.shapes.insights import progress_shape, quality_shape, rhythm_shape
from cairn.cycles.queries import choose_current, cycles
from cairn.errors import NotFound
from cairn.goals.map.days import days_of
from cairn.insights.changes import changes_of, may_count_from
from cairn.insights.cover import cover_of
from cairn.insights.discipline import discipline_of
from cairn.insights.frame import Frame, frame_of
from cairn.insights.hygiene import hygiene_of
from cairn.insights.participation import participation_of
from cairn.insights.scores import scores_of
from cairn.insights.spread import spread_of
from cairn.insights.subject import PERSON, find_subject
from cairn.insights.trend import trend_of
from cairn.insights.weeks import WEEK
from cairn.organization.queries import find_organization
from cairn.storage import clock

router = Router(tags=["insights"])

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


def _intake(request: ApiRequest, *more: str) -> QueryIntake:
    """The parameters; an empty one is as good as none."""
    intake = read_query(request, *(one["name"] for one in ABOUT), *more)
    intake.fields = {name: value for name, value in intake.fields.items() if value}
    return intake


def _frame(request: ApiRequest, intake: QueryIntake) -> Frame:
    """Three queries; without any cycle there is nothing to find."""
    actor = request.auth
    known, today = list(cycles(actor)), clock.today(actor.time_zone)
    team, person = or_none(intake.id("team")), or_none(intake.id("person"))
    if team and person:
        intake.refuse("person", _("Ask for a team or a person."))
    chosen = choose_current(known, today)
    if intake.fields.get("cycle", "current") != "current":
        asked = or_none(intake.id("cycle"))
        chosen = next((one for one in known if one.id == asked), None)
        if chosen is None:
            intake.refuse("cycle", _("This does not exist, or you may not see it."))
    days = days_of(chosen, today, or_none(intake.day("on")))
    if days.refused:
        intake.refuse("on", _("This day lies outside the cycle."))
    intake.settle()
    if chosen is None:
        raise NotFound
    subject = find_subject(actor, team, person)
    organization = find_organization(actor)
    return frame_of(actor, organization, subject, known, chosen, today, days.chosen)
