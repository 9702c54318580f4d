"""set-too-few: one key result cannot say that an objective is met."""

from collections.abc import Iterator

from cairn.coach.findings import Remark, Text
from cairn.coach.lines import Lines
from cairn.coach.quoting import whole
from cairn.coach.rules.rule import Rule

FEWEST = 2
_NONE = Text(
    "“{quote}”还没有关键结果。写 2 到 5 条，说清怎么看出目标达成了。",
    "“{quote}” has no key result yet. Write 2 to 5 that show how you will see that it is met.",
)


def _find(lines: Lines) -> Iterator[Remark]:
    if lines.objective is None or len(lines.key_results) >= FEWEST:
        return
    if lines.key_results:
        yield Remark(*whole(lines.key_results[0].reading))
    else:
        yield Remark(*whole(lines.objective.reading), message=_NONE)


RULE = Rule(
    id="set-too-few",
    scope="set",
    title=Text("关键结果太少", "Too few key results"),
    message=Text(
        "只看“{quote}”一条，还说明不了目标达成了。写 2 到 5 条，从不同方面来看。",
        "“{quote}” alone cannot show that the objective is met. Write 2 to 5 key results that look "
        "at it from different sides.",
    ),
    reason=Text(
        "只盯一个数字，容易为了它牺牲别的。",
        "A single number invites winning it at the cost of everything else.",
    ),
    bad=Text(
        "让老客户顺理成章地续约\n- 续约率从 60% 提高到 75%",
        "Make renewing the obvious choice\n- Raise the renewal rate from 60% to 75%",
    ),
    good=Text(
        "让老客户顺理成章地续约\n- 续约率从 60% 提高到 75%\n- 续约合同的平均折扣保持在 6% 以内",
        "Make renewing the obvious choice\n- Raise the renewal rate from 60% to 75%\n"
        "- Keep the average discount on renewals at or below 6%",
    ),
    find=_find,
)
