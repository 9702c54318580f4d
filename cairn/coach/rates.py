"""Per what an amount is counted: 3 a week, 120 张/月, errors per 10,000 lines. Pure."""

import re

from cairn.coach.amounts import Amount
from cairn.coach.clauses import Clause
from cairn.coach.patterns import Pattern
from cairn.coach.times import Time
from cairn.coach.units import singular

_PERIODS = {
    "年": "年 年年 逐年", "季度": "季度 季 按季 按季度 逐季", "月": "月 双月 按月 逐月 月月",
    "周": "周 星期 礼拜 双周 隔周 按周 逐周", "天": "日 天 天天 日日 晚", "班": "班", "工作日": "工作日",
    "day": "daily night morning evening nightly weekday weekdays",
    "week": "weekly biweekly bi-weekly fortnightly fortnight monday tuesday wednesday thursday"
    " friday saturday sunday wk",
    "month": "monthly bi-monthly bimonthly mo", "quarter": "quarterly", "year": "yearly annually yr",
    "hour": "hourly",
}  # fmt: skip
_PER = {word: period for period, words in _PERIODS.items() for word in words.split()}
_PER_SAID = Pattern(r"(?:an?|per|each|every|/) ?")
_ADVERB = Pattern(
    r" ?(?:$|[,.;()]|(?:at|by|from|to|until|before|on|or|and|instead|after|in|with)\b)"
)
_WORKING = Pattern(r"\b(?:working|business) day")
_UNRATED = ("milestone", "rank", "score", "x", "grade")
_AFTER = Pattern(
    r"(?: ?/(?![0-9])| per )(?:(?P<n>[0-9][0-9,]*|million|thousand)(?P<k>k)? (?P<things>[a-z]+"
    r"(?: (?!from|to|down|by|below|in|on|at|is|of|and|or)[a-z]+)?)|(?:[a-z]+-[a-z]+ )?(?P<thing>[a-z][a-z-]+))"
)
_AVERAGE_ZH = Pattern(r"(?P<per>[日月周])(?:均|处理|产|跑|出货|发运)[^,\uff0c。;0-9]{0,12}$")
_SLASH_ZH = Pattern(r" ?/ ?(?P<thing>[一-鿿㎡]{1,3})")
_PEOPLE = Pattern(r" (?:active|unique|recurring|paying)\b")
_NO_THING = frozenset(
    "cent month week day year quarter hour annum minute second night release sprint term semester season cycle"
    " shift head calendar".split()
)


def period_of(time: Time) -> str:
    """`month` of monthly, 周 of 每周."""
    return _PER.get(time.per, time.per)


def _is_said_there(low: str, time: Time, amount: Amount, share: bool) -> bool:
    """Whether a frequency stands so near an amount that it is its rate."""
    said = low[time.begin : time.end]
    if not said.isascii():
        if time.end > amount.begin:
            return not share and len(low[amount.end : time.begin].strip()) < 12
        return len(low[time.end : amount.begin].strip()) < (5 if share else 12)
    if amount.begin <= time.begin < amount.end:
        return bool(_PER_SAID.match(said))
    if re.search(r"\bon (?:the )?$", low[: time.begin]):
        return False
    if _PEOPLE.match(low, time.end):
        return False
    if time.end <= amount.begin:
        near = low[time.end : amount.begin].strip()
        adjective = not _PER_SAID.match(said)
        return len(near) < 26 and not share and not (adjective and amount.sort == "money")
    near = low[amount.end : time.begin].strip(" +")
    if _PER_SAID.match(said):
        return len(near) < (2 if share else 26)
    return not share and len(near) < 26 and bool(_ADVERB.match(low[time.end :]))


def rate_of(
    low: str, unit: str | None, amounts: list[Amount], clause: Clause, times: list[Time]
) -> str:
    """`/月`, `/day`, or nothing; `amounts` are the target and, if there is one, its start."""
    share = unit in ("%", "pp")
    if unit in _UNRATED:
        return ""
    if found := _SLASH_ZH.match(low, amounts[0].end):
        return f"/{_PER.get(found['thing'], found['thing'])}"
    for one in times:
        inside = clause.begin <= one.begin < clause.end and one.kind == "frequency"
        near = inside and any(_is_said_there(low, one, amount, share) for amount in amounts)
        if near and (period := period_of(one)):
            working = period == "day" and _WORKING.search(low, one.begin, one.end)
            return "/workday" if working else f"/{period}"
    counts = not share and all(amount.sort in ("count", "number") for amount in amounts)
    average = _AVERAGE_ZH.search(low[: amounts[-1].begin]) if counts else None
    return f"/{_PER[average['per']]}" if average else ""


def things_of(low: str, unit: str | None, amount: Amount, name_end: int | None) -> str:
    """`/rep` of calls per rep: right behind the amount, or behind the name of what is counted."""
    if amount.sort not in ("count", "number", "time", "none") or unit in (
        None,
        "%",
        "pp",
        "x",
        "score",
    ):
        return ""
    if unit == "s":
        return ""
    found = _AFTER.match(low, amount.end)
    if found is None and name_end is not None and amount.sort != "time":
        found = _AFTER.match(low, name_end)
    if found is None or found["thing"] in _NO_THING:
        return ""
    if found["thing"]:
        return f"/{singular(found['thing'])}"
    number = found["n"].replace(",", "").replace("thousand", "1000") + ("000" if found["k"] else "")
    return f"/{number} {found['things']}"
