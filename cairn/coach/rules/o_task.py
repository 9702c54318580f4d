"""o-task: the objective is itself a piece of work."""

from collections.abc import Iterator

from cairn.coach.aim_frames import ended_rewrite
from cairn.coach.findings import Remark, Rewrite, Text
from cairn.coach.lines import ObjectiveLine
from cairn.coach.patterns import Pattern
from cairn.coach.quoting import whole
from cairn.coach.rules.rule import Rule

_WORK = Pattern(
    r"^(?:完成|举办|召开|开展|发布|上线|搭建|新建|制定|编写|撰写|组织|采购|安装|实施|推出|修订|改版|重构|迁移|策划"
    r"|筹备|建设|建立|开发|设计|落实)(?!.*(?:让|使|不再|真正|人人|能够?|可以|以便|从而|而不|第一|首个|客户.{0,4}愿))"
    r"[^,，。;；]{2,18}$"
    r"|^(?:hold|run|host|organi[sz]e|publish|launch|build|create|write|draft|set up|roll out|implement"
    r"|develop|finish|complete|install|migrate|redesign|rewrite|refactor|deploy|ship|introduce|conduct"
    r"|prepare)"
    r"(?!.*\b(?:so|that|who|which|where|when|can|no longer|without|instead|every|everyone|nobody|trust"
    r"|trusted|they|their|from|into|to)\b) [a-z0-9' -]{4,48}$"
)
_LOOSE = {"construct", "condition", "outsider", "function"}
_MADE = Pattern(r"(?:大会|活动|大赛|系统|平台|看板|报表|仪式|庆典|展会)$")


def _find(line: ObjectiveLine) -> Iterator[Remark]:
    begin, end = whole(line.reading)
    if line.labels.contains_metric or not _WORK.search(line.low[begin:end]):
        return
    words = line.reading.words
    made = any(w.roles & {"artefact", "activity"} for w in words)
    last = words[-1] if words and words[-1].end == end else None
    loose = last is not None and bool(last.roles & _LOOSE)
    if (made or _MADE.search(line.low[begin:end])) and not loose:
        yield Remark(begin, end)


def _rewrite(line: ObjectiveLine, _remark: Remark) -> Rewrite | None:
    return ended_rewrite(line)


RULE = Rule(
    id="o-task",
    scope="objective",
    title=Text("目标本身是一件事", "The objective is a task"),
    message=Text(
        "“{quote}”是手段，不是目的。写出做成之后，谁会有什么不一样。",
        "“{quote}” is a means, not an end. Say what will be different once it is done, and for whom.",
    ),
    reason=Text(
        "把一件事当目标，做完了就算赢，哪怕什么也没改变。",
        "If the work itself is the objective, finishing it counts as winning even when nothing "
        "changed.",
    ),
    bad=Text("搭建市场数据看板", "Build a marketing dashboard"),
    good=Text(
        "让市场团队当天就知道钱花得值不值",
        "Let marketing know the same day whether its money was well spent",
    ),
    find=_find,
    rewrite=_rewrite,
    silences=frozenset({"o-vague"}),
)
