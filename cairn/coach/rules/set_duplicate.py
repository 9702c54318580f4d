"""set-duplicate: two key results that measure the same."""

from collections.abc import Iterator

from cairn.coach.findings import Remark, Text
from cairn.coach.likeness import are_alike
from cairn.coach.lines import Lines, says_something
from cairn.coach.quoting import whole
from cairn.coach.rules.rule import Rule

_LOOKED_AT = 12


def _find(lines: Lines) -> Iterator[Remark]:
    """The first pair; of a very long list only the beginning is compared."""
    known = lines.key_results[:_LOOKED_AT]
    for place, line in enumerate(known):
        for earlier in range(place):
            if says_something(line.said) and are_alike(known[earlier], line):
                said = {"earlier": str(earlier + 1)}
                yield Remark(*whole(line.reading), line=place, said=said)
                return


RULE = Rule(
    id="set-duplicate",
    scope="set",
    title=Text("两条量的是同一件事", "Two lines measure the same"),
    message=Text(
        "“{quote}”和第 {earlier} 条几乎一样。合成一条，或者换一个方面来看。",
        "“{quote}” is nearly the same as number {earlier}. Make them one, or look at another side.",
    ),
    reason=Text(
        "同一个数字算两遍，进度就失真，也更难看懂。",
        "The same number counted twice weighs double, and nobody meant it to.",
    ),
    bad=Text(
        "让老客户顺理成章地续约\n- 续约率从 60% 提高到 75%\n- 把续约率提升到 80%",
        "Make renewing the obvious choice\n- Raise the renewal rate from 60% to 75%\n"
        "- Increase the renewal rate to 80%",
    ),
    good=Text(
        "让老客户顺理成章地续约\n- 续约率从 60% 提高到 75%\n- 续约合同的平均折扣保持在 6% 以内",
        "Make renewing the obvious choice\n- Raise the renewal rate from 60% to 75%\n"
        "- Keep the average discount on renewals at or below 6%",
    ),
    find=_find,
)
