"""Words of time in a text and what each is: deadline, frequency, window, past, start. Pure.

A deadline or period binds the achievement. A frequency (每周, weekly), a cohort window (注册后 7 日
内, within 7 days of signup), how long a process takes, the date of a baseline and a start do not.
"""

import re
from dataclasses import dataclass

from cairn.coach.calendar import (
    CHINESE_DATES,
    CHINESE_EVERY,
    CHINESE_PAST,
    CHINESE_SPAN,
    ENGLISH_DATES,
    ENGLISH_EVERY,
    ENGLISH_PAST,
    ENGLISH_SPAN,
)
from cairn.coach.patterns import Pattern
from cairn.coach.words import load_roles

DEADLINE, FREQUENCY, WINDOW, PAST, START = "deadline", "frequency", "window", "past", "start"

_BASE_BEFORE = Pattern(
    r"(?:较|(?<![入价占例同环对师率])比|相比|相较于?|对比|同比|高于|低于|超过|不如|好于|优于|\bvs\.?|\bversus"
    r"|\bthan|\bagainst"
    r"|\bcompared (?:to|with)|\brelative to|\bbeats?|\bexceeds?)"
    r"(?: (?:our|the|its|in|at))? ?$|\b(?:down|up) on(?: the)? $|\bas(?: (?:in|for|during|at))?(?: the)? $",
    needs=(
        "against|as |beat|compare|down on |exceed|relative to|than|up on |versus|vs|不如|于|"
        "比|超过|较"
    ),
)
_NOT_LATER = Pattern(r"\b(?:later|earlier|longer) than (?:the )?$")
_FROM_BEFORE = Pattern(r"(?:从|由|自|\bfrom|\bsince)(?: (?:the|its|our))? ?$")
_START_AFTER = Pattern(r" ?(?:起|开始|以来|onwards?)")
_AS_OF_DAY = Pattern(r"\bas of (?:the )?[0-9]{1,2} [a-z]+(?: 20[0-9]{2})?$")
_COHORT_AFTER = Pattern(
    r"(?:注册|入职|入学|加入|开户|签约|上线|投放)的|版本?上线后"
    r"| (?:joiners|starters|cohort|intake|hires|signups|sign-ups)\b"
)
_START_BEFORE = Pattern(
    r"(?:自|\bsince|\bstarting(?: in| from)?|\bfrom|\bas of"
    r"|\beffective)(?: the)? ?$",
    needs="as of|effective|from|since|starting|自",
)
_VALUE_AFTER = Pattern(
    r" ?(?:的|为|是|平均|均值|约|:|'s|level|was|average)? ?[:]? ?[(]?[$¥€£]?[0-9]"
)
_LEADS = Pattern(r"(?:^|[,\uff0c;:。(\uff08]) ?(?:力争|争取|计划|确保|在|于|with)? ?$")
_GOES_ON = Pattern(
    r" ?(?:[,\uff0c]|将|把|使|让|完成|实现|达|签|拿|新增|获|招|上线|把|累计|有|要|建|发|新|每|办|开|交|做|内)"
)


@dataclass(frozen=True, slots=True)
class Time:
    """Words of time from `begin` to `end`; `per` is the period of a frequency, `every` its "
    "count."""

    kind: str
    begin: int
    end: int
    per: str = ""
    every: str = ""


def _in_brackets(low: str, begin: int) -> bool:
    opened = max(low.rfind("(", 0, begin), low.rfind("\uff08", 0, begin))
    return opened >= 0 and not re.search(r"[)\uff09]", low[opened:begin])


def _date_kind(low: str, begin: int, end: int) -> str:
    before, after = low[:begin], low[end:]
    if _START_AFTER.match(after):
        return START
    if _COHORT_AFTER.match(after):
        return WINDOW
    if re.search(r"[每各逐][个]?$|\b(?:each|every|per) $", before):
        return FREQUENCY
    if _BASE_BEFORE.search(before) and not _NOT_LATER.search(before):
        return PAST
    if _FROM_BEFORE.search(before):
        return PAST if _VALUE_AFTER.match(after) or "从" in before[-2:] else START
    if re.search(r"\b(?:was|were) [^,;]{1,16}$", before):
        return PAST
    if _START_BEFORE.search(before) and not _AS_OF_DAY.search(before + low[begin:end]):
        return START
    if _in_brackets(low, begin) and re.match(r" ?[:]? ?(?:为|是|was)? ?[$¥€£]?[0-9]", after):
        return PAST if re.search(r"[0-9]", before) else DEADLINE
    if re.match(
        r" ?(?:的)?(?:水平|基数|同期|基线|(?<= )baseline|levels?\b|average\b|figure\b)", after
    ):
        return PAST
    return DEADLINE


def _overlaps(begin: int, end: int, taken: list[Time]) -> bool:
    return any(begin < one.end and one.begin < end for one in taken)


def _is_span(found: re.Match[str]) -> bool:
    """Chinese needs 未来 or 内: 缩短15天 is an amount."""
    if (found["n"].isascii() and found["unit"].isascii()) or found["ahead"]:
        return True
    return bool(found.groupdict().get("inside") or _is_span_of_gain(found))


def _is_span_of_gain(found: re.Match[str]) -> bool:
    """一年瘦 12 斤, 半年新增 300 家: the span stands right before what is gained or lost in it."""
    low, long = found.string, len(found["n"]) < 4 and found["unit"] in ("年", "月", "季度")
    apart = not _SPAN_HELD.search(low[: found.start()])
    return long and apart and bool(_GAINED.match(low, found.end()))


_SPAN_HELD = Pattern(r"[短长延早前满超过逾近每达于约共为到至减加缩保第由从的] ?$")
_GAINED = Pattern(
    r"(?:[瘦涨减攒存赚卖签跑读写开招拿省长]|新[增开签招])[^,\uff0c0-9到至为从由]{0,4}[0-9一二三四五六七八九十]"
)
_NEXT = Pattern(r" (?:we )?([a-z]+) ")
_DOING = {"do", "gain", "up", "down", "reach", "keep", "improve"}


def _begins_doing(after: str) -> bool:
    """Whether a verb follows: 90天内授课12节, within six months bring …"""
    if found := _NEXT.match(after):
        return bool(load_roles("en").get(found[1], frozenset()) & _DOING)
    roles = load_roles("zh")
    known = [roles[after[:size]] for size in (4, 3, 2) if after[:size] in roles]
    return bool(known) and bool(known[0] & _DOING) and not known[0] & {"metric", "condition"}


def _span_kind(low: str, found: re.Match[str]) -> str | None:
    """三个月内, within 90 days: bound only where it stands for itself before what is achieved."""
    before, after = low[: found.start()], low[found.end() :]
    if found["ahead"] or _is_span_of_gain(found):
        return DEADLINE
    if found[0].startswith("for "):
        return WINDOW
    long = bool(re.search(r"月|季|年|month|quarter|year|week|周|星期", found["unit"]))
    if re.match(r" ?(?:的|of|after|from|before|since)\b", after) or re.match(r" ?的", after):
        return WINDOW
    days = int(found["n"]) if found["n"].isdigit() else 0
    if (
        (long or (days >= 30 and re.search(r"天|日|day", found["unit"])))
        and _LEADS.search(before)
        and (_GOES_ON.match(after) or _begins_doing(after))
    ):
        return DEADLINE
    english = found["unit"].isascii()
    if english and long and re.fullmatch(r"[ .!]*", after) and re.search(r"[0-9]", before):
        return WINDOW if re.search(_COHORT, before) else DEADLINE
    inside = found.groupdict().get("inside")
    if re.fullmatch(r" ?", before) and (
        re.match(r" ?1?[万0-9]", after) or (re.search(r"月|季", found["unit"]) and inside)
    ):
        return DEADLINE
    return WINDOW


_COHORT = (
    r"% of|\bnew\b|\bsign|\bhires?\b|\bjoin|\brespon|\bresol|\bfix|\bpaid\b|\bcompleted\b|\bshare\b"
    r"|\banswer|\breply|\bclos(?:e|ed)\b|\ball\b|\bevery\b"
)


def find_times(low: str) -> list[Time]:
    """In order, without overlaps; what says how often or what is past goes before dates."""
    times = list[Time]()
    for kind, patterns in (
        (FREQUENCY, (CHINESE_EVERY, ENGLISH_EVERY)),
        (PAST, (CHINESE_PAST, ENGLISH_PAST)),
        ("span", (CHINESE_SPAN, ENGLISH_SPAN)),
        ("date", (CHINESE_DATES, ENGLISH_DATES)),
    ):
        for pattern in patterns:
            for found in pattern.finditer(low):
                if _overlaps(*found.span(), times) or not found[0].strip():
                    continue
                if kind == "span" and not _is_span(found):
                    continue
                named = kind
                if kind == "date":
                    named = _date_kind(low, *found.span())
                elif kind == "span":
                    named = _span_kind(low, found) or WINDOW
                per = every = ""
                if kind == FREQUENCY:
                    per = next(
                        (v for k, v in found.groupdict().items() if k[:3] == "per" and v), ""
                    )
                    every = next(
                        (v for k, v in found.groupdict().items() if k[:3] == "num" and v), ""
                    )
                times.append(Time(named, *found.span(), per, every))
    return sorted(times, key=lambda one: one.begin)
