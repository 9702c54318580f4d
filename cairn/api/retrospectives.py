"""Retrospectives and lessons over REST."""

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Router

from cairn.api.documents import IDEMPOTENCY, PAGE, extra, parameter
from cairn.api.objectives import LONGEST_QUERY, path_id
from cairn.api.paging import PAGE_PARAMETERS, read_page, take_page
from cairn.api.requests import (
    ApiRequest,
    answer,
    given,
    no_content,
    or_none,
    read_body,
    read_query,
    still_there,
    submission_of,
)
from cairn.api.schemas.reviews import (
    LessonOut,
    LessonPage,
    NewLesson,
    NewRetrospective,
    RetrospectiveChange,
    RetrospectiveOut,
    RetrospectivePage,
)
from cairn.api.schemas.types import ID, Id
from cairn.api.shapes.reviews import lesson_shape, retrospective_shape
from cairn.goals.opening import open_objectives
from cairn.intake import Intake, present
from cairn.reviews.commands.lessons import add_lesson, delete_lesson, restore_lesson
from cairn.reviews.commands.retrospectives import (
    finish_retrospective,
    reopen_retrospective,
    start_retrospective,
    write_retrospective,
)
from cairn.reviews.intake import lesson_fields, text_fields
from cairn.reviews.lessons import found_lessons, seen_lessons
from cairn.reviews.looking_back import find_retrospective, seen_retrospectives
from cairn.reviews.models import Lesson, Retrospective

router = Router(tags=["reviews"])
CYCLE = parameter("cycle", "Of this cycle.", ID)
TEAM = parameter("team", "Of this team.", ID)


@router.get(
    "/retrospectives",
    response=RetrospectivePage,
    summary="List retrospectives, newest first",
    openapi_extra=extra(CYCLE, TEAM, *PAGE),
)
def list_retrospectives(request: ApiRequest) -> HttpResponse:
    """Those of objectives that you may see, of teams and of whole cycles."""
    actor = request.auth
    intake = read_query(request, "cycle", "team", *PAGE_PARAMETERS)
    asked, narrowed = read_page(intake), _narrowed(intake)
    intake.settle()
    found = seen_retrospectives(actor).filter(**narrowed)
    rows, following = take_page(found, ("-id",), asked)
    _load(rows)
    shapes = [retrospective_shape(actor, one) for one in rows]
    return answer({"items": shapes, "next": following})


def _narrowed(intake: Intake) -> dict[str, int]:
    wanted = {f"{name}_id": or_none(intake.id(name)) for name in ("cycle", "team")}
    return {name: id for name, id in wanted.items() if id is not None}


def _load(rows: list[Retrospective]) -> None:
    """What the policy compares, in one query."""
    ends = open_objectives({one.objective_id for one in rows if one.objective_id})
    for one in rows:
        if one.objective_id:
            one.objective = ends[one.objective_id]


@router.post(
    "/retrospectives",
    response={201: RetrospectiveOut},
    summary="Begin to look back, or go on",
    openapi_extra=extra(body=NewRetrospective),
)
def begin_retrospective(request: ApiRequest) -> HttpResponse:
    sent = read_body(request, NewRetrospective)
    made = start_retrospective(request.auth, **sent.read(_about, given(sent.fields)))
    return _answer(request, made.id, 201)


def _about(fields: dict[str, object]) -> dict[str, int]:
    intake = Intake(fields)
    arguments = present(**{name: intake.id(name) for name in ("objective", "team", "cycle")})
    intake.settle()
    return arguments


def _answer(request: ApiRequest, retrospective_id: int, status: int = 200) -> HttpResponse:
    actor = request.auth
    found = find_retrospective(actor, retrospective_id)
    return answer(retrospective_shape(actor, found), status)


@router.get(
    "/retrospectives/{retrospective_id}",
    response=RetrospectiveOut,
    summary="Read a retrospective",
    openapi_extra=extra(),
)
def show_retrospective(request: ApiRequest, retrospective_id: Id) -> HttpResponse:
    return _answer(request, path_id(retrospective_id))


@router.patch(
    "/retrospectives/{retrospective_id}",
    response=RetrospectiveOut,
    summary="Write in a retrospective",
    openapi_extra=extra(body=RetrospectiveChange),
)
def change_retrospective(request: ApiRequest, retrospective_id: Id) -> HttpResponse:
    found = path_id(retrospective_id)
    sent = read_body(request, RetrospectiveChange)
    arguments = sent.read(_texts, given(sent.fields))
    write_retrospective(request.auth, found, **arguments)
    return _answer(request, found)


def _texts(fields: dict[str, object]) -> dict[str, object]:
    intake = Intake(fields)
    version = intake.whole("version", 1, 999_999_999)
    intake.settle()
    return {**text_fields(fields), **present(version=version)}


@router.post(
    "/retrospectives/{retrospective_id}/finish",
    response=RetrospectiveOut,
    summary="Finish a retrospective; it is read-only then",
    openapi_extra=extra(),
)
def end_retrospective(request: ApiRequest, retrospective_id: Id) -> HttpResponse:
    found = path_id(retrospective_id)
    finish_retrospective(request.auth, found)
    return _answer(request, found)


@router.post(
    "/retrospectives/{retrospective_id}/reopen",
    response=RetrospectiveOut,
    summary="Go on writing in a finished retrospective",
    openapi_extra=extra(),
)
def open_retrospective_again(request: ApiRequest, retrospective_id: Id) -> HttpResponse:
    found = path_id(retrospective_id)
    reopen_retrospective(request.auth, found)
    return _answer(request, found)


@router.post(
    "/retrospectives/{retrospective_id}/lessons",
    response={201: LessonOut},
    summary="Keep a lesson",
    openapi_extra=extra(IDEMPOTENCY, body=NewLesson),
)
def keep_lesson(request: ApiRequest, retrospective_id: Id) -> HttpResponse:
    found = path_id(retrospective_id)
    sent = read_body(request, NewLesson)
    arguments = sent.read(lesson_fields, given(sent.fields))
    made = add_lesson(
        request.auth, found, body=arguments["body"], submission=submission_of(request)
    )
    return answer(lesson_shape(still_there(seen_lessons(request.auth), made.id)), 201)


@router.get(
    "/lessons",
    response=LessonPage,
    summary="Search the library of lessons, newest first",
    openapi_extra=extra(
        parameter("q", "Words of the lesson or its objective."), CYCLE, TEAM, *PAGE
    ),
)
def list_lessons(request: ApiRequest) -> HttpResponse:
    actor = request.auth
    intake = read_query(request, "q", "cycle", "team", *PAGE_PARAMETERS)
    asked, narrowed = read_page(intake), _narrowed(intake)
    q = or_none(intake.line("q", LONGEST_QUERY, required=False)) or ""
    intake.settle()
    found: QuerySet[Lesson] = seen_lessons(actor).filter(**narrowed)
    if q:
        found = found.filter(id__in=found_lessons(actor, q))
    rows, following = take_page(found, ("-id",), asked)
    return answer({"items": [lesson_shape(one) for one in rows], "next": following})


@router.delete(
    "/lessons/{lesson_id}",
    response={204: None},
    summary="Take a lesson out of the library",
    openapi_extra=extra(),
)
def drop_lesson(request: ApiRequest, lesson_id: Id) -> HttpResponse:
    delete_lesson(request.auth, path_id(lesson_id))
    return no_content()


@router.post(
    "/lessons/{lesson_id}/restore",
    response=LessonOut,
    summary="Bring a deleted lesson back",
    openapi_extra=extra(),
)
def bring_lesson_back(request: ApiRequest, lesson_id: Id) -> HttpResponse:
    """Within 30 days."""
    back = restore_lesson(request.auth, path_id(lesson_id))
    return answer(lesson_shape(still_there(seen_lessons(request.auth), back.id)))
