"""set-not-aligned: it supports nothing above it."""

from collections.abc import Iterator

from cairn.coach.findings import Remark, Text
from cairn.coach.lines import Lines
from cairn.coach.quoting import whole
from cairn.coach.rules.rule import Rule


def _find(lines: Lines) -> Iterator[Remark]:
    if lines.draft.aligned is False and lines.key_results:
        yield Remark(*whole(lines.key_results[0].reading))


RULE = Rule(
    id="set-not-aligned",
    scope="set",
    title=Text("没有对齐", "Aligned with nothing"),
    message=Text(
        "“{quote}”做成之后帮到谁？选一个它支持的上级目标，或者说明为什么不需要。",
        "Whom will “{quote}” help? Pick the objective that it supports, or say why none.",
    ),
    reason=Text(
        "看得见自己的工作托起了什么，才知道哪件事值得先做。",
        "People who see what their work holds up know what to do first.",
    ),
    bad=Text(
        "让老客户顺理成章地续约（支持：无）", "Make renewing the obvious choice (supports: nothing)"
    ),
    good=Text(
        "让老客户顺理成章地续约（支持：公司靠老客户就能稳稳增长）",
        "Make renewing the obvious choice (supports: grow with the customers we have)",
    ),
    find=_find,
)
