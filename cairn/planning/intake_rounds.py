"""Planning rounds and their steps, as people and machines write them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.goals.commands.checks import UNKNOWN
from cairn.intake import MISSING, Intake, present
from cairn.planning.limits import Drop
from cairn.planning.plan import ORDER, Window

LONGEST_REASON = 2_000
MOST_DOTS = 50
MOST_MINUTES = 480


def round_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `start_round`; `cycle` is its target. `steps` maps a kind to its two days."""
    intake = Intake({"cycle": None, **fields})
    cycle = intake.id("cycle")
    if cycle is None:
        intake.refuse("cycle", UNKNOWN)
    arguments = present(
        cycle_id=cycle,
        team=intake.id("team"),
        is_anonymous=intake.flag("is_anonymous"),
        dots=intake.whole("dots", 1, MOST_DOTS),
        windows=_windows(intake),
    )
    intake.settle()
    return arguments


def plan_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The argument of `change_plan`."""
    intake = Intake({"steps": {}, **fields})
    arguments = present(windows=_windows(intake))
    intake.settle()
    return arguments


def _windows(intake: Intake) -> Any:
    """In the order of the kinds; a kind that there is not is left alone."""
    given = intake.fields.get("steps", MISSING)
    if given is MISSING or given is None:
        return MISSING
    steps = given if isinstance(given, Mapping) else {}
    windows = [_window(intake, kind, steps[kind]) for kind in ORDER if kind in steps]
    return tuple(one for one in windows if one is not None)


def _window(intake: Intake, kind: str, given: Any) -> Window | None:
    """Its two days; what is wrong with them is said by the names that the fields have from outside."""
    days = Intake(
        {"starts_on": None, "ends_on": None, **(given if isinstance(given, Mapping) else {})}
    )
    first, last = days.day("starts_on", required=True), days.day("ends_on", required=True)
    for name, why in days.errors.items():
        intake.refuse(f"steps.{kind}.{name}", why)
    return None if days.errors else Window(kind, first, last)


def reason_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The argument of `skip_step` and of `cancel_round`."""
    intake = Intake(fields)
    arguments = present(reason=intake.text("reason", LONGEST_REASON))
    intake.settle()
    return arguments


def repeat_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `repeat_step`."""
    intake = Intake(fields)
    arguments = present(starts_on=intake.day("starts_on"), ends_on=intake.day("ends_on"))
    intake.settle()
    return arguments


def hour_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `extend_step`."""
    intake = Intake({"comment": "", **fields})
    arguments = present(
        comment=intake.text("comment", LONGEST_REASON, required=True),
        minutes=intake.whole("minutes", 1, MOST_MINUTES),
    )
    intake.settle()
    return arguments


def drop_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `drop_steps`."""
    intake = Intake({"drop": "", **fields})
    arguments = present(
        drop=intake.choice("drop", list(Drop)), reason=intake.text("reason", LONGEST_REASON)
    )
    intake.settle()
    return arguments


def alignment_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `plan_alignment`; the key result may be left out."""
    intake = Intake({"objective": None, "target": None, **fields})
    objective, target = intake.id("objective"), intake.id("target")
    if objective is None:
        intake.refuse("objective", UNKNOWN)
    if target is None:
        intake.refuse("target", _("Choose an objective of a team above."))
    arguments = present(objective=objective, target=target, key_result=intake.id("key_result"))
    intake.settle()
    return arguments


def own_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `write_own`; the key result may be left out."""
    intake = Intake({"target": None, **fields})
    target = intake.id("target")
    if target is None:
        intake.refuse("target", _("Choose an objective of a team above."))
    arguments = present(target=target, key_result=intake.id("key_result"))
    intake.settle()
    return arguments


def announcement_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `announce_round`: the ids of the drafts, or nothing for what was agreed on."""
    intake = Intake(fields)
    arguments = present(objectives=intake.ids("objectives"), with_agreed=intake.flag("with_agreed"))
    intake.settle()
    return arguments
