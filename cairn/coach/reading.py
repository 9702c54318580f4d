"""The reading of one text: its words, times, clauses, and what it claims of its amounts. Pure."""

from dataclasses import dataclass

from cairn.coach.amounts import Amount, find_amounts
from cairn.coach.claim import Claim
from cairn.coach.claims import make_claims
from cairn.coach.clauses import Clause, find_clauses
from cairn.coach.text import Plain, make_plain
from cairn.coach.times import Time, find_times
from cairn.coach.words import Word, find_words


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found in a text, in the places of what was written (`text.said`)."""

    text: Plain
    words: list[Word]
    times: list[Time]
    amounts: list[Amount]
    clauses: list[Clause]
    claims: list[Claim]

    @property
    def low(self) -> str:
        return self.text.low

    def words_in(self, begin: int, end: int) -> list[Word]:
        return [word for word in self.words if begin <= word.begin and word.end <= end]


def _outside_times(words: list[Word], times: list[Time]) -> list[Word]:
    return [
        w for w in words if not any(t.begin <= w.begin < t.end for t in times if t.kind != "window")
    ]


def read_text(text: str) -> Reading:
    """Never raises; what is beyond the length cap is not read."""
    plain = make_plain(text)
    times = find_times(plain.low)
    words = _outside_times(find_words(plain.low), times)
    amounts = find_amounts(plain.plain, plain.low, times)
    clauses = find_clauses(plain.low, words)
    claims = make_claims(plain.low, amounts, clauses, words, times)
    return Reading(plain, words, times, amounts, clauses, claims)
