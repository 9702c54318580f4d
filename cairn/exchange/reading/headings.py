"""The columns that we know, by their headings in both languages. Pure data.

Our template uses the first heading of the reader's language; any other sheet is guessed by all of them.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final


@dataclass(frozen=True, slots=True)
class Heading:
    """What a column is called: ours in English and Chinese, and what others call it."""

    english: str
    chinese: str
    others: tuple[str, ...] = ()

    def in_language(self, locale: str) -> str:
        return self.chinese if locale.lower().startswith("zh") else self.english


def _heading(english: str, chinese: str, others: str = "") -> Heading:
    return Heading(english, chinese, tuple(others.split("|")) if others else ())


HEADINGS: Final[Mapping[str, Heading]] = {
    "id": _heading("Id", "编号", "okr id|key|ID号|标识"),
    "reference": _heading("Reference", "行号", "row id|okr reference|ref|序号|行编号"),
    "type": _heading(
        "Type", "类型", "object type|okr type|item type|level|对象类型|层级|类别|O/KR|类别(O/KR)"
    ),
    "title": _heading(
        "Title", "标题", "name|okr|description of okr|名称|内容|OKR内容|目标与关键结果|描述内容"
    ),
    "parent": _heading(
        "Parent", "上级行号", "parent okr|parent id|parent (row id)|上级|上级目标|父目标|所属目标"
    ),
    "objective": _heading(
        "Objective", "目标", "objectives|goal|objective (o)|目标o|目标 (o)|目标(objective)|o"
    ),
    "key_result": _heading(
        "Key result",
        "关键结果",
        "key results|kr|krs|关键结果kr|关键结果 (kr)|关键结果(key result)|关键成果",
    ),
    "initiative": _heading(
        "Initiative",
        "关键任务",
        "initiatives|project|deliverable|task|action|action plan|kt|举措|任务|行动计划|计划|项目",
    ),
    "owner": _heading(
        "Owner",
        "负责人",
        "owners|owner name|responsible|assignee|dri|owner email|责任人|承担人|所有者|owner(s)|姓名|员工|主r",
    ),
    "team": _heading("Team", "团队", "teams|department|entity|部门|所属团队|所属部门|小组"),
    "cycle": _heading("Cycle", "周期", "period|time period|quarter|时间周期|季度|okr周期|时间段"),
    "starts_on": _heading("Starts on", "开始日期", "start date|from date|开始时间|起始日期"),
    "due_on": _heading(
        "Due on", "截止日期", "end date|due date|deadline|due|截止时间|结束日期|完成时间|到期日|ddl"
    ),
    "description": _heading("Description", "说明", "details|notes|描述|详情|备注说明"),
    "objective_type": _heading(
        "Commitment", "目标属性", "goal type|objective type|承诺/愿景|目标性质"
    ),
    "tags": _heading("Tags", "标签", "tag|labels"),
    "kind": _heading("Direction", "方向", "target type|metric type|kind|指标方向|目标方向"),
    "unit": _heading("Unit", "单位", "metric unit|计量单位|指标单位"),
    "start": _heading(
        "Start", "起点", "start value|baseline|from|initial|起始值|基线|初始值|起点值"
    ),
    "target": _heading("Target", "目标值", "target value|goal value|to|期望值|指标值"),
    "upper": _heading("Upper bound", "上限", "ceiling|maximum|至多"),
    "current": _heading(
        "Current", "当前值", "current value|actual|actual value|value|实际值|现值|完成值"
    ),
    "milestones": _heading("Milestones", "里程碑"),
    "progress": _heading(
        "Progress", "进度", "progress %|completion|% complete|完成度|完成率|进展百分比|进度%"
    ),
    "weight": _heading("Weight", "权重", "weight %|contribution|权重%|占比|权重(%)"),
    "confidence": _heading("Confidence", "信心", "confidence level|信心指数|信心值|信心度"),
    "status": _heading("Status", "状态", "state|health|进展状态|健康度"),
    "score": _heading("Score", "评分", "grade|final score|得分|自评|打分"),
    "checked_in_on": _heading(
        "Day",
        "日期",
        "last check-in|check-in date|last updated|更新日期|跟进日期|更新时间|最近更新",
    ),
    "note": _heading(
        "Note",
        "备注",
        "last check-in note|comment|comments|update|跟进|进展|进展说明|最新进展|跟进内容",
    ),
    "by": _heading("By", "跟进人", "user|checked in by|更新人"),
}

OKR_COLUMNS: Final = (
    *("reference", "type", "title", "parent", "owner", "team", "cycle", "objective_type", "kind"),
    *("unit", "start", "target", "upper", "current", "milestones", "weight", "starts_on", "due_on"),
    *("status", "score", "tags", "description"),
)
"""Our template's first sheet, in order."""
CHECK_IN_COLUMNS: Final = (
    "reference",
    "checked_in_on",
    "current",
    "confidence",
    "status",
    "by",
    "note",
)
"""Its second sheet."""
TABLE_FIELDS: Final = tuple(name for name in HEADINGS if name not in ("reference", "by"))
"""What a column of any other sheet may be mapped to."""
OKR_SHEET: Final = _heading("OKRs", "OKR")
CHECK_IN_SHEET: Final = _heading("Check-ins", "跟进")
MARKS: Final = frozenset({"reference", "type", "title", "parent", "owner", "cycle"})
"""By these columns together our template is known."""


def name_of_field(field: str, locale: str) -> str:
    """What a mapping page calls one of our fields."""
    return HEADINGS[field].in_language(locale)


def plain(heading: str) -> str:
    """A heading without case, width, spaces around, or the star that marks what is needed."""
    return _plain(heading[:_LONGEST])


@lru_cache(maxsize=4_000)
def _plain(heading: str) -> str:
    text = unicodedata.normalize("NFKC", heading).casefold()
    return re.sub(r"\s+", " ", text).strip(" *:\t\n")


_LONGEST: Final = 300

_OURS: Final = {
    plain(word): field
    for field, heading in HEADINGS.items()
    for word in (heading.english, heading.chinese)
}
_OTHERS: Final = {
    plain(word): field for field, heading in HEADINGS.items() for word in heading.others
}


def field_of_template(heading: str) -> str | None:
    """Our field by our own heading, in either language."""
    return _OURS.get(plain(heading))


def field_guessed(heading: str) -> str | None:
    """Our field by what anybody calls it; brackets behind a name say nothing (周期（季度）)."""
    text = plain(heading)
    bare = re.sub(r"\s*[(\[【].*$", "", text)
    return next(
        (found for word in (text, bare) if (found := _OURS.get(word) or _OTHERS.get(word))), None
    )


def is_template(headings: Iterable[str]) -> bool:
    return {field_of_template(one) for one in headings} >= MARKS
