"""Explain this number: the sum behind an objective's percentage, the formula behind a key result's."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cairn.goals.explaining import (
    Explanation,
    Input,
    explain_progress,
    fed_into,
    inputs_of_key_result,
)
from cairn.goals.models import KeyResult, Kind, Objective
from cairn.goals.policy import rules
from cairn.goals.queries import find_key_result, find_objective, key_result_rows
from cairn.goals.rows import KeyResultRow
from cairn.measures.amounts import plain_amount
from cairn.storage import clock
from cairn.web.filters import day as written_day
from cairn.web.filters import percent
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
    """What the sheet shows; `gap_points` is a fraction, positive behind the pace."""

    title: str
    progress: Decimal | None
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
        status=found.shown.status,
        gap_points=None if found.gap is None else found.gap * 100,
        expected=found.expected,
        day=day,
        days=days,
        inputs=tuple(_line(one) for one in found.inputs),
        measured=found.measured,
        counted=found.counted,
        left_out=tuple(_left_out(found)),
        automatic=found.automatic if found.override is not None else None,
        as_of_note=_last(found.last_checkin_on),
    )
    return _answer(request, objective, explanation, may_override=_may_override(request, objective))


def _line(part: Input) -> Line:
    title = _("its own measure") if part.kind == "measure" else part.title
    url = part.url if part.kind == "objective" else ""
    return Line(title, part.progress, part.weight, _points(part.contribution), url)


def _left_out(found: Explanation) -> Iterator[str]:
    """What is not in the sum, and why."""
    own = [one for one in found.inputs if one.kind == "key_result"]
    if undefined := sum(one.progress is None and one.weight > 0 for one in own):
        words = ngettext(
            "%(n)s key result not measured", "%(n)s key results not measured", undefined
        )
        yield words % {"n": undefined}
    if weightless := sum(one.weight == 0 for one in own):
        words = ngettext(
            "%(n)s key result of weight 0", "%(n)s key results of weight 0", weightless
        )
        yield words % {"n": weightless}
    if waiting := sum(one.progress is None for one in found.inputs if one.kind == "objective"):
        words = ngettext(
            "%(n)s aligned objective not measured", "%(n)s aligned objectives not measured", waiting
        )
        yield words % {"n": waiting}
    if found.aligned_only:
        words = ngettext(
            "%(n)s aligned objective, its contribution is off",
            "%(n)s aligned objectives, their contribution is off",
            found.aligned_only,
        )
        yield words % {"n": found.aligned_only}
    if found.override is not None:
        yield _("Set by hand: %(reason)s") % {"reason": found.override_reason}


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
    key_result = find_key_result(actor, key_result_id)
    objective = key_result.objective
    rows = key_result_rows(actor, [objective.id], today, {objective.id: objective.closed_as})
    row = next(one for one in rows if one.id == key_result.id)
    day, days = _days(row.starts_on, row.due_on, today)
    inputs = inputs_of_key_result(key_result, fed_into(actor, objective.id))
    explanation = Sum(
        title=row.title,
        progress=row.progress,
        status=row.status,
        gap_points=None if row.progress is None else (row.expected - row.progress) * 100,
        expected=row.expected,
        day=day,
        days=days,
        inputs=tuple(_line(one) for one in inputs),
        formula=formula_of(row, key_result),
        as_of_note=_last(row.last_checkin_on),
    )
    return _answer(request, objective, explanation)


def formula_of(row: KeyResultRow, key_result: KeyResult) -> str:
    """(current − start) / (target − start) with its values, or why there is no number: of its own
    measure, whatever else feeds it."""
    row = replace(row, progress=key_result.own_progress)
    if row.kind == Kind.MILESTONES:
        reached = sum((one.weight for one in row.milestones if one.reached_on), Decimal(0))
        whole = sum((one.weight for one in row.milestones), Decimal(0))
        return _("%(reached)s of %(whole)s milestones by weight = %(result)s") % {
            "reached": plain_amount(reached),
            "whole": plain_amount(whole),
            "result": percent(row.progress, 1),
        }
    if row.kind == Kind.MAINTAIN:
        if row.progress is None:
            return _("No value yet: the share of values inside %(band)s") % {
                "band": row.target_text
            }
        return _("Share of all values inside %(band)s = %(result)s") % {
            "band": row.target_text,
            "result": percent(row.progress, 1),
        }
    if row.start is None:
        return _("The baseline is still to be measured, so there is no progress yet.")
    if row.target is None:
        return _("There is no target yet, so there is no progress.")
    current = key_result.start if row.current is None else row.current
    numbers = [plain_amount(value) for value in (current or Decimal(0), row.start, row.target)]
    now, start, target = (_signed(number) for number in numbers)
    return f"({now} − {start}) / ({target} − {start}) = {percent(row.progress, 1)}"


def _signed(number: str) -> str:
    return f"({number})" if number.startswith("-") else number


def _answer(
    request: WebRequest, objective: Objective, explanation: Sum, *, may_override: bool = False
) -> HttpResponse:
    """The sheet alone for the popover, a page for everybody else."""
    context = {
        "objective": objective,
        "explanation": explanation,
        "manual_url": f"/objectives/{objective.id}/override" if may_override else None,
    }
    if request.headers.get("HX-Request"):
        return fragment(request, TEMPLATE, "sheet", context)
    return page(request, TEMPLATE, context)
