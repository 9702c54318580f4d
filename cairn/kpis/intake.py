"""KPIs and their readings as people and machines write them, read into command arguments."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.intake import MISSING, Intake, present
from cairn.intake_amounts import read_unit, read_value
from cairn.kpis.models import Direction

LONGEST_NAME = 200
LONGEST_NOTE = 2_000
LONGEST_CADENCE = 366


def read_kpi(
    fields: Mapping[str, Any], *, unit: str = "number", by_machine: bool = False
) -> dict[str, Any]:
    """Arguments of `create_kpi` and `edit_kpi`; only what was given.

    `unit` is the one in force where the fields name none. A machine writes durations in seconds.
    """
    intake = Intake(fields)
    if "unit" in fields:
        unit = read_unit(intake, "unit")
    arguments = present(
        name=intake.line("name", LONGEST_NAME),
        description=intake.text("description"),
        unit=unit if "unit" in fields else MISSING,
        direction=intake.choice("direction", Direction.values),
        lower=read_value(intake, "lower", unit, by_machine),
        upper=read_value(intake, "upper", unit, by_machine),
        team=intake.id("team"),
        owner=intake.id("owner"),
        cadence_days=intake.whole("cadence_days", 1, LONGEST_CADENCE),
        version=intake.whole("version", 1, 999_999_999),
    )
    intake.settle()
    return arguments


def read_reading(
    fields: Mapping[str, Any], unit: str, *, by_machine: bool = False
) -> dict[str, Any]:
    """Arguments of `measure_kpi` and `correct_kpi`; an empty value gives None."""
    intake = Intake(fields)
    arguments = present(
        value=read_value(intake, "value", unit, by_machine),
        note=intake.text("note", LONGEST_NOTE),
        effective_on=intake.day("effective_on"),
        submission=intake.line("submission", 64, required=False),
    )
    intake.settle()
    return arguments


NO_VALUE = _("Write the value that was measured.")
