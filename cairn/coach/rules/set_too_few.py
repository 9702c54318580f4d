"""set-too-few: one key result cannot say that an objective is met."""

from collections.abc import Iterator

from cairn.coach.findings import Remark, Text
from cairn.coach.lines import Lines
from cairn.coach.quoting import whole
from cairn.coach.rules.rule import Rule

FEWEST = 2


def _find(lines: Lines) -> Iterator[Remark]:
    if lines.objective is None or len(lines.key_results) >= FEWEST:
        return
    first = lines.key_results[0] if lines.key_results else lines.objective
    yield Remark(*whole(first.reading))


RULE = Rule(
    id="set-too-few",
    scope="set",
    title=Text("关键结果太少", "Too few key results"),
    message=Text(
        "只靠“{quote}”还看不出目标达成了。写 2 到 5 条，从不同方面来看。",
        "“{quote}” alone does not show that the objective is met. Write 2 to 5 key results that "
        "look at it from different sides.",
    ),
    reason=Text(
        "只盯一个数，容易为了它牺牲别的。",
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
