"""Noun or verb? English words that can be both keep the roles that their neighbours leave open. Pure.

Three lines call: call is done. 180 shop signs replaced: neither shop nor signs is.
"""

import re
from dataclasses import replace

from cairn.coach.reading import Reading
from cairn.coach.words import Word

ACTS = frozenset(("down", "up", "reach", "keep", "gain", "improve", "effort", "do", "outside_act"))
NAMES = frozenset(
    (
        "metric", "condition", "construct", "work_metric", "artefact", "activity", "commit",
        "outsider", "generic", "function",
    )
)  # fmt: skip
SENSED_ACTS = frozenset(("sold", "used", "served", "harmed", "made", "told", "exercised"))
SENSED_NAMES = frozenset(
    (
        "staff", "client", "body", "harm", "measure", "money", "uptake", "document", "system",
        "gear", "gathering", "plan", "ware", "virtue", "skill",
    )
)  # fmt: skip
_BEFORE_NOUN = frozenset(
    "a an the our my their its his her your this these those no new every each all more fewer less of in on for with "
    "from at per by via first second third both other any some own existing".split()
)
_ARTICLES = frozenset("a an the our my their its his her of per".split())
_AFTER_VERB = frozenset(
    "a an the our my their its us them themselves it every each all new at least more one two three four".split()
)
_HELPING = frozenset("is are was were be been being has have had gets get got can will".split())
_PEOPLE = frozenset("people children women men staff police alumni personnel".split())
_NOT_DONE = frozenset("need speed feed seed bed red shed weed lead led".split())


def _said(word: Word, low: str) -> str:
    return low[word.begin : word.end]


def _is_done(said: str, word: Word) -> bool:
    """A participle: installed, sold, written."""
    if said in _NOT_DONE or said.endswith(("ing", "s")):
        return False
    return said.endswith("ed") or (
        said.split(maxsplit=1)[0] != word.stem.split(maxsplit=1)[0] and bool(word.roles & ACTS)
    )


def is_many(said: str) -> bool:
    return said in _PEOPLE or (said.endswith("s") and not said.endswith(("ss", "us", "is")))


def _as_noun(word: Word) -> Word:
    return replace(word, roles=word.roles - ACTS)


def _as_verb(word: Word) -> Word:
    return replace(word, roles=word.roles - NAMES) if word.roles & ACTS else word


def _told(words: list[Word], place: int, low: str) -> Word:
    word, said = words[place], _said(words[place], low)
    if not word.roles & ACTS or (not word.roles & NAMES and said.endswith(("ed", "ing"))):
        return word
    before = words[place - 1] if place else None
    after = words[place + 1] if place + 1 < len(words) else None
    gap = low[before.end : word.begin] if before else "^"
    ahead = low[word.end : after.begin] if after else "$"
    if re.search(r"[^\s,'’-]", gap) and gap != "^":
        before = None
    if _is_done(said, word):
        return _as_verb(word)
    if not word.roles & NAMES:
        noun = before is not None and _said(before, low) in _ARTICLES
        return _as_noun(word) if noun else word
    if before is None and re.search(r"[0-9%]", gap):
        return _as_noun(word)
    if before is None:
        return _first(word, after, ahead, low)
    return _behind(word, before, after, ahead, low)


def _first(word: Word, after: Word | None, ahead: str, low: str) -> Word:
    """Visit 30 plants, Call every …, against Search traffic and Support tickets closed."""
    said = _said(word, low)
    if after is None or (said.endswith(("s", "ing")) and said != word.stem):
        return _as_noun(word)
    if re.search(r"[0-9]", ahead) or _said(after, low) in _AFTER_VERB:
        return _as_verb(word)
    return word


def _behind(word: Word, before: Word, after: Word | None, ahead: str, low: str) -> Word:
    """After a, our, of: a noun. After a plural: call is a verb, calls a noun."""
    said, prior = _said(word, low), _said(before, low)
    follows = _said(after, low) if after else ""
    if prior in _BEFORE_NOUN:
        return _as_noun(word)
    if prior == "to" or prior in _HELPING:
        return _as_verb(word) if prior == "to" and not said.endswith("s") else word
    if is_many(prior) and before.roles & NAMES:
        return _as_noun(word) if said.endswith("s") and said != word.stem else _as_verb(word)
    takes = follows in _AFTER_VERB or bool(re.match(r" [0-9]", ahead))
    if said.endswith("s") and said != word.stem:
        return _as_verb(word) if takes and before.roles & NAMES else _as_noun(word)
    if (
        before.roles & NAMES
        and after is not None
        and (_is_done(follows, after) or is_many(follows))
    ):
        return _as_noun(word)
    return word


def tell_parts(reading: Reading) -> Reading:
    """The reading with words narrowed to what they can be where they stand; Chinese stays."""
    if reading.text.language != "en":
        return reading
    words = [_told(reading.words, place, reading.low) for place in range(len(reading.words))]
    return replace(reading, words=words)
