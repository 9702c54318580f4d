"""Words that are amounts by themselves, as they are mostly said: shares, ranks, times. Pure."""

from decimal import Decimal

from cairn.coach.amount_words import (
    ANY_N,
    WORD_N,
    Rule,
    any_number,
    read_parts,
    read_share,
    word_number,
)
from cairn.coach.patterns import Pattern
from cairn.measures.numerals import read_numeral

COMMON_WORDS: tuple[Rule, ...] = (
    (
        Pattern(r"(?P<n>[三四五3-5]) ?个 ?[9九](?![0-9.])", needs="个"),
        lambda m: Decimal("99." + "9" * (int(read_numeral(m["n"]) or 3) - 2)),
        "%",
        "share",
    ),
    (
        Pattern(
            r"(?<![0-9./-])(?P<n>[123]) ?/ ?(?P<of>[2345])(?![0-9./]|[日月号前])(?! ?前)", needs="/"
        ),
        read_share,
        "%",
        "share",
    ),
    (
        Pattern(
            r"每(?P<of>[0-9一二三四五六七八九十百]+) ?[个位名人件单台次家封]?[^,，0-9]{0,8}?(?:中|里)"
            r"[^,，0-9]{0,4}?有?至?少?(?P<n>[0-9一二两三四五六七八九]+) ?[个位名人件单台次家封]",
            needs="每",
        ),
        read_share,
        "%",
        "share",
    ),
    (
        Pattern(
            rf"(?<![0-9.])(?P<n>{WORD_N}) out of (?P<of>3|4|5|20|three|four|five|twenty)(?= [a-z])"
            r"(?! (?:in|on|at|by|for|from|to|or|and|across|with|this|stars?|points?|as|is|are)\b)",
            needs=" out of ",
        ),
        read_share,
        "%",
        "share",
    ),
    (
        Pattern(
            r"(?:(?<=排名)|(?<=[居列升到至为进获院区省市县国团司榜业度率额量类内率里是得])|(?<=由)|(?<=从)|(?<=排))"
            r" ?第 ?(?P<n>[0-9一二三四五六七八九十]+) ?(?:[名位](?![^,，。;；)）升提到至]))?"
            r"(?=$|[,，。;；)）( （、升提到至降跃]|以上|以内)",
            needs="第",
        ),
        lambda m: any_number(m["n"]),
        "rank",
        "rank",
    ),
    (
        Pattern(
            r"(?<=[进入获得])(?:[^,，]{0,8})?(?P<n>四|八|十六|三十二) ?强(?![化度弱])", needs="强"
        ),
        lambda m: any_number(m["n"]),
        "rank",
        "rank",
    ),
    (Pattern(r"半成(?!品)", needs="半成"), "5", "%", "share"),
    (
        Pattern(
            r"每 ?(?P<of>十|百|10|100) ?(?P<unit>[个位名人件单台次家封张笔])[一-鿿]{0,4}?"
            r"(?P<n>[0-9]+|[一二两三四五六七八九]) ?(?P=unit)",
            needs="每",
        ),
        read_share,
        "%",
        "share",
    ),
    (
        Pattern(
            r"(?<![0-9一二三四五六七八九十百第])每? ?(?P<of>十|百) ?[个位名人件单台次家封张笔]"
            r"[^,，0-9。]{0,6}?(?:中|里|当中"
            r"|有)[^,，0-9。]{0,4}?(?P<n>[0-9一二两三四五六七八九十]+) ?[个位名人件单台次家封张笔]",
            needs="十|百",
        ),
        read_share,
        "%",
        "share",
    ),
    (
        Pattern(
            rf"^(?P<n>{WORD_N}) in (?P<of>{WORD_N})(?= [a-z])(?! (?:days|weeks|months"
            rf"|hours|minutes|years))",
            needs=" in ",
        ),
        read_share,
        "%",
        "share",
    ),
    (
        Pattern(r"\b(?P<n>three|four|five) nines\b", needs="five nines|four nines|three nines"),
        lambda m: Decimal({"three": "99.9", "four": "99.99", "five": "99.999"}[m["n"]]),
        "%",
        "share",
    ),
    (
        Pattern(
            r"\b(?:hire|recruit|appoint)s? (?:an?|one)(?= [a-z])(?! (?:team|agency|few"
            r"|number|group|firm))|(?:招聘|招到|引进|招募|聘任|录用)(?:到|了)?一[名位个](?!月)",
            needs="appoint|hire|recruit|一",
        ),
        "1",
        None,
        "hired",
    ),
    (Pattern(r"\ba minute and a half\b", needs="a minute and a half"), "90", "s", "time"),
    (Pattern(r"\ban hour and a half\b", needs="an hour and a half"), "90", "min", "time"),
    (
        Pattern(
            r"\btwice[ -](?=an? |per |every |each |weekly|monthly|daily|yearly|quarterly)",
            needs="twice",
        ),
        "2",
        "time",
        "count",
    ),
    (
        Pattern(
            rf"[€$£]?(?P<n>{WORD_N})(?: [a-z]+)? in (?:every )?[€$£]?(?P<of>{WORD_N}|ten"
            rf"|100)\b(?=$|[,.;)]| (?:to|of|is|are|or|by|has|have)\b)",
            needs=" in ",
        ),
        read_share,
        "%",
        "share",
    ),
    (
        Pattern(r"(?:single[- ](?:figures?|digits?)|[个一]位数)", needs="digit|figure|位"),
        "9",
        None,
        "number",
    ),
    (
        Pattern(r"\b(?:working|business) day (?P<n>[0-9]+)", needs="business day |working day "),
        lambda m: any_number(m["n"]),
        "workday",
        "time",
    ),
    (
        Pattern(r"第 ?(?P<n>[0-9一二三四五六七八九十]+) ?个工作日", needs="个工作日"),
        lambda m: any_number(m["n"]),
        "workday",
        "time",
    ),
    (
        Pattern(r"(?P<h>[0-9]+) ?h ?(?P<m>[0-5][0-9])(?![0-9])", needs="h"),
        lambda m: Decimal(int(m["h"]) * 60 + int(m["m"])),
        "min",
        "time",
    ),
    (Pattern(r"\bhalf an hour\b", needs="half an hour"), "30", "min", "time"),
    *(
        (
            Pattern(
                rf"\bhalf an? {name}\b|(?:(?<=\bto )|(?<=\bfrom )|(?<=\bwithin )|(?<=\bunder )"
                rf"|(?<=\bthan )|(?<=ed in ))(?:an?|one) {name}\b(?! (?:and|of))"
                rf"|\ban? {name}(?= (?:less|more|faster|sooner|shorter)\b)",
                needs=f"a {name}|an {name}|one {name}",
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
    (Pattern(r"\bhalf a day\b", needs="half a day"), "0.5", "day", "time"),
    (
        Pattern(
            r"(?<=[过破超上达])(?P<n>[十百千]?[万亿]|百|千)(?!分之|[0-9一二三四五六七八九十余级])",
            needs="万|亿|千|百",
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
            r"|核心)",
            needs="前",
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
            r"|results?\b|positions?\b|ranking|spot)[a-z])",
            needs="top",
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
            r"|(?<![a-z0-9])#(?P<k>[0-9]{1,2})\b",
            needs="#|number|place|position|rank",
        ),
        lambda m: word_number(m["n"] or m["k"]),
        "rank",
        "rank",
    ),
    (
        Pattern(r"(?<![0-9.])0,(?P<n>[0-9]{1,3})(?![0-9,]) ?€", needs="0,"),
        lambda m: Decimal("0." + m["n"]),
        "EUR",
        "money",
    ),
    (
        Pattern(
            rf"(?P<n>{WORD_N}) (?:cases |times )?(?:out of|in)(?: every)? (?P<of>10|100"
            rf"|20|50|200|500|1,000|10,000|twenty|fifty|hundred|six|eight|ten|five|four|three"
            rf"|1000)(?= [a-z0-9]|$)(?! (?:days|weeks|months|hours"
            rf"|minutes|years))",
            needs=" in | out of ",
        ),
        read_share,
        "%",
        "share",
    ),
    (
        Pattern(rf"(?P<n>{WORD_N}) cases out of (?P<of>100|10)\b", needs=" cases out of 10"),
        read_share,
        "%",
        "share",
    ),
    (
        Pattern(
            rf"(?P<of>[二三四五六七八九十百千万0-9]+) ?分之 ?(?P<n>{ANY_N})(?![百十])", needs="分之"
        ),
        read_parts,
        "%",
        "share",
    ),
    (
        Pattern(r"一半(?!时间)|半数|对半|过半(?![小个天年月日秒分])", needs="一半|半数|对半|过半"),
        "50",
        "%",
        "share",
    ),
    (
        Pattern(r"\b(?:twice as many|twice)\b(?=[ .]*$)|\beach\b.{0,30}\btwice\b", needs="twice"),
        "2",
        "time",
        "number",
    ),
)
