"""What somebody wrote themselves in a mail: without the mail that they answer, greeting and signature.

The rules go by whole lines. Where they take too little away, the answer shows what was read.
"""

import re
from itertools import takewhile
from typing import Final

from cairn.coach.plain_text import is_marked

_QUOTED: Final = re.compile(r"\s*[>＞]")
_WROTE: Final = re.compile(
    r"(?:On|Am|Le|El|Il|Op)\b.{5,300}(?:wrote|schrieb[^:]{0,80}|a écrit|escribió|ha scritto|schreef)\s*:"
    r"|.{5,300}(?:写道|寫道|编写|來信)\s*[:：]",
    re.IGNORECASE,
)
_BANNER: Final = re.compile(
    r"\s*(?:[-—_*=]{2,}\s*(?:Original(?: Message| Appointment)?|Forwarded message|Reply message"
    r"|(?:回复的)?原始?邮件(?:信息)?|原始郵件|转发(?:的)?邮件(?:信息)?|轉寄郵件)\s*[-—_*=]*|_{15,})\s*",
    re.IGNORECASE,
)
_FROM: Final = re.compile(
    r"\s*[|*]*\s*(?:From|发件人|寄件者|寄件人)\s*[|*]*\s*[:：|]", re.IGNORECASE
)
_BESIDE: Final = re.compile(
    r"\s*[|*]*\s*(?:Sent|Date|To|Cc|Subject|发送时间|发送日期|日期|时间|收件人|抄送人?|主题|收件者|主旨)\s*[|*]*\s*[:：|]",
    re.IGNORECASE,
)
_DASHES: Final = re.compile(r"\s*(?:--|——)\s*")
_SENT_WITH: Final = re.compile(
    r"\s*(?:Sent (?:from|with|via) |Get Outlook for |发送自|來自我的|从.{2,20}发送$"
    r"|发自(?:我的|手机|网易|QQ|小米|华为|荣耀|飞书|钉钉|企业微信|\s?iPhone|\s?iPad|\s?Outlook)).{0,60}",
    re.IGNORECASE,
)
_FAREWELL: Final = re.compile(
    r"\s*(?:(?:best|kind|warm|many)?\s*(?:regards|wishes|thanks)|best|cheers|thank you|thanks a lot"
    r"|yours(?: sincerely| truly)?|sincerely|此致(?:敬礼)?|敬礼|祝好|顺?祝?商祺|谢谢(?:大家|您|你)?|多谢)"
    r"\s*[,，.。!！~]*\s*",
    re.IGNORECASE,
)
_GREETING: Final = re.compile(
    r"\s*(?:(?:hi|hello|hey|dear)\b[^.:：?？]{0,40}[,，!！]|(?:hi|hello)|.{0,12}(?:你好|您好|大家好)\s*[,，:：!！。]?)\s*",
    re.IGNORECASE,
)
LONGEST_SIGNATURE: Final = 5
SOON: Final = 10


def own_words(text: str) -> str:
    lines = text.splitlines()
    kept, at = list[str](), 0
    while at < len(lines):
        if attributed := _attribution(lines, at):
            below = lines[at + attributed : at + attributed + SOON]
            if not _QUOTED.match(next((line for line in below if line.strip()), "")):
                break
            at += attributed
        elif _is_end(lines, at):
            break
        else:
            kept += [] if _QUOTED.match(lines[at]) else [lines[at].rstrip()]
            at += 1
    return "\n".join(_without_farewell(_without_greeting(kept))).strip()


def _attribution(lines: list[str], at: int) -> int:
    """How many lines say who wrote what is quoted; 0 where none does. Programs break it into three."""
    for count in (1, 2, 3):
        said = lines[at : at + count]
        if all(map(str.strip, said)) and _WROTE.fullmatch(" ".join(map(str.strip, said))):
            return count
    return 0


def _is_end(lines: list[str], at: int) -> bool:
    line = lines[at]
    if _BANNER.fullmatch(line) or _DASHES.fullmatch(line):
        return True
    if _FROM.match(line):
        return any(_BESIDE.match(one) for one in lines[at + 1 : at + 5])
    return bool(_SENT_WITH.fullmatch(line))


def _without_greeting(lines: list[str]) -> list[str]:
    blank = len(list(takewhile(lambda line: not line.strip(), lines)))
    rest = lines[blank:]
    return rest[1:] if len(rest) > 1 and _GREETING.fullmatch(rest[0]) else rest


def _without_farewell(lines: list[str]) -> list[str]:
    """Up to a line that takes leave, where nothing but a few lines of a signature comes after it."""
    below = 0
    for at in range(len(lines) - 1, 0, -1):
        if not lines[at].strip():
            continue
        if is_marked(lines[at]) or below > LONGEST_SIGNATURE:
            break
        if _FAREWELL.fullmatch(lines[at]):
            return lines[:at]
        below += 1
    return lines
