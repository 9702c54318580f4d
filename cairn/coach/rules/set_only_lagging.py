"""set-only-lagging: everything is known only at the end, nothing tells early."""

from collections.abc import Iterator

from cairn.coach.findings import Remark, Text
from cairn.coach.lines import KeyResultLine, Lines
from cairn.coach.patterns import Pattern
from cairn.coach.quoting import whole
from cairn.coach.rules.rule import Rule

_LATE = Pattern(
    r"(?:年度|季度|全年|整体|总|净|年)?(?:营业?收入?|销售额|利润率?|毛利率?|市场份额|市占率|净推荐值|续约率|留存率|敬业度|估值"
    r"|投资回报率|股价|现金流)|\b(?:annual |quarterly |total |net |gross |operating )?(?:revenue|profit|margin"
    r"|earnings|ebitda|market share|nps|net promoter score|renewal rate|net retention|engagement score"
    r"|valuation|cash flow|roi)\b",
    needs=(
        "cash flow|earnings|ebitda|margin|market share|net retention|nps|profit|renewal rate|"
        "revenue|roi|score|valuation|估值|净|市占率|投资回报率|敬|毛|润|现金流|留存率|续约率|"
        "股价|营|额"
    ),
)
_EARLY = Pattern(
    r"每[周日天月]|周|日均|线索|商机|试用|首次|活跃|使用|响应|意向|提前|管道|\b(?:weekly|daily|a week|a month|leads?"
    r"|pipeline|trial|first|active|usage|response|reply|early)\b"
)


def _is_late(line: KeyResultLine) -> bool:
    if line.labels.unit == "milestone":
        return True
    return bool(_LATE.search(line.low)) and not _EARLY.search(line.low)


def _find(lines: Lines) -> Iterator[Remark]:
    if len(lines.key_results) >= 2 and all(map(_is_late, lines.key_results)):
        yield Remark(*whole(lines.key_results[0].reading))


RULE = Rule(
    id="set-only-lagging",
    scope="set",
    title=Text("都要到最后才知道", "All of it shows only at the end"),
    message=Text(
        "“{quote}”和其余几条都要很晚才见变化。加一条几周内就会动、能提前看出苗头的。",
        "“{quote}” and the others move late. Add one that changes within weeks and warns you early.",
    ),
    reason=Text(
        "领先指标给你调整的时间，滞后指标只告诉你结局。",
        "A leading measure leaves time to change course; a lagging one only tells how it ended.",
    ),
    bad=Text(
        "让公司靠老客户就能稳稳赚钱\n- 年度营收从 3000 万元提高到 4500 万元\n- 净利润率从 8% 提高到 12%",
        "Earn our living from the customers we have\n- Grow annual revenue from $3m to $4.5m\n"
        "- Raise net profit margin from 8% to 12%",
    ),
    good=Text(
        "让公司靠老客户就能稳稳赚钱\n- 年度营收从 3000 万元提高到 4500 万元\n- 每周有登录的客户占比从 55% 提高到 75%",
        "Earn our living from the customers we have\n- Grow annual revenue from $3m to $4.5m\n"
        "- Raise the share of customers who sign in weekly from 55% to 75%",
    ),
    find=_find,
)
