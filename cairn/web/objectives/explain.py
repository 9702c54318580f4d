"""Explain this number: the sum behind an objective's percentage, the formula behind a key result's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.goals.explaining import Input, explain_key_result, explain_progress
from cairn.goals.formulas import formula_of, left_out
from cairn.goals.models import Objective
from cairn.goals.policy import rules
from cairn.goals.queries import find_objective
from cairn.storage import clock
from cairn.web.filters import day as written_day
from cairn.web.pages import fragment, member_page, page
from cairn.web.sessions import WebRequest

TEMPLATE = "objectives/explain.html"


@dataclass(frozen=True, slots=True)
class Line:
    """A part of the sum as the sheet shows it; `adds` in points, None is left out. `url` where the
    part is an aligned objective."""

    title: str
    progress: Decimal | None
    weight: Decimal
    adds: Decimal | None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """What the sheet shows; `gap_points` is a fraction, positive behind the pace. `total` is what the
    inputs add up to, whatever was set by hand."""

    title: str
    progress: Decimal | None
    total: Decimal | None
    status: str
    gap_points: Decimal | None
    expected: Decimal
    day: int
    days: int
    inputs: tuple[Line, ...] = ()
    formula: str = ""
    measured: int = 0
    counted: int = 0
    left_out: tuple[str, ...] = ()
    automatic: Decimal | None = None
    as_of: None = None
    as_of_note: str = ""


def _days(first: date, last: date, today: date) -> tuple[int, int]:
    """Which day of the stretch this is, within it, and how many it has."""
    days = (last - first).days + 1
    return min(max((today - first).days + 1, 0), days), days


@require_safe
@member_page
def of_objective(request: WebRequest, objective_id: int) -> HttpResponse:
    actor = request.actor
    objective = find_objective(actor, objective_id)
    found = explain_progress(actor, objective_id, clock.today(actor.time_zone))
    day, days = _days(found.starts_on, found.due_on, found.on)
    explanation = Sum(
        title=objective.title,
        progress=found.progress,
        total=found.automatic,
        status=found.shown.status,
        gap_points=None if found.gap is None else found.gap * 100,
        expected=found.expected,
        day=day,
        days=days,
        inputs=tuple(_line(one) for one in found.inputs),
        measured=found.measured,
        counted=found.counted,
        left_out=tuple(left_out(found)),
        automatic=found.automatic if found.override is not None else None,
        as_of_note=_last(found.last_checkin_on),
    )
    may_override = _may_override(request, objective)
    about = {"objective": objective.id}
    return _answer(request, objective, explanation, about, may_override=may_override)


def _line(part: Input) -> Line:
    title = _("its own measure") if part.kind == "measure" else part.title
    url = part.url if part.kind == "objective" else ""
    return Line(title, part.progress, part.weight, _points(part.contribution), url)


def _points(contribution: Decimal | None) -> Decimal | None:
    return None if contribution is None else contribution * 100


def _last(day: date | None) -> str:
    if day is None:
        return _("no check-in yet")
    return _("last check-in %(day)s") % {"day": written_day(day)}


def _may_override(request: WebRequest, objective: Objective) -> bool:
    may = rules.can(request.actor, "objective.edit", objective)
    return may and not objective.is_closed and not objective.cycle.is_closed


@require_safe
@member_page
def of_key_result(request: WebRequest, key_result_id: int) -> HttpResponse:
    actor = request.actor
    today = clock.today(actor.time_zone)
    found = explain_key_result(actor, key_result_id, today)
    key_result, row = found.key_result, found.row
    day, days = _days(row.starts_on, row.due_on, today)
    explanation = Sum(
        title=row.title,
        progress=row.progress,
        total=row.progress,
        status=row.status,
        gap_points=None if row.progress is None else (row.expected - row.progress) * 100,
        expected=row.expected,
        day=day,
        days=days,
        inputs=tuple(_line(one) for one in found.inputs),
        formula=formula_of(row, key_result),
        as_of_note=_last(row.last_checkin_on),
    )
    return _answer(request, key_result.objective, explanation, {"key_result": key_result.id})


def _answer(
    request: WebRequest,
    objective: Objective,
    explanation: Sum,
    about: Mapping[str, int],
    *,
    may_override: bool = False,
) -> HttpResponse:
    """The sheet alone for the popover, a page with its file for everybody else."""
    context = {
        "objective": objective,
        "explanation": explanation,
        "about": about,
        "manual_url": f"/objectives/{objective.id}/override" if may_override else None,
    }
    if request.headers.get("HX-Request"):
        return fragment(request, TEMPLATE, "sheet", context)
    return page(request, TEMPLATE, context)
