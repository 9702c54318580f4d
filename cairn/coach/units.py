"""What stands behind a number and says its unit: measure words, time, scores, nouns. Pure."""

import re
from dataclasses import dataclass
from decimal import Decimal

from cairn.coach.patterns import Pattern

_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Unit:
    name: str
    sort: str
    begin: int
    end: int
    scale: Decimal = _ONE


_TIMES = (
    (r"个?工作日(?!志)|(?:working|business) days?|workdays?", "workday"),
    (r"毫秒|ms(?![a-z])|milliseconds?", "ms"),
    (r"秒钟?|secs?(?![a-z])|seconds?|s(?![a-z])", "s"),
    (r"分钟|mins?(?![a-z])|minutes?", "min"),
    (r"个?(?:小时|钟头)|hrs?(?![a-z])|hours?|h(?![a-z])", "h"),
    (r"天(?!然)|日(?![均活志常历])|days?(?![a-z])|d(?![a-z])", "day"),
    (r"个?(?:星期|礼拜)|周(?![期转岁年边一二三四五六日])|weeks?(?![a-z])|wks?(?![a-z])", "week"),
    (r"个月(?!均)|months?(?![a-z])", "month"),
    (r"年(?![度级检会])|years?(?![a-z])", "year"),
    (r"个?季度|quarters?(?! of)(?![a-z])", "quarter"),
)
_TIME_RULES = [(Pattern(r" ?-?(?:" + said + ")", re.IGNORECASE), name) for said, name in _TIMES]
_BASIS_POINTS = Pattern(r" ?个?基点")
_PERCENT_WORDS = Pattern(
    r" ?(?:个点(?!击)|per ?cent(?:age)?(?: points?)?|pct|pts?(?![a-z])"
    r"|points?(?= (?:higher|lower)))",
    re.IGNORECASE,
)
_MULTIPLE = Pattern(
    r" ?(?:倍|x(?![a-z0-9])|times(?= (?:as|more|the|higher|faster|larger|our"
    r"|its|their|last|current)))",
    re.IGNORECASE,
)
_SCORE = Pattern(
    r" ?(?:分(?![钟之店公校部行支享级层为类拣期红工析])|points?(?![a-z])|stars?(?![a-z])|星(?!期"
    r"|级酒))",
    re.IGNORECASE,
)
_MEASURE = Pattern(
    r" ?[多余几]?(?:个|件|次|场|篇|份|张|家|位|名|人次|人天|人日|人|条|笔|单|本|期|项|套|款|台|部|门|间"
    r"|座|辆|吨|粉丝|粉|票|户|届|轮|步"
    r"|万?元|种|类|批|支|只|例|起|宗|桩|处|道|节|课时|学时|堂|组|对|队|班|支|瓶|箱|盒|袋|包|斤|公斤"
    r"|千克|克|毫升|升(?![至到级为高温])|立方米|平方米|平米|㎡|亩|公顷"
    r"|公里|千米|米|厘米|毫米"
    r"|度|千瓦时|页|字|词|句|首|幅|幕|集|段|封|通|趟|遍|回(?![升调归到头款购访收复馈暖])|下(?![降调跌滑])|点击"
    r"|级|岁|章|卷|册|枚|颗|株|棵|头|匹|口"
    r"|桌|床|间|层|栋|幢|版|帧|关|局|盘|杯|餐"
    r"|顿|针|剂|行|列|格|阶|步骤|环节|节点|商家|客户|用户|员工|学员|会员|门店|席|架|艘|车|柜|单元|样本"
    r"|样例|工单|班次|人时|工时|时|阶段|大类|品类|街道"
    r"|社区|村|校|院|所|城市|城|省|市|县|国家|区|屏|千瓦(?!时)|兆瓦|副|晚(?![于上点间餐])|折(?![合算])|SKU"
    r"|ppm|t/ha|[µμ]g/m[³3]|l/100 ?km|m?g(?![a-z])|MWh?(?![a-z])|kg|km|kWh|GB|TB|MB|KB|k?w(?![a-z])|QPS|TPS|℃)",
    re.IGNORECASE,
)
_NO_MEASURE = Pattern(
    r" ?(?:期间|点(?!击)|时期|年度|分之|部分|家庭|本地|条件|元旦|对一|人均|名单|次方|层级|行业(?!协)|单位|单均"
    r"|期末|代)"
)
_STOPS = frozenset(
    "to in by per and or from with for on at within each every this than as before until during "
    "is are was were be been of times"
    " percent more less fewer higher lower the our a an after that who which through via using "
    "across when if last now today"
    " currently previously them these those up down not no only both all either nor but so "
    "because while will can could must"
    " have has had get gets take takes make makes say says join move under"
    " over above below among between without against near into onto off out new more additional "
    "active paying paid net extra"
    " further unique qualified already still every other afterwards afterward then later again altogether"
    " hitherto overall instead total rather being against versus compared having opposed".split()
)
_SKIPPED = frozenset(
    "new more additional of our the active paying paid net extra further "
    "unique qualified different other".split()
)
_SINGULAR = {
    "people": "person",
    "children": "child",
    "women": "woman",
    "men": "man",
    "alumni": "alumnus",
    "criteria": "criterion",
    "analyses": "analysis",
    "studies": "study",
}
_NOT_COUNTED = frozenset(
    "sales operations news series business progress process access address "
    "customs always less across plus".split()
)
_NEXT_WORD = Pattern(r" (?P<word>[A-Za-z][A-Za-z'-]{1,24}(?:/[A-Za-z]+)?)")


def _counted_noun(plain: str, at: int) -> Unit | None:
    """The head of what is counted: sixty new onboarding calls → call; the first plural, "
    "else the last."""
    least = Pattern(r" at least(?= )").match(plain, at)
    words, place = list[re.Match[str]](), least.end() if least else at
    while len(words) < 6 and (found := _NEXT_WORD.match(plain, place)):
        low = found["word"].lower()
        place = found.end()
        if low in _SKIPPED and not words:
            continue
        if low in _STOPS:
            break
        words.append(found)
        if _is_plural(low):
            break
    if not words:
        return None
    head = words[-1] if _is_plural(words[-1]["word"].lower()) else words[0]
    if len(words) == 1 and head["word"].endswith("ed") and len(head["word"]) > 5:
        return None
    return Unit(singular(head["word"]), "count", words[0].start("word"), head.end())


def _is_plural(word: str) -> bool:
    return word in _SINGULAR or (
        word.endswith("s")
        and not word.endswith(("ss", "us", "is"))
        and word not in _NOT_COUNTED
        and len(word) > 3
    )


def singular(word: str) -> str:
    """MQLs → MQL, Studies → study; capitals stay only in what is all capitals."""
    low = word if word.rstrip("s").isupper() and len(word) > 2 else word.lower()
    if low in _SINGULAR:
        return _SINGULAR[low]
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    if low.endswith(("ches", "shes", "sses", "xes")):
        return low[:-2]
    return low[:-1] if _is_plural(low) or (low[:-1].isupper() and low.endswith("s")) else low


_SMALLER = {"s": 1, "min": 60, "h": 3600, "day": 86400, "week": 604800}


def time_unit(said: str, seconds: Decimal) -> tuple[str, Decimal]:
    """The unit in which a duration was written, the smallest of several, and its value there."""
    clock = re.search(r"[0-9]:[0-9]", said)
    if clock:
        return "s", seconds
    tail = re.search(r"[a-z一-鿿]+$", said.lower())
    word = tail[0].lstrip("十百千万亿") if tail else ""
    if word in ("分", "小时分", "m"):
        return "min", seconds / 60
    for pattern, name in _TIME_RULES:
        if pattern.fullmatch(word) or pattern.fullmatch(" " + word.lstrip("个")):
            scale = Decimal("0.001") if name == "ms" else Decimal(_SMALLER.get(name, 1))
            return name, seconds / scale
    word = re.sub(r"^.*[0-9一二两三四五六七八九十个半]", "", word)
    for pattern, name in _TIME_RULES:
        if pattern.fullmatch(word):
            scale = Decimal("0.001") if name == "ms" else Decimal(_SMALLER.get(name, 1))
            return name, seconds / scale
    return "s", seconds


def find_unit(plain: str, at: int) -> Unit | None:
    """The unit that begins right at a place behind a number; None if it is a bare number."""
    if found := Pattern(r" ?[多余几](?=[个件次场篇份家位名人条笔项天年])").match(plain, at):
        at = found.end()
    if found := _BASIS_POINTS.match(plain, at):
        return Unit("pp", "points", found.start(), found.end(), Decimal("0.01"))
    if found := _PERCENT_WORDS.match(plain, at):
        sort = "points" if re.search(r"点|point|pts?", found[0], re.IGNORECASE) else "share"
        return Unit("pp" if sort == "points" else "%", sort, found.start(), found.end())
    if found := _MULTIPLE.match(plain, at):
        return Unit("x", "multiple", found.start(), found.end())
    for pattern, name in _TIME_RULES:
        if found := pattern.match(plain, at):
            short = found[0].strip(" -").lower() in ("s", "h", "d")
            if short and not plain[at - 1].isdigit() and plain[at - 1] != " ":
                continue
            return Unit(name, "time", found.start(), found.end())
    if found := _SCORE.match(plain, at):
        return Unit("score", "score", found.start(), found.end())
    if not _NO_MEASURE.match(plain, at) and (found := _MEASURE.match(plain, at)):
        return Unit(found[0].strip(" 多余几"), "count", found.start(), found.end())
    return _counted_noun(plain, at)
