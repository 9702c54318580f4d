"""The values of a key result: from, to, unit, level or change, as LABELS' words define "
"them. Pure."""

import re
from dataclasses import dataclass
from decimal import Decimal

from cairn.coach.amount_words import word_number
from cairn.coach.amounts import Amount, elided
from cairn.coach.changes import is_held
from cairn.coach.claim import Claim
from cairn.coach.clauses import Clause
from cairn.coach.patterns import Pattern
from cairn.coach.rates import period_of, rate_of
from cairn.coach.times import Time
from cairn.coach.words import Word

_HOURS = {
    "ms": Decimal("0.001"), "s": Decimal(1), "min": Decimal(60), "h": Decimal(3600),
    "day": Decimal(86400), "workday": Decimal(86400), "week": Decimal(604800),
    "month": Decimal(2592000), "quarter": Decimal(7776000), "year": Decimal(31536000),
}  # fmt: skip
_HALVES = {
    "双周",
    "双月",
    "bi-monthly",
    "bimonthly",
    "隔周",
    "biweekly",
    "bi-weekly",
    "fortnightly",
    "fortnight",
}
_EVERY = {
    "two": 2, "other": 2, "second": 2, "three": 3, "four": 4, "six": 6,
    "两": 2, "二": 2, "三": 3, "四": 4, "半": 0.5,
}  # fmt: skip
_PART_OF_NOW = Pattern(
    r" (?:(?:the|our) [a-z -]{3,24} )?of (?:what (?:it|they|there|we)|today"
    r"|the current|current|last|its|the present|their)"
)
_MONEY = Pattern(r"营收|收入|额|利润|回款|成本|费用|预算|revenue|sales|cost|budget|profit")
_CUT_TO = Pattern(r"\b(?:cut|falls?|drops?|reduced?|down|shrinks?|lowered?) to (?:about |under )?$")
_OF_THEN = Pattern(
    r"(?:现在|目前|当前|现有|原来|原先|去年|上年|同期|上季度|上月|往年|上一?年|20[0-9]{2} ?年)的? ?$"
)
_GROWN_TO = Pattern(r"[增涨升扩翻][长大加]?[到至为] ?$")
_AS_MUCH = Pattern(r" (?:the|our|as|more|faster|higher|larger) ")
_LOSS_AFTER = Pattern(r" (?:operating |net )?(?:loss|deficit)\b")
_LOSS = Pattern(r"(?:亏损?|\b(?:loss|deficit) of) ?[$€£¥]?$")
_PROFIT = Pattern(r"(?:盈利?|盈余|\b(?:profit|surplus) of) ?[$€£¥]?$")
_DEBT_AFTER = Pattern(
    r"[^,;0-9]{0,22}\b(?:paid (?:off|back|down)|repaid|cleared|settled)\b"
    r"|[^,\uff0c0-9]{0,6}(?:还清|偿清|结清|还完)"
)
_DEBT = Pattern(r"\b(?:pay off|pay back|pay down|repay|clear)\b.*$|(?:还清|偿清|结清|还完)[^,，]*$")
_OWED = Pattern(r"欠款|贷款|借款|债|\b(?:debt|loan|mortgage)s?\b")
_PILE = Pattern(
    r"\b(?:clear|work off|work through|empty|eliminate)\b[^,;0-9]*\b(?:backlog|queue|pile|waiting list)\b[^,;0-9]*$"
)
_GUARD = Pattern(
    r"(?:\bno (?:higher|worse|less|lower|more|fewer|longer|greater|smaller) than|\bnot (?:exceed|above|below|more than)"
    r"|\b(?:held|kept|hold|keep|stay|remain|maintain|protect|preserve|retain)(?:s|ed)?\b[^,;0-9]{0,40}?(?: at)?)"
    r" (?:or (?:below|above) )?(?:the |its |their |our )?(?:today's|current|present|existing"
    r"|last (?:year|quarter|month|season)'s)(?: [a-z]+ of)? ?[$€£]?$"
    r"|(?:不[高低少多大小]于|不超过?|不劣于|守住|保持住?|维持)在?(?:现在|目前|当前|现有|去年|上年|原来)(?:水平)?的? ?$"
)
_WORSE = Pattern(
    r"误|错|差|放弃|纠纷|病假|交期|工期|账期|库存|库龄|等待|等候|排队|响应|空驶|噪|排放|能耗|油耗|电耗|水耗|停机|停线|欠"
    r"|离职|旷工|超支|浪费|坏账|感染|跌倒|无效|欺诈|空置|空缺|缺勤|跳出|垃圾|退货|退款|废|投诉|流失|损|故障|延"
    r"|逾期|成本|费用"
    r"|时长|耗时|缺陷|费率|负债|时间|天数|churn|error|cost|defect"
    r"|invalid|fraud|bounce|vacanc|absen|spam|no-show|refund|scrap|time|attrition|complain|touches"
    r"|days|delay|waste|turnover|loss"
)
_HELD_DOWN = Pattern(r"(?:压|压缩|压减)(?:在|到|至)? ?$")
_WAITED = Pattern(r"\b(?:in|within|under|takes?|after) (?:about )?$")
_RHYTHM = {"do", "activity", "artefact"}


@dataclass(frozen=True, slots=True)
class Values:
    """`target` and `start` are the claims that were heard; the rest is what they amount to."""

    start: Claim | None = None
    target: Claim | None = None
    rhythm: Time | None = None
    from_value: Decimal | None = None
    to_value: Decimal | None = None
    unit: str | None = None
    kind: str | None = None
    to_range: tuple[Decimal, Decimal] | None = None

    @property
    def amounts(self) -> list[Amount]:
        """What is aimed at and, if it is said, where that starts."""
        return [one.amount for one in (self.target, self.start) if one is not None]


def _plain(value: Decimal) -> Decimal:
    value = value.quantize(Decimal("0.000001")).normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _follows_start(claims: list[Claim], claim: Claim) -> bool:
    place = claims.index(claim)
    return place > 0 and claims[place - 1].kind == "from"


_OPENED = Pattern(
    r" ?(?:in|at|on|of|for|with|within|after|among|from|为|对|在|给|向)(?: |(?=[0-9一-鿿]))"
)


def _is_aim(low: str, claims: list[Claim], begin: int) -> bool:
    """Whether a clause sets a level itself, and does not only say where, when or for whom."""
    levels = [one for one in claims if one.kind == "to" and one.amount.sort not in ("none", "all")]
    return not _OPENED.match(low[begin:]) and any(one.clause.begin == begin for one in levels)


def _goes_on(low: str, claims: list[Claim], claim: Claim, first: int) -> bool:
    """3% on weekdays, 5% at weekends: as much of the same, without a word of its own before it."""
    bare = claim.clause.begin > first and not low[claim.clause.begin : claim.amount.begin].strip()
    same = [one.clause.begin for one in claims if one.amount.sort == claim.amount.sort == "share"]
    return bare and first in same


def _pick(low: str, claims: list[Claim], outcomes: dict[int, bool]) -> Claim | None:
    """The loudest; a result clause is heard before a doing one, then what stands first."""
    best, top = None, 0.0
    first = min((claim.clause.begin for claim in claims), default=0)
    behind = 1.8 if outcomes.get(first) and _is_aim(low, claims, first) else 1
    for claim in claims:
        if claim.kind not in ("to", "change"):
            continue
        where = first if _goes_on(low, claims, claim, first) else claim.clause.begin
        said = outcomes.get(where) and not (
            claim.amount.sort == "all" and any(one.amount.sort == "share" for one in claims)
        )
        weight = claim.weight + (2 if said else 0)
        paired = claim.kind == "to" and claim.weight > 4 and _follows_start(claims, claim)
        if claim.clause.begin > first:
            weight -= 1 if paired else behind
        weight += 2 * paired
        if best is None or weight > top + 0.05:
            best, top = claim, weight
    return best


_APART = {"share", "money", "time", "count", "score"}


def _are_other_things(start: Claim, target: Claim) -> bool:
    """Sign-ups from webinars: what is counted differs."""
    units = {start.amount.unit, target.amount.unit}
    return len(units) == 2 and not units & {None, "个"}


def _comparable(start: Claim, target: Claim) -> bool:
    """Whether one can lead to the other: $3m from 20 events is no start."""
    sorts = {start.amount.sort, target.amount.sort}
    if sorts == {"count", "time"} and "个" in (start.amount.unit, target.amount.unit):
        return True
    if sorts == {"count"} and start.weight <= 4 and _are_other_things(start, target):
        return False
    return target.kind == "change" or len(sorts) == 1 or len(sorts & _APART) < 2


def _start_of(claims: list[Claim], target: Claim | None) -> Claim | None:
    starts = [one for one in claims if one.kind == "from"]
    if not starts or target is None:
        return starts[0] if starts else None
    starts = [one for one in starts if _comparable(one, target)]
    if not starts:
        return None
    place = claims.index(target)
    if place and claims[place - 1] in starts:
        return claims[place - 1]
    same = [
        one
        for one in starts
        if one.amount.sort == target.amount.sort or one.amount.sort == "number"
    ]
    return same[0] if same else starts[0]


def _common_time(start: Claim, target: Claim) -> tuple[Decimal, Decimal, str | None]:
    """Days against hours come to the smaller unit."""
    one, other = start.amount, target.amount
    if one.unit == other.unit or one.unit not in _HOURS or other.unit not in _HOURS:
        return one.value, other.value, other.unit or one.unit
    small = one.unit if _HOURS[one.unit] < _HOURS[other.unit] else other.unit
    if "workday" in (one.unit, other.unit) and _HOURS[small] == 86400:
        small = "workday"
    size = _HOURS[small]
    return one.value * _HOURS[one.unit] / size, other.value * _HOURS[other.unit] / size, small


_MADE = Pattern(r"(?:[到至为成]|→|->|\bto) ?(?:once )?$")


def _rhythm(low: str, times: list[Time], words: list[Word], clauses: list[Clause]) -> Time | None:
    """A frequency that is itself the target: 每周举行会议, weekly newsletter."""
    for one in sorted(times, key=lambda time: not _MADE.search(low[: time.begin])):
        if one.kind != "frequency" or any(
            c.means and c.begin <= one.begin < c.end for c in clauses
        ):
            continue
        behind = low[one.end :]
        if re.search(r"\b(?:the|our|this|that|existing|current|old) $", low[: one.begin]):
            continue
        if re.match(
            r" ?(?:活跃|均|的|新增|平均|active|recurring|users|visitors|readers|unique|revenue"
            r"|close|report of|churn|downloads|sales|spend|usage|cost|volume|average"
            r"|uptime)",
            behind,
        ):
            continue
        roles = set().union(*(word.roles for word in words)) if words else set()
        measured = roles & {"metric", "condition", "up", "down", "improve", "work_metric"}
        if roles & _RHYTHM or not measured or re.search(r"一[份次篇期场版遍轮个封条趟]", low):
            return one
    return None


def _rhythm_value(low: str, one: Time) -> Decimal:
    if one.per in _HALVES:
        return Decimal("0.5")
    every = one.every
    number = Decimal(str(_EVERY.get(every) or (int(every) if every.isdigit() else 1)))
    named = re.findall(r"(?:mon|tues|wednes|thurs|fri|satur|sun)days\b", low[one.begin : one.end])
    days = max(
        1,
        len(named),
        len(re.findall(r"周[一二三四五六日]|[、和及][一二三四五六日]", low[one.begin : one.end])),
    )
    return Decimal(days) if number == 1 else _plain(Decimal(days) / number)


def _is_only_scope(low: str, target: Claim) -> bool:
    """A monthly report on the 5 main risks: the rhythm is what is aimed at."""
    counted = target.amount.sort in ("count", "number") and target.kind == "to"
    return counted and bool(
        re.search(r"\b(?:on (?:the )?|the )(?:top )?$", low[: target.amount.begin])
    )


def _is_counted(claim: Claim, times: list[Time]) -> bool:
    """Six calls; 20 minutes a day."""
    often = any(t.kind == "frequency" and 0 <= t.begin - claim.amount.end < 2 for t in times)
    return claim.amount.sort in ("count", "number") or (claim.amount.sort == "time" and often)


def read_values(
    low: str,
    claims: list[Claim],
    outcomes: dict[int, bool],
    times: list[Time],
    words: list[Word],
    clauses: list[Clause],
) -> Values:
    """`outcomes` says of each clause, by its begin, whether it names a result."""
    if (kept := _guarded(low, claims)) is not None:
        level = _plain(kept.amount.value)
        return Values(kept, kept, None, level, level, kept.amount.unit, "level")
    target = _pick(low, claims, outcomes)
    start = _start_of(claims, target)
    counted = [one for one in claims if one.kind == "to" and _is_counted(one, times)]
    if (
        counted
        and target is not None
        and target.amount.sort == "all"
        and any(t.kind == "frequency" for t in times)
    ):
        target = counted[0]
    if (
        target is not None
        and target.amount.sort == "all"
        and _rhythm(low, times, words, clauses)
        and not counted
    ):
        target = None
    if target is not None and _is_only_scope(low, target) and _rhythm(low, times, words, clauses):
        target = None
    if target is None:
        rhythm = None if start else _rhythm(low, times, words, clauses)
        if rhythm:
            per = period_of(rhythm)
            unit = f"次/{per}" if not per.isascii() else f"time/{per}"
            return Values(
                rhythm=rhythm, to_value=_rhythm_value(low, rhythm), unit=unit, kind="level"
            )
        value = start.amount.value if start else None
        return Values(start=start, from_value=value, unit=start.amount.unit if start else None)
    return _valued(low, start, target, times)


def _guarded(low: str, claims: list[Claim]) -> Claim | None:
    """No higher than the present 6%: where it is to stay is where it is, if nothing else is aimed at."""
    heard = [one for one in claims if one.kind != "detail"]
    if (
        len(heard) != 1
        or heard[0].kind == "change"
        or heard[0].amount.sort in ("all", "none", "multiple")
    ):
        return None
    return heard[0] if _GUARD.search(low[: heard[0].amount.begin]) else None


def _paid_off(low: str, target: Claim) -> Values:
    """A debt that is to be paid off is its own start, and ends at nothing."""
    value = _plain(target.amount.value)
    return Values(target, target, None, value, Decimal(0), target.amount.unit, "level")


def _is_cleared(low: str, amount: Amount) -> bool:
    money = amount.sort == "money" or (amount.sort == "number" and _OWED.search(low))
    if money and amount.high is None:
        owed = _DEBT.search(low[: amount.begin]) or _DEBT_AFTER.match(low[amount.end :])
        return bool(owed)
    return amount.sort in ("count", "number") and bool(_PILE.search(low[: amount.begin]))


def _change(low: str, target: Claim) -> Decimal:
    """Its size, negative for a decrease; a quarter of today's level is 75 % less."""
    amount = target.amount
    size = abs(amount.value)
    if amount.sort == "share" and (
        _PART_OF_NOW.match(low[amount.end :])
        or re.search(
            r"(?:现在|目前|当前|现有|原来|原先|去年|上年)(?:水平)?的 ?$", low[: amount.begin]
        )
        or _CUT_TO.search(low[: amount.begin])
    ):
        size = 100 - size
    return -size if target.down else size


_SO_MANY_IN = Pattern(r"([a-z]+|[0-9]+) (?:in|out of) ")


def _same_whole(low: str, start: Amount, target: Amount) -> Decimal | None:
    """From four to six in ten: the whole is said once."""
    said = _SO_MANY_IN.match(low, target.begin)
    top = (
        word_number(said[1]) if said and target.sort == "share" and start.sort == "number" else None
    )
    return round(start.value * target.value / top, 2) if top else None


def _is_loss(low: str, amount: Amount) -> bool:
    return bool(_LOSS.search(low[: amount.begin]) or _LOSS_AFTER.match(low[amount.end :]))


def _is_profit(low: str, amount: Amount) -> bool:
    return bool(_PROFIT.search(low[: amount.begin]))


def _is_multiple(low: str, target: Claim) -> bool:
    """翻番 and double are multiples; 2.5x and 3 倍 by themselves are levels of a ratio."""
    said = low[target.amount.begin : target.amount.end]
    before, after = low[: target.amount.begin], low[target.amount.end :]
    ratio = re.search(r"[0-9](?: |\.)?x|倍", said) and not re.search(r"增|提|翻|加倍", said)
    of_now = _OF_THEN.search(before) or _GROWN_TO.search(before) or _AS_MUCH.match(after)
    return target.amount.sort == "multiple" and bool(of_now or not ratio)


def _range_of(
    low: str, start: Claim | None, target: Claim, kind: str
) -> tuple[Decimal, tuple[Decimal, Decimal]] | None:
    """The bound that must at least be met, and both."""
    low_end, high_end = target.amount.value, target.amount.high
    if high_end is None:
        return None
    if kind == "change" and target.down:
        return -low_end, (_plain(-high_end), _plain(-low_end))
    falls = start is not None and start.amount.value > high_end
    waited = target.amount.sort == "time" and _WAITED.search(low[: target.amount.begin])
    held = _HELD_DOWN.search(low[: target.amount.begin])
    worse = kind == "level" and (target.down or waited or falls or held or _WORSE.search(low))
    return high_end if worse else low_end, (_plain(low_end), _plain(high_end))


def _unit(low: str, unit: str | None, target: Claim) -> str | None:
    bare = unit is None and target.amount.sort in ("number", "none")
    return "money" if bare and _MONEY.search(low) else unit


def _rated(
    low: str, unit: str | None, start: Claim | None, target: Claim, times: list[Time]
) -> str | None:
    """张/月: with what stands near the amount, or near where it starts."""
    amounts = [target.amount, *([start.amount] if start else [])]
    return unit and unit + rate_of(low, unit, amounts, target.clause, times)


def _valued(low: str, start: Claim | None, target: Claim, times: list[Time]) -> Values:
    amount, kind, first = target.amount, "level", None
    value, unit = amount.value, amount.unit
    if start is None and _is_cleared(low, amount):
        return _paid_off(low, target)
    if target.kind == "change":
        kind, value = "change", _change(low, target)
        first = start.amount.value if start else None
    elif start is not None and _is_multiple(low, target):
        kind, first = "multiple", start.amount.value
    elif start is not None and amount.sort == "half_of_that":
        first, value, unit = start.amount.value, start.amount.value / 2, start.amount.unit
    elif start is not None:
        first, value, unit = _common_time(start, target)
        first = _same_whole(low, start.amount, amount) or first
        first = elided(low, start.amount, amount) if first == start.amount.value else first
        first = (
            -first
            if _is_loss(low, start.amount) and (amount.sort == "none" or _is_profit(low, amount))
            else first
        )
    elif _is_multiple(low, target):
        kind = "multiple"
    elif is_held(amount, low):
        first = value
    spread = _range_of(low, start, target, kind)
    if spread:
        value = spread[0]
    return Values(
        start=start,
        target=target,
        from_value=None if first is None else _plain(first),
        to_value=_plain(value),
        unit=_rated(
            low,
            _unit(low, unit, target) if kind == "change" or unit != "pp" else "%",
            start,
            target,
            times,
        ),
        kind=kind,
        to_range=spread[1] if spread else None,
    )
