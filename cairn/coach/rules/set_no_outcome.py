"""set-no-outcome: only work, nothing that changes through it."""

from collections.abc import Iterator

from cairn.coach.findings import Remark, Text
from cairn.coach.lines import Lines
from cairn.coach.quoting import whole
from cairn.coach.rules.kr_task import is_task
from cairn.coach.rules.rule import Rule


def _find(lines: Lines) -> Iterator[Remark]:
    if len(lines.key_results) >= 2 and all(map(is_task, lines.key_results)):
        yield Remark(*whole(lines.key_results[0].reading))


RULE = Rule(
    id="set-no-outcome",
    scope="set",
    title=Text("全是任务，没有结果", "All tasks, no result"),
    message=Text(
        "从“{quote}”起，每一条都是要做的事。至少留一条，说清做完之后什么会变。",
        "From “{quote}” on, every line is work. Let at least one say what will have changed.",
    ),
    reason=Text(
        "全做完了目标还没到，这份 OKR 就帮不上忙。",
        "If all of it can be done without reaching the objective, the OKR is no help.",
    ),
    bad=Text(
        "让老客户顺理成章地续约\n- 每周拜访 20 个客户\n- 举办 4 场客户培训",
        "Make renewing the obvious choice\n- Visit 20 customers a week\n"
        "- Run 4 training sessions for customers",
    ),
    good=Text(
        "让老客户顺理成章地续约\n- 续约率从 60% 提高到 75%\n- 续约合同的平均折扣保持在 6% 以内",
        "Make renewing the obvious choice\n- Raise the renewal rate from 60% to 75%\n"
        "- Keep the average discount on renewals at or below 6%",
    ),
    find=_find,
)
