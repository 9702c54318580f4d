"""Numbers in words, shares in words, multiples, all and none, and numbers that are names. Pure."""

import re
from collections.abc import Callable
from decimal import Decimal

from cairn.coach.calendar import SALE
from cairn.coach.patterns import Pattern
from cairn.measures.numerals import read_numeral

_SMALL = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        " sixteen seventeen eighteen nineteen".split(),
        range(1, 20),
        strict=True,
    )
)
_TENS = dict(
    zip(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        range(20, 100, 10),
        strict=True,
    )
)
_LARGE = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "dozen": 12}
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10, "half": 2, "sixth": 6, "eighth": 8}
_NUMBER_WORDS = "|".join((*_SMALL, *_TENS, *_LARGE))
ENGLISH_NUMBER = (
    rf"(?:{_NUMBER_WORDS}|half|a third|a quarter|a fifth|a tenth|a dozen"
    rf"|a hundred|a thousand|a million)\b"
)
_SEQUENCE = Pattern(
    rf"(?:a )?(?:{_NUMBER_WORDS})(?:(?:[ -]|(?<=hundred) and "
    rf"|(?<=thousand) and )(?:{_NUMBER_WORDS}))*\b",
    re.IGNORECASE,
)
_PART = Pattern(
    r"(?:(?P<n>a|one|two|three|four|five|seven|nine)[ -])?(?P<part>third|quarter|fifth|tenth"
    r"|half|sixth|eighth)s?\b(?!-| part(?:y|ies)\b| person\b)(?! (?:of (?:the )?(?:year|20[0-9]{2}|fy)|year\b))",
    re.IGNORECASE,
)


_AND_A_HALF = Pattern(rf"(?P<n>{'|'.join(_SMALL)}) and a half\b", re.IGNORECASE)


def read_english(plain: str, at: int) -> tuple[Decimal, int, str] | None:
    """Value, end and sort (number or share) of number words: thirty-five, two thirds, a dozen."""
    if half := _AND_A_HALF.match(plain, at):
        return Decimal({"a": 1, **_SMALL}[half["n"].lower()]) + Decimal("0.5"), half.end(), "number"
    part = _PART.match(plain, at)
    if (
        part
        and part["part"].lower() == "quarter"
        and (part["n"] or "a").lower() not in ("a", "one", "three")
    ):
        part = None
    if part and (part["n"] or part["part"].lower() == "half"):
        top = {"a": 1, **_SMALL}[part["n"].lower()] if part["n"] else 1
        value = Decimal(top * 100) / _PARTS[part["part"].lower()]
        return value.quantize(Decimal("0.01")).normalize() + 0, part.end(), "share"
    found = _SEQUENCE.match(plain, at)
    if not found:
        return None
    total = section = 0
    for word in re.findall(r"[a-z]+", found[0].lower()):
        if word in ("a", "and"):
            continue
        if word == "hundred" or word == "dozen":
            section = (section or 1) * _LARGE[word]
        elif word in _LARGE:
            total, section = total + (section or 1) * _LARGE[word], 0
        else:
            section += _SMALL.get(word) or _TENS[word]
    if total + section == 1:
        return None
    return Decimal(total + section), found.end(), "number"


_WORD_N = r"(?:[0-9]+(?:\.[0-9]+)?|one|two|three|four|five|six|seven|eight|nine|ten)"
Value = str | Callable[[re.Match[str]], Decimal | None]
Rule = tuple[Pattern, Value, str | None, str]
_N = r"(?:[0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十]+(?:点[零一二三四五六七八九]+)?)"


def _number(text: str) -> Decimal | None:
    return read_numeral(text) if text else None


def _share(found: re.Match[str]) -> Decimal | None:
    top, whole = _word_number(found["n"]), _word_number(found["of"])
    if not top or not whole or top > whole or whole not in (2, 3, 4, 5, 6, 8, 10, 20, 100, 1000):
        return None
    return round(top * 100 / whole, 2)


def _word_number(text: str) -> Decimal | None:
    word = text.strip().lower()
    known = {**_SMALL, **_TENS}
    return Decimal(known[word]) if word in known else _number(word)


def _parts(found: re.Match[str]) -> Decimal | None:
    sizes = {"百": 100, "千": 1000, "万": 10000}
    whole, top = sizes.get(found["of"]) or _number(found["of"]), _number(found["n"])
    if not whole or not top:
        return None
    return (top * 100 / whole).quantize(Decimal("0.001" if whole > 99 else "0.01")).normalize() + 0


def _grown(found: re.Match[str]) -> Decimal | None:
    number = _number(found["n"])
    return None if number is None else number + 1


def _doubled(found: re.Match[str]) -> Decimal | None:
    number = _number(found["n"])
    return Decimal(2) ** int(number) if number and number < 10 else None


def _ratio(found: re.Match[str]) -> Decimal | None:
    """3:1 and 1:4 are ratios; 2:37 is a time."""
    one, two = _number(found["one"].strip(".")), _number(found["two"].strip("."))
    if one is None or two is None or 1 not in (one, two) or re.search(r":[0-5][0-9]$", found[0]):
        return None
    return one if two == 1 else two


FRACTIONS: tuple[Rule, ...] = (
    (Pattern(r"百分之百|百分百"), "100", "%", "share"),
    (
        Pattern(
            r"\b(?P<n>[0-9]{1,3})(?:st|nd|rd|th)\b"
            r"(?= (?:place|position)| to [0-9]{1,3}(?:st|nd|rd|th)\b)"
        ),
        lambda m: _number(m["n"]),
        "rank",
        "rank",
    ),
    (
        Pattern(
            r"(?<![0-9.])(?P<n>[0-9]+(?:\.[0-9]+)?)-(?:percentage-)?point"
            r"(?= (?:rise|gain|increase|drop|fall|reduction|improvement|lift|jump|decline|cut))"
        ),
        lambda m: _number(m["n"]),
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
            rf"(?<![0-9.,])(?P<n>{_WORD_N}) ?cents?\b|(?<![0-9.])(?P<k>[0-9]+(?:\.[0-9]+)?) ?分钱"
        ),
        lambda m: (_word_number(m["n"] or m["k"]) or Decimal(0)) / 100,
        "money",
        "money",
    ),
    (
        Pattern(
            r"(?:提[升高]|上升|进|降低?|升|晋升|下降|改善)了?(?P<n>一|两|二|三|[1-3]) ?个?(?:等级"
            r"|级别|档次?|层级|台阶)(?!以)"
        ),
        lambda m: _number(m["n"]),
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
        lambda m: _number(m["n"]),
        "rank",
        "rank",
    ),
    (
        Pattern(r"(?P<n>四|八|十六|三十二) ?强(?=$|[,，。;；)）])"),
        lambda m: _number(m["n"]),
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
        Pattern(r"(?<![0-9./-])(?P<n>[123]) ?/ ?(?P<of>[234])(?![0-9./]|[日月号前])(?! ?前)"),
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
        lambda m: _number(m["n"]),
        "rank",
        "rank",
    ),
    (
        Pattern(r"(?<=[进入获得])(?:[^,，]{0,8})?(?P<n>四|八|十六|三十二) ?强(?![化度弱])"),
        lambda m: _number(m["n"]),
        "rank",
        "rank",
    ),
    (Pattern(r"半成(?!品)"), "5", "%", "share"),
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
        lambda m: _number(m["n"]),
        "workday",
        "time",
    ),
    (
        Pattern(r"第 ?(?P<n>[0-9一二三四五六七八九十]+) ?个工作日"),
        lambda m: _number(m["n"]),
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
                rf"\bhalf an? {name}\b|(?:(?<=\bto )|(?<=\bwithin )|(?<=\bunder )"
                rf"|(?<=\bthan ))an? {name}\b(?! (?:and|of))"
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
        Pattern(r"(?<=[过破超上达])(?P<n>[十百千]?[万亿]|百|千)(?![0-9一二三四五六七八九十余级])"),
        lambda m: read_numeral("一" + m["n"]),
        None,
        "number",
    ),
    (
        Pattern(
            r"(?<![目之以日年月周天季先提当午此])前 ?(?P<n>[0-9一二三四五六七八九十百]+)(?: ?[名强位])?(?! "
            r"?[0-9天个年月周家项大款条期次届%位的季半]|热门|高频"
            r"|核心)"
        ),
        lambda m: _number(m["n"]),
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
        lambda m: _word_number(m["n"]),
        "rank",
        "rank",
    ),
    (
        Pattern(
            r"(?:rank(?:ed|s)?|number|position|place) (?:#|no\.? ?"
            r"|number )?(?P<n>[0-9]{1,3}|one)(?= |$)(?! (?:of|in) (?:the )?(?:days"
            r"|weeks))(?! (?:choice|partner|supplier|provider|brand|address|employer|priority|destination|place)\b)"
            r"|(?<![a-z0-9])#(?P<k>[0-9]{1,2})\b"
        ),
        lambda m: _word_number(m["n"] or m["k"]),
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
            rf"|20|50|twenty|fifty|six|eight|ten|five|four|three|1000)(?= [a-z0-9])(?! (?:days|weeks|months|hours"
            rf"|minutes|years))"
        ),
        _share,
        "%",
        "share",
    ),
    (Pattern(rf"(?P<n>{_WORD_N}) cases out of (?P<of>100|10)\b"), _share, "%", "share"),
    (
        Pattern(rf"(?P<of>[二三四五六七八九十百千万0-9]+) ?分之 ?(?P<n>{_N})(?![百十])"),
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
MULTIPLES: tuple[Rule, ...] = (
    (
        Pattern(
            r"减半|[砍腰]半|减少一半|降低?一半|降一半|下降一半|砍掉?一半|缩短一半|压缩一半|少一半"
            r"|\bhalv(?:e[sd]?|ing)\b"
            r"|\bhalf (?:as many|as much|the number of)\b|\b(?:by|in|cut|reduced?) (?:a "
            r"|one )?half\b"
        ),
        "50",
        "%",
        "half_less",
    ),
    (Pattern(r"翻(?P<n>[两二三四0-9])番"), _doubled, "x", "multiple"),
    (
        Pattern(
            r"翻一?番|翻(?:一|1)?倍|加倍|倍增|增长一倍|增加一倍|提高一倍|提升一倍|多一倍"
            r"|\bdoubl(?:e[sd]?|ing)\b(?!-)"
            r"|\btwofold\b|\btwice (?:as (?:many|much|fast|often)|the|last|our|current)\b"
        ),
        "2",
        "x",
        "multiple",
    ),
    (Pattern(r"\btripl(?:e[sd]?|ing)\b|\bthreefold\b|\btreble[sd]?\b"), "3", "x", "multiple"),
    (Pattern(r"\bquadrupl(?:e[sd]?|ing)\b|\bfourfold\b"), "4", "x", "multiple"),
    (Pattern(r"\bfivefold\b"), "5", "x", "multiple"),
    (Pattern(r"\btenfold\b"), "10", "x", "multiple"),
    (
        Pattern(rf"(?:增长|增加|提高|提升|扩大|上升|涨了?)了? ?(?P<n>{_N}) ?倍"),
        _grown,
        "x",
        "multiple",
    ),
    (
        Pattern(r"(?P<one>[0-9.]+) ?[:比] ?(?P<two>[0-9.]+)(?=$|[ ,。;，以)])"),
        _ratio,
        "x",
        "ratio",
    ),
)


NONE_WORDS: tuple[Rule, ...] = (
    (
        Pattern(
            r"零(?![售件部食钱星散碎距基工配信和点头下上的]|[0-9一二三四五六七八九十])(?=[一-鿿]{2})"
            r"|\bbreak[- ]?even\b|打平"
            r"|清空|清完|不亏损?(?=$|[,，。])|\bcleared completely\b|\bcompletely cleared\b"
            r"|盈亏平衡|收支平衡|扭亏为盈|扭亏|转正(?=$"
            r"|[,，。;]| )|(?:利润率?|现金流|毛利)转正"
        ),
        "0",
        "money",
        "none",
    ),
    (
        Pattern(
            r"清零|归零|降(?:为|到|至)零|为零(?![售碎])|零(?=投诉|事故|缺陷|故障|差错|失误|流失|违规"
            r"|伤亡|泄[露漏]|重大|安全|逾期"
            r"|断[货供]|延[误期]|工伤|漏[报检]|误|感染|宕机|中断|处罚|罚款|诉讼|高危|死亡|拖欠|退[货款]"
            r"|缺[货陷]|信访|发生|新增|严重|违约"
            r"|超期|遗漏|积压|索赔|火灾|案件|丢失|火警|回退|回滚|停机|作弊|辍学|举报|纠纷|返工|人为"
            r"|数据|生产|一级|P)|零(?=起|次|例|宗"
            r"|个)"
        ),
        "0",
        None,
        "none",
    ),
    (
        Pattern(
            r"(?:不再?发生|未发生|不出现|无一[起例次件]?|杜绝(?:一切|任何|所有)?|没有(?:一[起例次件个]"
            r"|任何|发生|出现)"
            r"|不(?:再)?(?:出|发生|丢失?|新增)(?:现)?(?:一[起例次件个笔]|任何)|无(?=重大|安全|任何"
            r"|补|罚|退|投|断|积|缺|差|欠|违|超|虚|瑕|异|返|漏"
            r"|[0-9一]?级|严重|新增|责任"
            r"|一般|高危|人员|工伤|事故|投诉|逾期|死亡|差错))"
        ),
        "0",
        None,
        "none",
    ),
    (
        Pattern(
            r"\bzero(?=[ -]|$)(?!-(?:trust|day|based|sum|touch|code|emission|carbon)"
            r"| trust)|\bnil\b|\bno(?= (?!more\b|less\b|fewer\b|later\b|longer\b|higher\b"
            r"|lower\b|worse\b|better\b|matter\b|greater\b|one\b|\.|[0-9]|help|single-))"
            r"|\bnone\b|\bnot (?:a single|one)\b|\bnobody\b|\bno single\b|无(?=(?:主动|关键|核心"
            r"|骨干)?(?:离职|流失))|(?<=[一-鿿])(?<![的从是有])无(?!法|状|到|线|形|忧|障|人|感|缝"
            r"|纸|接|需|偿|害|论|数|限|比|锡|碳|菌|刷|尘|损|效|关|机|产|锚|痛|息|条|差别"
            r"|保留)(?=[一-鿿]{2,6}(?:$|[,，。]))|无人(?=离职|流失|投诉"
            r"|受伤|伤亡|掉队|违规|缺席)|无一(?=流失|离职|掉队|投诉|违规)|\bwithout (?:any"
            r"|a single|a|an)(?= (?:incident|accident|complaint|breach|outage|error|single"
            r"|sev|rollback|loss|finding|injur))"
        ),
        "0",
        None,
        "none",
    ),
)
ALL_WORDS: tuple[Rule, ...] = (
    (
        Pattern(
            r"全部(?!门)|所有|全员|全体(?:员工)?|无死角|全覆盖|每一[个位名家份条项]"
            r"|逐[家一个条户项人](?!步)|百分百|悉数|一个不[少落漏]"
            r"|人人|应.尽.|件件|个个|每[个名位家条份台](?!月|季|工作日|小时|[^,，。]{0,6}的|[^,，]{0,5}(?:平均|成本"
            r"|费用))(?!.{0,8}[0-9])"
        ),
        "100",
        "%",
        "all",
    ),
    (
        Pattern(
            r"\ball\b(?!-| (?:year|day|the way|time|about|in all|-round))"
            r"|\bevery (?=[a-z-]+)(?!\w*day|other|week|month|quarter|year|two|three|second"
            r"|time|fortnight|sprint|friday|monday)|\beach (?!other|week|month|quarter|year"
            r"|day|sprint|monday|friday)(?=[a-z])|\beach[.]?$|\bentire\b|\beveryone\b"
            r"|\beverybody\b|\bfully\b(?= (?:staffed|covered|paid))"
        ),
        "100",
        "%",
        "all",
    ),
    (Pattern(r"当天|当日|same[- ]day"), "0", "day", "same_day"),
)
# Numbers that are parts of names, versions, standards, levels, orders, ranks of others
NAMES = tuple(
    Pattern(said, flags)
    for said, flags in (
        (
            r"\b(?:ISO(?:/IEC)?|GB(?:/T)?|SOC|PCI(?: DSS)?|WCAG|CMMI|IATF|IEC|EN|RFC|HTTP|TLS|OAuth"
            r"|Python|Java|PHP|iOS|Android|Windows|Sev|Severity|Priority|Industry|Basel|IFRS|ASC|GPT"
            r"|Vue|React|Angular|Node|Rails|Django|Postgres(?:QL)?|MySQL|Kubernetes|HTML|CSS|USB"
            r"|Wi-?Fi|Version|Ver|No\.)[ -]?[0-9]+(?:\.[0-9]+)*(?::20[0-9]{2})?(?![0-9%]|,[0-9]{3})",
            re.IGNORECASE,
        ),
        (r"\b[0-9]{1,2}(?::[0-9]{2})? ?[ap]\.?m\b\.?", re.IGNORECASE),
        (r"\b(?:the|city|a|my|first|park|[a-z]+ing) [0-9]{1,3}k\b(?! [a-z]+s\b)", re.IGNORECASE),
        (
            r"\b(?:Article|Form|Tier|Phase|Stage|(?<!to )(?<!reach )(?<!at )Level|Layer|Web|Scope"
            r"|Category|Class|Grade|Gen|Part|Chapter|Section|Type|Series|Model|Release|Route|Page"
            r"|Building|Area|Zone|Plant|Line|Site|Room|Block|Ward|Year|Week"
            r"|(?<!working )(?<!business )Day|Module|Unit|Pillar|Wave|Step|Channel|Studio|Group|Team)"
            r"[ -]?[0-9]+(?:\.[0-9]+)*(?![0-9%]|,[0-9]{3})"
            r"(?! (?:[a-z-]+ )?[a-z-]{2,}s\b)(?! (?:new|more|additional))(?! ?(?:→|->|=>|to [0-9]))",
            re.IGNORECASE,
        ),
        (r"\b[vV] ?[0-9]+(?:\.[0-9]+)*\b", 0),
        (r"\b[A-Za-z]{1,12}-?[0-9]+(?:\.[0-9]+)*(?![0-9,.]*[0-9%万])(?=[^0-9A-Za-z%]|$)", 0),
        (r"[0-9]+(?:\.[0-9]+)+(?= ?(?:版|版本|release|beta))", re.IGNORECASE),
        (
            r"(?<=[a-z一-鿿])(?<![从到至由自于达为在过得数值率分比低高超])(?<![a-z] from)(?<! to)(?<! of)(?<! at)"
            r"(?<!below)(?<!above)(?<!under)(?<! over)(?<!least)(?<!score)(?<!rating)(?<!than)"
            r" ?(?<![0-9])[0-9]\.0(?! ?(?:or |and above|以上|以下|以内|及以上|分|秒|→|->|to\b|提|升|降))(?=$"
            r"|[,，。;)”》]| (?!%)[a-z一-鿿]"
            r"|[一-鿿](?<![%分倍元万亿个秒天]))(?<!分)",
            0,
        ),
        (
            r"第 ?[一二三四五六七八九十百0-9]+(?![一二三四五六七八九十百0-9])(?! ?个工作日)(?:个|次"
            r"|届|期|轮|批|家|款|条|版|代|阶段|方"
            r"|步|类|位|名|季|产业|现场|天|周|枪|曲线"
            r"|课堂)?",
            0,
        ),
        (
            r"满分(?:为"
            r"|是)? ?[0-9]+ ?分?|[0-9]+ ?分制|[0-9]+ ?分满分|/ ?(?:5|10|100)(?![0-9:])"
            r"|(?<=[0-9])(?: points?| stars?)? ?out of (?:5|10|100|five|ten)(?:\.0)?(?! [a-z]{3,})"
            r"|(?:[0-9]+|two|three|four|five|six|seven|eight|nine|ten|twelve"
            r"|twenty) of(?P<name> (?:our |the |all |these )*(?:[0-9]+|four|five|six|seven|eight"
            r"|nine|ten|twelve|twenty))\b(?! ?%)",
            re.IGNORECASE,
        ),
        (
            r"\b(?:per|each|every) (?:1|10|100|1,000|1000|10,000|100,000|million|thousand"
            r"|hundred)(?:,000)* [a-z]+(?: [a-z]+)?|每[0-9百千万]+(?:个|名|人|件|单|台|次|小时|行|字|份"
            r"|公里|张|件产品"
            r"|次请求|千米)?",
            re.IGNORECASE,
        ),
        (
            r"\bscale (?:of|from) [0-9]+ ?(?:to|-) ?[0-9]+|\b[0-9]{1,3}(?:st|nd|rd|th)\b|\b(?:top"
            r"|first|second|bottom|other|upper|lower) (?:half"
            r"|third|quarter)\b"
            r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve)-(?!thirds?|quarters?"
            r"|fifths?|halfs?|half|tenths?|sixths?|eighths?|fold|point|digit)[a-z]{3,}"
            r"|\b(?:[Pp]hase|[Ss]tage|[Tt]ier|[Ll]ayer|[Mm]odule|[Cc]ategory|[Cc]hapter|[Ww]ave"
            r"|[Ss]tep) [0-9]{1,2}\b(?![.,]?[0-9]|%)(?! ?(?:→|->|to [0-9]))"
            r"|[一二三四五六]天工作制|为期 ?[0-9一二三四五六七八九十]+ ?(?:年|个?月|天|周)"
            r"|[0-9一二三四五六七八九十]+ ?(?:周|个月|天|年|小时|页)(?=试点|训练营|冲刺|集训|方案"
            r"|报告|ppt|PPT|提案|材料|规划)"
            r"|[0-9一二三四五六七八九十]+ ?(?:周年|届)|三项制度|CMMI ?[一二三四五1-5] ?级"
            r"|[一二三]类(?=医疗|证|备案|资质|许可)"
            r"|[0-9]+[dDgGkK](?=[一-鿿])(?!打印机?[0-9])(?<![0-9]{4}[kK])(?<=[2345][dDgGkK])"
            r"|[三四五]星(?=级|好评|率|酒)|\bScope [123]\b"
            r"|(?:13|25|37) ?个?月(?=[^,，]{0,4}继续率)"
            r"|[早晚午晨]上? ?[0-9]{1,2}:[0-9]{2}|(?<![0-9.:])[0-9]{1,2} ?点半?(?=[之以]?[后前]"
            r"|下班|上班|起床|睡|到岗|开门|打烊)"
            r"|[0-9]+ ?[GMT]B? ?(?:内存|显存|运存)?(?:的)?(?=机型|手机|设备|机器|终端|车型)"
            r"|\bbetween [0-9]{1,2} and [0-9]{1,2} ?[ap]\.?m\b"
            r"|(?<![0-9.,])1[0-9]{4}(?![0-9,.]) ?(?=[一-鿿]{2})(?![人元次家万个台件份条张户笔单辆吨位名公平])"
            r"|\b[Hh]alf[ -](?:[Mm]arathon|[Tt]erm|[Tt]ime)\b|(?<=取消)[ ]?996|(?<![0-9])996(?= ?后)"
            r"|(?<![0-9.])(?:[5-9][05]|0[05]|10)(?: ?[、/和] ?(?:[5-9][05]|0[05]|10))* ?后"
            r"(?=[一-鿿]|$)(?![的天续]|[一二三四五六七八九十])"
            r"|[早晚午晨] ?[0-9]{1,2} ?点(?:半|[0-9]{1,2})?(?: ?[-到至~] ?[0-9]{1,2} ?点半?)?"
            r"|\b[0-9] ?[x×] ?[0-9]{2,4}\b(?! ?%)|[0-9]{2} ?℃ ?/ ?[0-9]{2} ?%RH",
            0,
        ),
        (r"[“\"《「][^”\"》」]{0,30}[”\"》」]|99(?=公益)|" + SALE + r"|双1[12]", 0),
        (
            r"24 ?[/*x×] ?7|7 ?[*x×] ?24(?: ?小时)?|360 ?(?:度|°|-degree)|(?<![0-9])1 ?(?:对|v|on|-on-"
            r"|:) ?1(?![0-9])|[0-9]+D\b(?!isk)|一对一|365 ?天|(?<![0-9])996(?=制|工作制|$|[，,。；;、的)）])"
            r"|[0-9]+ ?[dD]\b打印|5[gG]\b|4[kK]\b"
            r"|[23][cC](?![a-z])|[23][dD]\b|[bB]2[bB]|[cC]2[cC]|[oO]2[oO]|B/C",
            0,
        ),
        (
            r"(?<![多少过生每有])一(?=起)|一(?=致|线|体|站|流|样|定|些|般|直|旦|共|切|键|次性|方面"
            r"|带|律|汽|批(?![0-9])|把手|号"
            r"|季度|月)|[两二三]方(?=面|案)?"
            r"|四象限|三[农高包保]|双(?=周|一流|碳|减)|十佳|百强|五百强|千里|万科|万达|万能|三甲|二手"
            r"|二次(?=上|销|创|开发|加工|确|购|传|利用|元|转化|到店|触达)|二维码|一把手|十四五|八达"
            r"|三年级|二年级|百日"
            r"|千万(?=别|不)|半(?=导体|成品|径|自动|场)|九宫格|七折|八折|[一二三四五六七八九]折|一枪"
            r"|一本账|百度|万象|四川|三亚|五粮|六安|九江|千岛"
            r"|[一二三四]期(?=工程|项目|平台|系统|建设|改造|上线)|等保 ?[二三四2-4] ?级"
            r"|[一二三四]级(?=等保|甲等|医院|事故|故障|部门|页面|市场"
            r"|响应|供应商|缺陷|指标|漏洞|以上漏洞)|国家[一二三四五]级",
            0,
        ),
        (
            r"(?<=[前])[0-9一二三四五六七八九十]+ ?(?:大|名|位|个|家|页)?(?:热门|高频|核心|关键|大|的)",
            0,
        ),
        (
            r"\b(?:the )?(?:last|next|past|(?<=the )first|first(?= [0-9a-z]+ (?:days|weeks|months"
            r"|quarters|years|hours|minutes))) (?:[0-9]+|two|three|four|five|six|seven|eight|ten"
            r"|twelve|twenty)(?: (?:days|weeks|months|quarters|years|hours|minutes))?\b(?= (?!of"
            r"|in the)[a-z])",
            re.IGNORECASE,
        ),
        (
            r"\b(?:one|single) (?:or more|of)\b|\bone-on-one|\bone-to-one|\b(?:two|three|four"
            r"|multi)-(?:way|step|tier|part|factor|day|week|month|year|sided|stage|person|page"
            r"|phase)\b|\b[0-9]{1,3}-(?!point|fold"
            r"|[0-9])[a-z]{2,}(?:-[a-z]+)?(?! [a-z ]{3,24}(?:down )?to [0-9])\b|\b(?:mid|pre"
            r"|post)-[0-9]+|\bfirst-|\bsecond-"
            r"|\bthird-party\b|\bday one\b|\bzero-day\b|\bseries [a-e]\b",
            re.IGNORECASE,
        ),
    )
)
