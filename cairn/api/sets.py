"""A person's or team's whole set over REST: submitted, confirmed or returned together."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Router

from cairn.api.documents import extra
from cairn.api.objectives import path_id, today
from cairn.api.requests import ApiRequest, answer, given, read_body
from cairn.api.schemas.confirmations import ConfirmingAll, ReturningAll, SubmittingAll
from cairn.api.schemas.objectives import ObjectivePage
from cairn.api.schemas.types import Body, Id
from cairn.api.shapes.objectives import objective_shape
from cairn.errors import NotFound
from cairn.goals.commands.confirming import (
    confirm_objectives,
    return_objectives,
    submit_objectives,
)
from cairn.goals.intake_agreeing import (
    set_confirmation_fields,
    set_return_fields,
    set_submission_fields,
)
from cairn.goals.loading import whole
from cairn.goals.models import Objective
from cairn.goals.policy import rules
from cairn.goals.queries import visible_objectives
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team

router = Router(tags=["agreeing"])
type Reader = Callable[..., dict[str, Any]]
type Act = Callable[..., object]


def _set_of(actor: Actor, kind: str, id: int) -> QuerySet[Objective]:
    """What a person answers for, or a team owns, in any cycle, as far as the caller may see it."""
    model = Member if kind == "owner" else Team
    if not model._default_manager.filter(id=id, organization_id=actor.organization_id).exists():
        raise NotFound
    rules.require(actor, "objective.write", None)
    return visible_objectives(actor).filter(**{kind: id})


def _act_on_set(
    request: ApiRequest, whose: QuerySet[Objective], model: type[Body], reader: Reader, act: Act
) -> HttpResponse:
    """Do it if all of them belong to the set; the objectives as they are now."""
    actor, sent = request.auth, read_body(request, model)
    fields = sent.read(reader, given(sent.fields))
    chosen = fields.pop("objectives")
    asked = set(chosen)
    if whose.filter(id__in=asked).count() != len(asked):
        raise NotFound
    act(actor, chosen, **fields)
    rows = whole(visible_objectives(actor).filter(id__in=asked).order_by("id"))
    shapes = [objective_shape(actor, row, today(actor)) for row in rows]
    return answer({"items": shapes, "next": None})


def _submit_all(request: ApiRequest, kind: str, id: Id) -> HttpResponse:
    whose = _set_of(request.auth, kind, path_id(id))
    return _act_on_set(request, whose, SubmittingAll, set_submission_fields, submit_objectives)


def _confirm_all(request: ApiRequest, kind: str, id: Id) -> HttpResponse:
    whose = _set_of(request.auth, kind, path_id(id))
    return _act_on_set(request, whose, ConfirmingAll, set_confirmation_fields, confirm_objectives)


def _return_all(request: ApiRequest, kind: str, id: Id) -> HttpResponse:
    whose = _set_of(request.auth, kind, path_id(id))
    return _act_on_set(request, whose, ReturningAll, set_return_fields, return_objectives)


@router.post(
    "/members/{member_id}/submit-all",
    response=ObjectivePage,
    summary="Ask for objectives of a person to be confirmed",
    openapi_extra=extra(body=SubmittingAll),
)
def submit_all_of_member(request: ApiRequest, member_id: Id) -> HttpResponse:
    return _submit_all(request, "owner", member_id)


@router.post(
    "/members/{member_id}/confirm-all",
    response=ObjectivePage,
    summary="Confirm objectives of a person",
    openapi_extra=extra(body=ConfirmingAll),
)
def confirm_all_of_member(request: ApiRequest, member_id: Id) -> HttpResponse:
    return _confirm_all(request, "owner", member_id)


@router.post(
    "/members/{member_id}/return-all",
    response=ObjectivePage,
    summary="Return objectives of a person with one comment",
    openapi_extra=extra(body=ReturningAll),
)
def return_all_of_member(request: ApiRequest, member_id: Id) -> HttpResponse:
    return _return_all(request, "owner", member_id)


@router.post(
    "/teams/{team_id}/submit-all",
    response=ObjectivePage,
    summary="Ask for objectives of a team to be confirmed",
    openapi_extra=extra(body=SubmittingAll),
)
def submit_all_of_team(request: ApiRequest, team_id: Id) -> HttpResponse:
    return _submit_all(request, "team", team_id)


@router.post(
    "/teams/{team_id}/confirm-all",
    response=ObjectivePage,
    summary="Confirm objectives of a team",
    openapi_extra=extra(body=ConfirmingAll),
)
def confirm_all_of_team(request: ApiRequest, team_id: Id) -> HttpResponse:
    return _confirm_all(request, "team", team_id)


@router.post(
    "/teams/{team_id}/return-all",
    response=ObjectivePage,
    summary="Return objectives of a team with one comment",
    openapi_extra=extra(body=ReturningAll),
)
def return_all_of_team(request: ApiRequest, team_id: Id) -> HttpResponse:
    return _return_all(request, "team", team_id)
