"""Who does what in a clause: how it opens, its subject, its head noun, active or passive. Pure."""

import re
from dataclasses import dataclass

from cairn.coach.clauses import Clause
from cairn.coach.patterns import Pattern
from cairn.coach.reading import Reading
from cairn.coach.words import NO_ROLES, Roles, Word, load_roles

VERBS = ("down", "up", "reach", "keep", "gain", "improve", "effort", "do", "outside_act")
THINGS = (
    "metric", "condition", "construct", "work_metric", "artefact", "activity", "commit", "outsider",
)  # fmt: skip
_ASIDE = Pattern(r"[(\uff08][^()\uff08\uff09]*[)\uff09]?")
_TAIL_ZH = Pattern(
    r"(?:从|由|自|将|把|达|占|为|是|在|控制|保持|维持|稳定|不[低高少超大][于过]?|至少|低于|高于|少于"
    r"|多于|超过?|[≥≤<>=:→~+-]|同比|环比"
    r"|(?:平均)?每[年季月周日天人]|至|到|能|已|均|平均|合计|累计|共计|总计|只有|仅|较|比|约|大约|近"
    r"|目前|当前|现有?|去年|[上本]季度|上年|全年"
    r"|年底前?|的|了|也|都|要|就|数量?(?=#)| |,)+$"
)
_MOVES = {"up", "down", "reach", "keep"}
_LEADING_ZH = Pattern(
    r"(?:将|把|使得?|让|令|其中|并且?|且|力争|争取|确保|保证|实现|推动|促进|全年|年内|累计|平均|整体| |,|:)+"
)
PREPOSITION = Pattern(
    r"\b(?:of|by|in|for|from|to|at|on|with|per|under|over|above|below"
    r"|within|across|among|between|than|that|who|which|is|are|be|was"
    r"|after|before|during|through|via|down|up|into|as|:|;|,)\b"
    r"|[:;,(<>≥≤=→]|->"
)
_PARTICIPLE = Pattern(
    r"(?:ed|[^aeiou]en|wn|ught|eld|aid|uilt|ent|old|ung|ut|run|set|made"
    r"|won|met|cut|put|held|done)$"
)
_AUXILIARY = {"is", "are", "was", "were", "be", "been", "being", "get", "gets", "has", "have"}
_MODIFIERS = {
    "my",
    "our",
    "their",
    "the",
    "its",
    "average",
    "median",
    "mean",
    "total",
    "all",
    "every",
    "each",
    "more",
    "less",
    "fewer",
    "new",
    "one",
    "no",
    "at",
    "least",
    "a",
    "an",
    "overall",
    "annual",
    "monthly",
    "weekly",
    "daily",
    "first",
    "hundred",
}


@dataclass(frozen=True, slots=True)
class Predicate:
    """`opening` is verb, subject, amount or bare; `voice` active, passive or none.

    `head` is the head noun of what is spoken of (in Chinese its last characters).
    """

    opening: str
    voice: str
    verb: Word | None
    subject: Word | None
    head: str
    head_roles: Roles


def _is_verb(word: Word) -> bool:
    return bool(word.roles & set(VERBS))


def _is_thing(word: Word) -> bool:
    return bool(word.roles & set(THINGS))


def _suffix_roles(text: str) -> tuple[str, Roles]:
    """The longest end of a Chinese noun phrase that the lexicon knows as a thing."""
    lexicon = load_roles("zh")
    for size in range(min(6, len(text)), 1, -1):
        roles = lexicon.get(text[-size:], NO_ROLES)
        if roles & set(THINGS):
            return text[-size:], roles
    return text[-2:], NO_ROLES


def _untailed(phrase: str, words: list[Word], begin: int) -> str:
    """The phrase without the predicate at its end: 关账由 → 关账, 满意度提升到 → 满意度."""
    phrase = _ASIDE.sub(lambda found: " " * len(found[0]), phrase)
    while True:
        cut = _TAIL_ZH.sub("", phrase)
        end = begin + len(cut)
        last = next(
            (
                w
                for w in words
                if w.end == end and w.roles & _MOVES and not _is_thing(w) and w.begin > begin
            ),
            None,
        )
        if last is not None:
            cut = phrase[: last.begin - begin]
        if cut == phrase:
            return cut
        phrase = cut


def _timeless(reading: Reading) -> str:
    """The text with spaces where words of time stand."""
    low = reading.low
    for one in reading.times:
        if one.kind != "window":
            low = low[: one.begin] + " " * (one.end - one.begin) + low[one.end :]
    return low


def _chinese(reading: Reading, clause: Clause, at: int | None) -> Predicate:
    words = reading.words_in(clause.begin, clause.end)
    low = _timeless(reading)
    said = low[clause.begin : clause.end]
    lead = _LEADING_ZH.match(said)
    begin = clause.begin + (lead.end() if lead else 0)
    begin += len(low[begin : clause.end]) - len(low[begin : clause.end].lstrip(" ,，前内"))
    verb = next((w for w in words if _is_verb(w) and w.begin >= begin), None)
    opens = verb is not None and not low[begin : verb.begin].strip(" ,并每各")
    first = verb.end if opens and verb is not None else begin
    stop = at if at is not None and at > first else None
    if stop is None:
        mover = next(
            (w for w in words if w.begin > first and w.roles & _MOVES and not _is_thing(w)), None
        )
        stop = mover.begin if mover and not opens else clause.end
    phrase = _untailed(low[first:stop], words, first)
    if opens and len(phrase) < 2 and at is not None:
        phrase = re.split(r"[,，。;(（]", low[at : clause.end])[0]
        phrase = re.sub(r"^[0-9.,%]+|的$|[。!]$|以上$|左右$", "", phrase)
    head, roles = _suffix_roles(phrase.strip(" 的。!;,"))
    subject = None if opens else next((w for w in words if _is_thing(w)), None)
    voice = (
        "passive"
        if re.search(r"被|受|获(?!得|取|客)|得到|经", said)
        else "active"
        if verb
        else "none"
    )
    opening = (
        "verb"
        if opens
        else "amount"
        if at is not None and at <= begin + 1
        else "subject"
        if verb
        else "bare"
    )
    return Predicate(opening, voice, verb, subject, head, roles)


def _english(reading: Reading, clause: Clause, at: int | None) -> Predicate:
    low = reading.low
    words = reading.words_in(clause.begin, clause.end)
    if not words:
        return Predicate("bare", "none", None, None, "", NO_ROLES)
    starts = at is not None and at <= words[0].begin
    first = words[0]
    opens = _is_verb(first) and not starts and _reads_as_verb(first, words, low)
    rest = words[1:] if opens else words
    verb = (
        first
        if opens
        else next((w for w in rest[1:] if _is_verb(w) and not _noun_like(w, rest, low)), None)
    )
    subject = None if opens else next((w for w in rest if _is_thing(w)), None)
    begin = at if starts and at is not None else 0
    head, roles = _english_head([w for w in rest if w.begin >= begin], low)
    opening = "verb" if opens else "amount" if starts else "subject" if verb else "bare"
    voice = "none"
    if verb is not None and not opens:
        surface = low[verb.begin : verb.end].split()[0]
        voice = "passive" if _PARTICIPLE.search(surface) and surface not in _AUXILIARY else "active"
    return Predicate(opening, voice, verb, subject, head, roles)


def _reads_as_verb(first: Word, words: list[Word], low: str) -> bool:
    """Test coverage, Support tickets, Open rate: nouns; Test three ideas: a verb."""
    if not first.roles & set(THINGS):
        return not low[first.begin : first.end].endswith(("ing", "ed"))
    if len(words) < 2:
        return False
    gap = low[first.end : words[1].begin]
    return words[1].stem in ("the", "a", "an", "our", "all", "new", "every", "each") or bool(
        re.search(r"[0-9]", gap)
    )


def _noun_like(word: Word, words: list[Word], low: str) -> bool:
    place = words.index(word)
    before = words[place - 1].stem if place else ""
    return before in (
        "the",
        "a",
        "an",
        "our",
        "of",
        "per",
        "for",
        "in",
        "new",
        "their",
    ) and not _PARTICIPLE.search(word.stem)


def _english_head(words: list[Word], low: str) -> tuple[str, Roles]:
    """The last noun before the first preposition: share of …, median time to …"""
    head = None
    for place, word in enumerate(words):
        if word.stem in _MODIFIERS:
            continue
        text = low[word.begin : word.end]
        gap = low[words[place - 1].end : word.begin] if place else ""
        if head is not None and (PREPOSITION.fullmatch(text.split()[0]) or PREPOSITION.search(gap)):
            break
        if head is not None and _is_verb(word) and not _is_thing(word) and not text.endswith("ing"):
            break
        if (word.roles & {"intensity", "grading"} and not _is_thing(word)) or PREPOSITION.fullmatch(
            text.split()[0]
        ):
            continue
        head = word
    return (head.stem, head.roles) if head else ("", NO_ROLES)


def read_predicate(reading: Reading, clause: Clause, amount_at: int | None) -> Predicate:
    """`amount_at` is where the amount stands that the clause is about, if there is one."""
    inside = amount_at if amount_at is not None and clause.begin <= amount_at < clause.end else None
    if reading.text.language == "zh":
        return _chinese(reading, clause, inside)
    return _english(reading, clause, inside)
