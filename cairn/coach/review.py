"""A draft reviewed: what its lines hold, and the remarks that matter most. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from cairn.coach.draft import Draft
from cairn.coach.findings import Finding, Language, Remark
from cairn.coach.labels import KeyResultLabels, ObjectiveLabels
from cairn.coach.lines import KeyResultLine, Lines, ObjectiveLine, read_lines, says_something
from cairn.coach.rewriting import offer
from cairn.coach.rules import KEY_RESULT_RULES, OBJECTIVE_RULES, SET_RULES
from cairn.coach.rules.rule import Rule

MOST_A_LINE = 2
MOST_A_SET = 4


@dataclass(frozen=True, slots=True)
class KeyResultReview:
    labels: KeyResultLabels
    findings: tuple[Finding, ...]

    def as_dict(self) -> dict[str, Any]:
        labels = self.labels
        return {
            "measurable": labels.measurable,
            "outcome_not_task": labels.outcome_not_task,
            "vague": labels.vague,
            "has_baseline": labels.has_baseline,
            "has_target": labels.has_target,
            "time_bound_in_text": labels.time_bound_in_text,
            "unit": labels.unit,
            "from_value": _number(labels.from_value),
            "to_value": _number(labels.to_value),
            "findings": [one.as_dict() for one in self.findings],
        }


@dataclass(frozen=True, slots=True)
class ObjectiveReview:
    labels: ObjectiveLabels
    findings: tuple[Finding, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "vague": self.labels.vague,
            "contains_metric": self.labels.contains_metric,
            "findings": [one.as_dict() for one in self.findings],
        }


@dataclass(frozen=True, slots=True)
class Review:
    """Each line's findings with the line, those of the set beside them; the gravest first."""

    objective: ObjectiveReview | None
    key_results: tuple[KeyResultReview, ...]
    findings: tuple[Finding, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "objective": None if self.objective is None else self.objective.as_dict(),
            "key_results": [one.as_dict() for one in self.key_results],
            "findings": [one.as_dict() for one in self.findings],
        }

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """In the order in which one reads them."""
        lines = (self.objective, *self.key_results)
        mine = tuple(one for line in lines if line is not None for one in line.findings)
        return mine + self.findings


def _number(value: Decimal | str | None) -> int | float | str | None:
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _heard[S](
    rules: Iterable[Rule[S]], subject: S, without: Collection[str], most: int
) -> list[tuple[Rule[S], Remark]]:
    """What the rules remark, the gravest first, each thing once."""
    found = [
        (rule, remark) for rule in rules if rule.id not in without for remark in rule.find(subject)
    ]
    silent = frozenset[str]().union(*(rule.silences for rule, _ in found))
    return [(rule, remark) for rule, remark in found if rule.id not in silent][:most]


def _finding[S](
    rule: Rule[S], remark: Remark, subject: S, said: str, language: Language, line: int | None
) -> Finding:
    quote = said[remark.begin : remark.end]
    words = (remark.message or rule.message).in_language(language)
    rewrite = offer(rule, subject, remark)
    message = words.format(quote=quote, **remark.said)
    return Finding(rule.id, message, quote, remark.begin, remark.end, rewrite, line)


def _objective(
    line: ObjectiveLine, language: Language, without: Collection[str]
) -> ObjectiveReview:
    heard = []
    if says_something(line.said):
        heard = _heard(OBJECTIVE_RULES, line, without, MOST_A_LINE)
    findings = (_finding(*one, line, line.said, language, None) for one in heard)
    return ObjectiveReview(line.labels, tuple(findings))


def _key_result(
    line: KeyResultLine, place: int, language: Language, without: Collection[str]
) -> KeyResultReview:
    heard = []
    if says_something(line.said):
        heard = _heard(KEY_RESULT_RULES, line, without, MOST_A_LINE)
    findings = (_finding(*one, line, line.said, language, place) for one in heard)
    return KeyResultReview(line.labels, _each_rewrite_once(findings))


def _each_rewrite_once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """A rewrite that answers two remarks stands at the first."""
    said, kept = set[str | None](), list[Finding]()
    for one in findings:
        kept.append(replace(one, rewrite=None) if one.rewrite in said else one)
        said.add(one.rewrite)
    return tuple(kept)


def _set(lines: Lines, language: Language, without: Collection[str]) -> Iterable[Finding]:
    for rule, remark in _heard(SET_RULES, lines, without, MOST_A_SET):
        if remark.begin == remark.end:  # of an empty line nothing can be quoted
            continue
        place = remark.line if lines.key_results else None
        said = lines.objective.said if lines.objective else ""
        if place is not None:
            said = lines.key_results[place].said
        yield _finding(rule, remark, lines, said, language, place)


def review_draft(
    draft: Draft, *, language: Language = "zh", without: Collection[str] = ()
) -> Review:
    """`language` is the messages'; rewrites speak the language of their text."""
    lines = read_lines(draft)
    return Review(
        None if lines.objective is None else _objective(lines.objective, language, without),
        tuple(
            _key_result(line, place, language, without)
            for place, line in enumerate(lines.key_results)
        ),
        tuple(_set(lines, language, without)),
    )
