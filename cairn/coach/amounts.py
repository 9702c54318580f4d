"""Every amount that a text mentions: digits, words, shares, times, ranges, all, none. Pure.

Durations keep the unit that was written; the values of LABELS' kind are made in `values`.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from cairn.coach.amount_words import Rule
from cairn.coach.common_words import COMMON_WORDS
from cairn.coach.counting import ENGLISH_NUMBER, read_english
from cairn.coach.extremes import ALL_WORDS, NONE_WORDS
from cairn.coach.multiples import MULTIPLES, SAID_RATIO
from cairn.coach.names import NAMES_AS_WRITTEN, NAMES_IN_SMALL
from cairn.coach.particular_words import PARTICULAR_WORDS
from cairn.coach.patterns import Pattern
from cairn.coach.stems import stems_of
from cairn.coach.times import Time
from cairn.coach.units import Unit, find_unit, time_unit
from cairn.coach.wholes import PARTS_OF_WHOLES
from cairn.coach.words import NO_ROLES, load_roles
from cairn.measures.quantities import Quantity, match_number, match_time

_BEGINS = Pattern(
    r"[0-9零〇一二两三四五六七八九十百千万半¥$€£₩₹+-]|(?<!正)负(?=[0-9])|\b(?:minus|plus) (?=[0-9])"
    r"|(?<![a-z])(?:[a-z]{2,3}\$? ?(?=[$¥€£]?[0-9]))"
    r"|(?<![a-z-])(?:" + ENGLISH_NUMBER + r")"
)
_CHINESE = Pattern(r"[零〇一二两三四五六七八九十百千万亿点半几]+")
_BEFORE_NAME = Pattern(r"(?:[A-Za-z]|第|[A-Za-z]-|[0-9][.:/][0-9]*)$")


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity from `begin` to `end` (its unit word included, from `unit_begin`).

    `sort` is number, share, money, time, points, multiple, all, none, half_less, rank, grade;
    `unit` is what LABELS calls it, None where nothing says it. `high` is the upper end of a range.
    """

    value: Decimal
    unit: str | None
    begin: int
    end: int
    sort: str = "number"
    unit_begin: int = -1
    high: Decimal | None = None
    exact: bool = True


def _time_at(plain: str, at: int) -> Amount | None:
    found = match_time(plain, at)
    if found is None or found.value >= _LARGEST:
        return None
    said = plain[at : found.end]
    minutes = said[-1] == "m" and (_MINUTES.search(plain) or _LASTING.search(plain))
    if (
        not minutes
        and re.search(r"(?<![时])[0-9一二三四五六七八九十] ?分$|[0-9] ?[mM日时]$", said)
        and not re.search(r"(?:时|小时|钟头) ?[0-9]+ ?分$", said)
    ):
        return None
    if re.search(r"[0-9一二两三四五六七八九十] ?(?:周|天|日)$", said) and plain[found.end : found.end + 1] in (
        "期", "活", "均", "志", "报", "线", "常", "一", "二", "三", "四", "五", "六",
    ):  # fmt: skip
        return None
    if re.search(r"[0-9]:[0-9]", said) and _LEAVING.search(plain[:at]):
        return None
    if re.fullmatch(r"一周 ?[1-7一二两三四五六七] ?[天日]", said):
        return None
    if plain[found.end : found.end + 1] == "元" or re.fullmatch(r"1:1", said):
        return None
    if SAID_RATIO.search(plain[:at].lower()) and re.fullmatch(r"[0-9]+:[0-9]+", said):
        return None
    unit, value = time_unit(said, found.value)
    if unit == "ratio":
        return None
    half = _HALF_MORE.match(plain, found.end)
    value += Decimal("0.5") if half else 0
    return Amount(value, unit, at, half.end() if half else found.end, "time", at)


_MINUTES = Pattern(r"[0-9]m ?[0-9]{1,2} ?s\b|[0-9]h ?[0-9]{1,2} ?m\b")
_LASTING = Pattern(
    r"\b(?:mttr|mttd|mtta|time|duration|wait|waiting|runtime|turnaround|delay)\b", re.IGNORECASE
)
_ONE_COUNTED = Pattern(r"(?:最多|至多|至少|不超过|不多于|少于|不少于)(?:有|发生|出现)? ?$")
_LEAVING = Pattern(
    r"\b(?:leave|home|out|start|starts|up|bed|asleep|office|opens?|closes?) (?:by|at"
    r"|before) $",
    re.IGNORECASE,
)
_HALF_MORE = Pattern(r"半(?=$|[,\uff0c。;)以之内])")


def _number_at(plain: str, at: int) -> Amount | None:
    found = match_number(plain, at)
    if found is None or abs(found.value) >= _LARGEST:
        return None
    if part := _VULGAR.get(plain[found.end : found.end + 1]):
        found = replace(found, value=found.value + part, end=found.end + 1)
    said = plain[at : found.end]
    if re.search(r"[0-9] ?[mM]$", said) and not found.unit:
        found = _metres_or_bytes(plain, at, found)
    if found.unit == "percent":
        return Amount(found.value, "pp" if found.points else "%", at, found.end,
                      "points" if found.points else "share", found.end)  # fmt: skip
    if found.unit:
        return Amount(found.value, found.unit, at, found.end, "money", found.end)
    unit = find_unit(plain, found.end)
    bare = Amount(found.value, None, at, found.end, "number", found.end)
    if _CHINESE.fullmatch(said) and not _is_numeral(plain, at, said, unit):
        return bare if unit is None and _is_large(plain, bare, said) else None
    if unit is None and re.search(r"[0-9] ?[kK]$", said) and _RACE.match(plain, found.end):
        return replace(bare, value=found.value / 1000, unit="km", sort="count")
    if unit is None:
        return bare
    return Amount(found.value * unit.scale, unit.name, at, unit.end, unit.sort, unit.begin)


def _is_numeral(plain: str, at: int, said: str, unit: Unit | None) -> bool:
    """Whether Chinese signs count something: 三家, not the 一 of 一家, nor 几家."""
    if unit is None or "几" in said:
        return False
    single = said in ("一", "半") and unit.sort not in ("time", "points", "multiple")
    return not single or (said == "一" and bool(_ONE_COUNTED.search(plain[:at])))


def _is_large(plain: str, one: Amount, said: str) -> bool:
    """两百 and 八至十名 are amounts without a measure word."""
    large = one.value >= 100 and bool(re.search(r"[百千万亿]", said))
    return "几" not in said and (large or bool(_TO_MORE.match(plain, one.end)))


_VULGAR = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_RACE = Pattern(r" (?:race|run)\b| (?:in|under|below|within) (?:under |less than )?[0-9]")
_LENGTH = Pattern(
    r"[0-9] m (?:of|per|above|below|deep|long|high|wide|tall|sprint|freestyle|swim|dash|breaststroke)\b"
)
_BYTES = Pattern(r"体积|内存|安装包|容量|包大小|\b(?:size|memory|disk|footprint)\b", re.IGNORECASE)


def _metres_or_bytes(plain: str, at: int, found: Quantity) -> Quantity:
    """180 m of advance, 包体积减掉 30M: not millions."""
    if _LENGTH.search(plain) or _BYTES.search(plain):
        return replace(found, value=found.value / 10**6)
    return found


def _english_at(plain: str, at: int) -> Amount | None:
    found = read_english(plain, at)
    if found is None and (_ONE_BOUND.search(plain[:at]) or _ONE_AT_MOST.match(plain, at)):
        one = _ONE_WORD.match(plain, at)
        found = (Decimal(1), one.end(), "number") if one else None
    if found is None:
        return None
    value, end, sort = found
    if sort == "share":
        return Amount(value, "%", at, end, "share", end)
    unit = find_unit(plain, end)
    if unit is None:
        return Amount(value, None, at, end, "number", end)
    return Amount(value * unit.scale, unit.name, at, unit.end, unit.sort, unit.begin)


_HEDGED = Pattern(r"(?:几乎|基本|接近|近乎|趋近|趋于|力求) ?$")
_FIXED: tuple[Rule, ...] = (
    *PARTS_OF_WHOLES,
    *PARTICULAR_WORDS,
    *COMMON_WORDS,
    *MULTIPLES,
    *NONE_WORDS,
    *ALL_WORDS,
)


def _fixed(low: str) -> list[Amount]:
    """Words that are amounts by themselves: 翻番, half, zero, all, 9 out of 10."""
    amounts = list[Amount]()
    for pattern, value, unit, sort in _FIXED:
        for found in pattern.finditer(low):
            if any(found.start() < one.end and one.begin < found.end() for one in amounts):
                continue
            if sort == "none" and _HEDGED.search(low[: found.start()]):
                continue
            number = value(found) if callable(value) else Decimal(value)
            if number is not None:
                amounts.append(Amount(number, unit, *found.span(), sort, found.end()))
    return amounts


def _blocked(plain: str, low: str, times: list[Time]) -> list[tuple[int, int]]:
    places = [
        found.span("name" if "name" in found.re.groupindex else 0)
        for names, text in ((NAMES_AS_WRITTEN, plain), (NAMES_IN_SMALL, low))
        for pattern in names
        for found in pattern.finditer(text)
    ]
    return places + [(one.begin, one.end) for one in times if one.kind != "window"]


def find_amounts(plain: str, low: str, times: list[Time]) -> list[Amount]:
    """In order, MOST_AMOUNTS at most; numbers in dates, names, versions and standards are none."""
    fixed = _fixed(low)
    if not fixed and not _BEGINS.search(low):
        return []
    blocked = _blocked(plain, low, times)
    amounts = [
        one
        for one in fixed
        if one.sort in ("rank", "points")
        or "'" in low[one.begin : one.end]
        or not _inside(one.begin, blocked)
    ]
    at = 0
    while len(amounts) < MOST_AMOUNTS and (found := _BEGINS.search(low, at)):
        begin = found.start()
        stop = next((end for first, end in blocked if first <= begin < end), 0)
        taken = next((one.end for one in amounts if one.begin <= begin < one.end), 0)
        if stop or taken:
            at = max(stop, taken)
            continue
        one = _amount_at(plain, begin)
        if one is not None and _is_name(plain, one):
            at = one.end
            continue
        if one is not None:
            amounts.append(one)
        at = one.end if one else begin + 1
        if one is None and plain[begin].isdigit():
            at = _after_digits(plain, begin)
    return _ranges(plain, sorted(amounts, key=lambda one: one.begin))


_ONE_BOUND = Pattern(r"(?:than|least|most|under|below|to|from|exceed) $", re.IGNORECASE)
_ONE_AT_MOST = Pattern(
    r"one (?:[a-z]+ ){0,2}(?:at (?:the )?most|or (?:fewer|less|none))", re.IGNORECASE
)
_ONE_WORD = Pattern(r"one(?! of\b|-)\b", re.IGNORECASE)
_LARGEST = 10**15
MOST_AMOUNTS = 40
_CALLED = Pattern(r"([A-Za-z][A-Za-z'-]*) ?$")
_SAYING = set(
    "metric do gain up down reach keep improve frame outside_act intensity condition".split()
)


_LEADING = {
    "another",
    "some",
    "exactly",
    "those",
    "these",
    "only",
    "almost",
    "barely",
    "hardly",
    "merely",
}
_AND_MORE = Pattern(r" ?(?:to|and|-|&|,) ?[0-9]{1,3}\b(?! ?%)")
_MOVED_TO = Pattern(r"[高升降少加变长]到 ?$")
_MOVES = Pattern(r" ?[变提升降增减涨][高升低降加少长]?到 ?[0-9]")
_OF_YEAR = Pattern(r"20[0-9]{2} (?:figure|level|peak|value|average|record|total|result)s?\b")
_NUMBERED = set(
    "hall room line phase stage step tier floor building gate bay dock plant area zone site "
    "unit chapter lesson module week"
    " round part option track wave type class band version release batch ward block appendix "
    "annex article figure table court pitch pier lane track classroom studio".split()
)


def _is_year(plain: str, one: Amount) -> bool:
    """2026, the 2026 impact report; not 2,030 visitors, nor 2030 visitors."""
    if _OF_YEAR.match(plain, one.begin):
        return True
    if _MOVED_TO.search(plain[: one.begin]) or _MOVES.match(plain, one.end):
        return False
    if "," in plain[one.begin : one.end] or one.sort not in ("number", "count"):
        return False
    known = one.unit is None and one.value >= 2020
    return known or bool(
        one.value >= 2020 and re.search(r"\b(?:the|our|this|my|its) $", plain[: one.begin])
    )


def _is_name(plain: str, one: Amount) -> bool:
    """Atlas 3, Rust 1.80, hall 2: a number that belongs to the word before it; not NPS 45."""
    if 2000 <= one.value <= 2039 and _is_year(plain, one):
        return True
    before = _CALLED.search(plain[: one.begin])
    if before is None or one.sort not in ("number", "count") or one.begin == 0:
        return bool(
            re.match(r"[0-9]\.0 ?(?:于|版|在|will|is|上线)", plain[one.begin :]) and one.begin == 0
        )
    word, bare = before[1], one.sort == "number"
    if plain[one.begin].isdigit() is False or (one.value >= 10 and before.start() == 0):
        return False
    several = word.lower().removesuffix("s") in _NUMBERED and _AND_MORE.match(plain, one.end)
    if bare and several and before.start() > 0:
        return True
    known = frozenset[str]().union(
        *(
            load_roles(lexicon).get(stem, NO_ROLES)
            for lexicon in ("en", "zh")
            for stem in stems_of(word.lower())
        )
    )
    if known & _SAYING or (len(word) < 2 and not bare):
        return False
    if word.lower() in _LEADING:
        return False
    inside = before.start() > 0
    first = not inside and one.sort == "count" and one.value % 1 == 0
    if word[0].isupper() and (inside or not known) and not word.isupper() and not first:
        return True
    per = re.search(r"\bper $", plain[: before.start()])
    return bare and word.lower() in _NUMBERED and one.value < 100 and not per


def _after_digits(plain: str, at: int) -> int:
    while at < len(plain) and (plain[at].isdigit() or plain[at] in ".,"):
        at += 1
    return at


def _inside(at: int, places: list[tuple[int, int]]) -> bool:
    return any(begin <= at < end for begin, end in places)


def _amount_at(plain: str, at: int) -> Amount | None:
    if signed := _SIGN_WORD.match(plain, at):
        one = _amount_at(plain, signed.end())
        sign = 1 if signed[0][0] in "pP" else -1
        return replace(one, value=one.value * sign, begin=at) if one else None
    before = plain[max(0, at - 3) : at]
    char = plain[at]
    if char in "+-" and not re.match(r"[+-] ?[0-9¥$€£]", plain[at : at + 3]):
        return None
    if char == "-" and plain[max(0, at - 1) : at + 2] == " - ":
        return None
    if char == "-" and plain[max(0, at - 2) : at] == "+/":
        return None
    if char in "+-" and _GOES_ON.search(plain[max(0, at - 8) : at]):
        return None
    if char.isdigit() and _BEFORE_NAME.search(before):
        return None
    if plain[at : at + 5].lower() == "half-":
        return None
    if char.isascii() and char.isalpha():
        return _english_at(plain, at) or _number_at(plain, at)
    return _time_at(plain, at) or _number_at(plain, at)


_SIGN_WORD = Pattern(r"(?<!正)负(?=[0-9])|(?:minus|plus) (?=[0-9])", re.IGNORECASE)
_TO_MORE = Pattern(r"[至到~-][一二三四五六七八九十百]{1,4}[个名位人家件次场篇]")
_GOES_ON = Pattern(r"[A-Za-z0-9)%]$|[0-9一二三四五六七八九十百千万亿][^\s0-9A-Za-z]{1,3}$")
"""What a minus sign behind it goes on from, as in 3个-5个."""
_RANGED_BY = Pattern(
    r" ?(?:lower|higher|less|more|fewer|faster|reduction|increase|growth|shorter)\b"
)
_GOES_FROM = Pattern(r"[从由自将把]|[增升提涨扩减降缩压]")
_RANGE = Pattern(r" ?(?:[-~～—至到]|to|and|or) ?(?:[¥$€£])?", re.IGNORECASE)


def _ranges(plain: str, amounts: list[Amount]) -> list[Amount]:
    """55%-60%, 10 到 15 个, between 35 and 45 become one; from … to … stay two."""
    joined = list[Amount]()
    for one in amounts:
        last = joined[-1] if joined else None
        if last is not None and last.high is None and _is_range(plain, last, one):
            unit, sort = (one.unit, one.sort) if one.unit else (last.unit, last.sort)
            low_end = elided(plain.lower(), last, one)
            joined[-1] = replace(
                last,
                value=low_end,
                high=one.value,
                end=one.end,
                unit=unit,
                sort=sort,
                unit_begin=one.unit_begin,
            )
            continue
        joined.append(one)
    return joined


def _is_range(plain: str, first: Amount, second: Amount) -> bool:
    between = plain[first.end : second.begin]
    if not _RANGE.fullmatch(between) or first.value >= second.value:
        return False
    if first.unit and second.unit and first.sort != second.sort:
        return False
    before = plain[max(0, first.begin - 16) : first.begin].lower()
    if re.search(r"[-~～—]", between):
        return not re.search(r"(?:从|由|from) ?[^,，]{0,6}$", before)
    if re.search(r"\bto\b", between):
        return bool(_RANGED_BY.match(plain, second.end)) and first.unit is None
    if re.search(r"and|or", between):
        return bool(re.search(r"between (?:[a-z]+ )?[$€£¥]?$", before)) or "or" in between
    if re.search(r"[至到]", between):
        if first.unit is None and second.unit and second.sort not in ("time", "points"):
            return not _GOES_FROM.search(before)
        return bool(re.match(r" ?(?:之间|区间|以内|左右)", plain[second.end :])) or bool(
            re.search(r"(?:保持|维持|控制|稳定|落|处|介于|约)[在于]? ?$", before)
        )
    return False


def elided(low: str, first: Amount, second: Amount) -> Decimal:
    """从 30 到 50 万 starts at 30 万: the scale is said once."""
    said = low[second.begin : second.end]
    scale = next(
        (
            n
            for sign, n in (
                ("亿", 10**8),
                ("万", 10**4),
                ("million", 10**6),
                ("billion", 10**9),
                ("thousand", 1000),
            )
            if sign in said
        ),
        0,
    )
    if not scale:
        scale = (
            1000
            if re.search(r"[0-9] ?k\b", said)
            else 10**6
            if re.search(
                r"[0-9] ?m(?:n"
                r"|m)?\b",
                said,
            )
            else 0
        )
    if (
        not scale
        or first.value >= scale
        or re.search(r"[万亿千kmb]|million|billion|thousand", low[first.begin : first.end])
    ):
        return first.value
    if first.value * 50 < second.value / scale or first.value > 50 * second.value / scale:
        return first.value
    return first.value * scale
