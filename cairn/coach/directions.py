"""A direction alone made into "from __ to __", with the writer's own measure. Pure."""

import re

from cairn.coach.findings import HOLE, Rewrite
from cairn.coach.lines import KeyResultLine
from cairn.coach.patterns import Pattern
from cairn.coach.phrasing import cut, tidy
from cairn.coach.quoting import bare
from cairn.coach.words import find_words

_MEASURED_ZH = f"（以 {HOLE} 衡量）"
_MEASURED_EN = f", measured by {HOLE},"
_SAYS_MEASURE = Pattern(
    r"以[^,，。]{1,24}衡量|\bmeasured by\b|\bas measured\b", needs="as measured|measured by|衡"
)
_SIMPLE_ZH = Pattern(r"[^,，。;；!！?？:：、0-9_]+")
_LEAD_TIME = Pattern(r"^[^,，]{0,10}[前内底末](?:[,，]| )?(?=.{3})")
_DEGREE = Pattern(
    r"(?:大幅度?|显著|明显|进一步|有效|持续|不断|逐步|尽快|全面|切实|稳步|快速|极大|充分)[地的]?"
)
_VERB_ZH = {
    "降低": "降低到", "减少": "减少到", "缩短": "缩短到", "压缩": "压缩到", "下降": "下降到",
    "减": "减到", "降": "降到", "提高": "提高到", "提升": "提升到", "增加": "增加到",
    "增长": "增长到", "扩大": "扩大到", "上升": "上升到", "变少": "减少到", "变多": "增加到",
    "变高": "提高到", "变低": "降到", "变好": "提高到", "变强": "提高到", "更高": "提高到",
    "更低": "降到", "更少": "减少到", "更多": "增加到", "更好": "提高到", "更强": "提高到",
    "改善": "", "优化": "", "改进": "", "增强": "", "加强": "", "强化": "", "完善": "", "达到": "",
}  # fmt: skip
_ANY_VERB = "|".join(sorted(_VERB_ZH, key=len, reverse=True))
_OPENS_ZH = Pattern(rf"^(?P<verb>{_ANY_VERB})了?(?P<object>[^了过]{{2,24}})$")
_ENDS_ZH = Pattern(
    rf"^(?:把|将|让|使得?)?(?P<object>[^更变]{{2,24}}?)(?:[会能得要])?(?:了)?(?P<verb>{_ANY_VERB})了?$"
)
_WORK_VERBS = {"优化", "改进", "加强", "强化", "完善", "改善"}
_COMPARED = Pattern(
    r"(?:同比|环比|[较比与跟同](?:上|去|前|往)(?:一?个?)(?:年度|季度|年|季|月|周|期|财年)(?:度|同期)?(?:相比)?)"
)
_MORE_ZH = Pattern(r"^(?:让|使|吸引)更多的?(?P<who>[一-鿿]{2,4}?)(?P<does>[一-鿿]{2,16})$")
_WORSE = Pattern(
    r"(?:误|错|差|投诉|抱怨|流失|损|故障|逾期|成本|费用|时长|耗时|缺陷|费率|负债|时间|天数|离职|浪费"
    r"|事故|周期|延迟|延误|风险)[率数量]?$"
)
_TWO_ZH = Pattern(r"[和与及、跟]|以及")
_VERB_EN = Pattern(
    r"^(?P<verb>increase|raise|grow|boost|lift|reduce|decrease|lower|cut|shorten|improve|enhance"
    r"|strengthen) (?P<object>[a-z][^,;:.!?0-9_]{2,60})$"
)
_MORE_EN = Pattern(
    r"^(?:(?:make|have|get|achieve|receive|see) )?(?P<verb>fewer|less|lower|shorter|more|higher"
    r"|better) (?P<object>[a-z][^,;:.!?0-9_]{2,48})$"
)
_TO_VERB = {
    "fewer": "Reduce", "less": "Reduce", "lower": "Reduce", "shorter": "Shorten",
    "more": "Increase", "higher": "Raise", "better": "Raise",
}  # fmt: skip
_WORK_VERBS_EN = {"Improve", "Enhance", "Strengthen"}
_ADVERB = Pattern(
    r"\b(?:significantly|substantially|noticeably|dramatically|considerably|greatly|drastically"
    r"|further|continuously|continually|constantly|visibly|markedly|materially|steadily|really"
    r"|much|far|clearly|sharply) ?",
    re.IGNORECASE,
)
_TWO_EN = Pattern(
    r"\b(?:and|or|by|so|to|through|via|while|that|which|who|when|if|than|from|as|because)\b"
)
_PLACED = Pattern(r" (?:in|of|for|on|at|with|among|across|within|per|during|between)\b")
_THINGS = {"metric", "condition", "construct", "commit", "outsider", "work_metric", "function"}


def says_measure(low: str) -> bool:
    """Whether the writer names by what it is measured."""
    return bool(_SAYS_MEASURE.search(low))


def _is_thing(phrase: str, needed: set[str]) -> bool:
    words = find_words(phrase.lower())
    return bool(words and words[-1].end >= len(phrase.rstrip()) - 1 and words[-1].roles & needed)


def _is_amount(phrase: str) -> bool:
    """Whether it ends with what has an amount: a measure or a condition, and is no thing made."""
    words = find_words(phrase.lower())
    return bool(words) and bool(words[-1].roles & {"metric", "condition"})


def _is_construct(phrase: str) -> bool:
    words = find_words(phrase.lower())
    roles = words[-1].roles if words else set[str]()
    return "construct" in roles and "metric" not in roles


def _framed_zh(lead: str, put: str, thing: str, verb: str) -> Rewrite | None:
    if verb in _WORK_VERBS and not _is_amount(thing) and (put or not _is_construct(thing)):
        return _worked_zh(lead, thing, verb) if put else None
    if _TWO_ZH.search(thing) or thing[0] in "了的到至" or thing[-1] in "的得地":
        return None
    if verb not in _VERB_ZH or not (_is_thing(thing, _THINGS) or not put):
        return None
    to = _VERB_ZH[verb] or ("降到" if _WORSE.search(thing) else "提高到")
    how = _MEASURED_ZH if _is_construct(thing) else ""
    text = f"{lead}{put}{thing}{how}从 {HOLE} {to} {HOLE}"
    return Rewrite(text, ("调查得分", "60 分", "80 分") if how else ("60%", "75%"))


def _worked_zh(lead: str, thing: str, verb: str) -> Rewrite:
    """优化入驻流程 → 优化入驻流程，使 __ 从 __ 提高到 __: a process is no amount that rises."""
    text = f"{lead}{verb}{thing}，使 {HOLE} 从 {HOLE} 提高到 {HOLE}"
    return Rewrite(text, ("客户续约率", "60%", "75%"))


def _chinese(text: str) -> Rewrite | None:
    found = _LEAD_TIME.match(text)
    lead, said = (text[: found.end()], text[found.end() :]) if found else ("", text)
    said = _COMPARED.sub("", _DEGREE.sub("", said)).strip()
    if not _SIMPLE_ZH.fullmatch(said):
        return None
    if more := _MORE_ZH.match(said):
        return _more(lead, more["who"], more["does"])
    if opens := _OPENS_ZH.match(said):
        return _framed_zh(lead, "把", opens["object"], opens["verb"])
    if ends := _ENDS_ZH.match(said):
        return _framed_zh(lead, "", ends["object"], ends["verb"])
    return None


def _more(lead: str, who: str, does: str) -> Rewrite | None:
    """让更多读者喜欢月刊 → 喜欢月刊的读者从 __ 增加到 __"""
    if not _is_thing(who, {"outsider"}) or does[0] in "的和与":
        return None
    return Rewrite(f"{lead}{does}的{who}从 {HOLE} 增加到 {HOLE}", ("200 人", "500 人"))


def _english(text: str) -> Rewrite | None:
    said = tidy(_ADVERB.sub("", text))
    found = _VERB_EN.match(said.lower()) or _MORE_EN.match(said.lower())
    if found is None:
        return None
    thing = said[found.start("object") : found.end("object")].strip()
    placed = _PLACED.search(thing)
    head = thing[: placed.start()] if placed else thing
    if _TWO_EN.search(thing.lower()) or len(head.split()) > 4:
        return None
    verb = _TO_VERB.get(found["verb"], found["verb"].capitalize())
    how = _MEASURED_EN if _is_construct(head) else ""
    if verb in _WORK_VERBS_EN and not how and not _is_amount(head):
        text = f"{verb} {thing} so that {HOLE} rises from {HOLE} to {HOLE}"
        return Rewrite(text, ("the renewal rate", "60%", "75%"))
    if not _is_thing(head, _THINGS):
        return None
    verb = "Improve" if found["verb"] == "better" and how else verb
    text = f"{verb} {thing}{how} from {HOLE} to {HOLE}"
    return Rewrite(text, ("a survey score", "60", "80") if how else ("60%", "75%"))


def measured_rewrite(line: KeyResultLine) -> Rewrite | None:
    """None where no grammatical sentence can honestly be made of it."""
    text = bare(line.reading)
    target = line.values.target
    if says_measure(line.low):
        return None
    if target is not None:
        text = _without_amount(line, target.amount.begin, target.amount.end)
    return _chinese(text) if line.chinese else _english(text)


_LED_EN = Pattern(r" ?\b(?:by|to|of|at)(?: at least| about| around)? ?$")


def _without_amount(line: KeyResultLine, begin: int, end: int) -> str:
    if not line.chinese and (led := _LED_EN.search(line.said[:begin])):
        begin = led.start()
    return cut(line.said, (begin, end)).rstrip(" 。.!！")
