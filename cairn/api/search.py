"""Search over REST."""

from django.http import HttpResponse
from ninja import Router

from cairn.api.documents import extra, parameter
from cairn.api.requests import ApiRequest, answer, or_none, read_query
from cairn.api.schemas.talk import FoundPage
from cairn.api.shapes.meetings import minute_found
from cairn.api.shapes.reviews import lesson_found
from cairn.api.shapes.talk import GROUPS, found_shapes
from cairn.api.shapes.weekly import update_found
from cairn.goals.finding import LONGEST_QUERY, find_everything
from cairn.meetings.finding import find_minutes_and_updates
from cairn.reviews.lessons import find_lessons
from cairn.storage import clock

router = Router(tags=["search"])

MOST_FOUND, USUALLY_FOUND = 50, 20


@router.get(
    "/search",
    response=FoundPage,
    summary="Find objectives, key results, members, teams, minutes, weekly updates and lessons",
    openapi_extra=extra(
        parameter(
            "q",
            "Words in Chinese or English; all of them must match.",
            {"type": "string", "minLength": 1, "maxLength": LONGEST_QUERY},
            required=True,
        ),
        parameter(
            "limit",
            "How many of each kind.",
            {"type": "integer", "minimum": 1, "maximum": MOST_FOUND, "default": USUALLY_FOUND},
        ),
    ),
)
def search_everything(request: ApiRequest) -> HttpResponse:
    actor = request.auth
    intake = read_query(request, "q", "limit")
    intake.fields = {"q": "", **intake.fields}
    words = intake.line("q", LONGEST_QUERY)
    most = or_none(intake.whole("limit", 1, MOST_FOUND)) or USUALLY_FOUND
    intake.settle()
    found = find_everything(actor, words, clock.today(actor.time_zone), most)
    minutes, updates = find_minutes_and_updates(actor, words, most + 1)
    lessons = find_lessons(actor, words, most + 1)
    more = sorted(
        [GROUPS[name] for name in found.more]
        + ["minute"] * (len(minutes) > most)
        + ["update"] * (len(updates) > most)
        + ["lesson"] * (len(lessons) > most)
    )
    items = [
        *found_shapes(found),
        *map(minute_found, minutes[:most]),
        *map(update_found, updates[:most]),
        *map(lesson_found, lessons[:most]),
    ]
    return answer({"items": items, "more": more, "next": None})
