"""o-metric: the objective carries the number that belongs to a key result."""

from collections.abc import Iterator

from cairn.coach.claim import Claim
from cairn.coach.findings import HOLE, Remark, Rewrite, Text
from cairn.coach.lines import ObjectiveLine
from cairn.coach.patterns import Pattern
from cairn.coach.phrasing import tidy
from cairn.coach.quoting import bare
from cairn.coach.rules.rule import Rule

_MOVE = r"提高|提升|增加|增长|扩大|降低|减少|缩短|压缩|降|减"
_ZH = Pattern(
    rf"^(?:把|将|使)?(?P<thing>[^,，。;；0-9]{{2,24}}?)(?:(?:从|由) ?[0-9][^,，降提减增缩压扩]*)?"
    rf"(?P<verb>{_MOVE})[到至]? ?(?P<to>[0-9][0-9.,]* ?[^,，。;；0-9]{{0,4}})$"
)
_FULL = {"降": "降低", "减": "减少"}
_EN = Pattern(
    r"^(?P<lead>[A-Za-z][^,;.0-9$€£]{3,60}?)(?P<amount>(?: from [$€£]?[0-9][^,;]{0,14}?)?"
    r" (?:to|by) (?:at least |under |below |over |above )?[$€£]?[0-9][0-9.,]*(?: ?(?:%|percent|k|m"
    r"|[a-z]+))?)$"
)


_DIGIT = Pattern(r"[0-9０-９]|百分之|翻|倍|\b(?:doubl|tripl|halv)|零|\bzero\b")
_BY_ITSELF = ("share", "points", "money", "multiple", "ratio", "score", "half_less", "time")


def _is_set(line: ObjectiveLine, target: Claim) -> bool:
    """A figure with a unit of its own, or one that something is moved to."""
    amount = target.amount
    if not _DIGIT.search(line.low[amount.begin : amount.end]):
        return False
    if amount.sort in _BY_ITSELF or line.values.from_value is not None:
        return True
    words = line.reading.words_in(target.clause.begin, amount.begin)
    return any(word.roles & {"up", "down", "reach"} for word in words)


def _find(line: ObjectiveLine) -> Iterator[Remark]:
    target = line.values.target
    if line.labels.contains_metric and target is not None and _is_set(line, target):
        yield Remark(target.amount.begin, target.amount.end)


def _rewrite(line: ObjectiveLine, _remark: Remark) -> Rewrite | None:
    """The objective without its number, and a key result that has it."""
    text = bare(line.reading)
    if line.chinese:
        found = _ZH.match(text)
        if found is None:
            return None
        verb = _FULL.get(found["verb"], found["verb"])
        return Rewrite(f"{verb}{found['thing'].strip()}，让 {HOLE}\n{text}", ("大家都省心",))
    found = _EN.match(text)
    if found is None:
        return None
    return Rewrite(tidy(f"{found['lead']} so that {HOLE}") + f"\n{text}", ("nobody waits",))


RULE = Rule(
    id="o-metric",
    scope="objective",
    title=Text("目标里写了指标", "A metric in the objective"),
    message=Text(
        "把“{quote}”放到关键结果里。目标只说想去哪里、为了谁。",
        "Move “{quote}” to a key result. The objective says where you want to go and for whom.",
    ),
    reason=Text(
        "目标要让人想去，数字用来看走到了哪里，各归各位。",
        "The objective makes people want to go there; the numbers say how far they have come.",
    ),
    bad=Text("把会员复购率提高到 35%", "Raise member repeat purchases to 35%"),
    good=Text(
        "让会员买过一次还想再来", "Give members a reason to come back after their first purchase"
    ),
    find=_find,
    rewrite=_rewrite,
)
