"""Absences over REST."""

from django.http import HttpResponse
from ninja import Router

from cairn.api.documents import extra
from cairn.api.objectives import path_id
from cairn.api.requests import ApiRequest, answer, given, read_body, read_query
from cairn.api.schemas.types import Id
from cairn.api.schemas.weekly import AbsenceChange, AbsenceList, AbsenceOut, NewAbsence
from cairn.api.shapes.weekly import absence_shape
from cairn.organization.away import absences_of, find_absence, standing_in, whose
from cairn.organization.commands.absences import change_absence, end_absence, plan_absence
from cairn.organization.intake import read_absence, read_absence_change
from cairn.organization.policy import rules
from cairn.organization.queries import find_member
from cairn.storage import clock

router = Router(tags=["absences"])


@router.get(
    "/members/{member_id}/absences",
    response=AbsenceList,
    summary="Absences of a person that are not over, soonest first",
    openapi_extra=extra(),
)
def list_absences(request: ApiRequest, member_id: Id) -> HttpResponse:
    """For the person themselves and those who may plan for them."""
    read_query(request).settle()
    actor, member = request.auth, find_member(request.auth, path_id(member_id))
    if member.id != actor.member_id:
        rules.require(actor, "absence.plan", whose(member))
    found = absences_of(actor, member.id, clock.today(actor.time_zone))
    return answer({"items": [absence_shape(one) for one in found], "next": None})


@router.get(
    "/me/standing-in",
    response=AbsenceList,
    summary="Absences in which you stand in, soonest first",
    openapi_extra=extra(),
)
def list_standing_in(request: ApiRequest) -> HttpResponse:
    read_query(request).settle()
    found = standing_in(request.auth, clock.today(request.auth.time_zone))
    return answer({"items": [absence_shape(one) for one in found], "next": None})


@router.post(
    "/members/{member_id}/absences",
    response={201: AbsenceOut},
    summary="Plan an absence with a stand-in",
    openapi_extra=extra(body=NewAbsence),
)
def create_absence(request: ApiRequest, member_id: Id) -> HttpResponse:
    found = path_id(member_id)
    sent = read_body(request, NewAbsence)
    made = plan_absence(request.auth, found, **sent.read(read_absence, given(sent.fields)))
    return answer(absence_shape(find_absence(request.auth, made.id)), 201)


@router.patch(
    "/absences/{absence_id}",
    response=AbsenceOut,
    summary="Change its days or who stands in",
    openapi_extra=extra(body=AbsenceChange),
)
def edit_absence(request: ApiRequest, absence_id: Id) -> HttpResponse:
    found = path_id(absence_id)
    sent = read_body(request, AbsenceChange)
    change_absence(request.auth, found, **sent.read(read_absence_change, given(sent.fields)))
    return answer(absence_shape(find_absence(request.auth, found)))


@router.post(
    "/absences/{absence_id}/end",
    response=AbsenceOut,
    summary="Back early, or not away after all",
    openapi_extra=extra(),
)
def close_absence(request: ApiRequest, absence_id: Id) -> HttpResponse:
    ended = end_absence(request.auth, path_id(absence_id))
    return answer(absence_shape(find_absence(request.auth, ended.id)))
