"""What a team's meeting would go through now: everything of the team's, whoever starts it.

Each reader sees their part of it; see `stage.py`.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db.models import F

from cairn.checkins.helping import OPEN
from cairn.checkins.models import CheckIn, HelpRequest
from cairn.cycles.models import Cycle
from cairn.events.kinds import Kind
from cairn.events.models import Event
from cairn.goals.models import KeyResult, Objective, Status
from cairn.goals.status import status_of
from cairn.meetings.agenda import Candidate, Why
from cairn.meetings.models import Meeting
from cairn.organization.models import Team

USUALLY = timedelta(days=7)
OF_KEY_RESULTS = (
    Kind.KEY_RESULT_ADDED,
    Kind.KEY_RESULT_CHANGED,
    Kind.KEY_RESULT_WEIGHED,
    Kind.KEY_RESULT_CLAIMED,
    Kind.KEY_RESULT_HANDED_OVER,
    Kind.KEY_RESULT_RESTORED,
)


def candidates(team: Team, cycle: Cycle, on: date, now: datetime) -> list[Candidate]:
    """The team's open objectives of the cycle by their order, key result by key result. Six queries
    at most, whatever there is."""
    objectives = list(
        Objective.objects.filter(
            team=team,
            cycle=cycle,
            deleted_at__isnull=True,
            published_at__isnull=False,
            closed_as="",
        ).order_by("position", "id")
    )
    below: dict[int, list[KeyResult]] = {one.id: [] for one in objectives}
    ids = list(below)
    for kr in KeyResult.objects.filter(objective__in=ids, deleted_at__isnull=True).order_by(
        "position", "id"
    ):
        below[kr.objective_id].append(kr)
    since = _last_met(team, now)
    changed, asked = _changed(ids, since), _asked(below)
    found: list[Candidate] = []
    for one in objectives:
        rows: list[KeyResult | None] = [*below[one.id]] or [None]
        for row in rows:
            reasons = _reasons(one, row, on, changed, asked)
            found.append(Candidate(one.id, None if row is None else row.id, reasons))
    return found


def _last_met(team: Team, now: datetime) -> datetime:
    """When the team met last, else a week ago."""
    last = Meeting.objects.filter(team=team).order_by("-started_at").values_list("started_at")
    return last[0][0] if last[:1] else now - USUALLY


def _reasons(
    objective: Objective,
    key_result: KeyResult | None,
    on: date,
    changed: set[int],
    asked: set[int],
) -> frozenset[Why]:
    row = key_result or objective
    id = row.id
    said = key_result.said_status if key_result else ""
    done = key_result.progress if key_result else objective.shown_progress
    status = status_of(row, done, on, said=said).status
    held = {
        Why.CHANGED: id in changed,
        Why.AT_RISK: status == Status.AT_RISK,
        Why.STALE: status == Status.OUTDATED,
        Why.ASKED: id in asked,
    }
    return frozenset(why for why, holds in held.items() if holds)


def _changed(objective_ids: list[int], since: datetime) -> set[int]:
    """The key results with a check-in or a change of themselves since then."""
    said = CheckIn.objects.filter(
        key_result__objective__in=objective_ids, recorded_at__gt=since
    ).values_list("key_result_id", flat=True)
    changed = Event.objects.filter(
        objective_id__in=objective_ids, kind__in=OF_KEY_RESULTS, at__gt=since
    ).values_list("subject_id", flat=True)
    return {*said, *changed}


def _asked(below: Mapping[int, list[KeyResult]]) -> set[int]:
    """Key results (or objectives) for which help is asked, or whose last check-in names a blocker.

    What is asked about an objective stands with the first of its key results.
    """
    wanted = HelpRequest.objects.filter(OPEN, objective__in=below)
    asked: set[int] = set()
    for objective_id, key_result_id in wanted.values_list("objective_id", "key_result_id"):
        first = next((one.id for one in below[objective_id]), objective_id)
        asked.add(key_result_id or first)
    return asked | _blocked(list(below))


def _blocked(objective_ids: list[int]) -> set[int]:
    """By the latest check-in that nobody corrected."""
    latest = (
        CheckIn.objects.filter(
            key_result__objective__in=objective_ids,
            corrected_by__isnull=True,
            effective_on=F("key_result__checked_in_on"),
        )
        .order_by("recorded_at", "id")
        .values_list("key_result_id", "blockers")
    )
    said = dict(latest)
    return {id for id, blockers in said.items() if blockers.strip()}
