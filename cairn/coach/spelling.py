"""A text by its spelling alone: pieces of words, weighed as a second opinion that knows no roles. Pure.

A piece is one to three Chinese characters, four or five letters of an English word or two words in a
row; digits are all alike. Each has a place among `PLACES` by its checksum. `spelling.json`, written by
`python -m tools.coach_training`, has of each judgement a byte for each place.
"""

import base64
import json
import zlib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from cairn.coach.patterns import Pattern
from cairn.coach.reading import Reading

PLACES = 1 << 15
STEPS = 64
"""Steps of a byte that make one logit."""
_NUMBER = Pattern(r"[0-9]+(?:[.,:][0-9]+)*")
_TOKENS = Pattern(r"[a-z]+|0")
_DIGITS = b"0"


def _chinese(said: str) -> Iterator[bytes]:
    for size in (1, 2, 3):
        for at in range(len(said) - size + 1):
            yield said[at : at + size].encode()


def _english(said: str) -> Iterator[bytes]:
    tokens = [token.encode() for token in _TOKENS.findall(said)]
    for token in tokens:
        if token != _DIGITS:
            yield from _of_word(b"<%b>" % token)
    for one, other in pairwise(tokens):
        yield b"%b %b" % (one, other)


def _of_word(word: bytes) -> Iterator[bytes]:
    yield word
    for size in (3, 4, 5):
        for at in range(len(word) - size + 1):
            yield word[at : at + size]


def places_of(reading: Reading) -> list[int]:
    """Where the pieces of a text stand, each once, in order."""
    said = _NUMBER.sub("0", reading.low.strip())
    pieces = _chinese(said) if reading.text.language == "zh" else _english(said)
    return sorted({place % PLACES for place in map(zlib.crc32, pieces)})


@cache
def load_spelling() -> dict[str, bytes]:
    """Judgement → a signed byte for each place; empty before the first training."""
    path = Path(__file__).with_name("spelling.json")
    if not path.is_file():
        return {}
    loaded: dict[str, str] = json.loads(path.read_text("utf-8"))
    return {judgement: base64.b64decode(said) for judgement, said in loaded.items()}


def heard_in(judgement: str, reading: Reading) -> float:
    """What the spelling says, in logits; 0 where nothing was learned."""
    weights = load_spelling().get(judgement)
    if weights is None:
        return 0.0
    signed = memoryview(weights).cast("b")
    return sum(signed[place] for place in places_of(reading)) / STEPS
