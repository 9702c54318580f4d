"""A person's or team's whole set over REST: submitted, confirmed or returned together."""

from collections.abc import Callable
from dataclasses import dataclass
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


def _set_of(actor: Actor, kind: str, id: int) -> QuerySet[Objective]:
    """What a person answers for, or a team owns, in any cycle, as far as the caller may see it."""
    model = Member if kind == "owner" else Team
    if not model._default_manager.filter(id=id, organization_id=actor.organization_id).exists():
        raise NotFound
    rules.require(actor, "objective.write", None)
    return visible_objectives(actor).filter(**{kind: id})


@dataclass(frozen=True, slots=True)
class Act:
    """What is sent, how it is read, and the command that does it to all of them or none."""

    model: type[Body]
    read: Callable[..., dict[str, Any]]
    do: Callable[..., object]


SUBMIT = Act(SubmittingAll, set_submission_fields, submit_objectives)
CONFIRM = Act(ConfirmingAll, set_confirmation_fields, confirm_objectives)
RETURN = Act(ReturningAll, set_return_fields, return_objectives)


def _act(request: ApiRequest, act: Act, kind: str, id: Id) -> HttpResponse:
    """Do it if all of them belong to the set; the objectives as they are now."""
    actor = request.auth
    whose = _set_of(actor, kind, path_id(id))
    sent = read_body(request, act.model)
    fields = sent.read(act.read, given(sent.fields))
    chosen = fields.pop("objectives")
    asked = set(chosen)
    if whose.filter(id__in=asked).count() != len(asked):
        raise NotFound
    act.do(actor, chosen, **fields)
    rows = whole(visible_objectives(actor).filter(id__in=asked).order_by("id"))
    shapes = [objective_shape(actor, row, today(actor)) for row in rows]
    return answer({"items": shapes, "next": None})


@router.post(
    "/members/{member_id}/submit-all",
    response=ObjectivePage,
    summary="Ask for objectives of a person to be confirmed",
    openapi_extra=extra(body=SubmittingAll),
)
def submit_all_of_member(request: ApiRequest, member_id: Id) -> HttpResponse:
    return _act(request, SUBMIT, "owner", member_id)


@router.post(
    "/members/{member_id}/confirm-all",
    response=ObjectivePage,
    summary="Confirm objectives of a person",
    openapi_extra=extra(body=ConfirmingAll),
)
def confirm_all_of_member(request: ApiRequest, member_id: Id) -> HttpResponse:
    return _act(request, CONFIRM, "owner", member_id)


@router.post(
    "/members/{member_id}/return-all",
    response=ObjectivePage,
    summary="Return objectives of a person with one comment",
    openapi_extra=extra(body=ReturningAll),
)
def return_all_of_member(request: ApiRequest, member_id: Id) -> HttpResponse:
    return _act(request, RETURN, "owner", member_id)


@router.post(
    "/teams/{team_id}/submit-all",
    response=ObjectivePage,
    summary="Ask for objectives of a team to be confirmed",
    openapi_extra=extra(body=SubmittingAll),
)
def submit_all_of_team(request: ApiRequest, team_id: Id) -> HttpResponse:
    return _act(request, SUBMIT, "team", team_id)


@router.post(
    "/teams/{team_id}/confirm-all",
    response=ObjectivePage,
    summary="Confirm objectives of a team",
    openapi_extra=extra(body=ConfirmingAll),
)
def confirm_all_of_team(request: ApiRequest, team_id: Id) -> HttpResponse:
    return _act(request, CONFIRM, "team", team_id)


@router.post(
    "/teams/{team_id}/return-all",
    response=ObjectivePage,
    summary="Return objectives of a team with one comment",
    openapi_extra=extra(body=ReturningAll),
)
def return_all_of_team(request: ApiRequest, team_id: Id) -> HttpResponse:
    return _act(request, RETURN, "team", team_id)
