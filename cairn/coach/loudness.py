"""How loudly a text names an amount: as its target, or as a detail of something else. Pure.

Each rule adds or takes away; the loudest amount is the target, the quiet ones are details.
"""

import re
from collections.abc import Callable

from cairn.coach.amounts import Amount
from cairn.coach.claim import Scene
from cairn.coach.patterns import Pattern

_DETAIL_AFTER = Pattern(
    r" ?(?:[以之]?[上下内]|及以[上下]|左右)?的(?!增长|提升|下降|降幅|比例|概率|毛利|增幅|占比|成本|转化|满意"
    r"|点击|客户满意|收入|市场|份额|速度|用户|客户|线索|新增|合格|企业|订单|续约|留存|交易|销售|员工|申请|活跃)"
)
_SCOPE_ZH = Pattern(
    r"(?:^|[,\uff0c])?(?:在|于|对|为|向|沿|面向|针对|给|跨|横跨|把|将|统一|合并|打通|整合|对齐|拆分|涵盖|包含"
    r"|分|每)(?:全部|所有|我们|全国|旗下|现有|原有|这|那|其中|各|上述)?(?:的)? ?$"
)
_SCOPE_EN = Pattern(
    r"(?:\bacross|\bat|\bin|\bfor|\bwith|\bbetween|\bamong|\bthe|\bour"
    r"|\bthese|\bof|\bbetween the|\bcovering|\bin all|\bon the|\bfor all|\bafter"
    r"|\bafter the first|\bevery|\bagainst|\bmerge|\bunify|\bconsolidate"
    r"|\bcombine|\balign|\bin (?:the|our)|\bover|\babove|\bfrom)(?: (?:the"
    r"|our|all|their|its))? ?[$€£¥]?$"
)
_VERB_BEFORE = Pattern(r"[a-z]{2,}|[一-鿿]{2,}")
_RELATIVE = Pattern(
    r"\b(?:that|who|which|whose|where|older|longer|larger|bigger|fewer|more than|at|costing"
    r"|worth|earning|spending|employing|of at least|having|aged|holding"
    r"|in groups)(?: [a-z]+){0,4} ?[$€£¥]?$"
    r"|\bwith (?:fewer|more|over|under|less|up) [a-z ]*$"
    r"|\bwith (?:an? )?[a-z]+(?: [a-z]+)? (?:of|at) ?[+-]?$"
    r"|[a-z]+ed by (?:less|more|fewer|at least|over|under)(?: than)? $"
)
_PART_BEFORE = Pattern(
    r"其中[^,，]{0,30}$|\bof which\b.{0,30}$|\bincluding\b.{0,30}$|\beach (?:of|with)\b.{0,20}$"
    r"|包括[^,，]{0,10}$|\bone in\b"
)
_SORTS = {
    "count": 2.6,
    "none": 2.6,
    "all": 1.2,
    "same_day": 1.2,
    "number": 2.2,
    "time": 2.0,
    "hired": 2.0,
}
_LISTED = Pattern(r"[a-z一-鿿)]: ?[$€£¥]?$")
_OPENS = Pattern(r"(?:^|[:\uff1a,\uff0c])[ 让使确保]*$")
_AGED = Pattern(r" ?的[一-鿿]{2,}")
_OVER = Pattern(r"(?:\bover|\babove|\bafter|超过|满|逾期|逾|大于) ?[$€£¥]?$")
_EVENT_AFTER = Pattern(r" (?:of|after|before|from|ahead|since|into)\b| ?(?:前|后(?!,)|后的|之后)")
_ONE = Pattern(r"一[次场套份项轮]")
_BROKEN_INTO = Pattern(r"[拆分合变转][^,\uff0c]{0,3}成[^,\uff0c]{0,14}$")


def _sort(scene: Scene) -> float:
    return _SORTS.get(scene.amount.sort, 3.0)


_EACH = Pattern(
    r"\beach (?:of|with|bringing|[a-z]+ing|worth|at)\b[^,;0-9]{0,20}$"
    r"|每(?:场|家|个|人|次|篇|期|名|位|单|店|城|支|组)[^,\uff0c0-9]{0,8}$"
)
_EACH_OF_THEM = Pattern(r"各自?[^,\uff0c0-9]{1,6}$")
_EACH_AFTER = Pattern(r" ?(?:\+|(?:or|and) (?:more|less|above|over))? ?(?:each|apiece)\b")
_JOINED = Pattern(r" ?(?:to|→|->|=>|[到至]) ?[$€£¥]?")
_OF_THEM = Pattern(r" (?:over|above|under|below|of|worth) [$€£]?")
_INSIDE = Pattern(r"\bin $")
_LOADED = Pattern(r"负重 ?$|\bwith an? $")
_DISTANCES = ("km", "公里", "千米", "米", "mile", "k")
_RESULTS = ("none", "share", "points", "money", "score", "multiple", "half_less")


def _each(scene: Scene) -> float:
    """2 场研讨会，每场 200 人: how large each of what was counted before is."""
    earlier = any(one.begin < scene.amount.begin and one.sort != "all" for one in scene.amounts)
    sized = scene.amount.sort not in ("share", "points")
    worth = scene.amount.sort in ("money", "time") and _EACH_AFTER.match(scene.after)
    one = scene.amount.value == 1 and _EACH_OF_THEM.search(scene.before)
    each = _EACH.search(scene.before) or worth or one
    return -3.5 if earlier and sized and each else 0


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
    if not done and not _acts_between(scene, amount.end, later.begin):
        return False
    return own and bool(re.search(r"[一-鿿]", scene.before + scene.after[:2]))


def _is_sum(amount: Amount) -> bool:
    return amount.sort == "number" and amount.value >= 10000


def _is_scope_of_later(scene: Scene) -> bool:
    """20 events generate $3m, 3 个大区流失率低于 2%: whose result is named behind it."""
    amount = scene.amount
    if amount.sort not in ("count", "number", "time"):
        return False
    if scene.led and not _RELATIVE.search(scene.before):
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


def _whose(scene: Scene) -> float:
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
    run = amount.unit in _DISTANCES and _is_scope_of_later(scene)
    raced = amount.sort == "time" and any(
        one.unit in _DISTANCES and one.end <= amount.begin for one in scene.amounts
    )
    return 2.5 * raced - 2 * _is_scope_of_later(scene) - 2 * bool(run) - 3 * bool(place or load)


def _next(scene: Scene) -> int:
    """Where the next amount begins; its own end if there is none."""
    after = [one.begin for one in scene.amounts if one.begin >= scene.amount.end]
    return min(after, default=scene.amount.end)


def _is_measured(scene: Scene) -> bool:
    """数据延迟 30 分钟以内: the time is what is measured, not when."""
    begin = scene.amount.begin
    named = any(w.roles & {"metric"} and 0 <= begin - w.end < 2 for w in scene.words)
    return named and scene.after.strip(" 以之") == "内"


def _place(scene: Scene) -> float:
    """In the means, in a window, in brackets, behind other amounts."""
    low, here = scene.low, scene.amount.begin
    opened = max(low.rfind("(", 0, here), low.rfind("\uff08", 0, here))
    aside = opened >= 0 and not re.search(r"[)\uff09]", low[opened:here])
    part = bool(_PART_BEFORE.search(low[:here]))
    window = scene.window and not _is_measured(scene)
    return -4 * scene.clause.means - 1.5 * window - aside - 2 * part


def _has_share_first(scene: Scene) -> bool:
    """92% 的列车晚点不超过 3 分钟: the minutes only say which trains are meant."""
    first = min(scene.amounts, key=lambda one: one.begin)
    lead = scene.low[scene.clause.begin : first.begin]
    of_it = re.match(r" ?的[一-鿿]", scene.low[first.end :])
    return first.sort == "share" and bool(of_it) and bool(_OPENS.search(lead))


def _order(scene: Scene) -> float:
    if scene.later and _LISTED.search(scene.before) and not scene.after.strip(" ."):
        return 1.5
    if not scene.later:
        return 0
    if scene.amount.sort in ("time", "number") and _has_share_first(scene):
        return -2.5
    return -1.6 if _RELATIVE.search(scene.before) else -0.5


def _led(scene: Scene) -> float:
    """达到 80%, at least 5, by 20 %"""
    by = scene.amount.sort == "points" or bool(re.search(r"\bby ?$", scene.before))
    led = scene.led and not scene.window and scene.amount.sort not in ("none", "all")
    led = led and not (
        scene.later and scene.amount.sort == "count" and _INSIDE.search(scene.before)
    )
    return 1.2 * by + 0.8 * led


def _detail(scene: Scene) -> float:
    """逾期90天以上的欠款: the days only say which debts."""
    amount, after = scene.amount, scene.after
    if scene.alone and amount.sort == "time" and not scene.led and _AGED.match(after):
        return -3
    if scene.alone:
        return 0
    if _DETAIL_AFTER.match(after):
        if amount.sort in ("time", "money") and not scene.led:
            return -3
        rest = not (amount.sort == "share" and _has_share_first(scene)) and any(
            amount.end < one.begin < scene.clause.end for one in scene.amounts
        )
        return -1.6 if rest else -0.4
    return -3 if amount.unit == "岁" else 0


def _member(scene: Scene) -> float:
    """Of a larger number, of people who do it, of what something is broken into."""
    amount, before, after = scene.amount, scene.before, scene.after
    total = re.match(
        r"[^,\uff0c0-9]{0,8}中(?:的|有)?[^,\uff0c0-9]{0,3}[0-9一二三四五六七八九十]"
        r"| of (?:them|which|these)\b",
        after,
    )
    team = amount.unit == "人" and re.match(r"[一-鿿]{0,4}(?:组|专班|团队|班子)", after)
    doers = amount.sort == "count" and (
        (re.search(r"由 ?$", before) and amount.unit in ("人", "名", "位"))
        or _BROKEN_INTO.search(before)
    )
    spent = amount.sort in ("money", "number") and re.search(r"(?:^|[,\uff0c])用 ?$", before)
    doers = doers or bool(spent)
    sized = re.search(
        r"\b(?:teams?|groups?|squads?|class(?:es)?|batch(?:es)?|panels?|crews?|sets?) of $", before
    )
    total = total or re.search(r"^ ?(?:out )?(?:of|among) (?:our |the |all |these )*$", before)
    return -4 * (bool(total) + bool(team) + bool(doers) + bool(sized))


_NOUN_OVER = Pattern(
    r"[a-z]{3,}(?<!\bup) (?:over|above|under|below|of|(?:longer|older|larger|bigger|more|less|fewer) than) ?[$€£¥]?$"
)
_WITH_FEWER = Pattern(
    r"[a-z]+s (?:with|of|over|above) (?:fewer than |more than |at least )?[$€£]?$"
)
_APPROVED_BY = Pattern(r"[a-z]+(?:ed|en) by (?:at least |over )?$")
_BY_CLOCK = Pattern(r"\bby $")
_PART_HERE = Pattern(r"(?:(?<![之以目])[前后]|倒数|\b(?:top|bottom)) ?$")
_MODIFIER = Pattern(r" ?(?:[及]?以[上下内外])?的[一-鿿]|[及]?以[上下外](?=[一-鿿]{2})")


def _acts_between(scene: Scene, begin: int, end: int) -> bool:
    acts = {"do", "gain", "reach", "keep", "up", "down", "outside_act"}
    return any(begin <= w.begin < end and w.roles & acts for w in scene.words)


def _qualifies(scene: Scene) -> float:
    """tenders over €1m, demos with firms of 50 staff; 下线 3 个使用率不到 1% 的功能, 3 级以上压疮 0 例."""
    amount, clause = scene.amount, scene.clause
    earlier = [a for a in scene.amounts if clause.begin <= a.begin < amount.begin]
    later = [a for a in scene.amounts if amount.end <= a.begin < clause.end]
    if earlier and earlier[-1].sort in ("count", "number", "score"):
        noun = _NOUN_OVER.search(scene.before) or _MODIFIER.match(scene.after)
        apart = scene.low[earlier[-1].end : amount.begin]
        if (
            noun
            and apart.strip()
            and not re.search(r"[,，→]|\b(?:to|and|or|from)\b|[从由]|(?<!不)[到至]", apart)
        ):
            return -2.5 * (not _acts_between(scene, earlier[-1].end, amount.begin))
    if later and _PART_HERE.search(scene.before) and amount.sort == "share":
        return -3
    if (
        later
        and amount.sort in ("count", "number")
        and re.match(r"[及]?以[上下外](?=[一-鿿]{2})", scene.after)
    ):
        return -3
    if later and _WITH_FEWER.search(scene.before):
        return -3 * _acts_between(scene, amount.end, later[0].begin)
    return 0


def _spoken(scene: Scene) -> float:
    """accepted by 9 in 10; finished by 11 on 90% of days: 11 is a time of day."""
    amount = scene.amount
    if amount.sort == "share" and scene.later and _APPROVED_BY.search(scene.before):
        return 2
    shares = any(a.sort == "share" and a.begin > amount.begin for a in scene.amounts)
    clock = amount.sort == "number" and amount.value <= 24 and _BY_CLOCK.search(scene.before)
    return -2.5 if shares and clock else 0


def _named(scene: Scene) -> float:
    """each of my seven reports, top 10 alerts, older than six months"""
    before = scene.before
    each = re.search(r"\beach of (?:my|our|the) $", before)
    top = re.search(
        r"\b(?:top|biggest|largest|busiest|main|best) $|(?<![目之以日年月周当])前 ?$", before
    )
    than = re.search(r"\b(?:older|longer|larger|bigger) than(?: [a-z]+)? ?$", before)
    ranked = bool(top) and scene.amount.sort != "rank"
    often = any(one.kind == "frequency" for one in scene.times)
    return -2 * bool(each and often) - 1.2 * ranked - 1.6 * (bool(than) and not scene.alone)


def _is_rivalled(scene: Scene) -> bool:
    return any(
        one.sort in ("share", "points")
        or (one.sort == "money" and not re.search(r"(?:over|above|than) $", scene.low[: one.begin]))
        for one in scene.amounts
    )


_AFTER_EACH = Pattern(r"\b(?:after|before|of|for|in|per|with|from|at|across|between|to) $")


def _is_whole_object(scene: Scene) -> bool:
    """Reply to every review within 48 hours: all of them, and how fast."""
    begins = re.fullmatch(r" ?[a-z]+ to ", scene.before)
    rest = [one for one in scene.amounts if one.sort != "all"]
    return bool(begins) and all(
        any(t.kind == "window" and t.begin <= one.begin < t.end for t in scene.times)
        for one in rest
    )


def _subject(scene: Scene) -> float:
    """What a clause begins with: 90% of …, Every contract …, 全部配电柜 …"""
    amount, low = scene.amount, scene.low
    if amount.sort != "all":
        counted = amount.sort in ("share", "count", "number")
        return (
            0.8
            if counted
            and not _is_scope_of_later(scene)
            and not _SCOPE_ZH.search(scene.before)
            and not _VERB_BEFORE.search(scene.before)
            else 0
        )
    if _is_rivalled(scene):
        return -0.2
    said = low[amount.begin : amount.end]
    others = any(one.sort != "all" for one in scene.amounts)
    if others and _AFTER_EACH.search(scene.before) and said.startswith(("each", "every")):
        return 0 if _is_whole_object(scene) else -2
    if others and said == "all" and re.search(r"\b(?:for|across|in|on|at) $", scene.before):
        return -1.2
    counts = any(one.sort == "count" for one in scene.amounts)
    if said.startswith("每") and counts:
        return -2
    if "each" not in said and not scene.before.strip(" 将把对为确保") and not _ONE.search(low):
        return 2.2
    return -1.2 if said[0] != "每" and _ONE.search(low) else 0


def _scoped(scene: Scene) -> float:
    counts = [one for one in scene.amounts if one.sort in ("count", "number")]
    return -1.4 if counts[0] is scene.amount and len(counts) > 1 else -0.9


def _scope(scene: Scene) -> float:
    """in 5 cities, 为三个团队, contracts over £20k, 90 days before expiry"""
    amount, before, after = scene.amount, scene.before, scene.after
    if amount.sort in ("count", "number"):
        return _scoped(scene) if _SCOPE_ZH.search(before) or _SCOPE_EN.search(before) else 0
    if scene.alone or amount.sort not in ("money", "time"):
        return 0
    over = bool(_OVER.search(before) and after.strip())
    event = amount.sort == "time" and bool(_EVENT_AFTER.match(after))
    return -2.2 * over - 2 * event


_RULES: tuple[Callable[[Scene], float], ...] = (
    _sort, _place, _order, _led, _detail, _member, _named, _subject, _scope, _each, _whose,
    _qualifies, _spoken,
)  # fmt: skip


def loudness(scene: Scene) -> float:
    return sum(rule(scene) for rule in _RULES)
