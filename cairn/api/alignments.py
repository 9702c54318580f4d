"""Alignments over REST: asking, answering, what they contribute, and what could be aligned to."""

from collections.abc import Iterable
from typing import Any

from django.db.models import FETCH_RAISE, QuerySet
from django.http import HttpResponse
from ninja import Router

from cairn.api.documents import PAGE, extra, parameter
from cairn.api.objectives import LONGEST_QUERY, path_id, today
from cairn.api.paging import PAGE_PARAMETERS, read_page, take_page
from cairn.api.requests import (
    ApiRequest,
    QueryIntake,
    answer,
    given,
    or_none,
    read_body,
    read_query,
    read_words,
)
from cairn.api.schemas.ties import (
    AlignmentChange,
    AlignmentEnding,
    AlignmentOut,
    AlignmentPage,
    AlignmentsOut,
    AlignmentYes,
    NewAlignment,
    Reasoned,
    TargetPage,
)
from cairn.api.schemas.types import Id, one_of
from cairn.api.shapes.ties import alignment_shape, target_shape
from cairn.goals.aligning import (
    MOST_TIES,
    find_alignment,
    proposed_targets,
    seen_alignments,
)
from cairn.goals.commands.alignments import (
    accept_alignment,
    decline_alignment,
    end_alignment,
    request_alignment,
    weigh_alignment,
)
from cairn.goals.intake_ties import alignment_fields, answer_fields, contribution_fields
from cairn.goals.models import Alignment, Answer
from cairn.goals.opening import open_objectives
from cairn.goals.queries import find_objective
from cairn.goals.waiting import asked_alignments
from cairn.organization.actor import Actor

router = Router(tags=["alignments"])

PEOPLE = ("requested_by", "answered_by", "ended_by")
TRUTH = ("true", "false")
MOST_TARGETS, USUAL_TARGETS = 50, 8
STATE = parameter("state", "How far it has come.", one_of(Answer.values))


@router.get(
    "/objectives/{objective_id}/alignments",
    response=AlignmentsOut,
    summary="What an objective supports, and what supports it",
    openapi_extra=extra(STATE, *PAGE),
)
def list_alignments_of_objective(request: ApiRequest, objective_id: Id) -> HttpResponse:
    """Only those whose other end you may see. The pages are those of `supported_by`."""
    actor = request.auth
    intake = read_query(request, "state", *PAGE_PARAMETERS)
    asked, state = read_page(intake), _state(intake)
    intake.settle()
    objective = find_objective(actor, path_id(objective_id))
    found = _loaded(seen_alignments(actor), state)
    above = list(found.filter(objective=objective).order_by("-id")[:MOST_TIES])
    below, following = take_page(found.filter(target=objective), ("-id",), asked)
    shapes = _shapes(actor, [*above, *below])
    return answer(
        {
            "supports": shapes[: len(above)],
            "supported_by": shapes[len(above) :],
            "next": following,
        }
    )


def _state(intake: QueryIntake) -> str | None:
    state: str | None = or_none(intake.choice("state", Answer.values))
    return state


def _loaded(found: QuerySet[Alignment], state: str | None) -> QuerySet[Alignment]:
    """With its people and key result; `_shapes` adds both ends."""
    narrowed = found.filter(state=state) if state else found
    return narrowed.select_related("key_result", *PEOPLE).fetch_mode(FETCH_RAISE)


def _shapes(actor: Actor, found: Iterable[Alignment]) -> list[dict[str, Any]]:
    found = list(found)
    ends = open_objectives({id for one in found for id in (one.objective_id, one.target_id)})
    on = today(actor)
    return [
        alignment_shape(actor, one, ends[one.objective_id], ends[one.target_id], on)
        for one in found
        if one.objective_id in ends and one.target_id in ends
    ]


@router.post(
    "/objectives/{objective_id}/alignments",
    response={201: AlignmentOut},
    summary="Ask that an objective supports another, or a key result",
    openapi_extra=extra(body=NewAlignment),
)
def create_alignment(request: ApiRequest, objective_id: Id) -> HttpResponse:
    """Asking the same again gives the first one."""
    actor, found = request.auth, path_id(objective_id)
    sent = read_body(request, NewAlignment)
    made = request_alignment(actor, found, **sent.read(alignment_fields, given(sent.fields)))
    return _answer(actor, made.id, 201, Location=f"/api/v1/alignments/{made.id}")


def _answer(actor: Actor, alignment_id: int, status: int = 200, **headers: str) -> HttpResponse:
    one = find_alignment(actor, alignment_id)
    shape = alignment_shape(actor, one, one.objective, one.target, today(actor))
    return answer(shape, status, **headers)


@router.get(
    "/alignments",
    response=AlignmentPage,
    summary="List alignments, newest first",
    openapi_extra=extra(
        parameter("waiting", "Those that wait for your own answer.", {"type": "boolean"}),
        STATE,
        *PAGE,
    ),
)
def list_alignments(request: ApiRequest) -> HttpResponse:
    """Those whose two ends you may see."""
    actor = request.auth
    intake = read_query(request, "waiting", "state", *PAGE_PARAMETERS)
    asked, state = read_page(intake), _state(intake)
    is_waiting = or_none(intake.choice("waiting", TRUTH)) == "true"
    intake.settle()
    found = asked_alignments(actor) if is_waiting else seen_alignments(actor)
    rows, following = take_page(_loaded(found, state), ("-id",), asked)
    return answer({"items": _shapes(actor, rows), "next": following})


@router.get(
    "/alignments/{alignment_id}",
    response=AlignmentOut,
    summary="Read an alignment",
    openapi_extra=extra(),
)
def show_alignment(request: ApiRequest, alignment_id: Id) -> HttpResponse:
    return _answer(request.auth, path_id(alignment_id))


@router.patch(
    "/alignments/{alignment_id}",
    response=AlignmentOut,
    summary="Set what an accepted alignment contributes",
    openapi_extra=extra(body=AlignmentChange),
)
def change_alignment(request: ApiRequest, alignment_id: Id) -> HttpResponse:
    actor, found = request.auth, path_id(alignment_id)
    sent = read_body(request, AlignmentChange)
    weigh_alignment(actor, found, **sent.read(contribution_fields, given(sent.fields)))
    return _answer(actor, found)


@router.post(
    "/alignments/{alignment_id}/accept",
    response=AlignmentOut,
    summary="Say yes to what was asked",
    openapi_extra=extra(body=AlignmentYes, is_needed=False),
)
def agree_to_alignment(request: ApiRequest, alignment_id: Id) -> HttpResponse:
    actor, found = request.auth, path_id(alignment_id)
    sent = read_words(request, AlignmentYes)
    accept_alignment(actor, found, **sent.read(answer_fields, given(sent.fields)))
    return _answer(actor, found)


@router.post(
    "/alignments/{alignment_id}/decline",
    response=AlignmentOut,
    summary="Say no, and why",
    openapi_extra=extra(body=Reasoned),
)
def refuse_alignment(request: ApiRequest, alignment_id: Id) -> HttpResponse:
    actor, found = request.auth, path_id(alignment_id)
    sent = read_body(request, Reasoned)
    decline_alignment(
        actor, found, **sent.read(answer_fields, {"reason": "", **given(sent.fields)})
    )
    return _answer(actor, found)


@router.post(
    "/alignments/{alignment_id}/end",
    response=AlignmentOut,
    summary="End an alignment; it stays in the history",
    openapi_extra=extra(body=AlignmentEnding, is_needed=False),
)
def stop_alignment(request: ApiRequest, alignment_id: Id) -> HttpResponse:
    actor, found = request.auth, path_id(alignment_id)
    sent = read_words(request, AlignmentEnding)
    end_alignment(actor, found, **sent.read(answer_fields, given(sent.fields)))
    return _answer(actor, found)


@router.get(
    "/objectives/{objective_id}/targets",
    response=TargetPage,
    summary="What an objective is likely to serve",
    openapi_extra=extra(
        parameter("q", "Search all that you may see instead."),
        parameter(
            "limit",
            "How many.",
            {
                "type": "integer",
                "minimum": 1,
                "maximum": MOST_TARGETS,
                "default": USUAL_TARGETS,
            },
        ),
    ),
)
def list_targets(request: ApiRequest, objective_id: Id) -> HttpResponse:
    """The teams above first, then what shares its words; never what would be a loop."""
    actor = request.auth
    intake = read_query(request, "q", "limit")
    q = or_none(intake.line("q", LONGEST_QUERY, required=False)) or ""
    most = or_none(intake.whole("limit", 1, MOST_TARGETS)) or USUAL_TARGETS
    intake.settle()
    objective = find_objective(actor, path_id(objective_id))
    found = proposed_targets(actor, objective, today(actor), q, most)
    return answer({"items": [target_shape(one) for one in found], "next": None})
