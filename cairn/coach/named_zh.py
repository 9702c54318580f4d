"""The unit of a bare Chinese number, by the end of what it measures: 用户数 counts 用户. Pure."""

import re

from cairn.coach.patterns import Pattern
from cairn.coach.rates import rate_of
from cairn.coach.reading import Reading
from cairn.coach.values import Values

_TAIL = Pattern(
    r"(?:从|由|自|将|达到?|占|为|是|在|控制|保持|维持|稳定|做到|突破|超过?|过|破|净?增|涨"
    r"|[提升降减压缩涨]{1,2}[到至]?|不[低高少超大][于过]?"
    r"|至少|低于|高于|大于|小于|少于|[≥≤<>=:→~+-]|同比|环比|每[年季月周日天人]|至|到|均|平均|合计|累计|共计?|总计"
    r"|约|近|目前|当前|现有?|去年|年底前?|归零|清零|的|了|都|[(\uff08][^()\uff08\uff09]*[)\uff09]| |,|\uff0c)+$"
)
_ENDS: tuple[tuple[str, str], ...] = (
    (r"ppm", "PPM"),
    (
        r"评[分价]|得分|均分|分数|评级分|满意度|nps|净推荐值|sus|健康分|csat|托福|雅思|成绩|(?<![百千])分$",
        "score",
    ),
    (r"roi|roas|ltv(?:/cac)?|投产比|投入产出比|mau|auc|f1|倍数|连带率|比$", "x"),
    (r"心率", "次/min"),
    (r"天数|dso|dpo|dio|账期|周转期", "day"),
    (r"分钟数", "min"),
    (r"小时数|工时", "h"),
    (r"率|占比|比例|比重|份额|mape|留存(?: ?d[0-9]+)?|呆滞料", "%"),
    (
        r"额|收入|营收|gmv|arr|mrr|资金|现金流?|流水|支出|账单|成本|费用?|利润|产值|产能|单产|人效|客单价|烧钱|薪"
        r"|月销|销售目标|资金占用|筹款|融资|回款|存款|余额|降本|规模|投资|捐款|年省|节[约省]",
        "money",
    ),
    (r"(?P<who>用户|会员|员工|粉丝|学员|客户|读者|订阅)[数量]?", ""),
    (r"人数|人头|玩家|观众|日活|月活|周活|dau|wau|听众|溺亡|游客|志愿者", "人"),
    (r"人次", "人次"),
    (r"(?P<seen>阅读|浏览|曝光)量?", ""),
    (r"播放量?|下载量?|访问量?|调用量?|点击量?|次数|播放中位数|频次", "次"),
    (r"工单(?:积压)?", "张"),
    (r"数量?|bug|废标", "个"),
    (r"胜场", "场"),
)
_NAMED = tuple((Pattern(rf"(?:{said})$"), unit) for said, unit in _ENDS)
_HARM = Pattern(
    r"事故|事件|投诉|火灾|故障|伤|亡|违规|处罚|泄[露漏]|宕机|纠纷|赔付|坍塌|漏报|失误|中断|差错|爆炸|泄密|舆情|索赔"
)


def _name(reading: Reading, begin: int, end: int) -> str:
    said = list(reading.low[begin:end])
    for one in reading.times:
        for at in range(max(one.begin, begin), min(one.end, end)):
            said[at - begin] = " "
    return _TAIL.sub("", "".join(said)).rstrip()


def _of_none(reading: Reading, name: str) -> str:
    """What there is none of: accidents are counted by 起."""
    return "起" if _HARM.search(reading.low) else next(iter(_by_end(name)), "个")


def _by_end(name: str) -> list[str]:
    for pattern, unit in _NAMED:
        if found := pattern.search(name):
            return [unit or next(filter(None, found.groups()))]
    return []


def unit_named(reading: Reading, values: Values) -> str | None:
    """None where the name says nothing either."""
    assert values.target is not None
    begins = values.start.amount if values.start else values.target.amount
    clause = values.target.clause.begin
    name = _name(reading, min(clause, begins.begin), begins.begin)
    if not name:
        name = _name(reading, 0, min(one.begin for one in reading.amounts))
    if values.target.amount.sort == "none":
        return _of_none(reading, name)
    found = _by_end(name)
    if not found:
        return None
    unit = found[0]
    if unit == "%" and abs(values.target.amount.value) <= 1 and re.search(r"\.", reading.low):
        unit = "x"
    return unit + rate_of(
        reading.low, unit, [values.target.amount, begins], values.target.clause, reading.times
    )
