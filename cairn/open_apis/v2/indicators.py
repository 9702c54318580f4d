"""The indicator of an objective or a key result: where it starts, stands and goes to.

It has the id of what it measures. Of a key result it is its measure and its latest reading; of an
objective the progress that its key results make, or that was set by hand.
"""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cairn.checkins.commands.checkins import check_in
from cairn.errors import NotFound
from cairn.goals.commands.key_results import edit_key_result
from cairn.goals.commands.overrides import override_progress
from cairn.goals.models import KeyResult, Kind, Objective
from cairn.goals.queries import (
    find_key_result,
    find_objective,
    key_result_rows,
    one_objective_row,
)
from cairn.goals.rows import KeyResultRow
from cairn.intake import MISSING, Intake, refuse
from cairn.intake_amounts import read_unit
from cairn.open_apis.calls import LARGEST_NUMBER, Call, choice
from cairn.open_apis.instants import ms
from cairn.open_apis.numbers import (
    HUNDRED,
    NORMAL,
    SLIPPING,
    UNDEFINED,
    WORDS,
    plain_number,
    said,
    status_number,
)
from cairn.open_apis.records import KEY_RESULT, OBJECTIVE
from cairn.open_apis.v2.owners import owner
from cairn.storage.ids import read_id

BY_HAND, BY_TIME, BY_WORST = 0, 1, 2
FROM_BELOW = 1
COMMON, CUSTOM = 0, 1
LONGEST_UNIT = 5
UNITS = {"percent": "PERCENT", "number": "NONE", "CNY": "YUAN", "USD": "DOLLAR"}
COMMONS = {name: unit for unit, name in UNITS.items()}
LATE = max(WORDS)


def of_objective(call: Call, objective_id: str) -> dict[str, Any]:
    return {"indicator": _of_objective(call, find_objective(call.actor, read_id(objective_id)))}


def of_key_result(call: Call, key_result_id: str) -> dict[str, Any]:
    return {"indicator": _of_key_result(call, find_key_result(call.actor, read_id(key_result_id)))}


def _of_objective(call: Call, objective: Objective) -> dict[str, Any]:
    """From 0 to 100 percent."""
    row = one_objective_row(call.actor, objective.id, call.today)
    return said(
        id=str(objective.id),
        create_time=ms(objective.created_at),
        update_time=ms(objective.updated_at),
        owner=owner(call, objective.owner_id, objective.team_id),
        entity_type=OBJECTIVE,
        entity_id=str(objective.id),
        indicator_status=status_number(row.shown),
        status_calculate_type=BY_TIME,
        start_value=0,
        target_value=100,
        current_value=None if row.progress is None else plain_number(row.progress * HUNDRED),
        current_value_calculate_type=FROM_BELOW if objective.override is None else BY_HAND,
        unit={"unit_type": COMMON, "unit_value": "PERCENT"},
    )


def _of_key_result(call: Call, key_result: KeyResult) -> dict[str, Any]:
    objective = key_result.objective
    closed = {objective.id: objective.closed_as}
    rows = key_result_rows(call.actor, [objective.id], call.today, closed)
    row = next(one for one in rows if one.id == key_result.id)
    start, target, current = _line(row)
    return said(
        id=str(row.id),
        create_time=ms(key_result.created_at),
        update_time=ms(max(key_result.created_at, objective.updated_at)),
        owner=owner(call, key_result.owner_id or objective.owner_id, objective.team_id),
        entity_type=KEY_RESULT,
        entity_id=str(row.id),
        indicator_status=status_number(row.shown),
        status_calculate_type=BY_HAND if key_result.said_status else BY_TIME,
        start_value=plain_number(start),
        target_value=plain_number(target),
        current_value=plain_number(current),
        current_value_calculate_type=BY_HAND,
        unit=_unit(row.unit if row.kind != Kind.MILESTONES else "percent"),
    )


def _line(row: KeyResultRow) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Start, target and current value; of milestones the share that is reached, of what is to be
    kept the bound that it is kept at."""
    if row.kind == Kind.MILESTONES:
        reached = None if row.current is None else row.current * HUNDRED
        return Decimal(0), HUNDRED, reached
    if row.kind == Kind.MAINTAIN:
        return None, row.upper if row.lower is None else row.lower, row.current
    return row.start, row.target, row.current


def _unit(unit: str) -> dict[str, Any]:
    if unit in UNITS:
        return {"unit_type": COMMON, "unit_value": UNITS[unit]}
    return {"unit_type": CUSTOM, "unit_value": unit[:LONGEST_UNIT]}


def change_indicator(call: Call, indicator_id: str) -> dict[str, Any]:
    """Of a key result a check-in and a change of its measure; of an objective its progress."""
    try:
        key_result = find_key_result(call.actor, read_id(indicator_id))
    except NotFound:
        _change_objective(call, find_objective(call.actor, read_id(indicator_id)))
        return of_objective(call, indicator_id)
    _change_measure(call, key_result)
    _check_in(call, key_result)
    return of_key_result(call, indicator_id)


def _number(call: Call, name: str) -> Any:
    return call.sent_number(name, -LARGEST_NUMBER)


def _change_measure(call: Call, key_result: KeyResult) -> None:
    changes: dict[str, Any] = {}
    start, target = _number(call, "start_value"), _number(call, "target_value")
    unit = _sent_unit(call, key_result)
    if key_result.kind == Kind.MILESTONES:
        if (start, target) not in ((MISSING, MISSING), (Decimal(0), HUNDRED)):
            refuse("target_value", _("This key result has milestones: say which are reached."))
        return
    if unit is not MISSING and unit != key_result.unit:
        changes["unit"] = unit
    if key_result.kind == Kind.MAINTAIN:
        changes |= _bound(key_result, start, target)
    else:
        changes |= _ends(key_result, start, target)
    if changes:
        edit_key_result(call.actor, key_result.id, reason=call.reason, **changes)


def _bound(key_result: KeyResult, start: Any, target: Any) -> dict[str, Any]:
    if start is not MISSING:
        refuse("start_value", _("This key result keeps a value and starts nowhere."))
    if target is MISSING:
        return {}
    return {"upper" if key_result.lower is None else "lower": target}


def _ends(key_result: KeyResult, start: Any, target: Any) -> dict[str, Any]:
    """New ends of the line, and whether it rises or falls."""
    first = key_result.start if start is MISSING else start
    last = key_result.target if target is MISSING else target
    if (first, last) == (key_result.start, key_result.target):
        return {}
    falls = first is not None and last is not None and last < first
    return {"start": first, "target": last, "kind": Kind.DECREASE if falls else Kind.INCREASE}


def _sent_unit(call: Call, key_result: KeyResult) -> Any:
    """Ours where it is the one that we tell, a common one, or a label."""
    value = call.sent("unit")
    if value is MISSING:
        return MISSING
    fields = value if isinstance(value, dict) else {}
    kind = choice("unit", fields.get("unit_type"), (COMMON, CUSTOM))
    name = fields.get("unit_value")
    if kind is MISSING or not isinstance(name, str):
        refuse("unit", _("Give unit_type and unit_value."))
    if {"unit_type": kind, "unit_value": name} == _unit(key_result.unit):
        return key_result.unit
    if kind == COMMON:
        if name not in COMMONS:
            refuse("unit", _("Choose one of: %(choices)s.") % {"choices": ", ".join(COMMONS)})
        return COMMONS[name]
    intake = Intake({"unit": name})
    unit = read_unit(intake, "unit")
    intake.settle()
    return unit


def _check_in(call: Call, key_result: KeyResult) -> None:
    """A value is a reading; a status said by hand needs words, which name the app."""
    said_now: dict[str, Any] = {}
    value = _number(call, "current_value")
    if value is not MISSING:
        said_now["value"] = _reading(key_result, value)
    status = call.sent_choice("indicator_status", (UNDEFINED, NORMAL, SLIPPING, LATE))
    way = call.sent_choice("status_calculate_type", (BY_HAND, BY_TIME))
    call.sent_choice("current_value_calculate_type", (BY_HAND,))
    if status in WORDS and way != BY_TIME:
        said_now |= {"status": str(WORDS[status]), "note": call.reason}
    elif key_result.said_status and way != BY_TIME and said_now:
        said_now |= {"status": key_result.said_status, "note": call.reason}
    if said_now or (way == BY_TIME and key_result.said_status):
        check_in(call.actor, key_result.id, **said_now)


def _reading(key_result: KeyResult, value: Decimal) -> Decimal | None:
    """The share of milestones that is reached already may be said again, and nothing else."""
    if key_result.kind != Kind.MILESTONES:
        return value
    if key_result.current is None or value != key_result.current * HUNDRED:
        refuse("current_value", _("This key result has milestones: say which are reached."))
    return None


def _change_objective(call: Call, objective: Objective) -> None:
    ends = (_number(call, "start_value"), _number(call, "target_value"))
    if ends[0] not in (MISSING, Decimal(0)) or ends[1] not in (MISSING, HUNDRED):
        refuse("target_value", _("An objective goes from 0 to 100 percent."))
    if call.sent("unit") not in (MISSING, {"unit_type": COMMON, "unit_value": "PERCENT"}):
        refuse("unit", _("An objective goes from 0 to 100 percent."))
    if call.sent_choice("indicator_status", (UNDEFINED, NORMAL, SLIPPING, LATE)) is not MISSING:
        refuse("indicator_status", _("The status of an objective follows from its progress."))
    call.sent_choice("status_calculate_type", (BY_TIME,))
    way = call.sent_choice("current_value_calculate_type", (BY_HAND, FROM_BELOW))
    value = _number(call, "current_value")
    if way == FROM_BELOW:
        if objective.override is not None:
            override_progress(call.actor, objective.id, progress=None)
    elif value is not MISSING and value / HUNDRED != objective.shown_progress:
        override_progress(call.actor, objective.id, progress=value / HUNDRED, reason=call.reason)
