"""set-no-owner: nobody has taken a key result."""

from collections.abc import Iterator

from cairn.coach.findings import Remark, Text
from cairn.coach.lines import Lines
from cairn.coach.quoting import whole
from cairn.coach.rules.rule import Rule


def _find(lines: Lines) -> Iterator[Remark]:
    """The first key result without an owner, else the objective's own want of one."""
    for place, line in enumerate(lines.key_results):
        if line.draft.owned is False:
            yield Remark(*whole(line.reading), line=place)
            return
    if lines.draft.owned is False and lines.objective is not None:
        first = lines.key_results[0] if lines.key_results else lines.objective
        yield Remark(*whole(first.reading))


RULE = Rule(
    id="set-no-owner",
    scope="set",
    title=Text("还没有负责人", "Nobody owns it yet"),
    message=Text(
        "“{quote}”还没有负责人。写上一个人的名字，由他来跟进。",
        "“{quote}” has no owner yet. Name one person who will check in on it.",
    ),
    reason=Text("人人有份，就等于没人负责。", "What everybody owns, nobody looks after."),
    bad=Text(
        "续约率从 60% 提高到 75%（负责人：大家）", "Raise the renewal rate (owner: all of us)"
    ),
    good=Text("续约率从 60% 提高到 75%（负责人：李敏）", "Raise the renewal rate (owner: Li Min)"),
    find=_find,
)
