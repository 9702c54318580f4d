"""Which kind of key result a sentence speaks of. Pure."""

import re

from cairn.goals import wording
from cairn.goals.sentences import Sentence

UP, DOWN, KEEP = (
    re.compile(words, re.IGNORECASE) for words in (wording.UP, wording.DOWN, wording.KEEP)
)


def kind_said(sentence: str, read: Sentence) -> str:
    """Empty where nothing is said. Without a number or a direction it is something that is reached or
    not: a milestone."""
    if read.kind or not sentence.strip():
        return read.kind or ""
    if DOWN.search(sentence) and not UP.search(sentence):
        return "decrease"
    if read.target is not None or UP.search(sentence) or KEEP.search(sentence):
        return "increase"
    return "milestones"
