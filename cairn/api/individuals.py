"""The step of a planning round in which everybody writes their own, over REST."""

from django.http import HttpResponse
from ninja import Router

from cairn.api.agreeing import answer_with_sets
from cairn.api.documents import IDEMPOTENCY, PAGE, extra, parameter
from cairn.api.objectives import path_id
from cairn.api.paging import PAGE_PARAMETERS, read_page
from cairn.api.requests import (
    ApiRequest,
    answer,
    given,
    or_none,
    read_body,
    read_query,
    submission_of,
)
from cairn.api.schemas.announcing import OwnIn, PlannedOut
from cairn.api.schemas.confirmations import SetPage
from cairn.api.schemas.types import ID, Id, one_of
from cairn.api.shapes.announcing import planned_shape
from cairn.goals.agreeing import Stage
from cairn.planning.commands.individuals import write_own
from cairn.planning.individuals import find_team_within
from cairn.planning.intake_rounds import own_fields
from cairn.planning.models import Step
from cairn.planning.policy import rules
from cairn.planning.rounds import find_round

router = Router(tags=["planning"])


@router.get(
    "/rounds/{round_id}/individuals",
    response=SetPage,
    summary="Who of a team has drafted, submitted and confirmed, by name; for those who lead it",
    openapi_extra=extra(
        parameter("team", "A team of the round, with those below it; all unless said.", ID),
        parameter("stage", "How far they are.", one_of(Stage.values)),
        *PAGE,
    ),
)
def list_individuals(request: ApiRequest, round_id: Id) -> HttpResponse:
    actor = request.auth
    held = find_round(actor, path_id(round_id))
    intake = read_query(request, "team", "stage", *PAGE_PARAMETERS)
    team_id, asked = or_none(intake.id("team")), read_page(intake)
    stage = or_none(intake.choice("stage", Stage.values)) or ""
    intake.settle()
    team = held.team if team_id is None else find_team_within(held, team_id)
    rules.require(actor, "step.see_people", Step(round=held, team=team))
    return answer_with_sets(actor, held.cycle, "people", team, stage, asked)


@router.post(
    "/rounds/{round_id}/own",
    response={201: PlannedOut},
    summary="A draft of one's own for something above, aligned when the round is announced",
    openapi_extra=extra(IDEMPOTENCY, body=OwnIn),
)
def write_one_own(request: ApiRequest, round_id: Id) -> HttpResponse:
    held = find_round(request.auth, path_id(round_id))
    sent = read_body(request, OwnIn)
    arguments = sent.read(own_fields, given(sent.fields))
    made = write_own(request.auth, held.id, submission=submission_of(request), **arguments)
    return answer(planned_shape(made), 201)
