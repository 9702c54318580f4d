"""Outcome or task: does a clause name a changed state, or what its owners do? Pure."""

from cairn.coach.clauses import Clause
from cairn.coach.patterns import Pattern
from cairn.coach.reading import Reading
from cairn.coach.targets import is_milestone
from cairn.coach.values import Values
from cairn.coach.words import Word

_VERBS = {"up", "down", "improve", "reach", "keep", "gain", "do", "effort", "outside_act"}
_THINGS = {
    "metric", "condition", "construct", "artefact", "activity", "commit", "outsider", "work_metric",
}  # fmt: skip
_SHARES = ("share", "points", "multiple", "half_less")


def _verb(words: list[Word]) -> Word | None:
    return next((word for word in words if word.roles & _VERBS), None)


def _verb_score(words: list[Word], measured: bool, made: bool) -> float:
    verb = _verb(words)
    if verb is None:
        return 0
    roles = verb.roles
    if roles & {"up", "down", "reach", "keep"} and "do" not in roles:
        return 1.0 if not made or measured else 0.2
    if "gain" in roles and "do" not in roles:
        return 1.5
    if "effort" in roles and not measured:
        return -1.5
    if "do" in roles:
        return -1.6 if verb is words[0] else -0.7
    if "improve" in roles:
        return -1.0 if made else 0.6
    return 0.8 if "outside_act" in roles else 0


def clause_score(reading: Reading, clause: Clause) -> float:
    """Above 0: a result; below: a doing. The first verb and what it acts on decide."""
    words = reading.words_in(clause.begin, clause.end)
    amounts = [one for one in reading.amounts if clause.begin <= one.begin < clause.end]
    things = [word for word in words if word.roles & _THINGS]
    measured = any(word.roles & {"metric", "condition"} for word in things)
    made = any(word.roles & {"artefact", "activity"} for word in things)
    last = things[-1].roles if things else frozenset[str]()
    score = _verb_score(words, measured, made)
    score += (1.0 + 0.5 * bool(amounts)) * measured
    score -= 2.0 * any("work_metric" in w.roles and "metric" not in w.roles for w in things)
    score += 0.6 * any(one.sort in _SHARES for one in amounts)
    if "metric" not in last:
        score -= 0.8 * len(last & {"artefact", "activity"})
    return score + 0.3 * any(word.roles & {"outsider", "commit"} for word in things)


_OWN_WORK = Pattern(
    r"(?:单元|单测|测试|代码|文档|用例|培训|评审)[^,，。]{0,4}覆盖率|(?:迁移|切换|改造|标注)(?:完成)?(?:率|进度)"
    r"|培训.{0,12}[0-9] ?(?:个)?(?:小时|学时|课时)|(?:加密|配备|建档|归档)率"
    r"|\b(?:unit|test|code|documentation|docs|training|automation)(?:[ -]tests?)? coverage\b"
    r"|(?:重写|改写|迁移|改造|更换|替换|重构|扫描|切换|搬迁|标注|翻译|梳理|盘点)(?:已|全部|完成)*(?:率|度)?"
    r"(?:完成|达到?|到) ?(?:[0-9]|[一二三四五六七八九]成|一半|过半)"
    r"|完成[^,，。]{0,10}(?:重写|改写|迁移|改造|重构)的? ?[0-9一]"
    r"|\b(?:complete|finish|do)(?:d|ed|es)? (?:[0-9.]+ ?%|half|two thirds|most) of (?:the|our|this|its) "
    r"|\b(?:rewrite|migration|rollout|roll-out|refactoring|redesign|translation)s? (?:is |are )?(?:[0-9.]+ ?% |half )?"
    r"(?:done|complete|finished)\b"
    r"|\bhours of training\b|\btraining hours\b|% (?:migrated|rolled out|documented|instrumented)\b",
    needs=(
        " of its | of our |automation|code|complete|docs|document|done|finished|instrumented|"
        "migrated|of the |of this |rolled out|test|training|unit|写|切|培训|完成|密|建档|归|扫|换|搬|"
        "改造|梳|注|盘点|翻|覆盖率|迁|配备|重构"
    ),
)
_BECAME = Pattern(
    r"^(?!make|keep|be )[a-z' -]+ (?:is|are|feels?|becomes?|looks?|gets?) (?:[a-z]+ )?(?:more|better|[a-z]{3,}er)\b"
)
_HABIT = Pattern(r"^[多少](?![于搞数量元卖赚挣])[一-鿿]{1,6}[。]?$")


def decided(reading: Reading) -> bool | None:
    """What the wording alone settles: a share of one's own work and a habit are tasks, a thing that
    has become better is an outcome; None where it must be weighed.
    """
    low = reading.low.strip()
    if _OWN_WORK.search(low) or _HABIT.match(low):
        return False
    return True if _BECAME.match(low) else None


def clause_outcomes(reading: Reading) -> dict[int, bool]:
    return {one.begin: clause_score(reading, one) > 0 for one in reading.clauses if not one.means}


def outcome_score(reading: Reading, values: Values) -> float:
    """Of the clause the values come from; without values the strongest clause speaks."""
    scores = {one.begin: clause_score(reading, one) for one in reading.clauses if not one.means}
    if values.to_value is None and is_milestone(reading):
        return 2.5
    if values.target is not None and values.target.clause.begin in scores:
        return scores[values.target.clause.begin]
    return max(scores.values(), default=0.0)
