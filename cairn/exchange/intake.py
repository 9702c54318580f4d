"""What a form or a JSON object that maps an import, or has one fetched, must look like."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from cairn.exchange.models import Whom
from cairn.exchange.reading.headings import TABLE_FIELDS
from cairn.intake import MISSING, Intake, fault_of_text
from cairn.storage.addresses import fault_of_address, is_open

CHOICES: Final = ("people", "teams", "cycles", "labels")
MOST_CHOICES: Final = 50_000
LONGEST_KEY: Final = 1_000
LONGEST_SHEET: Final = 255
LAST_HEADING: Final = 200_000
FEISHU: Final = "https://open.feishu.cn"
LARK: Final = "https://open.larksuite.com"
PLAIN: Final = re.compile(r"[\x21-\x7e]*")
LONGEST_SECRET: Final = 200
MOST_LISTED: Final = 10_000
LONGEST_EMAIL: Final = 254
OPEN_ID: Final = re.compile(r"ou_[A-Za-z0-9_-]{1,61}")
SEPARATORS: Final = re.compile(r"[\s,;，；、]+")


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


def read_feishu(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of `start_feishu_import`. `listed` is a text, one a line, or a list: e-mail
    addresses and open_ids."""
    intake = Intake({"app_secret": "", "people": Whom.MEMBERS, **fields})
    found = {
        "address": _address(intake),
        "app_id": intake.line("app_id", 100) if "app_id" in fields else _needed(intake, "app_id"),
        "app_secret": intake.line("app_secret", LONGEST_SECRET, required=False),
        "whom": intake.choice("people", Whom.values),
        "since": intake.day("since"),
    }
    for name in ("app_id", "app_secret"):
        said = found[name]
        if isinstance(said, str) and not (
            said.isascii() and said.isprintable() and " " not in said
        ):
            intake.refuse(name, _("It holds plain letters, digits and signs only."))
    listed = _listed(intake) if found["whom"] == Whom.LISTED else []
    if found["whom"] == Whom.LISTED and not listed:
        intake.refuse("listed", _("Name at least one person."))
    intake.settle()
    if found["since"] is MISSING:
        found["since"] = None
    return {**found, "listed": listed}


def read_secret(fields: Mapping[str, Any]) -> str:
    """Another secret of the app; empty where none is given."""
    intake = Intake({"app_secret": "", **fields})
    found = intake.line("app_secret", LONGEST_SECRET, required=False)
    _check_plain(intake, "app_secret", found)
    intake.settle()
    return str(found)


def _check_plain(intake: Intake, name: str, said: Any) -> None:
    if isinstance(said, str) and not PLAIN.fullmatch(said):
        intake.refuse(name, _("It holds plain letters, digits and signs only."))


def _needed(intake: Intake, name: str) -> Any:
    intake.refuse(name, _("This is needed."))
    return MISSING


def _address(intake: Intake) -> Any:
    """Without what every address of the API goes on with."""
    said = intake.line("address", 300) if "address" in intake.fields else _needed(intake, "address")
    if not isinstance(said, str):
        return said
    address = said.rstrip("/").removesuffix("/open-apis").rstrip("/")
    if fault := fault_of_address(address, FEISHU):
        intake.refuse("address", fault)
    elif is_open(address):
        intake.refuse("address", _("Use https: the app's secret could be read on its way."))
    return address


def _listed(intake: Intake) -> list[str]:
    said = intake.fields.get("listed") or []
    parts = SEPARATORS.split(said) if isinstance(said, str) else said
    if not isinstance(parts, list) or not all(isinstance(one, str) for one in parts):
        intake.refuse("listed", _("Write this as a list of texts."))
        return []
    found = list(dict.fromkeys(one.strip() for one in parts if one.strip()))
    if len(found) > MOST_LISTED:
        intake.refuse("listed", _("At most %(n)s people fit.") % {"n": f"{MOST_LISTED:,}"})
        return []
    for one in found:
        if not _names_somebody(one):
            intake.refuse(
                "listed",
                _("“%(text)s” is neither an e-mail address nor an open_id (ou_…).")
                % {"text": "".join(c if c.isprintable() else "?" for c in one[:60])},
            )
    return [one.lower() if "@" in one else one for one in found]


def _names_somebody(said: str) -> bool:
    if "@" not in said:
        return OPEN_ID.fullmatch(said) is not None
    try:
        validate_email(said)
    except ValidationError:
        return False
    return len(said) <= LONGEST_EMAIL
