"""What people write when they ask for a confirmation or answer, read into command arguments."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.intake import MISSING, Intake, present

LONGEST_REMARK = 2_000
MOST_AT_ONCE = 200


def read_remark(fields: Mapping[str, Any], name: str) -> str:
    """A note or comment; empty where none was given."""
    intake = Intake(fields)
    text = intake.text(name, LONGEST_REMARK)
    intake.settle()
    return "" if text is MISSING else str(text)


def submission_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `submit_objectives`, beside the objectives."""
    return {"note": read_remark(fields, "note")}


def confirmation_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `confirm_objective`; `stamp` is needed."""
    intake = Intake({"stamp": "", **fields})
    arguments = present(
        stamp=intake.line("stamp", 64),
        comment=intake.text("comment", LONGEST_REMARK),
        publish=intake.flag("publish"),
    )
    intake.settle()
    return arguments


def return_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The argument of `return_objective`, which is needed."""
    return {"comment": read_remark({"comment": "", **fields}, "comment")}


def read_objective_ids(fields: Mapping[str, Any]) -> list[int]:
    """The objectives that are meant together, `objectives`; at least one."""
    intake = Intake({"objectives": [], **fields})
    found = intake.ids("objectives")
    if found is not MISSING and not 0 < len(found) <= MOST_AT_ONCE:
        intake.refuse("objectives", _("Choose at least one objective, and at most 200."))
    intake.settle()
    return list(found)


def read_stamps(fields: Mapping[str, Any]) -> dict[int, str]:
    """The prints of the texts that were read, by objective: `objectives` is a list of objects with
    `id` and `stamp`."""
    given = fields.get("objectives")
    items = given if isinstance(given, list) else []
    ids = read_objective_ids({"objectives": [_part(one, "id") for one in items]})
    prints = {str(_part(one, "id")): str(_part(one, "stamp"))[:64] for one in items}
    return {id: prints.get(str(id), "") for id in ids}


def _part(item: Any, name: str) -> Any:
    return item.get(name, "?") if isinstance(item, Mapping) else "?"
