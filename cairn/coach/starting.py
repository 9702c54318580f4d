"""Which amounts are where something starts: 从 60%, currently 12, (FY23: 9), 去年的 4120 件. Pure."""

import re

from cairn.coach.claim import Claim
from cairn.coach.patterns import Pattern

_FROM = Pattern(
    r"(?:从|由|自(?!主|动|身|然)|目前|当前|现在|现有|现状|现为|(?<![实体表出发呈兑变显展])现|(?<![至如当])今"
    r"|基线|基准|起点|原来|原先|原为|原|去年"
    r"|上年|上一?(?:年度|个?版本?)|上一?季度?|上一?个?月|上半年|此前|之前|往年|上一?个?周期|上学期|上学年|上赛季|上一?财年"
    r"|初始|期初|年初|起步|眼下|现阶段|今年以来|过去(?![0-9一二两三四五六七八九十几])|以前|历史均值|起始|基数|现时|如今"
    r"|\bwe(?: are|'re)(?= (?:now |currently )?at\b)|fy ?'?[0-9]{2,4}(?:[/-][0-9]{2})?"
    r"|20[0-9]{2}(?:/[0-9]{2})? ?年?|q[1-4]|[一二三四]季度"
    r"|\bfrom|\bcurrently|\bcurrent(?:ly)?(?: value| level| rate)?|\bnow|\btoday|\bat present"
    r"|\bstart(?:ing)?(?:(?: value)?(?=:)| value)|\bbaseline|\bwas|\bwere|\bpreviously"
    r"|\bstart(?:ing|s)? (?:from|at|point)|已[有入]?"
    r"|\bstand(?:s|ing)? (?:now |today )?at"
    r"|\blast (?:year|quarter|month|season|term|week|half)|\bas is|\binstead of"
    r"|\bso far|\b(?:up )?(?:until|till|to) (?:now|today|date)|\bhaving been|\bbefore(?=[:,]? ?[$€£]?$)"
    r"|\b(?:which |it |they |this )?used to be|\bstood at|\ba (?:year|month|week|decade) (?:ago|earlier|before)"
    r"|\byesterday|\blast (?:spring|summer|autumn|winter|night)|\bbeforehand|\bhitherto|\bformerly"
    r"|\bwhere it (?:took|takes|was|is|costs?|needs?|needed))"
    r"(?:'s)?(?: |的|为|是|约|值|平均|均值|均|只有|只|仅有?|不足|同期|还|才|要|需要?|达|做到"
    r"|:|已|近|将近|接近|不到|不及|刚过?|在|大约|水平|of\b|is\b|at\b|was\b|an\b|a\b"
    r"|there\b|were\b|had\b|average\b|around\b|about\b|roughly\b|just\b|only\b|the\b|some\b|over\b|nearly\b|almost\b"
    r"|approximately\b|(?:base|level|low|high|total|mere) of\b|today's\b|current\b|present\b|existing\b|our\b"
    r"|its\b|每[年月周日天季度]{1,2}|[$¥€£~≈])*$"
)
_FROM_AFTER = Pattern(
    r"(?:/[0-9]+)? ?(?:(?:of )?(?!-|against|than|vs|versus|on |over|from|above|below|instead|to |by |compared)"
    r"[a-z%-]+ ){0,2}(?:today|now|currently|so far|yesterday|a (?:month|week|decade) ago|before$"
    r"|beforehand|previously|(?:until|till|to) (?:now|date)"
    r"|at present|at the moment|last (?:year|quarter|month|season|term|spring|summer|autumn|fall"
    r"|winter|week|half|cycle|time)|this time last year|a year ago|at the start)\b"
    r"(?!:? ?[$€£]?[0-9])(?! (?:it |we |this )?(?:stands?|is|was|are|were)\b)"
    r"|[(\uff08](?:去年|目前|现在|上年|当前|上季度|上月|基线|现状)[)\uff09]| ?(?:的)?(?:基础|水平)(?:之)?上"
)
_NOW = r"(?:现在|目前|当前|现有|原来|去年|上年|同期|上季度|上月|20[0-9]{2} ?年)的? ?$"
_OF_NOW = Pattern(r"(?:现在|目前|当前|现有|原来|去年|上年|同期|上季度|上月)的 ?$")
_PART_OF_THEN = Pattern(r" of (?:today's|last [a-z]+'s|the current|its current)\b")
_MULTIPLE_OF_NOW = Pattern(_NOW)
_AGAINST = Pattern(
    r"(?:较|比|相比|than|against|on|versus)[^,，。0-9]{0,16}(?:的|[(（])(?:约|为)? ?$"
)
_MOVES_ON = Pattern(r".*(?:[到至→为]|->|清零|归零|转正|转负)")
_CHANGED_BY = Pattern(
    r"[^,\uff0c。;0-9]{0,4}?(?:增加|增长|提高|提升|减少|降低|下降|缩短|压缩|上升|上涨|压降"
    r"|扩大|[升降涨跌])了?[^,\uff0c0-9]{0,3}[0-9一二两三四五六七八九十半]"
    r"| ?(?:[降减砍缩压]一?半|减少一半|翻一?番|翻倍)"
)
_BY_DATE = Pattern(
    r"(?:20[0-9]{2} ?年?|fy ?'?[0-9]{2,4}|q[1-4]|[一二三四]季度)[^一-鿿a-z0-9]*(?:(?:at|of|is|to) ?[$€£]?)?$"
)
_BACK_TO = Pattern(
    r"(?:恢复|回升?)[到至] ?(?:20[0-9]{2} ?年|疫情前|去年|往年)[^,\uff0c0-9]{0,6}$"
    r"|\bback to\b[^,;0-9]{0,12}(?:20[0-9]{2})?[^,;0-9]{0,32}$",
    needs="back to|回|恢",
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


_ONCE = (
    r"(?:of )?(?:[a-z]+ )?(?:in|at) (?:the )?(?:fy ?'?[0-9]{2,4}|q[1-4]|20[0-9]{2}|jan|feb|mar|apr|may"
    r"|jun|jul|aug|sep|oct|nov|dec|spring|summer|autumn|winter)"
)
_ONCE_THEN_MORE = Pattern(rf"(?:/[0-9]+)? ?{_ONCE}[a-z0-9]*, [^0-9]*[0-9]")
_ONCE_IN_BRACKETS = Pattern(rf"(?:/[0-9]+)? ?{_ONCE}[^()]*\)")


def _was_once(before: str, after: str) -> bool:
    """12% in 2025, 20% by …; (14% in March)"""
    if re.search(r"\([$€£¥]?$", before):
        return bool(_ONCE_IN_BRACKETS.match(after))
    first = not re.search(r"[0-9]", before)
    return first and bool(_ONCE_THEN_MORE.match(after))


def _moves_on(after: str) -> bool:
    return bool(_MOVES_ON.match(after) or _CHANGED_BY.match(after))


def _stands_now(before: str, after: str) -> bool:
    """目前用户满意度68分,提高到80分: a value of today before the one to reach."""
    return bool(_STANDS_AT.search(before)) and bool(
        re.search(r"(?:到|至|为|目标|to|reach|target|goal|aim).{0,8}[0-9]", after)
    )


_COMES_FROM = Pattern(r"[a-z] from $")


def _is_none(claim: Claim, before: str, after: str) -> bool:
    """What is no start whatever stands before it: a share of then, 超去年 10%, a rank."""
    sort = claim.amount.sort
    if sort in ("all", "points", "half_less"):
        return True
    if claim.kind == "change" and re.search(r"超[出过]?[^,\uff0c0-9]{2,4}$", before.rstrip()):
        return True
    if sort == "multiple" and _MULTIPLE_OF_NOW.search(before):
        return True
    if sort == "share" and _PART_OF_THEN.match(after):
        return True
    return sort == "share" and bool(_OF_NOW.search(before)) and not _moves_on(after)


def is_start(low: str, claim: Claim, alone: bool = False) -> bool:
    """By the words around it; `alone` where the text has no other amount to be the target."""
    amount = claim.amount
    before, after = low[max(0, amount.begin - 40) : amount.begin], low[amount.end :]
    if re.search(r", not ?$", before) and not alone:
        return True
    if _is_none(claim, before, after) or _BACK_TO.search(before):
        return False
    if _AGAINST.search(before) and re.search(r"[0-9]|半|番|成", after):
        return True
    if not alone and (
        _DATED.search(before) or _stands_now(before, after) or _was_once(before, after)
    ):
        return True
    if _BARE.search(before) and not _moves_on(after):
        return False
    if alone and (_BY_DATE.search(before) or (amount.value and _COMES_FROM.search(before))):
        return False
    if _FROM.search(before) and not re.search(r"(?:从|由)[^,]{0,6}(?:第|所有)$", before):
        return True
    return bool(_FROM_AFTER.match(after)) and (bool(_VERSUS.search(before)) or not alone)
