"""What teams need from each other, over REST."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from ninja import Router

from cairn.api.alignments import TRUTH
from cairn.api.documents import PAGE, extra, parameter
from cairn.api.objectives import path_id, today, unless_null
from cairn.api.paging import PAGE_PARAMETERS, read_page, take_page
from cairn.api.requests import (
    ApiRequest,
    answer,
    given,
    or_none,
    read_body,
    read_query,
    read_words,
)
from cairn.api.schemas.ties import (
    DependencyChange,
    DependencyOut,
    DependencyPage,
    DependencyYes,
    NewDependency,
    Reasoned,
)
from cairn.api.schemas.types import ID, Id, one_of
from cairn.api.shapes.ties import dependency_shape
from cairn.errors import NotFound
from cairn.goals.commands.dependencies import (
    accept_dependency,
    change_dependency,
    decline_dependency,
    deliver_dependency,
    request_dependency,
    withdraw_dependency,
)
from cairn.goals.dependencies import dependency_rows, late_on, seen_dependencies
from cairn.goals.intake_ties import dependency_fields
from cairn.goals.models import Dependency, DependencyState
from cairn.goals.queries import find_objective
from cairn.goals.waiting import asked_dependencies
from cairn.organization.actor import Actor

router = Router(tags=["dependencies"])

BY_DAY = ("needed_on", "id")
EMPTY = {"need": "", "needed_on": ""}


@router.get(
    "/objectives/{objective_id}/dependencies",
    response=DependencyPage,
    summary="What an objective needs from other teams, by day",
    openapi_extra=extra(*PAGE),
)
def list_dependencies_of_objective(request: ApiRequest, objective_id: Id) -> HttpResponse:
    actor = request.auth
    intake = read_query(request, *PAGE_PARAMETERS)
    asked = read_page(intake)
    intake.settle()
    objective = find_objective(actor, path_id(objective_id))
    found = seen_dependencies(actor).filter(objective=objective)
    rows, following = take_page(found, BY_DAY, asked)
    return answer({"items": _shapes(actor, rows), "next": following})


def _shapes(actor: Actor, found: Iterable[Dependency]) -> list[dict[str, Any]]:
    on = today(actor)
    return [dependency_shape(row, on) for row in dependency_rows(actor, found, on)]


@router.post(
    "/objectives/{objective_id}/dependencies",
    response={201: DependencyOut},
    summary="Ask another team for something by a day",
    openapi_extra=extra(body=NewDependency),
)
def create_dependency(request: ApiRequest, objective_id: Id) -> HttpResponse:
    actor, found = request.auth, path_id(objective_id)
    sent = read_body(request, NewDependency)
    arguments = sent.read(dependency_fields, {**EMPTY, **given(sent.fields)})
    made = request_dependency(actor, found, **arguments)
    return _answer(actor, made.id, 201, Location=f"/api/v1/dependencies/{made.id}")


def _answer(actor: Actor, dependency_id: int, status: int = 200, **headers: str) -> HttpResponse:
    shapes = _shapes(actor, seen_dependencies(actor).filter(id=dependency_id))
    if not shapes:
        raise NotFound
    return answer(shapes[0], status, **headers)


@router.get(
    "/dependencies",
    response=DependencyPage,
    summary="What teams need from each other, by day",
    openapi_extra=extra(
        parameter("team", "The team that is asked.", ID),
        parameter(
            "waiting",
            "Asked of teams you answer for, or promised by them for today or before.",
            {"type": "boolean"},
        ),
        parameter("late", "Those whose day has passed.", {"type": "boolean"}),
        parameter("state", "How far it has come.", one_of(DependencyState.values)),
        *PAGE,
    ),
)
def list_dependencies(request: ApiRequest) -> HttpResponse:
    """Those of objectives that you may see."""
    actor = request.auth
    on = today(actor)
    intake = read_query(request, "team", "waiting", "late", "state", *PAGE_PARAMETERS)
    asked = read_page(intake)
    team, state = (
        or_none(intake.id("team")),
        or_none(intake.choice("state", DependencyState.values)),
    )
    is_waiting = or_none(intake.choice("waiting", TRUTH)) == "true"
    is_late = or_none(intake.choice("late", TRUTH)) == "true"
    intake.settle()
    found = seen_dependencies(actor)
    if is_waiting:
        found = found.filter(id__in=asked_dependencies(actor, on).order_by().values("id"))
    if is_late:
        found = found.filter(late_on(on))
    if team:
        found = found.filter(team_id=team)
    if state:
        found = found.filter(state=state)
    rows, following = take_page(found, BY_DAY, asked)
    return answer({"items": _shapes(actor, rows), "next": following})


@router.get(
    "/dependencies/{dependency_id}",
    response=DependencyOut,
    summary="Read a dependency",
    openapi_extra=extra(),
)
def show_dependency(request: ApiRequest, dependency_id: Id) -> HttpResponse:
    return _answer(request.auth, path_id(dependency_id))


@router.patch(
    "/dependencies/{dependency_id}",
    response=DependencyOut,
    summary="Change what is needed, or when",
    openapi_extra=extra(body=DependencyChange),
)
def alter_dependency(request: ApiRequest, dependency_id: Id) -> HttpResponse:
    actor, found = request.auth, path_id(dependency_id)
    sent = read_body(request, DependencyChange)
    fields = unless_null(sent.fields, "need", "needed_on")
    change_dependency(actor, found, **sent.read(dependency_fields, fields))
    return _answer(actor, found)


@router.post(
    "/dependencies/{dependency_id}/accept",
    response=DependencyOut,
    summary="Promise what is needed for the day that was asked",
    openapi_extra=extra(body=DependencyYes, is_needed=False),
)
def promise_dependency(request: ApiRequest, dependency_id: Id) -> HttpResponse:
    actor, found = request.auth, path_id(dependency_id)
    sent = read_words(request, DependencyYes)
    accept_dependency(actor, found, **sent.read(dependency_fields, given(sent.fields)))
    return _answer(actor, found)


@router.post(
    "/dependencies/{dependency_id}/decline",
    response=DependencyOut,
    summary="Say no and why, or on which day it could be",
    openapi_extra=extra(body=Reasoned),
)
def refuse_dependency(request: ApiRequest, dependency_id: Id) -> HttpResponse:
    actor, found = request.auth, path_id(dependency_id)
    sent = read_body(request, Reasoned)
    decline_dependency(actor, found, **sent.read(dependency_fields, given(sent.fields)))
    return _answer(actor, found)


@router.post(
    "/dependencies/{dependency_id}/deliver",
    response=DependencyOut,
    summary="Say that it has come",
    openapi_extra=extra(),
)
def mark_dependency_delivered(request: ApiRequest, dependency_id: Id) -> HttpResponse:
    done = deliver_dependency(request.auth, path_id(dependency_id))
    return _answer(request.auth, done.id)


@router.post(
    "/dependencies/{dependency_id}/withdraw",
    response=DependencyOut,
    summary="Say that it is no longer needed",
    openapi_extra=extra(),
)
def call_dependency_off(request: ApiRequest, dependency_id: Id) -> HttpResponse:
    done = withdraw_dependency(request.auth, path_id(dependency_id))
    return _answer(request.auth, done.id)
