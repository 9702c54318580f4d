"""Key results and their check-ins over REST."""

from django.http import HttpResponse
from ninja import Router

from cairn.api.documents import IDEMPOTENCY, PAGE, extra, parameter
from cairn.api.objectives import path_id, today, unless_null, with_own_id
from cairn.api.paging import PAGE_PARAMETERS, read_page, take_page
from cairn.api.requests import (
    ApiRequest,
    answer,
    given,
    no_content,
    or_none,
    read_body,
    read_query,
    read_words,
    still_there,
    submission_of,
)
from cairn.api.schemas.key_results import (
    DeletedKeyResults,
    KeyResultChange,
    KeyResultOut,
    KeyResultReturn,
    NewKeyResult,
)
from cairn.api.schemas.objectives import KeyResultExplanationOut
from cairn.api.schemas.talk import CheckInOut, CheckInPage, NewCheckIn
from cairn.api.schemas.types import Id
from cairn.api.shapes.key_results import deleted_key_result_shape, key_result_shape
from cairn.api.shapes.objectives import input_shapes
from cairn.api.shapes.talk import checkin_shape
from cairn.api.shapes.values import amount
from cairn.checkins.commands.checkins import check_in
from cairn.checkins.intake import read_check_in
from cairn.checkins.queries import checkins_of_key_result
from cairn.goals.commands.key_results import (
    add_key_result,
    claim_key_result,
    delete_key_result,
    edit_key_result,
    restore_key_result,
)
from cairn.goals.explaining import fed_into, inputs_of_key_result
from cairn.goals.intake import read_key_result
from cairn.goals.loading import whole_key_result
from cairn.goals.queries import find_key_result, find_objective
from cairn.goals.removed import removed_key_results
from cairn.organization.actor import Actor

router = Router(tags=["key results"])

WHY = "Why; needed while the cycle runs."
NEWEST = ("-effective_on", "-recorded_at", "-id")


@router.post(
    "/objectives/{objective_id}/key-results",
    response={201: KeyResultOut},
    summary="Add a key result",
    openapi_extra=extra(IDEMPOTENCY, body=NewKeyResult),
)
def create_key_result(request: ApiRequest, objective_id: Id) -> HttpResponse:
    actor, found = request.auth, path_id(objective_id)
    sent = read_body(request, NewKeyResult)
    fields = {"title": "", **with_own_id(actor, given(sent.fields))}
    arguments = sent.read(read_key_result, fields, by_machine=True)
    made = add_key_result(actor, found, **arguments, submission=submission_of(request))
    return _answer(actor, made.id, 201, Location=f"/api/v1/key-results/{made.id}")


def _answer(actor: Actor, key_result_id: int, status: int = 200, **headers: str) -> HttpResponse:
    key_result = whole_key_result(actor, key_result_id)
    shape = key_result_shape(actor, key_result, key_result.objective, today(actor))
    return answer(shape, status, **headers)


@router.get(
    "/key-results/{key_result_id}",
    response=KeyResultOut,
    summary="Read a key result",
    openapi_extra=extra(),
)
def show_key_result(request: ApiRequest, key_result_id: Id) -> HttpResponse:
    return _answer(request.auth, path_id(key_result_id))


@router.patch(
    "/key-results/{key_result_id}",
    response=KeyResultOut,
    summary="Change a key result",
    openapi_extra=extra(body=KeyResultChange),
)
def change_key_result(request: ApiRequest, key_result_id: Id) -> HttpResponse:
    actor, found = request.auth, path_id(key_result_id)
    sent = read_body(request, KeyResultChange)
    unit = find_key_result(actor, found).unit
    told = unless_null(sent.fields, "version", "unit", "weight", "milestones")
    fields = with_own_id(actor, told)
    arguments = sent.read(read_key_result, fields, unit=unit, by_machine=True)
    edit_key_result(actor, found, **arguments)
    return _answer(actor, found)


@router.delete(
    "/key-results/{key_result_id}",
    response={204: None},
    summary="Delete a key result; the others share its weight",
    openapi_extra=extra(parameter("reason", WHY, {"type": "string", "maxLength": 2_000})),
)
def remove_key_result(request: ApiRequest, key_result_id: Id) -> HttpResponse:
    intake = read_query(request, "reason")
    reason = or_none(intake.text("reason", 2_000)) or ""
    intake.settle()
    delete_key_result(request.auth, path_id(key_result_id), reason=reason)
    return no_content()


@router.get(
    "/objectives/{objective_id}/deleted-key-results",
    response=DeletedKeyResults,
    summary="The key results that were deleted from an objective, latest first",
    openapi_extra=extra(),
)
def list_deleted_key_results(request: ApiRequest, objective_id: Id) -> HttpResponse:
    """The latest fifty; `can_restore` says whether the caller may bring one back."""
    actor = request.auth
    rows = removed_key_results(actor, find_objective(actor, path_id(objective_id)))
    return answer({"items": [deleted_key_result_shape(row) for row in rows], "next": None})


@router.post(
    "/key-results/{key_result_id}/restore",
    response=KeyResultOut,
    summary="Bring a deleted key result back",
    openapi_extra=extra(body=KeyResultReturn, is_needed=False),
)
def bring_key_result_back(request: ApiRequest, key_result_id: Id) -> HttpResponse:
    sent = read_words(request, KeyResultReturn)
    told = sent.read(read_key_result, given(sent.fields))
    restored = restore_key_result(request.auth, path_id(key_result_id), **told)
    return _answer(request.auth, restored.id)


@router.post(
    "/key-results/{key_result_id}/claim",
    response=KeyResultOut,
    summary="Become the owner of an open key result",
    openapi_extra=extra(),
)
def claim(request: ApiRequest, key_result_id: Id) -> HttpResponse:
    claimed = claim_key_result(request.auth, path_id(key_result_id))
    return _answer(request.auth, claimed.id)


@router.get(
    "/key-results/{key_result_id}/explain",
    response=KeyResultExplanationOut,
    summary="Explain the progress of a key result",
    openapi_extra=extra(),
)
def explain_key_result(request: ApiRequest, key_result_id: Id) -> HttpResponse:
    actor = request.auth
    key_result = find_key_result(actor, path_id(key_result_id))
    inputs = inputs_of_key_result(key_result, fed_into(actor, key_result.objective_id))
    return answer(
        {
            "progress": amount(key_result.progress),
            "own_progress": amount(key_result.own_progress),
            "inputs": input_shapes(inputs),
        }
    )


@router.get(
    "/key-results/{key_result_id}/check-ins",
    response=CheckInPage,
    summary="The check-ins of a key result, newest day first",
    openapi_extra=extra(*PAGE),
)
def list_check_ins(request: ApiRequest, key_result_id: Id) -> HttpResponse:
    intake = read_query(request, *PAGE_PARAMETERS)
    asked = read_page(intake)
    intake.settle()
    key_result = find_key_result(request.auth, path_id(key_result_id))
    rows, following = take_page(checkins_of_key_result(key_result.id), NEWEST, asked)
    return answer({"items": [checkin_shape(row) for row in rows], "next": following})


@router.post(
    "/key-results/{key_result_id}/check-ins",
    response={201: CheckInOut},
    summary="Check in",
    openapi_extra=extra(IDEMPOTENCY, body=NewCheckIn),
)
def make_check_in(request: ApiRequest, key_result_id: Id) -> HttpResponse:
    """Say where a key result stands: a value or milestones, a confidence, a word."""
    actor = request.auth
    key_result = find_key_result(actor, path_id(key_result_id))
    sent = read_body(request, NewCheckIn)
    fields = given(sent.fields)
    arguments = sent.read(read_check_in, fields, key_result=key_result, by_machine=True)
    made = check_in(actor, key_result.id, **{**arguments, "submission": submission_of(request)})
    row = still_there(checkins_of_key_result(key_result.id), made.id)
    return answer(checkin_shape(row), 201)
