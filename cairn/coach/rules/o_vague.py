"""o-vague: too wide to know when one is there."""

from collections.abc import Iterator

from cairn.coach.aim_frames import ended_rewrite
from cairn.coach.findings import Remark, Rewrite, Text
from cairn.coach.lines import ObjectiveLine
from cairn.coach.patterns import Pattern
from cairn.coach.quoting import whole
from cairn.coach.rules.rule import Rule

_SURE = 0.6
_LIKELY = 0.35
_SHORT = {"zh": 10, "en": 7}
_LOOSE = Pattern(
    r"更加?[^新换改正名多少加,，。]{1,3}|^[一-鿿]{4}[,，、][一-鿿]{4}[。!！]?$|一流"
    r"|\b(?:better|nicer|easier|greater|prettier|best|world-class)\b"
)
_LONG = {"zh": 24, "en": 7}
_LISTED = Pattern(
    r"\band (?:increase|raise|grow|improve|reduce|lower|cut|boost|enhance|strengthen|optimi[sz]e) [a-z ]+"
    r"\band (?:increase|raise|grow|improve|reduce|lower|cut|boost|enhance|strengthen|optimi[sz]e)\b"
)
_ENDED = Pattern(
    r"不再|而不是|以便|\b(?:so that|no longer|without|instead of|before)\b|\bturn .+ into\b"
)


def _is_particular(line: ObjectiveLine) -> bool:
    """An end state, or so many words that it is seldom too wide, unless they only list aims."""
    if _LISTED.search(line.low):
        return False
    size = len(line.said) if line.chinese else len(line.said.split())
    return size >= _LONG[line.reading.text.language] or bool(_ENDED.search(line.low))


def _sure(line: ObjectiveLine) -> float:
    """A short text with a word of degree, or a slogan, needs less doubt removed."""
    size = len(line.said) if line.chinese else len(line.said.split())
    short = size <= _SHORT[line.reading.text.language]
    return _LIKELY if short and _LOOSE.search(line.low) else _SURE


def _find(line: ObjectiveLine) -> Iterator[Remark]:
    if line.labels.contains_metric or _is_particular(line):
        return
    if line.likely_vague >= _sure(line):
        yield Remark(*whole(line.reading))


def _rewrite(line: ObjectiveLine, _remark: Remark) -> Rewrite | None:
    return ended_rewrite(line)


RULE = Rule(
    id="o-vague",
    scope="objective",
    title=Text("目标太宽", "Too broad to aim at"),
    message=Text(
        "“{quote}”太宽了。说清是哪一块、为了谁、到时会有什么不一样。",
        "“{quote}” is very broad. Say which part, for whom, and what will be different then.",
    ),
    reason=Text(
        "人人都能同意的目标，等于没告诉任何人先做什么。",
        "An objective that nobody could disagree with tells nobody what to do first.",
    ),
    bad=Text("提升数据质量", "Improve data quality"),
    good=Text(
        "让销售不用再核对就敢用客户数据",
        "Let sales use customer data without checking it first",
    ),
    find=_find,
    rewrite=_rewrite,
)
