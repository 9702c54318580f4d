"""The end of a planning round over REST: what is covered, what is to be aligned, the announcement."""

from django.http import HttpResponse
from ninja import Router

from cairn.api.documents import extra
from cairn.api.objectives import path_id
from cairn.api.requests import ApiRequest, answer, given, read_body, read_words
from cairn.api.schemas.announcing import AnnouncementIn, CoverageOut, PlannedIn, PlannedOut
from cairn.api.schemas.rounds import PlanningRoundOut
from cairn.api.schemas.types import Id
from cairn.api.shapes.announcing import coverage_shape, planned_shape
from cairn.api.shapes.rounds import round_shape
from cairn.planning.commands.aligning import plan_alignment, unplan_alignment
from cairn.planning.commands.announcing import announce_round
from cairn.planning.coverage import read_coverage
from cairn.planning.intake_rounds import alignment_fields, announcement_fields
from cairn.planning.rounds import EVERYTHING, find_round, read_round
from cairn.storage import clock

router = Router(tags=["planning"])


@router.get(
    "/rounds/{round_id}/coverage",
    response=CoverageOut,
    summary="What the teams' sets cover of the round's own, as far as the caller sees both",
    openapi_extra=extra(),
)
def show_coverage(request: ApiRequest, round_id: Id) -> HttpResponse:
    held = find_round(request.auth, path_id(round_id))
    found = read_coverage(request.auth, held, clock.today(request.auth.time_zone))
    return answer(coverage_shape(found))


@router.post(
    "/rounds/{round_id}/alignments",
    response={201: PlannedOut},
    summary="Say what a draft is to support once the round is announced",
    openapi_extra=extra(body=PlannedIn),
)
def plan_one_alignment(request: ApiRequest, round_id: Id) -> HttpResponse:
    find_round(request.auth, path_id(round_id))
    sent = read_body(request, PlannedIn)
    arguments = sent.read(alignment_fields, given(sent.fields))
    made = plan_alignment(request.auth, path_id(round_id), **arguments)
    return answer(planned_shape(made), 201)


@router.delete(
    "/rounds/{round_id}/alignments/{planned_id}",
    response={204: None},
    summary="Take back what a draft is to support",
    openapi_extra=extra(),
)
def drop_one_alignment(request: ApiRequest, round_id: Id, planned_id: Id) -> HttpResponse:
    unplan_alignment(request.auth, path_id(planned_id), within=path_id(round_id))
    return HttpResponse(status=204)


@router.post(
    "/rounds/{round_id}/announce",
    response=PlanningRoundOut,
    summary="Publish what was agreed on, all at once, and let the cycle run from its first day",
    openapi_extra=extra(body=AnnouncementIn, is_needed=False),
)
def announce_one_round(request: ApiRequest, round_id: Id) -> HttpResponse:
    find_round(request.auth, path_id(round_id))
    sent = read_words(request, AnnouncementIn)
    arguments = sent.read(announcement_fields, given(sent.fields))
    announce_round(request.auth, path_id(round_id), **arguments)
    held = find_round(request.auth, path_id(round_id))
    page = read_round(request.auth, held, clock.today(request.auth.time_zone), most=EVERYTHING)
    return answer(round_shape(request.auth, page))
