"""Check-ins as people and machines write them, read into command arguments."""

from collections.abc import Mapping
from typing import Any, Protocol

from cairn.checkins.commands.checkins import SAYABLE
from cairn.checkins.commands.weekly import SQUARES
from cairn.intake import LONGEST_WORDS, Intake, present
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
        note=intake.text("note", LONGEST_WORDS),
        blockers=intake.text("blockers", LONGEST_WORDS),
        status="" if _empty(fields, "status") else intake.choice("status", SAYABLE),
        effective_on=intake.day("effective_on"),
        corrects=intake.id("corrects"),
        submission=None if _empty(fields, "submission") else intake.line("submission", 64),
    )
    intake.settle()
    return arguments


def read_update(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `save_update`: the version, and the squares that were given."""
    intake = Intake(fields)
    arguments = present(
        version=None if _empty(fields, "version") else intake.whole("version", 0, 1_000_000),
        **{name: intake.text(name, LONGEST_WORDS) for name in SQUARES},
    )
    intake.settle()
    return arguments


def read_help(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `ask_for_help`; `asked` and `body` are needed."""
    intake = Intake({"asked": "", "body": "", **fields})
    arguments = present(
        asked=intake.id("asked"),
        body=intake.text("body", 4_000, required=True),
        objective=intake.id("objective"),
        key_result=intake.id("key_result"),
        weekly_update=intake.id("weekly_update"),
        add_reader=intake.flag("add_reader"),
        submission=None if _empty(fields, "submission") else intake.line("submission", 64),
    )
    intake.settle()
    return arguments


def read_answer(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `answer_help`."""
    intake = Intake({"answer": "", **fields})
    arguments = present(answer=intake.text("answer", LONGEST_WORDS, required=True))
    intake.settle()
    return arguments


def _empty(fields: Mapping[str, Any], name: str) -> bool:
    return fields.get(name, "absent") in (None, "")
