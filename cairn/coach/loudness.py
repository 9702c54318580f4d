"""How loudly a text names an amount: as its target, or as a detail of something else. Pure.

Each rule adds or takes away; the loudest amount is the target, the quiet ones are details.
"""

import re
from collections.abc import Callable

from cairn.coach.claim import Scene
from cairn.coach.patterns import Pattern
from cairn.coach.qualifying import member, named, qualifies, spoken
from cairn.coach.scoping import RELATIVE, SCOPE_ZH, each, is_scope_of_later, scope, whose

_DETAIL_AFTER = Pattern(
    r" ?(?:[以之]?[上下内]|及以[上下]|左右)?的(?!增长|提升|下降|降幅|比例|概率|毛利|增幅|占比|成本|转化|满意"
    r"|点击|客户满意|收入|市场|份额|速度|用户|客户|线索|新增|合格|企业|订单|续约|留存|交易|销售|员工|申请|活跃)"
)
_BAND_AFTER = Pattern(r" ?(?:及?以[上下内])[一-鿿]{2}")
_VERB_BEFORE = Pattern(r"[a-z]{2,}|[一-鿿]{2,}")
_PART_BEFORE = Pattern(
    r"其中[^,，]{0,30}$|\bof which\b.{0,30}$|\bincluding\b.{0,30}$|\beach (?:of|with)\b.{0,20}$"
    r"|包括[^,，]{0,10}$|\bone in\b"
    r"|[(\uff08](?:limit|law|legal|statutory|industry|benchmark|peers?|法定|国标|上限|同行)[^0-9()\uff08\uff09]{0,10}$",
    needs="(|each of|each with|including|of which|one in|其|括|（",
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
_ONE = Pattern(r"一[次场套份项轮]")
_INSIDE = Pattern(r"\bin $")
_AMONG = Pattern(
    r"\b(?:among|amongst|out of)(?: (?:the|our|all|its))*(?: top)? $"
    r"|^(?:at|with|on|for) (?:a|an|the) [a-z]+ of ?[$€£]?$",
    needs=" of|among",
)
_REACHED = Pattern(r"(?:达到?|人均|平均|均为|\baverage of|\baveraging) ?$")
_BY = Pattern(r"\bby ?$", needs="by")
_AFTER_EACH = Pattern(r"\b(?:after|before|of|for|in|per|with|from|at|across|between|to) $")


def _sort(scene: Scene) -> float:
    return _SORTS.get(scene.amount.sort, 3.0)


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
    part = part or (not scene.alone and bool(_AMONG.search(low[:here])))
    means = scene.clause.means and not _LISTED.search(scene.before)
    return -4 * means - 1.5 * window - aside - 2 * part


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
    return -1.6 if RELATIVE.search(scene.before) else -0.5


def _led(scene: Scene) -> float:
    """达到 80%, at least 5, by 20 %"""
    by = scene.amount.sort == "points" or bool(_BY.search(scene.before))
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
    later = any(amount.end < one.begin < scene.clause.end for one in scene.amounts)
    if later and not scene.led and amount.sort != "share" and _BAND_AFTER.match(after):
        return -3
    if _DETAIL_AFTER.match(after):
        if amount.sort in ("time", "money") and not scene.led:
            return -3
        rest = later and not (amount.sort == "share" and _has_share_first(scene))
        return -1.6 if rest else -0.4
    return -3 if amount.unit == "岁" else 0


def _is_rivalled(scene: Scene) -> bool:
    return any(
        one.sort in ("share", "points", "score")
        or (one.sort in ("time", "number") and _REACHED.search(scene.low[: one.begin]))
        or (one.sort == "money" and not re.search(r"(?:over|above|than) $", scene.low[: one.begin]))
        for one in scene.amounts
    )


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
            and not is_scope_of_later(scene)
            and not SCOPE_ZH.search(scene.before)
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


_RULES: tuple[Callable[[Scene], float], ...] = (
    _sort, _place, _order, _led, _detail, member, named, _subject, scope, each, whose,
    qualifies, spoken,
)  # fmt: skip


def loudness(scene: Scene) -> float:
    return sum(rule(scene) for rule in _RULES)
