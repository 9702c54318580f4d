"""Amounts that only say which ones are meant: tenders over €1m, teams of six, the top 10. Pure."""

import re

from cairn.coach.claim import Scene
from cairn.coach.patterns import Pattern

_BROKEN_INTO = Pattern(r"[拆分合变转][^,\uff0c]{0,3}成[^,\uff0c]{0,14}$")
_NOUN_OVER = Pattern(
    r"[a-z]{3,}(?<!\bup) (?:over|above|under|below|of|(?:longer|older|larger|bigger|more|less|fewer) than) ?[$€£¥]?$"
)
_HEADED = Pattern(r"[^,;:0-9]{0,24}: ?[^,;:0-9]{0,12}[0-9]")
_WITH_FEWER = Pattern(
    r"[a-z]+s (?:with|of|over|above) (?:fewer than |more than |less than |at least |up to |under |over )?[$€£]?$"
)
_APPROVED_BY = Pattern(r"[a-z]+(?:ed|en) by (?:at least |over )?$")
_BY_CLOCK = Pattern(r"\bby $")
_PART_HERE = Pattern(
    r"(?:(?<![之以目])[前后]|倒数|\b(?:top|bottom)) ?$", needs="bottom|top|倒数|前|后"
)
_MODIFIER = Pattern(r" ?(?:[及]?以[上下内外])?的[一-鿿]|[及]?以[上下外](?=[一-鿿]{2})")


_SIZED = Pattern(
    r"\b(?:teams?|groups?|squads?|class(?:es)?|batch(?:es)?|panels?|crews?|sets?) of $",
    needs=" of ",
)
_TOTAL = Pattern(r" ?(?:out )?(?:of|among) (?:our |the |all |these )*$")


def member(scene: Scene) -> float:
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
    sized = _SIZED.search(before)
    total = total or _TOTAL.match(before)
    return -4 * (bool(total) + bool(team) + bool(doers) + bool(sized))


def qualifies(scene: Scene) -> float:
    """tenders over €1m, demos with firms of 50 staff; 下线 3 个使用率不到 1% 的功能, 3 级以上压疮 0 例."""
    if scene.alone:
        return 0
    amount, clause = scene.amount, scene.clause
    if _HEADED.match(scene.low[amount.end :]) and _NOUN_OVER.search(scene.before):
        return -3
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
            return -2.5 * (not scene.acts_between(earlier[-1].end, amount.begin))
    if later and _PART_HERE.search(scene.before) and amount.sort == "share":
        return -3
    if (
        later
        and amount.sort in ("count", "number")
        and re.match(r"[及]?以[上下外](?=[一-鿿]{2})", scene.after)
    ):
        return -3
    if later and _WITH_FEWER.search(scene.before):
        return -3 * scene.acts_between(amount.end, later[0].begin)
    return 0


def spoken(scene: Scene) -> float:
    """accepted by 9 in 10; finished by 11 on 90% of days: 11 is a time of day."""
    amount = scene.amount
    if scene.alone:
        return 0
    if amount.sort == "share" and scene.later and _APPROVED_BY.search(scene.before):
        return 2
    shares = any(a.sort == "share" and a.begin > amount.begin for a in scene.amounts)
    hour = amount.sort == "number" and amount.value <= 24
    timed = amount.sort == "time" and ":" in scene.low[amount.begin : amount.end]
    clock = (hour or timed) and _BY_CLOCK.search(scene.before)
    return -2.5 if shares and clock else 0


_EACH_OF = Pattern(r"\beach of (?:my|our|the) $", needs="each of ")
_RANKED = Pattern(
    r"\b(?:top|biggest|largest|busiest|main|best) $|(?<![目之以日年月周当])前 ?$",
    needs="top|est |main|前",
)
_OLDER_THAN = Pattern(r"\b(?:older|longer|larger|bigger) than(?: [a-z]+)? ?$", needs=" than")


def named(scene: Scene) -> float:
    """each of my seven reports, top 10 alerts, older than six months"""
    before = scene.before
    each, than = _EACH_OF.search(before), _OLDER_THAN.search(before)
    ranked = bool(_RANKED.search(before)) and scene.amount.sort != "rank"
    often = any(one.kind == "frequency" for one in scene.times)
    return -2 * bool(each and often) - 1.2 * ranked - 2.4 * (bool(than) and not scene.alone)
