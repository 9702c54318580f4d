"""A text in clauses, with the means stripped: what is left says what is to be reached or "
"done. Pure."""

import re
from dataclasses import dataclass

from cairn.coach.patterns import Pattern
from cairn.coach.words import Word

_CUTS = Pattern(
    r"[。;!?\n\uff0c\uff1b\uff01\uff1f]|,(?![0-9]{3}(?![0-9]))|\.(?=\s|$)| [-–—]+ (?!through)"
    r"|(?<=[^,\uff0c ])(?=换[来得]|并且?(?![发列购排行存网联非])|同时(?!在)|从而|进而|以便|使得?(?=[^用命])|让(?!步|利)"
    r"|以(?=提升|提高|降低|减少|增加|实现|达成|确保|保证|缩短|支持|支撑|改善|满足|推动|匹配|便)|且(?![有]))"
    r"|\b(?=so that\b|so as to\b|in order to\b|resulting in\b|leading to\b|thereby\b"
    r"|while (?!at)|which\b|whose\b)"
    r"|(?= and (?:increase|reduce|raise|cut|keep|reach|grow|achieve|lower|decrease|get|make"
    r"|bring|win|improve|maintain|hit|publish|launch|have|earn|sign|drive|hold|enrol|enroll|recruit"
    r"|attract|convert|generate|collect"
    r"|raise|save|sell|hire|close|secure)\b)"
)
_PURPOSE = Pattern(
    r" to (?=(?:increase|reduce|raise|cut|grow|achieve|lower|decrease|improve"
    r"|boost|drive|ensure|enhance|shorten|lift|minimi[sz]e|speed up|make|help"
    r"|get|bring|enable|prevent|avoid|eliminate|strengthen|keep|reach|save"
    r"|attract|retain|win)\b)"
)
_MEANS_ZH = Pattern(
    r"通过(?!率|认证|审核|考试|验收|评审|审批|审查|审计|等保|考核|国家|ISO|iso|[^,\uff0c。]{0,12}(?:认证"
    r"|审核|验收|评审|审批|备案|考试|答辩|审计|年检|考核|认定|等保[^,\uff0c]{0,4}|测评)$)|借助|利用(?!率)"
    r"|依托|基于|凭借|借由|经由|运用"
)
_MEANS_EN = Pattern(
    r"\b(?:by (?=(?:\w+ly )?\w+ing\b)(?!working|spring|morning|evening|the spring|beginning)"
    r"|(?<![a-z]-)(?<!straight)(?<!click)(?<!click )(?<!sell )(?<!- )through(?! rate| (?:the )?(?:end|q[1-4]|20"
    r"|december|june|year))(?! the (?:funnel|line))|via\b|with the help of|thanks to"
    r"|(?<=, )using\b|leveraging\b|using (?=(?:a|an|the|our|new|more|better)\b))",
    needs="by |leveraging|thanks to|through|using|via|with the help of",
)
_WITH = Pattern(r" ?with [^,;]*[0-9][^,;]*, ?(?![0-9])")
_AIMED = (
    "so that", "so as to", "in order to", "resulting", "leading to", "thereby",
    "从而", "进而", "以", "使", "让",
)  # fmt: skip
_MAIN_ZH = {"up", "down", "gain", "reach", "keep", "improve"}


@dataclass(frozen=True, slots=True)
class Clause:
    """`means` marks a clause that only says how; `purpose` one that says what something is for."""

    begin: int
    end: int
    means: bool = False
    purpose: bool = False


def _cuts(low: str) -> list[tuple[int, int, bool]]:
    depth, shut = 0, set[int]()
    for at, char in enumerate(low):
        depth += (char in "(\uff08") - (char in ")\uff09")
        if depth > 0:
            shut.add(at)
    cuts = [(f.start(), f.end(), False) for f in _CUTS.finditer(low) if f.start() not in shut]
    cuts += [
        (found.start(), found.start() + 4, True)
        for found in _PURPOSE.finditer(low)
        if found.start() not in shut and _has_verb_before(low[: found.start()])
    ]
    return sorted(cuts)


def _has_verb_before(before: str) -> bool:
    """Launch a programme to raise …; not: the time to reach, able to get, ready to, need to."""
    return len(before.split()) > 1 and not re.search(
        r"(?:time|able|ready|need|want|continue|start|begin|aim|plan|cost|how|willing|way|use"
        r"|try|easier|first|chance|from|unable|customers|people|users|help|it|pleasant|safe"
        r"|work|due) ?$|[0-9%]$",
        before,
    )


def _parts(low: str) -> list[Clause]:
    parts, begin, purpose = list[Clause](), 0, False
    for start, end, is_purpose in (*_cuts(low), (len(low), len(low), False)):
        if start < begin:
            continue
        if low[begin:start].strip(" ,\uff0c"):
            said = low[begin:start].lstrip()
            parts.append(Clause(begin, start, purpose=purpose or said.startswith(_AIMED)))
        begin, purpose = end, is_purpose
    return parts or [Clause(0, len(low))]


def _strip(low: str, part: Clause, words: list[Word]) -> list[Clause]:
    """The part without 通过… or by …ing; a part of means alone is marked."""
    said = low[part.begin : part.end]
    if found := _MEANS_ZH.search(said):
        at = part.begin + found.start()
        if part.begin + found.end() - at and not said[: found.start()].strip(" 在将把并"):
            verb = _main_verb(low, words, part.begin + found.end(), part.end)
            if verb is None:
                return [Clause(part.begin, part.end, means=True, purpose=part.purpose)]
            return [
                Clause(part.begin, verb, means=True),
                Clause(verb, part.end, purpose=part.purpose),
            ]
    if found := _MEANS_EN.search(said):
        at = part.begin + found.start()
        if said[: found.start()].strip():
            return [Clause(part.begin, at, purpose=part.purpose), Clause(at, part.end, means=True)]
        return [Clause(part.begin, part.end, means=True)]
    return [part]


def _main_verb(low: str, words: list[Word], begin: int, end: int) -> int | None:
    """Where the doing of 通过… ends and what it reaches begins."""
    for word in words:
        if begin < word.begin and word.end <= end and word.roles & _MAIN_ZH:
            if word.roles & {"metric", "construct", "condition"} or word.stem in ("完成", "控制"):
                continue
            if low[word.end : word.end + 1] in ("率", "的", "策", "和", "、"):
                continue
            return word.begin
    if found := re.search(r"来|将|把", low[begin:end]):
        return begin + found.start()
    return None


def find_clauses(low: str, words: list[Word]) -> list[Clause]:
    """In order. If everything is means, nothing is: 通过象限图来分析 ROI says what is done."""
    parts = _parts(low)
    clauses = [one for part in parts for one in _strip(low, part, words)]
    if len(parts) > 1 and _WITH.match(low) and clauses[0].end == parts[0].end:
        clauses[0] = Clause(parts[0].begin, parts[0].end, means=True)
    if all(one.means for one in clauses):
        return [Clause(one.begin, one.end, purpose=one.purpose) for one in clauses]
    return clauses
