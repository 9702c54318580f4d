"""Planning rounds over REST: starting one, its plan, where everybody stands, its steps."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from ninja import Router

from cairn.api.documents import PAGE, extra
from cairn.api.objectives import path_id
from cairn.api.paging import (
    ID_COLUMN,
    PAGE_PARAMETERS,
    read_cursor,
    read_page,
    take_page,
    write_cursor,
)
from cairn.api.requests import ApiRequest, answer, given, read_body, read_query, read_words
from cairn.api.schemas.rounds import (
    DropIn,
    HourIn,
    NewRound,
    PlanChange,
    PlanningRoundOut,
    ReasonGiven,
    RoundPageOut,
    StepPageOut,
    StepRepeat,
)
from cairn.api.schemas.types import Id
from cairn.api.shapes.rounds import round_line, round_shape, step_shape
from cairn.organization.actor import Actor
from cairn.planning.commands.rounds import cancel_round, change_plan, start_round
from cairn.planning.commands.steps import (
    begin_step,
    drop_steps,
    extend_step,
    finish_step,
    repeat_step,
    skip_step,
)
from cairn.planning.intake_rounds import (
    drop_fields,
    hour_fields,
    plan_fields,
    reason_fields,
    repeat_fields,
    round_fields,
)
from cairn.planning.rounds import EVERYTHING, find_round, read_round, rounds, step_rows
from cairn.storage import clock

router = Router(tags=["planning"])
STEP = "/rounds/{round_id}/steps/{step_id}"


@router.get(
    "/rounds",
    response=RoundPageOut,
    summary="The planning rounds, newest first",
    openapi_extra=extra(*PAGE),
)
def list_rounds(request: ApiRequest) -> HttpResponse:
    intake = read_query(request, *PAGE_PARAMETERS)
    asked = read_page(intake)
    intake.settle()
    rows, following = take_page(rounds(request.auth), ("-id",), asked)
    return answer({"items": [round_line(one) for one in rows], "next": following})


@router.post(
    "/rounds",
    response={201: PlanningRoundOut},
    summary="Start a planning round, and open its room",
    openapi_extra=extra(body=NewRound),
)
def create_round(request: ApiRequest) -> HttpResponse:
    sent = read_body(request, NewRound)
    arguments = sent.read(round_fields, given(sent.fields))
    made = start_round(request.auth, arguments.pop("cycle_id"), **arguments)
    return _answer(request.auth, made.id, 201, Location=f"/api/v1/rounds/{made.id}")


def _answer(actor: Actor, round_id: int, status: int = 200, **headers: str) -> HttpResponse:
    held = find_round(actor, round_id)
    page = read_round(actor, held, clock.today(actor.time_zone), most=EVERYTHING)
    return answer(round_shape(actor, page), status, **headers)


@router.get(
    "/rounds/{round_id}",
    response=PlanningRoundOut,
    summary="A planning round: each team's step, and what must be dropped to be done in time",
    openapi_extra=extra(),
)
def show_round(request: ApiRequest, round_id: Id) -> HttpResponse:
    return _answer(request.auth, path_id(round_id))


@router.get(
    "/rounds/{round_id}/steps",
    response=StepPageOut,
    summary="The steps of a round's teams, of each the turn that counts",
    openapi_extra=extra(*PAGE),
)
def list_steps(request: ApiRequest, round_id: Id) -> HttpResponse:
    held = find_round(request.auth, path_id(round_id))
    intake = read_query(request, *PAGE_PARAMETERS)
    asked = read_page(intake)
    intake.settle()
    after = int(read_cursor((ID_COLUMN,), asked.cursor)[0]) if asked.cursor else 0
    on = clock.today(request.auth.time_zone)
    rows = step_rows(request.auth, held, on, after=after, most=asked.limit + 1)
    shown = rows[: asked.limit]
    following = write_cursor((str(shown[-1].step.id),)) if len(rows) > len(shown) else None
    return answer({"items": [step_shape(one) for one in shown], "next": following})


@router.patch(
    "/rounds/{round_id}",
    response=PlanningRoundOut,
    summary="Change the plan of a round",
    openapi_extra=extra(body=PlanChange),
)
def change_round(request: ApiRequest, round_id: Id) -> HttpResponse:
    find_round(request.auth, path_id(round_id))
    sent = read_body(request, PlanChange)
    change_plan(request.auth, path_id(round_id), **sent.read(plan_fields, given(sent.fields)))
    return _answer(request.auth, path_id(round_id))


@router.post(
    "/rounds/{round_id}/cancel",
    response=PlanningRoundOut,
    summary="Cancel a round: nothing is published, everything stays to be read",
    openapi_extra=extra(body=ReasonGiven, is_needed=False),
)
def cancel_one_round(request: ApiRequest, round_id: Id) -> HttpResponse:
    sent = read_words(request, ReasonGiven)
    cancel_round(request.auth, path_id(round_id), **sent.read(reason_fields, given(sent.fields)))
    return _answer(request.auth, path_id(round_id))


@router.post(
    "/rounds/{round_id}/drop",
    response=PlanningRoundOut,
    summary="Skip all steps that the advice would drop of one sort",
    openapi_extra=extra(body=DropIn),
)
def drop_from_round(request: ApiRequest, round_id: Id) -> HttpResponse:
    find_round(request.auth, path_id(round_id))
    sent = read_body(request, DropIn)
    drop_steps(request.auth, path_id(round_id), **sent.read(drop_fields, given(sent.fields)))
    return _answer(request.auth, path_id(round_id))


def _take(
    request: ApiRequest, round_id: str, step_id: str, act: Callable[..., Any], **arguments: Any
) -> HttpResponse:
    """Do it to a step of this round, and show where the round stands."""
    act(request.auth, path_id(step_id), within=path_id(round_id), **arguments)
    return _answer(request.auth, path_id(round_id))


@router.post(
    f"{STEP}/begin", response=PlanningRoundOut, summary="Begin a step", openapi_extra=extra()
)
def begin_one_step(request: ApiRequest, round_id: Id, step_id: Id) -> HttpResponse:
    return _take(request, round_id, step_id, begin_step)


@router.post(
    f"{STEP}/finish",
    response=PlanningRoundOut,
    summary="Mark a step as done",
    openapi_extra=extra(),
)
def finish_one_step(request: ApiRequest, round_id: Id, step_id: Id) -> HttpResponse:
    return _take(request, round_id, step_id, finish_step)


@router.post(
    f"{STEP}/skip",
    response=PlanningRoundOut,
    summary="Skip a step",
    openapi_extra=extra(body=ReasonGiven, is_needed=False),
)
def skip_one_step(request: ApiRequest, round_id: Id, step_id: Id) -> HttpResponse:
    sent = read_words(request, ReasonGiven)
    arguments = sent.read(reason_fields, given(sent.fields))
    return _take(request, round_id, step_id, skip_step, **arguments)


@router.post(
    f"{STEP}/repeat",
    response=PlanningRoundOut,
    summary="Have a step done again, as its next turn",
    openapi_extra=extra(body=StepRepeat, is_needed=False),
)
def repeat_one_step(request: ApiRequest, round_id: Id, step_id: Id) -> HttpResponse:
    sent = read_words(request, StepRepeat)
    arguments = sent.read(repeat_fields, given(sent.fields))
    return _take(request, round_id, step_id, repeat_step, **arguments)


@router.post(
    f"{STEP}/extend",
    response=PlanningRoundOut,
    summary="Ask a team for another hour over its set",
    openapi_extra=extra(body=HourIn),
)
def extend_one_step(request: ApiRequest, round_id: Id, step_id: Id) -> HttpResponse:
    sent = read_body(request, HourIn)
    arguments = sent.read(hour_fields, given(sent.fields))
    return _take(request, round_id, step_id, extend_step, **arguments)
