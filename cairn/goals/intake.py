"""Objectives and key results as people and machines write them, read into command arguments."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.goals.models import InitiativeState, Kind, Type, Visibility
from cairn.intake import LONGEST_WORDS, MISSING, Intake, present
from cairn.intake_amounts import read_unit, read_value

LONGEST_TITLE = 300
LONGEST_KEY_RESULT = 500
MOST_MILESTONES = 50


def read_objective(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `draft_objective` and `edit_objective`; only what was given."""
    intake = Intake(fields)
    arguments = present(
        title=intake.line("title", LONGEST_TITLE),
        description=intake.text("description"),
        type=intake.choice("type", Type.values),
        is_growth=intake.flag("growth"),
        visibility=intake.choice("visibility", Visibility.values),
        visible_team=intake.id("visible_team"),
        readers=intake.ids("readers"),
        collaborators=intake.ids("collaborators"),
        cycle=intake.id("cycle"),
        team=intake.id("team"),
        owner=intake.id("owner"),
        due_on=intake.day("due_on"),
        tags=read_tags(intake),
        version=intake.whole("version", 1, 999_999_999),
        reason=intake.text("reason", 2_000),
    )
    intake.settle()
    return arguments


def read_tags(intake: Intake) -> Any:
    """A list of words, or one text with commas between them."""
    value = intake.fields.get("tags", MISSING)
    if value is MISSING:
        return MISSING
    words = (
        value if isinstance(value, list | tuple) else str(value or "").replace("，", ",").split(",")
    )
    tags = list(dict.fromkeys(" ".join(str(word).split()) for word in words if str(word).strip()))
    if len(tags) > 20 or any(len(tag) > 40 for tag in tags):
        intake.refuse("tags", _("At most 20 tags of 40 characters each."))
        return MISSING
    for tag in tags:
        intake_fault(intake, "tags", tag)
    return tags


def intake_fault(intake: Intake, name: str, text: str) -> None:
    """Note under `name` what is wrong with one text of several."""
    checked = Intake({name: text})
    checked.line(name, LONGEST_WORDS)
    for field, why in checked.errors.items():
        intake.refuse(field, why)


def read_key_result(
    fields: Mapping[str, Any], *, unit: str = "number", by_machine: bool = False
) -> dict[str, Any]:
    """Arguments of `add_key_result` and `edit_key_result`; only what was given.

    `unit` is the one in force where the fields name none. A machine writes durations in seconds.
    """
    intake = Intake(fields)
    if "unit" in fields:
        unit = read_unit(intake, "unit")
    arguments = present(
        title=intake.line("title", LONGEST_KEY_RESULT),
        kind=intake.choice("kind", Kind.values),
        unit=unit if "unit" in fields else MISSING,
        start=read_value(intake, "start", unit, by_machine),
        target=read_value(intake, "target", unit, by_machine),
        lower=read_value(intake, "lower", unit, by_machine),
        upper=read_value(intake, "upper", unit, by_machine),
        milestones=read_milestones(intake),
        weight=read_weight(intake, "weight"),
        owner=intake.id("owner"),
        due_on=intake.day("due_on"),
        kpi=intake.id("kpi"),
        cadence_days=_cadence(intake),
        version=intake.whole("version", 1, 999_999_999),
        reason=intake.text("reason", 2_000),
    )
    intake.settle()
    return arguments


def read_weight(intake: Intake, name: str) -> Any:
    """A weight in percent, from 0 to 100 with two decimals; empty gives None."""
    weight = read_value(intake, name, "percent")
    if weight is MISSING or weight is None:
        return weight
    if not 0 <= weight <= 100 or weight != round(weight, 2):
        intake.refuse(name, _("Write a weight from 0 to 100 %, with at most two decimals."))
        return MISSING
    return weight


def read_milestones(intake: Intake) -> Any:
    """Milestones as (id or None, title, weight): from JSON objects, or one a line with `| weight`."""
    value = intake.fields.get("milestones", MISSING)
    if value is MISSING:
        return MISSING
    items = value if isinstance(value, list | tuple) else _lines(str(value or ""))
    if len(items) > MOST_MILESTONES:
        intake.refuse("milestones", _("At most 50 milestones fit."))
        return MISSING
    read = [_milestone(intake, item) for item in items]
    return MISSING if "milestones" in intake.errors else read


def _lines(text: str) -> list[dict[str, Any]]:
    """Each line is a milestone; `| 30` at its end is its weight."""
    items = []
    for line in text.replace("｜", "|").splitlines():
        title, _bar, weight = line.partition("|")
        if title.strip():
            items.append({"title": title, "weight": weight.strip() or None})
    return items


def _milestone(intake: Intake, item: Any) -> tuple[int | None, str, Decimal]:
    fields = {"title": item} if isinstance(item, str) else item
    if not isinstance(fields, Mapping):
        intake.refuse("milestones", _("A milestone is a title, or a title and a weight."))
        return None, "", Decimal(1)
    one = Intake(fields)
    title = one.line("title", 200)
    weight = read_value(one, "weight", "number")
    identity = one.id("id")
    if title is MISSING:
        one.refuse("title", _("Every milestone needs a title."))
    if weight not in (MISSING, None) and not 0 <= weight < 100_000:
        one.refuse("weight", _("A milestone's weight is from 0 to 99,999."))
    for why in one.errors.values():
        intake.refuse("milestones", why)
    return (
        None if identity in (MISSING, None) else identity,
        "" if title is MISSING else title,
        Decimal(1) if weight in (MISSING, None) else round(weight, 2),
    )


def _cadence(intake: Intake) -> Any:
    if intake.fields.get("cadence_days", MISSING) in (None, ""):
        return None
    return intake.whole("cadence_days", 1, 92)


def read_initiative(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `add_initiative` and `edit_initiative`; only what was given."""
    intake = Intake(fields)
    arguments = present(
        title=intake.line("title", LONGEST_TITLE),
        owner=intake.id("owner"),
        state=intake.choice("state", InitiativeState.values),
        due_on=intake.day("due_on"),
        url=_link(intake),
    )
    intake.settle()
    return arguments


def _link(intake: Intake) -> Any:
    url = intake.line("url", 500, required=False)
    if url is MISSING or not url or url.startswith(("https://", "http://")):
        return url
    intake.refuse("url", _("Write a link that starts with https://."))
    return MISSING
