"""Cycles as people and machines write them, read into command arguments."""

from collections.abc import Mapping
from typing import Any

from cairn.cycles.models import Length, Phase
from cairn.intake import Intake, present


def read_cycle(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `create_cycle` and, without length and parent, of `edit_cycle`; only what was
    given."""
    intake = Intake(fields)
    arguments = present(
        name=intake.line("name", 80),
        length=intake.choice("length", Length.values),
        starts_on=intake.day("starts_on", required=True),
        ends_on=intake.day("ends_on", required=True),
        parent=intake.id("parent"),
        drafting_ends_on=intake.day("drafting_ends_on"),
    )
    intake.settle()
    return arguments


def read_phase(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The argument of `move_cycle`."""
    intake = Intake({"phase": "", **fields})
    arguments = present(phase=intake.choice("phase", Phase.values))
    intake.settle()
    return arguments
