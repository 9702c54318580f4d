"""Reviews of a period: where somebody looked back on their objectives, and their weekly updates."""

from collections import defaultdict
from typing import Any

from django.conf import settings

from cairn.checkins.weekly import updates
from cairn.cycles.models import Cycle
from cairn.cycles.queries import cycles
from cairn.open_apis.calls import Call
from cairn.open_apis.codes import Code, Refused
from cairn.open_apis.identities import both_ids, read_person
from cairn.open_apis.instants import ms
from cairn.organization.queries import names_of
from cairn.reviews.looking_back import seen_retrospectives
from cairn.storage.ids import read_id

MOST_PEOPLE, MOST_PERIODS = 5, 100

type Links = dict[tuple[int, int], list[dict[str, Any]]]


def query_reviews(call: Call) -> dict[str, Any]:
    """For each person and each period in which there is something that the caller may see."""
    people = _people(call)
    periods = _periods(call)
    looked_back, told = _looked_back(call, people, periods), _told(call, people, periods)
    return {
        "review_list": [
            {
                "user_id": both_ids(person),
                "review_period_list": [
                    {
                        "period_id": str(cycle.id),
                        "cycle_review_list": looked_back[person, cycle.id],
                        "progress_report_list": told[person, cycle.id],
                    }
                    for cycle in periods
                    if looked_back[person, cycle.id] or told[person, cycle.id]
                ],
            }
            for person in people
        ]
    }


def _people(call: Call) -> list[int]:
    asked = call.asked_all("user_ids", MOST_PEOPLE, needed=True)
    found = [read_person(text) or 0 for text in asked]
    known = names_of(call.actor, found)
    if any(id not in known for id in found):
        raise Refused(Code.UNKNOWN_USER)
    return found


def _periods(call: Call) -> list[Cycle]:
    asked = {read_id(text) for text in call.asked_all("period_ids", MOST_PERIODS, needed=True)}
    found = [one for one in cycles(call.actor) if one.id in asked]
    if not found:
        raise Refused(Code.NOT_FOUND)
    return found


def _looked_back(call: Call, people: list[int], periods: list[Cycle]) -> Links:
    """Retrospectives of their objectives."""
    found: Links = defaultdict(list)
    rows = seen_retrospectives(call.actor).filter(
        objective__owner__in=people, cycle__in=[one.id for one in periods]
    )
    for id, owner, cycle, at in rows.values_list(
        "id", "objective__owner_id", "cycle_id", "started_at"
    ):
        found[owner or 0, cycle].append(_link(f"/retrospectives/{id}", ms(at)))
    return found


def _told(call: Call, people: list[int], periods: list[Cycle]) -> Links:
    """Weekly updates that were published, of the weeks that end in a period."""
    found: Links = defaultdict(list)
    rows = updates(call.actor).filter(
        member__in=people,
        published_at__isnull=False,
        week_on__gte=min(one.starts_on for one in periods),
        week_on__lte=max(one.ends_on for one in periods),
    )
    for id, member, week_on, at in rows.values_list("id", "member_id", "week_on", "published_at"):
        for cycle in periods:
            if cycle.starts_on <= week_on <= cycle.ends_on:
                found[member, cycle.id].append(_link(f"/weekly/updates/{id}", ms(at)))
    return found


def _link(path: str, at: str | None) -> dict[str, Any]:
    return {"url": f"{settings.HOST_URL}{path}", "create_time": at}
