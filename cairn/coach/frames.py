"""Whole sentences that hold an OKR, taken apart. Pure.

我的目标是…，通过…，以…来衡量; 通过…措施，实现…的结果; My objective is …, measured by …, through ….
"""

from dataclasses import dataclass
from enum import StrEnum

from cairn.coach.patterns import Pattern

LONGEST = 2000
_STOPS = " \t\r\n。.!！;；,，"
_LEAD = Pattern(
    r"^(?:(?:我|我们|本季度|这个季度)?的?目标是[:：]?|我们要|(?:my|our|the) objective is(?: to)? "
    r"|we will )"
)
_MARKS = {
    "measures": Pattern(
        r"[，,；;。] ?(?:并?[以用](?=[^，。]{2})|衡量标准是[:：]?)|,? (?:as )?measured by "
    ),
    "means": Pattern(r"[，,；;。] ?通过|, (?:and )?through "),
}
_MEASURED = Pattern(r"(?:来|进行|作为|去)?衡量(?:标准)?$")
_OPENS = Pattern(r"[以用]$")
_RESULT_ZH = Pattern(r"^通过(?P<means>[^，,]+)[，,] ?(?:来|从而|我们)?实现(?P<end>.+)$")
_RESULT_EN = Pattern(r"^through (?P<means>[^,]+), (?:we )?(?:will )?achieve (?P<end>.+)$")
_SPLIT = Pattern(r"[；;]")
_LISTED = Pattern(r"、|，?(?:以及|和)|, and |, | and ")
_DIGIT = Pattern(r"[0-9０-９]")


class Frame(StrEnum):
    """How the sentence is built."""

    WE_WILL = "we-will"
    MY_OBJECTIVE = "my-objective"
    THROUGH = "through"


@dataclass(frozen=True, slots=True)
class Parts:
    """What belongs to the objective, its key results and its initiatives."""

    objective: str
    measures: tuple[str, ...] = ()
    means: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Framed:
    """Of THROUGH the objective is the result that the means lead to."""

    frame: Frame
    parts: Parts


def read_frame(text: str) -> Framed | None:
    """The parts of a sentence that is one of the frames; nothing of any other."""
    text = text[:LONGEST].strip(_STOPS)
    lead = _LEAD.match(text.lower())
    if lead is None:
        return _through(text)
    places = _marked(text, lead.end())
    if not places:
        return None
    parts = {"objective": text[lead.end() : places[0][1]]}
    ends = [begin for _role, begin, _end in places[1:]] + [len(text)]
    for (role, _begin, end), until in zip(places, ends, strict=True):
        parts[role] = text[end:until]
    measures = _MEASURED.sub("", parts.get("measures", "").strip(_STOPS))
    aim, found = _clean(parts["objective"]), _listed(measures)
    if not aim or not found:
        return None
    is_wish = lead[0].startswith(("我们要", "we will"))
    frame = Frame.WE_WILL if is_wish else Frame.MY_OBJECTIVE
    return Framed(frame, Parts(aim, found, _split(parts.get("means", ""))))


def _marked(text: str, begin: int) -> list[tuple[str, int, int]]:
    """(role, where its mark begins, where it ends), each role once, in the order of the text."""
    low, places = text.lower(), list[tuple[str, int, int]]()
    if len(low) != len(text):
        low = text
    for role, mark in _MARKS.items():
        for found in mark.finditer(low, begin):
            if not _OPENS.search(found[0]) or _closes(low, found.end()):
                places.append((role, found.start(), found.end()))
                break
    return sorted(places, key=lambda one: one[1])


def _closes(low: str, begin: int) -> bool:
    """以 opens a measure only where 衡量 closes it, before the means begin."""
    means = _MARKS["means"].search(low, begin)
    rest = low[begin : means.start() if means else len(low)]
    return _MEASURED.search(rest.strip(_STOPS)) is not None


def _through(text: str) -> Framed | None:
    """通过…措施，实现…的结果 needs one of its two nouns: 通过…，实现… alone is plain Chinese."""
    found = _RESULT_ZH.match(text)
    if found is not None:
        means, end = found["means"].strip(), found["end"].strip(_STOPS)
        if not means.endswith("措施") and not end.endswith("的结果"):
            return None
        means, end = means.removesuffix("措施"), end.removesuffix("的结果")
    else:
        found = _RESULT_EN.match(text.lower()) if text.isascii() else None
        if found is None:
            return None
        means, end = (text[slice(*found.span(name))] for name in ("means", "end"))
    if not _clean(means) or not _clean(end):
        return None
    return Framed(Frame.THROUGH, Parts(_clean(end), (), _split(means)))


def _listed(text: str) -> tuple[str, ...]:
    """The measures; commas and 和 part them only where every part has a number."""
    parts = _split(text)
    if len(parts) == 1:
        finer = [_clean(one) for one in _LISTED.split(parts[0])]
        if all(_DIGIT.search(one) for one in finer):
            return tuple(finer)
    return parts


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for one in _SPLIT.split(text) if (part := _clean(one)))


def _clean(text: str) -> str:
    text = text.strip(_STOPS)
    return "" if text in ("…", "...", "……") else text
