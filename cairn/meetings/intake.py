"""What is taken down in a meeting, and how it ends, as people and machines write it."""

from collections.abc import Mapping
from typing import Any

from cairn.intake import LONGEST_WORDS, MISSING, Intake, present
from cairn.meetings.models import EntryKind

LONGEST_ENTRY = 2_000
LONGEST_KEY = 24
MOST_MINUTES = 180


def entry_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `take_down`."""
    intake = Intake({"body": "", **fields})
    arguments = present(
        kind=intake.choice("kind", EntryKind.values),
        body=intake.text("body", LONGEST_ENTRY, required=True),
        about=intake.line("about", LONGEST_KEY, required=False),
        owner=intake.id("owner"),
        due_on=intake.day("due_on"),
        submission=intake.line("submission", 64, required=False),
    )
    intake.settle()
    return arguments


def ending_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `end_meeting`."""
    intake = Intake(fields)
    arguments = present(summary=intake.text("summary", LONGEST_WORDS))
    intake.settle()
    return arguments


def timer_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `set_timer`; 0 stops it."""
    intake = Intake({"minutes": "", **fields})
    minutes = intake.whole("minutes", 0, MOST_MINUTES)
    intake.settle()
    return {"minutes": 0 if minutes is MISSING else minutes}


def place_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `move_on`."""
    intake = Intake({"to": "", **fields})
    arguments = {"to": intake.line("to", LONGEST_KEY)}
    intake.settle()
    return arguments


def action_changes(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `change_action`: what is given of body, owner and due_on."""
    intake = Intake(fields)
    arguments = present(
        body=intake.text("body", LONGEST_ENTRY, required=True),
        owner=intake.id("owner"),
        due_on=intake.day("due_on"),
    )
    intake.settle()
    return arguments
