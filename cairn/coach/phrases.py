"""English phrases in a clause: where a noun phrase ends, what its head is, where a verb stands. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from cairn.coach.grammar import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    LINKS,
    PREPOSITIONS,
    UNCHANGED,
    is_done,
)
from cairn.coach.parts import ACTS, NAMES, is_many
from cairn.coach.patterns import Pattern
from cairn.coach.words import Word

_WHENS = frozenset(
    "end start middle mid-year year-end date close then day week month spring summer autumn".split()
)
_AMOUNT = Pattern(r"[0-9%€$£]")
_STOP = Pattern(r"[,;:()<>≥≤=→|]|->")


@dataclass(frozen=True, slots=True)
class Spoken:
    low: str
    words: Sequence[Word]

    def said(self, at: int) -> str:
        return self.low[self.words[at].begin : self.words[at].end] if at < len(self.words) else ""

    def gap(self, at: int) -> str:
        """What stands before a word: spaces, an amount, a sign."""
        begin = self.words[at - 1].end if at else max(0, self.words[at].begin - 12)
        return self.low[begin : self.words[at].begin]

    def ends_before(self, at: int) -> bool:
        return at >= len(self.words) or (at > 0 and bool(_STOP.search(self.gap(at))))

    def counts_before(self, at: int) -> bool:
        return at < len(self.words) and bool(_AMOUNT.search(self.gap(at)))


def opens_phrase(clause: Spoken, at: int) -> bool:
    """An amount, an article or the end: what may follow a verb."""
    said = clause.said(at)
    return clause.ends_before(at) or clause.counts_before(at) or said in DETERMINERS


def noun_end(clause: Spoken, at: int) -> int:
    """Behind the noun phrase that begins at a word: before a preposition, a verb, a stop."""
    begin = at
    while at < len(clause.words):
        said = clause.said(at)
        if at > begin and (clause.ends_before(at) or clause.counts_before(at)):
            break
        if said in PREPOSITIONS or said in LINKS or said in AUXILIARIES:
            break
        if at > begin and said not in DETERMINERS and is_verb(clause, at, begin):
            break
        at += 1
    return at


def is_verb(clause: Spoken, at: int, begin: int) -> bool:
    """A participle or a verb behind a noun phrase: flats sold, teachers observe, search brings."""
    word, said, before = clause.words[at], clause.said(at), clause.said(at - 1)
    follows = clause.said(at + 1)
    noun_before = before not in DETERMINERS and not before.endswith("ly")
    ahead = (
        opens_phrase(clause, at + 1) or follows in PREPOSITIONS or follows in ADVERBS or follows.endswith("ly")
        or follows in LINKS
    )  # fmt: skip
    if is_done(said) and said not in UNCHANGED:
        return noun_before and ahead
    if not noun_before or not (word.roles & ACTS or said in UNCHANGED):
        return False
    plain = not said.split(maxsplit=1)[0].endswith("s") or said.endswith("ss")
    if is_done(follows) and not plain:
        return False
    if said in UNCHANGED and ahead:
        return True
    if plain and is_many(before):
        return ahead or not word.roles & NAMES
    if plain:
        return False
    if said.endswith("ing"):
        return is_many(before) and ahead and not clause.ends_before(at + 1)
    if word.roles & NAMES:
        return (
            opens_phrase(clause, at + 1) and not clause.ends_before(at + 1) and not is_many(before)
        )
    return not is_many(before) or begin == at - 1


def find_head(clause: Spoken, begin: int, end: int) -> Word | None:
    names = [
        at for at in range(begin, end)
        if clause.said(at) not in DETERMINERS | ADVERBS and not clause.said(at).endswith("ly")
    ]  # fmt: skip
    return clause.words[names[-1]] if names else None


def find_beyond(clause: Spoken, at: int) -> tuple[str, Word | None, Word | None]:
    """Behind the verb and its object: the first preposition with its noun, and who acts (by …)."""
    preposition, place, actor = "", None, None
    while at < len(clause.words):
        said = clause.said(at)
        if said in PREPOSITIONS:
            begin = at + 1
            while begin < len(clause.words) and clause.said(begin) in ("of", "the", "our"):
                begin += 1
            end = noun_end(clause, begin) if begin < len(clause.words) else begin
            head = find_head(clause, begin, end)
            if end < len(clause.words) and clause.said(end) == "of":
                head = find_head(clause, end + 1, noun_end(clause, end + 1)) or head
            if said == "by" and actor is None and head is not None:
                actor = None if clause.low[head.begin : head.end] in _WHENS else head
            elif not preposition:
                preposition, place = said, head
            at = max(end, at + 1)
        else:
            at += 1
    return preposition, place, actor
