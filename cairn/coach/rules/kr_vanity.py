"""kr-vanity: a count that grows by itself and says little."""

from collections.abc import Iterator

from cairn.coach.findings import HOLE, Remark, Rewrite, Text
from cairn.coach.lines import KeyResultLine
from cairn.coach.patterns import Pattern
from cairn.coach.phrasing import tidy
from cairn.coach.rules.rule import Rule

_VAIN = Pattern(
    r"粉丝数?量?|涨粉|关注者|关注数|浏览量|阅读量|播放量|曝光量|曝光|点赞数?|下载量|(?:累计)?注册(?:用户|量|人数|数)"
    r"|社群(?:人数|成员)|群成员|名片|访问量|拦截的[^,，0-9从到达增]{2,6}"
    r"|\b(?:followers|page ?views|views|impressions|likes|downloads|registered users"
    r"|group members|business cards|attacks blocked)\b",
    needs=(
        "attacks blocked|business cards|downloads|followers|group members|impressions|likes|"
        "registered users|views|关注|册|名片|拦|曝|浏|涨|点赞|社|粉|群成员|量|阅"
    ),
)
_USEFUL = Pattern(
    r"率|占比|比例|活跃|每(?:篇|人|个用户)|人均|回访|付费|有效|合格|内部|文档|帮助|\b(?:rate|share|per|active|paying"
    r"|engaged|returning|average|median|internal|who|that)\b"
)
_PEOPLE = Pattern(r"(?:followers|users|members|readers|customers)\b")
_BEFORE_ZH = Pattern(r"^(?P<thing>[^,，。;；0-9]{2,24}?)(?:从|由|达到?|增加|增长|提高|突破)")
_BEFORE_EN = Pattern(
    r"^(?:Grow|Raise|Increase|Boost|Lift) (?P<thing>[A-Za-z][A-Za-z' -]{2,48}) (?:from|to) ",
)


def _find(line: KeyResultLine) -> Iterator[Remark]:
    target = line.values.target
    if target is None or not line.labels.measurable or _USEFUL.search(line.low):
        return
    counted = target.amount.sort in ("count", "number", "multiple")
    found = _VAIN.search(line.low)
    if found and counted and not target.down:
        yield Remark(*found.span())


def _rewrite(line: KeyResultLine, _remark: Remark) -> Rewrite | None:
    if line.chinese:
        found = _BEFORE_ZH.match(line.said)
        text = f"{found['thing']}中 {HOLE} 的占比从 {HOLE}% 提高到 {HOLE}%" if found else ""
        return Rewrite(tidy(text), ("每周都来", "20", "35")) if found else None
    found = _BEFORE_EN.match(line.said)
    if found is None:
        return None
    who = "who" if _PEOPLE.search(found["thing"]) else "that"
    text = f"Raise the share of {found['thing']} {who} {HOLE} from {HOLE}% to {HOLE}%"
    return Rewrite(tidy(text), ("come back weekly", "20", "35"))


RULE = Rule(
    id="kr-vanity",
    scope="key_result",
    title=Text("好看，但说明不了什么", "Nice to see, says little"),
    message=Text(
        "“{quote}”只会越涨越多，看不出有谁因此做了什么。改看其中有多少真正做了你希望的事。",
        "“{quote}” can only grow and says nothing of what people do. Take the share that leads to "
        "something you want.",
    ),
    reason=Text(
        "累计的数字迟早都会涨，涨了也不一定带来结果。",
        "A running total rises sooner or later, whether or not it does any good.",
    ),
    bad=Text("公众号粉丝从 2 万人增加到 5 万人", "Grow our followers from 20,000 to 50,000"),
    good=Text(
        "每周打开文章的粉丝占比从 20% 提高到 35%",
        "Raise the share of followers who open an article each week from 20% to 35%",
    ),
    find=_find,
    rewrite=_rewrite,
    silences=frozenset({"kr-no-baseline"}),
)
