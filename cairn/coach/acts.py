"""An English clause as an act: who does what to what, by whom it is done. Pure.

80 flats sold; Guide picked up by visitors; Alumni offer 40 places; Get 200 people to attend. Where
a word could be noun or verb, its place in the clause decides.
"""

from dataclasses import dataclass

from cairn.coach.clauses import Clause
from cairn.coach.grammar import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    UNCHANGED,
    is_done,
    is_small,
)
from cairn.coach.parts import ACTS, NAMES, is_many
from cairn.coach.patterns import Pattern
from cairn.coach.phrases import Spoken, find_beyond, find_head, is_verb, noun_end, opens_phrase
from cairn.coach.reading import Reading
from cairn.coach.words import Word

_CAUSES = frozenset(
    "get let make help have enable allow persuade convince ask invite encourage motivate".split()
)
_DEGREES = frozenset("more fewer less better worse higher lower no_more at_least".split())
_PARTS = frozenset(
    "third thirds half quarter quarters majority percent tenths most all each one".split()
)
_WHOLES = frozenset("everyone everybody people them us it customers users staff".split())
_UNIT = Pattern(r"[0-9] ?[a-z]{1,3}$|(?<![a-z])[a-z]$")


@dataclass(frozen=True, slots=True)
class Act:
    """`form` is order, done, does, link, doing or bare; `thing` what it is about, `actor` who acts."""

    form: str
    verb: Word | None = None
    thing: Word | None = None
    actor: Word | None = None
    of: Word | None = None
    preposition: str = ""
    place: Word | None = None
    counted: bool = False


def _is_degree(clause: Spoken) -> bool:
    """Fewer holes, Livelier classrooms, More orderly management."""
    said = clause.said(0)
    return said in _DEGREES or (said.endswith("er") and "intensity" in clause.words[0].roles)


def _acts_later(clause: Spoken) -> bool:
    """Merge requests reviewed, Search brings 90,000 visits: the first word is a noun."""
    if clause.said(1) in DETERMINERS or clause.counts_before(1):
        return False
    end = noun_end(clause, 0)
    return end < len(clause.words) and not is_small(clause.said(end)) and is_verb(clause, end, 0)


def _is_order(clause: Spoken) -> bool:
    """Visit 30 plants, Call every client; not: Visit reports filed, Test coverage at 80%."""
    word, said = clause.words[0], clause.said(0)
    if clause.counts_before(0) or (is_done(said) and said not in UNCHANGED):
        return False
    if said == "be":
        return True
    if not word.roles and len(clause.words) > 1:
        plain = not said.endswith(("s", "ed", "ing", "er", "ly"))
        return plain and not is_small(said) and clause.said(1) in (DETERMINERS | _WHOLES)
    if not word.roles & ACTS or said.split(maxsplit=1)[0] != word.stem.split(maxsplit=1)[0]:
        return False
    if _acts_later(clause):
        return False
    if clause.said(1) == "and" and len(clause.words) > 2 and clause.words[2].roles & ACTS:
        return True
    if not word.roles & NAMES or len(clause.words) == 1:
        return not word.roles & NAMES
    if opens_phrase(clause, 1) and not clause.ends_before(1):
        return clause.said(1) not in PREPOSITIONS
    if clause.said(1) in PREPOSITIONS or clause.ends_before(1):
        return False
    return is_many(clause.said(noun_end(clause, 1) - 1))


def _caused(clause: Spoken, begin: int, end: int) -> Act | None:
    """Get 2,000 people to attend our events."""
    if clause.said(0) not in _CAUSES or end >= len(clause.words):
        return None
    at = end + 1 if clause.said(end) == "to" else end
    actor = find_head(clause, begin, end)
    if at >= len(clause.words) or actor is None or not clause.words[at].roles & ACTS:
        return None
    last = noun_end(clause, at + 1) if at + 1 < len(clause.words) else at + 1
    return Act("caused", clause.words[at], find_head(clause, at + 1, last), actor)


def _degree(clause: Spoken) -> Act:
    end = noun_end(clause, 1) if len(clause.words) > 1 else 1
    preposition, place, actor = find_beyond(clause, end)
    return Act("degree", None, find_head(clause, 1, end), actor, None, preposition, place)


def _order(clause: Spoken) -> Act:
    end = noun_end(clause, 1) if len(clause.words) > 1 else 1
    caused = _caused(clause, 1, end)
    if caused is not None:
        return caused
    of = None
    if end < len(clause.words) and clause.said(end) == "of":
        of = find_head(clause, end + 1, noun_end(clause, end + 1))
    preposition, place, actor = find_beyond(clause, end)
    counted = any(clause.counts_before(at) for at in range(1, min(end, len(clause.words))))
    return Act(
        "order", clause.words[0], find_head(clause, 1, end), actor, of, preposition, place, counted
    )


def _subject(clause: Spoken) -> tuple[int, Word | None, Word | None]:
    """Where the noun phrase at the start ends, its head, and what it is a share or count of."""
    begin = 1 if clause.said(0) in ("of", "in") else 0
    end = noun_end(clause, begin)
    head, of = find_head(clause, begin, end), None
    while end < len(clause.words) and clause.said(end) in PREPOSITIONS:
        last = noun_end(clause, end + 1)
        if last <= end + 1 and (clause.counts_before(end + 1) or last == end):
            break
        if clause.said(end) != "of" and clause.counts_before(end + 1):
            break
        of = of or find_head(clause, end + 1, last)
        end = max(last, end + 1)
    if of is not None and (head is None or clause.low[head.begin : head.end] in _PARTS):
        return end, of, None
    return end, head, of


def _statement(clause: Spoken) -> Act:
    end, head, of = _subject(clause)
    at, helped = end, False
    while at < len(clause.words) and (
        clause.said(at) in AUXILIARIES
        or clause.said(at) in ADVERBS
        or clause.said(at).endswith("ly")
    ):
        helped = helped or clause.said(at) in AUXILIARIES
        at += 1
    counted = clause.counts_before(0) or clause.low[: clause.words[0].begin].strip() != ""
    if at < len(clause.words) and (helped or at == end) and not clause.ends_before(at):
        said, word = clause.said(at), clause.words[at]
        if is_done(said) and (said not in UNCHANGED or not clause.counts_before(at + 1)):
            preposition, place, actor = find_beyond(clause, at + 1)
            return Act("done", word, head, actor, of, preposition, place, counted)
        if not helped and not is_small(said) and (word.roles & ACTS):
            last = noun_end(clause, at + 1) if at + 1 < len(clause.words) else at + 1
            preposition, place, _ = find_beyond(clause, last)
            form = "doing" if said.endswith("ing") else "does"
            return Act(
                form, word, find_head(clause, at + 1, last), head, of, preposition, place, counted
            )
    preposition, place, actor = find_beyond(clause, at)
    return Act("link" if helped else "bare", None, head, actor, of, preposition, place, counted)


def read_act(reading: Reading, clause: Clause) -> Act | None:
    """None where the clause holds no words."""
    low = reading.low
    words = [
        word
        for word in reading.words_in(clause.begin, clause.end)
        if word.roles or not _UNIT.search(low[: word.end])
    ]
    while len(words) > 1 and low[words[0].begin : words[0].end].endswith("ly"):
        words = words[1:]
    if not words:
        return None
    found = Spoken(low[: clause.end], words)
    if _is_degree(found):
        return _degree(found)
    return _order(found) if _is_order(found) else _statement(found)
