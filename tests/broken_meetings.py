"""What the database must refuse of meetings; see `test_constraints.py`."""

from collections.abc import Callable
from typing import Any

from cairn.goals.models import KeyResult
from cairn.meetings.models import Attendance, Entry, Meeting
from cairn.storage import clock


def met(kr: KeyResult, **values: Any) -> Meeting:
    given = {
        "organization_id": kr.organization_id,
        "team_id": kr.objective.team_id,
        "cycle_id": kr.objective.cycle_id,
        "presenter_id": kr.owner_id,
        "started_by_id": kr.owner_id,
    }
    return Meeting.objects.create(**(given | values))


def two_at_once(kr: KeyResult) -> None:
    for _ in range(2):
        met(kr)


def twice_there(kr: KeyResult) -> None:
    meeting = met(kr)
    for _ in range(2):
        Attendance.objects.create(meeting=meeting, member_id=kr.owner_id or 0)


def taken(kr: KeyResult, times: int = 1, **values: Any) -> None:
    meeting = met(kr)
    for _ in range(times):
        Entry.objects.create(
            **({"meeting": meeting, "kind": "note", "body": "?", "author_id": kr.owner_id} | values)
        )


MEETINGS: dict[str, Callable[[KeyResult], object]] = {
    "meeting_one_open": two_at_once,
    "meeting_ended_by": lambda kr: met(kr, ended_at=clock.now()),
    "attendance_once": twice_there,
    "entry_objective": lambda kr: taken(kr, key_result=kr),
    "entry_action": lambda kr: taken(kr, kind="action"),
    "entry_submitted_once": lambda kr: taken(kr, times=2, submission="f00"),
}
