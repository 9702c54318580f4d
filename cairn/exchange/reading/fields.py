"""The fields of a line as an item, the same for our template and for any other sheet. Pure."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final, cast

from cairn.exchange.reading import values
from cairn.exchange.reading.choices_said import ENDED, KINDS, OBJECTIVE_TYPES, STATUSES
from cairn.exchange.reading.items import Item, Kind, Measure, Said
from cairn.exchange.reading.keys import with_keys
from cairn.exchange.reading.lines import Line
from cairn.exchange.rows import Milestone
from cairn.measures.units import LONGEST_LABEL

_METRIC: Final = ("start", "target", "upper", "current", "milestones", "kind")
_LONGEST_MILESTONE: Final = 200
_SIGNS: Final = {"¥": "CNY", "￥": "CNY", "$": "USD", "€": "EUR", "£": "GBP", "%": "percent"}


def fill(item: Item, line: Line, separators: str) -> None:
    """All that a line says of an item but its title, type and parents."""
    item.owners = line.found.people_of(line.text("owner"), separators, line.at("owner"))
    item.teams = line.found.teams_of(line.text("team"), separators, line.at("team"))
    item.cycle = line.found.cycle(line.text("cycle"), line.at("cycle"))
    item.starts_on, item.due_on = line.day("starts_on"), line.day("due_on")
    item.description = line.text("description")
    item.type = cast("Any", line.code("objective_type", OBJECTIVE_TYPES, "type_unknown"))
    item.tags = line.tags
    item.progress = line.read("progress", lambda text: values.read_share(text, 0), "value_unclear")
    item.status = line.code("status", STATUSES, "status_unknown")
    if item.status in ENDED:
        item.score = line.read("score", values.read_score, "score_unclear")
        item.ended_on = values.read_day(line.text("checked_in_on"))
    item.measure = measure_in(line, item.progress)


def measure_in(line: Line, progress: Decimal | None) -> Measure | None:
    """None where no cell says anything of a metric; percent complete where only progress is said."""
    if not any(line.text(field) for field in _METRIC):
        if progress is None:
            return None
        return Measure(
            "increase", "percent", Decimal(0), Decimal(100), current=progress, is_plain=True
        )
    unit = _unit(line)
    start, target, upper, current = (
        line.value(field, unit) for field in ("start", "target", "upper", "current")
    )
    steps = _milestones(line)
    kind = line.code("kind", KINDS, "direction_unknown")
    if not kind:
        kind = _kind(start, target, upper, steps)
    if current is None and progress is not None and start is not None and target is not None:
        current = round(start + progress / 100 * (target - start), 6).normalize() + 0
    return Measure(cast("Kind", kind), unit, start, target, upper, current, tuple(steps))


def _kind(
    start: Decimal | None,
    target: Decimal | None,
    upper: Decimal | None,
    steps: Sequence[Milestone],
) -> Kind:
    if steps:
        return "milestones"
    if upper is not None:
        return "maintain"
    turned = start is not None and target is not None and target < start
    return "decrease" if turned else "increase"


def _unit(line: Line) -> str:
    """As its cell says, else by the signs that stand at the values."""
    said = line.text("unit")
    if said:
        unit = values.unit_said(said)
        if unit is None:
            line.found.warn("unit_unclear", line.at("unit"), value=said)
        return unit or "number"
    for field in ("target", "start", "current"):
        text = line.text(field)
        if unit := next((unit for sign, unit in _SIGNS.items() if sign in text), ""):
            return unit
        if re.fullmatch(r"\d{1,3}:\d\d(?::\d\d)?", text):
            return "duration"
        if found := re.fullmatch(rf"[\d,.]+\s*([^\W\d_]{{1,{LONGEST_LABEL}}})", text):
            return values.unit_said(found[1]) or "number"
    return "number"


def _milestones(line: Line) -> list[Milestone]:
    """One to a line: name; weight; the day it was reached."""
    steps = []
    for row in line.text("milestones").splitlines():
        name, *more = (part.strip() for part in row.replace("；", ";").split(";"))
        day = next((day for part in more if (day := values.read_day(part))), None)
        weights = [part for part in more if values.read_day(part) is None and part]
        weight = values.read_share(weights[0], 0) if weights else Decimal(1)
        if name and weight is not None and 0 <= weight < 100_000:
            steps.append(Milestone(name[:_LONGEST_MILESTONE], weight, day))
        elif row.strip():
            line.found.warn("milestone_unclear", line.at("milestones"), value=row)
    return steps


def said_in(line: Line, item: Item) -> list[Said]:
    """What the line says of its last check-in; a note without a day goes to the description."""
    note, day = line.text("note"), line.day("checked_in_on")
    confidence = line.read("confidence", values.read_confidence, "confidence_unclear")
    status = "" if item.status in ENDED else item.status
    if day is None:
        if note:
            item.description = "\n".join(filter(None, (item.description, note)))
        if confidence is not None or status not in ("", "not_started"):
            line.found.warn("confidence_without_day", line.place)
        return []
    current = item.measure.current if item.measure else None
    by = item.owners[0] if item.owners else ""
    at = line.at("checked_in_on")
    return with_keys(item.key, [Said("", day, at, by, None, current, status, confidence, note)])
