"""A rewrite is offered only if, with its holes filled, it no longer draws the same remark. Pure."""

from cairn.coach.draft import KeyResultDraft
from cairn.coach.findings import Remark
from cairn.coach.lines import KeyResultLine, ObjectiveLine, read_key_result, read_objective
from cairn.coach.rules.rule import Rule


def offer[S](rule: Rule[S], subject: S, remark: Remark) -> str | None:
    rewrite = rule.rewrite(subject, remark)
    if rewrite is None:
        return None
    return rewrite.text if _helps(rule, subject, rewrite.filled) else None


def _helps[S](rule: Rule[S], subject: S, filled: str) -> bool:
    lines = filled.split("\n")
    if isinstance(subject, ObjectiveLine):
        again = read_objective(lines[0], subject.results)
        return not any(rule.find(again))  # type: ignore[arg-type]
    if isinstance(subject, KeyResultLine):
        read = (read_key_result(KeyResultDraft(one)) for one in lines)
        return not any(remark for one in read for remark in rule.find(one))  # type: ignore[arg-type]
    return True
