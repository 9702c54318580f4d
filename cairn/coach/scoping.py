"""Amounts that only say whose result it is, or of how many: 20 events generate $3m, in 5 cities. Pure."""

import re

from cairn.coach.amounts import Amount
from cairn.coach.claim import Scene
from cairn.coach.patterns import Pattern

SCOPE_ZH = Pattern(
    r"(?:^|[,\uff0c])?(?:在|于|对|为|向|沿|面向|针对|给|跨|横跨|把|将|统一|合并|打通|整合|对齐|拆分|涵盖|包含"
    r"|分|每)(?:全部|所有|我们|全国|旗下|现有|原有|这|那|其中|各|上述)?(?:的)? ?$",
    needs="为|于|分|包含|合并|向|在|对|将|打通|把|拆|整合|横|每|沿|涵|给|统一|跨|针",
)
_SCOPE_EN = Pattern(
    r"(?:\bacross|\bat|\bin|\bfor|\bwith|\bbetween|\bamong|\bthe|\bour"
    r"|\bthese|\bof|\bbetween the|\bcovering|\bin all|\bon the|\bfor all|\bafter"
    r"|\bafter the first|\bevery|\bagainst|\bmerge|\bunify|\bconsolidate"
    r"|\bcombine|\balign|\bin (?:the|our)|\bover|\babove|\bfrom)(?: (?:the"
    r"|our|all|their|its))? ?[$€£¥]?$"
)
RELATIVE = Pattern(
    r"\b(?:that|who|which|whose|where|older|longer|larger|bigger|fewer|more than|at|costing"
    r"|worth|earning|spending|employing|of at least|having|aged|holding"
    r"|in groups)(?: [a-z]+){0,4} ?[$€£¥]?$"
    r"|\bwith (?:fewer|more|over|under|less|up) [a-z ]*$"
    r"|\bwith (?:an? )?[a-z]+(?: [a-z]+)? (?:of|at) ?[+-]?$"
    r"|[a-z]+ed by (?:less|more|fewer|at least|over|under)(?: than)? $",
    needs=(
        "aged|at|bigger|costing|earning|ed by|employing|fewer|having|holding|in groups|"
        "larger|longer|more than|older|spending|where|which|who|with |worth"
    ),
)
_OVER = Pattern(r"(?:\bover|\babove|\bafter|超过|(?<![赶领高])超|满|逾期|逾|大于) ?[$€£¥]?$")
_WITHIN = Pattern(r" ?(?:with)?in(?: the first| just| only)? ")
_FOR_EVERY = Pattern(r"\b(?:for|of) (?:every|each) ?[$€£]?$")
_INSIDE = Pattern(r"\b(?:within|inside) $")
_MEASURED_OF = Pattern(
    r"\b(?:mean|average|median|score|rating|index|grade|mark|rate|total|ratio) of (?:at least |about |over )?$"
)
_OF_SUM = Pattern(r"[0-9a-z] of (?:the|our|its) ?[$€£¥]?$")
_NEAR = Pattern(r"\bwithin $")
_OF_PLAN = Pattern(r" of [^0-9,;]*[,;:(][^0-9]*[0-9]")
_COMMA = Pattern(r"(?: [a-z]+)?, [^0-9]*[0-9]")
_EVENT_AFTER = Pattern(r" (?:of|after|before|from|ahead|since|into)\b| ?(?:前|后(?!,)|后的|之后)")
_EACH = Pattern(
    r"\beach (?:of|with|bringing|[a-z]+ing|worth|at)\b[^,;0-9]{0,20}$"
    r"|每(?:场|家|个|人|次|篇|期|名|位|单|店|城|支|组)[^,\uff0c0-9]{0,8}$",
    needs="each |每",
)
_EACH_OF_THEM = Pattern(r"各自?[^,\uff0c0-9]{1,6}$")
_EACH_AFTER = Pattern(r" ?(?:\+|(?:or|and) (?:more|less|above|over))? ?(?:each|apiece)\b")
_JOINED = Pattern(r" ?(?:to|→|->|=>|[到至]) ?[$€£¥]?")
_OF_THEM = Pattern(r" (?:over|above|under|below|of|worth) [$€£]?")
_LOADED = Pattern(r"负重 ?$|\bwith an? $")
_DISTANCES = ("km", "公里", "千米", "米", "mile", "k")
_RESULTS = ("none", "share", "points", "money", "score", "multiple", "half_less")
_BEARS = Pattern(
    r"各|共(?![享建同用创])|合计|累计|总计|处理|服务|接待|\b(?:reach|handle|serve)(?:es|s)?\b"
    r"|带来|产生|吸引|贡献|产出|\b(?:bring"
    r"|generate|attract|yield|produce|deliver|draw)s?\b"
)


def _is_bound(scene: Scene, later: Amount) -> bool:
    """2000 QPS 下 P95 低于 300ms"""
    before, after = scene.low[scene.amount.end : later.begin], scene.low[later.end :]
    return later.sort == "time" and bool(
        re.search(r"(?:低于|小于|不超过|≤|<|under|below) ?$", before)
        or re.match(r" ?[以之]?内$", after)
    )


def _is_other_count(scene: Scene, later: Amount) -> bool:
    """两名 SDR 每月约访 45 场, 沿 12 条道路植树 4000 棵: who does it and where, then how many."""
    amount, between = scene.amount, scene.low[scene.amount.end : later.begin]
    own = amount.sort == "count" and amount.unit not in (later.unit, "个") and not scene.led
    often = any(t.kind == "frequency" and amount.end <= t.begin < later.begin for t in scene.times)
    done = often or re.search(r"[完了出满] ?$", between)
    if not done and not scene.acts_between(amount.end, later.begin):
        return False
    return own and bool(re.search(r"[一-鿿]", scene.before + scene.after[:2]))


def _is_measured_later(scene: Scene, later: Amount) -> bool:
    """220 名司机百公里油耗 28 升: of whom, then what is measured."""
    amount = scene.amount
    between = [w for w in scene.words if amount.end <= w.begin and w.end <= later.begin]
    measured = any("metric" in w.roles and w.stem[-1] in "率耗量额时值度分" for w in between)
    return measured and amount.unit != later.unit and not scene.led and amount.sort == "count"


def _is_sum(amount: Amount) -> bool:
    return amount.sort == "number" and amount.value >= 10000


def is_scope_of_later(scene: Scene) -> bool:
    """20 events generate $3m, 3 个大区流失率低于 2%: whose result is named behind it."""
    amount = scene.amount
    if amount.sort not in ("count", "number", "time"):
        return False
    if amount.sort == "time" and re.search(r"[从由] ?$", scene.before):
        return False
    if scene.led and not RELATIVE.search(scene.before):
        return False
    later = [one for one in scene.amounts if amount.end <= one.begin < scene.clause.end]
    if not later or _JOINED.fullmatch(scene.low[amount.end : later[0].begin]):
        return False
    if _OF_THEM.fullmatch(scene.low[amount.end : later[0].begin]):
        return False
    if _EACH_AFTER.match(scene.low[later[0].end :]):
        return False
    if re.search(
        r"\b(?:at|worth|of|with|paying|giving|spending|earning|buying) $",
        scene.low[amount.end : later[0].begin],
    ) and not re.search(
        r"(?:renew|stay|stand|remain|run|retain|convert|keep|sit)[a-z]* at $",
        scene.low[amount.end : later[0].begin],
    ):
        return False
    begun = any(
        scene.clause.begin <= w.begin < amount.begin
        and w.roles & {"do", "gain", "up", "down", "reach"}
        for w in scene.words
    )
    run = amount.unit in _DISTANCES and later[0].sort == "time"
    between = scene.low[amount.end : later[0].begin]
    bears = later[0].sort == "count" and (
        _BEARS.search(between)
        or _is_other_count(scene, later[0])
        or _is_measured_later(scene, later[0])
        or (
            later[0].unit == amount.unit
            and "each" not in between
            and not re.search(r"[到至每→、,，(]|\bto\b|\band\b|-", between)
        )
    )
    return (
        bool(run)
        or (not begun and bool(bears))
        or (
            not begun
            and (
                any(one.sort in _RESULTS for one in later)
                or _is_sum(later[0])
                or _is_bound(scene, later[0])
            )
        )
    )


def whose(scene: Scene) -> float:
    amount = scene.amount
    place = amount.unit in ("米", "公里") and scene.after.startswith("处")
    load = amount.unit in ("公斤", "千克", "kg") and _LOADED.search(scene.before)
    if amount.sort == "rank" and any(
        one.sort == "count" and one.end <= amount.begin for one in scene.amounts
    ):
        return -2
    if amount.sort == "rank" and re.search(
        r"\b(?:for|with)\b[^,]{0,14}$", scene.low[amount.end : _next(scene)]
    ):
        return -1.5
    run = amount.unit in _DISTANCES and is_scope_of_later(scene)
    raced = amount.sort == "time" and any(
        one.unit in _DISTANCES and one.end <= amount.begin for one in scene.amounts
    )
    return 2.5 * raced - 2 * is_scope_of_later(scene) - 2 * bool(run) - 3 * bool(place or load)


def _next(scene: Scene) -> int:
    """Where the next amount begins; its own end if there is none."""
    after = [one.begin for one in scene.amounts if one.begin >= scene.amount.end]
    return min(after, default=scene.amount.end)


def each(scene: Scene) -> float:
    """2 场研讨会，每场 200 人: how large each of what was counted before is."""
    earlier = any(one.begin < scene.amount.begin and one.sort != "all" for one in scene.amounts)
    sized = scene.amount.sort not in ("share", "points")
    worth = scene.amount.sort in ("money", "time") and _EACH_AFTER.match(scene.after)
    one = scene.amount.value == 1 and _EACH_OF_THEM.search(scene.before)
    each = _EACH.search(scene.before) or worth or one
    return -3.5 if earlier and sized and each else 0


def _scoped(scene: Scene) -> float:
    counts = [one for one in scene.amounts if one.sort in ("count", "number")]
    return -1.4 if counts[0] is scene.amount and len(counts) > 1 else -0.9


def scope(scene: Scene) -> float:
    """in 5 cities, 为三个团队, contracts over £20k, 90 days before expiry"""
    amount, before, after = scene.amount, scene.before, scene.after
    if not scene.alone and _WITHIN.fullmatch(before) and _COMMA.match(scene.low[amount.end :]):
        return -3
    if not scene.alone and _FOR_EVERY.search(before) and not scene.later:
        return -3
    if not scene.alone and _NEAR.search(before) and _OF_PLAN.match(scene.low[amount.end :]):
        return -3
    if amount.sort == "number" and _MEASURED_OF.search(before):
        return 0
    if amount.sort in ("count", "number"):
        return _scoped(scene) if SCOPE_ZH.search(before) or _SCOPE_EN.search(before) else 0
    if scene.alone or amount.sort not in ("money", "time"):
        return 0
    if amount.sort == "money" and scene.later and _OF_SUM.search(before):
        return -2
    over = bool(_OVER.search(before) and after.strip())
    shares = any(one.sort in ("share", "points") for one in scene.amounts)
    if amount.sort == "time" and shares and _INSIDE.search(before):
        return -1.5
    event = amount.sort == "time" and bool(_EVENT_AFTER.match(after))
    return -2.2 * over - 2 * event
