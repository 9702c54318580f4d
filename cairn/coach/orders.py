"""The order in which a clause's roles follow each other, unknown words by their endings. Pure."""

from collections.abc import Iterator
from itertools import pairwise, product

from cairn.coach.amounts import Amount
from cairn.coach.clauses import Clause
from cairn.coach.patterns import Pattern
from cairn.coach.reading import Reading
from cairn.coach.words import Word

_KEPT = (
    "metric", "condition", "work_metric", "construct", "artefact", "activity", "outsider", "commit",
    "down", "up", "reach", "keep", "gain", "improve", "effort", "do", "outside_act", "function",
    "intensity", "grading", "generic",
)  # fmt: skip
_ACTS = {"down", "up", "reach", "keep", "gain", "improve", "effort", "do", "outside_act"}
_MOST = 3
_ENDS = (
    ("ed", r"ed$"),
    ("ing", r"ing$"),
    ("ly", r"ly$"),
    ("quality", r"(?:ness|ity|ship|hood|acy)$"),
    ("act", r"(?:[ts]ion|ment|ance|ence|al|age)s?$"),
    ("agent", r"(?:er|or|ist|ee|ian|ant|man|men|people|folk)s?$"),
    ("measure", r"(?:rate|ratio|time|cost|days|hours|score|index|share|level)s?$"),
    ("many", r"[^s]s$"),
)
_ENDS_EN = tuple((name, Pattern(said)) for name, said in _ENDS)
_ENDS_ZH = {
    "measure": "率数额量比值分期价费长差次重温压耗速龄天",
    "agent": "人员者户家商友民生师长客工众童队",
    "made": "书表单册图案器机车楼房片稿卡库网站页文件台仓板牌具材码画剧",
    "event": "会赛节营课班展动练训演谈查访检修",
    "quality": "度性力感观识风质气势貌",
}
_END_OF = {char: name for name, chars in _ENDS_ZH.items() for char in chars}
Piece = tuple[int, int, tuple[str, ...]]
_HAN_RUN = Pattern(r"[一-鿿]+")


def ending_of(text: str) -> str:
    """What the end of an unknown word makes likely: 登记率 a measure, growers agents."""
    if text[-1:] >= "一":
        return _END_OF.get(text[-1], "other")
    return next((name for name, pattern in _ENDS_EN if pattern.search(text)), "other")


def _form(word: Word, low: str) -> str:
    """Of an English verb: done (installed, sold), doing, does, or plain."""
    said = low[word.begin : word.end].split(maxsplit=1)[0]
    first = word.stem.split(maxsplit=1)[0]
    if said == first or said[0] >= "一":
        return ""
    if said.endswith("ing"):
        return ".ing"
    return ".s" if said.endswith("s") else ".ed"


def _of_word(word: Word, low: str) -> tuple[str, ...]:
    kept = [one for one in _KEPT if one in word.roles]
    if kept:
        form = _form(word, low)
        return tuple(one + form if one in _ACTS else one for one in kept[:_MOST])
    if "frame" in word.roles or "stop" in word.roles:
        return (f"={word.stem}",)
    return (f"?{ending_of(low[word.begin : word.end])}",)


def _end_of(amount: Amount, reading: Reading) -> int:
    """The noun that is counted is a word of its own: 60 | calls, 40 | 用户, but 40家 | 药店."""
    if amount.unit_begin < amount.begin:
        return amount.end
    named = any(word.begin == amount.unit_begin and word.roles for word in reading.words)
    return amount.unit_begin if named or reading.text.language == "en" else amount.end


def pieces_of(reading: Reading, clause: Clause) -> list[Piece]:
    """Words, amounts and unknown Chinese between them, in order."""
    low = reading.low
    found: list[Piece] = [
        (one.begin, _end_of(one, reading), (f"#{one.sort}",))
        for one in reading.amounts
        if clause.begin <= one.begin < clause.end
    ]
    taken = [(begin, end) for begin, end, _ in found]
    found += [
        (word.begin, word.end, _of_word(word, low))
        for word in reading.words_in(clause.begin, clause.end)
        if not any(begin <= word.begin < end for begin, end in taken)
    ]
    if reading.text.language == "zh":
        found += list(_gaps(reading, clause, sorted(found)))
    return sorted(found)


def _gaps(reading: Reading, clause: Clause, found: list[Piece]) -> Iterator[Piece]:
    at = clause.begin
    bounds = [(one.begin, one.end) for one in reading.times] + [one[:2] for one in found]
    for begin, end in (*sorted(bounds), (clause.end, clause.end)):
        for run in _HAN_RUN.finditer(reading.low, at, begin) if begin > at else ():
            yield (*run.span(), (f"?{ending_of(run[0])}",))
        at = max(at, end)


def role_order(reading: Reading, clause: Clause) -> Iterator[str]:
    """Pairs of neighbours, from the clause's start to its end."""
    pieces = [("^",), *(names for _, _, names in pieces_of(reading, clause)), ("$",)]
    for one, other in pairwise(pieces):
        for pair in product(one, other):
            yield "o:" + ">".join(pair)


_US = Pattern(
    r"\b(?:us|themselves|by themselves|on their own|without (?:our|any)? ?help|unprompted)\b"
    r"|自行|主动|自己|自愿|自发|我们$",
    needs="help|on their own|themselves|unprompted|us|主动|们|己|自",
)
_OWN = Pattern(
    r"\b(?:our|my|we|ourselves|in-house)\b|我们|本部门|本组",
    needs="in-house|my|our|we|们|本组|本部门",
)
_BY = Pattern(r"\bby (?:the |our )?([a-z]+)", needs="by ")


def who_acts(low: str) -> Iterator[str]:
    if _US.search(low):
        yield "acts:others"
    if _OWN.search(low):
        yield "acts:own"
    if found := _BY.search(low):
        yield f"w:by={found[1]}"
