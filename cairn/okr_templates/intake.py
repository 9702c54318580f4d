"""Templates as people and machines write them, and what is filled into one."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from cairn.goals.intake import read_tags
from cairn.goals.models import Kind, Type
from cairn.intake import MISSING, Intake, present
from cairn.intake_amounts import FAULTS, UNCLEAR, read_unit, read_value
from cairn.measures.amounts import AmountUnclear
from cairn.okr_templates.sentences import read_typed
from cairn.okr_templates.templates import LANGUAGES, Language, Template
from cairn.okr_templates.words import Department, UsedBy

LONGEST_TITLE: Final = 300
LONGEST_WHY: Final = 2_000
LONGEST_LINE: Final = 500
LONGEST_ANSWER: Final = 80
MOST_LINES: Final = 8
MOST_RECEIVERS: Final = 200
VALUES: Final = {"from": "start", "to": "target", "low": "lower", "high": "upper"}


def read_template(fields: Mapping[str, Any], *, by_machine: bool = False) -> dict[str, Any]:
    """Arguments of `create_template` and `edit_template`; only what was given."""
    intake = Intake(fields)
    arguments = present(
        title_zh=intake.line("title_zh", LONGEST_TITLE, required=False),
        title_en=intake.line("title_en", LONGEST_TITLE, required=False),
        why_zh=intake.text("why_zh", LONGEST_WHY),
        why_en=intake.text("why_en", LONGEST_WHY),
        department=intake.choice("department", Department.values),
        role=intake.choice("role", UsedBy.values),
        type=intake.choice("type", Type.values),
        tags=read_tags(intake),
        key_results=_lines(intake, by_machine),
        version=intake.whole("version", 1, 999_999_999),
    )
    intake.settle()
    return arguments


def _lines(intake: Intake, by_machine: bool) -> Any:
    value = intake.fields.get("key_results", MISSING)
    if value is MISSING:
        return MISSING
    if not isinstance(value, list | tuple) or not all(isinstance(one, Mapping) for one in value):
        intake.refuse("key_results", _("Write this as a list of key results."))
        return MISSING
    if len(value) > MOST_LINES:
        intake.refuse("key_results", _("At most 8 key results fit; two to five are best."))
        return MISSING
    return [_line(intake, number, one, by_machine) for number, one in enumerate(value)]


def _line(whole: Intake, number: int, fields: Mapping[str, Any], by_machine: bool) -> Any:
    """One key result; what is wrong is noted as `key_results/0/unit`."""
    intake = Intake(fields)
    unit = read_unit(intake, "unit") if fields.get("unit") else "number"
    read = {
        "text_zh": intake.line("text_zh", LONGEST_LINE, required=False),
        "text_en": intake.line("text_en", LONGEST_LINE, required=False),
        "kind": intake.choice("kind", Kind.values),
        "unit": unit,
        "is_leading": intake.flag("leading"),
        **{column: read_value(intake, name, unit, by_machine) for name, column in VALUES.items()},
    }
    for name, why in intake.errors.items():
        whole.refuse(f"key_results/{number}/{name}", why)
    return {name: value for name, value in read.items() if value is not MISSING}


def read_language(intake: Intake) -> Any:
    """`zh` or `en`; empty is not given."""
    if intake.fields.get("language") in (None, ""):
        return MISSING
    return intake.choice("language", LANGUAGES)


def read_filling(
    fields: Mapping[str, Any], template: Template, language: Language, intake: Intake
) -> dict[str, Any]:
    """`answers`, `values` and `lines` of a `Filling`, from `answers` and `values` as objects.

    A value is a text or a number: a bare one counts in the time word behind its hole.
    """
    spoken = template.title.language(language)
    return {
        "answers": _each(intake, fields, "answers", _answer(intake)),
        "values": {
            number: read
            for number in range(len(template.key_results))
            if (read := _values(intake, fields, template, number, spoken))
        },
        "lines": _chosen(intake, fields, len(template.key_results)),
    }


def _each(
    intake: Intake, fields: Mapping[str, Any], name: str, read: Callable[[str, Any], Any]
) -> dict[str, Any]:
    sent = fields.get(name) or {}
    if not isinstance(sent, Mapping):
        intake.refuse(name, _("Write this as an object."))
        return {}
    found = {str(key): read(str(key), value) for key, value in list(sent.items())[:40]}
    return {key: value for key, value in found.items() if value is not MISSING}


def _answer(intake: Intake) -> Callable[[str, Any], Any]:
    def read(hole: str, value: Any) -> Any:
        one = Intake({"text": value})
        text = one.line("text", LONGEST_ANSWER, required=False)
        for why in one.errors.values():
            intake.refuse(f"answers/{hole}", why)
        return text

    return read


def _values(
    intake: Intake, fields: Mapping[str, Any], template: Template, number: int, language: Language
) -> dict[str, Decimal]:
    line = template.key_results[number]
    sent = fields.get("values") or {}
    said = sent.get(str(number)) if isinstance(sent, Mapping) else None
    if not isinstance(sent, Mapping) or not isinstance(said, Mapping | None):
        intake.refuse("values", _("Write this as an object."))
        return {}
    text, unit = line.text.written(language), line.unit.written(language)
    found = {}
    for hole in line.holes(language):
        typed = (said or {}).get(hole)
        if typed is None or (isinstance(typed, str) and not typed.strip()):
            continue
        if isinstance(typed, bool) or not isinstance(typed, str | int | float):
            intake.refuse(f"values/{number}/{hole}", UNCLEAR % {"example": "75"})
            continue
        try:
            found[hole] = read_typed(str(typed), text, hole, unit)
        except AmountUnclear as unclear:
            words = FAULTS.get(unclear.code, UNCLEAR) % {"example": unclear.example}
            intake.refuse(f"values/{number}/{hole}", words)
    return found


def _chosen(intake: Intake, fields: Mapping[str, Any], count: int) -> tuple[int, ...] | None:
    """The numbers of the key results that are taken, from 0; None where nothing is said."""
    sent = fields.get("key_results")
    if sent is None:
        return None
    items = sent if isinstance(sent, list | tuple) else [sent]
    numbers = {str(number): number for number in range(count)}
    if any(isinstance(one, bool) or str(one) not in numbers for one in items):
        intake.refuse("key_results", _("This does not exist, or you may not see it."))
        return ()
    return tuple(sorted({numbers[str(one)] for one in items}))


def read_inserting(
    fields: Mapping[str, Any], template: Template, locale: Language
) -> dict[str, Any]:
    """Arguments of `insert_template`, beside the template."""
    intake = Intake(fields)
    language = read_language(intake)
    language = locale if language is MISSING else language
    arguments = {
        "language": language,
        **read_filling(fields, template, language, intake),
        **present(
            cycle=intake.id("cycle"),
            team=intake.id("team"),
            owner=intake.id("owner"),
            submission=intake.line("submission", 64, required=False),
        ),
    }
    intake.settle()
    return arguments


def read_handing(fields: Mapping[str, Any], template: Template, locale: Language) -> dict[str, Any]:
    """Arguments of `plan_hand_out` and `hand_out`, beside the template."""
    intake = Intake(fields)
    language = read_language(intake)
    language = locale if language is MISSING else language
    for name in ("teams", "people"):
        if isinstance(fields.get(name), list | tuple) and len(fields[name]) > MOST_RECEIVERS:
            intake.refuse(name, _("At most 200 at once."))
    arguments = {
        "language": language,
        **read_filling(fields, template, language, intake),
        **present(
            cycle=intake.id("cycle"),
            teams=intake.ids("teams"),
            people=intake.ids("people"),
            below=intake.id("below"),
            members_of=intake.id("members_of"),
        ),
    }
    intake.settle()
    return arguments
