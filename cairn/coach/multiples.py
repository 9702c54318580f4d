"""Words that are multiples and ratios: 翻番, twice as many, fivefold, halved, 3:1. Pure."""

import re
from decimal import Decimal

from cairn.coach.amount_words import ANY_N, Rule, any_number, word_number
from cairn.coach.patterns import Pattern


def _grown(found: re.Match[str]) -> Decimal | None:
    number = any_number(found["n"])
    return None if number is None else number + 1


def _doubled(found: re.Match[str]) -> Decimal | None:
    number = any_number(found["n"])
    return Decimal(2) ** int(number) if number and number < 10 else None


SAID_RATIO = Pattern(
    r"\bratio(?: [a-z]+){0,3} $|[一-鿿]比(?:例|率)? ?(?:[到至为达]|不低于)? ?$", needs="ratio|比"
)


def _ratio(found: re.Match[str]) -> Decimal | None:
    """3:1 and 1:4 are ratios; 2:37 is a time."""
    one, two = any_number(found["one"].strip(".")), any_number(found["two"].strip("."))
    if one is None or two is None or 1 not in (one, two):
        return None
    if re.search(r":[0-5][0-9]$", found[0]) and not SAID_RATIO.search(
        found.string[: found.start()]
    ):
        return None
    return one if two == 1 else two


MULTIPLES: tuple[Rule, ...] = (
    (
        Pattern(
            r"减半|[砍腰]半|腰斩|减少一半|降低?一半|降一半|下降一半|砍掉?一半|缩短一半|压缩一半|少一半"
            r"|\bhalv(?:e[sd]?|ing)\b"
            r"|\bhalf (?:as many|as much|the (?:current |present |existing )?number of)\b"
            r"|\b(?:by|in|cut|reduced?) (?:a "
            r"|one )?half\b(?! an? )",
            needs="as m|hal|number of|半|砍|腰",
        ),
        "50",
        "%",
        "half_less",
    ),
    (Pattern(r"翻(?P<n>[两二三四0-9])番", needs="翻"), _doubled, "x", "multiple"),
    (
        Pattern(
            r"翻一?番|翻(?:一|1)?倍|加倍|倍增|增长一倍|增加一倍|提高一倍|提升一倍|多一倍"
            r"|\bdoubl(?:e[sd]?|ing)\b(?!-)"
            r"|\btwofold\b|\btwice (?:as (?:many|much|fast|often)|the|last|our|current)\b",
            needs="doubl|twice|twofold|倍|翻",
        ),
        "2",
        "x",
        "multiple",
    ),
    (
        Pattern(
            r"(?<![0-9a-z])(?<![0-9] )[x×] ?(?P<n>[0-9]{1,2}(?:\.[0-9])?)(?=$|[,.;)]? |[,;)])",
            needs="x|×",
        ),
        lambda m: any_number(m["n"]),
        "x",
        "multiple",
    ),
    (
        Pattern(
            r"\btripl(?:e[sd]?|ing)\b|\bthreefold\b|\btreble[sd]?\b",
            needs="threefold|treble|triple|tripling",
        ),
        "3",
        "x",
        "multiple",
    ),
    (
        Pattern(r"\bquadrupl(?:e[sd]?|ing)\b|\bfourfold\b", needs="fourfold|quadrupl"),
        "4",
        "x",
        "multiple",
    ),
    (
        Pattern(r"\b(?P<n>five|six|seven|eight|nine|ten|[2-9]|1[0-9])-?fold\b", needs="fold"),
        lambda m: word_number(m["n"]),
        "x",
        "multiple",
    ),
    (
        Pattern(rf"(?:增长|增加|提高|提升|扩大|上升|涨了?)了? ?(?P<n>{ANY_N}) ?倍", needs="倍"),
        _grown,
        "x",
        "multiple",
    ),
    (
        Pattern(
            r"(?P<one>[0-9.]+) ?[:比] ?(?P<two>[0-9.]+)(?=$|[ ,。;，以)])(?!,[0-9])", needs=":|比"
        ),
        _ratio,
        "x",
        "ratio",
    ),
)
