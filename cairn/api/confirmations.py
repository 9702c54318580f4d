"""Submitting, confirming and returning one objective over REST."""

from typing import Any

from django.http import HttpResponse
from ninja import Router

from cairn.api.documents import PAGE, extra
from cairn.api.objectives import path_id, today
from cairn.api.paging import PAGE_PARAMETERS, read_page, take_page
from cairn.api.requests import (
    ApiRequest,
    answer,
    given,
    no_content,
    read_body,
    read_query,
    read_words,
)
from cairn.api.schemas.confirmations import (
    Confirming,
    Returning,
    Submitting,
)
from cairn.api.schemas.objectives import ObjectiveOut, ObjectivePage
from cairn.api.schemas.types import Id
from cairn.api.shapes.objectives import objective_shape
from cairn.goals.commands.confirming import (
    confirm_objective,
    return_objective,
    submit_objective,
    withdraw_submission,
)
from cairn.goals.confirming import asked_of
from cairn.goals.intake_agreeing import (
    confirmation_fields,
    return_fields,
    submission_fields,
)
from cairn.goals.loading import whole
from cairn.goals.queries import visible_objectives
from cairn.organization.actor import Actor

router = Router(tags=["agreeing"])
OUT: dict[int, Any] = {200: ObjectiveOut, 204: None}


def _shown(actor: Actor, objective_id: int) -> HttpResponse:
    """The objective as it is now; 204 where publishing it for a few hid it from the caller."""
    found = list(whole(visible_objectives(actor).filter(id=objective_id)))
    if not found:
        return no_content()
    return answer(objective_shape(actor, found[0], today(actor)))


@router.post(
    "/objectives/{objective_id}/submit",
    response=OUT,
    summary="Ask for an objective to be confirmed",
    openapi_extra=extra(body=Submitting),
)
def submit(request: ApiRequest, objective_id: Id) -> HttpResponse:
    actor, found = request.auth, path_id(objective_id)
    sent = read_words(request, Submitting)
    submit_objective(actor, found, **sent.read(submission_fields, given(sent.fields)))
    return _shown(actor, found)


@router.post(
    "/objectives/{objective_id}/withdraw",
    response=OUT,
    summary="Take a submission back",
    openapi_extra=extra(),
)
def withdraw(request: ApiRequest, objective_id: Id) -> HttpResponse:
    actor, found = request.auth, path_id(objective_id)
    withdraw_submission(actor, found)
    return _shown(actor, found)


@router.post(
    "/objectives/{objective_id}/confirm",
    response=OUT,
    summary="Confirm an objective",
    openapi_extra=extra(body=Confirming),
)
def confirm(request: ApiRequest, objective_id: Id) -> HttpResponse:
    actor, found = request.auth, path_id(objective_id)
    sent = read_body(request, Confirming)
    confirm_objective(actor, found, **sent.read(confirmation_fields, given(sent.fields)))
    return _shown(actor, found)


@router.post(
    "/objectives/{objective_id}/return",
    response=OUT,
    summary="Return an objective with a comment",
    openapi_extra=extra(body=Returning),
)
def give_back(request: ApiRequest, objective_id: Id) -> HttpResponse:
    actor, found = request.auth, path_id(objective_id)
    sent = read_body(request, Returning)
    return_objective(actor, found, **sent.read(return_fields, given(sent.fields)))
    return _shown(actor, found)


@router.get(
    "/confirmations",
    response=ObjectivePage,
    summary="What waits for your confirmation, oldest submission last",
    openapi_extra=extra(*PAGE),
)
def list_waiting(request: ApiRequest) -> HttpResponse:
    """The objectives, each with its `agreement`."""
    actor = request.auth
    intake = read_query(request, *PAGE_PARAMETERS)
    asked = read_page(intake)
    intake.settle()
    waiting = asked_of(actor).order_by().values("objective")
    found = whole(visible_objectives(actor).filter(id__in=waiting))
    rows, following = take_page(found, ("-id",), asked)
    shapes = [objective_shape(actor, row, today(actor)) for row in rows]
    return answer({"items": shapes, "next": following})
