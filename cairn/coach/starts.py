"""A target's sentence given a start to fill in: "to 75%" becomes "from __% to 75%". Pure."""

from cairn.coach.claim import Claim
from cairn.coach.findings import HOLE, Rewrite
from cairn.coach.lines import KeyResultLine
from cairn.coach.patterns import Pattern
from cairn.coach.phrasing import tidy
from cairn.coach.quoting import bare

_UP = "提高 提升 增加 增长 上升 扩大 拉升 升 增 提 涨 推高 做大"
_DOWN = "降低 减少 缩短 下降 压缩 压降 降 减 压 缩减 下调 缩 收窄 节省"
_MOVE = "|".join(sorted(f"{_UP} {_DOWN}".split(), key=len, reverse=True))
_JUST = r"(?: |约|大约|至少|平均)*"
_NUMBER = Pattern(r"^[0-9０-９.,．，~～-]+ ?[十百千万亿]*[多余几]?")
_DIGIT = Pattern(r"[0-9０-９]")
_NOT_COUNTED = Pattern(r"(?:率|分|度|指数|额|收入|营收|利润|NPS|占比|比例|时长|时间)$")
_MOVED_TO = Pattern(rf"(?P<verb>(?:{_MOVE})[到至])(?P<just>{_JUST})$")
_MOVED_BY = Pattern(rf"(?:同比|环比)?(?P<verb>(?:{_MOVE})了?)(?P<just>{_JUST})$")
_REACHED = Pattern(rf"(?P<verb>达到|达|为|做到|冲到|突破)(?P<just>{_JUST})$")
_VERB_FIRST = Pattern(
    rf"(?P<lead>^|.*?[,，前内底末] ?)(?:把|将)?(?P<verb>{_MOVE})(?P<thing>[^,，。到至从把将0-9]{{2,20}}?)"
    rf"(?P<to>[到至]?){_JUST}$"
)
_WORSE = Pattern(
    r"误|错|差评|投诉|抱怨|流失|损|故障|延迟|延误|逾期|成本|费用|时长|耗时|缺陷|费率|负债|时间|天数"
    r"|离职|浪费|事故|周期|退货|退款|返工|跳出|不良"
)
_TO = Pattern(
    r"\b(?P<to>to (?:(?:at least|about|around|under|below|over|above) )?)(?P<sign>[$€£¥]?)$"
)
_NP_OF = Pattern(
    r"^(?:Reach|Achieve|Hit|Attain) (?:an?|the) (?P<thing>[A-Za-z][A-Za-z' -]{2,60}) of (?P<sign>[$€£¥]?)$"
)
_NP_REACHES = Pattern(
    r"^(?P<thing>[A-Z][^,;.]{2,60}) (?P<verb>reach(?:es)?|hits?) (?P<sign>[$€£¥]?)$"
)
_REACH = Pattern(r"^(?:Reach|Hit|Get to) (?P<sign>[$€£¥]?)$")


def started_rewrite(line: KeyResultLine, target: Claim) -> Rewrite | None:
    """None where the sentence gives no place for it."""
    text = bare(line.reading)
    amount = target.amount
    before, after = text[: amount.begin], text[amount.begin :]
    if line.said[: len(text)] != text:
        return None
    if line.chinese:
        return _chinese(line, target, before, after)
    return _english(target, before, after)


def _hole_zh(line: KeyResultLine, target: Claim) -> str:
    amount = target.amount
    if amount.sort == "share":
        return f"{HOLE}%"
    unit = _NUMBER.sub("", line.said[amount.begin : amount.end]).strip()
    known = amount.sort in ("count", "time", "score") and not _DIGIT.search(unit)
    return f"{HOLE} {unit}" if unit and known else HOLE


def _chinese(line: KeyResultLine, target: Claim, before: str, after: str) -> Rewrite | None:
    if "%" not in after[:12] and "％" not in after[:12] and target.amount.sort == "share":
        return None
    fills = ("90",) if _is_down(line, before) else ("5",)
    if target.kind == "change":
        return _changed(before, after)
    hole = _hole_zh(line, target)
    if found := _MOVED_TO.search(before):
        thing = before[: found.start()]
        if len(thing.strip()) < 2:
            return None
        text = f"{thing.rstrip()}从 {hole} {found['verb']}{found['just']}{after}"
        return Rewrite(tidy(text), fills)
    if found := _REACHED.search(before):
        thing = before[: found.start()].rstrip()
        more = target.amount.sort in ("count", "number") and not _NOT_COUNTED.search(thing)
        to = "降到" if fills == ("90",) else "增加到" if more else "提高到"
        text = f"{thing}从 {hole} {to}{found['just']}{after}"
        return Rewrite(tidy(text), fills) if len(before) > 4 else None
    if (found := _VERB_FIRST.match(before)) and found["to"]:
        text = f"{found['lead']}把{found['thing']}从 {hole} {found['verb']}到 {after}"
        return Rewrite(tidy(text), fills)
    return None


def _is_down(line: KeyResultLine, before: str) -> bool:
    said = before[-24:]
    words = line.reading.words_in(0, len(before))
    return bool(_WORSE.search(said)) or any(
        "down" in word.roles and "metric" not in word.roles for word in words
    )


def _changed(before: str, after: str) -> Rewrite | None:
    """将流失率降低 20% → 将流失率从 __ 降低 20%"""
    found = _MOVED_BY.search(before)
    if found and len(before[: found.start()].strip(" 把将")) >= 2:
        text = f"{before[: found.start()].rstrip()}从 {HOLE} {found['verb']}{found['just']}{after}"
        return Rewrite(tidy(text), ("40%",))
    if (first := _VERB_FIRST.match(before)) and not first["to"]:
        text = f"{first['lead']}把{first['thing'].strip()}从 {HOLE} {first['verb']} {after}"
        return Rewrite(tidy(text), ("40%",))
    return None


def _english(target: Claim, before: str, after: str) -> Rewrite | None:
    share = "%" if target.amount.sort == "share" else ""
    if target.kind == "change":
        end = target.amount.end - target.amount.begin
        if not before.rstrip("$€£¥ ").endswith(" by"):
            return None
        text = f"{before}{after[:end]} from {HOLE}{after[end:]}"
        return Rewrite(tidy(text), ("40%",))
    if found := _TO.search(before):
        lead = before[: found.start()]
        text = f"{lead}from {found['sign']}{HOLE}{share} {found['to']}{found['sign']}{after}"
        return Rewrite(tidy(text), ("5",)) if len(lead.split()) > 1 else None
    return _reached(before, after, share)


def _reached(before: str, after: str, share: str) -> Rewrite | None:
    """Reach a success rate of 95% → Raise the success rate from __% to 95%"""
    if found := _NP_OF.match(before):
        frame = f"Raise the {found['thing']} from {found['sign']}{HOLE}{share} to {found['sign']}"
    elif found := _NP_REACHES.match(before):
        rises = "rises" if found["verb"].endswith("s") else "rise"
        frame = f"{found['thing']} {rises} from {found['sign']}{HOLE}{share} to {found['sign']}"
    elif found := _REACH.match(before):
        frame = f"Grow from {found['sign']}{HOLE}{share} to {found['sign']}"
    else:
        return None
    return Rewrite(tidy(f"{frame}{after}"), ("5",))
