"""Scores, closings, retrospectives and lessons as people and machines write them, read into command
arguments."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.goals.models import Outcome
from cairn.goals.progress import ONE_PLACE
from cairn.intake import LONGEST_WORDS, MISSING, Intake, present
from cairn.measures.amounts import AmountUnclear, read_amount

LONGEST_REASON = 2_000
LONGEST_LESSON = 1_000
MOST_CHOSEN = 200
TEXTS = ("why_missed", "how_to_improve", "what_is_needed", "what_to_stop", "what_to_keep")
CHOSEN = (Outcome.ACHIEVED, Outcome.MISSED, Outcome.POSTPONED, Outcome.ABANDONED)
"""What somebody closing says; carrying over says the fifth itself."""


def read_score(intake: Intake, name: str) -> Any:
    """From 0.0 to 1.0 in tenths; empty gives None."""
    given = intake.fields.get(name, MISSING)
    if given is MISSING:
        return MISSING
    text = "" if given is None else str(given).strip()
    if not text:
        return None
    try:
        score = read_amount(text, "number")
    except AmountUnclear:
        score = Decimal(-1)
    if not 0 <= score <= 1 or score != score.quantize(ONE_PLACE):
        intake.refuse(name, _("Write a score from 0.0 to 1.0, for example 0.7."))
        return MISSING
    return score.quantize(ONE_PLACE)


def score_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `score_key_result` and `give_opinion`."""
    intake = Intake(fields)
    value = read_score(intake, "score")
    if value is MISSING and "score" not in intake.errors:
        intake.refuse("score", _("Write a score from 0.0 to 1.0, for example 0.7."))
    arguments = present(
        value=value, note=intake.text("note", LONGEST_WORDS), seen=_read_seen(intake)
    )
    intake.settle()
    return arguments


def _read_seen(intake: Intake) -> Any:
    """The id of the score that was looked at, 0 for none."""
    if str(intake.fields.get("seen", "")).strip() == "0":
        return 0
    found = intake.id("seen")
    return MISSING if found is None else found


def whole_score_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `score_objective`; an empty score takes the computed one again."""
    intake = Intake(fields)
    value = read_score(intake, "score")
    arguments = present(
        value=None if value is MISSING else value,
        reason=intake.text("reason", LONGEST_REASON),
        seen=_read_seen(intake),
    )
    intake.settle()
    return arguments


def closing_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `close_objective`."""
    intake = Intake({"outcome": "", **fields})
    arguments = present(
        outcome=_read_outcome(intake),
        note=intake.text("note", LONGEST_WORDS),
    )
    intake.settle()
    return arguments


def _read_outcome(intake: Intake) -> Any:
    outcome = intake.choice("outcome", [*CHOSEN])
    if intake.fields["outcome"] == Outcome.CARRIED:
        intake.errors.pop("outcome", None)
        intake.refuse("outcome", _("Carry it over: that closes it, and says so."))
    return outcome


def reason_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    intake = Intake({"reason": "", **fields})
    arguments = present(reason=intake.text("reason", LONGEST_REASON, required=True))
    intake.settle()
    return arguments


def text_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `write_retrospective`: the texts, and under `was` what they were read as."""
    intake = Intake(fields)
    texts = {name: intake.text(name, LONGEST_WORDS) for name in TEXTS}
    intake.settle()
    before = {name: _before(fields, name) for name in TEXTS if f"was-{name}" in fields}
    return {"texts": present(**texts), "was": before}


def _before(fields: Mapping[str, Any], name: str) -> str:
    """What cannot be read was not read: the guard then shows what is there."""
    found = Intake(fields).text(f"was-{name}", LONGEST_WORDS)
    return "" if found is MISSING else str(found)


def lesson_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `add_lesson`."""
    intake = Intake({"body": "", **fields})
    arguments = present(body=intake.text("body", LONGEST_LESSON, required=True))
    intake.settle()
    return arguments


def action_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Body, owner and due day of an action."""
    intake = Intake(fields)
    arguments = present(
        body=intake.text("body", LONGEST_LESSON, required=True),
        owner=intake.id("owner"),
        due_on=intake.day("due_on"),
    )
    intake.settle()
    return arguments


def carrying_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `carry_over`."""
    intake = Intake({"objectives": [], **fields})
    arguments = present(
        objectives=intake.ids("objectives"),
        key_results=intake.ids("key_results"),
        cycle=intake.id("cycle"),
        initiatives=intake.flag("initiatives"),
        ask_again=intake.flag("ask_again"),
    )
    if len(arguments.get("objectives", [])) > MOST_CHOSEN:
        intake.refuse("objectives", _("That is too many at once; choose up to 200."))
    intake.settle()
    return arguments
