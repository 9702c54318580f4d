"""kr-placeholder: an amount that is still to be filled in."""

from collections.abc import Iterator

from cairn.coach.findings import HOLE, Remark, Rewrite, Text
from cairn.coach.lines import KeyResultLine
from cairn.coach.patterns import Pattern
from cairn.coach.phrasing import tidy
from cairn.coach.rules.rule import Rule

_OPEN = Pattern(
    r"(?<![a-z0-9])[xn]{1,3}(?= ?(?:%|天|个|家|名|人|场|条|小时|万|亿|元|次|份|分|件|位))"
    r"|(?<![a-z])[xn]{2,3}(?![a-z])|_{2,}|\?{2,}|\?(?= ?%)|\btb[dc]\b|\bto be (?:defined|determined"
    r"|agreed|confirmed)\b|(?<![a-z])[xn](?= (?:new|more|days|hours|customers|deals|[a-z]+s)\b)"
    r"|若干|待定|待补|一定比例|\bsome percent|\[[^\]]*\]|某(?:个|一)?(?:数|比例)"
)


def _find(line: KeyResultLine) -> Iterator[Remark]:
    found = _OPEN.search(line.low)
    if found:
        yield Remark(*found.span())


def _rewrite(line: KeyResultLine, remark: Remark) -> Rewrite | None:
    quote = line.said[remark.begin : remark.end]
    if set(quote) <= {"_"} or quote.startswith("[") or quote == line.said.strip(" .。"):
        return None
    after = line.said[remark.end :]
    gap = "" if after[:1] in ("%", "％", " ", "") else " "
    lead = line.said[: remark.begin]
    space = "" if not lead or lead[-1] in " $¥€£" else " "
    return Rewrite(tidy(f"{lead}{space}{HOLE}{gap}{after}"), ("30",))


RULE = Rule(
    id="kr-placeholder",
    scope="key_result",
    title=Text("还有空白没填", "Still to be filled in"),
    message=Text(
        "“{quote}”这里还空着。先填一个估计的数字，之后再改也不迟。",
        "“{quote}” is still open. Put in your best guess for now; you can correct it later.",
    ),
    reason=Text(
        "没有数字，跟进时就没有可比的东西。粗略的数字也比空着强。",
        "Without an amount there is nothing to check in against. A rough one beats a blank.",
    ),
    bad=Text("把退货率降低 X%", "Cut the return rate by X%"),
    good=Text("把退货率从 9% 降到 5%", "Cut the return rate from 9% to 5%"),
    find=_find,
    rewrite=_rewrite,
    silences=frozenset(
        {
            "kr-fake-precision",
            "kr-no-baseline",
            "kr-no-unit",
            "kr-not-measurable",
            "kr-task",
            "kr-vague",
        }
    ),
)
