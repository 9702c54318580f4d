"""What a form or a JSON object that maps an import must look like."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from cairn.exchange.reading.headings import TABLE_FIELDS
from cairn.intake import MISSING, Intake, fault_of_text

CHOICES: Final = ("people", "teams", "cycles", "labels")
MOST_CHOICES: Final = 50_000
LONGEST_KEY: Final = 1_000
LONGEST_SHEET: Final = 255
LAST_HEADING: Final = 200_000


def read_mapping(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of `map_import` that were given; null is not given."""
    intake = Intake({name: value for name, value in fields.items() if value is not None})
    found = {name: _texts(intake, name) for name in (*CHOICES, "columns")}
    found["newer_of"] = intake.line("newer_of", LONGEST_SHEET, required=False)
    found["sheet"] = intake.line("sheet", LONGEST_SHEET, required=False)
    found["heading_row"] = intake.whole("heading_row", 1, LAST_HEADING)
    if found["columns"] is not MISSING:
        for name in found["columns"]:
            if name not in TABLE_FIELDS:
                intake.refuse(
                    "columns", _("There is no field of this name: %(name)s.") % {"name": name}
                )
    intake.settle()
    return {name: value for name, value in found.items() if value is not MISSING}


def _texts(intake: Intake, name: str) -> Any:
    """A text for each key."""
    given = intake.fields.get(name, MISSING)
    if given is MISSING:
        return MISSING
    if not isinstance(given, Mapping) or len(given) > MOST_CHOICES:
        intake.refuse(name, _("Write this as an object: a choice for each key."))
        return MISSING
    for key, value in given.items():
        if not isinstance(value, str) or max(len(key), len(value)) > LONGEST_KEY:
            intake.refuse(name, _("Write this as an object: a choice for each key."))
        elif fault := fault_of_text(f"{key}{value}"):
            intake.refuse(name, fault)
    return dict(given) if name not in intake.errors else MISSING
