"""Two amounts that belong together: from 60% to 75%, 31 → 45, 下降 900 万至 1100 万. Pure."""

import re
from dataclasses import replace
from itertools import pairwise

from cairn.coach.amounts import Amount, elided
from cairn.coach.changes import direction
from cairn.coach.claim import FROM_WORD, Claim
from cairn.coach.patterns import Pattern
from cairn.coach.starting import is_start
from cairn.coach.words import Word

_JOINS = Pattern(
    r"[^0-9,\uff0c。;]{0,24}?(?:到|至|为|成|→|->|=>|—>|>|\bto\b|\binto\b|\bdown to\b"
    r"|\bup to\b)(?:[^0-9,\uff0c。;%]{0,22})?",
    re.IGNORECASE,
)
_ARROW = Pattern(r"→|->|=>|—>")
_MOVED = Pattern(
    r"[升提降减增压缩涨落做扩拉收拓控长跌砍调][^,]{0,3}[到至为成]"
    r"|(?:down|up|increase|rise|fall|drop|grow)[a-z]* to"
)
_TIGHT = Pattern(r" ?(?:至|到|-|~|to) ?[$€£¥]?")
_VERB_FIRST = Pattern(
    r"(?:提高|提升|增加|增长|上升|上涨|降低|减少|下降|缩短|压缩|节省|节约|\bby|\bup|\bdown)"
    r"了?约? ?$"
)
_LISTED = Pattern(r": ?[$€£¥]?$")
_LOOSE = {"number", "count", "none", "score"}


def _compatible(one: Amount, other: Amount) -> bool:
    kinds = {one.sort, other.sort}
    if kinds & {"all", "rank"} or (one.sort == "none"):
        return False
    return len(kinds) == 1 or bool(kinds & _LOOSE) or kinds == {"share", "points"}


def _is_range_of_change(low: str, first: Claim, second: Claim) -> bool:
    """下降 900 万元至 1100 万元: no start is said, and the verb stands first."""
    before = low[first.clause.begin : first.amount.begin]
    between = low[first.amount.end : second.amount.begin]
    if not _TIGHT.fullmatch(between) or not _VERB_FIRST.search(before):
        return False
    return not FROM_WORD.search(before) and first.amount.value < second.amount.value


def _ranged(low: str, first: Amount, second: Amount) -> Amount:
    return replace(
        first,
        value=elided(low, first, second),
        high=second.value,
        end=second.end,
        unit=second.unit or first.unit,
        sort=second.sort,
    )


def _are_tied(low: str, first: Claim, second: Claim) -> bool:
    between = low[first.amount.end : second.amount.begin]
    if not _compatible(first.amount, second.amount):
        return False
    if _JOINS.fullmatch(between):
        return True
    loose = re.fullmatch(r"[^0-9。;]{0,30}", between) and re.search(r"[到至]|\bto\b", between)
    return bool(loose) and is_start(low, first)


def _are_pair(low: str, first: Claim, second: Claim, words: list[Word]) -> bool:
    """Whether the first is where it starts and the second where it is to end."""
    before = low[first.clause.begin : first.amount.begin]
    between = low[first.amount.end : second.amount.begin]
    moved = bool(_MOVED.search(between) or FROM_WORD.search(before))
    if "为" in between and not (moved or re.search(r"[到至变改转]", between)):
        return False
    if moved or _ARROW.search(between) or is_start(low, first):
        return True
    if not re.search(r"\bto\b", between):
        return False
    down = direction(words, first.clause.begin, second.amount.begin)
    by = re.search(r"\bby\b.{0,12}$", before)
    return bool(_LISTED.search(before)) or (down is not None and not by)


def _with_starts(low: str, claims: list[Claim]) -> list[Claim]:
    """Starts that stand apart from their target: 45% (today 31%), 3:20, up from 2:05."""
    joined = list(claims)
    for place, claim in enumerate(claims):
        paired = place and joined[place - 1].kind == "from" and claim.weight > 4
        heard = claim.kind in ("to", "change") and claim.amount.sort != "none"
        if heard and not paired and is_start(low, claim, len(claims) == 1):
            joined[place] = replace(claim, kind="from")
    return joined


def join_claims(low: str, claims: list[Claim], words: list[Word]) -> list[Claim]:
    """The claims with from and to where two are joined, and ranges of a change made one."""
    joined = list(claims)
    for place, (first, second) in enumerate(pairwise(claims)):
        if not _are_tied(low, first, second):
            continue
        if _is_range_of_change(low, first, second):
            amount = _ranged(low, first.amount, second.amount)
            joined[place] = replace(first, kind="change", amount=amount)
            joined[place + 1] = replace(second, kind="detail")
        elif _are_pair(low, first, second, words):
            weight = max(first.weight, second.weight, 2.0) + 2
            joined[place] = replace(first, kind="from", weight=weight)
            joined[place + 1] = replace(second, kind="to", weight=weight)
    return _with_starts(low, joined)
