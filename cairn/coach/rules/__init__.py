"""What the coach remarks: one rule a file, the gravest first. Pure."""

from typing import Any

from cairn.coach.lines import KeyResultLine, Lines, ObjectiveLine
from cairn.coach.rules import (
    kr_compound,
    kr_fake_precision,
    kr_late_measure,
    kr_no_baseline,
    kr_no_unit,
    kr_not_measurable,
    kr_placeholder,
    kr_task,
    kr_vague,
    kr_vanity,
    o_metric,
    o_task,
    o_usual,
    o_vague,
    set_duplicate,
    set_no_counter_metric,
    set_no_outcome,
    set_no_owner,
    set_not_aligned,
    set_only_lagging,
    set_too_few,
    set_too_many,
    set_type_unsaid,
    set_weights,
)
from cairn.coach.rules.rule import Rule

KEY_RESULT_RULES: tuple[Rule[KeyResultLine], ...] = tuple(
    module.RULE
    for module in (
        kr_placeholder,
        kr_fake_precision,
        kr_task,
        kr_vague,
        kr_not_measurable,
        kr_compound,
        kr_late_measure,
        kr_vanity,
        kr_no_unit,
        kr_no_baseline,
    )
)
OBJECTIVE_RULES: tuple[Rule[ObjectiveLine], ...] = tuple(
    module.RULE for module in (o_usual, o_task, o_metric, o_vague)
)
SET_RULES: tuple[Rule[Lines], ...] = tuple(
    module.RULE
    for module in (
        set_no_outcome,
        set_too_few,
        set_too_many,
        set_duplicate,
        set_no_counter_metric,
        set_only_lagging,
        set_weights,
        set_no_owner,
        set_not_aligned,
        set_type_unsaid,
    )
)
RULES: dict[str, Rule[Any]] = {}
for _rules in (KEY_RESULT_RULES, OBJECTIVE_RULES, SET_RULES):
    RULES.update((rule.id, rule) for rule in _rules)
