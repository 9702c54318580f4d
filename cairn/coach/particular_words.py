"""Words that are amounts by themselves, the particular ones that are tried first: shares, ranks, times. Pure."""

from decimal import Decimal

from cairn.coach.amount_words import (
    WORD_N,
    WORD_OF,
    Rule,
    any_number,
    read_part,
    word_number,
)
from cairn.coach.patterns import Pattern

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
PARTICULAR_WORDS: tuple[Rule, ...] = (
    (
        Pattern(
            rf"(?<![0-9.,/])(?P<n>{WORD_N})(?: [a-z]+)? (?:out of|of|in) every (?P<of>{WORD_OF})\b"
            rf"(?! (?:days|weeks|months|hours|minutes|years))"
            rf"|(?<![0-9.,/])(?P<m>[1-9]) ?/ ?(?P<all>[1-9]|10|100)(?= (?!stars?\b|points?\b|score|in\b|on\b"
            rf"|or\b|by\b|from\b|for\b|at\b|to\b|and\b|rating)[a-z]{{3,}})",
            needs=" in every | of every |/",
        ),
        lambda m: read_part(m["n"] or m["m"], m["of"] or m["all"]),
        "%",
        "share",
    ),
    (
        Pattern(
            r"\b(?P<n>one|two|three|four|nine) [a-z]+ (?:in|out of) "
            r"(?P<of>three|four|five|six|eight|ten|twenty)(?= [a-z])"
            r"(?! (?:days|weeks|months|hours|minutes|years|[a-z]+s\b))",
            needs="four |nine |one |three |two ",
        ),
        lambda m: read_part(m["n"], m["of"]),
        "%",
        "share",
    ),
    (
        Pattern(
            r"(?:^|\bfrom )(?:nothing|scratch|nil|zero|none)(?= to [$€£]?[0-9])",
            needs="nil|none|nothing|scratch|zero",
        ),
        "0",
        None,
        "number",
    ),
    (
        Pattern(
            r"(?:^|(?<=[,:;] ))(?:nearly |almost |over |more than )?half of (?:them|these|those|whom)\b",
            needs="them|these|those|whom",
        ),
        "50",
        "%",
        "share",
    ),
    (
        Pattern(
            r"\ba (?:good|full|solid) (?P<n>third|quarter|fifth|half|tenth)\b(?! hour)"
            r"|(?<=\(was )a (?P<k>third|quarter|fifth|tenth)\b",
            needs="(was |full|good|solid",
        ),
        lambda m: round(Decimal(100) / _PARTS_OF[m["n"] or m["k"]], 2),
        "%",
        "share",
    ),
    (
        Pattern(r"\b(?P<n>[0-9]+(?:\.[0-9]+)?) ?(?:bps|basis points?)\b", needs="basis point|bps"),
        lambda m: Decimal(m["n"]) / 100,
        "pp",
        "points",
    ),
    (
        Pattern(
            r"(?:₹|\brs\.? |\binr ) ?(?P<n>[0-9]+(?:\.[0-9]+)?) ?(?P<of>lakh|crore)s?\b",
            needs="crore|lakh",
        ),
        lambda m: Decimal(m["n"]) * (10**5 if m["of"] == "lakh" else 10**7),
        "INR",
        "money",
    ),
    (
        Pattern(
            r"(?<![0-9.,₹])(?P<n>[0-9]+(?:\.[0-9]+)?) ?(?P<of>lakh|crore)s?\b", needs="crore|lakh"
        ),
        lambda m: Decimal(m["n"]) * (10**5 if m["of"] == "lakh" else 10**7),
        None,
        "number",
    ),
    (
        Pattern(
            r"\b(?:every|each) (?P<n>second|third|fourth|fifth|sixth|eighth|tenth) (?=[a-z])"
            r"(?!day|week|month|quarter|year|night|monday|friday|sprint|time)",
            needs="each|every",
        ),
        lambda m: round(Decimal(100) / _NTH[m["n"]], 2),
        "%",
        "share",
    ),
    (
        Pattern(r"\b(?P<n>five|six|seven|eight|5|6|7|8)-figure\b", needs="-"),
        lambda m: Decimal(10) ** (_FIGURES[m["n"]] if m["n"] in _FIGURES else int(m["n"]) - 1),
        "money",
        "money",
    ),
    (
        Pattern(
            r"\bfull (?:attendance|occupancy|house|turnout|participation|staffing)\b|\bs(?:ell"
            r"|old) out\b(?! (?:the|our|all|of|every)\b)|\bfully booked\b",
            needs="full|sell out|sold out",
        ),
        "100",
        "%",
        "share",
    ),
    (
        Pattern(r"\bone (?:[a-z]+ ){0,2}in a (?P<of>hundred|thousand)\b", needs="one "),
        lambda m: Decimal(1) if m["of"] == "hundred" else Decimal("0.1"),
        "%",
        "share",
    ),
    (
        Pattern(
            r"\b(?P<n>first|second|third|fourth|fifth) place\b",
            needs="fifth place|first place|fourth place|second place|third place",
        ),
        lambda m: Decimal(_NTH[m["n"]]),
        "rank",
        "rank",
    ),
    (
        Pattern(r"(?P<n>[冠亚季]军)(?=以上|$|[,\uff0c。;])", needs="军"),
        lambda m: Decimal(_TITLES[m["n"]]),
        "rank",
        "rank",
    ),
    (
        Pattern(
            r"\b(?:among|one of) the (?P<n>[0-9]{1,3}|three|five|ten) (?:best|top|largest|leading)\b",
            needs="among|one of",
        ),
        lambda m: word_number(m["n"]),
        "rank",
        "rank",
    ),
    (Pattern(r"百分之百|百分百", needs="百"), "100", "%", "share"),
    (
        Pattern(
            r"\b(?P<n>[0-9]{1,3})(?:st|nd|rd|th)\b"
            r"(?= (?:place|position)| to (?:the )?[0-9]{1,3}(?:st|nd|rd|th)\b)",
            needs="lace|osition|to ",
        ),
        lambda m: any_number(m["n"]),
        "rank",
        "rank",
    ),
    (
        Pattern(
            r"\b(?P<n>[0-9]{1,3})(?:st|nd|rd|th)\b(?= (?:in|on|of|among) (?:the |our |all )?(?:[a-z]+ ){0,2}"
            r"(?:league|table|rankings?|list|index|charts?|standings|comparison)\b)",
            needs="chart|comparison|index|league|list|ranking|standings|table",
        ),
        lambda m: any_number(m["n"]),
        "rank",
        "rank",
    ),
    (
        Pattern(
            r"(?<![0-9.])(?P<n>[0-9]+(?:\.[0-9]+)?)-(?:percentage-)?point"
            r"(?= (?:rise|gain|increase|drop|fall|reduction|improvement|lift|jump|decline|cut))",
            needs="-point",
        ),
        lambda m: any_number(m["n"]),
        "pp",
        "points",
    ),
    (
        Pattern(
            r"(?<![0-9])(?P<m>[0-9]{1,3}) ?['′’] ?(?P<s>[0-5][0-9])(?: ?[\"″”])?(?![0-9a-z])",
            needs="'|’|′",
        ),
        lambda m: Decimal(int(m["m"]) * 60 + int(m["s"])),
        "s",
        "time",
    ),
    (
        Pattern(
            rf"(?<![0-9.,])(?P<n>{WORD_N}) ?(?:cents?|pence)\b"
            rf"|(?<![0-9.])(?P<k>[0-9]+(?:\.[0-9]+)?) ?(?:分钱|(?P<ten>[毛角])钱?)",
            needs="cent|pence|分钱|毛|角",
        ),
        lambda m: (word_number(m["n"] or m["k"]) or Decimal(0)) / (10 if m["ten"] else 100),
        "money",
        "money",
    ),
    (
        Pattern(
            r"(?:提[升高]|上升|进|降低?|升|晋升|下降|改善)了?(?P<n>一|两|二|三|[1-3]) ?个?(?:等级"
            r"|级别|档次?|层级|台阶)(?!以)",
            needs="层级|档|等级|级别|阶",
        ),
        lambda m: any_number(m["n"]),
        "级",
        "count",
    ),
    (
        Pattern(
            r"(?:highest|lowest|fastest) (?:in|of|among) (?:the |our |all )",
            needs="fastest|highest|lowest",
        ),
        "1",
        "rank",
        "rank",
    ),
    (
        Pattern(
            r"人手一[份本册张台套]|(?:全部|悉数|一对一)?配[齐足]|满(?:编|员)(?=$|[,，。])|一个都?不[少落]",
            needs="少|手|满|落|配",
        ),
        "100",
        "%",
        "share",
    ),
    (
        Pattern(r"(?<![0-9.])(?P<n>[0-9]{1,3}) ?秒 ?(?P<part>[0-9]{1,2})(?![0-9])", needs="秒"),
        lambda m: Decimal(f"{m['n']}.{m['part']}"),
        "s",
        "time",
    ),
    (Pattern(r"\bsemi-?finals?\b", needs="semi-final|semifinal"), "4", "rank", "rank"),
    (Pattern(r"\bquarter-?finals?\b", needs="quarter"), "8", "rank", "rank"),
    (
        Pattern(
            r"\blast (?P<n>4|8|16|32)(?= ?(?:or better|$|[,.;)]))",
            needs="last 16|last 32|last 4|last 8",
        ),
        lambda m: any_number(m["n"]),
        "rank",
        "rank",
    ),
    (
        Pattern(r"(?P<n>四|八|十六|三十二) ?强(?=$|[,，。;；)）])", needs="强"),
        lambda m: any_number(m["n"]),
        "rank",
        "rank",
    ),
    (
        Pattern(r"(?:现金流|利润|毛利|净利润?|收益)(?:[^,，0-9]{0,6})为正", needs="为正"),
        "0",
        "money",
        "none",
    ),
    (Pattern(r"\bhalf of that\b", needs="half of that"), "50", "%", "half_of_that"),
)
