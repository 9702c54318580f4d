"""Two amounts of one measure told apart, without a word that joins them: 82 % full, at the moment it is 67.

Each stands in a part of its own. What a part says of time (today, was, it takes, last autumn; by,
from now on, under) tells which is where it starts. Pure.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

from cairn.coach.claim import Claim
from cairn.coach.patterns import Pattern

_PARTS = Pattern(
    r"[;,:(\uff08)\uff09\uff0c。!?]| ?(?:--|[–—])+ ?| - |\.(?=\s|$)|, (?:but|and|while)\b"
    r"|(?= (?:instead of|in place of|rather than|as against|as opposed to|compared (?:to|with)|up from"
    r"|down from|where|and (?:want|aim|need))\b)|(?= (?:after|following) [0-9.]+ ?%)",
    needs=(
        " - | after | and aim| and need| and want| as against| as opposed to| down from|"
        " following | in place of| instead of| rather than| up from| where|!|(|)|,|--|.|:|;|"
        "?|compare|–|—|。|（|）|，"
    ),
)
_TODAY = r"\b(?:now|nowadays|today|currently|at (?:the moment|present)|right now|already)\b"
_TODAY_ZH = r"目前|当前|眼下|现[在为有状仅要]?(?!金)|如今|今年以来|迄今|到今"
_THEN = Pattern(
    rf"{_TODAY}|\b(?:at (?:the start|the outset|the beginning|first)|so far|to date|as of|still"
    r"|until now|up to now|was|were|had|stood|used to|averaged|hovered|took|cost"
    r"|before|earlier|ago|previous(?:ly)?|prior|baseline|starting (?:point|value)|to (?:start|begin) with|yesterday"
    r"|(?:we|it|they|i|he|she|that) [a-z]+ed|said|showed|counted|recorded|having|originally|initially"
    r"|when the [a-z]+ (?:began|started|opened)|historically|formerly|hitherto|most recent(?:ly)?"
    r"|no longer|instead of|in place of|rather than|as against|compared|not|up from|down from|after|following"
    r"|last (?:year|quarter|month|season|term|week|half|spring|summer|autumn|fall|winter|night|time|cycle|survey))\b"
    rf"|{_TODAY_ZH}|去年|上年|前年|上一?(?:[次轮期届季场个批版]|年度)|以往|以前|上半年|此前|之前|原|过去|往年|年初|期初|最近|最好成绩"
    rf"|历史|曾|已[有经开完]?|实测"
    r"|(?:pilot|prototype|trial|beta|test|mock|试点|样机|试运行|内测|this [a-z]{3,9}): ?[$€£¥]?_"
    r"|不再|而不是|而非|^ ?(?:[1-9]|1[0-2]|[一二三四五六七八九十]+) ?月(?:份|底|初)?|^ ?[一二三四]季度"
)
_ONCE_ZH = Pattern(
    r"^ ?(?:去年|上年|上半年|上一?[次轮期季届月个]|过去|以往|以前|之前|此前|原先|原来|曾|年初|期初)"
)
_NOW = Pattern(rf"{_TODAY}|{_TODAY_ZH}")
_NOW_IS = Pattern(
    r"\b(?:it|they|we|he|she|i|that|this|there|these|those|[a-z]+ (?=now\b))"
    r"(?:'s|'re|'m| is| are| am| (?:takes?|needs?|averages?|hovers?|stands?|sits?|sees?|haves?|has|gets?"
    r"|starts?|runs?|makes?|loses?|pays?|spends?|waits?|costs?|reads?|reports?|counts?|manages?|hits?))\b"
)
_WAITING = Pattern(
    r"^ ?(?:the |our )?[a-z]+(?: [a-z]+)? (?:waits?|takes?|needs?|spends?|pays?|has|have|are|is|loses?)\b"
    r"|^ ?once\b"
)
_DATED = Pattern(
    r"\b(?:in|at|on) (?:the |our )?(?:[a-z]+ (?:of |in )?)?(?:january|february|march|april|may|june|july|august"
    r"|september|october|november|december|spring|summer|autumn|winter|20[0-9]{2}|q[1-4]|h[12]|count|survey"
    r"|census|audit|pilot)\b"
)
_AIMED = Pattern(
    r"\b(?:by|until|till|under|below|above|at least|at most|no more|no less|targets?|goal|aim|want|should|will|shall"
    r"|must|from now on|next|in future|end of|close of|later|in time for|become|becomes|reach|reaches|to be|or (?:less"
    r"|more|fewer|better))\b|[≤≥<>]|[以之]内|不[超高低少多]|低于|高于|达|目标|力争|争取|确保|[到至]|[月底末初日度]之?前|之?前$"
    r"|提[升高]|降|压|缩"
)
_NEVER = Pattern(
    r"\b(?:each|of (?:which|them)|goal|target|stretch|plus|half of|ten of|including|industry|benchmark"
    r"|per cent of|half of"
    r"|more|less|fewer|higher|lower|faster|shorter|(?<!no )longer|better|worse|up on|down on|above|below)\b"
    r"|行业|同行|平均|其中|高|低|较|比|快|慢|多|少|同比|环比|升|降|涨|增|减|省|节|每|含|占|及|以上|满分|国家"
    r"|标准|各|共|累计"
)
_SORTS = ("share", "money", "time", "count", "number", "score", "none")


@dataclass(frozen=True, slots=True)
class Part:
    """The words around an amount in its own part of the text."""

    before: str
    after: str

    @property
    def said(self) -> str:
        return f"{self.before} _ {self.after}"

    @property
    def past(self) -> bool:
        return bool(_THEN.search(self.said) or _NOW_IS.search(self.before))

    @property
    def aimed(self) -> bool:
        return bool(_AIMED.search(self.said))


def _part_of(low: str, claim: Claim) -> tuple[int, Part]:
    """And where that part begins."""
    here, end = claim.amount.begin, claim.amount.end
    cuts = [one.end() for one in _PARTS.finditer(low) if one.end() <= here]
    begin = cuts[-1] if cuts else 0
    rest = _PARTS.search(low, end)
    return begin, Part(low[begin:here], low[end : rest.start() if rest else len(low)])


def _alike(one: Claim, other: Claim) -> bool:
    sorts = {one.amount.sort, other.amount.sort}
    if not sorts <= set(_SORTS):
        return False
    if "none" in sorts:
        return sorts <= {"none", "count", "number", "share", "money"}
    if sorts == {"count"}:
        return one.amount.unit == other.amount.unit
    return len(sorts) == 1 or "number" in sorts


def _earlier(low: str, first: Claim, second: Claim) -> Claim | None:
    """Which of the two is where it starts; None where nothing tells."""
    (begin, one), (other_begin, other) = _part_of(low, first), _part_of(low, second)
    if low[second.amount.begin : second.amount.end] == "half":
        return None
    if second.amount.sort == "none" and (other.before.strip() or not other.past):
        return None
    said = low[second.amount.begin : second.amount.end] + other.after
    if begin == other_begin or not _alike(first, second) or _NEVER.search(said):
        return None
    if other.past and (not other.aimed or _ONCE_ZH.match(other.before)):
        return None if _NEVER.search(other.before) else second
    was = one.past or _WAITING.match(one.before) or (_DATED.search(one.said) and not other.past)
    if was and other.aimed and not one.aimed:
        return first
    return first if _NOW.search(one.said) and not (other.past or one.aimed) else None


def _promoted(low: str, claims: list[Claim]) -> list[Claim]:
    """20 hours a day (17 today): with a start and no target, what is like the start is the target."""
    starts = [one for one in claims if one.kind == "from"]
    aims = [one for one in claims if one.kind in ("to", "change") and one.amount.sort != "all"]
    goals = aims or [one for one in claims if one.kind == "detail" and one.amount.sort != "none"]
    if len(starts) != 1 or len(goals) != 1 or not _alike(goals[0], starts[0]):
        return claims
    whole = any(one.kind == "to" and one.amount.sort == "all" for one in claims)
    if _part_of(low, goals[0])[0] == _part_of(low, starts[0])[0] or (aims and not whole):
        return claims
    return [
        replace(one, kind="to", weight=2.0)
        if one is goals[0]
        else replace(one, kind="detail", weight=0)
        if one.amount.sort == "all"
        else one
        for one in claims
    ]


_YEAR = Pattern(r"(?<![0-9.,])20[2-4][0-9](?![0-9.,%])")
_PIECES = Pattern(
    r"[,;(\uff08\uff0c。]|\b(?:against|versus|vs|compared|instead|rather|up from|down from|to|and)\b|→|->|[到至]"
)


def _year_of(low: str, claim: Claim) -> str:
    """The one year told in the piece of the text in which an amount stands."""
    begin = max(
        (one.end() for one in _PIECES.finditer(low) if one.end() <= claim.amount.begin), default=0
    )
    rest = _PIECES.search(low, claim.amount.end)
    years = _YEAR.findall(low[begin : rest.start() if rest else len(low)])
    return str(years[0]) if len(years) == 1 else ""


def mark_years(low: str, claims: list[Claim]) -> list[Claim]:
    """£3.4m in 2026 against £2.9m in 2025: of two years, the earlier is where it starts."""
    heard = [at for at, one in enumerate(claims) if one.amount.sort in _SORTS]
    if len(heard) != 2 or not _alike(claims[heard[0]], claims[heard[1]]):
        return claims
    years = {_year_of(low, claims[at]): at for at in heard}
    if len(years) != 2 or not all(years):
        return claims
    marked = list(claims)
    for year, at in years.items():
        kind = "from" if year == min(years) else "to"
        marked[at] = replace(claims[at], kind=kind, weight=max(claims[at].weight, 2.0))
    return marked


def mark_stages(low: str, claims: list[Claim]) -> list[Claim]:
    """With a start where two amounts of one measure stand apart and nothing else is one."""
    if any(one.kind == "from" for one in claims):
        return _promoted(low, claims)
    heard = [
        at for at, one in enumerate(claims) if one.amount.sort in _SORTS and not one.clause.means
    ]
    for place, after in pairwise(heard):
        start = _earlier(low, claims[place], claims[after])
        if start is None or claims[place].amount.value == claims[after].amount.value:
            continue
        was, goal = (place, after) if start is claims[place] else (after, place)
        if claims[goal].kind not in ("to", "detail"):
            continue
        marked = list(claims)
        marked[was] = replace(claims[was], kind="from")
        marked[goal] = replace(claims[goal], kind="to", weight=max(claims[goal].weight, 2.0))
        return marked
    return claims
