"""set-type-unsaid: committed or aspirational was not chosen."""

from collections.abc import Iterator

from cairn.coach.findings import Remark, Text
from cairn.coach.lines import Lines
from cairn.coach.quoting import whole
from cairn.coach.rules.rule import Rule


def _find(lines: Lines) -> Iterator[Remark]:
    if lines.draft.type == "" and lines.key_results:
        yield Remark(*whole(lines.key_results[0].reading))


RULE = Rule(
    id="set-type-unsaid",
    scope="set",
    title=Text("没说是承诺型还是愿景型", "Committed or aspirational?"),
    message=Text(
        "“{quote}”是必须做到，还是尽力冲一冲？选承诺型或愿景型，评分时才公平。",
        "Is “{quote}” a promise or a stretch? Choose committed or aspirational, so that scoring is "
        "fair.",
    ),
    reason=Text(
        "同样是 0.7 分，承诺型要问为什么没做到，愿景型已经很好。",
        "A score of 0.7 calls for questions on a promise, and for applause on a stretch.",
    ),
    bad=Text("让老客户顺理成章地续约", "Make renewing the obvious choice"),
    good=Text("让老客户顺理成章地续约（承诺型）", "Make renewing the obvious choice (committed)"),
    find=_find,
)
