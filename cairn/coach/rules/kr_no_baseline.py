"""kr-no-baseline: a target without the value that it starts from."""

from collections.abc import Iterator

from cairn.coach.claim import TO_HERE, Claim
from cairn.coach.findings import Remark, Rewrite, Text
from cairn.coach.lines import KeyResultLine
from cairn.coach.patterns import Pattern
from cairn.coach.rules.rule import Rule
from cairn.coach.starts import started_rewrite

_SHARES = ("share", "points", "score", "time", "multiple", "half_less")
_GUARDS = Pattern(
    r"保持|维持|稳定在|稳住|守住|控制在|不超过?|不高于|不低于|不少于|不大于|不多于|低于|高于|以内|之内|≤|<"
    r"|\b(?:keep|hold|holds|stays?|remains?|maintain|sustain|never|within|under|below|above"
    r"|no (?:more|less|fewer|later|worse|higher) than|(?:less|fewer|more) than|exceed|at most|cap"
    r"|limit)\b"
)
_HELD = Pattern(
    r"保持|维持|稳定在|稳住|守住|控制在|\b(?:keep|hold|holds|stays?|remains?|maintain|sustain)\b"
)
_LED = Pattern(r"达到?|做到|突破|冲到|超过|\b(?:reach|hit|achieve|attain|to)\b")

_BY = Text(
    "“{quote}”只说了变化多少，没说从多少开始。写下现在是多少；不知道就先去量一次。",
    "“{quote}” says how much it moves, not where it starts. Add today's value, or measure it first.",
)
_MOVED = Pattern(
    r"(?:提高|提升|增长|增加|上升|下降|降低|减少|缩短|压缩|节省|上涨|[降减增涨])(?:了|约|至少| )*$"
    r"|\b(?:by|up|down)(?: at least| about| around)? $"
)
_COLLECTED = Pattern(r"^(?:raise|collect|earn|win) (?:at least |over |more than )?[$€£¥]$")


def _moves(line: KeyResultLine, target: Claim) -> bool:
    clause = target.clause
    words = line.reading.words_in(clause.begin, target.amount.begin)
    return any(word.roles & {"up", "down"} for word in words) or target.kind == "change"


def _needs_start(line: KeyResultLine, target: Claim) -> bool:
    """A guard holds what is there, and what is newly won starts from nothing."""
    amount, clause = target.amount, line.low[target.clause.begin : target.clause.end]
    if amount.sort in ("none", "all", "rank", "grade", "same_day", "hired") or amount.value == 0:
        return False
    if amount.sort == "share" and amount.value == 100:
        return False
    if _HELD.search(clause) or _HELD.match(line.low) or _is_collected(line, target):
        return False
    if _moves(line, target):
        return True
    if _GUARDS.search(clause):
        return False
    if amount.sort in _SHARES:
        return True
    return bool(_LED.search(line.low[target.clause.begin : amount.begin]))


def _is_collected(line: KeyResultLine, target: Claim) -> bool:
    """Raise $120k: money that comes in, none that is made more."""
    return bool(_COLLECTED.match(line.low[: target.amount.begin + 1]))


def _find(line: KeyResultLine) -> Iterator[Remark]:
    labels, target = line.labels, line.values.target
    if line.draft.started or labels.has_baseline or target is None:
        return
    if not (labels.measurable and labels.outcome_not_task) or labels.unit == "milestone":
        return
    if _needs_start(line, target):
        before = line.low[target.clause.begin : target.amount.begin]
        led = _MOVED.search(before) or TO_HERE.search(before)
        begin = target.clause.begin + led.start() if led else target.amount.begin
        message = None if labels.value_kind == "level" else _BY
        yield Remark(begin, target.amount.end, message=message)


def _rewrite(line: KeyResultLine, _remark: Remark) -> Rewrite | None:
    target = line.values.target
    return None if target is None else started_rewrite(line, target)


RULE = Rule(
    id="kr-no-baseline",
    scope="key_result",
    title=Text("没有起点", "No starting value"),
    message=Text(
        "“{quote}”是终点，起点还没写。写下现在是多少；不知道就先去量一次。",
        "“{quote}” says where it ends, not where it starts. Add today's value, or measure it "
        "first.",
    ),
    reason=Text(
        "知道从哪里出发，才看得出走了多远，也才知道目标定得高不高。",
        "Only with a starting value can you see how far you have come, and whether the target is bold.",
    ),
    bad=Text("续约率达到 75%", "Raise the renewal rate to 75%"),
    good=Text("续约率从 60% 提高到 75%", "Raise the renewal rate from 60% to 75%"),
    find=_find,
    rewrite=_rewrite,
)
