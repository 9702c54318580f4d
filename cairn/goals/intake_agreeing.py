"""What people write when they ask for a confirmation or answer, read into command arguments."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cairn.errors import Invalid
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


def set_submission_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `submit_objectives`, with the objectives as `objectives`."""
    intake = Intake(fields)
    return _with_ids(intake, fields, note=intake.text("note", LONGEST_REMARK))


def set_confirmation_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `confirm_objectives`: `objectives` is a list of objects with `id` and `stamp`,
    read as the prints of the texts that were read, by objective."""
    listed = fields.get("objectives")
    items = listed if isinstance(listed, list) else []
    intake = Intake(fields)
    told = {"objectives": [_part(one, "id") for one in items]}
    remark, publish = intake.text("comment", LONGEST_REMARK), intake.flag("publish")
    found = _with_ids(intake, told, comment=remark, publish=publish)
    prints = {str(_part(one, "id")): str(_part(one, "stamp"))[:64] for one in items}
    return {**found, "objectives": {id: prints.get(str(id), "") for id in found["objectives"]}}


def set_return_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `return_objectives`, with the objectives as `objectives`."""
    intake = Intake({"comment": "", **fields})
    return _with_ids(intake, fields, comment=intake.text("comment", LONGEST_REMARK))


def _with_ids(intake: Intake, fields: Mapping[str, Any], **read: Any) -> dict[str, Any]:
    """What was read with the objectives; everything that is wrong is told at once."""
    try:
        ids = read_objective_ids(fields)
    except Invalid as error:
        raise Invalid({**intake.errors, **error.fields}) from None
    intake.settle()
    return {"objectives": ids, **present(**read)}


def read_objective_ids(fields: Mapping[str, Any]) -> list[int]:
    """The objectives that are meant together, `objectives`; at least one."""
    intake = Intake({"objectives": [], **fields})
    found = intake.ids("objectives")
    if found is not MISSING and not 0 < len(found) <= MOST_AT_ONCE:
        intake.refuse("objectives", _("Choose at least one objective, and at most 200."))
    intake.settle()
    return list(found)


def _part(item: Any, name: str) -> Any:
    return item.get(name, "?") if isinstance(item, Mapping) else "?"
