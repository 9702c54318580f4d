"""kr-not-measurable: nobody could read at a check-in how far it is."""

from collections.abc import Iterator

from cairn.coach.directions import measured_rewrite, says_measure
from cairn.coach.findings import Remark, Rewrite, Text
from cairn.coach.lines import KeyResultLine
from cairn.coach.patterns import Pattern
from cairn.coach.quoting import around_word, first_word
from cairn.coach.rules.rule import Rule

_DIRECTION = ("up", "down", "improve", "gain", "do", "effort")
_WON = Pattern(
    r"(?:中标|签下|拿下|拿到|获得|获评|获批|取得|争取|考取|入选|评为)"
    r"(?!.*(?:好评|反馈|认可|口碑|关注|信任|支持|优势|进展|突破|份额|流量|线索|收益|成功|成果|成绩|成效|实效|前列|领先|经验))"
    r"|^(?:[Oo]btain|[Ss]ecure) |^(?:[Ww]in|[Ss]ign|[Ll]and|[Ee]arn|[Gg]ain) (?:an? |the |one |[A-Z])"
    r"|^[Gg]et (?:an? |one |[A-Z]|(?:accepted|approved|certified|featured|listed|named|selected)\b)"
)


def _is_passed(line: KeyResultLine) -> bool:
    """One thing that is won or granted: whether it came is plain, though no number says so."""
    if _WON.search(line.said):
        return True
    roles = frozenset[str]().union(*(word.roles for word in line.reading.words))
    won = roles & {"gain", "commit"} and not roles & {
        "up", "down", "improve", "effort", "intensity", "construct",
    }  # fmt: skip
    return bool(won) and line.labels.time_bound_in_text


def _find(line: KeyResultLine) -> Iterator[Remark]:
    labels = line.labels
    known = labels.has_baseline or says_measure(line.low)
    if labels.measurable or (labels.has_target and known):
        return
    if labels.has_target or not _is_passed(line):
        yield Remark(*around_word(line.reading, first_word(line.reading, _DIRECTION)))


def _rewrite(line: KeyResultLine, _remark: Remark) -> Rewrite | None:
    return measured_rewrite(line)


RULE = Rule(
    id="kr-not-measurable",
    scope="key_result",
    title=Text("看不出做到了没有", "Nobody could tell how far it is"),
    message=Text(
        "“{quote}”没有说到多少算数。写下用什么衡量，从多少到多少。",
        "“{quote}” does not say how much is enough. Name the measure, and from what to what.",
    ),
    reason=Text(
        "两个不在场的人拿着数据，应该读得出同样的进度。",
        "Two strangers with the data should read the same progress.",
    ),
    bad=Text("减少门店差错", "Reduce mistakes in our shops"),
    good=Text(
        "门店每月差错从 40 次减少到 15 次", "Reduce mistakes in our shops from 40 to 15 a month"
    ),
    find=_find,
    rewrite=_rewrite,
    silences=frozenset({"kr-no-baseline", "kr-no-unit"}),
)
