"""kr-fake-precision: a number on something that nobody can compute."""

from collections.abc import Iterator

from cairn.coach.directions import measured_rewrite, says_measure
from cairn.coach.findings import Remark, Rewrite, Text
from cairn.coach.lines import KeyResultLine
from cairn.coach.quoting import clause_at, trimmed, whole
from cairn.coach.rules.rule import Rule


def _find(line: KeyResultLine) -> Iterator[Remark]:
    """Who can say where it stands today has a way to measure it."""
    labels = line.labels
    known = labels.has_baseline or says_measure(line.low)
    if not labels.has_target or labels.measurable or known:
        return
    if line.values.target is None:
        yield Remark(*whole(line.reading))
        return
    place = clause_at(line.reading, line.values.target.amount.begin)
    yield Remark(*trimmed(line.said, place.begin, place.end))


def _rewrite(line: KeyResultLine, _remark: Remark) -> Rewrite | None:
    return measured_rewrite(line)


RULE = Rule(
    id="kr-fake-precision",
    scope="key_result",
    title=Text("有数字，却量不出来", "A number that nobody can compute"),
    message=Text(
        "“{quote}”有数字，却没说怎么衡量。写下拿什么来量：问卷得分、次数、时长都行。",
        "“{quote}” has a number but no way to measure it. Say what you will count: a survey "
        "score, cases, hours.",
    ),
    reason=Text(
        "算法不说清，到时候每个人都能算出自己想要的数字。",
        "Without an agreed measure, everybody arrives at the number they like.",
    ),
    bad=Text("员工的合规意识提升 30%", "Raise staff compliance awareness by 30%"),
    good=Text(
        "合规测试一次通过率从 60% 提高到 90%",
        "Raise first-time passes of the compliance test from 60% to 90%",
    ),
    find=_find,
    rewrite=_rewrite,
    silences=frozenset({"kr-not-measurable", "kr-vague", "kr-no-baseline", "kr-no-unit"}),
)
