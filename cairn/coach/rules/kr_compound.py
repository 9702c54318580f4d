"""kr-compound: two results in one line."""

from collections.abc import Iterator

from cairn.coach.findings import Remark, Rewrite, Text
from cairn.coach.labels import label_key_result
from cairn.coach.lines import KeyResultLine
from cairn.coach.patterns import Pattern
from cairn.coach.phrasing import opened
from cairn.coach.quoting import trimmed
from cairn.coach.rules.rule import Rule

_MOVE_EN = (
    "increase|raise|grow|boost|lift|reduce|decrease|lower|cut|shorten|improve|bring|halve|double"
    "|speed up|slash|drop|get|keep|push"
)
_JOIN = Pattern(
    r"[,，;；、](?: ?(?:并且?|同时|而且|且|以及|and|while))? ?|并且|并(?=[把将])|同时(?=[把将一-鿿])|且(?=[把将])"
    rf"| and (?=(?:{_MOVE_EN})\b)| and (?=[a-z' -]+ from [$€£]?[0-9])"
)
_GUARD = Pattern(
    r"保持|维持|不超过|不低于|不高于|不少于|控制在|以内|^(?:keep|hold|maintain)|\b(?:keeping|stays"
    r"|without|no more|not|below|under|at least|within)\b"
)
_VERB_FIRST = Pattern(rf"^(?:{_MOVE_EN})\b")
_MOST = 4
_MEASURES = {"metric", "condition", "commit", "outsider"}


def _places(line: KeyResultLine) -> list[tuple[int, int]]:
    """The parts of the text between what joins sentences; inside brackets nothing does."""
    places, begin = list[tuple[int, int]](), 0
    for found in _JOIN.finditer(line.low):
        opens = line.low[: found.start()]
        shut = opens.count("(") + opens.count("（") == opens.count(")") + opens.count("）")
        if shut and not _is_figure(line.low, found.start()):
            places.append(trimmed(line.said, begin, found.start()))
            begin = found.end()
    return [*places, trimmed(line.said, begin, len(line.said))]


def _is_figure(low: str, at: int) -> bool:
    """The comma of 1,000."""
    return low[at] == "," and low[at - 1 : at].isdigit() and low[at + 1 : at + 4].isdigit()


def _is_result(line: KeyResultLine, begin: int, end: int) -> bool:
    claims = [one for one in line.reading.claims if begin <= one.amount.begin < end]
    moved = [one for one in claims if one.kind in ("from", "change")]
    if not moved or not any(one.kind in ("to", "change") for one in claims):
        return False
    words = line.reading.words_in(begin, end)
    return any(w.roles & _MEASURES for w in words) and not _GUARD.search(line.low[begin:end])


def _results(line: KeyResultLine) -> list[tuple[int, int]]:
    """Empty unless each part is a whole result: then nothing is lost by taking them apart."""
    if sum(one.kind in ("to", "change") for one in line.reading.claims) < 2:
        return []
    places = _places(line)
    if not 2 <= len(places) <= _MOST or not all(_is_result(line, *place) for place in places):
        return []
    labels = [label_key_result(line.said[begin:end]) for begin, end in places]
    return places if all(one.measurable and one.outcome_not_task for one in labels) else []


def _find(line: KeyResultLine) -> Iterator[Remark]:
    places = _results(line)
    if places:
        yield Remark(*places[1])


def _rewrite(line: KeyResultLine, _remark: Remark) -> Rewrite | None:
    """A line each; an English part without a verb of its own is no sentence."""
    lines = [line.said[begin:end] for begin, end in _results(line)]
    if not line.chinese and not all(_VERB_FIRST.match(one.lower()) for one in lines):
        return None
    return Rewrite("\n".join(map(opened, lines)))


RULE = Rule(
    id="kr-compound",
    scope="key_result",
    title=Text("一条里有两个结果", "Two results in one line"),
    message=Text(
        "“{quote}”是另一个结果。拆成两条，各算各的进度。",
        "“{quote}” is a second result. Give each a line, so that each shows its own progress.",
    ),
    reason=Text(
        "两个数字共用一个进度条，一升一降时谁也看不懂。",
        "Two numbers on one progress bar tell nothing when one rises and the other falls.",
    ),
    bad=Text(
        "缺货率从 8% 降到 2%，补货周期从 18 天缩短到 10 天",
        "Cut stock-outs from 8% to 2% and shorten replenishment time from 18 days to 10 days",
    ),
    good=Text("缺货率从 8% 降到 2%", "Cut stock-outs from 8% to 2%"),
    find=_find,
    rewrite=_rewrite,
)
