"""The lexicons: which roles a word can play, zh and en, and the words that a text holds. Pure.

The data are `words/zh.txt`, `words/en.txt` and `words/senses_en.txt`: a role in brackets, then its words in their plain
form, `_` for a space inside a phrase.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cairn.coach.patterns import Pattern
from cairn.coach.stems import stems_of

LONGEST_CHINESE = 9
LONGEST_PHRASE = 4
_LISTS = {"zh": ("zh.txt", "senses_zh.txt"), "en": ("en.txt", "senses_en.txt")}
_WORD = Pattern(r"[a-z]+(?:[-'/&][a-z0-9]+)*|[\u4e00-\u9fff]+")
Roles = frozenset[str]
NO_ROLES: Roles = frozenset()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text with the roles it can play; `stem` is its plain form."""

    stem: str
    begin: int
    end: int
    roles: Roles


def _lines(language: str) -> Iterator[str]:
    folder = Path(__file__).parent / "words"
    for name in _LISTS[language]:
        yield from (folder / name).read_text("utf-8").splitlines()


@cache
def load_roles(language: str) -> dict[str, Roles]:
    """Each word of a language's lexicon with all its roles."""
    found = dict[str, set[str]]()
    role = ""
    for line in _lines(language):
        if line.startswith("["):
            role = line.strip("[]")
            continue
        for word in line.split():
            found.setdefault(word.replace("_", " ").lower(), set()).add(role)
    return {word: frozenset(roles) for word, roles in found.items()}


def _chinese(run: str, offset: int) -> list[Word]:
    """Longest match; a character that begins no word is skipped."""
    lexicon, words, at = load_roles("zh"), list[Word](), 0
    while at < len(run):
        for size in range(min(LONGEST_CHINESE, len(run) - at), 0, -1):
            roles = lexicon.get(run[at : at + size])
            if size == 1 and roles is not None and not _stands_alone(run, at, words, offset):
                roles = None
            if roles is not None:
                words.append(Word(run[at : at + size], offset + at, offset + at + size, roles))
                at += size
                break
        else:
            at += 1
    return words


def _stands_alone(run: str, at: int, words: list[Word], offset: int) -> bool:
    """A word of one character in the middle of unknown ones is a part of them: 办 in 3个办公地点."""
    return (
        at == 0
        or bool(words and words[-1].end == offset + at)
        or run[at] in ("的从由自到至为在对和与把将让使令以并且及或了每其等不无")
    )


@cache
def _openers() -> frozenset[str]:
    """The words with which a phrase of the English lexicon begins."""
    return frozenset(said.partition(" ")[0] for said in load_roles("en") if " " in said)


def _longest(first: str, left: int) -> int:
    """How many words the phrase that a word begins may have, where so many are left."""
    return 1 if _openers().isdisjoint(stems_of(first)) else min(LONGEST_PHRASE, left)


def _english(low: str, places: list[tuple[int, int]]) -> list[Word]:
    lexicon, words, at = load_roles("en"), list[Word](), 0
    while at < len(places):
        for size in range(_longest(low[slice(*places[at])], len(places) - at), 0, -1):
            begin, end = places[at][0], places[at + size - 1][1]
            if size > 1 and end - begin > 32:
                continue
            known = [one for one in stems_of(low[begin:end]) if one in lexicon]
            if known:
                roles = (
                    lexicon[known[0]]
                    if size > 1
                    else frozenset[str]().union(*(lexicon[one] for one in known))
                )
                words.append(Word(known[0], begin, end, roles))
                at += size
                break
        else:
            begin, end = places[at]
            words.append(Word(_singular(low[begin:end]), begin, end, NO_ROLES))
            at += 1
    return words


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _together(low: str, places: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """English words in runs without punctuation between them: no phrase crosses a comma."""
    runs = list[list[tuple[int, int]]]()
    for place in places:
        if runs and low[runs[-1][-1][1] : place[0]] == " ":
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def find_words(low: str) -> list[Word]:
    """The words of a small-lettered text in order; Chinese ones only where the lexicon "
    "knows them."""
    words, latin = list[Word](), list[tuple[int, int]]()
    for found in _WORD.finditer(low):
        if found[0][0] >= "\u4e00":
            words += _chinese(found[0], found.start())
        else:
            latin.append(found.span())
            upper = load_roles("zh").get(found[0])
            if upper:
                words.append(Word(found[0], *found.span(), upper))
                latin.pop()
    for run in _together(low, latin):
        words += _english(low, run)
    return sorted(words, key=lambda word: word.begin)
