"""An amount with what its text says of it. Pure."""

from dataclasses import dataclass
from functools import cached_property

from cairn.coach.amounts import Amount
from cairn.coach.clauses import Clause
from cairn.coach.patterns import Pattern
from cairn.coach.times import Time
from cairn.coach.words import Word

TO_HERE = Pattern(
    r"(?:到|至|为|达到?|达成|实现|突破|超过?|超|过|破|≥|>=?|≤|<=?|=|:|不低于|不少于|不小于|不高于"
    r"|不超过|不大于|不多于|至少|高于|大于|低于"
    r"|小于|少于|多于|不到|控制在|保持在?|维持在?|稳定在|在|占到?|冲到?|做到|满足|合计|累计|共计|共|仅|不足"
    r"|\b(?:to|at|reach|reaches|of|is|are|hit|hits|achieve|achieves|under"
    r"|below|above|over|past|least|most|than|within|inside|exceeds?|averages?|equals?"
    r"|in|for|stays?|keep|have|has))"
    r"(?: |约|大约|左右|平均|每[年月周日天季度]{1,2}|单月|合计|累计|an?\b|average\b|around\b|about\b|roughly\b"
    r"|only\b|just\b|least\b|most\b|the\b|no more than|no less than|below|above|under|or"
    r"|±|\+/-|[$¥€£~≈+])*$"
)
FROM_WORD = Pattern(r"(?:从|由|自|\bfrom|\bform(?= ?[$€£]?$))[^,\uff0c。;到至→]{0,24}$")


@dataclass(frozen=True, slots=True)
class Claim:
    """An amount in its clause. `kind` is from, to, change or detail; `down` what the verbs say.

    `weight` says how loudly the text names it; the loudest target is the target.
    """

    amount: Amount
    clause: Clause
    kind: str
    weight: float
    down: bool | None = None


@dataclass(frozen=True)
class Scene:
    """One amount in its clause, with the whole text around it; each of its sides is read once."""

    amount: Amount
    clause: Clause
    low: str
    words: list[Word]
    times: list[Time]
    amounts: list[Amount]

    @cached_property
    def before(self) -> str:
        return self.low[self.clause.begin : self.amount.begin]

    @cached_property
    def after(self) -> str:
        return self.low[self.amount.end : self.clause.end]

    @cached_property
    def alone(self) -> bool:
        return len(self.amounts) == 1

    @cached_property
    def led(self) -> bool:
        """Whether a word right before says reach, at least, below …"""
        return bool(TO_HERE.search(self.before))

    @cached_property
    def later(self) -> bool:
        """Whether another amount stands before it in the clause."""
        begin, here = self.clause.begin, self.amount.begin
        return any(begin <= one.begin < here and one.sort != "all" for one in self.amounts)

    @cached_property
    def window(self) -> bool:
        here = self.amount.begin
        return any(one.kind == "window" and one.begin <= here < one.end for one in self.times)

    def acts_between(self, begin: int, end: int) -> bool:
        """Whether a word of doing stands between two places."""
        acts = {"do", "gain", "reach", "keep", "up", "down", "outside_act"}
        return any(begin <= w.begin < end and w.roles & acts for w in self.words)
