"""o-usual: a duty that goes on as it always has."""

from collections.abc import Iterator

from cairn.coach.aim_frames import ended_rewrite
from cairn.coach.findings import Remark, Rewrite, Text
from cairn.coach.lines import ObjectiveLine
from cairn.coach.patterns import Pattern
from cairn.coach.quoting import whole
from cairn.coach.rules.rule import Rule

_DUTY = Pattern(
    r"^(?:认真|继续|持续|切实|扎实|全力)*(?:做好|抓好|搞好|管好)[^,，让使]{2,16}$"
    r"|^(?:保障|保证|维持|确保)[^,，让使]{1,12}(?:正常|平稳|有序|稳定)(?:运转|运行|运营|开展|进行)$"
    r"|^为[^,，]{2,10}提供[^,，更]{2,8}(?:支持|服务|保障)$|^[^,，让使]{0,8}(?:日常|例行)[^,，让使]{2,10}$"
    r"|^(?:keep|continue|carry on|go on) (?:[a-z]+ly )?[a-z]+ing\b(?!.*\b(?:so that|without|even|while"
    r"|who|that|when|as|until|beyond)\b)"
    r"|^(?:handle|do|run|manage|maintain|perform|support) (?:the |our )?(?:daily|day-to-day|routine"
    r"|everyday|usual|regular) [a-z ]+$"
    r"|^keep (?:the |our )?[a-z ]{2,24} running(?: (?:smoothly|well|day to day))?$"
    r"|^provide [a-z]{3,14} (?:support|services?) (?:to|for) (?:the |our )?[a-z ]{3,24}$"
)


def _find(line: ObjectiveLine) -> Iterator[Remark]:
    begin, end = whole(line.reading)
    if not line.labels.contains_metric and _DUTY.search(line.low[begin:end]):
        yield Remark(begin, end)


def _rewrite(line: ObjectiveLine, _remark: Remark) -> Rewrite | None:
    return ended_rewrite(line)


RULE = Rule(
    id="o-usual",
    scope="objective",
    title=Text("日常职责，不是目标", "Business as usual"),
    message=Text(
        "“{quote}”本来就在做。写出这个周期里会变的是什么。",
        "“{quote}” goes on anyway. Say what will be different at the end of this cycle.",
    ),
    reason=Text(
        "目标说的是改变。日常要守住的，放到健康指标里。",
        "An objective is about change. What must keep going well belongs among the KPIs.",
    ),
    bad=Text("做好社群日常运营", "Keep running the community groups"),
    good=Text(
        "让新成员第一周就能在社群里得到帮助",
        "Get every newcomer an answer in our community within their first week",
    ),
    find=_find,
    rewrite=_rewrite,
    silences=frozenset({"o-vague", "o-task"}),
)
