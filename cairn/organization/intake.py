"""Organizations, teams, people and tokens as people and machines write them, read into arguments."""

import unicodedata
from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from cairn.intake import MISSING, Intake, present
from cairn.organization.actor import Role, Scope
from cairn.organization.models import LOCALES, THEMES

LOCALE_NAMES = tuple(name for name, _label in LOCALES)
TOKEN_KINDS = ("token", "app")
THEME_NAMES = tuple(name for name, _label in THEMES)


def read_organization(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `edit_organization`; only what was given."""
    intake = Intake(fields)
    arguments = present(
        name=intake.line("name", 120),
        mission=intake.text("mission", 2_000),
        vision=intake.text("vision", 2_000),
        strategy=intake.text("strategy"),
        time_zone=_time_zone(intake),
        locale=intake.choice("locale", LOCALE_NAMES),
        fiscal_month=intake.whole("fiscal_month", 1, 12),
        checkin_weekday=intake.whole("checkin_weekday", 0, 6),
        cadence_days=intake.whole("cadence_days", 1, 92),
        behind_points=intake.whole("behind_points", 1, 100),
        drafting_days=intake.whole("drafting_days", 1, 92),
        reconfirms_changes=intake.flag("reconfirms_changes"),
        closes_cycles=intake.flag("closes_cycles"),
        tells_objective_owner_days=_or_none(intake, "tells_objective_owner_days", 0, 92),
        tells_lead_days=_or_none(intake, "tells_lead_days", 0, 92),
    )
    intake.settle()
    return arguments


def read_founding(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `found_organization`; name, owner_name and email are needed."""
    intake = Intake({"name": "", "owner_name": "", "email": "", **fields})
    arguments = present(
        name=intake.line("name", 120),
        owner_name=intake.line("owner_name", 80),
        email=read_email(intake),
        password=read_password(intake),
        locale=intake.choice("locale", LOCALE_NAMES),
        time_zone=_time_zone(intake),
        setup_code=intake.line("setup_code", 100),
    )
    intake.settle()
    return arguments


def read_team(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `create_team` (beside the parent) and `edit_team`; only what was given."""
    intake = Intake(fields)
    arguments = present(
        name=intake.line("name", 120),
        lead=intake.id("lead"),
        parent=intake.id("parent"),
        valid_from=intake.day("valid_from"),
        cadence_days=_or_none(intake, "cadence_days", 1, 92),
    )
    intake.settle()
    return arguments


def read_member(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `edit_member`; only what was given."""
    intake = Intake(fields)
    arguments = present(
        name=intake.line("name", 80),
        title=intake.line("title", 120, required=False),
        locale=intake.choice("locale", ("", *LOCALE_NAMES)),
        theme=intake.choice("theme", THEME_NAMES),
        time_zone="" if fields.get("time_zone") == "" else _time_zone(intake),
        manager=intake.id("manager"),
        role=intake.choice("role", tuple(Role)),
    )
    intake.settle()
    return arguments


def read_invitation(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `invite_member`; email and name are needed."""
    intake = Intake({"email": "", "name": "", **fields})
    arguments = present(
        email=read_email(intake),
        name=intake.line("name", 80),
        title=intake.line("title", 120, required=False),
        role=intake.choice("role", tuple(Role)),
        team=intake.id("team"),
        manager=intake.id("manager"),
    )
    intake.settle()
    return arguments


def read_address(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `name_address`; the e-mail address is needed. A box that is not checked is not sent:
    a form says "" for `invite` then."""
    intake = Intake({"email": "", **fields})
    arguments = present(email=read_email(intake), invite=intake.flag("invite"))
    intake.settle()
    return arguments


def read_into(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Into whom somebody is merged: a member's id as `into`, which is needed."""
    intake = Intake({"into": None, **fields})
    into = intake.id("into")
    if into is None:
        intake.refuse("into", _("Choose somebody."))
    intake.settle()
    return {"into": into}


def read_acceptance(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `accept_invitation`; only what was given."""
    intake = Intake(fields)
    arguments = present(name=intake.line("name", 80), password=read_password(intake))
    intake.settle()
    return arguments


def read_absence(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `plan_absence`; all three are needed."""
    return read_absence_change({"stand_in": "", "starts_on": "", "ends_on": "", **fields})


def read_absence_change(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `change_absence`: those of `read_absence` that are given."""
    intake = Intake(fields)
    arguments = present(
        stand_in=intake.id("stand_in"),
        starts_on=intake.day("starts_on"),
        ends_on=intake.day("ends_on"),
    )
    intake.settle()
    return arguments


def read_token(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of `create_token`; no `days`, or empty ones, mean that it does not expire."""
    intake = Intake({"name": "", **fields})
    arguments = present(
        name=intake.line("name", 80),
        scopes=_scopes(intake),
        is_app=_is_app(intake),
        days=None if fields.get("days") in (None, "") else intake.whole("days", 1, 3_650),
    )
    intake.settle()
    return arguments


def read_email(intake: Intake) -> Any:
    """An e-mail address in small letters."""
    text = intake.line("email", 254)
    if text is MISSING:
        return MISSING
    email = unicodedata.normalize("NFKC", text).lower()
    try:
        validate_email(email)
    except ValidationError:
        intake.refuse("email", _("Write an e-mail address, for example name@example.com."))
        return MISSING
    return email


def read_password(intake: Intake) -> Any:
    """Any text, spaces included; whether it is strong is the command's to say."""
    value = intake.fields.get("password", MISSING)
    if value is MISSING:
        return MISSING
    if not isinstance(value, str) or len(value) > 500 or "\x00" in value:
        intake.refuse("password", _("A password has at most 500 characters."))
        return MISSING
    return value


def _or_none(intake: Intake, name: str, least: int, most: int) -> Any:
    """A whole number; empty gives None."""
    if intake.fields.get(name, MISSING) in (None, ""):
        return None
    return intake.whole(name, least, most)


def _time_zone(intake: Intake) -> Any:
    name = intake.line("time_zone", 64)
    if name is not MISSING and name not in available_timezones():
        intake.refuse("time_zone", _("Write a time zone such as Asia/Shanghai."))
        return MISSING
    return name


def _is_app(intake: Intake) -> Any:
    """What it is for: Cairn's own API, or Feishu's."""
    kind = intake.choice("kind", TOKEN_KINDS)
    return MISSING if kind is MISSING else kind == "app"


def _scopes(intake: Intake) -> Any:
    value = intake.fields.get("scopes", MISSING)
    if value is MISSING or value is None:
        return MISSING
    scopes = value if isinstance(value, list | tuple) else [value]
    if not scopes or any(scope not in tuple(Scope) for scope in scopes):
        intake.refuse(
            "scopes", _("Choose one of: %(choices)s.") % {"choices": ", ".join(sorted(Scope))}
        )
        return MISSING
    return [str(scope) for scope in scopes]
