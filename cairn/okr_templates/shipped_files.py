"""The templates that ship with Cairn: `shipped/<department>.toml`, read once."""

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from cairn.okr_templates.sentences import seconds_after
from cairn.okr_templates.templates import VALUE_HOLES, KeyResultTemplate, Pair, Template, Wording
from cairn.okr_templates.words import Department

ORDER: Final = {department: place for place, department in enumerate(Department.values)}
OWN_MEASURE: Final = re.compile(r"[A-Z]{3}|percent|number|rating|duration")


@lru_cache(maxsize=1)
def shipped_templates() -> tuple[Template, ...]:
    """All of them, in the order of departments."""
    read = [_read(tomllib.loads(text)) for text in _texts()]
    read.sort(key=lambda templates: ORDER[templates[0].department])
    return tuple(template for templates in read for template in templates)


@lru_cache(maxsize=1)
def shipped_by_key() -> Mapping[str, Template]:
    return {one.key: one for one in shipped_templates()}


def _texts() -> list[str]:
    folder = files("cairn.okr_templates") / "shipped"
    named = sorted(folder.iterdir(), key=lambda one: one.name)
    return [one.read_text(encoding="utf-8") for one in named if one.name.endswith(".toml")]


def _read(file: Mapping[str, Any]) -> list[Template]:
    first = file["template"][0]["id"]
    pairs = [_pair(one, first) for one in file.get("pair", [])]
    return [_template(file["department"], one, pairs) for one in file["template"]]


def _wording(fields: Mapping[str, Any], before: str = "") -> Wording:
    return Wording(fields.get(f"{before}zh", ""), fields.get(f"{before}en", ""))


def _pair(fields: Mapping[str, Any], otherwise: str) -> Pair:
    return Pair(
        id=fields["id"],
        of=fields.get("of") or otherwise,
        kind=fields["kind"],
        bad=_wording(fields, "bad_"),
        good=_wording(fields, "good_"),
        teaches=fields["teaches"],
    )


def _template(department: str, fields: Mapping[str, Any], pairs: list[Pair]) -> Template:
    return Template(
        key=fields["id"],
        title=_wording(fields),
        why=_wording(fields, "why_"),
        department=department,
        role=fields["role"],
        type=fields["type"],
        tags=tuple(fields["tags"]),
        key_results=tuple(_key_result(one) for one in fields["key_result"]),
        pairs=tuple(pair for pair in pairs if pair.of == fields["id"]),
    )


def _key_result(fields: Mapping[str, Any]) -> KeyResultTemplate:
    unit, text = fields["unit"], _wording(fields)
    label = _wording(fields, "unit_")
    is_own_measure = OWN_MEASURE.fullmatch(unit) is not None
    return KeyResultTemplate(
        text=text,
        kind=fields["kind"],
        unit=Wording(unit, unit) if is_own_measure else label,
        values={
            name: Decimal(fields[name]) * _scale(unit, text.en, name)
            for name in VALUE_HOLES
            if name in fields
        },
        is_leading=fields.get("lead", False),
    )


def _scale(unit: str, text: str, hole: str) -> Decimal:
    """Seconds in the time word behind a value, since the files write durations as they read."""
    return (seconds_after(text, hole) or Decimal(1)) if unit == "duration" else Decimal(1)
