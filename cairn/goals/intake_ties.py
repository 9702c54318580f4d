"""What ties objectives together, as people and machines write it, read into command arguments."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.goals.intake import LONGEST_TITLE, read_weight
from cairn.intake import MISSING, Intake, present

LONGEST_WORDS = 2_000
MOST_RECEIVERS = 100


def alignment_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `request_alignment`; `contribution` is its weight."""
    intake = Intake(fields)
    arguments = present(
        target=intake.id("target"),
        key_result=intake.id("key_result"),
        is_for_blocked=intake.flag("is_for_blocked"),
        note=intake.text("note", LONGEST_WORDS),
        weight=read_weight(intake, "contribution"),
        reason=intake.text("reason", LONGEST_WORDS),
    )
    intake.settle()
    return arguments


def answer_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `accept_alignment`; declining and ending take the `reason` alone."""
    intake = Intake(fields)
    arguments = present(
        weight=read_weight(intake, "contribution"), reason=intake.text("reason", LONGEST_WORDS)
    )
    intake.settle()
    return arguments


def contribution_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `weigh_alignment`."""
    intake = Intake(fields)
    weight = read_weight(intake, "contribution")
    if weight is None or weight is MISSING:
        intake.refuse("contribution", _("This is needed."))
    arguments = present(weight=weight, reason=intake.text("reason", LONGEST_WORDS))
    intake.settle()
    return arguments


def carrying_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `carry_down`, beside what is carried; `teams` and `people` are lists of ids."""
    intake = Intake(fields)
    for name in ("teams", "people"):
        if isinstance(fields.get(name), list | tuple) and len(fields[name]) > MOST_RECEIVERS:
            intake.refuse(name, _("At most 100 at once."))
    arguments = present(
        teams=intake.ids("teams"),
        people=intake.ids("people"),
        title=intake.line("title", LONGEST_TITLE, required=False),
        cycle=intake.id("cycle"),
    )
    intake.settle()
    return arguments


def dependency_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `request_dependency`, `change_dependency`, `accept_dependency` and
    `decline_dependency`; only what was given."""
    intake = Intake(fields)
    arguments = present(
        team=intake.id("team"),
        key_result=intake.id("key_result"),
        supplier=intake.id("supplier"),
        need=intake.line("need", LONGEST_TITLE),
        needed_on=intake.day("needed_on", required=True),
        reason=intake.text("reason", LONGEST_WORDS),
    )
    intake.settle()
    return arguments
