"""kr-no-unit: a bare number on a measure that needs a unit."""

from collections.abc import Iterator

from cairn.coach.findings import HOLE, Remark, Rewrite, Text
from cairn.coach.lines import KeyResultLine
from cairn.coach.patterns import Pattern
from cairn.coach.quoting import bare
from cairn.coach.rules.rule import Rule

_NEEDS = Pattern(
    r"(?:(?<![心频汇功效转])率|占比|比例|份额|时间|时长|周期|耗时|时延|延迟|收入|营收|利润|成本|费用|金额|销售额|回款)"
    r"(?:从|由|提高|提升|增加|增长|降低?|减少|缩短|达到?|控制|保持|突破|平均|[到至在0-9.]| )*$"
    r"|\b(?:rate|share|time|latency|duration|revenue|cost|costs|margin|profit|sales)"
    r" (?:from|to|at|of|reaches|down to|up to|below|under)[ 0-9.]*(?:to )?$"
)
_RATIO = Pattern(r"倍|比(?!例)|周转率|每|\b(?:per|every|return on|ratio|times|score|index)\b")


def _find(line: KeyResultLine) -> Iterator[Remark]:
    target = line.values.target
    if target is None or line.draft.counted or line.values.unit not in (None, "money"):
        return
    amount = target.amount
    bare_number = amount.sort == "number" and amount.unit is None and target.kind == "to"
    after = line.low[amount.end :].strip(" 。.!，,;；")
    if not bare_number or after or not line.said[amount.begin].isdigit():
        return
    if _NEEDS.search(line.low[: amount.begin]) and not _RATIO.search(line.low):
        yield Remark(amount.begin, amount.end)


def _rewrite(line: KeyResultLine, _remark: Remark) -> Rewrite | None:
    return Rewrite(f"{bare(line.reading)} {HOLE}", ("小时" if line.chinese else "hours",))


RULE = Rule(
    id="kr-no-unit",
    scope="key_result",
    title=Text("数字没有单位", "A number without a unit"),
    message=Text(
        "“{quote}”后面缺单位：是百分比、元，还是天？写上。",
        "“{quote}” of what? Add the unit: percent, a currency, days.",
    ),
    reason=Text(
        "单位不写，换个人填进度就会填错。",
        "Without a unit, the next person will enter the wrong number.",
    ),
    bad=Text("平均响应时间从 12 缩短到 4", "Cut the average response time from 12 to 4"),
    good=Text(
        "平均响应时间从 12 小时缩短到 4 小时",
        "Cut the average response time from 12 hours to 4 hours",
    ),
    find=_find,
    rewrite=_rewrite,
)
