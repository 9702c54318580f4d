"""The name of what a key result measures, and which way or within which bounds it goes. Pure.

Where the amounts stand is told by the coach; here are only the words around them.
"""

import re

from cairn.goals import wording as w

LONGEST_MEASURE = 40
_PADDING = " :"
_CUT_AFTER = re.compile(
    r"并|以(?=[增提便]|满)|\band\b|\bfor\b|\bby\b|\bwith\b|\bin\b", re.IGNORECASE
)
_ENDS = re.compile(r"[。;!?\n、\uff0c\uff1b\uff01]|,(?![0-9]{3})|\.(?=\s|$)")
_BRACKETS = re.compile(r" ?[(\uff08][^()\uff08\uff09]*[)\uff09] ?$")
_FROM = re.compile(r"从|由|自|\bfrom\b", re.IGNORECASE)
_VERBS = {"up": w.UP, "down": w.DOWN, "reach": w.REACH, "do": w.DO, "keep": w.KEEP}
_BOUNDS = (
    ("not_below", w.NOT_BELOW),
    ("not_above", w.NOT_ABOVE),
    ("above", w.ABOVE),
    ("below", w.BELOW),
)


def _last(pattern: str, text: str) -> int:
    """Where the last match ends; -1 without one."""
    ends = [found.end() for found in re.finditer(pattern, text, re.IGNORECASE)]
    return ends[-1] if ends else -1


def way_of(words: str) -> str | None:
    """`increase` or `decrease`, by the last verb that says either."""
    up, down = _last(w.UP, words), _last(w.DOWN, words)
    return None if up == down else "increase" if up > down else "decrease"


def bound_of(before: str, after: str) -> str | None:
    """The bound that is said right at the amount, before or after it."""
    for name, pattern in _BOUNDS:
        if re.search(rf"(?:{pattern})(?: ?[为是到于在约]| of)? ?$", before, re.IGNORECASE):
            return name
    if re.match(rf" ?(?:{w.ABOVE_AFTER})", after, re.IGNORECASE):
        return "above"
    return "below" if re.match(rf" ?(?:{w.BELOW_AFTER})", after, re.IGNORECASE) else None


def verb_before(before: str) -> str | None:
    """Which kind of verb stands last before the amount."""
    if re.search(w.REACH_HERE, before, re.IGNORECASE):
        return "reach"
    ends = {name: _last(pattern, before) for name, pattern in _VERBS.items()}
    name = max(ends, key=lambda one: (ends[one], one == "do"))
    return name if ends[name] >= 0 else None


def clause_around(text: str, begin: int, end: int) -> tuple[int, int]:
    """From the end of the clause before to the end of this one."""
    cuts = list(_ENDS.finditer(text))
    first = max((cut.end() for cut in cuts if cut.end() <= begin), default=0)
    return first, min((cut.start() for cut in cuts if cut.start() >= end), default=len(text))


def name_between(text: str, begin: int, end: int) -> tuple[int, int] | None:
    """Where between two places the measure's name stands, without the verbs around it."""
    for opening in (w.MEANS, w.LEADING):
        found = opening.match(text[begin:end])
        begin += found.end() if found else 0
    tail = w.TRAILING.search(text[begin:end])
    end = begin + tail.start() if tail else end
    name = text[begin:end].strip(_PADDING)
    if not name or len(name) > LONGEST_MEASURE or w.NO_MEASURE.match(name):
        return None
    begin = text.index(name, begin)
    return begin, begin + len(name)


def end_before_brackets(text: str, begin: int, end: int) -> int:
    """净收入留存率(NRR) → before the bracket; where nothing else stands, the brackets stay."""
    found = _BRACKETS.search(text, begin, end)
    return found.start() if found and found.start() > begin else end


def name_before(text: str, begin: int, end: int) -> tuple[int, int] | None:
    """把客诉从 → 客诉: what stands before the amounts, and before the word that says from."""
    marks = [found.start() for found in _FROM.finditer(text, begin, end)]
    return name_between(text, begin, marks[-1] if marks else end)


def name_after(text: str, begin: int, end: int) -> tuple[int, int] | None:
    """90%的满意度, 5 场访谈: what stands after the amount."""
    of_it = re.compile(r"(?: ?以上)? ?的?").match(text, begin, end)
    begin = of_it.end() if of_it else begin
    cut = _CUT_AFTER.search(text, begin, end)
    return name_between(text, begin, cut.start() if cut else end)


def says(pattern: str, words: str) -> bool:
    return bool(re.search(pattern, words, re.IGNORECASE))
