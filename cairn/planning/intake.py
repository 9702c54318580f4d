"""What people and machines send to a room, as values."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.intake import MISSING, Intake, fault_of_text, present, too_long
from cairn.planning.intake_rounds import MOST_DOTS
from cairn.planning.models import Side, Stage

LONGEST_TITLE = 300
LONGEST_WHY = 2_000
LONGEST_ARGUMENT = 2_000
LONGEST_NAME = 80
LONGEST_KEY = 64
MOST_KEY_RESULTS = 5
MOST_MINUTES = 180
MOST_CARDS = 2_000
"""How many places anybody may ask for in a group."""


def room_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `open_room`, and those of `change_room` among them."""
    intake = Intake(fields)
    arguments = present(
        team=intake.id("team"),
        about=intake.id("about"),
        is_anonymous=intake.flag("is_anonymous"),
        is_invited=intake.flag("is_invited"),
        dots=intake.whole("dots", 1, MOST_DOTS),
    )
    intake.settle()
    return arguments


def seat_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `seat_members`."""
    intake = Intake({"members": [], **fields})
    arguments = present(members=intake.ids("members"), is_facilitator=intake.flag("is_facilitator"))
    intake.settle()
    return arguments


def stage_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `move_stage`."""
    intake = Intake({"stage": "", **fields})
    arguments = {"stage": intake.choice("stage", Stage.values)}
    intake.settle()
    return arguments


def timer_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `set_timer`; 0 stops it."""
    intake = Intake({"minutes": "", **fields})
    arguments = {"minutes": intake.whole("minutes", 0, MOST_MINUTES)}
    intake.settle()
    return arguments


def proposal_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `propose`. The number of a form, drawn by lot, is the key where none is named."""
    intake = Intake({"title": "", "key": fields.get("submission", ""), **fields})
    sent = present(
        submission=intake.line("submission", LONGEST_KEY, required=False),
        key=intake.line("key", LONGEST_KEY, required=False),
    )
    return sent | _proposed(intake)


def proposal_changes(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `change_proposal`: what is given of title, why, key_results and version. A key is
    read by `key_field`."""
    intake = Intake(fields)
    version = intake.whole("version", 1, 1_000_000)
    return present(version=version) | _proposed(intake)


def _proposed(intake: Intake) -> dict[str, Any]:
    arguments = present(
        title=intake.line("title", LONGEST_TITLE),
        why=intake.text("why", LONGEST_WHY),
        key_results=_sentences(intake),
    )
    intake.settle()
    return arguments


def key_field(fields: Mapping[str, Any]) -> str:
    """The key to an anonymous proposal, as `propose`, `change_proposal` and `withdraw_proposal` take
    it; empty for none."""
    intake = Intake({"key": "", **fields})
    key = intake.line("key", LONGEST_KEY, required=False)
    intake.settle()
    return str(key)


def _sentences(intake: Intake) -> Any:
    """A list of sentences, or a text with one in each line; empty ones are left out."""
    value = intake.fields.get("key_results", MISSING)
    if value is MISSING:
        return MISSING
    lines = value.splitlines() if isinstance(value, str) else value
    if not isinstance(lines, list | tuple) or not all(isinstance(one, str) for one in lines):
        intake.refuse("key_results", _("Write this as text."))
        return MISSING
    found = [tidy for one in lines if (tidy := " ".join(one.split()))]
    if len(found) > MOST_KEY_RESULTS:
        intake.refuse("key_results", _("At most five key results; the first ones say most."))
    for one in found:
        if fault := fault_of_text(one):
            intake.refuse("key_results", fault)
        elif len(one) > LONGEST_TITLE:
            intake.refuse("key_results", too_long(len(one), LONGEST_TITLE))
    return found


def group_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `make_group` and `rename_group`."""
    intake = Intake({"name": "", **fields})
    arguments = {"name": intake.line("name", LONGEST_NAME)}
    intake.settle()
    return arguments


def place_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `move_group`."""
    intake = Intake({"position": "", **fields})
    arguments = {"position": intake.whole("position", 0, MOST_CARDS)}
    intake.settle()
    return arguments


def moving_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `move_proposal`; without a group it lies loose, without a position at the end."""
    intake = Intake({"group": None, "position": MOST_CARDS, **fields})
    arguments = present(
        group=intake.id("group"),
        position=intake.whole("position", 0, MOST_CARDS),
        version=intake.whole("version", 1, 1_000_000),
    )
    intake.settle()
    return arguments


def merging_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `merge_proposals`."""
    intake = Intake({"others": [], **fields})
    arguments = {"others": intake.ids("others")}
    intake.settle()
    return arguments


def order_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `rank_proposals`."""
    intake = Intake({"order": [], **fields})
    arguments = {"order": intake.ids("order")}
    intake.settle()
    return arguments


def ballot_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `open_ballot`."""
    intake = Intake(fields)
    arguments = present(dots=intake.whole("dots", 1, MOST_DOTS), among=intake.ids("among"))
    intake.settle()
    return arguments


def vote_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `set_vote`; `ballot` is the vote that was meant."""
    intake = Intake({"dots": "", **fields})
    arguments = present(dots=intake.whole("dots", 0, MOST_DOTS), ballot=intake.id("ballot"))
    intake.settle()
    return arguments


def argument_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `argue`."""
    intake = Intake({"side": "", "body": "", **fields})
    arguments = present(
        side=intake.choice("side", Side.values),
        body=intake.text("body", LONGEST_ARGUMENT, required=True),
        submission=intake.line("submission", 64, required=False),
    )
    intake.settle()
    return arguments


def speaking_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `start_speaking`."""
    intake = Intake({"side": "", "minutes": "", **fields})
    arguments = present(
        side=intake.choice("side", Side.values),
        minutes=intake.whole("minutes", 1, MOST_MINUTES),
    )
    intake.settle()
    return arguments


def talking_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `set_timer`, or with a proposal and a side those of `start_speaking`."""
    if fields.get("proposal") in (None, ""):
        return timer_fields(fields)
    intake = Intake(fields)
    proposal = intake.id("proposal")
    intake.settle()
    return {"proposal": proposal, **speaking_fields(fields)}
