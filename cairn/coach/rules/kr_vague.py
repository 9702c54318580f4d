"""kr-vague: words that everybody reads in their own way."""

from collections.abc import Iterator

from cairn.coach.directions import measured_rewrite
from cairn.coach.findings import Remark, Rewrite, Text
from cairn.coach.lines import KeyResultLine
from cairn.coach.patterns import Pattern
from cairn.coach.quoting import around_word, first_word
from cairn.coach.rules.rule import Rule

_DEGREE = ("intensity", "grading")
_AMOUNTS = Pattern(r"(?:fewer|less|more|higher|lower|更[多少高低])$")
"""What more is, everybody knows; how much more is for another rule to ask."""
_LOOSE = ("improve", "effort", "generic")
_MORE = Pattern(
    r"更加?[^新换改正名多少加,，。]{1,3}|变好|\b(?:livelier|friendlier|better|nicer|easier)\b",
    needs="better|easier|friendlier|livelier|nicer|变好|更",
)
_SECURE = Pattern(r"secure ")
"""To secure a permission; further on the word is an adjective."""


def _degree(line: KeyResultLine) -> tuple[int, int] | None:
    """The word that grades, not one that is part of a measure's name or of 更新, nor a verb."""
    word = first_word(line.reading, _DEGREE, begin=len("secure") if _SECURE.match(line.low) else 0)
    if word is not None and "metric" not in word.roles:
        return word.begin, word.end
    found = _MORE.search(line.low)
    return found.span() if found else None


def _find(line: KeyResultLine) -> Iterator[Remark]:
    degree = _degree(line)
    plain = first_word(line.reading, ("intensity",)) or _MORE.search(line.low)
    open_ended = not line.labels.measurable and plain is not None and degree is not None
    if (not line.labels.vague and not open_ended) or line.values.to_value == 0:
        return
    if degree is not None:
        if not line.labels.outcome_not_task or not _AMOUNTS.match(line.low[slice(*degree)]):
            yield Remark(*degree)
        return
    word = first_word(line.reading, _LOOSE)
    if word is not None and not line.labels.measurable and not line.labels.outcome_not_task:
        yield Remark(*around_word(line.reading, word))


def _rewrite(line: KeyResultLine, _remark: Remark) -> Rewrite | None:
    return None if line.labels.measurable else measured_rewrite(line)


RULE = Rule(
    id="kr-vague",
    scope="key_result",
    title=Text("各人理解不同", "Everybody reads it differently"),
    message=Text(
        "“{quote}”，每个人的理解都不一样。换成数字，或者说清由谁判断、凭什么判断。",
        "“{quote}” means something different to everybody. Put a number there, or say who judges "
        "it and by what.",
    ),
    reason=Text(
        "词一含糊，期末就会争：算不算做到了？",
        "Loose words turn the end of the cycle into an argument about whether it was met.",
    ),
    bad=Text("大幅降低管理费用", "Significantly cut administrative costs"),
    good=Text(
        "管理费用占收入的比例从 12% 降到 9%",
        "Cut administrative costs from 12% to 9% of revenue",
    ),
    find=_find,
    rewrite=_rewrite,
    silences=frozenset({"kr-not-measurable"}),
)
