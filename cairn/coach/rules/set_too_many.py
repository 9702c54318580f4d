"""set-too-many: more key results than one can look after."""

from collections.abc import Iterator

from cairn.coach.findings import Remark, Text
from cairn.coach.lines import Lines
from cairn.coach.quoting import whole
from cairn.coach.rules.rule import Rule

MOST = 5


def _find(lines: Lines) -> Iterator[Remark]:
    count = len(lines.key_results)
    if count > MOST:
        place = whole(lines.key_results[MOST].reading)
        yield Remark(*place, line=MOST, said={"count": str(count)})


_SIX = tuple("响应时间 退货率 报价用时 投诉次数 差错率 等待时间".split())

RULE = Rule(
    id="set-too-many",
    scope="set",
    title=Text("关键结果太多", "Too many key results"),
    message=Text(
        "已经有 {count} 条，到“{quote}”就超出了。只留最能说明问题的，不超过 5 条。",
        "There are {count}; “{quote}” is already one too many. Keep the 5 at most that say the most.",
    ),
    reason=Text("条数越多，每周越没有人看。", "The more there are, the fewer anybody looks at."),
    bad=Text(
        "让客户不用等\n" + "\n".join(f"- {one}从 20 降到 10" for one in _SIX),
        "Customers no longer wait\n"
        + "\n".join(
            f"- Cut {one} from 20% to 10%"
            for one in ("returns", "errors", "late orders", "complaints", "rework", "refunds")
        ),
    ),
    good=Text(
        "让客户不用等\n- 报价用时从 5 天缩短到 2 天\n- 退货率从 9% 降到 5%",
        "Customers no longer wait\n- Cut the time to quote from 5 days to 2 days\n"
        "- Cut returns from 9% to 5%",
    ),
    find=_find,
)
