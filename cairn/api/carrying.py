"""Carrying down over REST."""

from typing import Any

from django.http import HttpResponse
from ninja import Router

from cairn.api.documents import IDEMPOTENCY, extra
from cairn.api.objectives import path_id, today
from cairn.api.requests import ApiRequest, answer, given, read_body, submission_of
from cairn.api.schemas.objectives import ObjectivePage
from cairn.api.schemas.ties import Carrying
from cairn.api.schemas.types import Id
from cairn.api.shapes.objectives import objective_shape
from cairn.goals.commands.carrying import carry_down
from cairn.goals.intake_ties import carrying_fields
from cairn.goals.loading import whole
from cairn.goals.queries import visible_objectives

router = Router(tags=["alignments"])


@router.post(
    "/objectives/{objective_id}/carry-down",
    response={201: ObjectivePage},
    summary="Give teams and people drafts that support an objective",
    openapi_extra=extra(IDEMPOTENCY, body=Carrying),
)
def carry_objective_down(request: ApiRequest, objective_id: Id) -> HttpResponse:
    """The drafts, in the order of the receivers, teams first."""
    return _carry_down(request, objective=path_id(objective_id))


@router.post(
    "/key-results/{key_result_id}/carry-down",
    response={201: ObjectivePage},
    summary="Give teams and people drafts that support a key result",
    openapi_extra=extra(IDEMPOTENCY, body=Carrying),
)
def carry_key_result_down(request: ApiRequest, key_result_id: Id) -> HttpResponse:
    return _carry_down(request, key_result=path_id(key_result_id))


def _carry_down(request: ApiRequest, **what: Any) -> HttpResponse:
    actor = request.auth
    sent = read_body(request, Carrying)
    arguments = sent.read(carrying_fields, given(sent.fields))
    made = carry_down(actor, **what, **arguments, submission=submission_of(request))
    order = [one.id for one in made]
    rows = {one.id: one for one in whole(visible_objectives(actor).filter(id__in=order))}
    on = today(actor)
    shapes = [objective_shape(actor, rows[id], on) for id in order if id in rows]
    return answer({"items": shapes, "next": None}, 201)
