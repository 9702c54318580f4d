"""Ways to break what must always be true of the weekly rhythm; `test_constraints.py` tries them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from cairn.checkins.models import HelpRequest, Snooze, WeeklyUpdate
from cairn.goals.models import KeyResult
from cairn.organization.models import Absence, Organization, Team
from tests.broken_kpis import kpi
from tests.cast import TODAY


def _lead(kr: KeyResult) -> int:
    return Team.objects.values_list("lead_id", flat=True).get(id=kr.objective.team_id) or 0


def snoozed(kr: KeyResult) -> None:
    for _ in range(2):
        Snooze.objects.create(key_result=kr, member_id=kr.owner_id or 0, until_on=TODAY)


def kpi_snoozed(kr: KeyResult) -> None:
    made = kpi(kr)
    for _ in range(2):
        Snooze.objects.create(kpi=made, member_id=kr.owner_id or 0, until_on=TODAY)


def updated(kr: KeyResult) -> None:
    for _ in range(2):
        WeeklyUpdate.objects.create(
            organization_id=kr.organization_id, member_id=kr.owner_id or 0, week_on=TODAY
        )


def asked(kr: KeyResult, **values: Any) -> HelpRequest:
    given = {
        "organization_id": kr.organization_id,
        "asked_by_id": kr.owner_id,
        "asked_id": _lead(kr),
        "body": "?",
    }
    return HelpRequest.objects.create(**(given | values))


def away(kr: KeyResult, **values: Any) -> Absence:
    given = {
        "organization_id": kr.organization_id,
        "member_id": kr.owner_id,
        "stand_in_id": _lead(kr),
        "created_by_id": kr.owner_id,
        "starts_on": TODAY,
        "ends_on": TODAY,
    }
    return Absence.objects.create(**(given | values))


def _organization(kr: KeyResult, **values: Any) -> int:
    return Organization.objects.filter(id=kr.organization_id).update(**values)


WEEK: dict[str, Callable[[KeyResult], object]] = {
    "snooze_once": snoozed,
    "snooze_of_kpi_once": kpi_snoozed,
    "snooze_of_one_thing": lambda kr: Snooze.objects.create(
        member_id=kr.owner_id or 0, until_on=TODAY
    ),
    "weekly_update_once": updated,
    "help_request_objective": lambda kr: asked(kr, key_result=kr),
    "help_request_in_place": lambda kr: asked(kr, in_place=True),
    "help_request_not_oneself": lambda kr: asked(kr, asked_id=kr.owner_id),
    "help_request_submitted_once": lambda kr: [asked(kr, submission="f00") for _ in range(2)],
    "absence_ends_after_start": lambda kr: away(kr, ends_on=date(2026, 1, 1)),
    "absence_not_oneself": lambda kr: away(kr, stand_in_id=kr.owner_id),
    "team_cadence": lambda kr: Team.objects.filter(id=kr.objective.team_id or 0).update(
        cadence_days=0
    ),
    "organization_drafting": lambda kr: _organization(kr, drafting_days=0),
}
