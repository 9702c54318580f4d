"""What a text says of each of its amounts: start, target, change, or a mere detail. Pure."""

from dataclasses import replace
from itertools import pairwise

from cairn.coach.amounts import Amount
from cairn.coach.changes import read_change
from cairn.coach.claim import Claim, Scene
from cairn.coach.clauses import Clause
from cairn.coach.counted import does_something, keep_counted
from cairn.coach.joining import join_claims
from cairn.coach.loudness import loudness
from cairn.coach.patterns import Pattern
from cairn.coach.times import Time
from cairn.coach.words import Word

_HEARD = 0.3


def _clause_of(amount: Amount, clauses: list[Clause]) -> Clause:
    inside = [one for one in clauses if one.begin <= amount.begin < one.end]
    return inside[0] if inside else clauses[-1]


def _claim(scene: Scene) -> Claim:
    weight = loudness(scene)
    if scene.amount.sort == "all" and not does_something(scene.low, scene.words, scene.clause):
        weight = 0
    change, down = read_change(scene)
    kind = "detail" if weight < _HEARD else "change" if change else "to"
    return Claim(scene.amount, scene.clause, kind, weight, down)


def _hush_after_none(claims: list[Claim]) -> list[Claim]:
    """No adjustments above $10,000: the sum is a detail of what is to be none."""
    heard = list(claims)
    for place, (prior, claim) in enumerate(pairwise(claims), start=1):
        none = prior.amount.sort == "none" and prior.kind != "from"
        if (
            none
            and prior.clause == claim.clause
            and claim.kind == "to"
            and claim.amount.sort != "share"
        ):
            heard[place] = replace(claim, weight=claim.weight - 1.5)
    return heard


_GROWTH = Pattern(
    r"[,\uff0c。; ]*(?:i\.?e\.?,? ?|that is |that's |meaning )?(?:同比|环比|[高低][出于过]"
    r"|[快慢多少][^,\uff0c。]{0,6}(?:倍|半|[0-9])|[较比][^,\uff0c0-9]{1,8}|年?增长|增加|减少|缩短|提升|提高"
    r"|上升|增幅|下降|降低"
    r"|\bup\b|\bdown\b|\ban? |[$€£]?[0-9.]+[a-z%]? (?:[a-z]+ )?(?:less|more|fewer|higher|lower)\b"
    r"|\bhalf of (?:today|the current|last))"
)


_PART_OF_IT = Pattern(r" ?(?:[0-9/]+ ?)?占(?:比|到|了)? ?[0-9一二三四五六七八九百]")
_THAN = Pattern(r" (?:[a-z]+ )?(?:less|more|fewer|higher|lower|better|worse) than\b")


def _hush_growth(low: str, claims: list[Claim]) -> list[Claim]:
    """签约额 120 亿元，同比增长 15%: the level is the target, how much that grows is told beside."""
    levels = [one.clause.begin for one in claims if one.kind == "to" and one.amount.sort != "all"]
    return [
        replace(one, weight=one.weight - 3)
        if (
            one.kind == "change"
            or one.amount.sort == "multiple"
            or _THAN.match(low[one.amount.end :])
            or _PART_OF_IT.match(low[one.clause.begin :])
        )
        and levels
        and one.clause.begin > levels[0]
        and (
            _GROWTH.match(low[one.clause.begin :])
            or _PART_OF_IT.match(low[one.clause.begin :])
            or not low[one.clause.begin : one.amount.begin].strip()
        )
        else one
        for one in claims
    ]


_THEN_FROM = Pattern(r" ?[,;:(–-] ?(?:i\.e\.,? |that is,? |namely )?(?:up |down )?(?:from )?[$€£]?")


def _hush_before_pair(low: str, claims: list[Claim]) -> list[Claim]:
    """Leads jump by a quarter, from 160 to 200: how much that is was told before."""
    heard = list(claims)
    for place in range(len(claims) - 2):
        one, start, end = claims[place : place + 3]
        told = _THEN_FROM.fullmatch(low[one.amount.end : start.amount.begin])
        if one.kind == "change" and start.kind == "from" and end.kind == "to" and told:
            heard[place] = replace(one, kind="detail", weight=0)
    return heard


def make_claims(
    low: str, amounts: list[Amount], clauses: list[Clause], words: list[Word], times: list[Time]
) -> list[Claim]:
    """Each amount with what is said of it; two that are joined become from and to."""
    scenes = [
        Scene(one, _clause_of(one, clauses), low, words, times, amounts)
        for one in keep_counted(low, amounts)
    ]
    joined = join_claims(low, [_claim(one) for one in scenes], words, times)
    return _hush_growth(low, _hush_before_pair(low, _hush_after_none(joined)))
