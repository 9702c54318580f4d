"""Objectives over REST."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from ninja import Router

from cairn.api.documents import IDEMPOTENCY, PAGE, extra, parameter
from cairn.api.paging import PAGE_PARAMETERS, read_page, take_page
from cairn.api.requests import (
    ApiRequest,
    QueryIntake,
    answer,
    given,
    no_content,
    or_none,
    read_body,
    read_query,
    submission_of,
)
from cairn.api.schemas.objectives import (
    ExplanationOut,
    HistoryPage,
    NewObjective,
    ObjectiveChange,
    ObjectiveOut,
    ObjectivePage,
)
from cairn.api.schemas.types import ID, Id, one_of
from cairn.api.shapes.objectives import event_shape, explanation_shape, objective_shape
from cairn.cycles.queries import current_cycle
from cairn.errors import NotFound
from cairn.events.kinds import Kind
from cairn.goals.commands.drafts import draft_objective
from cairn.goals.commands.objectives import delete_objective, edit_objective, restore_objective
from cairn.goals.explaining import explain_progress
from cairn.goals.histories import events_about
from cairn.goals.intake import read_objective
from cairn.goals.loading import whole, whole_objective
from cairn.goals.models import Status
from cairn.goals.queries import Filters, filtered, find_objective
from cairn.organization.actor import Actor
from cairn.storage import clock
from cairn.storage.ids import read_id

router = Router(tags=["objectives"])

FILTERS = ("cycle", "team", "owner", "status", "q")
LONGEST_QUERY = 200
UNTOLD = (
    Kind.COMMENT_ADDED,
    Kind.COMMENT_CHANGED,
    Kind.COMMENT_DELETED,
    Kind.OBJECTIVE_ORDERED,
)
"""Comments have their own address, where deleted ones show no text."""


def today(actor: Actor) -> date:
    return clock.today(actor.time_zone)


def path_id(text: str) -> int:
    """The id in an address; what is no id is as unknown as one that does not exist."""
    found = read_id(text)
    if found is None:
        raise NotFound
    return found


def with_own_id(actor: Actor, fields: dict[str, Any]) -> dict[str, Any]:
    """`me` as an owner is the caller."""
    return {**fields, "owner": str(actor.member_id)} if fields.get("owner") == "me" else fields


def unless_null(fields: dict[str, Any], *names: str) -> dict[str, Any]:
    """In a change null empties a field; these have no empty state, so null means "not given"."""
    return {name: value for name, value in fields.items() if value is not None or name not in names}


@router.get(
    "/objectives",
    response=ObjectivePage,
    summary="List objectives, newest first",
    openapi_extra=extra(
        parameter("cycle", "A cycle's id, or `current`."),
        parameter("team", "The team that owns it.", ID),
        parameter("owner", "A member's id, or `me`."),
        parameter("status", "What it shows today.", one_of(Status.values)),
        parameter("q", "Words of the objective or its key results.", {"type": "string"}),
        *PAGE,
    ),
)
def list_objectives(request: ApiRequest) -> HttpResponse:
    """Those that you may see, your own drafts among them (`published` is false)."""
    actor = request.auth
    on = today(actor)
    intake = read_query(request, *FILTERS, *PAGE_PARAMETERS)
    filters = _filters(actor, intake)
    asked = read_page(intake)
    intake.settle()
    rows, following = take_page(whole(filtered(actor, filters, on)), ("-id",), asked)
    return answer({"items": [objective_shape(actor, row, on) for row in rows], "next": following})


def _filters(actor: Actor, intake: QueryIntake) -> Filters:
    fields = dict(with_own_id(actor, dict(intake.fields)))
    if fields.get("cycle") == "current":
        running = current_cycle(actor)
        fields["cycle"] = str(running.id) if running else "1"
    if not fields.get("status"):
        fields.pop("status", None)
    intake.fields = fields
    return Filters(
        cycle=or_none(intake.id("cycle")),
        team=or_none(intake.id("team")),
        owner=or_none(intake.id("owner")),
        status=or_none(intake.choice("status", Status.values)) or "",
        q=or_none(intake.line("q", LONGEST_QUERY, required=False)) or "",
    )


@router.post(
    "/objectives",
    response={201: ObjectiveOut},
    summary="Write an objective",
    openapi_extra=extra(IDEMPOTENCY, body=NewObjective),
)
def create_objective(request: ApiRequest) -> HttpResponse:
    actor = request.auth
    sent = read_body(request, NewObjective)
    fields = with_own_id(actor, given(sent.fields))
    if fields.get("cycle") == "current":
        del fields["cycle"]
    arguments = sent.read(read_objective, {"title": "", **fields})
    if "cycle" not in arguments:
        running = current_cycle(actor)
        arguments["cycle"] = running.id if running else None
    made = draft_objective(
        actor,
        **arguments,
        publish=fields.get("publish", False),
        submission=submission_of(request),
    )
    return _answer(actor, made.id, 201, Location=f"/api/v1/objectives/{made.id}")


def _answer(actor: Actor, objective_id: int, status: int = 200, **headers: str) -> HttpResponse:
    objective = whole_objective(actor, objective_id)
    return answer(objective_shape(actor, objective, today(actor)), status, **headers)


@router.get(
    "/objectives/{objective_id}",
    response=ObjectiveOut,
    summary="Read an objective with its key results",
    openapi_extra=extra(),
)
def show_objective(request: ApiRequest, objective_id: Id) -> HttpResponse:
    return _answer(request.auth, path_id(objective_id))


@router.patch(
    "/objectives/{objective_id}",
    response=ObjectiveOut,
    summary="Change or publish an objective",
    openapi_extra=extra(body=ObjectiveChange),
)
def change_objective(request: ApiRequest, objective_id: Id) -> HttpResponse:
    actor, found = request.auth, path_id(objective_id)
    sent = read_body(request, ObjectiveChange)
    fields = with_own_id(actor, sent.fields)
    arguments = sent.read(read_objective, unless_null(fields, "version"))
    edit_objective(actor, found, **arguments, publish=bool(fields.get("publish")))
    return _answer(actor, found)


@router.delete(
    "/objectives/{objective_id}",
    response={204: None},
    summary="Delete an objective; it can be restored for 30 days",
    openapi_extra=extra(),
)
def remove_objective(request: ApiRequest, objective_id: Id) -> HttpResponse:
    delete_objective(request.auth, path_id(objective_id))
    return no_content()


@router.post(
    "/objectives/{objective_id}/restore",
    response=ObjectiveOut,
    summary="Bring a deleted objective back",
    openapi_extra=extra(),
)
def bring_objective_back(request: ApiRequest, objective_id: Id) -> HttpResponse:
    restored = restore_objective(request.auth, path_id(objective_id))
    return _answer(request.auth, restored.id)


@router.get(
    "/objectives/{objective_id}/explain",
    response=ExplanationOut,
    summary="Explain the progress of an objective",
    openapi_extra=extra(),
)
def explain_objective(request: ApiRequest, objective_id: Id) -> HttpResponse:
    actor = request.auth
    return answer(explanation_shape(explain_progress(actor, path_id(objective_id), today(actor))))


@router.get(
    "/objectives/{objective_id}/history",
    response=HistoryPage,
    summary="What happened to an objective, newest first",
    openapi_extra=extra(*PAGE),
)
def list_history(request: ApiRequest, objective_id: Id) -> HttpResponse:
    actor = request.auth
    intake = read_query(request, *PAGE_PARAMETERS)
    asked = read_page(intake)
    intake.settle()
    objective = find_objective(actor, path_id(objective_id))
    events = events_about(actor, objective.id)
    rows, following = take_page(events.exclude(kind__in=UNTOLD), ("-id",), asked)
    return answer({"items": [event_shape(row) for row in rows], "next": following})
