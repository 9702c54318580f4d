"""Check-ins as people and machines write them, read into command arguments."""

from collections.abc import Mapping
from typing import Any, Protocol

from cairn.checkins.commands.checkins import SAYABLE
from cairn.intake import Intake, present
from cairn.intake_amounts import read_value


class Measured(Protocol):
    """A key result, or what is known of one: the unit in which its values are typed."""

    @property
    def unit(self) -> str: ...


def read_check_in(
    fields: Mapping[str, Any], key_result: Measured, *, by_machine: bool = False
) -> dict[str, Any]:
    """Arguments of `check_in`; only what was given."""
    intake = Intake(fields)
    arguments = present(
        value=read_value(intake, "value", key_result.unit, by_machine),
        milestones_reached=intake.ids("milestones_reached"),
        confidence=None if _empty(fields, "confidence") else intake.whole("confidence", 0, 10),
        note=intake.text("note", 10_000),
        blockers=intake.text("blockers", 10_000),
        status="" if _empty(fields, "status") else intake.choice("status", SAYABLE),
        effective_on=intake.day("effective_on"),
        corrects=intake.id("corrects"),
        submission=None if _empty(fields, "submission") else intake.line("submission", 64),
    )
    intake.settle()
    return arguments


def _empty(fields: Mapping[str, Any], name: str) -> bool:
    return fields.get(name, "absent") in (None, "")
