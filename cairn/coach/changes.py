"""Whether an amount is the size of a change (提升 20%, cut by a third) or a level to reach. Pure."""

import re

from cairn.coach.amounts import Amount
from cairn.coach.claim import TO_HERE, Scene
from cairn.coach.patterns import Pattern
from cairn.coach.words import Word

_BY_HERE = Pattern(
    r"(?:\bby|\ba|\ban|\bup|\bdown|\banother|\badditional|\bfurther"
    r"|\bof)(?: (?:at least|about|around|roughly|over|more than|a|another"
    r"|up to|an average of|nearly|least))* ?[+-]?$"
)
_MORE_AFTER = Pattern(
    r" ?(?:左右|以上|及以上)?的?(?:增长|增幅|提升|增加|提高|上升|涨幅|more\b|higher\b|faster\b|greater\b|increase\b"
    r"|growth\b|(?:rise|jump|surge|climb)\b(?! (?:to|past|above|from)\b)|up\b|improvement\b|uplift\b|lift\b|gain\b"
    r"|longer\b|larger\b"
    r"|year-on-year growth|(?:revenue|sales|price|volume|traffic|user) (?:growth|increase|uplift|rise)\b)"
)
_LESS_AFTER = Pattern(
    r" ?(?:左右|以上|及以上)?的?(?:下降|降幅|减少|降低|缩减|缩短|节省|节约|fewer\b|less\b(?! than)"
    r"|lower\b|lighter\b|cheaper\b|reduction\b"
    r"|decrease\b|drop\b|cut\b|decline\b|dip\b|down\b|shorter\b|smaller\b|savings?\b|quicker\b"
    r"|off(?= (?:the|each|every|our|its|their)\b|$)"
    r"|(?:cost |energy |price |time |waste |water |emissions? )(?:saving|reduction|decrease|drop|cut|decline)s?\b"
    r"|(?:below|under) (?:today|this|current|20[0-9]{2}|budget|plan|target|forecast|last|the|our)\b)"
)
_PART_OF_NOW = Pattern(
    r" of (?:what (?:it|they|there|we)|today's|the current|current|last [a-z]+'s|its current"
    r"|the present|their current|what it is)| (?:the|our) [a-z -]{3,24} of last [a-z]+"
    r"|(?<=[成半])?(?:的?(?:现有|目前|当前|去年)水平)"
)
_DOWN_HERE = Pattern(
    r"(?<![下])[降减缩砍削跌](?:了|约|至少|近|超| )*$|(?<![减至缺年青最])少(?:[写用花走跑付开做]了?)? ?$|便宜了? ?$"
    r"|下浮 ?$|瘦(?:下|掉|身|了)? ?$"
    r"|(?<=[重压量价率])掉了? ?$|(?<=[耗本价费量率重])低了? ?$",
    needs="低|便|减|削|少|掉|浮|瘦|砍|缩|跌|降",
)
_LESS_OF = Pattern(r"[额量数费本价值款]少(?:了|掉|花)? ?$")
_MORE_HERE = Pattern(r"(?<=[一-鿿])(?<![最至不更很许大众诸差几太繁])多(?:出|了)? ?$")
_UP_HERE = Pattern(r"(?<![新递前])[增升涨提](?:了|约|至少|近|超| )*$", needs="升|增|提|涨")
_COMPARED = Pattern(
    r"(?:同比|环比|[比较](?!例|率|重)(?: ?20[0-9]{2} ?年?)?[^,\uff0c。;0-9]{0,10}?)(少|多|高|低"
    r"|短|轻|快|慢|超额)(?:出|了"
    r"|达到?|约|不低于|不少于|至少| )*$"
    r"|(超额|涨幅|增幅|降幅)(?:达到?|约|为|不低于|不少于|至少|超过?| )*$|(超)(?:出|过)?(?=(?:去年"
    r"|上年|上季度|同期|计划|预算|目标|往年)(?:同期)? ?$)",
    needs="增幅|比|涨|超|较|降幅",
)
_BESIDE = Pattern(
    r"(?<!不)(低|少|高|多)于[^,\uff0c0-9]{0,8}"
    r"(?:平均|均价|均值|月均价|市价|同期|去年|上年|预算|计划|同行|行业|大盘)(?:水平|值)? ?$"
)
_BEATS = Pattern(
    r"\b(?:beats?|exceeds?|outperforms?|surpass(?:es)?|tops?)\b[^,;0-9]* by (?:at least |over |about )?$",
    needs=" by ",
)
_ABOVE_THEN = Pattern(
    r" (?:above|over|ahead of|better than|up on) (?:20[0-9]{2}|last|the|plan|prior|previous|budget|target|this)\b"
)
_NO_CHANGE = ("multiple", "ratio", "rank", "all", "none")
_AT = Pattern(r"\bat $")
_WITHIN = Pattern(r"以内|不超过|within|under|below|低于")
_TIME_CHANGED = Pattern(
    r" ?的?(?:增|提|下降|缩|reduction|cut|less|faster|shorter|off (?:the|each|every|our|its|their)\b)"
)
_TIGHT = Pattern(
    r"(?: |了|约|大约|至少|超过?|近|不低于|不少于|幅度?|不小于|达|高达|达到|about|at least|over"
    r"|more than|around|by|roughly|up|nearly|least|of|[$¥€£])*"
)
_BY_AT_LEAST = Pattern(r"至少|超|近|不低于|不少于|不小于|幅度|by")
_TO_IN_GAP = Pattern(
    r"\bto\b(?! (?:hire|fill|value|first|close|resolve|resolution|market|production))"
)


def direction(words: list[Word], begin: int, end: int) -> bool | None:
    """Down (True), up (False) or None: the last verb of change between two places."""
    for word in reversed([one for one in words if begin <= one.begin and one.end <= end]):
        if "down" in word.roles and "up" not in word.roles:
            return True
        if "up" in word.roles:
            return False
    return None


def _verb_gap(scene: Scene) -> str | None:
    """What stands between the last verb of change and the amount; None without such a verb."""
    begin, end = scene.clause.begin, scene.amount.begin
    for word in reversed(scene.words):
        bound = scene.low.startswith(" than", word.end)
        if begin <= word.begin and word.end <= end and word.roles & {"up", "down"} and not bound:
            return scene.low[word.end : end]
    return None


_SAVED = Pattern(
    r"\b(?:sav(?:e|es|ed|ing)|free(?:s|d|ing)? up)(?: (?!money|time|cost)[a-z]+){0,3} (?:at least "
    r"|over |about |up to )?[$€£¥]?$"
    r"|\b(?:remov|delet|retir|decommission|archiv|purg)(?:e|es|ed"
    r"|ing)? (?:(?:[a-z]+ ){0,4}from )?(?:all |the |another )?$"
    r"|(?:节[省约余]|腾出|省[下出])[^,\uff0c0-9]{0,8}$",
    needs="archiv|decommission|delet|free|purg|remov|retir|sav|省|腾|节",
)
_SAVED_OF = Pattern(
    r"(?:成本|费用?|支出|开支|预算|金额|耗时|时长|时间|消耗|能耗)[^,\uff0c0-9]{0,8}(?:节[省约]|省[下出掉了]?) ?$"
)
_COLLECTED = Pattern(
    r"\braises? (?:at least |over |about |up to |an? (?:[a-z-]+ ){0,2}(?:round"
    r"|fund|grant|series [a-e]) of (?:at least )?)?[$€£¥]?$",
    needs="raise |raises ",
)
_FUND = 10_000
_PURSE = {"pound", "dollar", "euro", "yuan", "rmb"}


def _is_kept(scene: Scene) -> bool:
    """Save 400 hours, raise £75,000: so much is gained, nothing rises or falls by it."""
    amount, before = scene.amount, scene.before
    fund = (
        amount.sort == "money"
        or amount.unit in _PURSE
        or (amount.unit is None and amount.value >= _FUND)
    )
    if _COLLECTED.search(before) and fund:
        return True
    if amount.sort == "share" and re.match(
        r" of (?:my|our|her|his|their) (?:salary|income|pay"
        r"|earnings)",
        scene.after,
    ):
        return True
    own = amount.sort in ("time", "money", "count", "number")
    return own and bool(_SAVED.search(before)) and not _SAVED_OF.search(before)


def _said_after(scene: Scene) -> bool | None:
    """20% fewer, 三成的增幅, -15 %: down or up by what stands at the amount itself."""
    amount, after = scene.amount, scene.after
    if amount.sort == "time" and re.match(r" ?(?:faster|quicker|earlier|sooner)\b", after):
        return True
    if amount.sort != "time" or _TIME_CHANGED.match(after):
        if _LESS_AFTER.match(after):
            return True
        if _MORE_AFTER.match(after) and amount.sort != "money":
            return False
    inside = _said_inside(scene)
    return _said_before(scene) if inside is None else inside


_SIGNED = ("share", "points", "count", "time", "money", "score")
_NOT_SIGNED = Pattern(r"to $|[到至为是从由≤≥<>]$|of $|/$")


def _said_inside(scene: Scene) -> bool | None:
    """-15 %, plus four points, six more partners."""
    said = scene.low[scene.amount.begin : scene.amount.end]
    signed = re.match(r"[+-]|负|minus|plus", said)
    if signed and scene.amount.sort in _SIGNED and not _NOT_SIGNED.search(scene.before):
        return signed[0] in ("-", "负", "minus")
    found = re.search(r" (more|additional|extra|fewer|less) ", said)
    return found[1] in ("fewer", "less") if found else None


def _is_spared(sort: str, before: str) -> bool:
    """能耗费省出 75 万, 报废额少 88 万"""
    spared = sort in (*_SIGNED, "number") and _SAVED_OF.search(before)
    return bool(spared or (sort == "number" and _LESS_OF.search(before)))


def _said_before(scene: Scene) -> bool | None:
    """降 20%, 比去年少 20%, beats plan by 5%."""
    sort, before = scene.amount.sort, scene.before
    if _is_spared(sort, before):
        return True
    if sort == "share" and re.search(r"省[了下掉去出]? ?$|节[能水电油煤] ?(?:达到?)?$", before):
        return True
    if sort in _SIGNED and sort != "score" and _DOWN_HERE.search(before):
        return True
    if sort in ("share", "points") and _MORE_HERE.search(before):
        return False
    if sort in ("share", "points", "score") and _UP_HERE.search(before):
        return False
    if sort == "share" and (found := _BESIDE.search(before)):
        return found[1] in ("低", "少")
    if found := _COMPARED.search(before):
        return next(filter(None, found.groups())) in ("少", "低", "短", "轻", "慢", "降幅")
    if _BEATS.search(before) or (sort in ("share", "points") and _ABOVE_THEN.match(scene.after)):
        return False
    return None


def _is_led_to(gap: str, scene: Scene) -> bool:
    """Whether to, 到 or a bound between verb and amount makes it a level: 提升到 20%."""
    if TO_HERE.search(scene.before) and not _BY_HERE.search(scene.before):
        return not (_TIGHT.fullmatch(gap) and _BY_AT_LEAST.search(gap))
    if re.search(r"[到至为]|→", gap) and not re.search(r"[到至].{0,2}的", gap):
        return True
    if _TO_IN_GAP.search(gap) and not re.search(r"\bby\b", gap):
        return True
    return bool(re.search(r"\bso\b|\band\b.*\b(?:at|to)\b", gap))


_FRACTION = Pattern(
    r"an? (?:half|third|quarter|fifth|tenth)|half|一半|[一二三四]分之|[二三四五十]分之"
)
_CUT_TO = Pattern(r"\b(?:cut|falls?|drops?|reduced?|down|shrinks?|lowered?) to (?:about |under )?$")
_PART = 30
_HELD_AT = Pattern(
    r"(?:不[高低少多大小]于|不超过?|不劣于|守住|保持|维持)在?(?:现在|目前|当前|现有|去年|上年|原来)(?:水平)?的? ?$"
)
_OF_PAST = Pattern(r"(?:现在|目前|当前|现有|原来|原先|去年|上年)(?:水平)?的 ?$")


def is_held(amount: Amount, low: str) -> bool:
    """不高于现在的 6%: a level that is to stay; 不超过去年的一半, 不到去年的 80% are parts of one."""
    before = low[: amount.begin]
    rated = re.search(r"率|占比|比例|比重", before) and low[amount.begin].isdigit()
    return bool(_HELD_AT.search(before)) and (
        amount.sort != "share"
        or (amount.value < _PART and low[amount.begin].isdigit())
        or bool(rated)
    )


def _is_part_of_now(scene: Scene) -> bool:
    """A third of today's level, 去年的一半, cut to a tenth: so much less is left."""
    if is_held(scene.amount, scene.low):
        return False
    if _PART_OF_NOW.match(scene.after) or _OF_PAST.search(scene.before):
        return True
    said = scene.low[scene.amount.begin : scene.amount.end]
    alone = scene.alone and not re.search(r"\bfrom\b", scene.low)
    return alone and bool(_FRACTION.match(said) and _CUT_TO.search(scene.before))


_SAVED_ON = Pattern(r"\b(?:save|trim|strip|squeeze|take) (?:at least |over |about )?[$€£]?$")
_ON_COSTS = Pattern(r" (?:on|off|out of|in) (?!20|the (?:first|second|year|quarter))[a-z]")
_BY_HALF = Pattern(
    r"\b(?:up|grow[ns]?|grew|rises?|increased?|raised?|higher|climbs?|gains?) by (?:a )?half$"
)


def read_change(scene: Scene) -> tuple[bool, bool | None]:
    """Whether it is a change, and whether the verbs say down (None: they say nothing)."""
    amount, after = scene.amount, scene.after
    down = direction(scene.words, scene.clause.begin, amount.begin)
    if amount.sort == "money" and _SAVED_ON.search(scene.before) and _ON_COSTS.match(after):
        return True, True
    if amount.sort == "half_less" and down is False and _BY_HALF.search(scene.low[: amount.end]):
        return True, False
    if amount.sort == "half_less" or (amount.sort == "share" and _is_part_of_now(scene)):
        return True, True
    if amount.sort in _NO_CHANGE or _is_kept(scene):
        return False, down
    said = _said_after(scene)
    if said is not None:
        return True, said
    if (
        amount.sort == "points"
        and not _AT.search(scene.before)
        and not _WITHIN.search(scene.before + after[:4])
    ):
        return True, down
    gap = _verb_gap(scene)
    if gap is None:
        return bool(re.match(r" ?(?:[以及]上)?的?(?:增|提|下降|降)", after)), down
    return not _is_led_to(gap, scene), down
