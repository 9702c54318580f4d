"""Words that are amounts by themselves: shares, ranks, times. Pure."""

import re
from collections.abc import Callable
from decimal import Decimal

from cairn.coach.counting import SMALL, TENS
from cairn.coach.patterns import Pattern
from cairn.coach.wholes import PARTS_OF_WHOLES
from cairn.measures.numerals import read_numeral

_WORD_N = r"(?:[0-9]+(?:\.[0-9]+)?|one|two|three|four|five|six|seven|eight|nine|ten)"
Value = str | Callable[[re.Match[str]], Decimal | None]
Rule = tuple[Pattern, Value, str | None, str]
ANY_N = r"(?:[0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十]+(?:点[零一二三四五六七八九]+)?)"


def any_number(text: str) -> Decimal | None:
    return read_numeral(text) if text else None


_WHOLES = (2, 3, 4, 5, 6, 8, 10, 20, 50, 100, 200, 500, 1000, 10000)
_WORD_OF = (
    r"(?:[1-9][0-9]{0,2}(?:,?000)?|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|fifty|hundred"
    r"|thousand)"
)


_MARKED = Pattern(
    r"\b(?:satisfaction|happiness|mark|score|grade|rating|result)s? of (?:at least )?$|\brates? (?:us|our) [a-z ]*$"
)


def _share(found: re.Match[str]) -> Decimal | None:
    """None of 8.5 out of 10, which is a mark."""
    if "." in found["n"] or _MARKED.search(found.string[: found.start()]):
        return None
    whole = word_number(found["of"])
    return _part(found["n"], found["of"]) if whole in _WHOLES else None


def _part(said: str, of: str) -> Decimal | None:
    top, whole = word_number(said), word_number(of.replace(",", ""))
    return round(top * 100 / whole, 2) if top and whole and top <= whole else None


def word_number(text: str) -> Decimal | None:
    word = text.strip().lower()
    known = {**SMALL, **TENS}
    return Decimal(known[word]) if word in known else any_number(word)


def _parts(found: re.Match[str]) -> Decimal | None:
    sizes = {"百": 100, "千": 1000, "万": 10000}
    whole, top = sizes.get(found["of"]) or any_number(found["of"]), any_number(found["n"])
    if not whole or not top:
        return None
    return (top * 100 / whole).quantize(Decimal("0.001" if whole > 99 else "0.01")).normalize() + 0


_NTH = dict(
    zip(
        "first second third fourth fifth sixth eighth tenth".split(),
        (1, 2, 3, 4, 5, 6, 8, 10),
        strict=True,
    )
)
_PARTS_OF = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_FIGURES = dict(zip("five six seven eight".split(), (4, 5, 6, 7), strict=True))
_TITLES = {"冠军": 1, "亚军": 2, "季军": 3}
FRACTIONS: tuple[Rule, ...] = (
    *PARTS_OF_WHOLES,
    (
        Pattern(
            rf"(?<![0-9.,/])(?P<n>{_WORD_N})(?: [a-z]+)? (?:out of|of|in) every (?P<of>{_WORD_OF})\b"
            rf"(?! (?:days|weeks|months|hours|minutes|years))"
            rf"|(?<![0-9.,/])(?P<m>[1-9]) ?/ ?(?P<all>[1-9]|10|100)(?= (?!stars?\b|points?\b|score|in\b|on\b"
            rf"|or\b|by\b|from\b|for\b|at\b|to\b|and\b|rating)[a-z]{{3,}})"
        ),
        lambda m: _part(m["n"] or m["m"], m["of"] or m["all"]),
        "%",
        "share",
    ),
    (
        Pattern(
            r"\b(?P<n>one|two|three|four|nine) [a-z]+ (?:in|out of) "
            r"(?P<of>three|four|five|six|eight|ten|twenty)(?= [a-z])"
            r"(?! (?:days|weeks|months|hours|minutes|years|[a-z]+s\b))"
        ),
        lambda m: _part(m["n"], m["of"]),
        "%",
        "share",
    ),
    (
        Pattern(r"(?:^|\bfrom )(?:nothing|scratch|nil|zero|none)(?= to [$€£]?[0-9])"),
        "0",
        None,
        "number",
    ),
    (
        Pattern(
            r"(?:^|(?<=[,:;] ))(?:nearly |almost |over |more than )?half of (?:them|these|those|whom)\b"
        ),
        "50",
        "%",
        "share",
    ),
    (
        Pattern(
            r"\ba (?:good|full|solid) (?P<n>third|quarter|fifth|half|tenth)\b(?! hour)"
            r"|(?<=\(was )a (?P<k>third|quarter|fifth|tenth)\b"
        ),
        lambda m: round(Decimal(100) / _PARTS_OF[m["n"] or m["k"]], 2),
        "%",
        "share",
    ),
    (
        Pattern(r"\b(?P<n>[0-9]+(?:\.[0-9]+)?) ?(?:bps|basis points?)\b"),
        lambda m: Decimal(m["n"]) / 100,
        "pp",
        "points",
    ),
    (
        Pattern(r"(?:₹|\brs\.? |\binr ) ?(?P<n>[0-9]+(?:\.[0-9]+)?) ?(?P<of>lakh|crore)s?\b"),
        lambda m: Decimal(m["n"]) * (10**5 if m["of"] == "lakh" else 10**7),
        "INR",
        "money",
    ),
    (
        Pattern(r"(?<![0-9.,₹])(?P<n>[0-9]+(?:\.[0-9]+)?) ?(?P<of>lakh|crore)s?\b"),
        lambda m: Decimal(m["n"]) * (10**5 if m["of"] == "lakh" else 10**7),
        None,
        "number",
    ),
    (
        Pattern(
            r"\b(?:every|each) (?P<n>second|third|fourth|fifth|sixth|eighth|tenth) (?=[a-z])"
            r"(?!day|week|month|quarter|year|night|monday|friday|sprint|time)"
        ),
        lambda m: round(Decimal(100) / _NTH[m["n"]], 2),
        "%",
        "share",
    ),
    (
        Pattern(r"\b(?P<n>five|six|seven|eight|5|6|7|8)-figure\b"),
        lambda m: Decimal(10) ** (_FIGURES[m["n"]] if m["n"] in _FIGURES else int(m["n"]) - 1),
        "money",
        "money",
    ),
    (
        Pattern(
            r"\bfull (?:attendance|occupancy|house|turnout|participation|staffing)\b|\bs(?:ell"
            r"|old) out\b(?! (?:the|our|all|of|every)\b)|\bfully booked\b"
        ),
        "100",
        "%",
        "share",
    ),
    (
        Pattern(r"\bone (?:[a-z]+ ){0,2}in a (?P<of>hundred|thousand)\b"),
        lambda m: Decimal(1) if m["of"] == "hundred" else Decimal("0.1"),
        "%",
        "share",
    ),
    (
        Pattern(r"\b(?P<n>first|second|third|fourth|fifth) place\b"),
        lambda m: Decimal(_NTH[m["n"]]),
        "rank",
        "rank",
    ),
    (
        Pattern(r"(?P<n>[冠亚季]军)(?=以上|$|[,\uff0c。;])"),
        lambda m: Decimal(_TITLES[m["n"]]),
        "rank",
        "rank",
    ),
    (
        Pattern(
            r"\b(?:among|one of) the (?P<n>[0-9]{1,3}|three|five|ten) (?:best|top|largest|leading)\b"
        ),
        lambda m: word_number(m["n"]),
        "rank",
        "rank",
    ),
    (Pattern(r"百分之百|百分百"), "100", "%", "share"),
    (
        Pattern(
            r"\b(?P<n>[0-9]{1,3})(?:st|nd|rd|th)\b"
            r"(?= (?:place|position)| to (?:the )?[0-9]{1,3}(?:st|nd|rd|th)\b)"
        ),
        lambda m: any_number(m["n"]),
        "rank",
        "rank",
    ),
    (
        Pattern(
            r"\b(?P<n>[0-9]{1,3})(?:st|nd|rd|th)\b(?= (?:in|on|of|among) (?:the |our |all )?(?:[a-z]+ ){0,2}"
            r"(?:league|table|rankings?|list|index|charts?|standings|comparison)\b)"
        ),
        lambda m: any_number(m["n"]),
        "rank",
        "rank",
    ),
    (
        Pattern(
            r"(?<![0-9.])(?P<n>[0-9]+(?:\.[0-9]+)?)-(?:percentage-)?point"
            r"(?= (?:rise|gain|increase|drop|fall|reduction|improvement|lift|jump|decline|cut))"
        ),
        lambda m: any_number(m["n"]),
        "pp",
        "points",
    ),
    (
        Pattern(r"(?<![0-9])(?P<m>[0-9]{1,3}) ?['′’] ?(?P<s>[0-5][0-9])(?: ?[\"″”])?(?![0-9a-z])"),
        lambda m: Decimal(int(m["m"]) * 60 + int(m["s"])),
        "s",
        "time",
    ),
    (
        Pattern(
            rf"(?<![0-9.,])(?P<n>{_WORD_N}) ?(?:cents?|pence)\b"
            rf"|(?<![0-9.])(?P<k>[0-9]+(?:\.[0-9]+)?) ?(?:分钱|(?P<ten>[毛角])钱?)"
        ),
        lambda m: (word_number(m["n"] or m["k"]) or Decimal(0)) / (10 if m["ten"] else 100),
        "money",
        "money",
    ),
    (
        Pattern(
            r"(?:提[升高]|上升|进|降低?|升|晋升|下降|改善)了?(?P<n>一|两|二|三|[1-3]) ?个?(?:等级"
            r"|级别|档次?|层级|台阶)(?!以)"
        ),
        lambda m: any_number(m["n"]),
        "级",
        "count",
    ),
    (
        Pattern(r"(?:highest|lowest|fastest) (?:in|of|among) (?:the |our |all )"),
        "1",
        "rank",
        "rank",
    ),
    (
        Pattern(
            r"人手一[份本册张台套]|(?:全部|悉数|一对一)?配[齐足]|满(?:编|员)(?=$|[,，。])|一个都?不[少落]"
        ),
        "100",
        "%",
        "share",
    ),
    (
        Pattern(r"(?<![0-9.])(?P<n>[0-9]{1,3}) ?秒 ?(?P<part>[0-9]{1,2})(?![0-9])"),
        lambda m: Decimal(f"{m['n']}.{m['part']}"),
        "s",
        "time",
    ),
    (Pattern(r"\bsemi-?finals?\b"), "4", "rank", "rank"),
    (Pattern(r"\bquarter-?finals?\b"), "8", "rank", "rank"),
    (
        Pattern(r"\blast (?P<n>4|8|16|32)(?= ?(?:or better|$|[,.;)]))"),
        lambda m: any_number(m["n"]),
        "rank",
        "rank",
    ),
    (
        Pattern(r"(?P<n>四|八|十六|三十二) ?强(?=$|[,，。;；)）])"),
        lambda m: any_number(m["n"]),
        "rank",
        "rank",
    ),
    (
        Pattern(r"(?:现金流|利润|毛利|净利润?|收益)(?:[^,，0-9]{0,6})为正"),
        "0",
        "money",
        "none",
    ),
    (Pattern(r"\bhalf of that\b"), "50", "%", "half_of_that"),
    (
        Pattern(r"(?P<n>[三四五3-5]) ?个 ?[9九](?![0-9.])"),
        lambda m: Decimal("99." + "9" * (int(read_numeral(m["n"]) or 3) - 2)),
        "%",
        "share",
    ),
    (
        Pattern(r"(?<![0-9./-])(?P<n>[123]) ?/ ?(?P<of>[2345])(?![0-9./]|[日月号前])(?! ?前)"),
        _share,
        "%",
        "share",
    ),
    (
        Pattern(
            r"每(?P<of>[0-9一二三四五六七八九十百]+) ?[个位名人件单台次家封]?[^,，0-9]{0,8}?(?:中|里)"
            r"[^,，0-9]{0,4}?有?至?少?(?P<n>[0-9一二两三四五六七八九]+) ?[个位名人件单台次家封]"
        ),
        _share,
        "%",
        "share",
    ),
    (
        Pattern(
            rf"(?<![0-9.])(?P<n>{_WORD_N}) out of (?P<of>3|4|5|20|three|four|five|twenty)(?= [a-z])"
            r"(?! (?:in|on|at|by|for|from|to|or|and|across|with|this|stars?|points?|as|is|are)\b)"
        ),
        _share,
        "%",
        "share",
    ),
    (
        Pattern(
            r"(?:(?<=排名)|(?<=[居列升到至为进获院区省市县国团司榜业度率额量类内率里是得])|(?<=由)|(?<=从)|(?<=排))"
            r" ?第 ?(?P<n>[0-9一二三四五六七八九十]+) ?(?:[名位](?![^,，。;；)）升提到至]))?"
            r"(?=$|[,，。;；)）( （、升提到至降跃]|以上|以内)"
        ),
        lambda m: any_number(m["n"]),
        "rank",
        "rank",
    ),
    (
        Pattern(r"(?<=[进入获得])(?:[^,，]{0,8})?(?P<n>四|八|十六|三十二) ?强(?![化度弱])"),
        lambda m: any_number(m["n"]),
        "rank",
        "rank",
    ),
    (Pattern(r"半成(?!品)"), "5", "%", "share"),
    (
        Pattern(
            r"每 ?(?P<of>十|百|10|100) ?(?P<unit>[个位名人件单台次家封张笔])[一-鿿]{0,4}?"
            r"(?P<n>[0-9]+|[一二两三四五六七八九]) ?(?P=unit)"
        ),
        _share,
        "%",
        "share",
    ),
    (
        Pattern(
            r"(?<![0-9一二三四五六七八九十百第])每? ?(?P<of>十|百) ?[个位名人件单台次家封张笔]"
            r"[^,，0-9。]{0,6}?(?:中|里|当中"
            r"|有)[^,，0-9。]{0,4}?(?P<n>[0-9一二两三四五六七八九十]+) ?[个位名人件单台次家封张笔]"
        ),
        _share,
        "%",
        "share",
    ),
    (
        Pattern(
            rf"^(?P<n>{_WORD_N}) in (?P<of>{_WORD_N})(?= [a-z])(?! (?:days|weeks|months"
            rf"|hours|minutes|years))"
        ),
        _share,
        "%",
        "share",
    ),
    (
        Pattern(r"\b(?P<n>three|four|five) nines\b"),
        lambda m: Decimal({"three": "99.9", "four": "99.99", "five": "99.999"}[m["n"]]),
        "%",
        "share",
    ),
    (
        Pattern(
            r"\b(?:hire|recruit|appoint)s? (?:an?|one)(?= [a-z])(?! (?:team|agency|few"
            r"|number|group|firm))|(?:招聘|招到|引进|招募|聘任|录用)(?:到|了)?一[名位个](?!月)"
        ),
        "1",
        None,
        "hired",
    ),
    (Pattern(r"\ba minute and a half\b"), "90", "s", "time"),
    (Pattern(r"\ban hour and a half\b"), "90", "min", "time"),
    (
        Pattern(r"\btwice[ -](?=an? |per |every |each |weekly|monthly|daily|yearly|quarterly)"),
        "2",
        "time",
        "count",
    ),
    (
        Pattern(
            rf"[€$£]?(?P<n>{_WORD_N})(?: [a-z]+)? in (?:every )?[€$£]?(?P<of>{_WORD_N}|ten"
            rf"|100)\b(?=$|[,.;)]| (?:to|of|is|are|or|by|has|have)\b)"
        ),
        _share,
        "%",
        "share",
    ),
    (Pattern(r"(?:single[- ](?:figures?|digits?)|[个一]位数)"), "9", None, "number"),
    (
        Pattern(r"\b(?:working|business) day (?P<n>[0-9]+)"),
        lambda m: any_number(m["n"]),
        "workday",
        "time",
    ),
    (
        Pattern(r"第 ?(?P<n>[0-9一二三四五六七八九十]+) ?个工作日"),
        lambda m: any_number(m["n"]),
        "workday",
        "time",
    ),
    (
        Pattern(r"(?P<h>[0-9]+) ?h ?(?P<m>[0-5][0-9])(?![0-9])"),
        lambda m: Decimal(int(m["h"]) * 60 + int(m["m"])),
        "min",
        "time",
    ),
    (Pattern(r"\bhalf an hour\b"), "30", "min", "time"),
    *(
        (
            Pattern(
                rf"\bhalf an? {name}\b|(?:(?<=\bto )|(?<=\bfrom )|(?<=\bwithin )|(?<=\bunder )"
                rf"|(?<=\bthan )|(?<=ed in ))(?:an?|one) {name}\b(?! (?:and|of))"
                rf"|\ban? {name}(?= (?:less|more|faster|sooner|shorter)\b)"
            ),
            lambda m: Decimal("0.5") if m[0].startswith("half") else Decimal(1),
            unit,
            "time",
        )
        for name, unit in (
            ("second", "s"),
            ("minute", "min"),
            ("hour", "h"),
            ("day", "day"),
            ("week", "week"),
            ("month", "month"),
            ("quarter", "quarter"),
            ("year", "year"),
        )
    ),
    (Pattern(r"\bhalf a day\b"), "0.5", "day", "time"),
    (
        Pattern(
            r"(?<=[过破超上达])(?P<n>[十百千]?[万亿]|百|千)(?!分之|[0-9一二三四五六七八九十余级])"
        ),
        lambda m: read_numeral("一" + m["n"]),
        None,
        "number",
    ),
    (
        Pattern(
            r"(?<![目之以日年月周天季先提当午此造革化点测"
            r"行版整修换])前 ?(?P<n>[0-9一二三四五六七八九十百]+)(?: ?[名强位])?(?! "
            r"?[0-9天个年月周家项大款条期次届%位的季半]|热门|高频"
            r"|核心)"
        ),
        lambda m: any_number(m["n"]),
        "rank",
        "rank",
    ),
    (
        Pattern(
            r"(?:(?:in|into|among|reach|within|enter|break into"
            r"|crack) (?:the )?(?:\w+ )?top[- ])(?P<n>[0-9]+|three|five|ten|two|four"
            r"|twenty)\b(?! (?!of\b|in\b|for\b|on\b|by\b|nationally|globally|list\b"
            r"|results?\b|positions?\b|ranking|spot)[a-z])"
        ),
        lambda m: word_number(m["n"]),
        "rank",
        "rank",
    ),
    (
        Pattern(
            r"\b(?:rank(?:ed|s)?|number|position|place) (?:#|no\.? ?"
            r"|number )?(?P<n>[0-9]{1,3}|one)(?= |$)(?! (?:of|in) (?:the )?(?:days"
            r"|weeks))(?! (?:choice|partner|supplier|provider|brand|address|employer|priority|destination|place)\b)"
            r"|(?<![a-z0-9])#(?P<k>[0-9]{1,2})\b"
        ),
        lambda m: word_number(m["n"] or m["k"]),
        "rank",
        "rank",
    ),
    (
        Pattern(r"(?<![0-9.])0,(?P<n>[0-9]{1,3})(?![0-9,]) ?€"),
        lambda m: Decimal("0." + m["n"]),
        "EUR",
        "money",
    ),
    (
        Pattern(
            rf"(?P<n>{_WORD_N}) (?:cases |times )?(?:out of|in)(?: every)? (?P<of>10|100"
            rf"|20|50|200|500|1,000|10,000|twenty|fifty|hundred|six|eight|ten|five|four|three"
            rf"|1000)(?= [a-z0-9]|$)(?! (?:days|weeks|months|hours"
            rf"|minutes|years))"
        ),
        _share,
        "%",
        "share",
    ),
    (Pattern(rf"(?P<n>{_WORD_N}) cases out of (?P<of>100|10)\b"), _share, "%", "share"),
    (
        Pattern(rf"(?P<of>[二三四五六七八九十百千万0-9]+) ?分之 ?(?P<n>{ANY_N})(?![百十])"),
        _parts,
        "%",
        "share",
    ),
    (Pattern(r"一半(?!时间)|半数|对半|过半(?![小个天年月日秒分])"), "50", "%", "share"),
    (
        Pattern(r"\b(?:twice as many|twice)\b(?=[ .]*$)|\beach\b.{0,30}\btwice\b"),
        "2",
        "time",
        "number",
    ),
)
