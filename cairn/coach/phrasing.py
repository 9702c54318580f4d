"""Small surgery on a writer's own sentence, for rewrites. Pure."""

from cairn.coach.patterns import Pattern

_UPPER = Pattern(r"^[a-z]")
_GAPS = Pattern(r"[ \u3000]{2,}")
_LATIN_FROM = Pattern(r"(?<=[A-Za-z0-9])从(?= _)")
_HAN_GAP = Pattern(r"(?<=[一-鿿]) (?=[一-鿿])")


def opened(text: str) -> str:
    """With a capital where a Latin letter begins it."""
    return _UPPER.sub(lambda found: found[0].upper(), text.strip())


def tidy(text: str) -> str:
    """Without the gaps that words taken out have left."""
    text = _LATIN_FROM.sub(" 从", _GAPS.sub(" ", text).strip())
    return opened(_HAN_GAP.sub("", text))


def cut(text: str, *places: tuple[int, int]) -> str:
    """Without what stands in those places."""
    for begin, end in sorted(places, reverse=True):
        text = text[:begin] + text[end:]
    return tidy(text)
