"""kr-late-measure: it is measured once, when the cycle is over."""

import re
from collections.abc import Iterator

from cairn.coach.findings import Remark, Rewrite, Text
from cairn.coach.lines import KeyResultLine
from cairn.coach.patterns import Pattern
from cairn.coach.phrasing import tidy
from cairn.coach.rules.rule import Rule

_LATE = Pattern(
    r"(?P<zh>(?:(?:[本上下]?(?:季度|季|半年|学期|学年|财年|周期)|年|期)[末底]|年度|半年度|每?(?:季度|年|半年))的?"
    r"一?次?的?)[^,，。;；0-9]{0,12}?(?:问卷调查|调查|问卷|调研|测评|民调)"
    r"|\b(?P<en>end[- ]of[- ](?:the[- ])?(?:quarter|year|term|cycle|season|semester)"
    r"|quarter[- ]end|year[- ]end|term[- ]end|annual|yearly|half[- ]yearly|quarterly)"
    r"(?: (?!target)[a-z'-]+){0,4}? (?:survey|questionnaire|poll)\b",
    needs="poll|questionnaire|survey|卷|民调|测评|研|调查",
)


def _find(line: KeyResultLine) -> Iterator[Remark]:
    found = _LATE.search(line.low)
    if found and line.labels.outcome_not_task:
        yield Remark(*found.span())


def _rewrite(line: KeyResultLine, _remark: Remark) -> Rewrite | None:
    found = _LATE.search(line.low)
    if found is None:
        return None
    name = "zh" if found["zh"] else "en"
    begin, end = found.span(name)
    weekly = "每周抽样的" if name == "zh" else "weekly"
    before = re.sub(r"\b([Aa])n $", r"\1 ", line.said[:begin])
    return Rewrite(tidy(f"{before}{weekly}{line.said[end:]}").rstrip("。."))


RULE = Rule(
    id="kr-late-measure",
    scope="key_result",
    title=Text("期末才量得出来", "Measured only when it is too late"),
    message=Text(
        "“{quote}”到期末才有数字，中间没法调整。换成每周都会动的：每周抽样几个人，或者看他们的行为。",
        "“{quote}” gives its number when it is too late to change anything. Take what moves every "
        "week: a small weekly sample, or what people do.",
    ),
    reason=Text(
        "一个周期里只量一次，跟进时每周都只能猜。",
        "What is measured once a cycle leaves every check-in guessing.",
    ),
    bad=Text(
        "季度末满意度调查得分从 80 分提高到 90 分",
        "Raise the score of the quarter-end satisfaction survey from 80 to 90",
    ),
    good=Text(
        "每周回访中表示满意的客户占比从 80% 提高到 90%",
        "Raise the share of customers who are happy in the weekly call from 80% to 90%",
    ),
    find=_find,
    rewrite=_rewrite,
)
