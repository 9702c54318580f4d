"""The words by which a key result says what happens to its measure, zh and en. Pure data."""

import re


def _any(*words: str) -> str:
    """Chinese words as they are, English ones between word boundaries."""
    return "|".join(rf"\b(?:{word})\b" if word[0].isascii() else word for word in words)


UP = _any(
    "提高", "提升", "增加", "增长", "增至", "上升", "升高", "上涨", "涨", "扩大", "拉升", "增",
    "升", "raises?", "increases?", "grows?", "boosts?", "lifts?", "expands?", "up",
)  # fmt: skip
DOWN = _any(
    "降低", "减少", "缩短", "下降", "压缩", "压降", "节省", "缩减", "收窄", "降", "减", "缩",
    "reduces?", "decreases?", "lowers?", "cuts?", "shortens?", "drops?", "down", "shrinks?",
)  # fmt: skip
KEEP = _any(
    "保持", "维持", "保证", "确保", "控制", "守住", "稳定在",
    "keeps?", "maintains?", "holds?", "stays?", "remains?", "ensures?", "sustains?",
)  # fmt: skip
REACH = _any(
    "达到", "达成", "达", "实现", "突破", "让", "使", "拥有",
    "reach(?:es)?", "achieves?", "hits?", "attains?", "have", "has",
)  # fmt: skip
# Right before the amount only: 提高线索到机会的转化率 reaches nothing
REACH_HERE = (
    rf"(?:{_any('到', '至', '为', 'to', 'is', 'at', 'of')})"
    r" ?(?:每[年季月周日天次]|平均|约|大约|about|around|only)? ?$"
)
DO = _any(
    "完成(?![率度量])", "发布", "举办", "开展", "获得", "获取", "获客", "生成", "招聘(?!时|周)",
    "招募", "签约(?!率)", "签下", "销售掉", "卖出", "租下", "执行", "创造", "输出", "访谈", "沟通",
    "建立", "产出", "上线", "拜访", "新增", "拿下", "达成", "交付", "培训", "撰写", "发表", "组织",
    "参与",
    "complete", "publish", "hire", "sign", "close", "win", "run", "launch", "ship", "conduct",
    "hold", "interview", "recruit", "generate", "create", "deliver", "write", "onboard",
    "acquire", "host", "gain", "land", "book", "train", "finish", "produce", "release",
)  # fmt: skip

MEAN = _any("均", "average", "mean", "median", "typical", "per")
NOT_BELOW = _any("不低于", "不少于", "不小于", "no less than", "not below", "no fewer than")
NOT_ABOVE = _any("不高于", "不超过", "不大于", "不多于", "no more than", "at most", "not above")
ABOVE = _any("至少", "高于", "超过", "大于", "at least", "above", "over", "more than") + "|[≥>]=?"
BELOW = _any("低于", "小于", "少于", "不到", "below", "under", "less than", "within") + "|[≤<]=?"
ABOVE_AFTER = _any("及?以上", "or more", "or higher", "or above")
BELOW_AFTER = _any("及?以[内下]", "之内", "or less", "or fewer", "or lower", "or below")

LEADING = re.compile(
    rf"^(?:\s|将|把|使得?|让|并且?|且|在|其中|the\b|our\b|and\b|average (?=of\b)|{UP}|{DOWN}|{KEEP}"
    r"|实现|达成|improve\b|optimi[sz]e\b|优化|改善|move\b|get\b|bring\b|take\b)+",
    re.IGNORECASE,
)
TRAILING = re.compile(
    rf"(?:\s|从|由|自|每[年季月周日天次]|平均|的|了|能|在|到|至|为|is\b|by\b|from\b|to\b|at\b|of\b|{KEEP}"
    rf"|{UP}|{DOWN}|{REACH}|{NOT_BELOW}|{NOT_ABOVE}|{ABOVE}|{BELOW})+$",
    re.IGNORECASE,
)
NO_MEASURE = re.compile(r"[对与和截这该从按以](?!.*率)|.$|%")
MEANS = re.compile(rf"^.*(?:将|把)|^通过.*(?:{UP}|{DOWN})", re.IGNORECASE)
