"""set-no-counter-metric: only more or faster, and nothing that guards what it could cost."""

from collections.abc import Iterator

from cairn.coach.findings import HOLE, Remark, Rewrite, Text
from cairn.coach.lines import KeyResultLine, Lines
from cairn.coach.patterns import Pattern
from cairn.coach.quoting import whole
from cairn.coach.rules.rule import Rule

_GUARDS = Pattern(
    r"率|质量|满意|投诉|退|返工|缺陷|错|准确|合格|达标|流失|留存|复购|续约|成本|费用|利润|毛利|保持|维持|不超过"
    r"|不低于|控制在|以内|事故|风险|安全|评分|推荐|好评|活跃|人均|占比|比例|偏差|积压|加班"
    r"|\b(?:rate|share|quality|satisf|complain|return|rework|defect|error|accura|churn|retention"
    r"|retain|renew|cost|margin|profit|keep|hold|stay|below|under|at most|no more|without|incident"
    r"|risk|safe|score|rating|nps|active|per|refund|bug|backlog|overtime)"
)
_MONEY = Pattern(
    r"额|收入|营收|回款|订单|签约|销量|成交|revenue|sales|bookings|deals|orders|pipeline"
)
_SORTS = ("count", "money", "number", "multiple")


def _kind(line: KeyResultLine) -> str | None:
    """volume, sales or speed, where it is nothing else."""
    target, labels, start = line.values.target, line.labels, line.values.from_value
    if target is None or not (labels.measurable and labels.outcome_not_task):
        return None
    if _GUARDS.search(line.low):
        return None
    less = bool(target.down) or (start is not None and start > target.amount.value)
    if target.amount.sort == "time":
        return "speed" if less else None
    if target.amount.sort not in _SORTS or less or target.amount.value == 0:
        return None
    return "sales" if _MONEY.search(line.low) or target.amount.sort == "money" else "volume"


def _find(lines: Lines) -> Iterator[Remark]:
    kinds = [_kind(line) for line in lines.key_results]
    if len(kinds) >= 2 and all(kinds):
        yield Remark(*whole(lines.key_results[0].reading))


_PROPOSALS = {
    "volume": Text(
        f"{HOLE} 的投诉率保持在 {HOLE}% 以内", f"Keep complaints about {HOLE} below {HOLE}%"
    ),
    "sales": Text(f"{HOLE} 的退款率保持在 {HOLE}% 以内", f"Keep refunds of {HOLE} below {HOLE}%"),
    "speed": Text(f"{HOLE} 的返工率保持在 {HOLE}% 以内", f"Keep rework of {HOLE} below {HOLE}%"),
}


def _rewrite(lines: Lines, _remark: Remark) -> Rewrite | None:
    """A guard for what the first line could cost."""
    first = lines.key_results[0]
    proposal = _PROPOSALS[_kind(first) or "volume"]
    return Rewrite(proposal.zh if first.chinese else proposal.en)


RULE = Rule(
    id="set-no-counter-metric",
    scope="set",
    title=Text("只求多、求快", "Only more and faster"),
    message=Text(
        "“{quote}”和其余几条都只看数量或速度。加一条守住质量、成本或口碑的。",
        "“{quote}” and the others only ask for more or faster. Add one that guards quality, cost "
        "or goodwill.",
    ),
    reason=Text(
        "只追一个方向，总会在别处付出代价；有一条守着，才敢放手去追。",
        "Chasing one direction is paid for elsewhere; a guard lets you chase it without fear.",
    ),
    bad=Text(
        "让中型企业都来找我们\n- 每月新增商机从 20 个增加到 50 个\n- 新签订单从 8 单增加到 20 单",
        "Mid-sized firms come to us first\n- Grow new opportunities a month from 20 to 50\n"
        "- Grow new orders from 8 to 20",
    ),
    good=Text(
        "让中型企业都来找我们\n- 每月新增商机从 20 个增加到 50 个\n- 新客户三个月内的退款率保持在 3% 以内",
        "Mid-sized firms come to us first\n- Grow new opportunities a month from 20 to 50\n"
        "- Keep refunds to new customers below 3%",
    ),
    find=_find,
    rewrite=_rewrite,
)
