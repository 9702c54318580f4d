"""Two amounts that belong together: from 60% to 75%, 31 → 45, 下降 900 万至 1100 万. Pure."""

import re
from dataclasses import replace
from itertools import pairwise

from cairn.coach.amounts import Amount, elided
from cairn.coach.apart import mark_starts
from cairn.coach.changes import direction
from cairn.coach.claim import FROM_WORD, Claim
from cairn.coach.patterns import Pattern
from cairn.coach.starting import is_start
from cairn.coach.times import Time
from cairn.coach.words import Word

_JOINS = Pattern(
    r" ?[升降涨跌] ?| ?(?:\.\.+|…+|>>+|~>) ?|[^0-9,\uff0c。;]{0,24}?(?:到|至|为|成|变|[压冲挤跑杀缩拉]进"
    r"|↑|↗|↘|↓|→|->|=>|—>|>|\bto\b"
    r"|⇒|~>|➡|⟶|\binto\b|\bbecomes?\b|\bdown to\b"
    r"|\b(?:brought|cut|reduced|driven|pushed|taken|lowered|raised|lifted)(?: down| up)? (?:below|under|above|past)\b"
    r"|\bup to\b)(?:[^0-9,\uff0c。;%]{0,22})?",
    re.IGNORECASE,
)
_ARROW = Pattern(r"⇒|~>|➡|⟶|→|↑|↗|↘|↓|->|=>|—>|\.\.|…|>>|~>")
_MOVED = Pattern(
    r"[升提降减增压缩涨落做扩拉收拓控长跌砍调][^,]{0,3}[到至为成]|变"
    r"|\binto\b|\bbecomes?\b|(?:below|under|above|past) [$€£¥]?$|(?:down|up|increase|rise|fall|drop|grow)[a-z]* to"
)
_TIGHT = Pattern(r" ?(?:至|到|-|~|to) ?[$€£¥]?")
_VERB_FIRST = Pattern(
    r"(?:提高|提升|增加|增长|上升|上涨|降低|减少|下降|缩短|压缩|节省|节约|\bby|\bup|\bdown)"
    r"了?约? ?$"
    r"|\b(?:increase|rise|growth|uplift|reduction|decrease|cut|drop|saving|improvement)s? of ?$"
)
_LISTED = Pattern(r": ?[$€£¥]?$")
_FROM_HERE = Pattern(r"(?:从|由|自|\bfrom)[^,\uff0c。;0-9到至]{0,24}$")
_LEADS = Pattern(
    r"[^0-9。;]{0,40}?(?:\bto\b|[,\uff0c]? ?(?:降|升|增|减|提高|压缩|缩短|缩减|压|提)?[到至]|达到?|降为"
    r"|→)(?: |约|reach\b|get\b|hit\b|an?\b|\bonly|[$€£¥])*"
)
_RELATED = Pattern(r"(?:older|longer|more|over|above)(?: than)? $|(?:超过|逾期|满|大于) ?$")
_CONDITION = Pattern(r" ?[及之]?以[上下]的?[一-鿿]")
_OF_EACH = Pattern(r"[一-鿿]{0,6}的[^,\uff0c。0-9]{2,12}[到至] ?[0-9]")
_SIZED = Pattern(r" ?(?:规模|体量)")
_OF_MANY = Pattern(r"[a-z]{2,}s (?:of|with|between|aged) $")
_BEHIND = Pattern(r"\bused to\b|\bago\b|\bhaving been\b")
_STAGE = Pattern(
    r"[^0-9.;。；一-鿿]{0,24}?(?:,|\band\b|\bthen\b|→|->)[^0-9.;。；一-鿿]{0,16}"
    r"|[ _年月季度底末份第二三四]*[,，、→再>-]+[ _年月季度底末份第二三四明今本再提升增加降到至达为]*"
)
_SET_OFF = Pattern(r"\b(?:opposed|compared|relative|next|due|prior|thanks|contrast) to\b")
_OUT_OF = Pattern(r"^ ?/ ?(?:5|10|100)(?![0-9])")
_BARE_VERBS = ("升", "降", "涨", "跌")
_CLEARED = Pattern(r"[^0-9,\uff0c。;]{0,6}$")
_LOOSE = {"number", "count", "none", "score", "half_of_that"}


def _compatible(one: Amount, other: Amount) -> bool:
    kinds = {one.sort, other.sort}
    if "all" in kinds or kinds == {"none"} or (len(kinds) > 1 and "rank" in kinds):
        return False
    return len(kinds) == 1 or bool(kinds & _LOOSE) or kinds == {"share", "points"}


def _is_range_of_change(low: str, first: Claim, second: Claim) -> bool:
    """下降 900 万元至 1100 万元: no start is said, and the verb stands first."""
    before = low[first.clause.begin : first.amount.begin]
    between = low[first.amount.end : second.amount.begin]
    if not _TIGHT.fullmatch(between) or not _VERB_FIRST.search(before):
        return False
    sizes = first.amount.value, second.amount.value
    alike = first.amount.sort in ("number", second.amount.sort)
    return (
        alike
        and not FROM_WORD.search(before)
        and sizes[0] < sizes[1] < (3 if before.endswith("of ") else 2) * sizes[0]
    )


def _ranged(low: str, first: Amount, second: Amount) -> Amount:
    return replace(
        first,
        value=elided(low, first, second),
        high=second.value,
        end=second.end,
        unit=second.unit or first.unit,
        sort=second.sort,
    )


def _without_times(low: str, times: list[Time], begin: int, end: int) -> str:
    """What stands between two places, the digits of dates blotted out: → FY27:"""
    said = list(low[begin:end])
    for one in times:
        for at in range(max(one.begin, begin), min(one.end, end)):
            said[at - begin] = "_" if said[at - begin].isdigit() else said[at - begin]
    return re.sub(r"\((?:19|20)[0-9]{2}\)", "(____)", "".join(said))


def _are_tied(low: str, first: Claim, second: Claim, times: list[Time]) -> bool:
    between = _OUT_OF.sub("", low[first.amount.end : second.amount.begin])
    if (
        not _compatible(first.amount, second.amount)
        or _BEHIND.search(between)
        or _SET_OFF.search(between)
    ):
        return False
    by = second.amount.sort == "points" != first.amount.sort
    if between.strip() in _BARE_VERBS and (by or not low[second.amount.begin].isdigit()):
        return False
    if _OF_EACH.match(low[first.amount.end :]) and not FROM_WORD.search(low[: first.amount.begin]):
        return first.amount.unit == second.amount.unit
    if first.amount.sort == "none" and not FROM_WORD.search(low[: first.amount.begin]):
        return False
    if first.amount.sort == "time" != second.amount.sort and _RELATED.search(
        low[: first.amount.begin]
    ):
        return False
    if _CONDITION.match(low[first.amount.end :]) and not FROM_WORD.search(
        low[: first.amount.begin]
    ):
        return False
    if _JOINS.fullmatch(between):
        return True
    if _JOINS.fullmatch(_without_times(low, times, first.amount.end, second.amount.begin)):
        return True
    if second.amount.sort == "none" and _CLEARED.match(between):
        return bool(FROM_WORD.search(low[: first.amount.begin])) or "清" in low[first.amount.end :]
    loose = re.fullmatch(r"[^0-9。;]{0,30}", between) and re.search(r"[到至]|\bto\b", between)
    return bool(loose) and is_start(low, first)


def _falls(low: str, first: Amount, second: Amount) -> bool:
    """45% to 20%, nil to 40: no range goes down, nor begins with nothing."""
    between = low[first.end : second.begin]
    if first.sort != second.sort and first.value:
        return False
    return between == " to " and (first.value > second.value > 0 or first.value == 0)


def _are_pair(low: str, first: Claim, second: Claim, words: list[Word]) -> bool:
    """Whether the first is where it starts and the second where it is to end."""
    before = low[first.clause.begin : first.amount.begin]
    between = low[first.amount.end : second.amount.begin]
    moved = bool(_MOVED.search(between) or FROM_WORD.search(before))
    if "为" in between and not (moved or re.search(r"[到至变改转]", between)):
        return False
    if (
        second.amount.sort == "none"
        or between.strip() == ">"
        or between.strip() in _BARE_VERBS
        or moved
        or _ARROW.search(between)
        or is_start(low, first)
    ):
        return True
    if _falls(low, first.amount, second.amount):
        return True
    if re.match(r"[)\uff09] ?(?:to\b|[到至]|→|提|升|降|增|减)", between):
        return True
    if re.match(r" ?\([^)]*\) ?(?:to\b|→|->|[到至])", between):
        return True
    if (
        first.amount.sort == second.amount.sort == "count"
        and first.amount.unit == second.amount.unit
        and re.fullmatch(r"[一-鿿]{1,3}[到至]", between.strip())
    ):
        return True
    if _stands_bare(low, first, second, words):
        return True
    if not re.search(r"\bto\b", between):
        return False
    down = direction(words, first.clause.begin, second.amount.begin)
    by = re.search(r"\bby\b.{0,12}$", before)
    return bool(_LISTED.search(before)) or (down is not None and not by)


def _stands_bare(low: str, first: Claim, second: Claim, words: list[Word]) -> bool:
    """NRR 108% to 115%, 利用率 18% 到 35%: a measure is named, and nothing is done to it."""
    tight = _TIGHT.fullmatch(low[first.amount.end : second.amount.begin])
    if (
        re.search(r"\b(?:of|takes?|in|within|for) $", low[: first.amount.begin])
        and first.amount.value < second.amount.value
    ):
        return False
    before = [one for one in words if first.clause.begin <= one.begin < first.amount.begin]
    doing = {"do", "gain", "keep", "outside_act", "up", "down"}
    if not tight or not before or before[-1].roles & doing - {"outside_act"}:
        return False
    acts = doing - {"outside_act"}
    return "metric" in before[-1].roles or not any(one.roles & acts for one in before)


def _is_range_of_level(low: str, first: Claim, second: Claim, words: list[Word]) -> bool:
    """Hire 8 to 10 engineers: the verb stands right before, and no measure between."""
    tight = _TIGHT.fullmatch(low[first.amount.end : second.amount.begin])
    if not tight or FROM_WORD.search(low[: first.amount.begin]):
        return False
    last = [
        one for one in words if first.clause.begin <= one.begin and one.end <= first.amount.begin
    ][-1:]
    if not last or first.amount.value >= second.amount.value:
        return False
    gap = low[last[0].end : first.amount.begin]
    if gap.strip() in ("of", "between", "takes", "within", "in") and second.amount.sort in (
        "time",
        "count",
    ):
        return True
    near = not gap.strip(" 了约$€£¥")
    return near and bool(last[0].roles & {"do", "gain", "keep"}) and "metric" not in last[0].roles


def _is_destination(low: str, first: Claim, second: Claim) -> bool:
    """下降 2 个百分点至 3%, by 200 to 1,400: how much, and where that leads."""
    grown = re.search(r"净增|新增", low[first.clause.begin : first.amount.begin])
    multiple = first.amount.sort == "multiple" != second.amount.sort
    if (first.kind != "change" and not grown and not multiple) or _FROM_HERE.search(
        low[: first.amount.begin]
    ):
        return False
    between = low[first.amount.end : second.amount.begin]
    signed = low[first.amount.begin] in "+-"
    sized = (
        first.amount.sort in ("points", "half_less", "multiple")
        or signed
        or re.search(
            r"\b(?:by|down|up|add|adding) ?[$€£¥]?$|(?:下降|降低|减少|增加|增长|提升|提高|缩短|净增|节约)了? ?$",
            low[: first.amount.begin],
        )
    )
    return bool(sized) and second.kind in ("to", "change") and bool(_LEADS.fullmatch(between))


def _is_size(low: str, claims: list[Claim], first: Claim, second: Claim) -> bool:
    """40 demos with firms of 50 to 500 staff, 50-500 人规模企业 40 家: whose size a range tells."""
    if not _TIGHT.fullmatch(low[first.amount.end : second.amount.begin]):
        return False
    if _SIZED.match(low[second.amount.end :]):
        return len(claims) > 2
    earlier = [one for one in claims if one.amount.end <= first.amount.begin]
    counted = earlier and earlier[-1].amount.sort == "count" and earlier[-1].clause == first.clause
    return bool(counted) and bool(_OF_MANY.search(low[: first.amount.begin]))


def _lead_further(low: str, joined: list[Claim], place: int, after: int, times: list[Time]) -> None:
    """From 30 to 45 in Q1 and 60 by Q2: what is reached last is the target."""
    first, second = joined[place].amount, joined[after].amount
    for further in range(after + 1, len(joined)):
        third = joined[further].amount
        said = _without_times(low, times, second.end, third.begin)
        if "stretch" in said:
            return
        onward = (second.value - first.value) * (third.value - second.value) > 0
        if not _STAGE.fullmatch(said) or not onward or third.sort not in (second.sort, "number"):
            return
        joined[after] = replace(joined[after], kind="detail", weight=0)
        joined[further] = replace(joined[further], kind="to", weight=joined[place].weight)
        after, second = further, third


def join_claims(low: str, claims: list[Claim], words: list[Word], times: list[Time]) -> list[Claim]:
    """The claims with from and to where two are joined, and ranges of a change made one."""
    joined = list(claims)
    places = [at for at, one in enumerate(claims) if one.amount.sort != "all"]
    for place, after in pairwise(places):
        first, second = claims[place], claims[after]
        if (
            joined[after].kind == "detail" != second.kind
            or joined[place].kind == "detail" != first.kind
        ):
            continue
        if _is_destination(low, first, second) and not _is_range_of_change(low, first, second):
            joined[place] = replace(first, kind="detail", weight=0)
            joined[after] = replace(second, kind="to", weight=second.weight + 2)
            continue
        if _is_size(low, claims, first, second):
            joined[place] = replace(first, kind="detail")
            joined[after] = replace(second, kind="detail")
            continue
        if not _are_tied(low, first, second, times):
            continue
        if _is_range_of_level(low, first, second, words):
            joined[place] = replace(first, amount=_ranged(low, first.amount, second.amount))
            joined[after] = replace(second, kind="detail")
        elif _is_range_of_change(low, first, second):
            amount = _ranged(low, first.amount, second.amount)
            joined[place] = replace(first, kind="change", amount=amount)
            joined[after] = replace(second, kind="detail")
        elif _are_pair(low, first, second, words):
            weight = max(first.weight, second.weight, 2.0) + 2
            joined[place] = replace(first, kind="from", weight=weight)
            joined[after] = replace(second, kind="to", weight=weight)
            _lead_further(low, joined, place, after, times)
    return mark_starts(low, joined)
