"""Starts that stand apart from their target: 45% (today 31%), 3:20, up from 2:05. Pure."""

import re
from dataclasses import replace

from cairn.coach.amounts import Amount
from cairn.coach.claim import Claim
from cairn.coach.patterns import Pattern
from cairn.coach.stages import mark_stages, mark_years
from cairn.coach.starting import is_start

_NO_START = Pattern(
    r"target|goal|stretch|aim|\bmin|\bmax|at least|at most|of which|incl|each|per\b|\bn ?=|up to|out of"
    r"|more than|less than|\bover\b|under|above|below|equal|or more|by\b|\bi\.?e|about a|\bup\b|\bdown\b"
    r"|\bplus|\bto\b|每|其中|目标|满分|含|约合|即|不低于|不少于|不超过|至少|以上|以内|增长|提[高升]"
    r"|增加|下降|降低|同比|共|各|人均"
    r"|折合|合计|行业|平均|同行|分制|国家|标准|industry|sector|average|benchmark|peer|national"
    r"|survey of|超|≥|≤|>|<|\+|-(?=[0-9])|%的|%以上|名|占"
)
_THEN = Pattern(
    r"20[0-9]{2}|\bfy|\bq[1-4]|year|quarter|month|season|week|term|survey|now|today|current|so far|at present"
    r"|before|previous|prior|last|ago|spring|summer|autumn|winter|base|start|we have|was\b|were|actual|census"
    r"|\bpb\b|personal best|\bin (?:v|version )[0-9]"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|今|现|原|去年|上|年|月|季|期|末|基|前"
    r"|\b(?:pilot|trial|beta|prototype)\b|试点|试运行|内测"
    r"|已|起|调查|摸底|目前|如今"
)
_BARE = ("share", "score", "money", "time", "number")
_COMPARED = Pattern(
    r"(?:\bagainst|\brather than|\bin place of|\binstead of|\bas opposed to|\bin contrast to|\bcompared (?:to"
    r"|with)|\bversus"
    r"|\bvs\.?|, not|, after|\bformerly"
    r"|\bonce|\bwe have|\bas against|\bdown on|\bup on|\bcut from|而非|而不是|相比|对比)"
    r"(?:'s| (?!to\b|by\b|[0-9])[a-z0-9']+){0,3} ?[$€£¥]?$",
    needs=(
        ", after|, not|against|as opposed to|compare|cut from|down on|formerly|"
        "in contrast to|in place of|instead of|once|rather than|up on|versus|vs|we have|对比|"
        "相|而不是|非"
    ),
)
_OF_THEN = Pattern(
    r"(?:last|previous|prior) (?:[a-z]+)'s ?[$€£¥]?$|\b20[0-9]{2}'s ?[$€£¥]?$"
    r"|\btoday's ?[$€£¥]?$|\bcurrent ?[$€£¥]?$",
    needs="'s|current",
)
_HANDLED = Pattern(
    r"\b(?:reduce|cut|grow|increase|bring|shrink|lower|raise|expand|turn|take|get)[a-z]* "
    r"(?:down )?(?:the|our|its|their|all)(?: [a-z]+){0,3} (?:of )?$|(?:把|将) ?$",
    needs="bring|cut|expand|get|grow|increase|lower|raise|reduce|shrink|take|turn|将|把",
)
_OF_THOSE = Pattern(r" of (?:the|our|its|their|all) ?$")
_ONCE_HAD = Pattern(
    r"^ ?(?:上半年|上半场|一季度?|去年|上年|上学期)|\b(?:had|last (?:year|season|quarter|term))\b",
    needs="had|last|一季|上|去年",
)
_NOW_ON = Pattern(
    r"^ ?(?:下半年|下半场|今后|以后|此后|往后|今年|明年|本学期|本年)"
    r"|^ ?(?:this (?:year|season|quarter|term)|we allow|we want)\b"
)
_OPENED = Pattern(
    r"[(\uff08](?:up |down )?(?:from|was|were|now|currently|today|baseline|原|现|目前|当前|基线|去年)"
    r":? ?(?:at|about|around|is|为|是|约)? ?[$¥€£]?$"
)
_EARLIER = Pattern(
    r" ?(?:last time\b|(?:in|at|during) (?:the |our )?(?:first|previous|last|old|beta|alpha|pilot"
    r"|trial|test)[a-z ]{0,16}$)"
)
_DATED = Pattern(
    r" ?(?:(?:at|in|by) )?(?:the )?(?:(?:end|start|close) of |mid-)?(?:20[0-9]{2}|fy ?'?[0-9]{2,4}|q[1-4]"
    r"|spring|summer|autumn|winter|january|february|march|april|may|june|july|august|september|october"
    r"|november|december)$"
)
_DATED_ZH = Pattern(r" ?20[0-9]{2} ?年?[底末初]?(?:为|是|仅|只有)? ?")
_EARLIER_ZH = Pattern(
    r" ?(?:上一?[次回轮场]|前[次期]|[一-鿿]{0,3}(?:测试|试点|试运行|内测|公测|试用|首批|改造|优化)"
    r"(?:时|期|前|期间|阶段)?)(?:为|是|约|仅)? ?"
)
_AT_FIRST = Pattern(
    r"\bto (?:start|begin) with\b|\b(?:now|today|currently|at (?:first|present|the start))\b"
)
_TO_THEN = Pattern(
    r" [^,;0-9]*\b(?:to|become|becomes|into|down to|under) (?:about |under |at most )?"
)
_GROWN = Pattern(r"doubl|tripl|trebl|quadrupl|twice|twofold|翻|加倍|倍增")
_OF_EACH_ZH = Pattern(r"[一-鿿]{1,6}的")
_LED_ON = Pattern(
    r"[^,\uff0c。;0-9]{0,40}(?:\bto\b|\bby\b|\binto\b|[到至])[^,\uff0c。;0-9]{0,12}[0-9]"
)


def _alike(one: Amount, other: Amount) -> bool:
    """Of one measure, so that one can lead to the other."""
    if "个" in (one.unit, other.unit) and {one.sort, other.sort} <= {"count", "time", "number"}:
        return True
    if one.sort == other.sort:
        return one.sort != "count" or one.unit == other.unit or "个" in (one.unit, other.unit)
    return "number" in (one.sort, other.sort) and {one.sort, other.sort} & {
        "count", "score", "share", "time", "money",
    } != set()  # fmt: skip


def _brackets(low: str, at: int) -> tuple[int, int] | None:
    """Where the brackets around a place begin and end."""
    begin = max(low.rfind(sign, 0, at) for sign in "(\uff08[")
    if begin < 0 or re.search(r"[)\uff09\]]", low[begin:at]):
        return None
    found = re.search(r"[)\uff09\]]", low[at:])
    return begin, at + found.start() if found else len(low)


def _is_aside(low: str, claim: Claim, claims: list[Claim]) -> bool:
    """90% (spring survey: 82%): the only amount of brackets right behind one of its kind."""
    place = _brackets(low, claim.amount.begin)
    if place is None or _NO_START.search(low[place[0] : place[1]]):
        return False
    inside = [one for one in claims if place[0] <= one.amount.begin < place[1]]
    before = [one for one in claims if one.amount.end <= place[0] and one.kind in ("to", "change")]
    if len(inside) > 1 or not before or claim.amount.high is not None:
        return False
    said = low[place[0] + 1 : claim.amount.begin] + low[claim.amount.end : place[1]]
    bare = not said.strip() and claim.amount.sort in _BARE
    return (bare or bool(_THEN.search(said))) and _alike(before[-1].amount, claim.amount)


def _is_compared(low: str, claim: Claim, claims: list[Claim]) -> bool:
    """90% rather than 82%; 25% below last year's 400; cut the 340 open tickets to 50."""
    before = low[max(0, claim.amount.begin - 48) : claim.amount.begin]
    earlier = [
        one for one in claims if one.amount.end <= claim.amount.begin and one.amount.sort != "all"
    ]
    if _COMPARED.search(before) and any(
        _alike(one.amount, claim.amount) or one.kind == "change" for one in earlier
    ):
        return True
    if _OF_THEN.search(before) and earlier and claim.amount.sort not in ("points", "multiple"):
        return True
    handled = (
        _HANDLED.search(before)
        and not _OF_THOSE.search(before)
        and claim.amount.sort
        in (
            "count",
            "number",
            "time",
            "money",
            "share",
        )
    )
    if _OF_EACH_ZH.match(low[claim.amount.end :]):
        return False
    return bool(handled) and bool(_LED_ON.match(low[claim.amount.end :]))


def _is_opened(low: str, claim: Claim) -> bool:
    """42 min (from 61): brackets that begin with where it starts."""
    return bool(_OPENED.search(low[: claim.amount.begin]))


def _is_attribute(low: str, claim: Claim, claims: list[Claim]) -> bool:
    """The 12-day lead time comes down to 7: as it is called, so it is now."""
    if "-" not in low[claim.amount.begin + 1 : claim.amount.end] or claim.amount.high is not None:
        return False
    later = [
        one for one in claims if one.amount.begin > claim.amount.end and one.clause == claim.clause
    ]
    if not later or not _alike(claim.amount, later[0].amount):
        return False
    return bool(_TO_THEN.fullmatch(low[claim.amount.end : later[0].amount.begin]))


def _is_earlier(low: str, claim: Claim, claims: list[Claim]) -> bool:
    """25 min, 17 in the beta; 25 分钟，测试时 17 分钟: as much of the same at an earlier time."""
    begin, amount = claim.clause.begin, claim.amount
    before = [one.amount for one in claims if one.amount.end <= begin and one.kind == "to"]
    if not before or not _alike(before[-1], amount):
        return False
    lead, rest = low[begin : amount.begin], low[amount.end : claim.clause.end]
    if _EARLIER_ZH.fullmatch(lead) or (not lead.strip() and _EARLIER.match(rest)):
        return True
    first = low[:begin]
    dated = _DATED_ZH.fullmatch(lead) or (not lead.strip() and _DATED.match(rest))
    if _AT_FIRST.search(first):
        return False
    return bool(dated) and not re.search(
        r"20[0-9]{2}|\bq[1-4]|\bfy|季度|月|\b(?:in|by) [a-z]+,?$", first
    )


def _is_followed(low: str, claim: Claim, claims: list[Claim]) -> bool:
    """上半年故障 8 次，下半年控制在 2 次: what was in a period before, then what is to be later."""
    later = [one for one in claims if one.amount.begin > claim.clause.end and one.kind != "detail"]
    if not later or not _alike(claim.amount, later[0].amount) or claim.amount.sort == "all":
        return False
    after = low[later[0].clause.begin : later[0].amount.begin]
    once = _ONCE_HAD.search(low[claim.clause.begin : claim.clause.end])
    return bool(once) and bool(_NOW_ON.search(after))


def _grounds(low: str, claim: Claim) -> bool:
    """在现有 60% 的基础上: where it starts, however quietly it is said."""
    return bool(re.match(r" ?的?(?:基础|水平)(?:之)?上", low[claim.amount.end :]))


def _one_stays(claims: list[Claim]) -> list[Claim]:
    """12 家，2026 年 18 家: where every amount would be a start, the last is the target."""
    heard = [place for place, one in enumerate(claims) if one.kind in ("from", "to", "change")]
    if len(heard) < 2 or any(claims[place].kind != "from" for place in heard):
        return claims
    last = heard[-1]
    if not _alike(claims[last].amount, claims[heard[-2]].amount):
        return claims
    return [replace(one, kind="to") if at == last else one for at, one in enumerate(claims)]


def mark_starts(low: str, claims: list[Claim]) -> list[Claim]:
    joined = list(claims)
    for place, claim in enumerate(claims):
        paired = place and joined[place - 1].kind == "from" and claim.weight > 4
        heard = claim.kind in ("to", "change") and claim.amount.sort != "none"
        quiet = (
            _grounds(low, claim)
            or _is_aside(low, claim, joined)
            or _is_compared(low, claim, joined)
            or _is_opened(low, claim)
            or _is_attribute(low, claim, claims)
            or _is_followed(low, claim, joined)
            or _is_earlier(low, claim, joined)
        )
        grown = claim.amount.sort == "multiple" and _GROWN.match(low, claim.amount.begin)
        if paired or grown or claim.amount.sort == "all":
            continue
        if quiet or (heard and is_start(low, claim, len(claims) == 1)):
            joined[place] = replace(claim, kind="from")
    return mark_years(low, mark_stages(low, _one_stays(joined)))
