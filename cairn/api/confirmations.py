"""Agreeing over REST: one objective, a person's or team's set, and how far a cycle has come."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from typing import Any

import orjson
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from cairn.api.documents import PAGE, extra, parameter
from cairn.api.objectives import path_id, today
from cairn.api.paging import PAGE_PARAMETERS, read_page, take_page
from cairn.api.problems import InvalidParameter
from cairn.api.requests import (
    ApiRequest,
    answer,
    given,
    no_content,
    or_none,
    read_body,
    read_query,
    read_words,
)
from cairn.api.schemas.confirmations import (
    Confirming,
    ConfirmingAll,
    Returning,
    ReturningAll,
    SetPage,
    Submitting,
    SubmittingAll,
)
from cairn.api.schemas.objectives import ObjectiveOut, ObjectivePage
from cairn.api.schemas.types import ID, Id, one_of
from cairn.api.shapes.confirmations import set_shape
from cairn.api.shapes.objectives import objective_shape
from cairn.cycles.policy import rules as cycle_rules
from cairn.cycles.queries import find_cycle
from cairn.errors import NotFound
from cairn.goals.agreeing import Stage, expects_people, sets_of, tally_of
from cairn.goals.commands.confirming import (
    confirm_objective,
    confirm_objectives,
    return_objective,
    return_objectives,
    submit_objective,
    submit_objectives,
    withdraw_submission,
)
from cairn.goals.confirming import asked_of
from cairn.goals.intake_agreeing import (
    confirmation_fields,
    read_objective_ids,
    read_stamps,
    return_fields,
    submission_fields,
)
from cairn.goals.loading import whole
from cairn.goals.models import Objective
from cairn.goals.policy import rules
from cairn.goals.queries import visible_objectives
from cairn.intake import fault_of_text
from cairn.organization.actor import Actor
from cairn.organization.models import Member, Team
from cairn.storage.ids import read_id

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


# A whole set


def _set_of(actor: Actor, kind: str, id: int) -> QuerySet[Objective]:
    """What a person answers for, or a team owns, in any cycle, as far as the caller may see it."""
    whose = {"owner": id} if kind == "members" else {"team": id}
    return visible_objectives(actor).filter(**whose)


def _check_whose(actor: Actor, kind: str, id: str) -> None:
    """Whoever only looks may not act; the person or team has to be there."""
    model = Member if kind == "members" else Team
    if not model._default_manager.filter(
        id=path_id(id), organization_id=actor.organization_id
    ).exists():
        raise NotFound
    rules.require(actor, "objective.write", None)


def _act_on_set(
    request: ApiRequest, kind: str, id: str, ids: Iterable[int], act: Callable[[], object]
) -> HttpResponse:
    """Do it if all of them belong to the set; the objectives as they are now."""
    actor, asked = request.auth, set(ids)
    inside = _set_of(actor, kind, path_id(id)).filter(id__in=asked)
    if set(inside.values_list("id", flat=True)) != asked:
        raise NotFound
    act()
    rows = whole(visible_objectives(actor).filter(id__in=asked).order_by("id"))
    shapes = [objective_shape(actor, row, today(actor)) for row in rows]
    return answer({"items": shapes, "next": None})


def _submit_all(request: ApiRequest, kind: str, id: str) -> HttpResponse:
    _check_whose(request.auth, kind, id)
    sent = read_body(request, SubmittingAll)
    ids = sent.read(lambda fields: {"ids": read_objective_ids(fields)}, given(sent.fields))["ids"]
    more = submission_fields(given(sent.fields))
    return _act_on_set(request, kind, id, ids, lambda: submit_objectives(request.auth, ids, **more))


def _confirm_all(request: ApiRequest, kind: str, id: str) -> HttpResponse:
    _check_whose(request.auth, kind, id)
    sent = read_body(request, ConfirmingAll)
    stamps = sent.read(lambda fields: {"stamps": read_stamps(fields)}, given(sent.fields))["stamps"]
    more = confirmation_fields({**given(sent.fields), "stamp": "of each"})
    del more["stamp"]
    return _act_on_set(
        request, kind, id, stamps, lambda: confirm_objectives(request.auth, stamps, **more)
    )


def _return_all(request: ApiRequest, kind: str, id: str) -> HttpResponse:
    _check_whose(request.auth, kind, id)
    sent = read_body(request, ReturningAll)
    ids = sent.read(lambda fields: {"ids": read_objective_ids(fields)}, given(sent.fields))["ids"]
    more = return_fields(given(sent.fields))
    return _act_on_set(request, kind, id, ids, lambda: return_objectives(request.auth, ids, **more))


@router.post(
    "/members/{member_id}/submit-all",
    response=ObjectivePage,
    summary="Ask for objectives of a person to be confirmed",
    openapi_extra=extra(body=SubmittingAll),
)
def submit_all_of_member(request: ApiRequest, member_id: Id) -> HttpResponse:
    return _submit_all(request, "members", member_id)


@router.post(
    "/members/{member_id}/confirm-all",
    response=ObjectivePage,
    summary="Confirm objectives of a person",
    openapi_extra=extra(body=ConfirmingAll),
)
def confirm_all_of_member(request: ApiRequest, member_id: Id) -> HttpResponse:
    return _confirm_all(request, "members", member_id)


@router.post(
    "/members/{member_id}/return-all",
    response=ObjectivePage,
    summary="Return objectives of a person with one comment",
    openapi_extra=extra(body=ReturningAll),
)
def return_all_of_member(request: ApiRequest, member_id: Id) -> HttpResponse:
    return _return_all(request, "members", member_id)


@router.post(
    "/teams/{team_id}/submit-all",
    response=ObjectivePage,
    summary="Ask for objectives of a team to be confirmed",
    openapi_extra=extra(body=SubmittingAll),
)
def submit_all_of_team(request: ApiRequest, team_id: Id) -> HttpResponse:
    return _submit_all(request, "teams", team_id)


@router.post(
    "/teams/{team_id}/confirm-all",
    response=ObjectivePage,
    summary="Confirm objectives of a team",
    openapi_extra=extra(body=ConfirmingAll),
)
def confirm_all_of_team(request: ApiRequest, team_id: Id) -> HttpResponse:
    return _confirm_all(request, "teams", team_id)


@router.post(
    "/teams/{team_id}/return-all",
    response=ObjectivePage,
    summary="Return objectives of a team with one comment",
    openapi_extra=extra(body=ReturningAll),
)
def return_all_of_team(request: ApiRequest, team_id: Id) -> HttpResponse:
    return _return_all(request, "teams", team_id)


# A cycle


@router.get(
    "/cycles/{cycle_id}/agreeing",
    response=SetPage,
    summary="Who has drafted, submitted and confirmed, by name; for champions and administrators",
    openapi_extra=extra(
        parameter("kind", "`people` or `teams`.", one_of(["people", "teams"])),
        parameter("stage", "How far they are.", one_of(Stage.values)),
        parameter("team", "A team, with those below it.", ID),
        *PAGE,
    ),
)
def show_agreeing(request: ApiRequest, cycle_id: Id) -> HttpResponse:
    actor = request.auth
    cycle = find_cycle(actor, path_id(cycle_id))
    cycle_rules.require(actor, "cycle.change", cycle)
    intake = read_query(request, "kind", "stage", "team", *PAGE_PARAMETERS)
    kind = or_none(intake.choice("kind", ("people", "teams")))
    stage = or_none(intake.choice("stage", Stage.values)) or ""
    within, asked = or_none(intake.id("team")), read_page(intake)
    intake.settle()
    kind = kind or ("people" if expects_people(cycle) else "teams")
    team = _team(actor, within) if within else None
    rows = sets_of(
        actor,
        cycle,
        kind,
        within=team,
        stage=stage,
        after=_decode(asked.cursor) if asked.cursor else None,
        most=asked.limit + 1,
    )
    shown = rows[: asked.limit]
    following = _encode(shown[-1].name, shown[-1].id) if len(rows) > len(shown) else None
    tally = dict(tally_of(actor, cycle, kind, team).counts)
    shapes = [set_shape(row) for row in shown]
    return answer({"items": shapes, "next": following, "tally": tally})


def _team(actor: Actor, team_id: int) -> Team:
    found = Team.objects.filter(id=team_id, organization_id=actor.organization_id).first()
    if found is None:
        raise NotFound
    return found


def _encode(name: str, id: int) -> str:
    return urlsafe_b64encode(orjson.dumps([name, str(id)])).decode().rstrip("=")


def _decode(cursor: str) -> tuple[str, int]:
    try:
        name, spelled = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        id = read_id(spelled)
        if id is None or not isinstance(name, str) or fault_of_text(name):
            raise ValueError
    except (ValueError, TypeError):
        raise InvalidParameter(
            {"cursor": _("This is not a cursor of this list. Use the one in “next”.")}
        ) from None
    return name, id
