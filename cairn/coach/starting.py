"""Which amounts are where something starts: 从 60%, currently 12, (FY23: 9), 去年的 4120 件. Pure."""

import re

from cairn.coach.claim import Claim
from cairn.coach.patterns import Pattern

_FROM = Pattern(
    r"(?:从|由|自(?!主|动|身|然)|目前|当前|现在|现有|现状|现为|(?<![实体表出发呈])现|(?<![至如当])今"
    r"|基线|基准|起点|原来|原先|原为|原|去年"
    r"|上年|上季度|上个?月|上半年|此前|之前|往年|上周期|上学期|初始|期初|年初|起始|基数"
    r"|fy ?'?[0-9]{2,4}(?:[/-][0-9]{2})?|20[0-9]{2}(?:/[0-9]{2})? ?年?|q[1-4]|[一二三四]季度"
    r"|\bfrom|\bcurrently|\bcurrent(?:ly)?(?: value| level| rate)?|\bnow|\btoday|\bat present"
    r"|\bbaseline|\bwas|\bwere|\bpreviously|\bstarting (?:from|at|point)"
    r"|\blast (?:year|quarter|month)|\bas is|\binstead of)"
    r"(?:'s)?(?: |的|为|是|约|值|平均|均值|均|只有|仅有?|不足|:|已|近|在|大约|水平|of\b|is\b|at\b|was\b|an\b|a\b"
    r"|average\b|around\b|about\b|roughly\b|just\b|only\b|the\b|some\b|over\b|nearly\b|almost\b"
    r"|approximately\b|每[年月周日天季度]{1,2}|[$¥€£~≈])*$"
)
_FROM_AFTER = Pattern(
    r"(?:/[0-9]+)? ?(?:(?:of )?[a-z%-]+ ){0,2}[(]?(?:today|now|currently"
    r"|at present|at the moment|last (?:year|quarter|month|season|term)"
    r"|a year ago|at the start|in (?:fy|q|20)[0-9]+)\b(?! ?[$€£0-9])"
)
_NOW = r"(?:现在|目前|当前|现有|原来|去年|上年|同期|上季度|today's|now)的? ?$"
_MULTIPLE_OF_NOW = Pattern(_NOW)
_AGAINST = Pattern(
    r"(?:较|比|相比|than|against|on|versus)[^,，。0-9]{0,16}(?:的|[(（])(?:约|为)? ?$"
)
_BARE = Pattern(r"(?:由|自|从) ?$")
_STANDS_AT = Pattern(
    r"(?:目前|当前|现在|现状|去年|上年|上季度|\bcurrently|\btoday|\bat present|\bnow)"
    r"(?!.*(?:[提升降减增压缩涨]|达到|above|below|more|less|fewer|than))[^,，。;0-9]{1,16}$"
)
_DATED = Pattern(
    r"[(（](?:end |in |at |mid-)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
    r"(?: 20[0-9]{2})?[:,]? ?[$€£]?$|[(（](?:20[0-9]{2} ?年)?[0-9]{1,2} ?月(?:底|末|份|初)?[:为是]? ?$"
)
_VERSUS = Pattern(r"(?:\bvs\.?|\bversus|\bagainst|\bcompared (?:with|to)|相比|对比) ?[$€£¥]?$")


def _stands_now(before: str, after: str) -> bool:
    """目前用户满意度68分,提高到80分: a value of today before the one to reach."""
    return bool(_STANDS_AT.search(before)) and bool(
        re.search(r"(?:到|至|为|to|reach).{0,8}[0-9]", after)
    )


def is_start(low: str, claim: Claim, alone: bool = False) -> bool:
    """By the words around it; `alone` where the text has no other amount to be the target."""
    amount = claim.amount
    before, after = low[max(0, amount.begin - 40) : amount.begin], low[amount.end :]
    if re.search(r", not ?$", before) and not alone:
        return True
    if amount.sort in ("all", "points", "half_less", "rank"):
        return False
    if _MULTIPLE_OF_NOW.search(before) and amount.sort in ("multiple", "share", "points"):
        return bool(re.search(r"(?:目前|现在|当前|now) ?$", before)) and amount.sort == "share"
    if _AGAINST.search(before) and re.search(r"[0-9]|半|番|成", after):
        return True
    if not alone and (_DATED.search(before) or _stands_now(before, after)):
        return True
    if _BARE.search(before) and not re.search(r"[到至→为]|->", after):
        return False
    if _FROM.search(before) and not re.search(r"(?:从|由)[^,]{0,6}(?:第|所有)$", before):
        return True
    return bool(_FROM_AFTER.match(after)) and (bool(_VERSUS.search(before)) or not alone)
