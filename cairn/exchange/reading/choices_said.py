"""What cells say in words: types, directions, states, in both languages. Pure data."""

from collections.abc import Mapping
from typing import Final

from cairn.exchange.reading.headings import Heading, plain


def _said(english: str, chinese: str, others: str = "") -> Heading:
    return Heading(english, chinese, tuple(others.split("|")) if others else ())


class Words(dict[str, Heading]):
    """Codes with what they are called; `codes` the other way round."""

    def __init__(self, words: Mapping[str, Heading]) -> None:
        super().__init__(words)
        self.codes = {
            plain(one): code
            for code, word in reversed(list(words.items()))
            for one in (code, word.english, word.chinese, *word.others)
        }


TYPES: Final = Words(
    {
        "objective": _said("Objective", "目标", "o|objectives|goal|目标o|目标 (o)"),
        "key_result": _said(
            "Key result", "关键结果", "kr|key results|keyresult|关键成果|关键结果kr|关键结果 (kr)"
        ),
        "initiative": _said(
            "Initiative",
            "关键任务",
            "project|deliverable|task|action|kt|项目|任务|举措|计划|行动计划",
        ),
    }
)
KINDS: Final = Words(
    {
        "increase": _said(
            "Increase", "提升", "increase to|increase from|up|reach|增加|提高|上升|达到"
        ),
        "decrease": _said("Decrease", "降低", "decrease to|decrease from|down|reduce|减少|下降"),
        "maintain": _said("Keep", "保持", "maintain|keep at|维持|保持在"),
        "milestones": _said("Milestones", "里程碑", "milestone|yes/no|done or not|是否完成"),
    }
)
UNITS: Final = Words(
    {
        "number": _said("Number", "数值"),
        "percent": _said("Percent", "百分比"),
        "rating": _said("Rating", "评分"),
        "duration": _said("Duration", "时长"),
    }
)
OBJECTIVE_TYPES: Final = Words(
    {
        "committed": _said("Committed", "承诺型", "committed goal|commitment|承诺|承诺型目标"),
        "aspirational": _said(
            "Aspirational", "愿景型", "aspirational goal|stretch|moonshot|愿景|挑战型|愿景型目标"
        ),
    }
)
STATUSES: Final = Words(
    {
        "not_started": _said("Not started", "未开始"),
        "on_track": _said("On track", "正常", "reopened|green|进行中|顺利|正常推进|进展顺利"),
        "behind": _said("Behind", "落后", "yellow|滞后|进度落后"),
        "at_risk": _said("At risk", "有风险", "red|off track|风险|存在风险"),
        "closed": _said(
            "Closed", "已结束", "done|complete|completed|finished|已完成|完成|关闭|已关闭"
        ),
        "postponed": _said("Postponed", "已推迟", "deferred|推迟|延期"),
        "abandoned": _said("Abandoned", "已放弃", "cancelled|canceled|dropped|放弃|取消|已取消"),
    }
)
ENDED: Final = frozenset({"closed", "postponed", "abandoned"})


def code_of(words: Words, text: str) -> str | None:
    """The code that a cell's words stand for; None where they are none of ours."""
    return words.codes.get(plain(text))
