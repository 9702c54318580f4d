"""English words to their plain forms: closing → close, studies → study, won → win. Pure."""

from functools import lru_cache

_IRREGULAR = dict(
    pair.split(":")
    for pair in (
        "brought:bring sold:sell won:win held:hold built:build wrote:write written:write ran:run"
        " grew:grow grown:grow fell:fall fallen:fall kept:keep met:meet got:get gotten:get "
        "made:make"
        " gave:give given:give took:take taken:take rose:rise risen:rise led:lead sent:send"
        " taught:teach spoke:speak spoken:speak lost:lose paid:pay bought:buy drove:drive"
        " driven:drive chose:choose chosen:choose shrank:shrink shrunk:shrink came:come"
        " became:become went:go gone:go saw:see seen:see spent:spend stood:stand stayed:stay"
        " swept:sweep found:find dealt:deal left:leave beat:beat beaten:beat people:people"
        " criteria:criterion analyses:analysis children:child women:woman men:man knew:know"
        " known:know began:begin begun:begin slept:sleep wore:wear drew:draw drawn:draw lent:lend"
        " shown:show bore:bear fed:feed laid:lay dying:die trod:tread done:do did:do has:have"
        " had:have is:be are:be was:be were:be been:be swam:swim ate:eat"
    ).split()
)
_VOWELS = "aeiouy"


def _endings(word: str) -> list[str]:
    if word in _IRREGULAR:
        return [_IRREGULAR[word]]
    if word.endswith("ies") and len(word) > 4:
        return [word[:-3] + "y", word[:-1]]
    if word.endswith("ied") and len(word) > 4:
        return [word[:-3] + "y"]
    if word.endswith("ing") and len(word) > 5:
        return _trimmed(word[:-3])
    if word.endswith("ed") and len(word) > 4:
        return _trimmed(word[:-2])
    if word.endswith("es") and len(word) > 4:
        return [word[:-1], word[:-2]]
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        return [word[:-1]]
    return []


def _trimmed(stem: str) -> list[str]:
    """clos → close; runn → run; publish → publish"""
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
        return [stem, stem[:-1]] if stem[-1] in "lsz" else [stem[:-1]]
    return [stem + "e", stem]


@lru_cache(maxsize=8192)
def stems_of(phrase: str) -> tuple[str, ...]:
    """The phrase itself, then its plain forms: of the last word, of the first, of both."""
    first, _, rest = phrase.partition(" ")
    if not rest:
        return (phrase, *_endings(phrase))
    head, _, last = phrase.rpartition(" ")
    firsts, lasts = [first, *_endings(first)], [last, *_endings(last)]
    middle = head[len(first) :]
    return tuple(dict.fromkeys(f"{one}{middle} {other}" for one in firsts for other in lasts))
