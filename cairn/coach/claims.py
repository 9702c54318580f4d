"""What a text says of each of its amounts: start, target, change, or a mere detail. Pure."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from cairn.coach.amounts import Amount, elided
from cairn.coach.clauses import Clause
from cairn.coach.times import Time
from cairn.coach.words import Word

_FROM = re.compile(
    r"(?:从|由|自(?!主|动|身|然)|目前|当前|现在|现有|现状|现为|(?<![实体表出发呈])现|(?<![至如当])今|基线|基准|起点|原来|原先|原为|原|去年"
    r"|上年|上季度|上个?月|上半年|此前|之前|往年|上周期|上学期|初始|期初|年初|起始|基数"
    r"|fy ?'?[0-9]{2,4}(?:[/-][0-9]{2})?|20[0-9]{2}(?:/[0-9]{2})? ?年?|q[1-4]|[一二三四]季度"
    r"|\bfrom|\bcurrently|\bcurrent(?:ly)?(?: value| level| rate)?|\bnow|\btoday|\bat present"
    r"|\bbaseline|\bwas|\bwere|\bpreviously|\bstarting (?:from|at|point)"
    r"|\blast (?:year|quarter|month)|\bas is|\binstead of)"
    r"(?:'s)?(?: |的|为|是|约|值|平均|均值|均|只有|仅有?|不足|:|已|近|在|大约|水平|of\b|is\b|at\b|was\b|an\b|a\b"
    r"|average\b|around\b|about\b|roughly\b|just\b|only\b|the\b|some\b|over\b|nearly\b|almost\b"
    r"|approximately\b|每[年月周日天季度]{1,2}|[$¥€£~≈])*$"
)
_FROM_WORD = re.compile(r"(?:从|由|自|\bfrom|\bform(?= ?[$€£]?$))[^,\uff0c。;到至→]{0,24}$")
_FROM_AFTER = re.compile(
    r"(?:/[0-9]+)? ?(?:(?:of )?[a-z%-]+ ){0,2}[(]?(?:today|now|currently"
    r"|at present|at the moment|last (?:year|quarter|month|season|term)"
    r"|a year ago|at the start|in (?:fy|q|20)[0-9]+)\b(?! ?[$€£0-9])"
)
_JOINS = re.compile(
    r"[^0-9,\uff0c。;]{0,24}?(?:到|至|为|成|→|->|=>|—>|>|\bto\b|\binto\b|\bdown to\b"
    r"|\bup to\b)(?:[^0-9,\uff0c。;%]{0,22})?",
    re.IGNORECASE,
)
_ARROW = re.compile(r"→|->|=>|—>")
_TO_HERE = re.compile(
    r"(?:到|至|为|达到?|达成|实现|突破|超过?|超|过|破|≥|>=?|≤|<=?|=|:|不低于|不少于|不小于|不高于|不超过|不大于|不多于|至少|高于|大于|低于"
    r"|小于|少于|多于|不到|控制在|保持在?|维持在?|稳定在|在|占到?|冲到?|做到|满足|合计|累计|共计|共|仅|不足"
    r"|\bto|\bat|\breach|\breaches|\bof|\bis|\bare|\bhit|\bhits|\bachieve|\bachieves|\bunder"
    r"|\bbelow|\babove|\bover|\bleast|\bmost|\bthan|\bwithin|\bexceeds?|\baverages?|\bequals?"
    r"|\bin|\bfor|\bstays?|\bkeep|\bhave|\bhas)"
    r"(?: |约|大约|左右|平均|每[年月周日天季度]{1,2}|单月|合计|累计|an?\b|average\b|around\b|about\b|roughly\b"
    r"|only\b|just\b|least\b|most\b|the\b|no more than|no less than|below|above|under|or"
    r"|[$¥€£~≈+])*$"
)
_BY_HERE = re.compile(
    r"(?:\bby|\ba|\ban|\bup|\bdown|\banother|\badditional"
    r"|\bof)(?: (?:at least|about|around|roughly|over|more than|a|another"
    r"|up to|an average of|nearly|least))* ?[+-]?$"
)
_MORE_AFTER = re.compile(
    r" ?(?:左右|以上|及以上)?的?(?:增长|增幅|提升|增加|提高|上升|涨幅|more\b|higher\b|faster\b|greater\b|increase\b"
    r"|growth\b|rise\b|up\b|improvement\b|uplift\b|lift\b|gain\b|longer\b|larger\b"
    r"|year-on-year growth)"
)
_LESS_AFTER = re.compile(
    r" ?(?:左右|以上|及以上)?的?(?:下降|降幅|减少|降低|缩减|缩短|节省|节约|fewer\b|less\b(?! than)|lower\b|reduction\b"
    r"|decrease\b|drop\b|cut\b|decline\b|down\b|shorter\b|smaller\b|savings?\b|quicker\b"
    r"|(?:below|under) (?:budget|plan|target|forecast|last|the|our)\b)"
)
_DETAIL_AFTER = re.compile(
    r" ?(?:[以之]?[上下内]|及以[上下]|左右)?的(?!增长|提升|下降|降幅|比例|概率|毛利|增幅|占比|成本|转化|满意"
    r"|点击|客户满意|收入|市场|份额|速度|用户|客户|线索|新增|合格|企业|订单|续约|留存|交易|销售|员工|申请|活跃)"
)
_SCOPE_ZH = re.compile(
    r"(?:^|[,\uff0c])?(?:在|于|对|为|向|面向|针对|给|跨|横跨|把|将|统一|合并|打通|整合|对齐|拆分|涵盖|包含"
    r"|分|每)(?:全部|所有|我们|全国|旗下|现有|原有|这|那|其中|各|上述)?(?:的)? ?$"
)
_SCOPE_EN = re.compile(
    r"(?:\bacross|\bat|\bin|\bfor|\bwith|\bbetween|\bamong|\bthe|\bour"
    r"|\bthese|\bof|\bbetween the|\bcovering|\bin all|\bfor all|\bafter"
    r"|\bafter the first|\bevery|\bagainst|\bmerge|\bunify|\bconsolidate"
    r"|\bcombine|\balign|\bin (?:the|our)|\bover|\babove|\bfrom)(?: (?:the"
    r"|our|all|their|its))? ?[$€£¥]?$"
)
_PART_OF_NOW = re.compile(
    r" of (?:today's|the current|current|last year's|its current"
    r"|the present|their current|what it is)|(?<=[成半])?(?:的?(?:现有|目前|当前"
    r"|去年)水平)"
)
_VERB_BEFORE = re.compile(r"[a-z]{2,}|[一-鿿]{2,}")
_RELATIVE = re.compile(
    r"\b(?:that|who|which|whose|where|older|longer|larger|bigger|fewer|more than|at|costing"
    r"|worth|earning|spending|employing|of at least|having|aged|holding"
    r"|in groups)(?: [a-z]+){0,4} ?[$€£¥]?$"
    r"|\bwith (?:fewer|more|over|under|less|up) [a-z ]*$"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """An amount in its clause. `kind` is from, to, change or detail; `down` what the verbs say.

    `weight` says how loudly the text names it; the loudest target is the target.
    """

    amount: Amount
    clause: Clause
    kind: str
    weight: float
    down: bool | None = None


def _clause_of(amount: Amount, clauses: list[Clause]) -> Clause:
    inside = [one for one in clauses if one.begin <= amount.begin < one.end]
    return inside[0] if inside else clauses[-1]


def _direction(words: list[Word], begin: int, end: int, after: int) -> bool | None:
    """Down (True), up (False) or None: the last verb of change before, else the first behind."""
    before = [one for one in words if begin <= one.begin and one.end <= end]
    for word in reversed(before):
        if "down" in word.roles and "up" not in word.roles:
            return True
        if "up" in word.roles:
            return False
    return None


def _verb_gap(words: list[Word], low: str, begin: int, end: int) -> str | None:
    """What stands between the last verb of change and the amount; None without such a verb."""
    for word in reversed(words):
        if begin <= word.begin and word.end <= end and word.roles & {"up", "down"}:
            return low[word.end : end]
    return None


def _sort_weight(amount: Amount) -> float:
    if amount.sort in (
        "share",
        "points",
        "money",
        "multiple",
        "half_less",
        "rank",
        "score",
        "ratio",
    ):
        return 3.0
    if amount.sort in ("count", "none"):
        return 2.6
    if amount.sort in ("all", "same_day"):
        return 1.2
    return 2.2 if amount.sort == "number" else 2.0


def _is_change(
    amount: Amount, low: str, words: list[Word], clause: Clause
) -> tuple[bool, bool | None]:
    before, after = low[clause.begin : amount.begin], low[amount.end : clause.end]
    down = _direction(words, clause.begin, amount.begin, amount.end)
    if amount.sort == "half_less" or (amount.sort == "share" and _PART_OF_NOW.match(after)):
        return True, True
    if amount.sort in ("multiple", "ratio", "rank", "all", "none"):
        return False, down
    if amount.sort != "time" or re.match(
        r" ?(?:的)?(?:增|提|下降|缩|reduction|cut|less|faster"
        r"|shorter)",
        after,
    ):
        if _LESS_AFTER.match(after):
            return True, True
        if _MORE_AFTER.match(after) and amount.sort != "money":
            return True, False
    if low[amount.begin] == "-" and amount.sort in ("share", "points"):
        return True, True
    if low[amount.begin] == "+" and amount.sort in ("share", "points"):
        return True, False
    if amount.sort == "points" and not re.search(
        r"以内|不超过|within|under|below|低于", before + after[:4]
    ):
        return True, down
    gap = _verb_gap(words, low, clause.begin, amount.begin)
    if gap is None:
        behind = re.match(r" ?(?:[以及]上)?(?:的)?(?:增|提|下降|降)", after)
        return bool(behind), down
    if _TO_HERE.search(before) and not _BY_HERE.search(before):
        tight = re.fullmatch(
            r"(?: |了|约|大约|至少|超过?|近|不低于|不少于|幅度?|不小于|达|高达|达到|about|at least|over"
            r"|more than|around|by|roughly|up|nearly|least|of|[$¥€£])*",
            gap,
        )
        return bool(tight and re.search(r"至少|超|近|不低于|不少于|不小于|幅度|by", gap)), down
    if re.search(r"[到至为]|→", gap) and not re.search(r"[到至].{0,2}的", gap):
        return False, down
    if re.search(
        r"\bto\b(?! (?:hire|fill|value|first|close|resolve|resolution|market"
        r"|production))",
        gap,
    ) and not re.search(r"\bby\b", gap):
        return False, down
    if re.search(r"\bso\b|\band\b.*\b(?:at|to)\b", gap):
        return False, down
    return True, down


def _weight(
    amount: Amount, low: str, clause: Clause, times: list[Time], amounts: list[Amount]
) -> float:
    before, after = low[clause.begin : amount.begin], low[amount.end : clause.end]
    alone, weight = len(amounts) == 1, _sort_weight(amount)
    later = any(clause.begin <= one.begin < amount.begin and one.sort != "all" for one in amounts)
    rivals = any(
        one.sort in ("share", "points")
        or (one.sort == "money" and not re.search(r"(?:over|above|than) $", low[: one.begin]))
        for one in amounts
    )
    window = any(one.kind == "window" and one.begin <= amount.begin < one.end for one in times)
    if clause.means:
        weight -= 4
    if window:
        weight -= 1.5
    led = bool(_TO_HERE.search(before))
    if _DETAIL_AFTER.match(after) and not alone:
        rest = any(amount.end < one.begin < clause.end for one in amounts)
        weight -= 3 if amount.sort in ("time", "money") and not led else 1.6 if rest else 0.4
    if re.match(r"[^,\uff0c0-9]{0,8}中的? ?[0-9]", after) or (amount.unit in ("岁",) and not alone):
        weight -= 3
    if re.match(r" of (?:them|which|these)\b", after):
        weight -= 3
    if re.search(r"\b(?:older|longer|larger|bigger) than(?: [a-z]+)? ?$", before) and not alone:
        weight -= 1.6
    if re.search(r"由 ?$", before) and amount.sort == "count":
        weight -= 3
    if (
        re.search(r"[拆分合变转][^,\uff0c]{0,3}成[^,\uff0c]{0,14}$", before)
        and amount.sort == "count"
    ):
        weight -= 3
    if amount.unit == "人" and re.match(r"[一-鿿]{0,4}(?:组|专班|团队|班子)", after):
        weight -= 3
    if re.search(r"\beach of (?:my|our|the) $", before):
        weight -= 2
    if (
        re.search(r"\b(?:top|biggest|largest|busiest|main|best) $|前 ?$", before)
        and amount.sort != "rank"
    ):
        weight -= 1.2
    if amount.sort == "all" and rivals:
        weight -= 0.2
    elif (
        amount.sort == "all"
        and "each" not in low[amount.begin : amount.end]
        and not before.strip(" 将把对为确保")
        and not re.search(r"一[次场套份项]", low)
    ):
        weight += 2.2
    elif amount.sort == "all" and low[amount.begin] != "每" and re.search(r"一[次场套份项轮]", low):
        weight -= 1.2
    elif amount.sort in ("share", "count", "number") and not _VERB_BEFORE.search(before):
        weight += 0.8
    if amount.sort == "points" or re.search(r"\bby ?$", before):
        weight += 1.2
    if _RELATIVE.search(before) and later:
        weight -= 1.6
    elif later:
        weight -= 0.5
    if amount.sort in ("count", "number") and (
        _SCOPE_ZH.search(before) or _SCOPE_EN.search(before)
    ):
        weight -= 0.9
    elif (
        amount.sort in ("money", "time")
        and re.search(
            r"(?:\bover|\babove|\bafter|超过|满|逾期|逾"
            r"|大于) ?[$€£¥]?$",
            before,
        )
        and not alone
        and after.strip()
    ):
        weight -= 2.2
    if led and not window and amount.sort not in ("none", "all"):
        weight += 0.8
    if (
        not alone
        and amount.sort == "time"
        and re.match(
            r" (?:of|after|before|from|ahead|since"
            r"|into)\b| ?(?:前|后(?!,)|后的|之后)",
            after,
        )
    ):
        weight -= 2
    opened = max(low.rfind("(", 0, amount.begin), low.rfind("\uff08", 0, amount.begin))
    if opened >= 0 and not re.search(r"[)\uff09]", low[opened : amount.begin]):
        weight -= 1
    if re.search(
        r"其中[^,，]{0,30}$|\bof which\b.{0,30}$|\bincluding\b.{0,30}$|\beach (?:of"
        r"|with)\b.{0,20}$|包括[^,，]{0,10}$|\bone in\b",
        low[: amount.begin],
    ):
        weight -= 1
    return weight


def make_claims(
    low: str, amounts: list[Amount], clauses: list[Clause], words: list[Word], times: list[Time]
) -> list[Claim]:
    """Each amount with what is said of it; two that are joined become from and to."""
    claims = list[Claim]()
    for amount in _counted(low, amounts):
        clause = _clause_of(amount, clauses)
        weight = _weight(amount, low, clause, times, amounts)
        if amount.sort == "all" and not _does(low, words, clause):
            weight = 0
        change, down = _is_change(amount, low, words, clause)
        kind = "change" if change else "to"
        if weight < 0.3:
            kind = "detail"
        claims.append(Claim(amount, clause, kind, weight, down))
    return _hush_after_none(_joined(low, claims, words))


def _does(low: str, words: list[Word], clause: Clause) -> bool:
    """All is an amount only of something done, got or measured, not of 全员拧成一股绳."""
    kinds = {
        "do",
        "gain",
        "outside_act",
        "metric",
        "work_metric",
        "activity",
        "artefact",
        "commit",
        "reach",
    }
    if not re.search(r"[一-鿿]", low[clause.begin : clause.end]):
        return True
    return any(
        clause.begin <= w.begin < clause.end and w.roles & kinds and w.stem not in ("打", "全员")
        for w in words
    )


def _counted(low: str, amounts: list[Amount]) -> list[Amount]:
    """Without the all of all nine clinics, and without numbers that only name what is merged."""
    kept = list[Amount]()
    for place, one in enumerate(amounts):
        later = amounts[place + 1] if place + 1 < len(amounts) else None
        if (
            one.sort == "all"
            and later
            and later.sort in ("count", "number")
            and later.begin - one.end < 8
        ):
            continue
        if one.sort in ("count", "number") and _merges(low, one, amounts):
            continue
        if one.sort == "count" and one.value == 1 and _is_single(low, one):
            continue
        kept.append(one)
    return kept


_MERGE = re.compile(
    r"合并(?!率)|统一|整合|打通|\b(?:merge|consolidate|unify|combine|align|integrate)s?\b"
)
_HIRED = re.compile(
    r"\b(?:hire|recruit|sign|win|land|close|appoint)s? ?$|(?:招聘|招到|招募|签约|签下|引进"
    r"|聘任|录用|新签|拿下) ?$"
)


def _merges(low: str, one: Amount, amounts: list[Amount]) -> bool:
    return (
        bool(_MERGE.search(low))
        and all(a.sort in ("count", "number") and a.value < 10 for a in amounts)
        and not re.search(
            r"从|由|减|降|fro"
            r"m"
            r"|reduce",
            low,
        )
    )


def _is_single(low: str, one: Amount) -> bool:
    """One set, one drill: a single deliverable, not a count."""
    before = low[: one.begin]
    if re.search(r"每|per|each|every|a week|到|至|为|from|从|低|少|多|减|降", low) or _HIRED.search(
        before
    ):
        return False
    return True


def _hush_after_none(claims: list[Claim]) -> list[Claim]:
    """No adjustments above $10,000: the sum is a detail of what is to be none."""
    heard = list[Claim]()
    for claim in claims:
        prior = heard[-1] if heard else None
        if (
            prior
            and prior.amount.sort == "none"
            and prior.kind != "from"
            and prior.clause == claim.clause
            and claim.kind == "to"
        ):
            claim = replace(claim, weight=claim.weight - 1.5)
        heard.append(claim)
    return heard


def _compatible(one: Amount, other: Amount) -> bool:
    kinds = {one.sort, other.sort}
    if kinds & {"all", "rank"} or (one.sort == "none"):
        return False
    loose = {"number", "count", "none", "score"}
    return len(kinds) == 1 or bool(kinds & loose) or kinds == {"share", "points"}


def _contrary(low: str, first: Claim, second: Claim, between: str) -> bool:
    """下降 900 万元至 1100 万元 is a range of the change: no start is said, and the verb stands first."""
    before = low[first.clause.begin : first.amount.begin]
    tight = re.fullmatch(r" ?(?:至|到|-|~|to) ?[$€£¥]?", between)
    verb = re.search(
        r"(?:提高|提升|增加|增长|上升|上涨|降低|减少|下降|缩短|压缩|节省|节约|\bby|\bup|\bdown)了?约? ?$",
        before,
    )
    return bool(
        tight
        and verb
        and not _FROM_WORD.search(before)
        and first.amount.value < second.amount.value
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


def _starts(low: str, claim: Claim, alone: bool = False) -> bool:
    amount = claim.amount
    if re.search(r", not ?$", low[: amount.begin]) and not alone:
        return True
    before = low[max(0, amount.begin - 40) : amount.begin]
    if amount.sort in ("all", "points", "half_less", "rank"):
        return False
    if re.search(
        r"(?:现在|目前|当前|现有|原来|去年|上年|同期|上季度|today's|now)的? ?$", before
    ) and amount.sort in ("multiple", "share", "points"):
        return bool(re.search(r"目前 ?$|现在 ?$|当前 ?$|now $", before)) and amount.sort == "share"
    if re.search(
        r"(?:较|比|相比|than|against|on|versus)[^,，。0-9]{0,16}(?:的|[(（])(?:约|为)? ?$", before
    ) and re.search(r"[0-9]|半|番|成", low[amount.end :]):
        return True
    if re.search(r"由 ?$|自 ?$|从 ?$", before) and not re.search(
        r"[到至→为]|->", low[amount.end :]
    ):
        return False
    if _FROM.search(before) and not re.search(r"(?:从|由)[^,]{0,6}(?:第|所有)$", before):
        return True
    if re.search(
        r"(?:\bvs\.?|\bversus|\bagainst|\bcompared (?:with|to)|相比|对比) ?[$€£¥]?$", before
    ):
        return bool(_FROM_AFTER.match(low[amount.end :]))
    return bool(_FROM_AFTER.match(low[amount.end :]) and not alone)


def _joined(low: str, claims: list[Claim], words: list[Word]) -> list[Claim]:
    joined = list(claims)
    for place, (first, second) in enumerate(pairwise(claims)):
        between = low[first.amount.end : second.amount.begin]
        if not _compatible(first.amount, second.amount) or joined[place].kind == "taken":
            continue
        loose = re.fullmatch(r"[^0-9。;]{0,30}", between) and re.search(r"[到至]|\bto\b", between)
        tied = bool(_JOINS.fullmatch(between)) or bool(loose and _starts(low, first))
        if not tied:
            continue
        before = low[first.clause.begin : first.amount.begin]
        arrow = _ARROW.search(between)
        verb = re.search(
            r"[升提降减增压缩涨落做扩拉收拓控长跌砍调](?:[^,]{0,3})[到至为成]|(?:down|up|increase|rise"
            r"|fall|drop|grow)[a-z]* to",
            between,
        )
        if _contrary(low, first, second, between):
            joined[place] = replace(
                first,
                kind="change",
                amount=_ranged(low, first.amount, second.amount),
                down=first.down,
            )
            joined[place + 1] = replace(second, kind="detail")
            continue
        if re.search(r"为", between) and not (
            verb or _FROM_WORD.search(before) or re.search(r"[到至]|变|改|转", between)
        ):
            continue
        english = (
            re.search(r"\bto\b", between)
            and _direction(words, first.clause.begin, second.amount.begin, 0) is not None
            and not re.search(
                r"\bby\b.{0,1"
                r"2"
                r"}"
                r"$",
                before,
            )
        )
        listed = re.search(r": ?[$€£¥]?$", before) and re.search(r"\bto\b", between)
        if arrow or verb or _FROM_WORD.search(before) or _starts(low, first) or english or listed:
            weight = max(first.weight, second.weight, 2.0) + 2
            joined[place] = replace(first, kind="from", weight=weight)
            joined[place + 1] = replace(second, kind="to", weight=weight)
    for place, claim in enumerate(joined):
        if (
            claim.kind in ("to", "change")
            and claim.weight < 9
            and _starts(low, claim, len(claims) == 1)
        ):
            paired = place and joined[place - 1].kind == "from" and joined[place].weight > 4
            if not paired and len(joined) >= 1 and claim.amount.sort not in ("none",):
                joined[place] = replace(claim, kind="from")
    return joined
