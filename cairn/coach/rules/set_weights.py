"""set-weights: weights that say nothing, or say too much."""

from collections.abc import Iterator
from decimal import Decimal

from cairn.coach.findings import Remark, Text
from cairn.coach.lines import Lines
from cairn.coach.quoting import whole
from cairn.coach.rules.rule import Rule

_WHOLE = Decimal(100)
_TINY = Decimal(5)
_SLACK = Decimal("0.05")
_SUM = Text(
    "“{quote}”等各条权重合计 {sum}%，应当是 100%。调一调，或者平均分。",
    "The weights, “{quote}” among them, add up to {sum}%, not 100%. Change them or even them out.",
)
_LARGE = Text(
    "“{quote}”一条占了 {weight}%，其余几乎不起作用。把它降下来，或者单独成一个目标。",
    "“{quote}” carries {weight}%, so the others hardly count. Lower it, or make it an objective.",
)
_SMALL = Text(
    "“{quote}”只占 {weight}%，做好做坏都看不出来。加一点权重，或者去掉。",
    "“{quote}” carries only {weight}%: nobody will notice how it fares. Give it more, or drop it.",
)


def _largest(count: int) -> Decimal:
    return Decimal(85) if count == 2 else Decimal(70)


def _find(lines: Lines) -> Iterator[Remark]:
    weights = [line.draft.weight for line in lines.key_results]
    known = [one for one in weights if one is not None]
    if len(known) < 2 or len(known) != len(weights):
        return
    total = sum(known, Decimal(0))
    if abs(total - _WHOLE) > _SLACK:
        yield _remark(lines, 0, _SUM, sum=f"{total.normalize():f}")
        return
    for place, weight in enumerate(known):
        said = f"{weight.normalize():f}"
        if weight > _largest(len(known)):
            yield _remark(lines, place, _LARGE, weight=said)
            return
        if 0 < weight < _TINY:
            yield _remark(lines, place, _SMALL, weight=said)
            return


def _remark(lines: Lines, place: int, message: Text, **said: str) -> Remark:
    return Remark(*whole(lines.key_results[place].reading), place, message, said)


RULE = Rule(
    id="set-weights",
    scope="set",
    title=Text("权重不合适", "Weights that do not help"),
    message=_SUM,
    reason=Text(
        "权重说的是轻重。一条独大或者小到看不见，轻重就没了。",
        "Weights say what matters more. One that outweighs all, or one too small to see, says "
        "nothing.",
    ),
    bad=Text(
        "续约率从 60% 提高到 75%（90%）\n平均折扣保持在 6% 以内（10%）",
        "Raise the renewal rate from 60% to 75% (90%)\nKeep the average discount below 6% (10%)",
    ),
    good=Text(
        "续约率从 60% 提高到 75%（60%）\n平均折扣保持在 6% 以内（40%）",
        "Raise the renewal rate from 60% to 75% (60%)\nKeep the average discount below 6% (40%)",
    ),
    find=_find,
)
