"""Ways to break what must always be true of reports; `test_constraints.py` tries them."""

from collections.abc import Callable
from typing import Any

from cairn.goals.models import KeyResult
from cairn.insights.models import ReportFile
from cairn.storage import clock


def _report(kr: KeyResult, **values: Any) -> ReportFile:
    return ReportFile.objects.create(
        organization_id=kr.organization_id,
        member_id=kr.owner_id or 0,
        occasion="review",
        format="page",
        cycle_id=kr.objective.cycle_id,
        locale="en",
        **values,
    )


def asked_twice(kr: KeyResult) -> None:
    for _ in range(2):
        _report(kr, submission="once")


REPORTS: dict[str, Callable[[KeyResult], object]] = {
    "report_file_one_end": lambda kr: _report(
        kr, made_at=clock.now(), failed_at=clock.now(), content=b"{}"
    ),
    "report_file_made": lambda kr: _report(kr, made_at=clock.now()),
    "report_file_asked_once": asked_twice,
}
