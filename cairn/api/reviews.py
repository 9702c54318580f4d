"""The end of a cycle over REST: scores, closing, carrying over, ending the cycle."""

from typing import Any

from django.http import HttpResponse
from ninja import Router

from cairn.api.documents import PAGE, extra
from cairn.api.objectives import path_id, today
from cairn.api.paging import PAGE_PARAMETERS, read_page, take_page
from cairn.api.requests import ApiRequest, answer, given, read_body, read_query, read_words
from cairn.api.schemas.objectives import HistoryPage, ObjectiveOut, ObjectivePage
from cairn.api.schemas.organization import CycleOut
from cairn.api.schemas.reviews import CarryingOver, CycleEnding, Ending, NewScore, ScorePage
from cairn.api.schemas.ties import Reasoned
from cairn.api.schemas.types import Id
from cairn.api.shapes.objectives import event_shape, objective_shape
from cairn.api.shapes.organization import cycle_shape
from cairn.api.shapes.reviews import score_shape
from cairn.cycles.queries import current_cycle, find_cycle
from cairn.events.ledger import events_of
from cairn.events.queries import about_cycle
from cairn.goals.commands.checks import UNKNOWN
from cairn.goals.commands.closures import close_objective, reopen_objective
from cairn.goals.commands.cycles import reopen_cycle
from cairn.goals.loading import whole, whole_objective
from cairn.goals.queries import find_objective, visible_objectives
from cairn.intake import Intake, present, refuse
from cairn.reviews.commands.carrying import carry_over
from cairn.reviews.commands.cycles import close_cycle
from cairn.reviews.commands.scoring import give_opinion, score_key_result, score_objective
from cairn.reviews.intake import (
    LONGEST_REASON,
    carrying_fields,
    closing_fields,
    reason_fields,
    score_fields,
)
from cairn.reviews.queries import scores_of

router = Router(tags=["reviews"])


@router.get(
    "/objectives/{objective_id}/scores",
    response=ScorePage,
    summary="Every score of an objective and its key results, newest first",
    openapi_extra=extra(*PAGE),
)
def list_scores(request: ApiRequest, objective_id: Id) -> HttpResponse:
    """Of each key result and of the whole, the newest that is no opinion counts."""
    intake = read_query(request, *PAGE_PARAMETERS)
    asked = read_page(intake)
    intake.settle()
    objective = find_objective(request.auth, path_id(objective_id))
    rows, following = take_page(scores_of(objective.id), ("-id",), asked)
    return answer({"items": [score_shape(one) for one in rows], "next": following})


@router.post(
    "/objectives/{objective_id}/scores",
    response=ObjectiveOut,
    summary="Score a key result or the objective, or give a second opinion",
    openapi_extra=extra(body=NewScore),
)
def give_score(request: ApiRequest, objective_id: Id) -> HttpResponse:
    """The objective as it is then."""
    actor, found = request.auth, path_id(objective_id)
    sent = read_body(request, NewScore)
    fields = {name: value for name, value in sent.fields.items() if value is not None}
    if "score" in sent.fields:
        fields["score"] = sent.fields["score"]
    arguments = sent.read(_score, fields)
    key_result = arguments.pop("key_result", None)
    if key_result is not None:
        _require_own(request, found, key_result)
    if fields.get("opinion") is True:
        arguments.pop("seen", None)
        if arguments["value"] is None:
            refuse("score", UNKNOWN)
        give_opinion(actor, found, key_result=key_result, **arguments)
    elif key_result is not None:
        score_key_result(actor, key_result, **arguments)
    else:
        arguments["reason"] = arguments.pop("note", "")
        score_objective(actor, found, **arguments)
    return _answer(request, found)


def _score(fields: dict[str, Any]) -> dict[str, Any]:
    intake = Intake(fields)
    key_result = intake.id("key_result")
    intake.settle()
    return {**score_fields(fields), **present(key_result=key_result)}


def _require_own(request: ApiRequest, objective_id: int, key_result_id: int) -> None:
    """A key result of this objective and no other."""
    rows = find_objective(request.auth, objective_id).key_results
    if not rows.filter(id=key_result_id, deleted_at__isnull=True).exists():
        refuse("key_result", UNKNOWN)


def _answer(request: ApiRequest, objective_id: int) -> HttpResponse:
    actor = request.auth
    return answer(objective_shape(actor, whole_objective(actor, objective_id), today(actor)))


@router.post(
    "/objectives/{objective_id}/close",
    response=ObjectiveOut,
    summary="End an objective; it is read-only until reopened",
    openapi_extra=extra(body=Ending),
)
def end_objective(request: ApiRequest, objective_id: Id) -> HttpResponse:
    """Carrying over is an ending too, with its own address."""
    found = path_id(objective_id)
    sent = read_body(request, Ending)
    close_objective(request.auth, found, **sent.read(closing_fields, given(sent.fields)))
    return _answer(request, found)


@router.post(
    "/objectives/{objective_id}/reopen",
    response=ObjectiveOut,
    summary="Take a closing back",
    openapi_extra=extra(body=Reasoned),
)
def open_objective_again(request: ApiRequest, objective_id: Id) -> HttpResponse:
    found = path_id(objective_id)
    sent = read_body(request, Reasoned)
    reopen_objective(request.auth, found, **sent.read(reason_fields, given(sent.fields)))
    return _answer(request, found)


@router.post(
    "/carry-over",
    response={201: ObjectivePage},
    summary="Let objectives go on as drafts of a later cycle",
    openapi_extra=extra(body=CarryingOver),
)
def carry_objectives_over(request: ApiRequest) -> HttpResponse:
    """In the order asked for. All of it happens, or nothing."""
    actor = request.auth
    sent = read_body(request, CarryingOver)
    made = carry_over(actor, **{"cycle": None, **sent.read(carrying_fields, given(sent.fields))})
    order = [one.id for one in made]
    rows = {one.id: one for one in whole(visible_objectives(actor).filter(id__in=order))}
    on = today(actor)
    shapes = [objective_shape(actor, rows[id], on) for id in order if id in rows]
    return answer({"items": shapes, "next": None}, 201)


@router.post(
    "/cycles/{cycle_id}/close",
    response=CycleOut,
    summary="End a cycle whose scores are in",
    openapi_extra=extra(body=CycleEnding, is_needed=False),
)
def end_cycle(request: ApiRequest, cycle_id: Id) -> HttpResponse:
    """With scores missing it needs `anyway` and a reason."""
    actor = request.auth
    sent = read_words(request, CycleEnding)
    closed = close_cycle(actor, path_id(cycle_id), **sent.read(_ending, given(sent.fields)))
    now = current_cycle(actor)
    return answer(cycle_shape(actor, closed, now.id if now else None))


@router.post(
    "/cycles/{cycle_id}/reopen",
    response=CycleOut,
    summary="Open a closed cycle again, for scoring",
    openapi_extra=extra(body=Reasoned),
)
def open_cycle_again(request: ApiRequest, cycle_id: Id) -> HttpResponse:
    """Its reason stays in the history of the cycle."""
    actor = request.auth
    sent = read_body(request, Reasoned)
    opened = reopen_cycle(actor, path_id(cycle_id), **sent.read(reason_fields, given(sent.fields)))
    now = current_cycle(actor)
    return answer(cycle_shape(actor, opened, now.id if now else None))


@router.get(
    "/cycles/{cycle_id}/history",
    response=HistoryPage,
    summary="What happened to a cycle, newest first",
    openapi_extra=extra(*PAGE),
)
def list_cycle_history(request: ApiRequest, cycle_id: Id) -> HttpResponse:
    actor = request.auth
    intake = read_query(request, *PAGE_PARAMETERS)
    asked = read_page(intake)
    intake.settle()
    cycle = find_cycle(actor, path_id(cycle_id))
    events = about_cycle(events_of(actor.organization_id), cycle.id)
    rows, following = take_page(events, ("-id",), asked)
    return answer({"items": [event_shape(row) for row in rows], "next": following})


def _ending(fields: dict[str, Any]) -> dict[str, Any]:
    intake = Intake(fields)
    arguments = present(anyway=intake.flag("anyway"), reason=intake.text("reason", LONGEST_REASON))
    intake.settle()
    return arguments
