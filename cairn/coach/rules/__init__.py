"""What the coach remarks: one rule a file, the gravest first. Pure."""

from typing import Any

from cairn.coach.lines import KeyResultLine, Lines, ObjectiveLine
from cairn.coach.rules import (
    kr_fake_precision,
    kr_not_measurable,
    kr_placeholder,
    kr_task,
    kr_vague,
)
from cairn.coach.rules.rule import Rule

KEY_RESULT_RULES: tuple[Rule[KeyResultLine], ...] = tuple(
    module.RULE
    for module in (kr_placeholder, kr_fake_precision, kr_task, kr_vague, kr_not_measurable)
)
OBJECTIVE_RULES: tuple[Rule[ObjectiveLine], ...] = ()
SET_RULES: tuple[Rule[Lines], ...] = ()
RULES: dict[str, Rule[Any]] = {}
for _rules in (KEY_RESULT_RULES, OBJECTIVE_RULES, SET_RULES):
    RULES.update((rule.id, rule) for rule in _rules)
