"""What the sentence of a line says, filled into the fields that nobody typed into."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from cairn.goals import weights
from cairn.goals.kinds_said import kind_said
from cairn.goals.models import Kind
from cairn.goals.sentences import read_sentence
from cairn.measures.amounts import (
    AmountUnclear,
    format_amount,
    plain_amount,
    read_amount,
    read_unit,
)
from cairn.web.objectives.sheet import Line, Sheet

PARSED = ("kind", "unit", "start", "target", "lower", "upper")
AMOUNTS = ("start", "target", "lower", "upper")


def unit_text(unit: str | None) -> str:
    """A unit as a field shows it, and as `read_unit` reads it."""
    match unit:
        case None | "number":
            return ""
        case "percent":
            return "%"
        case "duration":
            return _("duration")
        case "rating":
            return _("rating")
    return unit


def amount_text(value: Decimal | None, unit: str | None, locale: str) -> str:
    """An amount as a field shows it, and as `read_amount` reads it."""
    if value is None:
        return ""
    if unit in ("percent", "duration"):
        return format_amount(value, unit, locale)
    return plain_amount(value)


def unit_of(text: str) -> str:
    """The unit that a field names; what cannot be read counts as a number."""
    try:
        return read_unit(text)
    except AmountUnclear:
        return "number"


def said(sentence: str, locale: str) -> dict[str, str]:
    """The fields that a sentence gives, as their texts."""
    found = read_sentence(sentence)
    fields = {name: amount_text(getattr(found, name), found.unit, locale) for name in AMOUNTS}
    return {**fields, "unit": unit_text(found.unit), "kind": kind_said(sentence, found)}


def fill_line(line: Line, locale: str) -> None:
    """Let the fields follow the sentence, except those that were typed by hand.

    A field was typed if it differs from what the sentence gave when it was read last. Of a key
    result that is already kept, a sentence without numbers takes nothing away.
    """
    before, now = said(line.read, locale), said(line.fields["title"], locale)
    typed = {name for name in PARSED if line.fields[name] != before[name]}
    for name in PARSED:
        if name not in typed and (now[name] or not line.id):
            line.fields[name] = now[name]
    if "kind" not in typed and typed:
        line.fields["kind"] = _kind_of_fields(line) or line.fields["kind"]
    elif line.fields["milestones"] and "kind" not in typed:
        line.fields["kind"] = Kind.MILESTONES.value
    line.read = line.fields["title"]


def _kind_of_fields(line: Line) -> str:
    """The kind that typed values speak for; empty where they say nothing."""
    if line.fields["milestones"]:
        return Kind.MILESTONES.value
    if line.fields["lower"] or line.fields["upper"]:
        return Kind.MAINTAIN.value
    unit = unit_of(line.fields["unit"])
    start, target = (amount_of(line.fields[name], unit) for name in ("start", "target"))
    if start is None or target is None:
        both = line.fields["start"] or line.fields["target"]
        keeps = line.fields["kind"] in (Kind.INCREASE, Kind.DECREASE)
        return Kind.INCREASE.value if both and not keeps else ""
    return Kind.DECREASE.value if target < start else Kind.INCREASE.value


def amount_of(text: str, unit: str) -> Decimal | None:
    try:
        return read_amount(text, unit) if text else None
    except AmountUnclear:
        return None


@dataclass(frozen=True, slots=True)
class Fact:
    """One part of what was understood; `missing` ones are underlined with dots."""

    label: str
    text: str = ""
    missing: bool = False


def facts_of(line: Line) -> list[Fact]:
    """What stands below the sentence: what was understood and what is not there yet."""
    if line.is_blank:
        return []
    fields = line.fields
    match fields["kind"]:
        case Kind.MILESTONES:
            count = len([one for one in fields["milestones"].splitlines() if one.strip()])
            facts = [Fact(_("Kind"), _("done or not") if count < 2 else _("milestones"))]
        case Kind.MAINTAIN:
            facts = [
                Fact(_("Kind"), _("maintain")),
                Fact(_("At least"), fields["lower"]),
                Fact(_("At most"), fields["upper"]),
            ]
        case _:
            facts = _facts_of_path(fields)
    if fields["owner"]:
        facts.append(Fact(_("Owner"), fields["owner"]))
    else:
        facts.append(Fact(_("No owner: anyone may claim it"), missing=True))
    return [fact for fact in facts if fact.text or fact.missing]


def _facts_of_path(fields: dict[str, str]) -> list[Fact]:
    down = fields["kind"] == Kind.DECREASE
    return [
        Fact(_("Start"), fields["start"])
        if fields["start"]
        else Fact(_("Start: baseline to be measured"), missing=True),
        Fact(_("Target"), fields["target"])
        if fields["target"]
        else Fact(_("No target yet"), missing=True),
        Fact(_("Unit"), fields["unit"]),
        Fact(_("Direction"), _("decrease") if down else _("increase")),
    ]


def share_sheet(sheet: Sheet) -> None:
    """Let the written lines share 100 % with what aligned objectives hold, as the command will, and
    show what each gets."""
    lines = sheet.written
    if not lines:
        return
    try:
        shares = weights.share_out([*(asked_share(line) for line in lines), *sheet.held])
    except weights.WeightTooLarge as refused:
        typed = (line for line in reversed(lines) if line.is_weight_typed)
        worst = next(typed, None) or lines[-1]
        worst.errors["weight"] = _(
            "The fixed weights would pass 100 %% together; at most %(largest)s %% fits here."
        ) % {"largest": plain_amount(refused.largest)}
        return
    except ValueError:
        return
    sheet.held = shares[len(lines) :]
    for line, share in zip(lines, shares, strict=False):
        line.fields["weight"] = line.shared = plain_amount(share.weight)
        line.fields["locked"] = "on" if share.fixed else ""


def even_out(sheet: Sheet) -> None:
    """Release every weight and share equally."""
    for line in sheet.lines:
        line.fields["weight"] = line.shared = line.fields["locked"] = ""
    share_sheet(sheet)


def asked_share(line: Line) -> weights.Share | None:
    """The weight that a line asks for; None for an equal part of what is free."""
    weight = amount_of(line.fields["weight"], "percent")
    if weight is None or not 0 <= weight <= 100:
        return None
    return weights.Share(round(weight, 2), fixed=line.is_weight_typed)


def weight_sum(sheet: Sheet) -> Decimal:
    """Of the written lines and of what aligned objectives hold."""
    found = (amount_of(line.fields["weight"], "percent") for line in sheet.written)
    return sum((weight for weight in found if weight is not None), sheet.held_sum)


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the weights' drawing, in percent of its width; number 0 is what aligned objectives
    hold."""

    number: int
    weight: str
    x: str
    width: str
    text_x: str
    fits: bool
    is_wide: bool


def blocks_of(sheet: Sheet) -> list[Block]:
    """The weights side by side, those of the aligned objectives as one at the end."""
    parts = [
        (place, amount_of(line.fields["weight"], "percent") or Decimal(0))
        for place, line in enumerate(sheet.written, start=1)
    ]
    blocks, at = list[Block](), Decimal(0)
    for place, weight in [*parts, (0, sheet.held_sum)]:
        if weight > 0 and at < 100:
            width = max(min(weight, 100 - at) - Decimal("0.3"), Decimal("0.1"))
            text_x = plain_amount(at + Decimal("1.2"))
            fits, is_wide, x = weight >= 7, weight >= 14, plain_amount(at)
            blocks.append(
                Block(place, plain_amount(weight), x, plain_amount(width), text_x, fits, is_wide)
            )
        at += weight
    return blocks


@dataclass(frozen=True, slots=True)
class Clause:
    """How a key result reads in the sentence template, and what leads to it; open ones lack a
    target."""

    text: str
    is_open: bool
    means: tuple[str, ...] = ()


def clauses_of(lines: Sequence[Line]) -> list[Clause]:
    """The measures of the template: the measure and its target, or the sentence as it stands."""
    return [
        replace(_clause(line), means=tuple(line.means)) for line in lines if line.fields["title"]
    ]


def _clause(line: Line) -> Clause:
    fields = line.fields
    sentence = fields["title"].rstrip("。.；; ")
    if fields["kind"] == Kind.MILESTONES:
        return Clause(sentence, is_open=False)
    if fields["kind"] == Kind.MAINTAIN:
        return Clause(sentence, is_open=not (fields["lower"] or fields["upper"]))
    measure = read_sentence(fields["title"]).measure
    if not fields["target"]:
        return Clause(sentence, is_open=True)
    if not measure or sentence == measure:
        measure = None if any(char.isdigit() for char in sentence) else sentence
    if measure is None:
        return Clause(sentence, is_open=False)
    unit = unit_of(fields["unit"])
    label = "" if unit in ("number", "percent", "duration", "rating") else fields["unit"]
    target = f"{fields['target']} {label}".strip()
    text = _("%(measure)s to %(target)s") % {"measure": measure, "target": target}
    return Clause(text, is_open=False)
